import type { PersonKind } from '../domain/person.ts';

/** A booked seat with what stands on its invitation (A9). */
export interface Holder {
  readonly seat: string;
  readonly performance: string;
  /** Nine digits. */
  readonly number: string;
  readonly first: string;
  readonly last: string;
  /** Initials and number only (A3). */
  readonly discreet: boolean;
  /** ISO 639-1; null: nothing is known. */
  readonly lang: string | null;
  /** The reader was told that the performance moved after this seat was given (A19). */
  readonly renewed: boolean;
}

/** The reader's own seats at one performance, for a calendar. */
export interface OwnOuting {
  /** Numbers of the seats that are booked now. */
  readonly numbers: readonly string[];
  /** Grows with each move, cancellation of the performance, and seat given back. */
  readonly revision: number;
}

/** One line of a venue's guest list (A16). Of somebody `discreet` both names are initials, and the structure is not said (A3). */
export interface Guest {
  readonly number: string;
  readonly kind: PersonKind;
  readonly first: string;
  readonly last: string;
  readonly discreet: boolean;
  readonly structure: string | null;
  /** Of the structure's contact. */
  readonly phone: string | null;
}

export interface GuestList {
  readonly guests: readonly Guest[];
  /** How many structures they come with. */
  readonly structures: number;
}

/** What documents are made of, as far as the account may see it. */
export interface DocumentSource {
  /** Those of these seats that are booked, at performances that take place; in no order. Nothing for a venue or a jury. */
  holders(seats: readonly string[]): Promise<readonly Holder[]>;
  /** A referent's structure's seats, a visitor's or leader's own and their guests'. Undefined: there never was one. */
  outing(performance: string): Promise<OwnOuting | undefined>;
  /** Undefined: cancelled, or not the reader's: a venue has its own performances' lists, an operator has all. */
  guests(performance: string): Promise<GuestList | undefined>;
}
