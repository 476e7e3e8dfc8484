import type { PersonDetails, PersonKind } from './domain/person.ts';
import type { AskingTimes } from './domain/time.ts';
import type { Attendance } from './domain/reservation.ts';
import type { Window } from './domain/performance.ts';
import type { Undelivered, Unreachable } from './domain/undelivered.ts';
import type { Naming } from './messages/naming.ts';
import type { Lang } from './ports.ts';

/**
 * Bureau: what an operator's script may do (the operator API). Every verb stands for one transaction in the scope of
 * the key's operator; what belongs to somebody else is not found. Who may use which verb is said in one place,
 * `x-roles` of bots/api/openapi.yaml; a key bound to a venue sees that venue's performances alone, here.
 */
export interface Office {
  /** Whose key this is; undefined: nobody's, or revoked. */
  holder(key: string): Promise<KeyHolder | undefined>;
  desk(holder: KeyHolder, once?: Once): OfficeDesk;
}

export type KeyRole = 'operator' | 'venue' | 'read';

export interface KeyHolder {
  readonly operator: string;
  /** Id of the key, for the audit log. */
  readonly key: string;
  readonly role: KeyRole;
  readonly venue: string | null;
}

/** A request that may come twice and is done once: its sender's key, and all that it asks for. */
export interface Once { readonly key: string; readonly request: string }

/** Every 'no' of the office, each with when it occurs. */
export const officeRefusals = {
  operator_word_needed: 'Seats after closing are given by the operator’s word (A8).',
  structure_not_found: 'No such structure with this operator.',
  venue_not_found: 'No such venue with this operator.',
  event_not_found: 'No such event with this operator.',
  performance_not_found: 'No such performance with this operator, or of another venue than the key’s.',
  participant_not_found: 'No such person in this structure.',
  undelivered_not_found: 'Nothing of the kind with this operator.',
  undelivered_settled: 'It is not given up: it was tried again already, has arrived, or its sender has said something since (X4).',
  invalid_cursor: 'The cursor is not one that a page gave.',
  email_taken: 'The address is that of another account with this operator.',
  account_exists: 'This person has an account of this role already.',
  seats_taken: 'More seats are given than would be left (A16).',
  performance_past: 'The performance has begun.',
  performance_cancelled: 'The performance is cancelled.',
  event_cancelled: 'The event is cancelled.',
  name_needed: 'A first and a last name are needed.',
  participant_needed: 'A visitor is a participant of the structure (A14); a guest is one’s guest (A3).',
  participant_not_wanted: 'A referent is no accompanied person; only a guest is somebody’s.',
  participant_removed: 'The person was deactivated (A3).',
  companion_needed: 'A group leader is a companion of the structure.',
  convention_order: 'The convention would end before it begins.',
  place_incomplete: 'Latitude and longitude go together.',
  age_order: 'The lowest age is above the highest.',
  zone_unknown: 'No such time zone.',
  start_past: 'The performance would have begun already.',
  end_before_start: 'The performance would end before it begins.',
  closing_after_start: 'Booking would close after the performance has begun.',
  opening_after_closing: 'Booking would close before it opens: nobody could ever book.',
  channel_twice: 'A channel stands in the list twice.',
  channel_shows_names: 'The web chat is where names are looked up: it cannot be without any (X5).',
  key_reused: 'The Idempotency-Key was used with another request.',
} as const;

export type OfficeRefusal = keyof typeof officeRefusals;

/** What came of a verb: its result, or why not (nothing was written then). */
export type Answer<T> = { readonly ok: T } | { readonly no: OfficeRefusal; readonly withdrawable?: number };

export interface Page<T> { readonly items: readonly T[]; readonly next: string | null }
export interface Paging { readonly limit: number; readonly cursor?: string }

/** Absent: left as it is. */
type Change<T> = { readonly [name in keyof T]?: T[name] | undefined };

