import { readNumber } from './numbers.ts';
import { clearest, entryOf, type Entry, type Named } from './people.ts';
import { isEmptyWord } from './sentence.ts';
import { skip, take, tokensOf, wordAt, type Token } from './tokens.ts';

/** What can be said of somebody: they come or came, they do not or did not, they do not and said so before. */
export type Mark = 'present' | 'absent' | 'excused';

/** Somebody of whom something is said. `as` undefined: named, and nothing clear said. */
export interface Marked {
  readonly said: string;
  /** One is clear, several ambiguous, none unknown. */
  readonly candidates: readonly string[];
  readonly as: Mark | undefined;
}

/** What an answer to 'Qui vient ?' or 'Qui était là ?' says. */
export interface Attended {
  readonly named: readonly Marked[];
  /** Of all who are not named: 'tout le monde', 'personne', 'tous sauf Malika', 'les autres oui'. */
  readonly rest?: Mark;
  /** '2 sur 3', '3 viennent', 'il en manque un': how many were there, or were missing. */
  readonly count?: { readonly of?: number } & ({ readonly there: number } | { readonly missing: number });
}

/** Characters that are read: more than any answer. */
const LONGEST = 1_000;
const FILLER = new Set(
  ('etait etaient est sont sera seront serait ete etre avait avaient a ont ait va vont ira iront bien aussi egalement toujours hier matin soir jour fin finalement malheureusement n ne nn pu peu que qu ' +
  'm mr mme mlle monsieur madame groupe participant participants participante jeunes jeune enfants enfant personnes personne fois sortie spectacle tres vraiment c ca cela ce donc car was were is are has have been the will be both out les deux trois quatre cinq six ceux celui celle').split(' '),
);
const HARMLESS = 'pas de probleme|pas de souci|pas de soucis|sans probleme|sans souci|no problem';
const ABSENT =
  'absent|absente|absents|absentes|absence|absences|manquait|manquaient|manque|manquent|missing|pas la|pas venu|pas venue|pas venus|pas venues|pas present|pas presente|pas presents|pas presentes|pas venir|pas pu venir|pas pu|pas etre la|plus venir|' +
  'vient pas|viennent pas|viendra pas|viendront pas|vient plus|viennent plus|viendra plus|viendront plus|sera pas la|seront pas la|etait pas la|etaient pas la|est pas venu|est pas venue|sont pas venus|sont pas venues|' +
  'peut pas|peuvent pas|peut plus|peuvent plus|pourra pas|pourront pas|peut pas venir|peuvent pas venir|peut plus venir|pourra pas venir|pourront pas venir|non|nan|no|not|not there|not present|not coming|isn t coming|aren t coming|didn t come|did not come|wasn t there|was not there|weren t there|won t come|can t come|' +
  'sans prevenir|pas prevenu|pas prevenue|pas prevenus|pas excuse|pas excusee|non excuse|non excusee|sans excuse|not excused';
const EXCUSED = 'excuse|excusee|excuses|excusees|prevenu|prevenue|prevenus|prevenues|malade|malades|souffrant|souffrante|empeche|empechee|empeches|empechees|excused|sick';
const PRESENT =
  'present|presente|presents|presentes|presence|presences|venu|venue|venus|venues|vient|viennent|viendra|viendront|oui|ouais|yes|ok|came|come|comes|coming|there|participe|participent|participera|' +
  'etait la|etaient la|est la|sont la|sera la|seront la|bien la|ete la';
