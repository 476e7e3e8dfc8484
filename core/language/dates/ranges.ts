import { skip, take, wordAt, type Token, type Phrases } from '../tokens.ts';
import { calendarOf, dayOf, exists, type Grain, type Reader } from './calendar.ts';
import { DAY_READERS, readDayNumber } from './days.ts';
import { longest, readClockAlone, readClockThenDay, readDayThenClock, readThese, type Edge, type Moment } from './moments.ts';

/** From one date to another, and dates open to one side. */

const START_OF = (moment: Moment): Edge | undefined =>
  moment.kind === 'days' ? [moment.days.from, 0] : moment.kind === 'clock' ? [moment.day, moment.clock.from] : undefined;
const END_OF = (moment: Moment): Edge | undefined =>
  moment.kind === 'days' ? [moment.days.to, 0] : moment.kind === 'clock' ? [moment.day, moment.clock.exact === true ? moment.clock.from : moment.clock.to] : undefined;
const GRAIN_OF = (moment: Moment): Grain => (moment.kind === 'days' ? moment.days.grain : moment.kind === 'clock' ? moment.clock.grain : 'minute');

const single: Reader<Moment> = (tokens, i, now) => longest([readThese, readDayThenClock, readClockThenDay], tokens, i, now);

/** 'à partir de samedi', 'après le 28', "jusqu'à dimanche", "d'ici la fin du mois", 'avant Noël'. */
export const readOpen: Reader<Moment> = (tokens, i, now) => {
  const openings: readonly (readonly [Phrases, 'from' | 'after' | 'until' | 'before'])[] = [
    ['a partir de|a partir du|a partir d|a compter de|a compter du|des|depuis|from|since|starting', 'from'],
    ['apres|after', 'after'],
    ['jusqu a|jusqu au|jusqu en|jusque|d ici|d ici a|d ici au|until|till|by', 'until'],
    ['avant|before', 'before'],
  ];
  for (const [list, kind] of openings) {
    const led = take(tokens, i, list);
    if (led === undefined) continue;
    // 'À partir du 28', not 'des quatre saisons' nor 'avant-première': a bare number needs its article.
    const article = /^(du|au|le|the)$/.test(wordAt(tokens, led - 1));
    const found = longest([single, readIn, ...(article ? [bareDay] : []), readClockAlone], tokens, led, now);
    const from = found && START_OF(found.value);
    const to = found && END_OF(found.value);
    if (found === undefined || from === undefined || to === undefined) continue;
    const grain = GRAIN_OF(found.value);
    if (kind === 'from' || kind === 'after') return { value: { kind: 'span', from: kind === 'from' ? from : to, to: null, grain }, next: found.next };
    if (now.direction === 'past') return undefined;
    return { value: { kind: 'span', from: 'now', to: kind === 'until' ? to : from, grain }, next: found.next };
  }
  return undefined;
};

const typed = (word: string): Token => ({ word, start: 0, end: 0, gap: '', glued: false });

/** "d'ici deux semaines": the same as 'dans', counted to. */
const readIn: Reader<Moment> = (tokens, i, now) => {
  const moved = readDayThenClock([typed('dans'), ...tokens.slice(i, i + 6)], 0, now);
  return moved && { value: moved.value, next: i + moved.next - 1 };
};

/** '13' in 'du 13 au 18', read before its month is known. */
const bareDay: Reader<Moment> = (tokens, i, now) => {
  const number = readDayNumber(tokens, i);
  const day = number && longest(DAY_READERS, [typed('le'), ...tokens.slice(i, number.next)], 0, now);
  return day === undefined || day.value === 'impossible' ? undefined : { value: { kind: 'days', days: day.value }, next: i + day.next - 1 };
};

/** 'du 13 au 18 décembre', 'de lundi à jeudi', 'entre le 13 et le 18', '13-18 décembre', 'samedi et dimanche'. */
export const readRange: Reader<Moment> = (tokens, i, now) => {
  const led = take(tokens, i, 'du|de|d|entre|entre le|from|from the|between');
  const start = led ?? skip(tokens, i, 'le|les');
  const number = readDayNumber(tokens, start);
  const first = single(tokens, start, now) ?? (number && bareDay(tokens, start, now));
  if (first === undefined) return undefined;
  const dash = /^[-–—]$/.test(tokens[first.next]?.gap ?? '');
  const joined = take(tokens, first.next, 'au|a|et|et le|ou|jusqu au|jusqu a|to|to the|and|until');
  const then = joined ?? (dash ? first.next : undefined);
  const begins = START_OF(first.value);
  if (then === undefined || begins === undefined) return undefined;
  // 'Demain' is counted from today, 'lundi' in 'du vendredi au lundi' from that Friday.
  const plain = single(tokens, then, now);
  const after = plain?.value.kind === 'days' && plain.value.days.from > begins[0];
  const second = (after ? plain : single(tokens, then, { ...now, today: begins[0], direction: 'future' })) ?? (number && led !== undefined ? bareDay(tokens, then, now) : undefined);
  if (second?.value.kind !== 'days' || first.value.kind !== 'days') return undefined;
  const last = second.value.days;
  let from = first.value.days.from;
  if (number?.next === first.next) {
    // A bare number takes the month of the other: the last such day not after it.
    const { year, month } = calendarOf(last.to - 1);
    const same = dayOf(year, month, number.value) < last.to;
    const begun = same ? { year, month } : calendarOf(dayOf(year, month - 1, 1));
    if (!exists(begun.year, begun.month, number.value)) return undefined;
    from = dayOf(begun.year, begun.month, number.value);
  } else if (last.dated === true && first.value.days.dated !== true) {
    const back = single(tokens, start, { ...now, today: last.from, direction: 'past' });
    if (back?.value.kind === 'days') from = back.value.days.from;
  }
  const listed = /^(et|ou|and)$/.test(wordAt(tokens, then - 1)) && led === undefined;
  if (from >= last.to || (listed && from + 1 !== last.from)) return undefined;
  const grain = first.value.days.grain === last.grain && last.grain !== 'week' ? last.grain : 'day';
  return { value: { kind: 'days', days: { from, to: last.to, grain } }, next: second.next };
};

