import { fold, words } from '../../../../core/language/fold.ts';
import type { Sentence } from './sentence.ts';
import { PERFORMANCES, THEMES, type Performance } from './world.ts';

/** What a reader made of a text, in the corpus's terms. */
export interface Reading {
  readonly intent: string;
  readonly also?: readonly string[];
  /** One entry a name said: candidate ids, best first; none for a stranger. */
  readonly people?: readonly (readonly string[])[];
  readonly each?: Readonly<Partial<Record<string, readonly string[]>>>;
  readonly count?: number;
  /** 'start/end grain', as in when.ts. */
  readonly when?: string;
  /** Candidate ids of performances, best first. */
  readonly performances?: readonly string[];
  readonly place?: string;
  readonly theme?: string;
  readonly audience?: string;
  readonly access?: string;
  readonly outcome?: string;
  /** It would be asked back before anything is done. */
  readonly unsure: boolean;
}

export const SLOTS = ['intent', 'also', 'people', 'count', 'when', 'title', 'place', 'theme', 'outcome', 'asked', 'audience', 'access', 'each'] as const;
export type Slot = (typeof SLOTS)[number];
/** Measured, but not part of a full reading: the contract's answer has no such field yet. */
const BESIDE: ReadonlySet<Slot> = new Set(['audience', 'access', 'each']);

/** `idle`: nothing to be said and nothing said, or nothing that matters. Only the others count. */
export type Mark = 'right' | 'missed' | 'invented' | 'other' | 'idle';

/** Intents that change something. */
const ACTS: ReadonlySet<string> = new Set(['book', 'cancel', 'waitlist', 'attendance', 'pack']);

const wanted = (sentence: Sentence): readonly string[] => [sentence.intent, ...(sentence.or ?? [])];

/** Whether a value is there on either side, and the same. */
function compare<A, B>(expected: A | undefined, got: B | undefined, same: (expected: A, got: B) => boolean): Mark {
  if (expected === undefined) return got === undefined ? 'idle' : 'invented';
  if (got === undefined) return 'missed';
  return same(expected, got) ? 'right' : 'other';
}

const some = <T>(list: readonly T[] | undefined): readonly T[] | undefined => (list === undefined || list.length === 0 ? undefined : list);
const set = (list: Iterable<string>): string => [...list].sort().join('|');

/** Strangers may be left out or given no candidate: what counts is that no id is made up for them. */
function people(sentence: Sentence, reading: Reading): Mark {
  const expected = sentence.people?.filter((who) => !who.startsWith('?')).map((who) => set(who.split('|')));
  const got = reading.people?.filter((ids) => ids.length > 0).map(set);
  return compare(some(expected ?? []), some(got ?? []), (a, b) => set(a.map((who) => `(${who})`)) === set(b.map((who) => `(${who})`)));
}

const eventOf = (performance: string): string => performance.split('@')[0] ?? performance;
const canonical = (theme: string): string => THEMES.find((line) => line.includes(fold(theme)))?.[0] ?? fold(theme);
/** 'au cinéma le rex' is the place 'rex'; a whole sentence that contains it is not. */
const isPlace = (expected: string, got: string): boolean => {
  const said = words(got);
  return words(expected).every((word) => said.includes(word)) && said.length <= words(expected).length + 3;
};

const lineOf = (theme: string | undefined): readonly string[] => THEMES.filter(([first = '']) => theme?.split('|').includes(first)).flat();
/** 'Au planétarium' is a theme or a place; 'le musée des Tisseurs' a place, with a theme in its name. */
const placeIdle = ({ place, theme }: Sentence, reading: Reading): boolean => place === undefined && words(reading.place ?? '').some((word) => lineOf(theme).includes(word));
const themeIdle = ({ place, theme }: Sentence, reading: Reading): boolean => theme === undefined && reading.theme !== undefined && words(place ?? '').includes(canonical(reading.theme));

const within = (when: string, starts: string): boolean => {
  const [from = '', to = ''] = (when.split(' ')[0] ?? '').split('/');
  return from <= starts && (to === '…' || starts < to);
};

/** Without a title, performances may still be given: those of the theme, the place and the date that are said. */
function title(sentence: Sentence, reading: Reading): Mark {
  const got = some(reading.performances);
  const { theme, place, when } = sentence;
  if (sentence.title === undefined && got !== undefined && (theme ?? place ?? when) !== undefined) {
    const fits = ({ theme: its, venue, city, starts }: Performance): boolean =>
      (theme === undefined || theme.split('|').includes(canonical(its))) && (place === undefined || isPlace(place, venue) || isPlace(place, city)) && (when === undefined || within(when, starts));
    return got.every((id) => PERFORMANCES.some((one) => one.id === id && fits(one))) ? 'idle' : 'invented';
  }
  return compare(sentence.title?.split('|'), got, (events, [first = '']) => events.includes(eventOf(first)));
}

/** Only of what changes something: a search too many harms nobody. */
function asked(sentence: Sentence, reading: Reading): Mark {
  if (!ACTS.has(reading.intent)) return 'idle';
  if (sentence.unsure === true) return reading.unsure ? 'right' : 'missed';
  return reading.unsure ? 'invented' : 'idle';
}

