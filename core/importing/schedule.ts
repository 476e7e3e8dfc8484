import { endOf, instantOf, isPlausible, nextTime, readDate, readDuration, readHour, type Read } from './dates.ts';
import type { Field, Fields } from './headings.ts';
import type { PerformanceDraft, StructureQuota } from './offer.ts';
import type { Notes } from './problems.ts';
import { folded, line, number } from './text.ts';

/** When a row says that something begins, ends, opens and closes, and how many seats it gives. */

export interface Times {
  startsAt: Date;
  endsAt?: Date;
}

/** The instant in `date`, with `time` beside it or in the same cell. Undefined: the row has none; null: unreadable. */
export function instantIn(row: Fields, date: Field, time: Field | undefined, zone: string, notes: Notes): Date | undefined | null {
  if (!row.has(date)) return undefined;
  const read = readDate(row.get(date));
  if (read === undefined) return notes.refuse('bad-date', row.named(date), row.get(date));
  const at = settled(read, row, date, time, zone, notes);
  return at === null || isPlausible(at) ? at : notes.refuse('far-date', row.named(date), row.get(date));
}

function settled(read: Read, row: Fields, date: Field, time: Field | undefined, zone: string, notes: Notes): Date | null {
  if ('instant' in read) return read.instant;
  const beside = time !== undefined && row.has(time) ? time : undefined;
  const hour = beside === undefined ? read.hour : readHour(row.get(beside));
  if (hour === undefined) {
    return beside === undefined
      ? notes.refuse('no-time', row.named(date), row.get(date))
      : notes.refuse('bad-time', row.named(beside), row.get(beside));
  }
  const { at, shifted } = instantOf(read.day, hour, zone);
  if (shifted) notes.mention('clock-change', row.named(date), row.get(date));
  return at;
}

const DAY = 86_400_000;

/** Begin and end of the row's performance. An end that is only a time of day is on the same evening, or past midnight. */
export function timesIn(row: Fields, zone: string, notes: Notes): Times | null {
  const startsAt = instantIn(row, 'date', 'time', zone, notes);
  if (startsAt === undefined) return notes.refuse('no-date');
  const endsAt = startsAt === null ? null : endIn(row, startsAt, zone, notes);
  if (startsAt === null || endsAt === null) return null;
  if (endsAt === undefined || endsAt.getTime() === startsAt.getTime()) return { startsAt };
  const [name, value] = row.has('end') ? [row.named('end'), row.get('end')] : [row.named('endTime'), row.get('endTime')];
  if (endsAt < startsAt) return notes.refuse('end-before-begin', name, value);
  if (endsAt.getTime() - startsAt.getTime() > DAY) notes.mention('long-run', name, value);
  return { startsAt, endsAt };
}

function endIn(row: Fields, startsAt: Date, zone: string, notes: Notes): Date | undefined | null {
  const hour = readHour(row.has('end') ? row.get('end') : row.get('endTime'));
  if (hour !== undefined) return nextTime(startsAt, hour, zone);
  if (row.has('end')) {
    const read = readDate(row.get('end'));
    // A last day without an hour says nothing of when the show ends.
    const dayOnly = read !== undefined && 'day' in read && read.hour === undefined && !row.has('endTime');
    return dayOnly ? undefined : instantIn(row, 'end', 'endTime', zone, notes);
  }
  const minutes = readDuration(row.get('duration'));
  return minutes === undefined ? undefined : new Date(startsAt.getTime() + minutes * 60_000);
}

/** What a venue says of its seats: how many, and when they may be had (A5, A7). */
export type Terms = Pick<PerformanceDraft, 'capacity' | 'opensAt' | 'closesAt' | 'quota'>;

/** The terms in a row; null when one is unreadable: seats that open at a wrong hour are worse than a line to correct. */
export function termsIn(row: Fields, zone: string, notes: Notes): Terms | null {
  const capacity = seatsIn(row, 'seats', notes);
  const opensAt = instantIn(row, 'opens', undefined, zone, notes);
  const closesAt = closingIn(row, zone, notes);
  const quota = quotaIn(row, notes);
  if (capacity === null || opensAt === null || closesAt === null || quota === null) return null;
  if (opensAt !== undefined && closesAt !== undefined && opensAt >= closesAt) {
    return notes.refuse('close-before-open', row.named('closes'), row.get('closes'));
  }
  return {
    ...(capacity !== undefined && { capacity }),
    ...(opensAt !== undefined && { opensAt }),
    ...(closesAt !== undefined && { closesAt }),
    ...(quota !== undefined && { quota }),
  };
}

/** A closing day without an hour is that whole day: it closes at the next midnight. */
function closingIn(row: Fields, zone: string, notes: Notes): Date | undefined | null {
  const read = row.has('closes') ? readDate(row.get('closes')) : undefined;
  return read !== undefined && 'day' in read && read.hour === undefined
    ? endOf(read.day, zone)
    : instantIn(row, 'closes', undefined, zone, notes);
}

/** '20', '20 places', 20.0: a whole number from 0 to 100,000; what is not is refused, not rounded. */
function seatsIn(row: Fields, field: 'seats' | 'quota', notes: Notes): number | undefined | null {
  if (!row.has(field)) return undefined;
  const value = row.get(field);
  const seats = number(typeof value === 'string' ? line(value, 60)?.replace(/ ?(?:places?|invitations?|seats?)$/i, '') : value);
  if (seats !== undefined && Number.isInteger(seats) && seats >= 0 && seats <= 100_000) return seats;
  return notes.refuse(field === 'seats' ? 'bad-seats' : 'bad-quota', row.named(field), value);
}

/** A7: so many seats a structure, in all unless a period is named ('4 par semaine', or in its own column). */
function quotaIn(row: Fields, notes: Notes): StructureQuota | undefined | null {
  if (!row.has('quota')) return undefined;
  const inside = /^(\d{1,5}) ?(?:places? )?(?:par |\/ ?|a |per )?(\p{L}+)$/iu.exec(line(row.get('quota'), 60) ?? '');
  const isWord = inside !== null && !/^(?:places?|invitations?)$/i.test(inside[2] ?? '');
  const period = periodOf(isWord ? inside[2] : line(row.get('period'), 30));
  if (period === undefined) return notes.refuse('bad-quota', row.named('period') ?? row.named('quota'), row.get('period') ?? row.get('quota'));
  const seats = isWord ? Number(inside[1]) : seatsIn(row, 'quota', notes);
  return seats === null || seats === undefined ? null : { seats, period };
}

function periodOf(text: string | undefined): StructureQuota['period'] | undefined {
  const word = text === undefined ? 'total' : folded(text).replace(/^(?:par|a la|au|en|per) /, '');
  if (/^(?:semaines?|weeks?|hebdo\w*)$/.test(word)) return 'week';
  if (/^(?:mois|months?|mensuel\w*)$/.test(word)) return 'month';
  return /^(?:total|tout|all|structure|seance|representation|unique)$/.test(word) ? 'all' : undefined;
}
