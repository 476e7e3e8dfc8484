import { isCounted, readNumber } from '../numbers.ts';
import { skip, take, wordAt, type Found, type Token, type Phrases } from '../tokens.ts';
import type { Clock, Reader } from './calendar.ts';

/** Hours and parts of the day. The hours of parts are fixed by contract with users' scripts. */

type Edge = 'start' | 'middle' | 'end' | 'whole';
type Hours = readonly [from: number, to: number];

interface Part {
  readonly names: Phrases;
  readonly hours: Partial<Record<Edge, Hours>> & { readonly whole: Hours };
}

const MORNING: Part = {
  names: 'matin|matinee|mat|morning',
  hours: { whole: [4, 12], start: [7, 9], middle: [9, 11], end: [10, 12] },
};
const LUNCH: Part = {
  names: 'dejeuner|l heure du dejeuner|heure du dejeuner|lunch|lunchtime|lunch time',
  hours: { whole: [12, 14] },
};
const NOON: Part = { names: 'midi|noon|midday', hours: { whole: [12, 13] } };
const AFTERNOON: Part = {
  names: 'apres midi|apresmidi|aprem|aprems|aprm|apm|ap midi|ap m|afternoon',
  hours: { whole: [12, 19], start: [12, 14], middle: [14, 17], end: [17, 19] },
};
const EVENING: Part = {
  names: 'soir|soiree|evening|night',
  hours: { whole: [18, 24], start: [18, 21], end: [21, 24] },
};
const NIGHT: Part = { names: 'nuit', hours: { whole: [22, 30] } };
const DAYTIME: Part = { names: 'journee|daytime', hours: { whole: [6, 21], start: [6, 10], middle: [11, 16], end: [17, 21] } };
const PARTS: readonly Part[] = [AFTERNOON, MORNING, LUNCH, NOON, EVENING, NIGHT, DAYTIME];

const START = 'debut de|debut d|debut|au debut de|en debut de|en debut d|tot le|tot dans la|early|early in the';
const MIDDLE = 'milieu de|milieu d|au milieu de|en milieu de|en milieu d|mid';
const END = 'fin de|fin d|en fin de|en fin d|a la fin de|tard le|tard dans la|tard en|late|late in the';
const INTO_PART = 'dans la|dans le|dans l|en|le|la|l|au|a|a l|vers|pendant|pendant le|pendant l|au cours de la|in the|at';
const THE = 'la|l|le';

const FIRST_PART_WORDS = new Set(PARTS.flatMap((part) => part.names.split('|').map((name) => name.split(' ')[0] ?? '')));
export const isPartWord = (word: string): boolean => FIRST_PART_WORDS.has(word) && word !== 'l' && word !== 'ap';

/** 'soir', 'dans l'après-midi', 'en fin de matinée'. Midday is an hour as well as a part. */
export const readPart: Reader<Clock> = (tokens, i) => {
  const edges: readonly (readonly [Edge, Phrases])[] = [['start', START], ['middle', MIDDLE], ['end', END]];
  for (const from of new Set([i, skip(tokens, i, INTO_PART)])) {
    const [edge, at] = edges
      .map(([name, list]) => [name, take(tokens, from, list)] as const)
      .find(([, next]) => next !== undefined) ?? (['whole', from] as const);
    const start = at === undefined ? from : edge === 'whole' ? at : skip(tokens, at, THE);
    for (const part of PARTS) {
      const next = take(tokens, start, part.names);
      if (next === undefined) continue;
      const [opens, closes] = part.hours[edge] ?? part.hours.whole;
      return { value: { from: opens * 60, to: closes * 60, grain: 'hour' }, next };
    }
  }
  return undefined;
};

const exactly = (minutes: number, grain: 'minute' | 'hour'): Clock => ({ from: minutes, to: minutes + (grain === 'hour' ? 60 : 1), grain, exact: true });

const AT = 'a|des|vers|vers les|aux environs de|autour de|environ|sur les coups de|at|around|about|pour';
const HOUR_WORDS = 'h|heure|heures|hrs|hr|o clock|oclock';
const PM = 'pm|p m|du soir|de l apres midi|in the evening|in the afternoon';
const AM = 'am|a m|du matin|in the morning';
const QUARTERS: readonly (readonly [Phrases, number])[] = [
  ['et quart|un quart', 15], ['et demie|et demi', 30], ['moins le quart|moins quart', -15], ['trois quarts', 45],
];

/** Minutes that follow an hour: '30', 'trente', 'et quart', 'moins dix'. */
function minutesAfter(tokens: readonly Token[], i: number, spelled: boolean): Found<number> | undefined {
  const word = wordAt(tokens, i);
  if (/^[0-5]\d$/.test(word) && tokens[i]?.gap === '' && !isCounted(wordAt(tokens, i + 1))) return { value: Number(word), next: skip(tokens, i + 1, 'min|mn|m') };
  for (const [list, minutes] of QUARTERS) {
    const next = take(tokens, i, list);
    if (next !== undefined) return { value: minutes, next };
  }
  const minus = word === 'moins';
  if (!minus && !spelled) return undefined;
  const number = readNumber(tokens, minus ? i + 1 : i);
  if (number === undefined || number.value < 1 || number.value > 59 || isCounted(wordAt(tokens, number.next)) || (!minus && /^\d/.test(word))) return undefined;
  return { value: minus ? -number.value : number.value, next: number.next };
}

