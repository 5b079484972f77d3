import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
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

test('the page of an import tells its file, what it set aside and what has changed since', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/imports');
  await press(page.locator('table#imports-table a', { hasText: 'broken.csv' }));
  await expect(page.locator('h1')).toHaveText('broken.csv');
  await expect(page.locator('#file-hash')).toHaveText(/^[0-9a-f]{64}$/);
  await expect(page.locator('#problems')).toContainText('put into the quarantine: 3. Left since: 0. Still waiting: 3.');
  await expect(page.locator('#since')).toContainText('brought no submissions');
  await expectNoSidewaysScroll(page);
  await picture(page, 'import-broken');
  await press(page.locator('table#waiting-table a').first());
  await expect(page).toHaveURL(/\/quarantine\?kind=submissions&reason=unknown_area&import=\d+$/);
  await expect(page.locator('#of-import')).toContainText('broken.csv');
  await expect(page.locator('table#rows-table tbody tr')).toHaveCount(2);
  // One that brought submissions: all of them count as they came.
  await page.goto('/imports');
  const row = page.locator('table#imports-table tbody tr', { hasText: 'Submissions' }).last();
  await press(row.locator('a'));
  const totals = page.locator('table#since tfoot td').first();
  await expect(page.locator('table#since tbody tr').first().locator('td').first()).toHaveText(await totals.innerText());
  await expectNoSidewaysScroll(page);
  await picture(page, 'import-submissions');
});

test('the rows chosen are replayed by a button, and the page says what became of them', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quarantine');
  await press(page.locator('form#replay button'));
  await expect(page).toHaveURL('/quarantine?replayed=0-0-3-0');
  await expect(page.locator('#replayed')).toHaveText('3 rows replayed: 0 accepted, 0 unchanged, 3 still quarantined.');
  await press(page.locator('table#reasons-table a[href*="unknown_area"]'));
  await expect(page.locator('#replayed')).toHaveCount(0);
  await press(page.locator('form#replay button'));
  await expect(page).toHaveURL(/reason=unknown_area&replayed=0-0-2-0$/);
  await expect(page.locator('table#rows-table tbody tr')).toHaveCount(2);
  await expectNoSidewaysScroll(page);
  await picture(page, 'quarantine-replayed');
});

test('all rows that could not be taken can be had as a file', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quarantine');
  const link = page.locator('main a[download][href^="/quarantine.csv"]');
  const answer = await page.request.get((await link.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toContain('text/csv');
  expect((await answer.text()).trim().split('\n')).toHaveLength(4);
});

test('the quarantine reads from right to left in Urdu, its rows from left to right', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/account');
  await turnToUrdu(page);
  await page.goto('/imports');
  const one = await page.locator('table#imports-table a').first().getAttribute('href');
  for (const path of ['/imports', one!, '/quarantine']) {
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('main')).toHaveText(/[\u0600-\u06ff]/);
    await expectNoSidewaysScroll(page);
    await picture(page, `${path.slice(1).replace(/\/\d+/, '-one')}-urdu`);
  }
  await expect(page.locator('table#rows-table code').first()).toHaveAttribute('dir', 'ltr');
  // What is wrong is said in Urdu, and the details as they are on file.
  const why = page.locator('table#rows-table tbody th').first();
  await expect(why).toHaveText(/[\u0600-\u06ff]/);
  await expect(why.locator('[lang=en]')).toHaveAttribute('dir', 'ltr');
});

test('who sees less is not offered these pages and does not find them', async ({ page }) => {
  await signIn(page, 'monitor');
  await expect(page.locator('a[href="/imports"]')).toHaveCount(0);
  for (const path of ['/imports', '/imports/1', '/quarantine', '/quarantine.csv']) {
    expect((await page.request.get(path)).status(), path).toBe(404);
  }
});
