// WCAG 2.2 AA as far as a machine can see it.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from './test.ts';

export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect(told, 'axe found').toEqual([]);
}
