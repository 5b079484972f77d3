// The island must react, not only render: a browser that refuses the WebAssembly shows the same picture.
import { picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { expect, test, type Page } from '../support/test.ts';

const map = (page: Page) => page.locator('#map leptos-island');
const control = (page: Page, name: string) => page.locator(`#map [data-map="${name}"]`);
const areas = (page: Page) => page.locator('#map svg path[data-code]');

/// Where an area is on the screen: zoom and pan move it, however they are done.
const place = (page: Page) => areas(page).first().boundingBox();

/// How every area is painted.
const colours = (page: Page) =>
  areas(page).evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));

test.beforeEach(async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  // The day can be moved once the island is awake and has its values.
  await expect(map(page)).toBeAttached();
  await expect(control(page, 'day')).toBeEnabled();
});

test('zooming in makes the areas larger, and reset brings them back', async ({ page }) => {
  const before = (await place(page))!;
  await control(page, 'zoom-in').click();
  await expect.poll(async () => (await place(page))!.width).toBeGreaterThan(before.width * 1.1);
  await control(page, 'reset').click();
  await expect.poll(async () => Math.abs((await place(page))!.width - before.width)).toBeLessThan(1);
});

test('another day paints the map anew and says which day it is', async ({ page }) => {
  const day = control(page, 'day');
  const label = control(page, 'day-label');
  const lastDay = await label.innerText();
  const lastColours = await colours(page);
  await day.evaluate((input: HTMLInputElement) => {
    input.value = input.min;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(label).not.toHaveText(lastDay);
  await expect.poll(() => colours(page)).not.toEqual(lastColours);
  await picture(page, 'map-first-day');
});

test('playing moves through the days until it is stopped', async ({ page }) => {
  const label = control(page, 'day-label');
  await control(page, 'day').evaluate((input: HTMLInputElement) => {
    input.value = input.min;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const first = await label.innerText();
  await control(page, 'play').click();
  await expect(label).not.toHaveText(first);
  await control(page, 'play').click();
  const stopped = await control(page, 'day').inputValue();
  // Two frames later it still stands.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await control(page, 'day').inputValue()).toBe(stopped);
});

test('an area that has the keyboard says its name and numbers', async ({ page }) => {
  await page.locator('#map svg a:has(path[data-code])').first().focus();
  await expect(control(page, 'tooltip')).toBeVisible();
  await expect(control(page, 'tooltip')).toHaveText(/\S/);
});

test('another measure changes the legend', async ({ page }) => {
  const legend = page.locator('#map .legend:visible');
  const before = await legend.innerText();
  const measure = control(page, 'measure');
  const options = await measure.locator('option').evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
  const now = await measure.inputValue();
  await measure.selectOption(options.find((value) => value !== now)!);
  await expect(legend).not.toHaveText(before);
});
