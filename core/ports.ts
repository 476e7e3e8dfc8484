import type { Lang } from './i18n/plural.ts';
import type { Incoming } from './messages/incoming.ts';
import type { Message } from './messages/message.ts';
import type { NameBook } from './messages/naming.ts';
import type { Facts } from './domain/booking.ts';
import type { Performance } from './domain/performance.ts';
import type { Party, Person, PersonKind } from './domain/person.ts';
import type { Reservation, Seat } from './domain/reservation.ts';
import type { TimeSettings } from './domain/time.ts';

/** Programme time. One for the process; the test clock is one for all processes (architecture, Time). */
export interface Clock {
  now(): Promise<Date>;
}

/** New ids: uuidv7, time-ordered. And invitation numbers, readable by voice. */
export interface Ids {
  uuid(): string;
  number(): string;
}

export type { Lang } from './i18n/plural.ts';
export type Role = 'reception' | 'referent' | 'visitor' | 'leader' | 'venue' | 'operator' | 'jury';

export interface Account {
  readonly operator: string;
  readonly id: string;
  readonly role: Role;
  readonly structure: string | null;
  readonly lang: Lang;
}

export interface Programme extends TimeSettings {
  readonly id: string;
  readonly zone: string;
  readonly weeklyQuota: number | null;
  readonly peoplePerRequest: number;
}

export interface Structure {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly suspended: boolean;
  /** ISO dates, both included; null: no limit. */
  readonly conventionFrom: string | null;
  readonly conventionUntil: string | null;
}

/** A4: what a search may ask for. `text` is matched against title, venue, town and themes, without accents and with typos. */
export interface SearchCriteria {
  readonly text?: string;
  readonly from: Date;
  readonly to?: Date;
  readonly city?: string;
  readonly theme?: string;
  readonly accessibility?: string;
  /** Open for booking at this instant (A5). */
  readonly bookableAt?: Date;
  /** At least so many free seats. */
  readonly seats?: number;
  readonly near?: { readonly latitude: number; readonly longitude: number; readonly km: number };
}

export interface SearchPage {
  readonly total: number;
  readonly items: readonly (Performance & { readonly waiting: number; readonly km: number | null })[];
}

export interface ReservationFilter {
  readonly which: 'current' | 'waiting' | 'past';
  readonly person?: string;
  readonly performance?: string;
  readonly event?: string;
}

export interface SeatRequest {
  readonly performance: string;
  readonly people: readonly { readonly id: string; readonly kind: PersonKind }[];
  readonly minimum: number;
  /** Order of arrival: the inbox number of a pressed confirmation; else the next one. */
  readonly waitSeq: number | undefined;
  /** An earlier request of the same structure that these people join. */
  readonly join: string | undefined;
}

/** Everything a turn may read and write, bound to one transaction, one scope and one operator. */
export interface Store {
  programme(): Promise<Programme>;
  structure(): Promise<Structure | undefined>;
  people: {
    all(): Promise<readonly Person[]>;
    add(person: { kind: PersonKind; of: string | null; first: string; last: string }, now: Date): Promise<Person>;
    names(people: readonly string[], accounts: readonly string[]): Promise<NameBook>;
    parties(): Promise<readonly Party[]>;
  };
  offer: {
    search(criteria: SearchCriteria, page: { offset: number; limit: number }): Promise<SearchPage>;
    performance(id: string): Promise<Performance | undefined>;
    /** Other dates of the same event that have not begun, soonest first. */
    otherDates(performance: Performance, now: Date): Promise<readonly Performance[]>;
    /** Themes and towns of what is to come, most frequent first. */
    facets(now: Date): Promise<{ themes: readonly string[]; cities: readonly string[] }>;
  };
  booking: {
    facts(performance: Performance, now: Date): Promise<Facts>;
    /** Writes the waiting rows and deals, in this transaction. The rows as they stand afterwards. */
    ask(request: SeatRequest, now: Date): Promise<readonly Seat[]>;
    /** Seats of the own structure by id, cancelled ones included. */
    seats(ids: readonly string[], now: Date): Promise<readonly Reservation[]>;
    list(filter: ReservationFilter, page: { offset: number; limit: number }, now: Date): Promise<{ total: number; items: readonly Reservation[] }>;
    /** Cancels (booked or waiting) and deals what is freed. Cancelled ids; those that were not one's own or cancelled already are left out. */
    cancel(ids: readonly string[], now: Date): Promise<readonly string[]>;
    /** Keeps 'cannot come' after closing (A5). */
    hinder(ids: readonly string[], hindered: boolean, now: Date): Promise<void>;
    /** Changes how many of a request that still waits must sit together, and deals. */
    regroup(request: string, minimum: number, now: Date): Promise<void>;
  };
  alerts: {
    get(performance: string): Promise<{ people: readonly string[]; minimum: number } | undefined>;
    set(performance: string, people: readonly string[], minimum: number, now: Date): Promise<void>;
    remove(performance: string): Promise<void>;
    /** Own alerts for performances that have not opened yet, the next opening first. */
    coming(now: Date): Promise<readonly Performance[]>;
  };
  account: {
    setLang(lang: Lang): Promise<void>;
  };
  audit(action: string, subject: string | null, detail: Record<string, string | number | boolean>, now: Date): Promise<void>;
}

