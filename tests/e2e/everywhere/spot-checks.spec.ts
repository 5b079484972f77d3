// Spot checks: a week is looked at, drawn and given to a monitor, who goes to a door and records what was found.
import { expectAccessible } from '../support/axe.ts';
import { expectNoSidewaysScroll, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test, type Page } from '../support/test.ts';

// Each project draws a week of its own: they do it at the same time, in one survey. In this tehsil there is work in all of them.
const TEHSIL = 'PB1802';
const weekOf = (info: { project: { name: string } }) => {
  const place = ['desktop', 'phone', 'desktop-no-js', 'phone-no-js'].indexOf(info.project.name);
  return ['2026-09-21', '2026-09-28', '2026-10-19', '2026-10-26'][place];
};

// These pages have no islands: without JavaScript they are the same to the letter, and looked through once.
async function look(page: Page, name: string) {
  await expectNoSidewaysScroll(page);
  if (!test.info().project.name.endsWith('-no-js')) await expectAccessible(page);
  await picture(page, name);
}

test('a week is previewed, drawn once, and its walks are given to a monitor', async ({ page }, info) => {
  await signIn(page, 'qa');
  await page.goto('/spot-checks');
  await look(page, 'spot-checks');
  const form = page.locator('#new-draw');
  await form.locator('select[name=area]').selectOption(TEHSIL);
  await form.locator('input[name=week]').fill(weekOf(info));
  await press(form.locator('button'));
  await expect(page.locator('#plan')).toContainText('visits are drawn from');
  await expect(page.locator('table#strata tbody tr').first()).toContainText('%');
  await look(page, 'spot-checks-preview');
  const address = page.url();
  await press(page.locator('form#draw button'));
  await expect(page.locator('#done')).toContainText('Done');
  await expect(page.locator('table#walk-1 tbody tr').first()).toContainText('drawn');
  await look(page, 'spot-checks-draw');
  const give = page.locator('form#give-1');
  await give.locator('select[name=monitor]').selectOption({ index: 1 });
  await press(give.locator('button'));
  await expect(page.locator('table#walk-1 tbody tr').first()).toContainText('to be visited');
  await page.goto(address);
  await expect(page.locator('#problem')).toContainText('would change every probability');
  await expect(page.locator('form#draw')).toHaveCount(0);
  await page.goto(`/spot-checks/results?area=${TEHSIL}`);
  await expect(page.locator('h1')).toHaveText('Results of spot checks');
  await expect(page.locator('#no-results')).toContainText('No spot check was decided here yet');
  await look(page, 'spot-checks-results');
});

test('a monitor has a list of the day', async ({ page }) => {
  await signIn(page, 'monitor');
  await page.goto('/today');
  await expect(page.locator('h1')).toHaveText('My visits');
  await look(page, 'today');
});
