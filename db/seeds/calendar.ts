import { DateTime } from 'luxon';
import { closingOf, instantAt, monthOf, openingOf, releaseOf, weekOf, type TimeSettings } from '../../core/domain/time.ts';

/** When something happens, told from the day of the start, so that a season loaded on any day looks the same. */
export type When =
  | { readonly day: number; readonly clock: string }
  /** A weekday (1 Monday … 7 Sunday) of the n-th ISO week after the one of the start. */
  | { readonly week: number; readonly weekday: number; readonly clock: string }
  /** Tonight at that time, or tomorrow when that is less than three hours away; announced this morning. */
  | { readonly tonight: string };

const WEEKDAYS = { lun: 1, mar: 2, mer: 3, jeu: 4, ven: 5, sam: 6, dim: 7 } as const;

/** 'sam 20:00' of the n-th week after this one, 1 to 7 so that it lies within 60 days of the start. */
export function week(n: number, at: string): When {
  const [weekday = '', clock = ''] = at.split(' ');
  return { week: n, weekday: WEEKDAYS[weekday as keyof typeof WEEKDAYS], clock };
}

/** So many days after the start (before it, when negative). */
export const day = (n: number, clock: string): When => ({ day: n, clock });

const HOUR = 3_600_000;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

export function instantOf(when: When, start: Date, zone: string): Date {
  const today = DateTime.fromJSDate(start, { zone });
  if ('tonight' in when) {
    const evening = instantAt(today, minutesOf(when.tonight), zone);
    return evening.getTime() - start.getTime() >= 3 * HOUR ? evening : instantAt(today.plus({ days: 1 }), minutesOf(when.tonight), zone);
  }
  const date = 'week' in when ? today.startOf('week').plus({ weeks: when.week, days: when.weekday - 1 }) : today.plus({ days: when.day });
  return instantAt(date, minutesOf(when.clock), zone);
}

/** The columns of a performance that follow from its instant (A5–A7). */
export function instantsOf(when: When, minutes: number, start: Date, zone: string, rules: TimeSettings) {
  const startsAt = instantOf(when, start, zone);
  // A late opening (A5): seats given at the last moment, open since the hour before, until one hour before it begins.
  const late = 'tonight' in when;
  const opensGiven = late ? new Date((Math.floor(start.getTime() / HOUR) - 1) * HOUR) : null;
  const closesGiven = late ? new Date(startsAt.getTime() - HOUR) : null;
  const opensAt = opensGiven ?? openingOf(startsAt, zone, rules);
  const closesAt = closesGiven ?? closingOf(startsAt, zone, rules);
  return {
    starts_at: startsAt, ends_at: new Date(startsAt.getTime() + minutes * 60_000), zone, week: weekOf(startsAt, zone), month: monthOf(startsAt, zone),
    opens_given: opensGiven, closes_given: closesGiven, opens_at: opensAt, closes_at: closesAt, release_at: releaseOf(opensAt, closesAt, rules),
  };
}
