import { readNumber, readOrdinal } from '../numbers.ts';
import { skip, take, wordAt, type Found, type Token } from '../tokens.ts';
import { calendarOf, dayOf, mondayOf, monthFrom, oneDay, plusMonths, weekdayOf, type Days, type Grain, type Now, type Reader } from './calendar.ts';
import { MONTHS, WEEKDAYS, readFullDate, readDayNumber, nearestDayNumber, readYear, type DayReading } from './days.ts';

/** Stretches of days: weeks, week-ends, months, quarters, years, seasons, and so many days from now. */

const THE = 'le|la|l|les|ce|cet|cette|du|de la|de l|de|d|dans la|dans le|au|en|pour la|pour le|the|in|on|this|for the';
const NEXT = 'prochain|prochaine|suivant|suivante|qui vient|d apres|a venir';
const LAST = 'dernier|derniere|passe|passee|d avant|precedent|precedente';
const HERE = 'ci|en cours|courant|courante';
const START = 'debut|debut de|debut du|debut d|au debut de|au debut du|en debut de|early|tout debut|start of|beginning of|the beginning of';
const MIDDLE = 'milieu|milieu de|milieu du|mi|a la mi|au milieu de|au milieu du|en milieu de|mid|courant';
const END = 'fin|fin de|fin du|fin d|la fin de|la fin du|a la fin de|a la fin du|en fin de|late|end of|the end of|at the end of';

type Edge = 'start' | 'middle' | 'end' | 'whole';

function edgeAt(tokens: readonly Token[], i: number): Found<Edge> {
  for (const [edge, list] of [['start', START], ['middle', MIDDLE], ['end', END]] as const) {
    const next = take(tokens, i, list);
    if (next !== undefined) return { value: edge, next };
  }
  return { value: 'whole', next: i };
}

/** How many periods from the present one is meant: 'prochaine' 1, 'dernière' -1, else 0; undefined when nothing says so. */
function offsetAt(tokens: readonly Token[], i: number, before: string): Found<number> | undefined {
  if (before === 'next' || /^prochaine?$/.test(before)) return { value: 1, next: i };
  if (before === 'last' || /^derniere?$/.test(before)) return { value: -1, next: i };
  const coming = take(tokens, i, NEXT);
  if (coming !== undefined) return { value: 1, next: coming };
  const gone = take(tokens, i, LAST);
  if (gone !== undefined) return { value: -1, next: gone };
  const here = take(tokens, i, HERE);
  if (here !== undefined) return { value: 0, next: here };
  return /^(ce|cet|cette|this)$/.test(before) ? { value: 0, next: i } : undefined;
}

/** 'semaine', 'la semaine prochaine', 'fin de semaine', 'la semaine du 23 novembre'. */
const readWeek: Reader<DayReading> = (tokens, i, now) => {
  const edge = edgeAt(tokens, i);
  const at = skip(tokens, skip(tokens, edge.next, THE), 'next|last|this|prochaine|derniere');
  if (!/^(semaine|sem|week)$/.test(wordAt(tokens, at)) || wordAt(tokens, at + 1) === 'end') return undefined;
  const of = take(tokens, at + 1, 'du|of');
  if (of !== undefined) {
    const first = readFullDate(tokens, of, now);
    const number = first === undefined ? readDayNumber(tokens, of) : undefined;
    const day = first ?? (number && { value: nearestDayNumber(number.value, now), next: number.next });
    if (day !== undefined) {
      return { value: day.value === 'impossible' ? day.value : { from: mondayOf(day.value.from), to: mondayOf(day.value.from) + 7, grain: 'week' }, next: day.next };
    }
  }
  const which = offsetAt(tokens, at + 1, wordAt(tokens, at - 1));
  const said = which !== undefined || edge.value !== 'whole' || /^(dans|la)$/.test(wordAt(tokens, i));
  if (!said || (which === undefined && edge.value === 'whole' && take(tokens, i, 'dans la') === undefined)) return undefined;
  const monday = mondayOf(now.today) + 7 * (which?.value ?? 0);
  const [from, to] = ({ whole: [0, 7], start: [0, 2], middle: [2, 4], end: [3, 7] } as const)[edge.value];
  return { value: { from: monday + from, to: monday + to, grain: edge.value === 'whole' ? 'week' : 'day' }, next: which?.next ?? at + 1 };
};

