import { expectAccessible } from '../support/axe.ts';
import { backgroundLightness, expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
import { expect, test, type Page } from '../support/test.ts';

const drillDown = (page: Page) =>
  page.locator('table#coverage-table tbody tr a[href^="/coverage/"]').first().click();

test('axe finds nothing on the sign-in page', async ({ page }) => {
  await page.goto('/sign-in');
  await expectAccessible(page);
});

test('axe finds nothing from the province down to a union council', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await expectAccessible(page);
  for (let level = 0; level < 3; level += 1) {
    const before = page.url();
    await drillDown(page);
    await expect(page).not.toHaveURL(before);
    await expectAccessible(page);
  }
});

test('axe finds nothing on what came in and what could not be taken', async ({ page }) => {
  await signIn(page, 'qa');
  for (const path of ['/audit', '/audit?who=nobody&from=soon', '/imports', '/quarantine']) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.locator('form#replay button').click();
  await expect(page.locator('#replayed')).toBeVisible();
  await expectAccessible(page);
  for (const source of ['broken.csv', 'submissions.csv']) {
    await page.goto('/imports');
    await page.locator('table#imports-table a', { hasText: source }).first().click();
    await expect(page.locator('table#import-facts')).toBeVisible();
    await expectAccessible(page);
  }
});

test('axe finds nothing on flags and checks', async ({ page }) => {
  await signIn(page, 'qa');
  for (const path of ['/flags', '/flags?check=travel_speed', '/checks', '/checks/travel_speed', '/risk']) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.goto('/flags?check=travel_speed');
  await page.locator('table#flags-table tbody th a').first().click();
  await expect(page.locator('svg#time-bar')).toBeVisible();
  await expectAccessible(page);
  await page.locator('dl.facts a[href^="/enumerators/"]').click();
  await expect(page.locator('table#calendar')).toBeVisible();
  await expectAccessible(page);
});

// In light and English every one of them is looked through where it is used: everywhere/coordination.spec.ts.
test('axe finds nothing on coordination in the dark, and in Urdu it fits', async ({ page }) => {
  const paths = {
    board: '/coordination?stage=mop_up',
    district: '/coordination/districts/PB01',
    cases: '/coordination/cases',
    case: '/coordination/cases/1',
    'new-case': '/coordination/cases/new?kind=dispatch',
    'silent-ucs': '/coordination/silent?days=1&area=PB01',
    silent: '/coordination/silent?what=enumerators&area=PB18',
    refusals: '/coordination/refusals',
    import: '/coordination/dispatch/import',
  };
  // What the others show is made of the parts of these, and axe takes seconds for each.
  const designs = ['board', 'district', 'case', 'new-case', 'silent-ucs', 'import'];
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(page, 'csu');
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    expect(await backgroundLightness(page)).toBeLessThan(80);
    if (designs.includes(name)) await expectAccessible(page);
    await picture(page, `coordination-${name}-dark`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await turnToUrdu(page);
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(path);
    await expectNoSidewaysScroll(page);
    await picture(page, `coordination-${name}-urdu`);
  }
});

test('axe finds nothing in Urdu', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await turnToUrdu(page);
  await expectAccessible(page);
});

test('in the dark the page is dark and just as readable', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  expect(await backgroundLightness(page)).toBeGreaterThan(200);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await backgroundLightness(page)).toBeLessThan(80);
  await expectAccessible(page);
  await picture(page, 'province-dark');
});

test('the keyboard alone reaches the content first and every control after', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await page.keyboard.press('Tab');
  const skip = page.locator(':focus');
  await expect(skip).toHaveAttribute('href', /^#/);
  await expect(skip).toBeVisible();
});
