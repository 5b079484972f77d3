import { readFile } from 'node:fs/promises';
import { expectNoSidewaysScroll, expectReadableCharts, picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test, type Page } from '../support/test.ts';

const rows = (page: Page) => page.locator('table#coverage-table tbody tr');
const drillDown = (page: Page) => rows(page).locator('a[href^="/coverage/"]').first();

test('the province page answers by table, map, chart, date and source', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  await expect(page.locator('h1')).toHaveText(/\S/);
  await expect(rows(page)).toHaveCount(41);
  await expect(page.locator('figure#map svg path[data-code]')).toHaveCount(41);
  await expect(page.locator('#map .legend:visible')).toHaveCount(1);
  await expect(page.locator('#map .legend:visible')).toHaveText(/\S/);
  await expect(page.locator('figure#chart svg:visible')).toHaveCount(1);
  await expect(page.locator('figure#below svg:visible')).toHaveCount(1);
  await expectReadableCharts(page);
  await expect(page.locator('#as-of')).toHaveText(/\d/);
  await expect(page.locator('#boundary-source')).toHaveText(/\S/);
  await expectNoSidewaysScroll(page);
  await picture(page, 'province');
});

test('pictures say in words what they show', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  for (const picture of ['figure#map svg:has(path[data-code])', 'figure#chart svg:visible', 'figure#below svg:visible']) {
    const svg = page.locator(picture);
    const described = await svg.evaluate((element) => {
      const ids = `${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('aria-describedby') ?? ''}`;
      const referred = ids.split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? '');
      return [element.getAttribute('aria-label') ?? '', element.querySelector('title')?.textContent ?? '', ...referred]
        .join(' ')
        .trim();
    });
    expect(described, picture).not.toBe('');
  }
});

test('a person goes down from province to union council and back up by the breadcrumb', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  // Names repeat (Attock is a district and a tehsil of it), so the address and the breadcrumb tell the level.
  const top = await page.locator('h1').innerText();
  const above = page.locator('nav.breadcrumb a');
  for (const level of ['district', 'tehsil', 'union council']) {
    const stepsAbove = await above.count();
    const link = drillDown(page);
    const name = await link.innerText();
    const href = (await link.getAttribute('href'))!;
    await press(link);
    await expect(page).toHaveURL(href);
    await expect(page.locator('h1')).toHaveText(name);
    await expect.poll(() => above.count()).toBeGreaterThan(stepsAbove);
    await expect(page.locator('nav.breadcrumb [aria-current=page]')).toHaveText(name);
    await expect(page.locator('#as-of')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await picture(page, level.replace(' ', '-'));
  }
  await press(above.first());
  await expect(page.locator('h1')).toHaveText(top);
});

test('a column is sorted by its heading, and the address says so', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  const names = async () => rows(page).locator('th, td:first-child').allInnerTexts();
  const before = await names();
  const links = page.locator('table#coverage-table thead th a');
  expect(await links.count()).toBeGreaterThan(1);
  await press(links.nth(1));
  await expect(page).toHaveURL(/sort=/);
  await page.waitForLoadState();
  const once = await names();
  await press(links.nth(1));
  await expect.poll(names).not.toEqual(once);
  const twice = await names();
  expect([...once].sort()).toEqual([...before].sort());
  expect([...twice].sort()).toEqual([...before].sort());
  await expect(page.locator('table#coverage-table thead th[aria-sort]')).toHaveCount(1);
});

test('a filter is in the address, and the address alone brings it back', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  const form = page.locator('form#filters');
  // On a narrow screen the filters may be folded away.
  if (!(await form.locator('button').first().isVisible())) {
    await press(page.locator('details:has(form#filters) > summary'));
  }
  const wave = form.locator('select').first();
  const name = (await wave.getAttribute('name'))!;
  const value = (await wave.locator('option').last().getAttribute('value'))!;
  await wave.selectOption(value);
  await press(form.locator('button[type=submit], button:not([type])').first());
  await expect.poll(() => new URL(page.url()).searchParams.get(name)).toBe(value);
  await page.waitForLoadState();
  // Not a reload: there the browser itself refills the form.
  await page.goto(page.url());
  await expect(page.locator(`form#filters select[name="${name}"]`)).toHaveValue(value);
});

test('the CSV holds exactly the rows that are shown', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  const shown = await rows(page).locator('a[href^="/coverage/"]').evaluateAll((links) =>
    links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.split('/').at(-1)!),
  );
  const [download] = await Promise.all([page.waitForEvent('download'), press(page.locator('a#download-csv'))]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.trimEnd().split(/\r?\n/);
  const codes = lines.slice(1).map((line) => line.split(',')[0].replaceAll('"', ''));
  expect(codes.filter((code) => shown.includes(code))).toEqual([...new Set(shown)]);
});

test('in Urdu the page runs from right to left and nothing sticks out', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  const english = await page.locator('h1').innerText();
  await turnToUrdu(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ur');
  await expect(page.locator('h1')).not.toHaveText(english);
  await expect(page.locator('h1')).toHaveText(/[\u0600-\u06ff]/);
  await expectNoSidewaysScroll(page);
  await picture(page, 'province-urdu');
});

test('a district coordinator sees the district and is refused its neighbour', async ({ page }) => {
  await signIn(page, 'attock');
  await page.goto('/coverage');
  await expect(page.locator('h1')).toContainText('Attock');
  const answer = await page.request.get('/coverage/PB02');
  expect([403, 404]).toContain(answer.status());
  expect(await answer.text()).not.toContain('id="coverage-table"');
});

test('on paper the numbers stay and the controls go', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/coverage');
  const darkScreen = { colorScheme: 'dark' } as const;
  await page.emulateMedia(darkScreen);
  await expect(page.locator('html')).not.toHaveCSS('--class-full', '#14526f');
  // Paper is light, whatever the screen was.
  await page.emulateMedia({ ...darkScreen, media: 'print' });
  await expect(page.locator('html')).toHaveCSS('--class-full', '#14526f');
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('#coverage-table')).toBeVisible();
  await expect(page.locator('#as-of')).toBeVisible();
  await expect(page.locator('figure#map svg:has(path[data-code])')).toBeVisible();
  await expect(page.locator('form#filters')).toBeHidden();
  await expect(page.locator('form[action="/sign-out"]').first()).toBeHidden();
  await picture(page, 'province-print');
});
