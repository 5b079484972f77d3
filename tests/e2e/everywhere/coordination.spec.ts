// Coordination: a stage is dated, a case goes from hand to hand, a file of requests is taken once.
import { expectAccessible } from '../support/axe.ts';
import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test, type Page } from '../support/test.ts';

// Each project works on a district and with references of its own: they do it at the same time, in one survey.
const own = (info: { project: { name: string } }) => {
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  return { district: ['PB02', 'PB03', 'PB04', 'PB05'][place], name: info.project.name };
};

// These pages have no islands: without JavaScript they are the same to the letter, and looked through once.
async function look(page: Page, name: string) {
  await expectNoSidewaysScroll(page);
  if (!test.info().project.name.endsWith('-no-js')) await expectAccessible(page);
  await picture(page, name);
}

test('the board leads from what needs action to the cases behind it', async ({ page }) => {
  await signIn(page, 'csu');
  await page.goto('/coordination');
  await expect(page.locator('table#board tbody tr')).toHaveCount(41);
  await look(page, 'coordination-board');
  await press(page.locator('#first-overdue a'));
  await expect(page).toHaveURL(/overdue=1/);
  await expect(page.locator('table#cases-table tbody tr').first()).toContainText('overdue by');
  await look(page, 'coordination-cases');
  await page.goto('/coordination');
  await page.locator('#stage').selectOption('enumeration');
  await press(page.locator('#filters button'));
  await expect(page).toHaveURL(/stage=enumeration/);
  expect(new Set(await page.locator('table#board tbody td:nth-child(2)').allInnerTexts())).toEqual(new Set(['enumeration']));
});

test('a stage is dated, and what was typed wrong comes back', async ({ page }, info) => {
  const { district, name } = own(info);
  await signIn(page, 'csu');
  await page.goto(`/coordination/districts/${district}`);
  const form = page.locator('#set-stage form');
  await press(page.locator('table#stages-table tbody a').last());
  await expect(page).toHaveURL(/stage=closed/);
  await form.locator('input[name=planned]').fill('2046-12-01');
  await form.locator('input[name=note]').fill(`<b>${name}</b>`);
  await press(form.locator('button[type=submit]'));
  await expect(page.locator('#stage-problem')).toContainText('not more than ten years');
  await expect(form.locator('input[name=planned]')).toHaveValue('2046-12-01');
  await expect(form.locator('input[name=note]')).toHaveValue(`<b>${name}</b>`);
  await look(page, 'coordination-district-refused');

  await form.locator('input[name=planned]').fill('2027-12-01');
  await press(form.locator('button[type=submit]'));
  await expect(page.locator('#stage-notice')).toContainText('Saved.');
  await expect(page.locator('table#stages-table tbody tr').last()).toContainText('2027-12-01');
  const change = page.locator('table#stage-history tbody tr').first();
  await expect(change).toContainText('Coordination Support Unit');
  await expect(change).toContainText(`<b>${name}</b>`);
  await look(page, 'coordination-district');
});

test('a case is opened, given to an agency, and closed with a reason', async ({ page }, info) => {
  const { district, name } = own(info);
  await signIn(page, 'csu');
  await page.goto(`/coordination/cases/new?kind=dispatch&area=${district}`);
  const form = page.locator('#new-case');
  await form.locator('input[name=title]').fill(`Nobody came (${name})`);
  await form.locator('input[name=area]').fill('Atlantis');
  await press(form.locator('button[type=submit]'));
  await expect(page.locator('#case-problem')).toContainText('no area');
  await expect(form.locator('input[name=title]')).toHaveValue(`Nobody came (${name})`);
  await look(page, 'coordination-new-case');
  await form.locator('input[name=area]').fill(district);
  await press(form.locator('button[type=submit]'));
  await expect(page.locator('#step-notice')).toContainText('Saved.');
  await expect(page.locator('h1')).toContainText(`Nobody came (${name})`);

  await page.locator('#step-assign select[name=agency]').selectOption('bos');
  await press(page.locator('#step-assign button'));
  await expect(page.locator('.page-title .tag')).toHaveText('assigned');
  await press(page.locator('#step-visited button'));
  await expect(page.locator('.page-title .tag')).toHaveText('visited');
  await page.locator('#step-closed input[name=comment]').fill('Interviewed.');
  await look(page, 'coordination-case');
  await press(page.locator('#step-closed button'));
  await expect(page.locator('.page-title .tag')).toHaveText('closed');
  await expect(page.locator('table#case-history tbody tr')).toHaveCount(4);
  await expect(page.locator('table#case-history')).toContainText('Interviewed.');
});

