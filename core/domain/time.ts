import { DateTime } from 'luxon';

/**
 * The local time rules of a programme (A5, A6, A7, X6), all of them, in one place.
 * Instants are `Date`; a `zone` is an IANA name ('Europe/Paris', 'Indian/Reunion') and decides what the
 * wall clock says. Every function is pure and throws `RangeError` on an unknown zone, an invalid date or a
 * malformed setting: a rule computed on nonsense would be stored as a due instant and fire at the wrong time.
 *
 * On the nights of the change: a wall clock time that does not exist (02:30 in March) is read with the
 * offset before the change, so it falls after it (03:30); one that exists twice (02:30 in October) is the
 * first of the two. That is what iCalendar does, so our .ics and our rules agree.
 */
export interface TimeSettings {
  /** Calendar days between the opening and the performance (A5, 30). */
  readonly opensDaysBefore: number;
  /** Wall clock of the opening, 'HH:MM' (A5, '09:00'). */
  readonly opensAt: string;
  /** Elapsed hours between the closing and the performance (A5, 48). */
  readonly closesHoursBefore: number;
  /** Elapsed hours between the release of vacant seats and the closing (A6, 24). */
  readonly releaseHoursBefore: number;
  /** Wall clock at which quiet hours begin and end, 'HH:MM' (X6, '20:00' and '08:00'); equal: none. */
  readonly quietFrom: string;
  readonly quietTo: string;
}

/** X6: equal clocks: none. */
export type QuietHours = Pick<TimeSettings, 'quietFrom' | 'quietTo'>;

export const DEFAULT_TIMES: TimeSettings = {
  opensDaysBefore: 30,
  opensAt: '09:00',
  closesHoursBefore: 48,
  releaseHoursBefore: 24,
  quietFrom: '20:00',
  quietTo: '08:00',
};

/** When it is asked who comes (A17) and who is and was there (A12), the eve, and a booking half done: settings of the programme. */
export interface AskingTimes {
  /** Local days before the closing (A17, 7 and 2). */
  readonly confirmDaysBefore: readonly number[];
  /** Wall clock of the morning after, 'HH:MM' (A12, '09:00'). */
  readonly attendanceAt: string;
  /** Local days from the first asking to the second (A12, 2). */
  readonly attendanceAgainDays: number;
  /** Wall clock of the day before, at which the address and the hour are told again, 'HH:MM' ('17:00'). */
  readonly practicalAt: string;
  /** Elapsed hours before the closing at which whoever has a booking half done is told of it (24 and 2). */
  readonly draftHoursBefore: readonly number[];
  /** Minutes before the beginning at which a leader is asked whether everybody is there (A12, 15). */
  readonly hereMinutesBefore: number;
}

export const DEFAULT_ASKING: AskingTimes = { confirmDaysBefore: [7, 2], attendanceAt: '09:00', attendanceAgainDays: 2, practicalAt: '17:00', draftHoursBefore: [24, 2], hereMinutesBefore: 15 };

const HOUR = 3_600_000;

/** Tries to find an instant that is neither quiet nor outside of somebody's hours: more than the days of a week. */
const TRIES = 20;

function local(at: Date, zone: string): DateTime<true> {
  const here = DateTime.fromJSDate(at, { zone });
  if (!here.isValid) throw new RangeError(`no local time in ${zone}: ${here.invalidReason}`);
  return here;
}

/** Minutes after midnight of 'HH:MM'. Throws a RangeError on anything else. */
export function minutesOf(clock: string): number {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  if (parts === null) throw new RangeError(`not a time of day as HH:MM: ${clock}`);
  return Number(parts[1]) * 60 + Number(parts[2]);
}

/** A calendar day, without a zone. `month` and `day` count from 1. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * The instant at which the clock of that day and zone shows `minutes` after midnight (0 to 1439), by the rule
 * above for the nights of the change; `which` of the two when it does so twice.
 */
export function instantAt({ year, month, day }: CalendarDay, minutes: number, zone: string, which: 'first' | 'last' = 'first'): Date {
  const shown = DateTime.fromObject({ year, month, day, hour: Math.floor(minutes / 60), minute: minutes % 60 }, { zone });
  if (!shown.isValid) throw new RangeError(`no local time in ${zone}: ${shown.invalidReason}`);
  const both = shown.getPossibleOffsets().map((one) => one.toMillis());
  return new Date(which === 'first' ? Math.min(...both) : Math.max(...both));
}

/**
 * A5: the opening, so many calendar days before the performance's local day, at the same wall clock time
 * whatever changes of the clock lie between. 30 days before Saturday 28 November 2026 is Thursday 29 October.
 */
