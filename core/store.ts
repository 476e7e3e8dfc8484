import type { DocumentSource } from './documents/sources.ts';
import type { Facts } from './domain/booking.ts';
import type { Decision, DecisionDraft, Joining } from './domain/decision.ts';
import type { Admission, DeskSheet, DeskStructure } from './domain/desk.ts';
import type { Performance, Venue } from './domain/performance.ts';
import type { NewPerson, Party, Person, PersonChanges, PersonKind, PersonSheet } from './domain/person.ts';
import type { Attendance, Reservation, Seat } from './domain/reservation.ts';
import type { Colleague, Invited, Service, StructureSheet } from './domain/structure.ts';
import type { Undelivered, UndeliveredCount, UndeliveredSort, Unreachable, Whose } from './domain/undelivered.ts';
import type { PushWishes } from './domain/wishes.ts';
import type { NameBook } from './messages/naming.ts';
import type { Lang, Programme, Structure } from './ports.ts';

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
  readonly venue?: string;
  /** What stands after this one in the order of answers (by instant, then id): pages that rows added meanwhile do not move. */
  readonly after?: { readonly startsAt: Date; readonly id: string };
}

export interface SearchPage {
  readonly total: number;
  readonly items: readonly (Performance & { readonly waiting: number; readonly km: number | null })[];
}

export interface ReservationFilter {
  /** `listed`: the current ones, and those cancelled since with their performance; `voided`: these alone, past ones too (A19). */
  readonly which: 'current' | 'listed' | 'voided' | 'waiting' | 'past';
  readonly person?: string;
  readonly performance?: string;
  readonly event?: string;
  /** Only those that the account asked for, or that somebody did who is no referent there any more. */
  readonly mine?: boolean;
}

export interface SeatRequest {
  readonly performance: string;
  readonly people: readonly { readonly id: string; readonly kind: PersonKind }[];
  readonly minimum: number;
  /** Order of arrival: the inbox number of a pressed confirmation; else the next one. */
  readonly waitSeq: number | undefined;
  /** An earlier request of the same structure that these people join. */
  readonly join: string | undefined;
  /** Where and when it was said to be: moved meanwhile (A19), nothing is asked, and the turn runs again. */
  readonly shown?: { readonly startsAt: Date; readonly venueId: string };
}

/** A chat on a platform that is tied to an account (A2). */
export interface Conversation {
  readonly id: string;
  /** 'telegram'. */
  readonly channel: string;
  readonly linkedAt: Date;
  readonly usedAt: Date;
  /** False: the platform says that nothing gets there (blocked). */
  readonly reachable: boolean;
  readonly here: boolean;
}

