import { wordAt, type Found, type Token } from './tokens.ts';

/** Numbers as typed or spelled out, French (also of Belgium and Switzerland) and English, 0 to 9999. */

const SMALL: ReadonlyMap<string, number> = new Map(Object.entries({
  zero: 0, un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10,
  onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16,
  one: 1, two: 2, three: 3, four: 4, five: 5, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19,
}));
const TENS: ReadonlyMap<string, number> = new Map(Object.entries({
  vingt: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60, septante: 70, huitante: 80, octante: 80, nonante: 90,
  twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
}));
const ABOUT: ReadonlyMap<string, number> = new Map(Object.entries({ huitaine: 8, dizaine: 10, douzaine: 12, quinzaine: 15, vingtaine: 20, trentaine: 30 }));
const ORDINALS: ReadonlyMap<string, number> = new Map(Object.entries({
  premier: 1, premiere: 1, deuxieme: 2, second: 2, seconde: 2, troisieme: 3, quatrieme: 4, cinquieme: 5, sixieme: 6,
  septieme: 7, huitieme: 8, neuvieme: 9, dixieme: 10, first: 1, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7,
  eighth: 8, ninth: 9, tenth: 10,
}));
const ORDINAL_SUFFIX = new Set(['er', 'ere', 're', 'e', 'eme', 'ieme', 'nd', 'nde', 'st', 'rd', 'th']);

/** Words that are counted: '2 places'. A number before one of them is no day of a month. */
const COUNTED = new Set([
  'place', 'places', 'personne', 'personnes', 'pers', 'billet', 'billets', 'ticket', 'tickets', 'invitation', 'invitations',
  'siege', 'sieges', 'entree', 'entrees', 'enfant', 'enfants', 'adulte', 'adultes', 'jeune', 'jeunes', 'participant',
  'participants', 'resident', 'residents', 'usager', 'usagers', 'beneficiaire', 'beneficiaires', 'accompagnateur',
  'accompagnateurs', 'encadrant', 'encadrants', 'invite', 'invites', 'reservation', 'reservations', 'pax', 'ado', 'ados',
  'seat', 'seats', 'person', 'people', 'persons', 'child', 'children', 'kid', 'kids', 'adult', 'adults', 'guest', 'guests', 'spot', 'spots',
]);
export const isCounted = (word: string): boolean => COUNTED.has(word);

const close = (tokens: readonly Token[], i: number): boolean => tokens[i]?.gap === '' || tokens[i]?.gap === '-';

/** 1 to 19 as a word, 'dix sept' included. */
function small(tokens: readonly Token[], i: number): Found<number> | undefined {
  const value = SMALL.get(wordAt(tokens, i));
  if (value === undefined) return undefined;
  const more = SMALL.get(wordAt(tokens, i + 1));
  if (value === 10 && more !== undefined && more >= 7 && more <= 9 && close(tokens, i + 1)) return { value: 10 + more, next: i + 2 };
  return { value, next: i + 1 };
}

/** The number in digits or words at token `i`. '3e' is none: see {@link readOrdinal}. */
export function readNumber(tokens: readonly Token[], i: number): Found<number> | undefined {
  const word = wordAt(tokens, i);
  if (/^\d{1,4}$/.test(word)) {
    const ordinal = tokens[i + 1]?.glued === true && ORDINAL_SUFFIX.has(wordAt(tokens, i + 1));
    return ordinal ? undefined : { value: Number(word), next: i + 1 };
  }
  if (word === 'cent') return hundreds(100, tokens, i + 1);
  const about = /^une?$/.test(word) ? ABOUT.get(wordAt(tokens, i + 1)) : undefined;
  if (about !== undefined) return { value: about, next: i + 2 };
  const found = belowHundred(tokens, i);
  if (found !== undefined && found.value >= 2 && found.value <= 9 && /^cents?$/.test(wordAt(tokens, found.next))) {
    return hundreds(found.value * 100, tokens, found.next + 1);
  }
  return found;
}

/** 0 to 99 in words. */
function belowHundred(tokens: readonly Token[], i: number): Found<number> | undefined {
  const word = wordAt(tokens, i);
  const eighty = word === 'quatre' && /^vingts?$/.test(wordAt(tokens, i + 1)) && close(tokens, i + 1);
  const tens = eighty ? 80 : TENS.get(word);
  if (tens !== undefined) {
    let next = i + (eighty ? 2 : 1);
    if (wordAt(tokens, next) === 'et' && /^(un|une|onze)$/.test(wordAt(tokens, next + 1))) next += 1;
    const units = close(tokens, next) ? small(tokens, next) : undefined;
    const upTo = tens === 60 || tens === 80 ? 19 : 9;
    if (units !== undefined && units.value >= 1 && units.value <= upTo) return { value: tens + units.value, next: units.next };
    return { value: tens, next: i + (eighty ? 2 : 1) };
  }
  return small(tokens, i);
}

function hundreds(value: number, tokens: readonly Token[], i: number): Found<number> {
  const rest = close(tokens, i) ? belowHundred(tokens, i) : undefined;
  return rest !== undefined && rest.value >= 1 ? { value: value + rest.value, next: rest.next } : { value, next: i };
}

/** '1er', '2e', '2eme', '3rd', 'premier', 'deuxième' at token `i`. */
export function readOrdinal(tokens: readonly Token[], i: number): Found<number> | undefined {
  const word = wordAt(tokens, i);
  if (/^\d{1,3}$/.test(word) && tokens[i + 1]?.glued === true && ORDINAL_SUFFIX.has(wordAt(tokens, i + 1))) {
    return { value: Number(word), next: i + 2 };
  }
  const value = ORDINALS.get(word);
  return value === undefined ? undefined : { value, next: i + 1 };
}
