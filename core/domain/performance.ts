/** Représentation (A4, A5): one dated occurrence of an event, and what may be done with it at an instant. */
export interface Performance {
  readonly id: string;
  readonly eventId: string;
  readonly venueId: string;
  readonly programmeId: string;
  readonly title: string;
  readonly summary: string | null;
  readonly description: string | null;
  readonly themes: readonly string[];
  readonly accessibility: readonly string[];
  readonly price: string | null;
  readonly purchaseUrl: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** IANA zone of the venue, in which every local rule is read. */
  readonly zone: string;
  readonly week: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly releaseAt: Date;
  readonly capacity: number;
  readonly taken: number;
  readonly cancelledAt: Date | null;
  readonly venue: Venue;
}

/** Coopérateur culturel ou sportif: who gives the invitations. */
export interface Venue {
  readonly name: string;
  readonly address: string | null;
  readonly city: string;
  readonly phone: string | null;
  readonly access: string | null;
}

/** Where a performance stands in its booking window (A5). */
export type Window = 'not_open' | 'open' | 'closed' | 'past' | 'cancelled';

export function windowOf(performance: Pick<Performance, 'opensAt' | 'closesAt' | 'startsAt' | 'cancelledAt'>, now: Date): Window {
  if (performance.cancelledAt !== null) return 'cancelled';
  if (now >= performance.startsAt) return 'past';
  if (now >= performance.closesAt) return 'closed';
  return now < performance.opensAt ? 'not_open' : 'open';
}

/** Seats that nobody holds. Somebody eligible may be waiting for none of them (A8). */
export const freeSeats = (performance: Pick<Performance, 'capacity' | 'taken'>): number => performance.capacity - performance.taken;