export function openingOf(startsAt: Date, zone: string, s: TimeSettings): Date {
  return instantAt(local(startsAt, zone).minus({ days: s.opensDaysBefore }), minutesOf(s.opensAt), zone);
}

/**
 * A5: the closing, so many elapsed hours before the performance. Elapsed, not 'the same wall clock two days
 * earlier': the setting is a number of hours (a venue may say 1, or 36), '48 h' is what referents were
 * promised, and an elapsed hour always exists, once. The two differ only for performances within two days of
 * a change (Sunday 29 March 2026 at 20:00 closes Friday 27 at 19:00), and the limit is always shown in full.
 */
export function closingOf(startsAt: Date, zone: string, s: TimeSettings): Date {
  return new Date(local(startsAt, zone).toMillis() - s.closesHoursBefore * HOUR);
}

/**
 * A6: from here vacant seats may go to people over their weekly quota. Elapsed hours before the closing;
 * the opening itself for a performance that opens later than that.
 */
export function releaseOf(opensAt: Date, closesAt: Date, s: TimeSettings): Date {
  return new Date(Math.max(opensAt.getTime(), closesAt.getTime() - s.releaseHoursBefore * HOUR));
}

/**
 * A17: when it is asked who comes, so many local days before the closing, at the closing's wall clock time (which
 * quiet hours may put off): the days as set, and their instants.
 */
export function confirmationsOf(closesAt: Date, zone: string, { confirmDaysBefore }: Pick<AskingTimes, 'confirmDaysBefore'>): { readonly days: number; readonly at: Date }[] {
  const closes = local(closesAt, zone);
  return [...new Set(confirmDaysBefore)].map((days) => ({ days, at: instantAt(closes.minus({ days }), closes.hour * 60 + closes.minute, zone) }));
}

/**
 * A12: when it is asked who was there: the first morning of a local day after the beginning's that the outing is over
 * on (one that ends at 00:30 is asked about that same morning, one of several days on the day after), and the second
 * time, so many local days later. An end before the beginning is none.
 */
export function attendanceOf(startsAt: Date, endsAt: Date | null, zone: string, s: Pick<AskingTimes, 'attendanceAt' | 'attendanceAgainDays'>): { readonly first: Date; readonly again: Date } {
  const clock = minutesOf(s.attendanceAt);
  const ends = endsAt === null || endsAt < startsAt ? startsAt : endsAt;
  const begun = local(startsAt, zone);
  const over = ends === startsAt ? begun : local(ends, zone);
  // The day itself where it ends before its morning hour, unless that is the day it begins on.
  const same = over.hasSame(begun, 'day') || over.hour * 60 + over.minute > clock;
  const day = same ? over.plus({ days: 1 }) : over;
  return { first: instantAt(day, clock, zone), again: instantAt(day.plus({ days: s.attendanceAgainDays }), clock, zone) };
}

/**
 * When the address and the hour are told again: on the local day before, which is that of the evening before a night's first hours. Where
 * quiet hours of the programme would put that off to another day (the evening of an island west of here is our night), an hour before they begin.
 */
export function practicalOf(startsAt: Date, zone: string, { practicalAt, ...quiet }: Pick<AskingTimes, 'practicalAt'> & QuietHours, programme: string): Date {
  const eve = local(startsAt, zone).minus({ days: 1 });
  const at = instantAt(eve, minutesOf(practicalAt), zone);
  if (local(endOfQuietIn(at, [programme, zone], quiet), zone).hasSame(eve, 'day')) return at;
  const here = local(at, programme);
  const from = minutesOf(quiet.quietFrom);
  const earlier = new Date(instantAt(here.hour * 60 + here.minute >= from ? here : here.minus({ days: 1 }), from, programme).getTime() - HOUR);
  return local(earlier, zone).hasSame(eve, 'day') && endOfQuietIn(earlier, [programme, zone], quiet).getTime() === earlier.getTime() ? earlier : at;
}

/** When it is told that booking closes to whoever has one half done: the hours as set, and their instants. */
export function draftsOf(closesAt: Date, { draftHoursBefore }: Pick<AskingTimes, 'draftHoursBefore'>): { readonly hours: number; readonly at: Date }[] {
  return [...new Set(draftHoursBefore)].map((hours) => ({ hours, at: new Date(closesAt.getTime() - hours * HOUR) }));
}

/** Minutes before the beginning: people gather, and a leader can say who is there (A12). */
const GATHERING = 60;

/** Outings that begin until this instant can be marked at `now` (A12): those that have begun, and to a leader those that people gather for. */
export const markableUntil = (now: Date, isLeader: boolean): Date => (isLeader ? new Date(now.getTime() + GATHERING * (HOUR / 60)) : now);