/** Hour of twelve to that of twenty-four. */
function halfDay(tokens: readonly Token[], i: number, hour: number): Found<number> {
  const pm = take(tokens, i, PM);
  if (pm !== undefined && hour >= 1 && hour <= 12) return { value: hour === 12 ? 12 : hour + 12, next: pm };
  const am = take(tokens, i, AM);
  if (am !== undefined && hour <= 12) return { value: hour === 12 && wordAt(tokens, i).startsWith('a') ? 0 : hour, next: am };
  return { value: hour, next: i };
}

/**
 * '20h', '20 h 30', '20:30', 'vingt heures trente', '8 heures du soir', 'midi et demi', 'minuit', '8 pm'.
 * 'minuit' is the end of the day it is said with: 'samedi à minuit' is the night to Sunday; '0 h' its beginning.
 * A duration ('dans 2 heures', 'pendant 3 h') is none.
 */
export const readHour: Reader<Clock> = (tokens, i) => {
  const at = skip(tokens, i, AT);
  const before = wordAt(tokens, at - 1);
  if (/^(dans|pendant|depuis|durant|toutes|les|in|duree|encore)$/.test(before) && wordAt(tokens, at - 2) !== 'vers') return undefined;
  const named = take(tokens, at, 'midi|noon|minuit|midnight');
  if (named !== undefined) {
    const hour = /^(midi|noon)$/.test(wordAt(tokens, at)) ? 12 : 24;
    const minutes = minutesAfter(tokens, named, false);
    if (minutes === undefined || /^\d/.test(wordAt(tokens, named))) return { value: exactly(hour * 60, 'hour'), next: named };
    return { value: exactly(hour * 60 + minutes.value, 'minute'), next: minutes.next };
  }
  const number = readNumber(tokens, at);
  if (number === undefined || number.value > 23 || /^un$/.test(wordAt(tokens, at))) return undefined;
  const colon = tokens[number.next];
  if (colon?.gap === ':' && /^[0-5]\d$/.test(colon.word)) {
    const hour = halfDay(tokens, number.next + 1, number.value);
    return { value: exactly(hour.value * 60 + Number(colon.word), 'minute'), next: hour.next };
  }
  const unit = take(tokens, number.next, HOUR_WORDS);
  if (unit === undefined) {
    const hour = halfDay(tokens, number.next, number.value);
    const english = hour.next > number.next && /^(am|pm|a|p|in)$/.test(wordAt(tokens, number.next));
    return english && hour.value <= 23 ? { value: exactly(hour.value * 60, 'hour'), next: hour.next } : undefined;
  }
  const minutes = minutesAfter(tokens, unit, wordAt(tokens, unit - 1).startsWith('heure'));
  const hour = halfDay(tokens, minutes?.next ?? unit, number.value);
  const value = hour.value * 60 + (minutes?.value ?? 0);
  return value < 0 ? undefined : { value: exactly(value, minutes === undefined ? 'hour' : 'minute'), next: skip(tokens, hour.next, 'pile|precises|environ') };
};

const FROM = 'de|entre|from|between';
const TO = 'a|et|to|and|until|jusqu a|till';

/** 'de 14 h à 16 h', '14h-16h', '18-22h', 'entre 14h et 16h': to the second hour exactly, past midnight where it is earlier. */
export const readHours: Reader<Clock> = (tokens, i, now) => {
  const start = skip(tokens, i, FROM);
  const first = readHour(tokens, start, now) ?? bareHour(tokens, start);
  if (first === undefined) return undefined;
  const dash = tokens[first.next]?.gap === '-' || tokens[first.next]?.gap === '–';
  const at = dash ? first.next : take(tokens, first.next, TO);
  if (at === undefined || (first.value.exact !== true && !dash && start === i)) return undefined;
  const second = readHour(tokens, at, now);
  if (second?.value.exact !== true) return undefined;
  const { from } = first.value;
  const to = second.value.from > from ? second.value.from : second.value.from + 1440;
  return { value: { from, to, grain: first.value.grain === 'minute' || second.value.grain === 'minute' ? 'minute' : 'hour' }, next: second.next };
};

/** '18' in '18-22h'. */
function bareHour(tokens: readonly Token[], i: number): Found<Clock> | undefined {
  const number = readNumber(tokens, i);
  return number !== undefined && number.value <= 23 ? { value: { from: number.value * 60, to: number.value * 60, grain: 'hour' }, next: number.next } : undefined;
}

/** 'à 8 h' said with 'ce soir' is 20 h. */
export function within(hour: Clock, part: Clock): Clock {
  const later = hour.from + 720;
  const fits = hour.from >= part.from && hour.from < part.to;
  return !fits && hour.from <= 720 && later >= part.from && later <= part.to ? { ...hour, from: later, to: hour.to + 720 } : hour;
}
