import { closeness, heard, type Close, type Heard, type Nearness } from './closeness.ts';
import { fold, words } from './fold.ts';
import { slipsBetween } from './slips.ts';

/** Somebody who can be named, as the reader may see them. */
export interface Named {
  readonly id: string;
  readonly first: string;
  readonly last: string;
}

export interface Candidate {
  readonly id: string;
  /** 0 to 1, for ordering. */
  readonly score: number;
  /** How the name was recognised by its least certain word; an exact match beats a prefix, a prefix a typo. */
  readonly match: Match;
}
export type Match = 'exact' | 'prefix' | 'typo';

/** A name as typed, and who it may be: one is clear, several ambiguous, none unknown. */
export interface Said {
  readonly said: string;
  readonly candidates: string[];
}

export interface Entry {
  readonly person: Named;
  readonly names: readonly string[];
  /** First, last, both, either order, run together: 'jeanclaude' for Jean-Claude. */
  readonly joined: readonly string[];
}

export const entryOf = (person: Named): Entry => {
  const first = words(person.first);
  const last = words(person.last);
  const [f, l] = [first.join(''), last.join('')];
  return { person, names: [...first, ...last], joined: [f, l, f + l, l + f] };
};

const EXACT = 3;
const PREFIX = 2;
const TYPO = 1;

function compare(typed: string, name: string): number {
  if (typed === name) return EXACT;
  if (name === '') return 0;
  if (name.startsWith(typed)) return PREFIX;
  return slipsBetween(typed, name) === undefined ? 0 : TYPO;
}

interface Rated {
  /** Comparable at a glance: the least certain word, then the sum of all, then whether a whole name was said. */
  readonly level: number;
  readonly weakest: number;
}

/** Every word typed must be a different word of the name; or all of them together one name. */
function rate(query: readonly string[], together: string, entry: Entry): Rated | undefined {
  let weakest = EXACT;
  let sum = 0;
  const used = new Set<number>();
  for (const typed of query) {
    let best = 0;
    let at = -1;
    entry.names.forEach((name, i) => {
      const how = used.has(i) ? 0 : compare(typed, name);
      if (how > best) [best, at] = [how, i];
    });
    if (at === -1) {
      weakest = 0;
      break;
    }
    used.add(at);
    weakest = Math.min(weakest, best);
    sum += best / query.length;
  }
  const whole = Math.max(...entry.joined.map((name) => compare(together, name)));
  const level = Math.max(weakest === 0 ? 0 : weakest * 10 + sum * 2, whole === 0 ? 0 : whole * 10 + whole * 2 + (whole === EXACT ? 1 : 0));
  return level === 0 ? undefined : { level, weakest: Math.max(weakest, whole) };
}

function ranked(query: readonly string[], entries: readonly Entry[]): { entry: Entry; rated: Rated }[] {
  const together = query.join('');
  if (together === '' || together.length > MAX_NAME) return [];
  const found = entries.flatMap((entry) => {
    const rated = rate(query, together, entry);
    return rated === undefined ? [] : [{ entry, rated }];
  });
  return found.sort((a, b) => b.rated.level - a.rated.level || lengthOf(a.entry) - lengthOf(b.entry) || compareNames(a.entry, b.entry));
}

const lengthOf = (entry: Entry): number => entry.joined[2]?.length ?? 0;
const compareNames = (a: Entry, b: Entry): number => (a.joined[2] ?? '').localeCompare(b.joined[2] ?? '', 'fr') || a.person.id.localeCompare(b.person.id);

const MATCHES = { [EXACT]: 'exact', [PREFIX]: 'prefix', [TYPO]: 'typo' } as const;
const matchOf = (weakest: number): Match => (weakest === EXACT || weakest === PREFIX ? MATCHES[weakest] : MATCHES[TYPO]);

/** Longer than any name: not looked up. */
const MAX_NAME = 80;
/** More than any name with its titles and fillers: cut there. */
const LONG = 300;
/** Names looked up in one message; what follows is given back as unknown. */
const MAX_PARTS = 100;

