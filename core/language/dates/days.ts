import { isCounted, readNumber, readOrdinal } from '../numbers.ts';
import { skip, take, wordAt, type Found, type Token, type Phrases } from '../tokens.ts';
import { calendarOf, dayOf, exists, mondayOf, oneDay, weekdayOf, type Days, type Now, type Reader } from './calendar.ts';
import { isPartWord } from './clock.ts';

/** Single days: today, weekdays, dates. The year that was left out is the nearest in the direction read. */

export type DayReading = Days | 'impossible';

/** Words to the place of their list, from 1. A Map: a plain object would also know 'constructor'. */
const listed = (...lists: readonly string[]): ReadonlyMap<string, number> =>
  new Map(lists.flatMap((list, i) => list.split(' ').map((word) => [word, i + 1] as const)));

/** With the misspellings seen most. Plurals are left out: 'les samedis' is no date. */
export const WEEKDAYS = listed(
  'lundi ludi lundie monday', 'mardi mardie tuesday', 'mercredi mecredi mercedi mercrdi merdredi wednesday', 'jeudi jeudie jedi thursday',
  'vendredi vendrdi vendedi vendredie friday', 'samedi samdi semedi samedie saturday', 'dimanche dimache dimanch dimmanche sunday',
);
/** Words of their own ('mer', 'jeu', a person called Sam): weekdays only before a dot, a number or a part of the day. */
const SHORT_WEEKDAYS = listed('lun', 'mar tue', 'mer wed', 'jeu thu thurs', 'ven fri', 'sam sat', 'dim sun');
export const MONTHS = listed(
  'janvier january', 'fevrier fevier february', 'mars march', 'avril april', 'mai may', 'juin june', 'juillet juilet july', 'aout august',
  'septembre setembre september', 'octobre october', 'novembre novenbre november', 'decembre decmbre december',
);
const SHORT_MONTHS = listed('janv jan', 'fevr fev feb', 'mar', 'avr apr', 'mai', 'jun', 'juil jul', 'aou aug', 'sept sep', 'oct', 'nov', 'dec');

const TODAY = 'aujourd hui|aujourdhui|aujourdui|aujourd|auj|ajd|ce jour|today';
const TOMORROW = 'demain|dmain|demin|tomorrow';
const AFTER_TOMORROW = 'apres demain|apresdemain|surlendemain|day after tomorrow|the day after tomorrow';
const YESTERDAY = 'hier|yesterday';
const BEFORE_YESTERDAY = 'avant hier|avanthier|day before yesterday|the day before yesterday';
const THE = 'le|ce|this|du|au|on|on the|the|for the';
const THIS = 'ce|cette|this';
const NEXT = 'prochain|suivant|d apres|qui vient';
const LAST = 'dernier|passe|d avant|precedent';
const NEXT_WEEK = 'de la semaine prochaine|la semaine prochaine|semaine prochaine|de la semaine suivante|next week|of next week';
const THIS_WEEK = 'de cette semaine|cette semaine|this week|of this week';
const LAST_WEEK = 'de la semaine derniere|la semaine derniere|semaine derniere|de la semaine passee|last week|of last week';
const IN_EIGHT = 'en huit|en 8';
const IN_FIFTEEN = 'en quinze|en 15';
const OF_MONTH = 'du mois|of the month|de ce mois';

/** 2026, '26'. */
export function readYear(tokens: readonly Token[], i: number): Found<number> | undefined {
  const word = wordAt(tokens, i);
  return /^20\d\d$/.test(word) && !isCounted(wordAt(tokens, i + 1)) ? { value: Number(word), next: i + 1 } : undefined;
}

/** A month by name after a day's number; 'dec' and 'sept' will do there. */
function monthAfterDay(tokens: readonly Token[], i: number): Found<number> | undefined {
  const at = wordAt(tokens, i) === 'of' ? i + 1 : i;
  const value = MONTHS.get(wordAt(tokens, at)) ?? SHORT_MONTHS.get(wordAt(tokens, at));
  return value === undefined ? undefined : { value, next: at + 1 };
}

/** The number of a day: 28, '1er', 'premier', 'vingt-huit', '28th'. Not '28 places', not 'le 3e étage', not '28 h'. */
export function readDayNumber(tokens: readonly Token[], i: number): Found<number> | undefined {
  const ordinal = readOrdinal(tokens, i);
  const english = /^(st|nd|rd|th)$/.test(wordAt(tokens, i + 1));
  const found = ordinal !== undefined && (/^(1|premier|first)$/.test(wordAt(tokens, i)) || english) ? ordinal : readNumber(tokens, i);
  if (found === undefined || found.value < 1 || found.value > 31 || /^une?$/.test(wordAt(tokens, i))) return undefined;
  const after = tokens[found.next];
  if (after === undefined) return found;
  const unit = /^(h|heures?|hrs?|min|minutes?|am|pm|jours?|semaines?|mois|ans|euros?|days?|weeks?|months?)$/;
  const range = after.gap === '-' && /^\d/.test(after.word) && unit.test(wordAt(tokens, found.next + 1));
  const clock = after.gap === ':' || (after.gap === '.' && after.start - (tokens[found.next - 1]?.end ?? 0) === 1 && /^\d/.test(after.word));
  return isCounted(after.word) || unit.test(after.word) || range || clock ? undefined : found;
}

