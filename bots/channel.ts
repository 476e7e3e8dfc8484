import type { Incoming } from '../core/messages/incoming.ts';
import type { Message } from '../core/messages/message.ts';
import type { NameBook, Naming } from '../core/messages/naming.ts';
import type { Document, Lang } from '../core/ports.ts';

/** A document that goes out. `token`: what stands in its link (`/d/…`), by which it is made again when somebody wants it. */
export type LetterFile = Document & { readonly token?: string };

/** A message as it leaves by a channel: names looked up, documents made, what `none` hides already left out. */
export interface Letter {
  readonly message: Message;
  readonly names: NameBook;
  readonly naming: Naming;
  readonly lang: Lang;
  /** The documents of `message.files` that go out by this channel, in their order. */
  readonly files: readonly LetterFile[];
}

/** An answer to the question that stands, found while it is typed: `id` is what pressing it says. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** What a channel shows beside the conversation, read at once (core/conversation/looking.ts). `chat`: what the platform calls it. */
export interface Looks {
  /** The page of whoever answers in a chat; `account`: whose it is. Undefined: nobody's yet. */
  home(channel: string, chat: string): Promise<(Letter & { readonly account: string }) | undefined>;
  choices(channel: string, chat: string, picker: string, typed: string): Promise<readonly Choice[]>;
}

/** A channel that is not the web page: how a message looks there, and how it is sent. `Part` is one call to its platform. */
export interface Channel<Part = unknown> {
  /** As in the table of chats: 'telegram', 'slack', 'teams'. */
  readonly name: string;
  /** For people: 'Telegram'. */
  readonly title: string;
  /** A link that opens a private chat and brings a code into it (A2); undefined: there is none, or not yet. */
  readonly entrance?: (code: string) => string | undefined;
  /** Everything a letter says, in the order in which it is sent: texts, the last one with the buttons, then documents. Never empty. */
  render(letter: Letter): readonly Part[];
  /**
   * One part to a chat. `address`: what the platform calls the chat; `edits`: what it calls the message whose place the
   * part takes (where that is gone, a new one is sent). What it calls the message that is there now.
   * @throws NotSentError
   */
  send(address: string, part: Part, edits?: string): Promise<string>;
  /** Something that an account sees has changed: what stays open of it is shown anew. */
  readonly changed?: (account: string) => void;
  /** Begins to listen. Resolves once messages that arrive are taken in; what goes wrong later is retried and logged. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Why a platform did not take a part. Its text holds nothing of what was sent. */
export class NotSentError extends Error {
  /**
   * `later`: not now (429, 5xx, network); after `afterMs` if the platform said so, and for the whole channel if `everywhere`. `limited`: too
   * many, by this chat or by the channel: platforms do not say which.
   * `unreachable`: blocked, left, deleted: nothing gets there until somebody writes from there.
   * `moved`: the chat has another address now. `refused`: this part will never be taken.
   */
  readonly why: 'later' | 'unreachable' | 'moved' | 'refused';
  readonly afterMs: number | undefined;
  readonly everywhere: boolean;
  readonly limited: boolean;
  readonly address: string | undefined;

  constructor(why: NotSentError['why'], text: string, more: { afterMs?: number; everywhere?: boolean; limited?: boolean; address?: string; cause?: unknown } = {}) {
    super(text, { cause: more.cause });
    this.name = 'NotSentError';
    this.why = why;
    this.afterMs = more.afterMs;
    this.everywhere = more.everywhere ?? false;
    this.limited = more.limited ?? false;
    this.address = more.address;
  }
}

/** A file that arrived; `read` fetches its bytes from the platform. */
export interface ArrivedFile {
  readonly name: string;
  readonly mime: string;
  /** Bytes, where the platform said so. */
  readonly size: number | undefined;
  readonly read: () => Promise<Buffer>;
}

/** What a channel hands in. */
export interface Arrived {
  /** The platform's id of it, unique within the channel: the same again has no second effect (X4). */
  readonly platformId: string;
  /** What the platform calls the chat. */
  readonly chat: string;
  /** What it is reached by, where that is not the same: renewed by everything that arrives. */
  readonly address?: string;
  readonly incoming: Incoming | { readonly kind: 'arrivedFile'; readonly file: ArrivedFile };
}

/** Where channels hand in what arrives. */
export interface Inbound {
  /** Resolves when it is stored (only then is it acknowledged), with its turn under way. @throws when it could not be stored: the platform is to send it again. */
  take(channel: string, arrived: Arrived): Promise<void>;
  /** The platform says that nothing gets to a chat any more (blocked), or that it does again. */
  reachable(channel: string, chat: string, reachable: boolean): Promise<void>;
}
