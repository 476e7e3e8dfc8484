import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds on the page that would keep somebody out: a line a place, with what is wrong there. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${impact ?? ''} ${id} at ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`));
}
