import type { Attendance, Seat } from './reservation.ts';
import { localDay } from './time.ts';

/** What is read of a seat when its QR is opened (A9): nobody's name, and nothing of a structure. */
export interface NumberedSeat {
  /** Nine digits. */
  readonly number: string;
  readonly state: Seat['state'];
  readonly attendance: Attendance;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** IANA zone of the venue. */
  readonly zone: string;
  /** When the performance or its event was cancelled (A19). */
  readonly cancelledAt: Date | null;
  readonly venueName: string;
  readonly city: string;
}

/** Invitation of an outing, as anybody with the QR may see it. */
export type ShownInvitation = Pick<NumberedSeat, 'number' | 'title' | 'startsAt' | 'zone' | 'venueName' | 'city'>;

/** What an invitation is worth at an instant. A wrong MAC and an unknown number are both `unknown`, and say nothing. */
export type Verification =
  | { readonly state: 'unknown' }
  | { readonly state: 'valid' | 'used' | 'void'; readonly shown: ShownInvitation }
  /** `is`: its day is still to come, or over. */
  | { readonly state: 'wrongDay'; readonly is: 'tocome' | 'over'; readonly shown: ShownInvitation };

const HOUR = 3_600_000;
/** Valid so long after the end, and so long after the beginning where no end is known. */
const AFTER_END = 6 * HOUR;
const AFTER_START = 8 * HOUR;
/** Doors open the evening before, where it begins just after midnight. */
const DOORS = 2 * HOUR;

/**
 * From local midnight of the day in the venue's zone (or two hours before the beginning, if that is earlier) until 6 h
 * after the end, or 8 h after the beginning where no end is known. Half-open. @throws RangeError on an unknown zone
 */
export function validity({ startsAt, endsAt, zone }: Pick<NumberedSeat, 'startsAt' | 'endsAt' | 'zone'>): { from: Date; until: Date } {
  const from = Math.min(localDay(startsAt, zone).start.getTime(), startsAt.getTime() - DOORS);
  const until = endsAt === null || endsAt <= startsAt ? startsAt.getTime() + AFTER_START : endsAt.getTime() + AFTER_END;
  return { from: new Date(from), until: new Date(until) };
}

/** A9: void is said first, then that it has served (A12: present); a moved performance is judged by where it stands now (A19). */
export function verificationOf(seat: NumberedSeat | undefined, now: Date): Verification {
  if (seat === undefined) return { state: 'unknown' };
  const { number, title, startsAt, zone, venueName, city } = seat;
  const shown = { number, title, startsAt, zone, venueName, city };
  if (seat.state !== 'booked' || seat.cancelledAt !== null) return { state: 'void', shown };
  if (seat.attendance === 'present') return { state: 'used', shown };
  const { from, until } = validity(seat);
  if (now < from) return { state: 'wrongDay', is: 'tocome', shown };
  return now < until ? { state: 'valid', shown } : { state: 'wrongDay', is: 'over', shown };
}
