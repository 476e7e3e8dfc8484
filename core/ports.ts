import type { Lang } from './i18n/plural.ts';
import type { Incoming } from './messages/incoming.ts';
import type { Feed, FeedCounts, FeedError } from './domain/feed.ts';
import type { HeavyPiece, HeldPiece } from './heavy.ts';
import type { OfferSink } from './importing/offer.ts';
import type { Verification } from './domain/verification.ts';
import type { Action, FileRef, Message } from './messages/message.ts';
import type { NameBook, Naming } from './messages/naming.ts';
import type { TimeSettings } from './domain/time.ts';

/** Programme time. One for the process; the test clock is one for all processes (architecture, Time). */
export interface Clock {
  now(): Promise<Date>;
  /** Its instant is a row of the database: a statement reads it by itself, where every query counts. */
  readonly stored?: true;
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

/** Somebody who is let in: an account with what a page shows of it. */
export interface Visitor {
  readonly account: Account;
  readonly name: string;
  readonly structure: string | null;
}

/** `already`, `taken`: the chat answers for this account, or for another of the operator's; the code is not used. */
export type CodeOutcome = 'linked' | 'unknown' | 'used' | 'expired' | 'removed' | 'already' | 'taken';
/** What became of a code typed into a chat. `elsewhere`: it is one, for the login of another web chat. */
export type LinkOutcome = CodeOutcome | 'tooMany' | 'elsewhere';

/** A link that opens a chat of another channel with a code in it (A2). `channel`: its name for people, 'Telegram'. */
export interface Entrance {
  readonly channel: string;
  readonly url: string;
}

/** One mail to one address. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly lang: Lang;
}

/** Hands mails over. @throws GuichetError `mail_failed` (later, perhaps) or `mail_refused` (never), which names nobody. */
export interface Mailer {
  /** `id`: the same whenever this mail is sent, so that mail systems can tell that it came twice. */
  send(mail: Mail, id: string): Promise<void>;
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly structure: string | null;
  readonly operator: string;
  readonly code: string;
}

/** A file that leaves: its name holds nobody's (X5). */
export interface Document {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

/** Who comes in and what they read: the database as the channels see it. */
export interface Gate {
  /** Uses a linking code (A2). `by` is the key of the request: the same one again gives the same answer. */
  redeem(code: string, by: string, chat: { channel: string; key: string } | undefined): Promise<{ outcome: CodeOutcome; account?: { operator: string; id: string } }>;
  /** Lost access (A2): has a new code mailed to whoever has this address. Nothing tells whether anybody has. */
  askCode(email: string): Promise<void>;
  /** A new token for the web chat; only its keyed hash is kept. */
  openSession(account: { operator: string; id: string }): Promise<string>;
  closeSession(token: string): Promise<void>;
  /** Nothing once the account is removed, whatever it holds (A2). */
  accountOf(token: string): Promise<Account | undefined>;
  visitor(account: Account): Promise<Visitor>;
  demoAccounts(): Promise<readonly DemoAccount[]>;
  /** Stores one incoming message once (X4), before it is acknowledged. */
  take(message: { channel: string; platformId: string; chatKey: string; address?: string; incoming: Incoming }): Promise<Stored>;
  /** The account that answers in a chat; undefined: it is nobody's yet. */
  accountOfChat(channel: string, chatKey: string): Promise<Account | undefined>;
  /** The page of whoever answers in a chat, as it is now: read beside the conversation. Undefined: the chat is nobody's yet. */
  homeOf(channel: string, chatKey: string): Promise<Seen<Message> | undefined>;
  /** What the question that stands in a chat can be answered with, while it is typed: the buttons that answer it. */
  choicesIn(channel: string, chatKey: string, picker: string, typed: string): Promise<Seen<readonly Action[]> | undefined>;
  /** The platform says that nothing gets to a chat any more, or that it does again. */
  reachable(channel: string, chatKey: string, reachable: boolean): Promise<void>;
  /** A document of a message, made now from what is true now; undefined: there is nothing (any more) that the account may have by this channel. */
  document(account: Account, file: FileRef, channel: string): Promise<Document | undefined>;
  /** What stands in a signed, expiring address of a document (`/d/…`). */
  documentToken(account: Account, file: FileRef, channel?: string): string;
  /** What such an address leads to. `asked`: only where the account answers in that chat; elsewhere it is gone. */
  openDocument(token: string, asked?: { readonly channel: string; readonly chatKey: string }): Promise<Document | 'expired' | 'gone' | 'unknown'>;
  /** What an invitation's QR is worth (A9); a wrong MAC reads as an unknown number. */
  verify(number: string, mac: string): Promise<Verification>;
  /** What a channel shows of an account's conversation, names as its operator lets them out there (X5). */
  history(account: Account, options: { channel: string; after?: string; own?: boolean }): Promise<History>;
  answersTo(account: Account, channel: string, no: number): Promise<History>;
  /** Whether a message has been dealt with. */
  isSettled(operator: string, no: number): Promise<boolean>;
  /** By token, the number of its account's newest message (0: none); without those that let nobody in any more. */
  newest(tokens: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Keeps a file, sealed; its id. `once`: the same again (of the same account) is the same file. */
  keepFile(account: Account, file: { name: string; mime: string; bytes: Buffer }, once?: string): Promise<string>;
  backlog(): Promise<Backlog>;
  /** What is late or fails, by kind; a kind that is neither is not in it. */
  late(): Promise<readonly Late[]>;
  /** Database reachable and migrated; else what is wrong, in one sentence. */
  ready(): Promise<string | undefined>;
}

/** Something to be shown in a chat now, with the names in it as they leave by the channel (X5). */
export interface Seen<T> {
  readonly account: Account;
  readonly shown: T;
  readonly names: NameBook;
  readonly naming: Naming;
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
  readonly naming: Naming;
}

/** What waits now. Timed work, pushes and heavy work that failed and wait for another try are not counted. */
export interface Backlog {
  readonly inbox: number;
  readonly due: number;
  readonly outbox: number;
  /** Messages on their way to platforms, those that wait for another try included. */
  readonly deliveries: number;
  /** Heavy work that waits or is being done. */
  readonly heavy: number;
}

/** Work of one kind that is due and not done, or was given up within a day. */
export interface Late {
  /** Timed work, or pushes and mails. */
  readonly queue: 'due' | 'outbox';
  readonly kind: string;
  /** Programme time since the oldest was due. */
  readonly seconds: number;
  readonly waiting: number;
  /** Of these: failed at least once, and tried again. */
  readonly failing: number;
  readonly givenUp: number;
}

/** Slows guessing down (A2): shared by all processes. */
export interface Limiter {
  /** Whether another try is allowed for this key; false after too many failures in the window. */
  allowed(key: string): Promise<boolean>;
  failed(key: string): Promise<void>;
}

/** A message on its way to a chat, leased to this process. */
export interface Delivery {
  readonly operator: string;
  readonly id: string;
  /** The row of the outbox that it carries. */
  readonly outbox: string;
  readonly account: Account;
  readonly channel: string;
  readonly chatKey: string;
  /** What the platform calls the chat. */
  readonly address: string;
  readonly message: Message;
  readonly names: NameBook;
  readonly naming: Naming;
  /** What the platform calls the message whose place it takes. */
  readonly edits: string | undefined;
  /** Parts that an earlier try has sent. */
  readonly done: number;
  /** Tries so far, this one included. */
  readonly attempts: number;
  /** 0: somebody waits for it; the higher, the later it leaves (`urgency`, core/domain/told.ts). */
  readonly urgency: number;
  /** Milliseconds from its claim for which it is this process's; {@link Post.keep} makes it longer. */
  readonly leaseMs: number;
}

/** How fast a platform takes messages, from all processes together (X6). */
export interface Limits {
  /** Messages a second by the channel, and in one chat. */
  readonly perSecond: number;
  readonly chatPerSecond: number;
  /** Answers in a row that one chat takes before that; what is sent unasked keeps to the pace. */
  readonly burst: number;
}

/** Messages on their way to platforms (db/deliveries.ts); each is leased to one process. */
export interface Post {
  /** What leaves next by a channel, at most `limit`. `againMs`: nothing may leave yet, and something waits. */
  claim(channel: string, limits: Limits, limit: number): Promise<{ readonly deliveries: readonly Delivery[]; readonly againMs?: number }>;
  /** What is being sent stays this process’s: to be said every few seconds, or another takes it to be dead. */
  keep(sending: readonly Pick<Delivery, 'operator' | 'id'>[]): Promise<void>;
  /** The next turn in the pace of its channel and of its chat, for a part that is ready: milliseconds until it may leave. */
  turn(delivery: Pick<Delivery, 'channel' | 'chatKey'>, limits: Limits): Promise<number>;
  /** The platform asks for a pause: nothing leaves by the channel meanwhile, from no process. */
  hold(channel: string, forMs: number): Promise<void>;
  /** `parts` have been sent; `message`: what the platform calls the one with the buttons. Another try in `afterMs`; `counts: false`: this was none. */
  settle(delivery: Pick<Delivery, 'operator' | 'id'>, how: { readonly state: 'due' | 'sent' | 'failed' | 'dropped'; readonly parts: number; readonly message?: string | undefined; readonly afterMs?: number; readonly error?: string; readonly counts?: boolean }): Promise<void>;
  /** Nothing gets to the chat any more: what waits for it is dropped; a push goes to another chat of the account's, if there is one. */
  unreachable(delivery: Delivery): Promise<void>;
  /** Takes or keeps, for so long, work that one process does at a time. */
  lease(name: string, holder: string, forMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** What is to be done, a piece a call; each is safe to call from any process at any time. */
export interface Work {
  /** The oldest waiting message: of that account, or of any that nobody works on. False: none. */
  turn(which?: { operator: string; account: string }): Promise<boolean>;
  /** A batch of one performance's confirmations; how many. */
  lane(operator: string, lane: string): Promise<number>;
  pendingLanes(): Promise<readonly { operator: string; lane: string }[]>;
  due(): Promise<boolean>;
  /** The mail that has been due longest, sent. False: none. One after the other: who dies there doubles one (X6). */
  mail(): Promise<boolean>;
  /** Pushes that are due; `accounts` have something new to read. */
  send(): Promise<{ claimed: number; accounts: readonly string[] }>;
  /** When something is due next after an instant; undefined: nothing is planned. */
  nextDue(after: Date): Promise<Date | undefined>;
  /** Pieces of timed work and pushes finished so far, by all processes. */
  ran(): Promise<number>;
}

/**
 * Heavy work that is due now (core/heavy.ts), each piece in one process's hands at a time. All of it by the machine's
 * time.
 */
export interface Heavy {
  /** The oldest that waits, held by this process from now on. Undefined: none. */
  take(): Promise<HeldPiece | undefined>;
  /** Says that this process is still at it; at least every ten seconds, or another takes it. False: it is not this process's any more. */
  keep(piece: HeldPiece): Promise<boolean>;
  done(piece: HeldPiece): Promise<void>;
  /** It failed (`code` names nobody): it waits for another try, later and later, a few times. */
  failed(piece: HeldPiece, code: string): Promise<void>;
  /** Gives back what stopped processes held, and forgets what is done for long. Cheap: one process in so many seconds does it. */
  tend(): Promise<void>;
  /** Asks for a piece to be done now; where it waits already it waits no longer, where it is being done that is enough. */
  ask(piece: HeavyPiece): Promise<void>;
  /** Whether it waits for its first try, or is being done. */
  isUnderWay(piece: HeavyPiece): Promise<boolean>;
  /** Ends what it does by itself. Its connections stay open. */
  close(): Promise<void>;
}

/** Feeds (A4) as the work that reads them sees them. */
export interface Feeds {
  /** Undefined: the operator has no such feed (any more). */
  feed(operator: string, id: string): Promise<Feed | undefined>;
  /** Where the offer of an operator goes. */
  sink(operator: string): OfferSink;
  /** Keeps what came of a try, `at` an instant of the programme. */
  tell(operator: string, id: string, at: Date, came: { readonly counts: FeedCounts } | { readonly error: FeedError }): Promise<void>;
}