/** That day and month in the year nearest in the direction read; eight years reach the next 29 February from any year. */
function nearest(month: number, day: number, now: Now): DayReading {
  const { year } = calendarOf(now.today);
  for (let k = 0; k <= 8; k += 1) {
    const y = now.direction === 'future' ? year + k : year - k;
    if (!exists(y, month, day)) continue;
    const found = dayOf(y, month, day);
    if (now.direction === 'future' ? found >= now.today : found <= now.today) return oneDay(found);
  }
  return 'impossible';
}

const dated = (year: number, month: number, day: number): DayReading =>
  exists(year, month, day) ? { ...oneDay(dayOf(year, month, day)), dated: true } : 'impossible';

/** The nearest month that has such a day, this one included while it is not over. */
export function nearestDayNumber(day: number, now: Now, weekday?: number): DayReading {
  const step = now.direction === 'future' ? 1 : -1;
  const { year, month } = calendarOf(now.today);
  let first: Days | undefined;
  for (let k = 0; k <= 2; k += 1) {
    const start = calendarOf(dayOf(year, month + k * step, 1));
    if (!exists(start.year, start.month, day)) continue;
    const found = dayOf(start.year, start.month, day);
    if ((found - now.today) * step < 0) continue;
    if (weekday === undefined || weekdayOf(found) === weekday) return oneDay(found);
    first ??= oneDay(found);
  }
  return first === undefined ? 'impossible' : { ...first, doubt: true };
}

/** '28 novembre 2026', '28/11/26', '2026-11-28', 'november 28': a date that names its month. */
export const readFullDate: Reader<DayReading> = (tokens, i, now) => {
  const a = wordAt(tokens, i);
  const b = tokens[i + 1];
  const c = tokens[i + 2];
  if (/^20\d\d$/.test(a) && b?.gap === '-' && c?.gap === '-' && /^\d\d?$/.test(b.word) && /^\d\d?$/.test(c.word)) {
    return { value: dated(Number(a), Number(b.word), Number(c.word)), next: i + 3 };
  }
  if (/^\d\d?$/.test(a) && b !== undefined && /^[/.-]$/.test(b.gap) && /^\d\d?$/.test(b.word)) {
    const year = c !== undefined && c.gap === b.gap && /^(20)?\d\d$/.test(c.word) ? Number(c.word) % 100 + 2000 : undefined;
    if (year !== undefined) return { value: dated(year, Number(b.word), Number(a)), next: i + 3 };
    // Without a year only 28/11 and 28.11: '2.5' is a number, '18-22' a range, '24/24' a shop's hours.
    const short = b.gap === '/' || (b.gap === '.' && a.length === 2 && b.word.length === 2);
    const age = /^(ans|mois|h|f|j)$/.test(c?.word ?? '');
    if (short && !age && c?.gap !== b.gap && Number(b.word) <= 12) return { value: nearest(Number(b.word), Number(a), now), next: i + 2 };
  }
  const day = readDayNumber(tokens, i);
  const month = day && monthAfterDay(tokens, day.next);
  // '32 août' is no date, rather than the month of August.
  const beyond = /^(3[2-9]|[4-9]\d)$/.test(a) ? monthAfterDay(tokens, i + 1) : undefined;
  if (beyond !== undefined) return { value: 'impossible', next: readYear(tokens, beyond.next)?.next ?? beyond.next };
  if (day !== undefined && month !== undefined) {
    const year = readYear(tokens, month.next);
    return { value: year === undefined ? nearest(month.value, day.value, now) : dated(year.value, month.value, day.value), next: year?.next ?? month.next };
  }
  const named = MONTHS.get(a);
  const number = named === undefined || /^(mars|mai)$/.test(a) ? undefined : readDayNumber(tokens, i + 1);
  if (named === undefined || number === undefined) return undefined;
  const year = readYear(tokens, number.next);
  return { value: year === undefined ? nearest(named, number.value, now) : dated(year.value, named, number.value), next: year?.next ?? number.next };
};

const check = (days: DayReading, weekday: number): DayReading =>
  days === 'impossible' || weekdayOf(days.from) === weekday ? days : { ...days, doubt: true };

/** The weekday strictly after (or before) today; `todayToo` for 'ce samedi'. */
export function nearestWeekday(weekday: number, now: Now, todayToo = false): Days {
  const ahead = (weekday - weekdayOf(now.today) + 7) % 7;
  if (ahead === 0) return oneDay(todayToo ? now.today : now.today + (now.direction === 'future' ? 7 : -7));
  return oneDay(now.today + (now.direction === 'future' ? ahead : ahead - 7));
}

function weekdayWord(tokens: readonly Token[], i: number): number | undefined {
  const word = wordAt(tokens, i);
  const short = SHORT_WEEKDAYS.get(word);
  if (short === undefined) return WEEKDAYS.get(word);
  const after = tokens[i + 1];
  if (after === undefined) return undefined;
  return after.gap === '.' || isPartWord(after.word) || readDayNumber(tokens, i + 1) !== undefined ? short : undefined;
}