/** 'ce week-end', 'week-end prochain', 'le week-end du 28'. 'prochain' is the next one after today, as for weekdays. */
const readWeekend: Reader<DayReading> = (tokens, i, now) => {
  const start = skip(tokens, i, THE);
  const at = skip(tokens, start, 'next|last|prochain|dernier|this');
  const sure = take(tokens, at, 'week end|weekend|wk|weekends|wkd');
  const article = at > i && /^(ce|le|du|prochain|dernier)$/.test(wordAt(tokens, at - 1));
  const next = sure ?? (wordAt(tokens, at) === 'we' && article ? at + 1 : undefined);
  if (next === undefined) return undefined;
  const weekend = (saturday: number): Days => ({ from: saturday, to: saturday + 2, grain: 'day' });
  const of = take(tokens, next, 'du|des|of the|of');
  const day = of === undefined ? undefined : (readFullDate(tokens, of, now) ?? dayNumber(tokens, of, now));
  if (day !== undefined) {
    return { value: day.value === 'impossible' ? day.value : weekend(mondayOf(day.value.from) + 5), next: day.next };
  }
  const which = offsetAt(tokens, next, wordAt(tokens, at - 1));
  const saturday = mondayOf(now.today) + 5;
  const inside = weekdayOf(now.today) >= 6;
  const past = which?.value === -1 || (which === undefined && now.direction === 'past');
  if (past) return { value: weekend(saturday - 7), next: which?.next ?? next };
  const end = which?.next ?? next;
  const eight = take(tokens, end, 'en huit|en 8');
  return { value: weekend(saturday + (inside && which?.value === 1 ? 7 : 0) + (eight === undefined ? 0 : 7)), next: eight ?? end };
};

function dayNumber(tokens: readonly Token[], i: number, now: Now): Found<DayReading> | undefined {
  const number = readDayNumber(tokens, i);
  return number && { value: nearestDayNumber(number.value, now), next: number.next };
}

/** Part of a month: days 1–5 of a named one (1–10 'du mois'), 10–19, from 21. */
function edgeOf(month: Days, edge: Edge, thisMonth: boolean): Days {
  switch (edge) {
    case 'whole':
      return month;
    case 'start':
      return { from: month.from, to: month.from + (thisMonth ? 10 : 5), grain: 'day' };
    case 'middle':
      return { from: month.from + 9, to: month.from + 19, grain: 'day' };
    case 'end':
      return { from: month.from + 20, to: month.to, grain: 'day' };
  }
}

/** Words of their own or parts of titles: a month only with 'en', 'mi-', a year, 'prochain', or alone. */
const DOUBTFUL = /^(mars|mai|may|march|august|april|june)$/;

/** 'en décembre', 'début décembre', 'décembre 2026', 'le mois prochain', 'fin du mois'. */
const readMonth: Reader<DayReading> = (tokens, i, now) => {
  const edge = edgeAt(tokens, i);
  const led = skip(tokens, edge.next, 'en|de|d|du|au mois de|au mois d|mois de|mois d|le mois de|le mois d|pour|in|of|le|ce|ce mois de|the|month of|last|next|this');
  const month = MONTHS.get(wordAt(tokens, led));
  if (month === undefined) {
    const at = skip(tokens, led, 'prochain|dernier|last|next|this');
    if (!/^(mois|month)$/.test(wordAt(tokens, at))) return undefined;
    const which = offsetAt(tokens, at + 1, wordAt(tokens, at - 1));
    if (which === undefined && edge.value === 'whole') return undefined;
    return { value: edgeOf(monthFrom(now.today, which?.value ?? 0), edge.value, true), next: which?.next ?? at + 1 };
  }
  const year = readYear(tokens, led + 1);
  const which = year === undefined ? offsetAt(tokens, led + 1, wordAt(tokens, led - 1)) : undefined;
  if (DOUBTFUL.test(wordAt(tokens, led)) && year === undefined && which === undefined && led === i && tokens.length > 1) return undefined;
  const present = calendarOf(now.today);
  const back = which?.value === -1 || (which === undefined && now.direction === 'past');
  const ahead = back ? -((present.month - month + 12) % 12) : (month - present.month + 12) % 12;
  const shift = ahead === 0 && which !== undefined && which.value !== 0 ? 12 * which.value : ahead;
  const found = year === undefined ? monthFrom(now.today, shift) : monthFrom(dayOf(year.value, month, 1), 0);
  return { value: { ...edgeOf(found, edge.value, false), ...(year && { dated: true as const }) }, next: year?.next ?? which?.next ?? led + 1 };
};

