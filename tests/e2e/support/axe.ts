// WCAG 2.2 AA as far as a machine can see it.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from './test.ts';

/// axe is itself a script: where a page may not run any, it is left to the same test's run where a page may.
export async function expectAccessible(page: Page) {
  if (test.info().project.use.javaScriptEnabled === false) return;
  // A form's answer is there before its style sheet is: sizes and colours are those of the page as it stays.
  await page.waitForLoadState('load');
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // Only what fails is told: on a map of thousands of shapes, describing all that passes takes as long as looking. And the pages have
    // no frames to be gathered over a second page.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect(told, 'axe found').toEqual([]);
}
