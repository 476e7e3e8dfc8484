import { DateTime } from 'luxon';
import { dayOf, instantOf, type Direction, type Grain, type Now, type Reader } from './dates/calendar.ts';
import { longest, readClockAlone, readClockThenDay, readDayThenClock, readElapsed, readPartAlone, readThese, type Edge, type Moment } from './dates/moments.ts';
import { readOpen, readRange } from './dates/ranges.ts';
import { clausesOf } from './tokens.ts';

export type { Direction, Grain } from './dates/calendar.ts';

/**
 * Dates as people type them (X2), French and basic English. The grammar is a handful of rules over folded words
 * ({@link Reader}: "what stands at this word?"), in three kinds — days, stretches of days, hours — and the ways to put
 * them together, here. At each word every rule is tried and the longest reading wins; the first word that
 * something can be read at wins over later ones. To understand more, add a reader to a list.
 */

export interface DateContext {
  readonly at: Date;
  /** IANA zone in which 'samedi à 20 h' is meant. */
  readonly zone: string;
  /** Where a weekday, or a date without a year, lies. Words such as 'hier' and 'prochain' decide for themselves. */
  readonly direction: Direction;
}

export interface DateRead {
  readonly start: Date;
  /** Excluded. Null: open ('à partir du 28'). */
  readonly end: Date | null;
  readonly grain: Grain;
  /** The words it was read from, as typed, and where they begin in the text. */
  readonly matched: string;
  readonly index: number;
  /** Weekday and date do not agree ('dimanche 28 novembre' on a Saturday): ask. */
  readonly doubt?: true;
}

/** In the order in which they win when they read equally far. */
const MOMENT_READERS: readonly Reader<Moment>[] = [readThese, readDayThenClock, readClockThenDay, readRange, readElapsed, readOpen, readClockAlone, readPartAlone];

function resolve(moment: Moment, { at: now, zone }: DateContext): Pick<DateRead, 'start' | 'end' | 'grain' | 'doubt'> | undefined {
  const instant = ([day, minutes]: Edge): Date => instantOf(day, minutes, zone);
  switch (moment.kind) {
    case 'impossible':
      return undefined;
    case 'days':
      return { start: instant([moment.days.from, 0]), end: instant([moment.days.to, 0]), grain: moment.days.grain, ...(moment.days.doubt && { doubt: true }) };
    case 'clock': {
      const { from, to, grain } = moment.clock;
      return { start: instant([moment.day, from]), end: instant([moment.day, to]), grain, ...(moment.doubt && { doubt: true }) };
    }
    case 'elapsed': {
      const start = new Date(now.getTime() - (now.getTime() % 60_000) + moment.minutes * 60_000);
      return { start, end: new Date(start.getTime() + 60_000), grain: 'minute' };
    }
    case 'span': {
      const start = moment.from === 'now' ? now : instant(moment.from);
      const end = moment.to === null ? null : instant(moment.to);
      return end !== null && end <= start ? undefined : { start, end, grain: moment.grain };
    }
  }
}

/** The first date in the text, if there is one. A date that does not exist ('31 novembre') is none. Throws `RangeError` on an unknown zone. */
export function readDate(text: string, context: DateContext): DateRead | undefined {
  const here = DateTime.fromJSDate(context.at, { zone: context.zone });
  if (!here.isValid) throw new RangeError(`no local time in ${context.zone}: ${here.invalidReason}`);
  const now: Now = { today: dayOf(here.year, here.month, here.day), minutes: here.hour * 60 + here.minute, direction: context.direction };
  for (const tokens of clausesOf(text)) {
    let i = 0;
    while (i < tokens.length) {
      const found = longest(MOMENT_READERS, tokens, i, now);
      const read = found && resolve(found.value, context);
      const first = tokens[i];
      const last = found && tokens[found.next - 1];
      if (read !== undefined && first !== undefined && last !== undefined) {
        return { ...read, matched: text.slice(first.start, last.end), index: first.start };
      }
      i = found?.next ?? i + 1;
    }
  }
  return undefined;
}