interface StructureFacts {
  readonly name: string;
  readonly kind: string;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** ISO dates, both included; null: no limit. */
  readonly conventionFrom: string | null;
  readonly conventionUntil: string | null;
}
export interface StructureReach {
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}
export type NewStructure = Change<StructureFacts & StructureReach> & { readonly name: string };
export type StructureChange = Change<StructureFacts & StructureReach & { readonly suspended: boolean }>;
/** Whom to reach there, for those who may know. */
export type StructureFile = StructureFacts & Partial<StructureReach> & { readonly id: string; readonly suspended: boolean };

interface Named { readonly first?: string | undefined; readonly last?: string | undefined; readonly name?: string | undefined }
export interface NewReferent extends Named {
  readonly role: 'referent' | 'visitor' | 'leader';
  readonly email?: string | undefined;
  readonly participantId?: string | undefined;
  readonly lang: Lang;
}
export interface Invited {
  readonly account: { readonly id: string; readonly role: NewReferent['role']; readonly structureId: string; readonly participantId: string | null };
  readonly code: string;
  readonly expiresAt: Date;
}
export interface NewParticipant extends Named, Change<PersonDetails> {
  readonly kind: PersonKind;
  readonly of?: string | undefined;
  readonly discreet: boolean;
}
export interface ParticipantEntry {
  readonly id: string;
  readonly kind: PersonKind;
  readonly of: string | null;
  readonly first: string;
  readonly last: string;
  readonly removed: boolean;
}

interface VenueFacts {
  readonly name: string;
  readonly city: string;
  readonly address: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly phone: string | null;
  readonly website: string | null;
  readonly access: string | null;
}
export type NewVenue = Change<VenueFacts> & { readonly name: string; readonly city: string; readonly zone?: string | undefined };
export type VenueFile = VenueFacts & { readonly id: string; readonly zone: string };

export interface NewPerformance {
  readonly startsAt: Date;
  readonly endsAt?: Date | undefined;
  readonly capacity: number;
  readonly opensAt?: Date | undefined;
  readonly closesAt?: Date | undefined;
  readonly quota?: { readonly seats: number; readonly period: 'week' | 'month' | 'all' } | undefined;
}
/** Null: the programme's rule again (A5), or no end. */
export type PerformanceChange = Change<{ startsAt: Date; endsAt: Date | null; venueId: string; opensAt: Date | null; closesAt: Date | null }>;
export interface PerformanceFile {
  readonly id: string;
  readonly eventId: string;
  readonly title: string;
  readonly themes: readonly string[];
  readonly venue: { readonly id: string; readonly name: string; readonly city: string };
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly zone: string;
  readonly week: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly releaseAt: Date;
  readonly capacity: number;
  readonly taken: number;
  readonly free: number;
  readonly waiting: number;
  readonly window: Window;
  readonly cancelledAt: Date | null;
}
/** `from` and `to` (exclusive): an instant, or a calendar day of the programme ('2026-11-28'; the day of `to` included). */
export interface PerformanceSearch extends Paging {
  readonly q?: string | undefined;
  readonly city?: string | undefined;
  readonly from?: Date | string | undefined;
  readonly to?: Date | string | undefined;
}

interface EventFacts {
  readonly title: string;
  readonly summary: string | null;
  readonly description: string | null;
  readonly themes: readonly string[];
  readonly audience: string | null;
  readonly ageMin: number | null;
  readonly ageMax: number | null;
  readonly accessibility: readonly string[];
  readonly price: string | null;
  readonly purchaseUrl: string | null;
}
export type NewEvent = Change<EventFacts> & { readonly title: string; readonly venueId: string; readonly performances: readonly NewPerformance[] };
export type EventChange = Change<EventFacts>;
export type EventFile = EventFacts & { readonly id: string; readonly venueId: string; readonly performances: readonly PerformanceFile[] };

export interface SeatsGiven { readonly id: string; readonly capacity: number; readonly taken: number; readonly given: number; readonly waiting: number; readonly window: Window }

/** One seat as a script sees it: ids and no names. */
export interface ReservationEntry {
  readonly id: string;
  readonly personId: string;
  /** The participant a guest belongs to, the person itself for a participant, null for a companion. */
  readonly participantId: string | null;
  readonly structureId: string;
  readonly state: 'booked' | 'waiting' | 'cancelled';
  readonly tier: 1 | 2 | null;
  /** Of the invitation: nothing while waiting. */
  readonly number?: string;
  readonly rank?: number;
  readonly attendance: Attendance;
  /** Since when it is in this state. */
  readonly at: Date;
}