const PLURAL = 'absents|absentes|excuses|excusees|manquaient|manquent|malades|presents|presentes|venus|venues|viennent|viendront';
const EVERYBODY = 'tout le monde|tous|toutes|tout le groupe|au complet|tous les deux|toutes les deux|tous les trois|toutes les trois|everybody|everyone|all';
const OTHERS = 'tous les autres|toutes les autres|les autres|le reste|the others|others|the rest|everyone else|everybody else';
const NOBODY = 'personne|aucun|aucune|nobody|no one|none';
const EXCEPT = 'sauf|excepte|hormis|a part|a l exception de|moins|sans|except|except for|but not|apart from|without';
const ONLY = 'seulement|uniquement|juste|only|just|il n y avait que|que';
const BREAK = 'mais pas|mais|par contre|en revanche|tandis que|alors que|but|while';
const JOIN = 'et|and|puis|ainsi que|plus|ni|nor';
const COUNTED = 'personnes|personne|participants|participant|jeunes|enfants|people|persons|places|seats';
const OUT_OF = 'sur|of|out of';
const LISTS = [HARMLESS, ABSENT, EXCUSED, PRESENT, EVERYBODY, OTHERS, NOBODY, EXCEPT, BREAK, JOIN];

const opposite = (mark: Mark): Mark => (mark === 'present' ? 'absent' : 'present');
/** 'absent, prévenu' is excused; any other two of one person are no answer. */
const both = (one: Mark | undefined, other: Mark): Mark | undefined =>
  one === other ? one : one !== undefined && one !== 'present' && other !== 'present' ? 'excused' : undefined;

interface Who { said: string; candidates: readonly string[]; as: Mark | undefined; set: boolean }

/**
 * What is said of whom in an answer or a sentence, names of `people` alone being known (X2). Each clause is somebody
 * and what is said of them, in either order: 'Malika excusée et Hugo absent', 'absents : Hugo, Malika'. A date or a
 * title is to be taken out before. Nothing about anybody: undefined. Linear but for the look-up of names.
 */
export function readAttended(text: string, people: readonly Named[]): Attended | undefined {
  const all = tokensOf(text.slice(0, LONGEST));
  const entries = people.map(entryOf);
  const named: Who[] = [];
  let pending: Who[] = [];
  let last: Who[] = [];
  let leading: Mark | undefined;
  let rest: Mark | undefined;
  // 'all' waits for what is said of all; 'none' turns it round.
  let group: 'all' | 'none' | undefined;
  let excepted: Who[] | undefined;
  let only = false;
  let about: 'group' | 'people' | undefined;

  const settle = (who: readonly Who[], as: Mark | undefined): void => {
    for (const one of who) Object.assign(one, { as, set: true });
  };
  const closeGroup = (said: Mark | undefined): void => {
    if (group === undefined) return;
    rest = group === 'none' ? opposite(said ?? 'present') : (said ?? 'present');
    group = undefined;
  };
  const flush = (): void => {
    closeGroup(undefined);
    if (leading !== undefined) settle(pending, leading);
    pending = [];
    leading = undefined;
  };

  let tokens = upToMark(all, 0);
  for (let i = 0; i < all.length;) {
    // A phrase ends at a comma: 'tout le monde vient, pas de problème'.
    if (i >= tokens.length) tokens = upToMark(all, i);
    const token = all[i] as Token;
    if (i > 0 && /[.;!?]/.test(token.gap)) flush();
    const harmless = take(tokens, i, HARMLESS);
    if (harmless !== undefined) {
      i = harmless;
      continue;
    }
    const known = nameAt(tokens, i, entries, text, 2);
    const mark = known === undefined ? markAt(tokens, i, text) : undefined;
    if (mark !== undefined) {
      const plural = take(tokens, i, PLURAL) !== undefined;
      const open = excepted?.filter((one) => !one.set) ?? [];
      if (group !== undefined && (open.length === 0 || mark.as === 'present' || plural)) {
        closeGroup(mark.as);
        about = 'group';
      } else if (open.length > 0) {
        settle(open, mark.as);
        [last, about] = [open, 'people'];
      } else if (pending.length > 0 && leading === undefined) {
        settle(pending, mark.as);
        [last, pending, about] = [pending, [], 'people'];
      } else if (pending.length > 0) {
        settle(pending, leading);
        [last, pending, leading, about] = [pending, [], mark.as, undefined];
      } else if (about === 'people' && last.length > 0) {
        for (const one of last) one.as = both(one.as, mark.as);
      } else if (about === 'group' && rest !== undefined) {
        const together = both(rest, mark.as);
        if (together === undefined) return { named };
        rest = together;
      } else leading = leading === undefined ? mark.as : (both(leading, mark.as) ?? mark.as);
      i = mark.next;
      continue;
    }
    if (known === undefined) {
      const next = wordsAt(tokens, i);
      if (next !== undefined) {
        i = next.next;
        if (next.kind === 'break') {
          flush();
          excepted = undefined;
          about = undefined;
          if (next.negative) leading = 'absent';
        } else if (next.kind === 'except') excepted = [];
        else if (next.kind === 'only') only = true;
        else if (next.kind === 'all' || next.kind === 'others' || next.kind === 'none') {
          flush();
          group = next.kind === 'none' ? 'none' : 'all';
          excepted = undefined;
        }
        continue;
      }
      if (FILLER.has(token.word) || isEmptyWord(token.word) || /^\d/.test(token.word)) {
        i += 1;
        continue;
      }
    }
    const name = known ?? nameAt(tokens, i, entries, text, 1) ?? stranger(tokens, i, text);
    const who: Who = { said: name.said, candidates: name.candidates, as: undefined, set: false };
    named.push(who);
    if (excepted !== undefined) excepted.push(who);
    else {
      if (pending.length === 0 && leading === undefined) about = undefined;
      pending.push(who);
    }
    i = name.next;
  }
  const counted = leading;
  flush();
  // 'sauf Malika' and nothing else: the others as they are asked about.
  const except = excepted?.filter((one) => !one.set) ?? [];
  if (except.length > 0) {
    rest ??= 'present';
    settle(except, opposite(rest));
  }
  const said = new Set(named.flatMap(({ as }) => as ?? []));
  if (only && rest === undefined && said.size <= 1) {
    for (const one of named) one.as ??= 'present';
    rest = opposite([...said][0] ?? 'present');
  }
  const count = named.length === 0 && rest === undefined ? countIn(all, counted) : undefined;
  if (count === undefined && named.length === 0 && rest === undefined) return undefined;
  return { named: named.map(({ said: words, candidates, as }) => ({ said: words, candidates, as })), ...(rest === undefined ? {} : { rest }), ...(count === undefined ? {} : { count }) };
}

