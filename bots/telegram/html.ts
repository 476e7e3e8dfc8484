import type { Run } from '../runs.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** HTML as Telegram parses it: `b`, `i` and `a` alone, never one inside the other but `a` around. */
export function htmlOf(runs: readonly Run[]): string {
  return joined(runs).map(({ text, look, href }) => {
    const words = look === undefined ? escaped(text) : `<${look}>${escaped(text)}</${look}>`;
    return href === undefined ? words : `<a href="${escaped(href)}">${words}</a>`;
  }).join('');
}

/** Neighbours of one look as one: Telegram keeps a hundred marks a message. */
function joined(runs: readonly Run[]): Run[] {
  const made: Run[] = [];
  for (const run of runs) {
    const last = made.at(-1);
    if (last !== undefined && last.look === run.look && last.href === run.href) made[made.length - 1] = { ...last, text: last.text + run.text };
    else made.push(run);
  }
  return made;
}
