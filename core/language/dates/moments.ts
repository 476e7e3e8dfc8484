import { readNumber } from '../numbers.ts';
import { skip, take, wordAt, type Found, type Token } from '../tokens.ts';
import type { Clock, Days, Grain, Now, Reader } from './calendar.ts';
import { readHour, readHours, readPart, within } from './clock.ts';
import { DAY_READERS, type DayReading } from './days.ts';
import { PERIOD_READERS } from './periods.ts';

/** What a date phrase says, before a zone makes instants of it: days, an hour of a day, so many minutes from now, or a span. */
export type Moment =
  | { readonly kind: 'days'; readonly days: Days }
  | { readonly kind: 'clock'; readonly day: number; readonly clock: Clock; readonly doubt?: true }
  | { readonly kind: 'elapsed'; readonly minutes: number }
  | { readonly kind: 'span'; readonly from: Edge | 'now'; readonly to: Edge | null; readonly grain: Grain }
  | { readonly kind: 'impossible' };
export type Edge = readonly [day: number, minutes: number];

/** The reading that goes furthest; of equals the first. */
export function longest<T>(readers: readonly Reader<T>[], tokens: readonly Token[], i: number, now: Now): Found<T> | undefined {
  let best: Found<T> | undefined;
  for (const reader of readers) {
    const found = reader(tokens, i, now);
    if (found !== undefined && found.next > i && (best === undefined || found.next > best.next)) best = found;
  }
  return best;
}

const readDays: Reader<DayReading> = (tokens, i, now) => longest([...DAY_READERS, ...PERIOD_READERS], tokens, i, now);

const AFTER = 'apres|after|a partir de|a partir des|a compter de|des|from';
const BEFORE = 'avant|jusqu a|before|until';

/** What may follow a single day: an hour, hours, a part of the day, 'après 18 h', and a part with an hour in it. */
const readClock: Reader<Clock> = (tokens, i, now) => {
  const part = readPart(tokens, i, now);
  const hour = readHour(tokens, i, now);
  const found: (Found<Clock> | undefined)[] = [readHours(tokens, i, now), part, hour];
  if (part !== undefined) {
    const then = readHours(tokens, skip(tokens, part.next, 'de'), now) ?? readHour(tokens, part.next, now);
    if (then !== undefined) found.push({ value: within(then.value, part.value), next: then.next });
    const bare = wordAt(tokens, part.next) === 'a' ? readNumber(tokens, part.next + 1) : undefined;
    if (then === undefined && bare !== undefined && bare.value <= 12) {
      found.push({ value: within({ from: bare.value * 60, to: bare.value * 60 + 60, grain: 'hour', exact: true }, part.value), next: bare.next });
    }
  }
  if (hour !== undefined) {
    const then = readPart(tokens, skip(tokens, hour.next, 'du|de l|de la'), now);
    if (then !== undefined) found.push({ value: within(hour.value, then.value), next: then.next });
  }
  const after = take(tokens, i, AFTER);
  const late = after === undefined ? undefined : readHour(tokens, after, now);
  if (late !== undefined) found.push({ value: { from: late.value.from, to: 1440, grain: late.value.grain }, next: late.next });
  const before = take(tokens, i, BEFORE);
  const early = before === undefined ? undefined : readHour(tokens, before, now);
  if (early !== undefined) found.push({ value: { from: 0, to: early.value.from, grain: early.value.grain }, next: early.next });
  return longest(found.map((one) => () => one), tokens, i, now);
};

const at = (day: number, clock: Clock, doubt?: true): Moment => ({ kind: 'clock', day, clock, ...(doubt && { doubt }) });

/** A day or stretch of days, and an hour of that day if one follows. */
export const readDayThenClock: Reader<Moment> = (tokens, i, now) => {
  const days = readDays(tokens, i, now);
  if (days === undefined) return undefined;
  if (days.value === 'impossible') return { value: { kind: 'impossible' }, next: days.next };
  const clock = days.value.to === days.value.from + 1 ? readClock(tokens, days.next, now) : undefined;
  if (clock !== undefined && clock.value.to > clock.value.from) return { value: at(days.value.from, clock.value, days.value.doubt), next: clock.next };
  return { value: { kind: 'days', days: days.value }, next: days.next };
};

