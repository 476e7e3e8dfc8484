import { instantAt, type CalendarDay } from '../../domain/time.ts';
import type { Found, Token } from '../tokens.ts';

/**
 * Days as plain numbers (since 1970-01-01, without a zone): what the grammar of dates counts with. Only the
 * last step, {@link instantOf}, knows the zone, so no rule here can be wrong by an hour.
 */

export type Grain = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Whether a date without a year, or a bare weekday, lies ahead or behind. */
export type Direction = 'future' | 'past';

/** Where the reader stands: local day, minutes after midnight, and where to look. */
export interface Now {
  readonly today: number;
  readonly minutes: number;
  readonly direction: Direction;
}

/** Days `from` (included) to `to` (excluded). */
export interface Days {
  readonly from: number;
  readonly to: number;
  readonly grain: Grain;
  /** The weekday that was said is not that day's: 'dimanche 28 novembre' on a Saturday. */
  readonly doubt?: true;
  /** The year was said. */
  readonly dated?: true;
}

/** Minutes after midnight of one day; `to` may lie beyond 1440, on the next. */
export interface Clock {
  readonly from: number;
  readonly to: number;
  readonly grain: 'minute' | 'hour';
  /** An hour rather than a part of the day. */
  readonly exact?: true;
}

/** A rule: what stands at token `i`, if it is of that kind. Readers of days give `'impossible'` for what reads as a date and is none (31/11). */
export type Reader<T> = (tokens: readonly Token[], i: number, now: Now) => Found<T> | undefined;

const DAY_MS = 86_400_000;

export const dayOf = (year: number, month: number, day: number): number => Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);

export function calendarOf(day: number): CalendarDay {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 1 (Monday) to 7 (Sunday). */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
export const exists = (year: number, month: number, day: number): boolean => month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

export const oneDay = (from: number): Days => ({ from, to: from + 1, grain: 'day' });

/** Monday of the week of `day`. */
export const mondayOf = (day: number): number => day - weekdayOf(day) + 1;

/** The month so many after that of `day`. */
export function monthFrom(day: number, months: number): Days {
  const { year, month } = calendarOf(day);
  return { from: dayOf(year, month + months, 1), to: dayOf(year, month + months + 1, 1), grain: 'month' };
}

/** The same date so many months later, the last of the month where it is shorter. */
export function plusMonths(day: number, months: number): number {
  const { from, to } = monthFrom(day, months);
  return Math.min(from + calendarOf(day).day - 1, to - 1);
}

/** The instant of a local day and minute; minutes beyond the day run into the next ones. */
export function instantOf(day: number, minutes: number, zone: string): Date {
  return instantAt(calendarOf(day + Math.floor(minutes / 1440)), ((minutes % 1440) + 1440) % 1440, zone);
}