/** 'cette année', "l'an prochain", "fin d'année", 'ce trimestre', 'en 2027'. */
const readYearOrQuarter: Reader<DayReading> = (tokens, i, now) => {
  const named = take(tokens, i, 'en|in');
  const year = named === undefined ? undefined : readYear(tokens, named);
  if (year !== undefined) return { value: { from: dayOf(year.value, 1, 1), to: dayOf(year.value + 1, 1, 1), grain: 'year', dated: true }, next: year.next };
  const edge = edgeAt(tokens, i);
  const at = skip(tokens, skip(tokens, edge.next, THE), 'next|last|prochain|prochaine|derniere|dernier');
  const word = wordAt(tokens, at);
  if (!/^(annee|an|year|trimestre|quarter)$/.test(word)) return undefined;
  const which = offsetAt(tokens, at + 1, wordAt(tokens, at - 1));
  if (which === undefined && edge.value === 'whole') return undefined;
  const present = calendarOf(now.today);
  const next = which?.next ?? at + 1;
  if (/^(trimestre|quarter)$/.test(word)) {
    const first = 3 * Math.floor((present.month - 1) / 3) + 1 + 3 * (which?.value ?? 0);
    return { value: { from: dayOf(present.year, first, 1), to: dayOf(present.year, first + 3, 1), grain: 'quarter' }, next };
  }
  const y = present.year + (which?.value ?? 0);
  const [from, to] = ({ whole: [1, 13], start: [1, 3], middle: [5, 9], end: [11, 13] } as const)[edge.value];
  return { value: { from: dayOf(y, from, 1), to: dayOf(y, to, 1), grain: edge.value === 'whole' ? 'year' : 'month' }, next };
};

const SEASONS: readonly (readonly [RegExp, number])[] = [[/^(printemps|spring)$/, 3], [/^(ete|summer)$/, 6], [/^(automne|autumn)$/, 9], [/^(hiver|winter)$/, 12]];

/** 'cet été', "l'hiver prochain", 'au printemps': from the 21st of its first month to the 21st three months on. */
const readSeason: Reader<DayReading> = (tokens, i, now) => {
  const at = take(tokens, i, 'cet|ce|l|en|au|cette|this|in|next|last|le');
  if (at === undefined) return undefined;
  const season = SEASONS.find(([name]) => name.test(wordAt(tokens, at)));
  if (season === undefined) return undefined;
  const which = offsetAt(tokens, at + 1, wordAt(tokens, at - 1));
  const led = wordAt(tokens, i);
  if (which === undefined && /^(l|le)$/.test(led)) return undefined;
  const { year } = calendarOf(now.today);
  const span = (y: number): Days => ({ from: dayOf(y, season[1], 21), to: dayOf(y, season[1] + 3, 21), grain: 'day' });
  const years = [year - 2, year - 1, year, year + 1].map(span);
  const back = which?.value === -1 || (which === undefined && now.direction === 'past');
  const found = back ? years.findLast((s) => s.to <= now.today) : years.find((s) => (which?.value === 1 ? s.from : s.to - 1) >= now.today);
  return found && { value: found, next: which?.next ?? at + 1 };
};

const UNITS: readonly (readonly [RegExp, Grain])[] = [
  [/^(jours?|j|days?)$/, 'day'], [/^(semaines?|sem|weeks?)$/, 'week'], [/^(mois|months?)$/, 'month'], [/^(ans?|annees?|years?)$/, 'year'],
];

/** 'trois jours', '2 semaines', 'quinzaine' as a number of days or months. */
export function readSpan(tokens: readonly Token[], i: number): Found<{ days: number; months: number }> | undefined {
  if (/^quinzaine$/.test(wordAt(tokens, i + 1)) && wordAt(tokens, i) === 'une') return { value: { days: 14, months: 0 }, next: skip(tokens, i + 2, 'de jours') };
  const number = /^(a|an)$/.test(wordAt(tokens, i)) ? { value: 1, next: i + 1 } : readNumber(tokens, i);
  if (number === undefined || number.value > 999) return undefined;
  const at = skip(tokens, number.next, 'de|d|prochains|prochaines|derniers|dernieres|next|last');
  const unit = UNITS.find(([name]) => name.test(wordAt(tokens, at)))?.[1];
  if (unit === undefined) return undefined;
  const n = number.value;
  // 'Quinze jours' is a fortnight and 'huit jours' a week, as everybody who says them counts.
  if (unit === 'day') return { value: { days: n === 15 ? 14 : n === 8 ? 7 : n, months: 0 }, next: at + 1 };
  if (unit === 'week') return { value: { days: 7 * n, months: 0 }, next: at + 1 };
  return { value: { days: 0, months: unit === 'month' ? n : 12 * n }, next: at + 1 };
}