/** '20h30 samedi', 'le soir du 28', 'à 8 h ce soir'. */
export const readClockThenDay: Reader<Moment> = (tokens, i, now) => {
  const clock = readClock(tokens, i, now);
  if (clock === undefined) return undefined;
  const these = readThese(tokens, clock.next, now);
  if (these?.value.kind === 'clock') return { value: at(these.value.day, within(clock.value, these.value.clock)), next: these.next };
  const days = longest(DAY_READERS, tokens, skip(tokens, clock.next, 'de|d'), now);
  if (days === undefined || days.value === 'impossible' || clock.value.to <= clock.value.from) return undefined;
  return { value: at(days.value.from, clock.value, days.value.doubt), next: days.next };
};

/** 'ce soir', 'cette nuit', 'tonight', with an hour in it or not. */
export const readThese: Reader<Moment> = (tokens, i, now) => {
  const tonight = take(tokens, i, 'tonight');
  const led = tonight === undefined ? take(tokens, i, 'ce|cet|cette|this') : i;
  if (led === undefined) return undefined;
  const clock: Found<Clock> | undefined = tonight === undefined ? readClock(tokens, led, now) : { value: { from: 1080, to: 1440, grain: 'hour' }, next: tonight };
  if (clock === undefined || (tonight === undefined && readPart(tokens, led, now) === undefined)) return undefined;
  const later = tonight === undefined ? undefined : readHour(tokens, tonight, now);
  // Before six in the morning, and looking back, 'cette nuit' is the night that began yesterday.
  const lastNight = clock.value.to > 1440 && (now.minutes < 360 || now.direction === 'past');
  const value = later === undefined ? clock.value : within(later.value, clock.value);
  return { value: at(lastNight ? now.today - 1 : now.today, value), next: later?.next ?? clock.next };
};

/** '20h30' alone: today if it is still to come (or, looking back, is over), else the next (or last) day. */
export const readClockAlone: Reader<Moment> = (tokens, i, now) => {
  const hour = longest([readHours, readHour], tokens, i, now);
  if (hour?.value.exact !== true && (hour === undefined || hour.next === i)) return undefined;
  const named = tokens.slice(i, hour.next).every((token) => !/^\d/.test(token.word));
  if (named && wordAt(tokens, i) !== 'a' && wordAt(tokens, i) !== 'vers' && tokens.length > hour.next - i) return undefined;
  // '1h' after a title is how long it lasts.
  if (tokens.length > hour.next - i && hour.value.from < 420 && hour.value.grain === 'hour' && !/^(a|vers|de|entre|at|from)$/.test(wordAt(tokens, i))) return undefined;
  const over = hour.value.from <= now.minutes;
  const day = now.direction === 'future' ? (over ? now.today + 1 : now.today) : over ? now.today : now.today - 1;
  return { value: at(day, hour.value), next: hour.next };
};

/** 'dans 5 minutes', 'dans deux heures', "dans un quart d'heure", 'il y a une heure', 'maintenant'. */
export const readElapsed: Reader<Moment> = (tokens, i) => {
  const here = take(tokens, i, 'maintenant|tout de suite|now|right now|en ce moment');
  if (here !== undefined) return { value: { kind: 'elapsed', minutes: 0 }, next: here };
  const ahead = take(tokens, i, 'dans|in');
  const start = ahead ?? take(tokens, i, 'il y a|y a');
  if (start === undefined) return undefined;
  const sign = ahead === undefined ? -1 : 1;
  const special = [['une demi heure', 30], ['un quart d heure', 15], ['trois quarts d heure', 45], ['half an hour', 30], ['an hour', 60]] as const;
  for (const [words, minutes] of special) {
    const next = take(tokens, start, words);
    if (next !== undefined) return { value: { kind: 'elapsed', minutes: sign * minutes }, next };
  }
  const number = readNumber(tokens, start);
  const unit = number === undefined ? '' : wordAt(tokens, number.next);
  const size = /^(h|heures?|hours?)$/.test(unit) ? 60 : /^(min|mn|mins|minutes?)$/.test(unit) ? 1 : undefined;
  if (number === undefined || size === undefined) return undefined;
  return { value: { kind: 'elapsed', minutes: sign * number.value * size }, next: number.next + 1 };
};

/** 'midi', "l'heure du déjeuner", 'soir' as the whole answer: of today, or of the next day once it is over. */
export const readPartAlone: Reader<Moment> = (tokens, i, now) => {
  const part = i === 0 ? readClock(tokens, i, now) : undefined;
  if (part?.next !== tokens.length || part.value.to <= part.value.from) return undefined;
  const over = now.direction === 'future' ? part.value.to <= now.minutes : false;
  return { value: at(over ? now.today + 1 : now.today, part.value), next: part.next };
};
