// The household listing: by area down to a union council, and there the households that nobody visited.
import { expectAccessible } from '../support/axe.ts';
import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test, type Page } from '../support/test.ts';

// These pages have no islands: without JavaScript they are the same to the letter, and looked through once.
async function look(page: Page, name: string) {
  await expectNoSidewaysScroll(page);
  if (!test.info().project.name.endsWith('-no-js')) await expectAccessible(page);
  await picture(page, name);
}

test('a monitor comes from the counts to the households that nobody visited', async ({ page }) => {
  await signIn(page, 'monitor');
  await page.goto('/listing');
  await expect(page.locator('h1')).toHaveText('Household listing');
  await expect(page.locator('#about-listing')).toContainText('every household');
  await look(page, 'listing');
  await press(page.locator('table#by-area tbody tr:nth-child(2) th a'));
  await expect(page.locator('h1')).toContainText('Household listing: ');
  await expect(page.locator('#standings a[aria-current]')).toHaveText('Nobody visited');
  await press(page.locator('#standings li:nth-child(4) a'));
  await expect(page.locator('#standings a[aria-current]')).toHaveText('All that are listed');
  await expect(page.locator('table#households a[href^="geo:"]').first()).toBeVisible();
  await look(page, 'listing-households');
  // Nothing of a household stands in an address.
  expect(page.url()).not.toContain('ref');
});

test('leadership is told sums alone, in Urdu too', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/listing?area=PB0101');
  await expect(page.locator('tr.total')).toContainText('not told');
  expect((await page.request.get('/listing/PB0101-001')).status()).toBe(404);
  await turnToUrdu(page);
  await expect(page.locator('h1')).toHaveText('گھرانوں کی فہرست');
  await look(page, 'listing-ur');
});
