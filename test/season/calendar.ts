import { DateTime } from 'luxon';

/**
 * The local rules of a season (A5, A12, A17, X6) computed a second time, from the rules' text and by the plainest means: nothing of
 * core/domain/time.ts, nothing of SQL. Instants are milliseconds, a day is 'YYYY-MM-DD', a clock 'HH:MM'.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const QUARTER = 15 * MINUTE;

const local = (at: number, zone: string): DateTime => DateTime.fromMillis(at, { zone });

export const dayOf = (at: number, zone: string): string => local(at, zone).toFormat('yyyy-MM-dd');
export const clockOf = (at: number, zone: string): string => local(at, zone).toFormat('HH:mm');
const weekdayOf = (at: number, zone: string): number => local(at, zone).weekday;
const offsetOf = (at: number, zone: string): number => local(at, zone).offset * MINUTE;

/** The calendar day so many days later, without any clock. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** When the clock of the zone shows this on that day: the first of two; where the day has no such minute, as if the clock had not been put forward. */
export function at(day: string, clock: string, zone: string): number {
  const asUtc = Date.parse(`${day}T${clock}:00Z`);
  const [before, after] = [offsetOf(asUtc - DAY, zone), offsetOf(asUtc + DAY, zone)];
  const shown = [asUtc - before, asUtc - after].filter((one) => dayOf(one, zone) === day && clockOf(one, zone) === clock);
  return shown.length > 0 ? Math.min(...shown) : asUtc - before;
}

/** Whether the clock was changed within a day of this instant. */
export const nearChange = (at: number, zone: string): boolean => offsetOf(at - DAY, zone) !== offsetOf(at + DAY, zone);

/** A5: so many calendar days before the local day of the beginning. */
export const opensBy = (starts: number, zone: string): number => at(plusDays(dayOf(starts, zone), -30), '09:00', zone);
/** A5: 48 hours that have passed, whatever the clock did. */
export const closesBy = (starts: number): number => starts - 48 * HOUR;
/** A17: so many local days before closing, at the closing's clock. */
export const asksBy = (closes: number, days: number, zone: string): number => at(plusDays(dayOf(closes, zone), -days), clockOf(closes, zone), zone);
/** The eve, by the calendar of the venue. */
export const eveBy = (starts: number, clock: string, zone: string): number => at(plusDays(dayOf(starts, zone), -1), clock, zone);
/** A12: the first morning after the day of the beginning on which it is over. */
export function morningBy(starts: number, ends: number | null, clock: string, zone: string): number {
  for (let day = plusDays(dayOf(starts, zone), 1); ; day = plusDays(day, 1)) if (at(day, clock, zone) >= (ends ?? starts)) return at(day, clock, zone);
}

/** When an account wants to be told, and when the programme is quiet. Equal clocks: never quiet. */
export interface Hours {
  readonly zone: string;
  /** Where what it is about takes place: quiet there too. */
  readonly place?: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly days: readonly number[] | null;
  readonly from: string | null;
  readonly until: string | null;
}

export const isQuiet = (moment: number, { zone, place = zone, quietFrom, quietTo }: Hours): boolean => [zone, place].some((where) => {
  const clock = clockOf(moment, where);
  return quietFrom <= quietTo ? clock >= quietFrom && clock < quietTo : clock >= quietFrom || clock < quietTo;
});

export function isOwn(moment: number, { zone, days, from, until }: Hours): boolean {
  const clock = clockOf(moment, zone);
  return (days === null || days.includes(weekdayOf(moment, zone))) && (from === null || until === null || (clock >= from && clock < until));
}

const found = new Map<string, number>();

/** The first instant from here on that fits, looked for by quarters of an hour; Infinity: none within nine days. */
function first(moment: number, hours: Hours, what: 'loud' | 'wanted'): number {
  const fits = (one: number): boolean => !isQuiet(one, hours) && (what === 'loud' || isOwn(one, hours));
  if (fits(moment)) return moment;
  const start = Math.ceil(moment / QUARTER) * QUARTER;
  const key = `${start} ${what} ${JSON.stringify(hours)}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  let one = start;
  while (one <= start + 9 * DAY && !fits(one)) one += QUARTER;
  const result = one > start + 9 * DAY ? Infinity : one;
  found.set(key, result);
  return result;
}

/** The end of quiet hours; the instant itself outside of them. */
export const loudFrom = (moment: number, hours: Hours): number => first(moment, hours, 'loud');

/** The next instant that is neither quiet nor outside of the own days and hours; where there is none, the end of quiet hours. */
export function wantedFrom(moment: number, hours: Hours): number {
  const wanted = first(moment, hours, 'wanted');
  return wanted === Infinity ? loudFrom(moment, hours) : wanted;
}

/**
 * X6: when something that arises now may be sent: as wanted; where what it is about comes first, at the end of quiet hours; where that
 * comes first too, now.
 */
export function sendFrom(moment: number, hours: Hours, before: number): number {
  const wanted = wantedFrom(moment, hours);
  if (wanted < before) return wanted;
  const loud = loudFrom(moment, hours);
  return loud < before ? loud : moment;
}

/** 'mar. 27 oct. 2026 08:00' */
export const said = (moment: number, zone: string): string => local(moment, zone).setLocale('fr').toFormat('ccc dd/MM/yyyy HH:mm');
