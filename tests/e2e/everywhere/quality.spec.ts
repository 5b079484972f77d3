import { readFile } from 'node:fs/promises';
import { expectNoSidewaysScroll, expectReadableCharts, picture } from '../support/look.ts';
import { signIn } from '../support/people.ts';
import { press } from '../support/press.ts';
import { expect, test } from '../support/test.ts';

test.use({ expectedErrors: [/404/] });

test('every measure of quality stands with its denominator, its charts say in words what they show', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quality');
  const rows = page.locator('table#measures tbody tr');
  expect(await rows.count()).toBeGreaterThan(20);
  await expect(rows.filter({ hasText: 'Valid GPS' })).toContainText(/\d+\.\d\s%\s*of [\d,]+ complete interviews/);
  await expect(page.locator('table#flags-by-check tbody tr').first()).toBeVisible();
  for (const id of ['hours', 'day-size', 'accuracy', 'lag', 'duration']) {
    const figure = page.locator(`figure#${id}`);
    await expect(figure.locator('svg:visible')).toHaveCount(1);
    await expect(figure.locator('figcaption p').first()).toHaveText(/\d/);
    await expect(figure.locator('details table tbody tr').first()).toBeAttached();
  }
  await expect(page.locator('figure#by-size table tbody tr').first()).toBeVisible();
  await expect(page.locator('figure#by-form table tbody tr').first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectReadableCharts(page);
  await picture(page, 'quality');
});

test('a measure leads from the province to who stands out in a district', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quality');
  await press(page.locator('table#measures a[href="/quality/dont_know"]'));
  await expect(page.locator('h1')).toHaveText("Don't know");
  await expect(page.locator('figure#funnel svg:visible')).toHaveCount(1);
  await expectReadableCharts(page);
  await expect(page.locator('table#by-area tbody tr')).toHaveCount(41);
  await expect(page.locator('table#by-enumerator tbody tr').first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await picture(page, 'quality-measure');
  await press(page.locator('table#by-area tbody tr a').first());
  await expect(page).toHaveURL(/\/quality\/dont_know\?area=PB\d+$/);
  await press(page.locator('table#by-enumerator tbody tr th a').first());
  await expect(page).toHaveURL(/\/enumerators\/E-PB/);
});

test('an area and a period are compared with another area, and what cannot be understood is named', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quality?area=PB18&with_area=PB01&with_from=2026-10-01&from=soon');
  await expect(page.locator('#filter-problems li')).toHaveText(['From']);
  await expect(page.locator('table#measures thead th')).toHaveCount(4);
  await expect(page.locator('table#measures thead')).toContainText('Attock 2026-10-01 to 2026-11-21');
  await expectNoSidewaysScroll(page);
  await picture(page, 'quality-compared');
});

test('tables come as files, the same numbers in CSV and in a workbook', async ({ page }) => {
  await signIn(page, 'qa');
  await page.goto('/quality/dont_know');
  const file = async (end: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator(`a[href^="/quality/dont_know/areas.${end}"]`).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile((await download.path())!) };
  };
  const csv = await file('csv');
  expect(csv.name).toBe('dont_know-by-area-PB.csv');
  const lines = csv.bytes.toString('utf8').trim().split('\n');
  expect(lines[0]).toBe('area_code,level,name,dont_know,part,of,area,wave,from,to,as_of');
  expect(lines).toHaveLength(42);
  const xlsx = await file('xlsx');
  expect(xlsx.name).toBe('dont_know-by-area-PB.xlsx');
  expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK');
});

test('leadership sees measures by area and nobody by name', async ({ page }) => {
  await signIn(page, 'leadership');
  await page.goto('/quality/dont_know');
  await expect(page.locator('table#by-area tbody tr')).toHaveCount(41);
  await expect(page.locator('table#by-enumerator')).toHaveCount(0);
  await expect(page.locator('figure#funnel')).toHaveCount(0);
  const file = await page.request.get('/quality/dont_know/enumerators.csv');
  expect(file.status()).toBe(404);
});

test('a monitor sees the quality of their tehsil alone', async ({ page }) => {
  await signIn(page, 'monitor');
  await page.goto('/quality');
  await expect(page.locator('.level').first()).toContainText('Attock');
  expect((await page.goto('/quality?area=PB40'))!.status()).toBe(404);
  expect((await page.goto('/quality?area=PB40&with_area=PB0101'))!.status()).toBe(404);
});
