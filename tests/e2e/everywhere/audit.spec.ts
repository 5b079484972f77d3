import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn, signOut, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

test('who has looked at flags is in the audit trail, and the trail can be searched and taken away', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/risk?area=PB02');
  await page.goto('/audit');
  await expect(page.locator('h1')).toHaveText('Audit trail');
  await expectNoSidewaysScroll(page);
  await picture(page, 'audit');
  await page.locator('#who').fill('qa');
  await page.locator('#subject').fill('/risk?area=PB02');
  await page.locator('#action').selectOption('page.seen');
  await press(page.locator('form#filters button'));
  await expect(page).toHaveURL(/\/audit\?who=qa&action=page\.seen&.*subject=%2Frisk%3Farea%3DPB02/);
  const rows = page.locator('table#entries-table tbody tr');
  await expect(rows.first()).toContainText('Page opened');
  await expect(rows.first()).toContainText('/risk?area=PB02');
  await expect(page.locator('#subject')).toHaveValue('/risk?area=PB02');
  const href = await page.locator('main a[download="audit.csv"]').getAttribute('href');
  const csv = await (await page.request.get(href ?? '')).text();
  expect(csv.split('\n')[0]).toContain('entry,at,who_kind,who,role,address,action');
  expect(csv).toContain('/risk?area=PB02');
  await press(page.locator('#filter-reset'));
  await expect(page).toHaveURL('/audit');
  await page.goto('/audit?who=nobody-of-that-name');
  await expect(page.locator('#no-entries')).toBeVisible();
});

test('the audit trail reads from right to left in Urdu, and is nothing to a monitor', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/account');
  await turnToUrdu(page);
  await page.goto('/audit');
  await expect(page.locator('h1')).toHaveText('آڈٹ ریکارڈ');
  await expectNoSidewaysScroll(page);
  await picture(page, 'audit-ur');
  await signOut(page);
  await signIn(page, 'monitor');
  expect((await page.request.get('/audit')).status()).toBe(404);
});