/** Somebody who is let in: an account with what a page shows of it. */
export interface Visitor {
  readonly account: Account;
  readonly name: string;
  readonly structure: string | null;
}

export type CodeOutcome = 'linked' | 'unknown' | 'used' | 'expired' | 'removed';
/** What became of a code typed into a chat. */
export type LinkOutcome = CodeOutcome | 'tooMany';

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly structure: string | null;
  readonly operator: string;
  readonly code: string;
}

/** Who comes in and what they read: the database as the channels see it. */
export interface Gate {
  /** Uses a linking code (A2). `by` is the key of the request: the same one again gives the same answer. */
  redeem(code: string, by: string, chat: { channel: string; key: string } | undefined): Promise<{ outcome: CodeOutcome; account?: { operator: string; id: string } }>;
  /** A new token for the web chat; only its keyed hash is kept. */
  openSession(account: { operator: string; id: string }): Promise<string>;
  closeSession(token: string): Promise<void>;
  /** Nothing once the account is removed, whatever it holds (A2). */
  accountOf(token: string): Promise<Account | undefined>;
  visitor(account: Account): Promise<Visitor>;
  demoAccounts(): Promise<readonly DemoAccount[]>;
  /** Stores one incoming message once (X4), before it is acknowledged. */
  take(message: { channel: string; platformId: string; chatKey: string; incoming: Incoming }): Promise<Stored>;
  history(account: Account, options: { after?: string; own?: boolean }): Promise<History>;
  answersTo(account: Account, no: number): Promise<History>;
  /** Whether a message has been dealt with. */
  isSettled(operator: string, no: number): Promise<boolean>;
  /** By token, the number of its account's newest message (0: none); without those that let nobody in any more. */
  newest(tokens: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Keeps a file, sealed; its id. `once`: the same again (of the same account) is the same file. */
  keepFile(account: Account, file: { name: string; mime: string; bytes: Buffer }, once?: string): Promise<string>;
  backlog(): Promise<Backlog>;
  /** Database reachable and migrated; else what is wrong, in one sentence. */
  ready(): Promise<string | undefined>;
}

export interface Stored {
  readonly operator: string;
  readonly account: string;
  readonly no: number;
  readonly lane: string | undefined;
  /** False: it was there already. */
  readonly fresh: boolean;
}

/** One message of a history: what guichet said (`message`), or what the person wrote (`text`). */
export interface HistoryItem {
  readonly id: string;
  readonly seq: number;
  readonly at: Date;
  readonly message?: Message;
  readonly text?: string;
  /** The sender's own id of what they wrote. */
  readonly client?: string;
}

export interface History {
  readonly items: readonly HistoryItem[];
  readonly names: NameBook;
}

/** What waits now. Timed work and pushes that failed and wait for another try are not counted. */
export interface Backlog {
  readonly inbox: number;
  readonly due: number;
  readonly outbox: number;
}

/** Slows guessing down (A2): shared by all processes. */
export interface Limiter {
  /** Whether another try is allowed for this key; false after too many failures in the window. */
  allowed(key: string): Promise<boolean>;
  failed(key: string): Promise<void>;
}

/** What is to be done, a piece a call; each is safe to call from any process at any time. */
export interface Work {
  /** The oldest waiting message: of that account, or of any that nobody works on. False: none. */
  turn(which?: { operator: string; account: string }): Promise<boolean>;
  /** A batch of one performance's confirmations; how many. */
  lane(operator: string, lane: string): Promise<number>;
  pendingLanes(): Promise<readonly { operator: string; lane: string }[]>;
  due(): Promise<boolean>;
  /** Pushes that are due; `accounts` have something new to read. */
  send(): Promise<{ claimed: number; accounts: readonly string[] }>;
  /** When something is due next after an instant; undefined: nothing is planned. */
  nextDue(after: Date): Promise<Date | undefined>;
  /** Pieces of timed work and pushes finished so far, by all processes. */
  ran(): Promise<number>;
}
