/** Words with one look, of a text that is not markup yet. */
export interface Run {
  readonly text: string;
  readonly look?: 'b' | 'i';
  readonly href?: string;
}

/** Telegram takes 4,096 UTF-16 units after parsing; a phone's screen holds far less. */
const LONGEST = 3_500;
/** A border that leaves a shorter piece than this is not worth being cut at. */
const SHORTEST = LONGEST / 4;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** Without what Telegram drops or chokes on: control characters, halves of surrogate pairs. */
export const clean = (text: string): string => text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[\p{Cc}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));

/** Whether Telegram would show anything: a text of spaces and invisible signs is refused as empty. */
export const visible = (text: string): boolean => /[^\s\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);

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

/** A text in pieces that Telegram takes, cut between paragraphs, else lines, else words; nothing of what is seen is lost. Empty pieces are left out. */
export function pieces(runs: readonly Run[], longest: number = LONGEST): Run[][] {
  const text = runs.map((run) => run.text).join('');
  const made: Run[][] = [];
  for (let from = 0; from < text.length;) {
    const to = cut(text, from, longest);
    const piece = trimmed(slice(runs, from, to));
    if (visible(piece.map((run) => run.text).join(''))) made.push(piece);
    from = to;
  }
  return made;
}

function cut(text: string, from: number, longest: number): number {
  if (text.length - from <= longest) return text.length;
  const end = from + longest;
  const least = Math.min(SHORTEST, longest / 4);
  const window = text.slice(from, end + 2);
  for (const border of ['\n\n', '\n', ' ']) {
    const at = window.lastIndexOf(border, longest);
    if (at >= least) return from + at;
  }
  // Never between the halves of a pair, which `clean` has made sure come together.
  return /[\udc00-\udfff]/.test(text.charAt(end)) ? end - 1 : end;
}

function slice(runs: readonly Run[], from: number, to: number): Run[] {
  const made: Run[] = [];
  let at = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== '') made.push({ ...run, text });
    at += run.text.length;
  }
  return made;
}

/** Without white space at both ends, where Telegram drops it too. */
function trimmed(runs: readonly Run[]): Run[] {
  const made = [...runs];
  for (let first = made[0]; first !== undefined; first = made[0]) {
    const text = first.text.trimStart();
    if (text !== '') {
      made[0] = { ...first, text };
      break;
    }
    made.shift();
  }
  for (let last = made.at(-1); last !== undefined; last = made.at(-1)) {
    const text = last.text.trimEnd();
    if (text !== '') {
      made[made.length - 1] = { ...last, text };
      break;
    }
    made.pop();
  }
  return made;
}