/** When a leader is asked whether everybody is there (A12). */
export function hereOf(startsAt: Date, { hereMinutesBefore }: Pick<AskingTimes, 'hereMinutesBefore'>): Date {
  return new Date(startsAt.getTime() - hereMinutesBefore * (HOUR / 60));
}

/** The next time that the clock of a zone shows 'HH:MM' after an instant: once each local day, on those of 23 and 25 hours too. */
export function nextDaily(after: Date, clock: string, zone: string): Date {
  const here = local(after, zone);
  const today = instantAt(here, minutesOf(clock), zone);
  return today > after ? today : instantAt(here.plus({ days: 1 }), minutesOf(clock), zone);
}

/** Whether `at` lies on the local day before that of `now`. */
export function wasYesterday(at: Date, now: Date, zone: string): boolean {
  return local(at, zone).hasSame(local(now, zone).minus({ days: 1 }), 'day');
}

/** A6: the ISO week that a performance counts in, '2026-W53'. The year is the week's, not the calendar's. */
export function weekOf(startsAt: Date, zone: string): string {
  return local(startsAt, zone).toFormat("kkkk-'W'WW");
}

/** A7: the calendar month that a performance counts in, '2026-11'. */
export function monthOf(startsAt: Date, zone: string): string {
  return local(startsAt, zone).toFormat('yyyy-MM');
}

/**
 * X6: when something unsolicited may be sent: `at` itself outside quiet hours, else the end of these.
 * Quiet is what the wall clock says, the first minute included and the last not; an end that the clock shows
 * twice is the second one, so that nobody is woken in the repeated hour. Idempotent.
 */
export function endOfQuiet(at: Date, zone: string, s: QuietHours): Date {
  const from = minutesOf(s.quietFrom);
  const to = minutesOf(s.quietTo);
  const here = local(at, zone);
  const clock = here.hour * 60 + here.minute;
  const quiet = from <= to ? clock >= from && clock < to : clock >= from || clock < to;
  if (!quiet) return new Date(at);
  // Past midnight already, or quiet within one day: today's end. Otherwise it lies on the next day.
  const end = instantAt(clock < to ? here : here.plus({ days: 1 }), to, zone, 'last');
  return endOfQuiet(end, zone, s);
}

/**
 * The same where it is about something elsewhere: quiet neither in the programme's zone, which comes first, nor in that of the place (X6: hours
 * are local, and whoever is told of an outing overseas may be on either side). Where it is always quiet in one of them, the programme's counts.
 */
export function endOfQuietIn(at: Date, zones: readonly [string, ...string[]], s: QuietHours): Date {
  let moment = at;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const next = zones.reduce((one, zone) => endOfQuiet(one, zone, s), moment);
    if (next.getTime() === moment.getTime()) return next;
    moment = next;
  }
  return endOfQuiet(at, zones[0], s);
}

/** Somebody's own days and hours (X6). */
export interface OwnHours {
  /** 1 Monday to 7 Sunday; null: any. */
  readonly days: readonly number[] | null;
  /** Wall clock 'HH:MM', the first minute included and the last not; null: the whole day. */
  readonly hours: { readonly from: string; readonly until: string } | null;
}

export const ANY_HOURS: OwnHours = { days: null, hours: null };

/**
 * X6: when something unsolicited may be sent to somebody: `at` itself, or the next instant that is neither quiet nor outside of their own days
 * and hours, which are those of the first zone. Where there is none (own hours at night alone), the end of quiet hours. Idempotent.
 */
export function momentFor(at: Date, zones: readonly [string, ...string[]], s: QuietHours, own: OwnHours): Date {
  let moment = at;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const next = startOfOwn(endOfQuietIn(moment, zones, s), zones[0], own);
    if (next.getTime() === moment.getTime()) return next;
    moment = next;
  }
  return endOfQuietIn(at, zones, s);
}

function startOfOwn(at: Date, zone: string, { days, hours }: OwnHours): Date {
  const here = local(at, zone);
  const from = hours === null ? 0 : minutesOf(hours.from);
  const isOwn = (weekday: number): boolean => days === null || days.includes(weekday);
  const clock = here.hour * 60 + here.minute;
  if (isOwn(here.weekday) && clock >= from && (hours === null || clock < minutesOf(hours.until))) return at;
  const later = isOwn(here.weekday) && clock < from ? 0 : [1, 2, 3, 4, 5, 6, 7].find((n) => isOwn(here.plus({ days: n }).weekday)) ?? 1;
  return instantAt(here.plus({ days: later }), from, zone, 'last');
}

/** The local calendar day of `at`, half-open: 23 or 25 hours long when the clock changes. */
export function localDay(at: Date, zone: string): { start: Date; end: Date } {
  const here = local(at, zone);
  return { start: instantAt(here, 0, zone), end: instantAt(here.plus({ days: 1 }), 0, zone) };
}
