// The map in somebody's hands: wheel, mouse, fingers, arrow keys.
import { signIn } from '../support/people.ts';
import { expect, test, type Page } from '../support/test.ts';

const control = (page: Page, name: string) => page.locator(`#map [data-map="${name}"]`);
const links = (page: Page) => page.locator('#map svg a:has(path[data-code])');
const width = async (page: Page) => (await links(page).first().boundingBox())!.width;
const place = async (page: Page) => (await links(page).first().boundingBox())!;

/// A point of the screen inside an area, with the area's link.
async function pointOnAnArea(page: Page) {
  await page.locator('#map svg:has(path[data-code])').scrollIntoViewIfNeeded();
  return page.evaluate(() => {
    const map = document.querySelector('#map svg:has(path[data-code])')!.getBoundingClientRect();
    for (let part = 0; part < 100; part += 1) {
      const x = Math.round(map.left + map.width * (0.3 + 0.04 * (part % 10)));
      const y = Math.round(map.top + map.height * (0.3 + 0.04 * Math.floor(part / 10)));
      const link = document.elementFromPoint(x, y)?.closest('.map-areas a');
      if (link) return { x, y, href: link.getAttribute('href')!, words: link.getAttribute('aria-label')! };
    }
    throw new Error('no area under a hundred points of the map');
  });
}

test.beforeEach(async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await expect(control(page, 'day')).toBeEnabled();
});

test('the wheel enlarges the map only for whoever means it, and the page scrolls for the others', async ({ page }) => {
  const { x, y } = await pointOnAnArea(page);
  const before = await width(page);
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll(() => width(page)).toBeGreaterThan(before * 1.1);
  await control(page, 'reset').click();
  await expect.poll(async () => Math.abs((await width(page)) - before)).toBeLessThan(1);
  const again = await pointOnAnArea(page);
  await page.mouse.move(again.x, again.y);
  await page.locator('h1').evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.mouse.wheel(0, -100);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(Math.abs((await width(page)) - before)).toBeLessThan(1);
});

test('a drag moves the enlarged map and opens no area', async ({ page }) => {
  await control(page, 'zoom-in').click();
  await control(page, 'zoom-in').click();
  const { x, y } = await pointOnAnArea(page);
  const before = await place(page);
  const address = page.url();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 30, y - 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await place(page)).x - before.x + 30)).toBeLessThan(2);
  expect(Math.abs((await place(page)).y - before.y + 20)).toBeLessThan(2);
  expect(page.url()).toBe(address);
});

test('the mouse over an area says its name and numbers, and a click opens it', async ({ page }) => {
  const { x, y, href, words } = await pointOnAnArea(page);
  await page.mouse.move(x, y);
  await expect(control(page, 'tooltip')).toHaveText(words);
  await page.mouse.click(x, y);
  await expect(page).toHaveURL(new RegExp(`${href.split('?')[0]}(\\?|$)`));
  await expect(page.locator('#coverage-table')).toBeVisible();
});

test('arrow keys go from area to area, and Enter opens the one that was reached', async ({ page }) => {
  const first = links(page).first();
  await first.focus();
  const from = await first.getAttribute('href');
  const reached = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    if ((await reached()) !== from) break;
  }
  const to = await reached();
  expect(to).toMatch(/^\/coverage\//);
  expect(to).not.toBe(from);
  await expect(control(page, 'tooltip')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${to!.split('?')[0]}(\\?|$)`));
});

test('two fingers enlarge the map', async ({ page, hasTouch }) => {
  // A desk without a touch screen has the buttons and the wheel; there the fingers must do no harm.
  const { x, y } = await pointOnAnArea(page);
  const before = await width(page);
  const address = page.url();
  const fingers = await page.context().newCDPSession(page);
  const touch = (type: string, apart: number) =>
    fingers.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: type === 'touchEnd' ? [] : [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }],
    });
  await touch('touchStart', 20);
  for (const apart of [30, 40, 50, 60]) await touch('touchMove', apart);
  await touch('touchEnd', 0);
  if (hasTouch) await expect.poll(() => width(page)).toBeGreaterThan(before * 1.5);
  expect(page.url()).toBe(address);
});