/** 'samedi', 'samedi prochain', 'samedi en huit', 'samedi 28', 'sam. 28 nov.', 'lundi de la semaine prochaine'. */
const readWeekday: Reader<DayReading> = (tokens, i, now) => {
  const start = skip(tokens, i, THE);
  const before = take(tokens, start, 'next|last');
  const at = before ?? start;
  const weekday = weekdayWord(tokens, at);
  if (weekday === undefined) return undefined;
  const next = at + 1;
  if (before !== undefined) {
    return { value: nearestWeekday(weekday, { ...now, direction: wordAt(tokens, before - 1) === 'next' ? 'future' : 'past' }), next };
  }
  const dateAt = skip(tokens, next, 'le|the');
  const full = readFullDate(tokens, dateAt, now);
  if (full !== undefined) return { value: check(full.value, weekday), next: full.next };
  const number = readDayNumber(tokens, dateAt);
  if (number !== undefined) return { value: nearestDayNumber(number.value, now, weekday), next: skip(tokens, number.next, 'prochain|dernier') };

  const inWeek = (list: Phrases, weeks: number): Found<Days> | undefined => {
    const end = take(tokens, next, list);
    return end === undefined ? undefined : { value: oneDay(mondayOf(now.today) + weeks * 7 + weekday - 1), next: end };
  };
  const week = inWeek(NEXT_WEEK, 1) ?? inWeek(THIS_WEEK, 0) ?? inWeek(LAST_WEEK, -1);
  if (week !== undefined) return week;
  const ahead = nearestWeekday(weekday, { ...now, direction: 'future' });
  const eight = take(tokens, next, IN_EIGHT);
  if (eight !== undefined) return { value: oneDay(ahead.from + 7), next: eight };
  const fifteen = take(tokens, next, IN_FIFTEEN);
  if (fifteen !== undefined) return { value: oneDay(ahead.from + 14), next: fifteen };
  const coming = take(tokens, next, NEXT);
  if (coming !== undefined) return { value: ahead, next: coming };
  const gone = take(tokens, next, LAST);
  if (gone !== undefined) return { value: nearestWeekday(weekday, { ...now, direction: 'past' }), next: gone };
  return { value: nearestWeekday(weekday, now, take(tokens, i, THIS) !== undefined), next };
};

const readNear: Reader<DayReading> = (tokens, i, now) => {
  const near: readonly (readonly [Phrases, number])[] = [
    [AFTER_TOMORROW, 2], [BEFORE_YESTERDAY, -2], [TODAY, 0], [TOMORROW, 1], [YESTERDAY, -1],
  ];
  for (const [list, days] of near) {
    const next = take(tokens, i, list);
    if (next !== undefined) return { value: oneDay(now.today + days), next };
  }
  return undefined;
};

/** 'le 28', 'au 28', 'le 15 du mois', 'the 28th': a bare number needs its article. */
const readArticleDay: Reader<DayReading> = (tokens, i, now) => {
  const at = take(tokens, i, THE);
  if (at === undefined) return undefined;
  const full = readFullDate(tokens, at, now);
  if (full !== undefined) return full;
  const number = readDayNumber(tokens, at);
  // 'Le premier portrait', 'du neuf': these words are a day alone only where nothing follows.
  const word = /^(premier|first|neuf)$/.test(wordAt(tokens, at));
  if (number === undefined || (word && number.next < tokens.length && wordAt(tokens, number.next) !== 'du')) return undefined;
  const end = take(tokens, number.next, OF_MONTH);
  if (end === undefined) return { value: nearestDayNumber(number.value, now), next: number.next };
  const { year, month } = calendarOf(now.today);
  return { value: exists(year, month, number.value) ? oneDay(dayOf(year, month, number.value)) : 'impossible', next: end };
};

const FEASTS: readonly (readonly [Phrases, month: number, day: number])[] = [
  ['noel|le jour de noel|christmas|christmas day', 12, 25],
  ['le jour de l an|jour de l an|le nouvel an|nouvel an|premier de l an', 1, 1],
  ['toussaint|la toussaint', 11, 1],
  ['la saint sylvestre|saint sylvestre', 12, 31],
];

/** 'avant Noël', 'à la Toussaint': not 'contes de Noël', which is a title. Movable feasts are not read. */
const readFeast: Reader<DayReading> = (tokens, i, now) => {
  for (const [list, month, day] of FEASTS) {
    const next = take(tokens, i, list);
    const led = /^(a|avant|apres|pour|ici|au|jusqu|for|before|after|at|la)$/.test(wordAt(tokens, i - 1));
    if (next !== undefined && (led || wordAt(tokens, i) === 'le' || next - i === tokens.length)) return { value: nearest(month, day, now), next };
  }
  return undefined;
};

/** In the order in which they win when they read equally far. */
export const DAY_READERS: readonly Reader<DayReading>[] = [readNear, readWeekday, readArticleDay, readFullDate, readFeast];
