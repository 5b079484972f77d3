import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

// What a monitor may not see answers 404, which the browser reports.
test.use({ expectedErrors: [/404/] });

test('flags are filtered by the address and lead to one with its evidence, its day and its innocent causes', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/flags');
  await expect(page.locator('table#flags-table tbody tr')).toHaveCount(50);
  await expectNoSidewaysScroll(page);
  await picture(page, 'flags');
  await page.locator('form#filters select[name=check]').selectOption('travel_speed');
  await press(page.locator('form#filters button'));
  await expect(page).toHaveURL(/\/flags\?check=travel_speed/);
  const first = page.locator('table#flags-table tbody tr').first();
  await expect(first.locator('.flag-said')).toContainText(/km\/h|before the first ended/);
  await press(first.locator('th a'));
  await expect(page).toHaveURL(/\/flags\/\d+-[0-9a-f]{16}$/);
  await expect(page.locator('#innocent li').first()).toBeVisible();
  await expect(page.locator('svg#time-bar .bar-subject')).toHaveCount(2);
  await expect(page.locator('svg#track .stop-subject')).toHaveCount(2);
  await expect(page.locator('table#visits tbody tr[aria-current=true]')).toHaveCount(2);
  await expectNoSidewaysScroll(page);
  await picture(page, 'flag');
});

test('a filter that cannot be understood is named and left out, and one that nothing fits says so', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/flags?check=no_such_check&day=yesterday');
  await expect(page.locator('#filter-problems li')).toHaveCount(2);
  await expect(page.locator('table#flags-table tbody tr')).toHaveCount(50);
  await page.goto('/flags?enumerator=nobody');
  await expect(page.locator('#no-flags')).toBeVisible();
});

test('each check explains itself and says how often it was right', async ({ page }) => {
  await signIn(page, 'monitor');
  await page.goto('/checks');
  await expectNoSidewaysScroll(page);
  await picture(page, 'checks');
  await press(page.locator('table#checks-table a[href="/checks/travel_speed"]'));
  await expect(page.locator('table#thresholds')).toContainText('120 km/h');
  await expect(page.locator('#precision')).toContainText('No flag of this check has been decided yet');
  await expectNoSidewaysScroll(page);
  await picture(page, 'check');
});

test('leadership sees no flags, and a monitor none of another tehsil', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/flags');
  const elsewhere = page.locator('table#flags-table tbody tr', { hasNotText: 'E-PB0101' }).first();
  const flag = (await elsewhere.locator('th a').getAttribute('href'))!;
  await page.context().clearCookies();
  await signIn(page, 'leadership');
  await page.goto('/');
  await expect(page.locator('nav a[href="/flags"]')).toHaveCount(0);
  for (const path of ['/flags', flag, '/risk', '/checks']) {
    expect((await page.goto(path))!.status(), path).toBe(404);
  }
  await page.context().clearCookies();
  await signIn(page, 'monitor');
  expect((await page.goto(flag))!.status()).toBe(404);
  expect((await page.goto('/flags'))!.status()).toBe(200);
  const codes = await page.locator('table#flags-table tbody tr td a[href^="/enumerators/"]').allInnerTexts();
  expect(codes.filter((code) => !code.startsWith('E-PB0101'))).toEqual([]);
});

test('a decision needs its reason, is kept with who and why, and can be taken back', async ({ page }, info) => {
  await signIn(page, 'qa');
  // Each project has a flag of its own: they decide at the same time.
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  await page.goto('/flags?severity=review');
  await page.goto((await page.locator('table#flags-table tbody th a').nth(place).getAttribute('href'))!);
  const flag = page.url();
  const dismiss = page.locator('form#step-dismiss');
  await dismiss.locator('select[name=reason]').selectOption('other');
  await press(dismiss.locator('button'));
  await expect(page.locator('#step-notice')).toContainText('say in a note');
  await expect(page.locator('#no-history')).toBeVisible();
  await dismiss.locator('select[name=reason]').selectOption('visited_and_found');
  await dismiss.locator('input[name=note]').fill('<b>seen</b> on Tuesday');
  await press(dismiss.locator('button'));
  await expect(page).toHaveURL(`${flag}?done=1`);
  const step = page.locator('table#history tbody tr');
  await expect(step).toHaveCount(1);
  await expect(step).toContainText('Dismissed');
  await expect(step).toContainText('<b>seen</b> on Tuesday');
  await expectNoSidewaysScroll(page);
  await picture(page, 'flag-dismissed');
  await press(page.locator('form#step-reopen button'));
  await expect(step).toHaveCount(2);
  await expect(page.locator('.page-title .tag').last()).toHaveText('Open');
});

test('many are decided at once, exactly as many as the page said', async ({ page }, info) => {
  await signIn(page, 'qa');
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  // Each project decides about another enumerator's flags.
  await page.goto('/flags?severity=info');
  const codes = await page.locator('table#flags-table td a[href^="/enumerators/"]').allInnerTexts();
  const several = codes.filter((code, at) => codes.indexOf(code) === at && codes.lastIndexOf(code) > at);
  const chosen = several.filter((code) => !code.startsWith('E-PB01'))[place];
  await page.goto(`/flags?severity=info&enumerator=${chosen}`);
  const said = Number((await page.locator('#total strong').innerText()).replace(/\D/g, ''));
  expect(said).toBeGreaterThan(1);
  await press(page.locator('#triage summary'));
  const explain = page.locator('#triage form#step-explain');
  await explain.locator('select[name=reason]').selectOption('device_fault');
  await press(explain.locator('button'));
  await expect(page.locator('#step-notice')).toContainText(`${said}`);
  await expect(page.locator('table#flags-table tbody tr td .tag-plain').first()).toHaveText('Explained');
});

test('whose work to look at first is said with its reasons, and leads to their days', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/risk');
  const rows = page.locator('table#risk-table tbody tr');
  await expect(rows.first().locator('.reasons li').first()).toContainText('points');
  await expectNoSidewaysScroll(page);
  await picture(page, 'risk');
  await press(rows.first().locator('th a'));
  await expect(page).toHaveURL(/\/enumerators\/E-PB/);
  await expect(page.locator('table#calendar tbody td a').first()).toBeVisible();
  await expect(page.locator('table#devices')).toBeVisible();
  const shown = page.locator('table#calendar a[aria-current=date]');
  await expect(shown).toHaveCount(1);
  await press(page.locator('table#calendar tbody td a').first());
  await expect(page).toHaveURL(/\?day=\d{4}-\d{2}-\d{2}$/);
  await expect(page.locator('svg#time-bar')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await picture(page, 'enumerator');
});

test('a monitor is told the reasons and not the formula, and sees nobody of another tehsil', async ({ page }) => {
  await signIn(page, 'monitor');
  await page.goto('/risk');
  const table = page.locator('table#risk-table');
  await expect(table).toBeVisible();
  await expect(table).not.toContainText('points');
  await expect(page.locator('a[href^="/risk.csv"]')).toHaveCount(0);
  const response = await page.goto('/enumerators/E-PB4001-001');
  expect(response!.status()).toBe(404);
});
