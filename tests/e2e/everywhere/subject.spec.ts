import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn, signOut, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

test('a household that nothing is held about is said to be so, and its reference stands in no address', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/subject');
  await expect(page.locator('h1')).toHaveText("A household's data");
  await expectNoSidewaysScroll(page);
  await picture(page, 'subject');
  await page.locator('#area').fill('PB0101-001');
  await page.locator('#reference').fill('no-such-household');
  await press(page.locator('form#find button'));
  await expect(page).toHaveURL('/subject');
  await expect(page.locator('#problem')).toContainText('Nothing is held');
  await expect(page.locator('#reference')).toHaveValue('no-such-household');
  await expect(page.locator('form#delete')).toHaveCount(0);
  await page.locator('#area').fill('NOWHERE');
  await press(page.locator('form#find button'));
  await expect(page.locator('#problem')).toContainText('No area has that code');
  await expectNoSidewaysScroll(page);
});

test('the page reads from right to left in Urdu, and is nothing to a monitor', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/account');
  await turnToUrdu(page);
  await page.goto('/subject');
  await expect(page.locator('h1')).toHaveText('گھرانے کا ڈیٹا');
  await expectNoSidewaysScroll(page);
  await picture(page, 'subject-ur');
  await signOut(page);
  await signIn(page, 'monitor');
  expect((await page.request.get('/subject')).status()).toBe(404);
});