/** People made ready to be looked up, for several look-ups in one turn: 2,000 take about 15 ms to prepare. */
export interface PeopleIndex {
  readonly entries: readonly Entry[];
  /** Every word of a name once; an entry's names and joined names by their place in it. */
  readonly heard: readonly Heard[];
  readonly places: readonly { readonly names: readonly number[]; readonly joined: readonly number[] }[];
}

export function peopleIndex(people: readonly Named[]): PeopleIndex {
  const all: Heard[] = [];
  const known = new Map<string, number>();
  const placeOf = (word: string): number => {
    const at = known.get(word) ?? all.push(heard(word)) - 1;
    known.set(word, at);
    return at;
  };
  const entries = people.map(entryOf);
  const places = entries.map(({ names, joined }) => ({ names: names.map(placeOf), joined: [...new Set(joined)].map(placeOf) }));
  return { entries, heard: all, places };
}

const isIndex = (people: readonly Named[] | PeopleIndex): people is PeopleIndex => 'places' in people;

/** Surest first; what is only alike comes after a slip of the fingers. */
const SURE: Readonly<Record<Nearness, number>> = { exact: 3, prefix: 2, typo: 1, loose: 1, short: 1 };

interface Near {
  readonly sure: number;
  readonly cost: number;
  readonly loose: boolean;
}

/** How the words typed fit the words of one name, each another one; undefined when one of them fits none. */
function fit(query: readonly Heard[], names: readonly number[], near: (word: number, name: number) => Close | undefined): Near | undefined {
  const used: number[] = [];
  let [sure, cost, loose, short, firm] = [SURE.exact, 0.02, false, false, false];
  for (let word = 0; word < query.length; word += 1) {
    let best: Close | undefined;
    let at = -1;
    for (const [i, name] of names.entries()) {
      const close = used.includes(i) ? undefined : near(word, name);
      if (close !== undefined && (best === undefined || SURE[close.how] > SURE[best.how] || (SURE[close.how] === SURE[best.how] && close.cost < best.cost))) [best, at] = [close, i];
    }
    if (best === undefined) return undefined;
    used.push(at);
    sure = Math.min(sure, SURE[best.how]);
    cost += best.cost;
    loose ||= best.how === 'loose';
    short ||= best.how === 'short';
    firm ||= best.how !== 'short' && best.how !== 'loose';
  }
  return short && !firm ? undefined : { sure, cost, loose: loose || short };
}

/**
 * Everybody whose name may be meant, best first (A3): without accents, in either order, by the beginning of
 * any part, with or without hyphens, with a slip or two (one from four letters on, two from eight; letters
 * that changed places are one). Where nobody has just that name, those come behind whose name sounds alike
 * ('Filipe', 'Ouafa'), begins alike, or has a slip in a short word beside a sure one. Nothing typed: nobody.
 * A few milliseconds for 2,000 people with an index.
 */
export function findPeople(query: string, people: readonly Named[] | PeopleIndex): Candidate[] {
  const typed = words(query.slice(0, LONG));
  const together = typed.join('');
  if (together === '' || together.length > MAX_NAME) return [];
  const index = isIndex(people) ? people : peopleIndex(people);
  const said = typed.map(heard);
  const memo = [...said, heard(together)].map((word) => {
    const found = new Map<number, Close | undefined>();
    return (name: number): Close | undefined => {
      if (found.has(name)) return found.get(name);
      const meant = index.heard[name];
      const close = meant === undefined ? undefined : closeness(word, meant);
      found.set(name, close);
      return close;
    };
  });
  const whole = memo.at(-1);
  const found = index.places.flatMap(({ names, joined }, i) => {
    const entry = index.entries[i];
    const parts = fit(said, names, (word, name) => memo[word]?.(name));
    const all: Near[] = joined.flatMap((name) => {
      const close = whole?.(name);
      if (close === undefined || close.how === 'short') return [];
      // 'Assan L' is somebody's first name and initial before it is 'Assane' with a slip, 'Cheik H' before it is 'Cheikh'.
      const apart = said.length > 1 && (close.how !== 'exact' || typed.at(-1)?.length === 1);
      return [{ sure: Math.min(SURE[close.how], apart ? PREFIX : EXACT), cost: close.cost + (apart ? 1 : 0), loose: close.how === 'loose' }];
    });
    if (parts !== undefined) all.push(parts);
    const [near] = all.sort((a, b) => b.sure - a.sure || a.cost - b.cost);
    return near === undefined || entry === undefined ? [] : [{ entry, near }];
  });
  const someExact = found.some(({ near }) => near.sure === EXACT);
  return found
    .filter(({ near }) => !near.loose || !someExact)
    .sort((a, b) => b.near.sure - a.near.sure || a.near.cost - b.near.cost || lengthOf(a.entry) - lengthOf(b.entry) || compareNames(a.entry, b.entry))
    // Within a degree of sureness the cost, which has no upper limit, moves the score by less than one degree.
    .map(({ entry, near }) => ({ id: entry.person.id, score: (near.sure + 1 / (1 + near.cost)) / 4, match: matchOf(near.sure) }));
}

