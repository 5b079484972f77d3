import { writeFile } from 'node:fs/promises';
import { expectAccessible } from '../support/axe.ts';
import { picture } from '../support/look.ts';
import { signIn, turnToUrdu } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

/// Pages of a PDF: each has an object of its own that is not compressed.
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

for (const lang of ['en', 'ur']) {
  test(`the overview prints on one A4 page (${lang})`, async ({ page }, info) => {
    await signIn(page, 'leadership');
    await page.goto('/');
    if (lang === 'ur') {
      await turnToUrdu(page);
    }
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true });
    await writeFile(`output/pages/${info.project.name}/brief-${lang}.pdf`, pdf).catch(() => undefined);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1017 });
    await picture(page, `brief-${lang}`);
    // What decides stands on it: the card, the forecast, both pictures, the areas furthest behind.
    for (const part of ['#card', '#forecast', 'figure#map svg', 'figure#chart svg:visible', 'table#ranked']) {
      await expect(page.locator(part).first()).toBeVisible();
    }
    await expect(page.locator('.page-nav')).toBeHidden();
    await expect(page.locator('table#ranked tbody tr:visible')).toHaveCount(8);
    expect(pages(pdf)).toBe(1);
  });
}

test('axe finds nothing on the overview and on quality, light and dark', async ({ page }) => {
  await signIn(page, 'qa');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [path, name] of [
      ['/', 'overview'],
      ['/quality', 'quality'],
      ['/quality/dont_know', 'quality-measure'],
      ['/quality/duration_median', 'quality-duration'],
    ]) {
      await page.goto(path);
      await expectAccessible(page);
      await picture(page, `${name}-${colorScheme}`);
    }
  }
});