/** Tokens to the next comma, bracket or end of a sentence after `i`: their places stay the same. */
function upToMark(tokens: readonly Token[], i: number): readonly Token[] {
  const end = tokens.findIndex((token, k) => k > i && /[,;:.()!?]/.test(token.gap));
  return end === -1 ? tokens : tokens.slice(0, end);
}

/** What is said at token `i`, the longest phrase first. 'La' is 'là' only when it is written so, or after a verb. */
function markAt(tokens: readonly Token[], i: number, text: string): { as: Mark; next: number } | undefined {
  const token = tokens[i];
  if (token === undefined) return undefined;
  if (text.slice(token.start, token.end).toLowerCase() === 'là' || (token.word === 'la' && /^(?:tous|toutes|monde)$/.test(wordAt(tokens, i - 1)))) return { as: 'present', next: i + 1 };
  const found = ([['absent', ABSENT], ['excused', EXCUSED], ['present', PRESENT]] as const)
    .flatMap(([as, list]) => { const next = take(tokens, i, list); return next === undefined ? [] : [{ as, next }]; })
    .sort((a, b) => b.next - a.next)[0];
  if (found !== undefined) return found;
  // 'Soraya oui, Malika pas', 'pas Malika'; 'pas de …' says nothing of anybody.
  return token.word === 'pas' && !/^(?:de|d|encore|mal|tous|toutes|besoin)$/.test(wordAt(tokens, i + 1)) ? { as: 'absent', next: i + 1 } : undefined;
}