/**
 * 'la dernière semaine de septembre', 'le premier dimanche du mois', 'le dernier samedi de novembre'. Weeks are
 * the month's whole ones: the first begins on its first Monday, the last ends before the next month does.
 */
const readNth: Reader<DayReading> = (tokens, i, now) => {
  const start = skip(tokens, i, THE);
  const last = take(tokens, start, 'dernier|derniere|last');
  const nth = last === undefined ? readOrdinal(tokens, start) : { value: -1, next: last };
  if (nth === undefined) return undefined;
  const week = /^(semaine|week)$/.test(wordAt(tokens, nth.next));
  const weekday = week ? 1 : WEEKDAYS.get(wordAt(tokens, nth.next));
  const of = weekday === undefined ? undefined : take(tokens, nth.next + 1, 'de|d|du|of|of the|in');
  const month = of === undefined ? undefined : readMonth(tokens, /^(du|the)$/.test(wordAt(tokens, of - 1)) ? of - 1 : of, now) ?? thisMonth(tokens, of, now);
  if (weekday === undefined || month === undefined || month.value === 'impossible' || month.value.grain !== 'month') return undefined;
  const length = week ? 7 : 1;
  const pick = ({ from, to }: Days): DayReading => {
    const first = from + ((weekday - weekdayOf(from) + 7) % 7);
    const final = to - length - ((weekdayOf(to - length) - weekday + 7) % 7);
    const found = nth.value === -1 ? final : first + 7 * (nth.value - 1);
    return found + length > to ? 'impossible' : { from: found, to: found + length, grain: week ? 'week' : 'day' };
  };
  const found = pick(month.value);
  // 'Le premier dimanche du mois', said on the 20th, is the next month's.
  const over = found !== 'impossible' && found.to <= now.today && now.direction === 'future' && month.value.from <= now.today && month.value.dated !== true;
  return { value: over ? pick(monthFrom(now.today, 1)) : found, next: month.next };
};

function thisMonth(tokens: readonly Token[], i: number, now: Now): Found<DayReading> | undefined {
  return /^(mois|month)$/.test(wordAt(tokens, i)) ? { value: monthFrom(now.today, 0), next: i + 1 } : undefined;
}

const move = (now: Now, span: { days: number; months: number }, sign: 1 | -1): number =>
  span.months > 0 ? plusMonths(now.today, sign * span.months) : now.today + sign * span.days;

/** 'dans trois jours', 'il y a deux semaines', 'in 3 days', '3 days ago': that one day. 'les 3 prochains jours': all of them. */
const readAway: Reader<DayReading> = (tokens, i, now) => {
  const all = take(tokens, i, 'les|dans les|pour les|ces|the next|the last|in the next|next|last');
  if (all !== undefined) {
    const span = readSpan(tokens, all);
    const said = span === undefined ? '' : tokens.slice(i, span.next + 1).map((token) => token.word).join(' ');
    if (span === undefined || !/\b(prochaine?s|derniere?s|next|last|a venir|qui viennent)\b/.test(`${said} ${wordAt(tokens, span.next + 1)}`)) return undefined;
    const back = /\b(derniere?s|last)\b/.test(said);
    const next = skip(tokens, span.next, 'a venir|qui viennent|prochains|prochaines|derniers|dernieres');
    return { value: back ? { from: move(now, span.value, -1), to: now.today, grain: 'day' } : { from: now.today, to: move(now, span.value, 1), grain: 'day' }, next };
  }
  const ahead = take(tokens, i, 'dans|in');
  if (ahead !== undefined) {
    const span = readSpan(tokens, ahead);
    return span && { value: oneDay(move(now, span.value, 1)), next: span.next };
  }
  const back = take(tokens, i, 'il y a|y a|ya');
  const span = readSpan(tokens, back ?? i);
  if (span === undefined) return undefined;
  const ago = back === undefined ? take(tokens, span.next, 'ago|plus tot|avant') : span.next;
  return ago === undefined || wordAt(tokens, ago - 1) === 'avant' ? undefined : { value: oneDay(move(now, span.value, -1)), next: ago };
};

export const PERIOD_READERS: readonly Reader<DayReading>[] = [readWeek, readWeekend, readMonth, readYearOrQuarter, readSeason, readNth, readAway];