/** Everything a turn may read and write, bound to one transaction, one scope and one operator. */
export interface Store {
  programme(): Promise<Programme>;
  structure(): Promise<Structure | undefined>;
  people: {
    all(): Promise<readonly Person[]>;
    add(person: NewPerson, now: Date): Promise<Person>;
    /** Several in one go (a list), in their order; `host`: the guest of that one of these. Their ids. */
    addAll(people: readonly (NewPerson & { readonly host?: number })[], now: Date): Promise<readonly string[]>;
    /** Birth years by person, where they are known: what tells namesakes apart. */
    births(): Promise<ReadonlyMap<string, number>>;
    names(people: readonly string[], accounts: readonly string[]): Promise<NameBook>;
    parties(): Promise<readonly Party[]>;
    /** Everything that is kept of somebody; undefined: nobody of the own structure. */
    sheet(id: string): Promise<PersonSheet | undefined>;
    edit(id: string, changes: PersonChanges, now: Date): Promise<void>;
    /** Cannot be booked any more, or again (A3); somebody who waits and can be booked again is dealt to. */
    setRemoved(id: string, removed: boolean, now: Date): Promise<void>;
    /** A named group, made or (with its id) changed; its id. */
    saveParty(party: { id?: string; name: string; members: readonly string[] }): Promise<string>;
    dropParty(id: string): Promise<void>;
  };
  /** The own structure's sheet and its services (A1). */
  structures: {
    sheet(): Promise<StructureSheet | undefined>;
    edit(changes: Partial<Omit<StructureSheet, 'id'>>): Promise<void>;
    services(): Promise<readonly Service[]>;
    /** Made or (with its id) changed; its id. */
    saveService(service: Omit<Service, 'id'> & { readonly id?: string }, now: Date): Promise<string>;
    removeService(id: string, now: Date): Promise<void>;
  };
  /** What a chat that is nobody's yet may do. Every other account is refused by an exception. */
  reception: {
    /** Who runs a programme that one can join: without the demo's, unless there is nothing else. */
    operators(): Promise<readonly { readonly id: string; readonly name: string }[]>;
    /** Asks to join (A1); the operator is told, and the answer comes into the same chat. `many`: too often today. */
    join(operator: string, joining: Joining, now: Date): Promise<'asked' | 'many'>;
    /** Has a new code mailed to whoever has this address (A2); `asked` whether anybody has or not. */
    lostAccess(email: string, now: Date): Promise<'asked' | 'many'>;
  };
  /** Accounts of the own structure: referents, visitors, leaders (A2, A14). */
  colleagues: {
    list(): Promise<readonly Colleague[]>;
    /** A new account without a code yet; or that the address is somebody's already. */
    invite(invited: Invited, now: Date): Promise<{ kind: 'made'; account: string } | { kind: 'email-taken' }>;
    /** A one-time code, to be shown once; undefined: no such account here. */
    code(account: string, now: Date): Promise<{ code: string; expiresAt: Date } | undefined>;
    /** Has a new code sent to the account's address; false: it has none. */
    mailCode(account: string, now: Date): Promise<boolean>;
    /** No access any more, on any channel, from this commit on. False: no such account here. */
    remove(account: string, now: Date): Promise<boolean>;
  };
  /** What waits for somebody's yes or no (A1, A14): those that the reader answers, and those they asked. */
  decisions: {
    /** To be answered by the reader, oldest first. */
    open(): Promise<readonly Decision[]>;
    get(id: string): Promise<Decision | undefined>;
    /** Asks and tells those who answer; the one that is open already when the same was asked before. */
    ask(draft: DecisionDraft, now: Date): Promise<Decision>;
    /** What the reader's structure asked the operator, or (a visitor) the account asked its referents; newest first, at most 30. */
    asked(): Promise<readonly Decision[]>;
    /** Answers, once; undefined: answered already, or not the reader's to answer. Who asked is told. */
    decide(id: string, granted: boolean, now: Date): Promise<Decision | undefined>;
  };
  /** Structures as the operator sees them (A1). Every other account is refused by an exception: flows ask for the role first. */
  desk: {
    /** By name; `like`: words of the name or town. */
    structures(like: string | undefined, page: { offset: number; limit: number }): Promise<{ total: number; items: readonly DeskStructure[] }>;
    structure(id: string): Promise<DeskSheet | undefined>;
    /** Suspends, or ends it: those who wait are then dealt to. Referents are told. False: there is none such, or it stands so already. */
    suspend(id: string, suspended: boolean, now: Date): Promise<boolean>;
    /** Lets in who asked to join (A1): the structure, its first referent with a code by e-mail, and the decision's yes. */
    admit(decision: string, now: Date): Promise<Admission>;
  };
  /** What did not arrive, and whom nothing reaches (X4). The operator's: every other account is refused by an exception. */
  undelivered: {
    count(): Promise<UndeliveredCount>;
    /** Newest first; with whose it is, where it is somebody's. */
    list(page: { offset: number; limit: number }): Promise<readonly (Undelivered & { readonly whose: Whose | null })[]>;
    /** Newest first. */
    people(page: { offset: number; limit: number }): Promise<readonly (Unreachable & Whose)[]>;
    /** Undefined: it is none of them, or not any more. */
    person(account: string): Promise<(Unreachable & Whose) | undefined>;
    /** Tries one again, or all of it (null). What was begun: nothing where that was done already, or it has arrived meanwhile. */
    retry(id: string | null, now: Date): Promise<readonly UndeliveredSort[]>;
  };
  /** Who was there (A12) and who comes (A17). */
  attendance: {
    /**
     * Seats of outings that have begun and that nobody has said anything about yet, newest outing first. `mine`: only
     * those that the account booked, or that somebody booked who is no referent there any more.
     */
    toMark(now: Date, of?: { readonly performance?: string; readonly mine?: boolean }): Promise<readonly Reservation[]>;
    /** Ids of the seats that were marked: booked, of an outing that has begun and was not cancelled, the reader's to mark. */
    mark(seats: readonly string[], attendance: Attendance, now: Date): Promise<readonly string[]>;
    /** Booked seats of a performance to come that the account answers for (`mine`, else the structure's). */
    coming(performance: string, now: Date): Promise<readonly Reservation[]>;
    /** Whether the account is to be asked about a performance: it has a seat there that nobody has answered for, and that it knows of for most of a day. */
    isToAsk(performance: string, now: Date): Promise<boolean>;
    /** Of performances whose booking is open: the seats asked about by a push that nobody has answered for. */
    toConfirm(now: Date): Promise<readonly Reservation[]>;
  };
  offer: {
    search(criteria: SearchCriteria, page: { offset: number; limit: number }): Promise<SearchPage>;
    performance(id: string): Promise<Performance | undefined>;
    /** Those of these, by id, in one query; unknown ones are left out. */
    performances(ids: readonly string[]): Promise<ReadonlyMap<string, Performance>>;
    venue(id: string): Promise<Venue | undefined>;
    /** Other dates of the same event that have not begun, soonest first. */
    otherDates(performance: Performance, now: Date): Promise<readonly Performance[]>;
    /** Themes and towns of what is to come, most frequent first. */
    facets(now: Date): Promise<{ themes: readonly string[]; cities: readonly string[] }>;
    /** Directory of partners (A4): venues with how many dates are to come, by name; `like`: part of name or town. */
    partners(like: string | undefined, page: { offset: number; limit: number }, now: Date): Promise<{ total: number; items: readonly (Venue & { readonly id: string; readonly coming: number })[] }>;
    /** 'Vous aimerez aussi' (A4): open dates with free seats, by the genres that the structure booked and came to; not what it has booked. */
    suggestions(limit: number, now: Date): Promise<readonly Performance[]>;
  };
  booking: {
    facts(performance: Performance, now: Date): Promise<Facts>;
    /** Writes the waiting rows and deals, in this transaction. The rows as they stand afterwards. */
    ask(request: SeatRequest, now: Date): Promise<readonly Seat[]>;
    /** Seats of the own structure by id, cancelled ones included. */
    seats(ids: readonly string[], now: Date): Promise<readonly Reservation[]>;
    /** The seat whose invitation has this number (nine digits), cancelled ones included. */
    numbered(number: string, now: Date): Promise<Reservation | undefined>;
    list(filter: ReservationFilter, page: { offset: number; limit: number }, now: Date): Promise<{ total: number; items: readonly Reservation[] }>;
    /** Cancels (booked or waiting) and deals what is freed. Cancelled ids; those that were not one's own or cancelled already are left out. */
    cancel(ids: readonly string[], now: Date): Promise<readonly string[]>;
    /** 'Yes, they come' (A17): the seats are kept and not asked about again. */
    confirm(ids: readonly string[], now: Date): Promise<void>;
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
    /** The accompanied person, companion or venue that the account stands for (A14, A16). */
    standsFor(): Promise<{ person: string | null; venue: string | null }>;
    /** The accounts of the chat that message `no` came by, one an operator; the active one answers there (A2). None: the web chat. */
    chats(no: number): Promise<readonly { readonly operator: string; readonly name: string; readonly active: boolean }[]>;
    /** The account's own chats beside the web page, the one used last first; `here`: message `no` came by it. */
    conversations(no: number): Promise<readonly Conversation[]>;
    /** Unties one of them (A2). False: it is none of the account's. */
    leave(conversation: string, now: Date): Promise<boolean>;
    /** A one-time code for the account itself, to tie another chat to it; shown once. */
    code(now: Date): Promise<{ code: string; expiresAt: Date } | undefined>;
    /** The channel that pushes go to (X6): 'web', the page alone; null: the one used last. */
    pushChannel(): Promise<string | null>;
    setPushChannel(channel: string | null): Promise<void>;
    /** The account's own e-mail address; null: none. */
    address(): Promise<string | null>;
    /** What the account wants to be told unasked, and when (X6). */
    wishes(): Promise<PushWishes>;
    /** The performance that a booking is half done for, and when something was said last (A5, X3). */
    preparing(): Promise<{ readonly performance: string; readonly at: Date } | undefined>;
    setWishes(wishes: PushWishes): Promise<void>;
    /** Another of them answers there from now on. False: the chat has none with that operator. */
    switchTo(operator: string, no: number): Promise<boolean>;
  };
  files: {
    /** A file that the account sent in; undefined: none of its own. */
    read(id: string): Promise<{ readonly name: string; readonly mime: string; readonly bytes: Buffer } | undefined>;
  };
  documents: DocumentSource;
  audit(action: string, subject: string | null, detail: Record<string, string | number | boolean>, now: Date): Promise<void>;
}

