import { expectNoSidewaysScroll, expectReadableCharts, picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

test.use({ expectedErrors: [/404/] });

test('leadership begins the day with where the survey stands', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/');
  await expect(page.locator('h1')).toContainText('Where the survey stands');
  const card = page.locator('dl#card .card');
  await expect(card).toHaveCount(9);
  for (const figure of await card.locator('.figure').allInnerTexts()) {
    expect(figure).toMatch(/\d|nobody deployed|no target/);
  }
  await expect(page.locator('#forecast')).toContainText(/Likely on \d{4}-\d{2}-\d{2}|cannot be told yet|It is finished/);
  await expect(page.locator('#standings .tag').first()).toHaveText(/^\d+ /);
  await expect(page.locator('figure#map svg path[data-code]')).toHaveCount(41);
  await expect(page.locator('figure#chart svg:visible')).toHaveCount(1);
  await expectReadableCharts(page);
  await expect(page.locator('table#ranked tbody tr')).toHaveCount(41);
  await expect(page.locator('#as-of')).toHaveText(/\d/);
  await expectNoSidewaysScroll(page);
  await picture(page, 'overview');
});

test('the district furthest behind stands first, with what the figures show of the reason, and leads to its page', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/');
  const first = page.locator('table#ranked tbody tr').first();
  await expect(first.locator('.tag')).toHaveText(/not started|behind/);
  await expect(first.locator('.reasons li').first()).toHaveText(/\S/);
  const name = await first.locator('th a').innerText();
  await press(first.locator('th a'));
  await expect(page).toHaveURL(/\/coverage\/PB\d+$/);
  await expect(page.locator('h1')).toHaveText(name);
});

test('in Urdu the overview runs from right to left and fits', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/');
  await turnToUrdu(page);
  await expect(page.locator('dl#card .card')).toHaveCount(9);
  await expectNoSidewaysScroll(page);
  await picture(page, 'overview-urdu');
});

test('a coordinator begins with their district, and a monitor with the coverage of their tehsil', async ({ page }) => {
  await signIn(page, 'attock');
  await page.goto('/');
  await expect(page.locator('h1')).toContainText('Attock');
  await expect(page.locator('table#ranked tbody tr').first()).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, 'monitor');
  await page.goto('/');
  await expect(page).toHaveURL(/\/coverage$/);
});