const eachOf = (each: Reading['each']): string => Object.entries(each ?? {}).map(([of, who]) => `${of}:${set(who ?? [])}`).sort().join(' ');

/** Where nothing is asked for, nothing else is judged; where a title is said, its theme and its place are not. */
export function marksOf(sentence: Sentence, reading: Reading): Readonly<Record<Slot, Mark>> {
  const intent: Mark = wanted(sentence).includes(reading.intent) ? 'right' : 'other';
  const nothing = sentence.intent === 'none' || (intent === 'right' && reading.intent === 'none');
  const judge = (mark: () => Mark): Mark => (nothing ? 'idle' : mark());
  const untitled = (mark: () => Mark): Mark => (sentence.title === undefined ? judge(mark) : 'idle');
  const equal = <T>(a: T, b: T): boolean => a === b;
  return {
    intent,
    also: judge(() => compare(some(sentence.also ?? []), some(reading.also ?? []), (a, b) => set(a) === set(b))),
    people: judge(() => people(sentence, reading)),
    count: judge(() => compare(sentence.count, reading.count, equal)),
    when: judge(() => compare(sentence.when, reading.when, equal)),
    title: judge(() => title(sentence, reading)),
    place: untitled(() => (placeIdle(sentence, reading) ? 'idle' : compare(sentence.place, reading.place, isPlace))),
    theme: untitled(() => (themeIdle(sentence, reading) ? 'idle' : compare(sentence.theme, reading.theme, (a, b) => a.split('|').includes(canonical(b))))),
    outcome: judge(() => compare(sentence.outcome, reading.outcome, equal)),
    asked: asked(sentence, reading),
    audience: judge(() => compare(sentence.audience, reading.audience, equal)),
    access: judge(() => compare(sentence.access, reading.access, equal)),
    each: judge(() => (sentence.each === undefined ? 'idle' : compare<Reading['each'], Reading['each']>(sentence.each, reading.each, (a, b) => eachOf(a) === eachOf(b)))),
  };
}

/** Somebody would lose or get a seat that nobody spoke of: sure of itself, it changes something else than was asked, or what had to be asked back. */
export const actsWrongly = (sentence: Sentence, reading: Reading): boolean =>
  ACTS.has(reading.intent) && !reading.unsure && (sentence.unsure === true || !wanted(sentence).includes(reading.intent));

export interface Line {
  readonly sentence: Sentence;
  readonly reading: Reading;
  readonly marks: Readonly<Record<Slot, Mark>>;
  readonly full: boolean;
}

export interface Tally {
  readonly right: number;
  readonly of: number;
}
export interface SlotTally extends Tally {
  readonly missed: number;
  readonly invented: number;
  readonly other: number;
}

export interface Score {
  readonly lines: readonly Line[];
  readonly intent: Tally;
  readonly full: Tally;
  readonly byIntent: ReadonlyMap<string, { readonly intent: Tally; readonly full: Tally }>;
  readonly bySlot: ReadonlyMap<Slot, SlotTally>;
  /** Hard negatives, and how many are not read as what they look like. */
  readonly negatives: Tally;
  /** 'search → book', the most frequent first. */
  readonly confusion: readonly (readonly [pair: string, times: number])[];
  readonly failures: readonly Line[];
  readonly actedWrongly: readonly Line[];
}

const tally = <T>(of: readonly T[], isRight: (one: T) => boolean): Tally => ({ right: of.filter(isRight).length, of: of.length });

/** Pure: reads each sentence once and says how well. */
export function score(sentences: readonly Sentence[], read: (text: string) => Reading): Score {
  const lines = sentences.map((sentence): Line => {
    const reading = read(sentence.text);
    const marks = marksOf(sentence, reading);
    return { sentence, reading, marks, full: SLOTS.every((slot) => BESIDE.has(slot) || marks[slot] === 'right' || marks[slot] === 'idle') };
  });
  const both = (of: readonly Line[]): { intent: Tally; full: Tally } => ({ intent: tally(of, ({ marks }) => marks.intent === 'right'), full: tally(of, ({ full }) => full) });
  const slot = (name: Slot): SlotTally => {
    const marks = lines.map((line) => line.marks[name]).filter((mark) => mark !== 'idle');
    const times = (mark: Mark): number => marks.filter((one) => one === mark).length;
    return { right: times('right'), of: marks.length, missed: times('missed'), invented: times('invented'), other: times('other') };
  };
  const pairs = Map.groupBy(lines.filter(({ marks }) => marks.intent !== 'right'), ({ sentence, reading }) => `${sentence.intent} → ${reading.intent}`);
  return {
    lines,
    ...both(lines),
    byIntent: new Map([...Map.groupBy(lines, ({ sentence }) => sentence.intent)].map(([intent, of]) => [intent, both(of)])),
    bySlot: new Map(SLOTS.map((name) => [name, slot(name)])),
    negatives: tally(lines.filter(({ sentence }) => sentence.not !== undefined), ({ sentence, reading }) => reading.intent !== sentence.not || wanted(sentence).includes(reading.intent)),
    confusion: [...pairs].map(([pair, of]) => [pair, of.length] as const).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])),
    failures: lines.filter(({ full }) => !full),
    actedWrongly: lines.filter(({ sentence, reading }) => actsWrongly(sentence, reading)),
  };
}