/** A9: void: given up, waiting, or its performance cancelled; used: its holder is there already. */
export interface Verified { readonly valid: boolean; readonly state: 'valid' | 'void' | 'used' | 'unknown' }

export interface ChannelNaming { readonly channel: string; readonly naming: Naming }

interface Settings extends AskingTimes {
  readonly weeklyQuota: number | null;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly peoplePerRequest: number;
}
export type ProgrammeChange = Change<Settings>;
export interface ProgrammeFile extends Settings {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly opensDaysBefore: number;
  readonly opensAt: string;
  readonly closesHoursBefore: number;
  readonly releaseHoursBefore: number;
}

/** Something that did not arrive, by ids and codes (X4). */
export type UndeliveredEntry = Omit<Undelivered, 'account'> & { readonly accountId: string | null };
/** An account that nothing gets to; `id` is the account's. */
export type UnreachableEntry = Omit<Unreachable, 'structure'> & { readonly structureId: string | null };
/** How many were begun again. */
export interface Retried { readonly retried: number }

/** The verbs, bound to one key. */
export interface OfficeDesk {
  structures(search: Paging & { readonly q?: string | undefined }): Promise<Answer<Page<StructureFile>>>;
  structure(id: string): Promise<Answer<StructureFile>>;
  addStructure(structure: NewStructure): Promise<Answer<StructureFile>>;
  /** The end of a suspension, or a longer convention, serves those who wait (A1, A8). */
  changeStructure(id: string, change: StructureChange): Promise<Answer<StructureFile>>;
  /** An account with a one-time code (A2, A14). */
  addReferent(structure: string, referent: NewReferent): Promise<Answer<Invited>>;
  participants(structure: string, paging: Paging): Promise<Answer<Page<ParticipantEntry>>>;
  addParticipant(structure: string, participant: NewParticipant): Promise<Answer<{ readonly id: string }>>;
  venues(search: Paging & { readonly q?: string | undefined }): Promise<Answer<Page<VenueFile>>>;
  addVenue(venue: NewVenue): Promise<Answer<VenueFile>>;
  addEvent(event: NewEvent): Promise<Answer<EventFile>>;
  changeEvent(id: string, change: EventChange): Promise<Answer<EventFile>>;
  addPerformance(event: string, performance: NewPerformance): Promise<Answer<PerformanceFile>>;
  performances(search: PerformanceSearch): Promise<Answer<Page<PerformanceFile>>>;
  performance(id: string): Promise<Answer<PerformanceFile>>;
  /** A19: another date or place tells holders; seats are kept. */
  changePerformance(id: string, change: PerformanceChange): Promise<Answer<PerformanceFile>>;
  /** A19. Once: the second time there is nothing left to do. */
  cancelPerformance(id: string): Promise<Answer<PerformanceFile>>;
  changeSeats(id: string, delta: number, afterClosing: boolean): Promise<Answer<SeatsGiven>>;
  reservations(performance: string): Promise<Answer<readonly ReservationEntry[]>>;
  verify(number: string): Promise<Answer<Verified>>;
  naming(): Promise<Answer<readonly ChannelNaming[]>>;
  /** Replaces the whole list. */
  setNaming(list: readonly ChannelNaming[]): Promise<Answer<readonly ChannelNaming[]>>;
  programme(): Promise<Answer<ProgrammeFile>>;
  changeProgramme(change: ProgrammeChange): Promise<Answer<ProgrammeFile>>;
  /** What was given up, newest first. */
  undelivered(paging: Paging): Promise<Answer<Page<UndeliveredEntry>>>;
  /** Once: the second time it is not given up any more. */
  retryUndelivered(id: string): Promise<Answer<{ readonly id: string } & Retried>>;
  retryAllUndelivered(): Promise<Answer<Retried>>;
  unreachable(paging: Paging): Promise<Answer<Page<UnreachableEntry>>>;
}
