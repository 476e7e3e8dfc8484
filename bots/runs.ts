/** Words with one look, of a text that is not markup yet. */
export interface Run {
  readonly text: string;
  readonly look?: 'b' | 'i';
  readonly href?: string;
}

/** As many UTF-16 units as are put into one text where nothing else is said: the tightest platform (Telegram) takes 4,096, and a phone's screen holds far less. */
const LONGEST = 3_500;
/** A border that leaves a shorter piece than this is not worth being cut at. */
const SHORTEST = LONGEST / 4;

/** Without what platforms drop or choke on: control characters, halves of surrogate pairs. */
export const clean = (text: string): string => text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[\p{Cc}]/gu, (sign) => (sign === '\n' || sign === '\t' ? sign : ''));

/** Whether anything would be seen: a text of spaces and invisible signs is refused as empty. */
export const visible = (text: string): boolean => /[^\s\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);

/** A text in pieces that a platform takes, cut between paragraphs, else lines, else words; nothing of what is seen is lost. Empty pieces are left out. */
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

/** Without white space at both ends, where platforms drop it too. */
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