test('a file of requests is taken once, and a wrong line is named', async ({ page }, info) => {
  const { district, name } = own(info);
  await signIn(page, 'csu');
  await page.goto('/coordination/dispatch/import');
  const send = async (lines: string[]) => {
    const text = ['reference,area_code,received_on,title', ...lines, ''].join('\r\n');
    const buffer = Buffer.from(`\ufeff${text}`);
    await page.locator('#file').setInputFiles({ name: 'requests.csv', mimeType: 'text/csv', buffer });
    await press(page.locator('#import button'));
  };
  const report = page.locator('#import-report');
  await send([`${name}-1,${district},2026-11-01,Not visited`, `${name}-2,${district},1 November,Not visited`]);
  await expect(report).toContainText('Line 3: received_on must be a day');
  await look(page, 'coordination-import-refused');
  const good = [`${name}-1,${district},2026-11-01,Not visited`, `${name}-2,${district},2026-11-01,Not visited`];
  await send(good);
  await expect(report).toContainText('2 new, 0 unchanged, 0 updated');
  await send(good);
  await expect(report).toContainText('0 new, 2 unchanged, 0 updated');
  await look(page, 'coordination-import');
});

test('who is silent is chosen by how, escalated once, and refusals are given an owner, from filled-in forms', async ({ page }, info) => {
  await signIn(page, 'csu');
  await page.goto('/coordination/silent?days=1');
  await expect(page.locator('#in-states li').first()).toContainText('never began');
  await expectNoSidewaysScroll(page);
  await picture(page, 'coordination-silent-ucs');
  await page.locator('#state').selectOption('fell_silent');
  await press(page.locator('#filters button'));
  await expect(page).toHaveURL(/state=fell_silent/);
  await expect(page.locator('#in-states [aria-current]')).toContainText('fell silent');
  expect(new Set(await page.locator('table#silent-table tbody .tag').allInnerTexts())).toEqual(new Set(['fell silent']));

  await page.goto('/coordination/silent?what=enumerators&days=1');
  await look(page, 'coordination-silent');
  // Each project takes another enumerator: they are at it at the same time.
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  const free = page.locator('table#silent-table tbody tr', { has: page.locator('a[href*="/cases/new"]') });
  const code = await free.nth(5 * place).locator('th a').innerText();
  const row = page.locator('table#silent-table tbody tr', { has: page.locator('th a', { hasText: code }) });
  await press(row.locator('a[href*="/cases/new"]'));
  await expect(page.locator('#new-case input[name=title]')).toHaveValue(/has not synced since/);
  await expect(page.locator('#new-case input[name=area]')).not.toHaveValue('');
  await expect(page.locator('#subject')).toContainText(code);
  await page.locator('#new-case select[name=agency]').selectOption('pitb');
  await press(page.locator('#new-case button'));
  await expect(page.locator('#case-facts')).toContainText(code);
  const number = new URL(page.url()).pathname;
  await page.goto('/coordination/silent?what=enumerators&days=1');
  await expect(row.locator('td').last().locator('a')).toHaveAttribute('href', number);

  await page.goto('/coordination/refusals');
  await expect(page.locator('table#refusals-table')).toBeVisible();
  await look(page, 'coordination-refusals');
  await press(page.locator('table#refusals-table tbody a[href*="kind=refusals"]').first());
  await expect(page.locator('#new-case input[name=title]')).toHaveValue(/Refusals in union council/);
  // Leadership sees the board and no list of people.
  await page.context().clearCookies();
  await signIn(page, 'leadership');
  await page.goto('/coordination');
  await expect(page.locator('table#board')).toBeVisible();
  await expect(page.locator('#first-silent-enumerators a')).toHaveCount(0);
});
