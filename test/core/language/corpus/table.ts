import { SLOTS, type Line, type Reading, type Score, type Tally } from './score.ts';
import { INTENTS, type Sentence } from './sentence.ts';

/** A score as text for a terminal, 80 columns. */
const percent = ({ right, of }: Tally): string => (of === 0 ? '     –' : `${((100 * right) / of).toFixed(1).padStart(5)}%`);
const ratio = (tally: Tally): string => `${percent(tally)} ${`${tally.right}/${tally.of}`.padStart(8)}`;

export function tableOf(score: Score): string {
  const shown = (name: string, ...cells: readonly (string | number)[]): string => [name.padEnd(14), ...cells.map((cell) => String(cell).padStart(8))].join(' ');
  return [
    `full readings ${ratio(score.full)}`,
    `intent        ${ratio(score.intent)}`,
    `hard negatives${ratio(score.negatives)}   not read as what they look like`,
    `acts wrongly  ${String(score.actedWrongly.length).padStart(6)}            sure of itself, and changes what was not asked`,
    '',
    `${'intent'.padEnd(14)} ${'intent'.padStart(15)} ${'full'.padStart(15)}`,
    ...INTENTS.flatMap((intent) => {
      const of = score.byIntent.get(intent);
      return of === undefined ? [] : [`${intent.padEnd(14)} ${ratio(of.intent)} ${ratio(of.full)}`];
    }),
    '',
    shown('slot', '%', 'right', 'of', 'missed', 'invented', 'other'),
    ...SLOTS.flatMap((slot) => {
      const of = score.bySlot.get(slot);
      return of === undefined ? [] : [shown(slot, percent(of), of.right, of.of, of.missed, of.invented, of.other)];
    }),
    '',
    'intents taken for others:',
    ...score.confusion.slice(0, 25).map(([pair, times]) => `${String(times).padStart(4)}  ${pair}`),
  ].join('\n');
}

const SAID = ['people', 'count', 'when', 'title', 'place', 'theme', 'audience', 'access', 'outcome', 'unsure'] as const;
const expected = (sentence: Sentence): string =>
  [[sentence.intent, ...(sentence.or ?? [])].join('/'), ...(sentence.also ?? []).map((one) => `+${one}`), ...SAID.flatMap((slot) => (sentence[slot] === undefined ? [] : [`${slot}=${String(sentence[slot])}`]))].join(' ');
const got = ({ intent, also, people, performances, ...rest }: Reading): string =>
  [intent, ...(also ?? []).map((one) => `+${one}`), people && `people=${people.map((ids) => (ids.length === 0 ? '?' : ids.join('|'))).join()}`, performances && `title=${performances.join('|')}`,
    ...(['count', 'when', 'place', 'theme', 'audience', 'access', 'outcome'] as const).flatMap((slot) => (rest[slot] === undefined ? [] : [`${slot}=${rest[slot]}`])), rest.unsure && 'unsure=true'].filter(Boolean).join(' ');

export const failuresOf = (lines: readonly Line[]): string =>
  lines.map(({ sentence, reading, marks }) => `${sentence.text}\n    ${SLOTS.filter((slot) => !['right', 'idle'].includes(marks[slot])).map((slot) => `${slot} ${marks[slot]}`).join(', ')}\n    expected ${expected(sentence)}\n    read     ${got(reading)}`).join('\n');
