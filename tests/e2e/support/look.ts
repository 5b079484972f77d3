// What a person would notice at a glance: nothing sticks out, and a picture for those who review the change.
import { test, expect, type Page } from './test.ts';

/// Keeps a picture of the whole page in output/pages, named by project, to be looked at by a person: not where nobody is there to look.
export async function picture(page: Page, name: string) {
  if (process.env.CI) return;
  await page.screenshot({ path: `output/pages/${test.info().project.name}/${name}.png`, fullPage: true });
}

/// Nothing is wider than the screen: on a phone, a page that slides sideways hides its numbers.
export async function expectNoSidewaysScroll(page: Page) {
  // A form's answer is there before its style sheet is: what is measured is the page as it stays.
  await page.waitForLoadState('load');
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  expect(content, 'the page is wider than the screen').toBeLessThanOrEqual(screen);
}

/// The letters of every chart that is shown are at least 11 px high, and one picture of each chart is shown: the narrow or the wide one.
export async function expectReadableCharts(page: Page) {
  await page.waitForLoadState('load');
  const charts = await page.locator('.chart-svg').evaluateAll((places) =>
    places.map((place) => {
      const shown = [...place.querySelectorAll('svg.chart')].filter((svg) => svg.getBoundingClientRect().width > 0);
      const height = (svg: Element) =>
        (Number(svg.getAttribute('font-size')) * svg.getBoundingClientRect().width) / (svg as SVGSVGElement).viewBox.baseVal.width;
      return { chart: place.closest('figure')?.id ?? '', shown: shown.length, letters: shown.map(height) };
    }),
  );
  expect(charts, 'the page has charts').not.toHaveLength(0);
  for (const { chart, shown, letters } of charts) {
    expect(shown, `pictures of ${chart}`).toBe(1);
    expect(letters[0], `letters of ${chart}`).toBeGreaterThanOrEqual(11);
  }
}

/// Lightness of the page's background, from 0 (black) to 255 (white).
export async function backgroundLightness(page: Page): Promise<number> {
  const colour = await page.evaluate(() => {
    const painted = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((value) => !/^(transparent|rgba\(0, 0, 0, 0\))$/.test(value));
    // Any notation (oklch, color-mix, …) becomes three bytes on a canvas.
    const brush = document.createElement('canvas').getContext('2d')!;
    brush.fillStyle = painted ?? 'white';
    brush.fillRect(0, 0, 1, 1);
    return Array.from(brush.getImageData(0, 0, 1, 1).data.slice(0, 3));
  });
  return (colour[0] + colour[1] + colour[2]) / 3;
}
