import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

test('who answers for the data sees what came in, and from there what could not be taken', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/imports');
  const runs = page.locator('table#imports-table tbody tr');
  await expect(runs).toHaveCount(4);
  await expect(runs.first()).toContainText('broken.csv');
  await expectNoSidewaysScroll(page);
  await picture(page, 'imports');
  await press(page.locator('main a[href="/quarantine"]'));
  await expect(page).toHaveURL('/quarantine');
  await expect(page.locator('table#reasons-table tbody tr')).toHaveCount(2);
  await expect(page.locator('table#rows-table tbody tr')).toHaveCount(3);
  await expectNoSidewaysScroll(page);
  await picture(page, 'quarantine');
  await press(page.locator('table#reasons-table a[href*="unknown_area"]'));
  await expect(page.locator('table#rows-table tbody tr')).toHaveCount(2);
  await expect(page.locator('table#rows-table')).toContainText('broken-1,E-1,NOWHERE,complete');
});

test('all rows that could not be taken can be had as a file', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quarantine');
  const link = page.locator('main a[download]');
  const answer = await page.request.get((await link.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toContain('text/csv');
  expect((await answer.text()).trim().split('\n')).toHaveLength(4);
});

test('the quarantine reads from right to left in Urdu, its rows from left to right', async ({ page }) => {
  await signIn(page, 'qa');
  const button = page.locator('form#language button').first();
  if (!(await button.isVisible())) await press(page.locator('header summary').first());
  await press(button);
  for (const path of ['/imports', '/quarantine']) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('h1')).toHaveText(/[\u0600-\u06ff]/);
    await expectNoSidewaysScroll(page);
    await picture(page, `${path.slice(1)}-urdu`);
  }
  await expect(page.locator('table#rows-table code').first()).toHaveAttribute('dir', 'ltr');
});

test('who sees less is not offered these pages and does not find them', async ({ page }) => {
  await signIn(page, 'monitor');
  await expect(page.locator('a[href="/imports"]')).toHaveCount(0);
  for (const path of ['/imports', '/quarantine', '/quarantine.csv']) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});
