import type { PersonKind } from './person.ts';

/** Venue ou absence, once the outing is over (A12). */
export type Attendance = 'unknown' | 'present' | 'absent' | 'excused';

/** Réservation or waiting entry: one row whose state changes (A8). */
export interface Seat {
  readonly id: string;
  readonly performanceId: string;
  readonly requestId: string;
  readonly personId: string;
  readonly kind: PersonKind;
  readonly state: 'waiting' | 'booked' | 'cancelled';
  /** The tier it was given in: 1 within the weekly quota, 2 over it (A6). */
  readonly tier: 1 | 2 | null;
  /** Number of the invitation; void once cancelled (A9). */
  readonly number: string;
  readonly hinderedAt: Date | null;
  /** Given later than asked for, from a freed or added seat (A8). */
  readonly promoted: boolean;
  readonly attendance: Attendance;
  /** When it was said that the person comes (A17); null: not yet, or the outing moved since. */
  readonly confirmedAt: Date | null;
  /** While waiting: persons ahead plus one, and the tier it waits in now. */
  readonly rank?: number;
  readonly waitsIn?: 1 | 2;
  /** While waiting: one of a group that wants to sit together and has not been seated yet. */
  readonly grouped?: boolean;
}

/** A seat with what a list shows of its performance. */
export interface Reservation extends Seat {
  readonly title: string;
  readonly startsAt: Date;
  readonly closesAt: Date;
  readonly cancelledAt: Date | null;
  readonly zone: string;
  readonly venueName: string;
}