/** Only those recognised as surely as the best: homonyms stay together, lesser guesses go. */
export function clearest(query: readonly string[], entries: readonly Entry[]): { ids: string[]; match: Match } | undefined {
  const found = ranked(query, entries);
  const best = found[0]?.rated;
  if (best === undefined) return undefined;
  const equals = found.filter(({ rated }) => rated.level > best.level - 1e-9);
  return { ids: equals.map(({ entry }) => entry.person.id), match: matchOf(best.weakest) };
}

const SEPARATORS = /[,;+&/\n\r•·|]|(?<=\s)\d{1,3}[.)](?=\s)|(?<=\s|^)(?:et|and|puis|avec|ainsi que|et aussi|with)(?=\s|$)/giu;
const AROUND = new Set(['pour', 'for', 'avec', 'with', 'm', 'mr', 'mme', 'mlle', 'monsieur', 'madame', 'mrs', 'ms', 'svp', 'stp', 'merci', 'c', 'est', 'il', 'y', 'a', 'ce', 'sera', 'puis', 'et', 'aussi']);

/**
 * The names in an answer to 'Pour qui ?': 'soraya, jean claude et malika', 'Soraya Ferrand + Malika'. Each part
 * with who it may be. A part that is nobody as a whole but a row of known names ('soraya malika') is taken
 * apart; one with an unknown word in it is not ('Soraya Dupond' may be somebody new, not Soraya Ferrand).
 */
export function readPeople(text: string, people: readonly Named[]): Said[] {
  const entries = people.map(entryOf);
  const parts = text.split(SEPARATORS).flatMap((part) => {
    const said = part.slice(0, LONG).trim().replace(/^[\s\-–—*.)\d]+/u, '').replace(/[.!?]+$/u, '');
    return /[\p{L}\p{N}]/u.test(said) ? [said] : [];
  });
  return parts.flatMap((said, i) => {
    if (i >= MAX_PARTS || said.length >= LONG) return [{ said, candidates: [] }];
    return readOne(said, entries);
  });
}

function readOne(said: string, entries: readonly Entry[]): Said[] {
  const all = [...said.matchAll(/[^\s]+/gu)];
  let from = 0;
  let to = all.length;
  const around = (i: number): boolean => AROUND.has(fold(all[i]?.[0] ?? ''));
  while (from < to && around(from)) from += 1;
  while (to > from && around(to - 1)) to -= 1;
  if (from === to) return [];
  const shown = (a: number, b: number): string => said.slice(all[a]?.index ?? 0, (all[b - 1]?.index ?? 0) + (all[b - 1]?.[0].length ?? 0));
  const whole = clearest(words(shown(from, to)), entries);
  if (whole !== undefined || to - from < 2 || to - from > 12) return [{ said: shown(from, to), candidates: whole?.ids ?? [] }];
  const row: Said[] = [];
  for (let i = from; i < to; ) {
    let next = Math.min(to, i + 4);
    let found = clearest(words(shown(i, next)), entries);
    while (found === undefined && next > i + 1) {
      next -= 1;
      found = clearest(words(shown(i, next)), entries);
    }
    // A beginning or a slip is too little to take a phrase apart by.
    if (found?.match !== 'exact') return [{ said: shown(from, to), candidates: [] }];
    row.push({ said: shown(i, next), candidates: found.ids });
    i = next;
  }
  return row;
}