type Word = { readonly next: number } & ({ readonly kind: 'all' | 'others' | 'none' | 'except' | 'only' | 'join' } | { readonly kind: 'break'; readonly negative: boolean });

function wordsAt(tokens: readonly Token[], i: number): Word | undefined {
  const at = (list: string): number | undefined => take(tokens, i, list);
  const others = at(OTHERS);
  if (others !== undefined) return { kind: 'others', next: others };
  const all = at(EVERYBODY);
  if (all !== undefined) return { kind: 'all', next: all };
  const none = at(NOBODY);
  if (none !== undefined && !(wordAt(tokens, i) === 'personne' && /^(?:une?|\d+|\p{L}*[^\p{L}]?deux|cette|la)$/u.test(wordAt(tokens, i - 1)))) return { kind: 'none', next: none };
  const except = at(EXCEPT);
  if (except !== undefined) return { kind: 'except', next: except };
  const only = at(ONLY);
  if (only !== undefined) return { kind: 'only', next: only };
  const broken = at(BREAK);
  // 'Pas venu mais prévenu' goes on about the same person.
  if (broken !== undefined && take(tokens, broken, EXCUSED) !== undefined) return { kind: 'join', next: broken };
  if (broken !== undefined) return { kind: 'break', next: broken, negative: wordAt(tokens, broken - 1) === 'pas' };
  const join = at(JOIN);
  return join === undefined ? undefined : { kind: 'join', next: join };
}

/** The end of the words at `i` that could be one name: nothing between them, and nothing that says something else. */
function runEnd(tokens: readonly Token[], i: number): number {
  let end = i;
  while (end < tokens.length && end < i + 4) {
    const token = tokens[end] as Token;
    if (end > i && (/[,+&;:/()?!]/.test(token.gap) || LISTS.some((list) => take(tokens, end, list) !== undefined) || FILLER.has(token.word) || token.word === 'la')) break;
    end += 1;
  }
  return end;
}

interface Name { readonly said: string; readonly candidates: readonly string[]; readonly next: number }

const typed = (tokens: readonly Token[], i: number, to: number, text: string): string => text.slice(tokens[i]?.start, tokens[to - 1]?.end);

/** The name at `i`, of at least so many words. One known by its beginning or with a slip must be all there is. */
function nameAt(tokens: readonly Token[], i: number, entries: readonly Entry[], text: string, least: number): Name | undefined {
  const end = least > 1 ? Math.min(tokens.length, i + 4) : runEnd(tokens, i);
  for (let to = end; to >= i + least; to -= 1) {
    const said = tokens.slice(i, to).map(({ word }) => word);
    if (tokens.slice(i + 1, to).some(({ gap }) => /[,+&;:/()?!]/.test(gap))) continue;
    const found = clearest(said, entries);
    if (found !== undefined && (found.match === 'exact' || (least === 1 && to === end && said.join('').length >= 3))) return { said: typed(tokens, i, to, text), candidates: found.ids, next: to };
  }
  return undefined;
}

/** Words that are nobody's name here: kept, to be asked about. */
const stranger = (tokens: readonly Token[], i: number, text: string): Name => {
  const next = Math.max(i + 1, runEnd(tokens, i));
  return { said: typed(tokens, i, next, text), candidates: [], next };
};

/** '2 sur 3', '3 viennent', 'il en manque un', '2': how many. */
function countIn(tokens: readonly Token[], said: Mark | undefined): Attended['count'] {
  for (let i = 0; i < tokens.length; i += 1) {
    const number = readNumber(tokens, i);
    if (number === undefined) continue;
    const after = skip(tokens, number.next, COUNTED);
    const outOf = tokens[after]?.gap === '/' ? after : take(tokens, after, OUT_OF);
    const of = outOf === undefined ? undefined : readNumber(tokens, skip(tokens, outOf, 'les|the'))?.value;
    const all = of === undefined ? {} : { of };
    return said === undefined || said === 'present' ? { there: number.value, ...all } : { missing: number.value, ...all };
  }
  return undefined;
}
