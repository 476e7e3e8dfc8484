import type { Strings } from '../i18n/index.ts';
import type { Action, Message } from '../messages/message.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import type { Account, Entrance, Lang, Programme, Role } from '../ports.ts';
import type { Store } from '../store.ts';
import type { Understood } from '../language/understand.ts';
import type { Frame, Slots } from './session.ts';

/** What a step is given: words, a button of this flow, a form of this flow. */
export type Input =
  /** `whole`: all that was typed, where `text` is cut: a pasted list. */
  | { readonly kind: 'text'; readonly text: string; readonly understood: Understood; readonly whole?: string }
  | { readonly kind: 'press'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'submit'; readonly values: Readonly<Record<string, string>> };

/** A file that came in; `store.files.read(id)` has its bytes. */
export interface FileIn {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
}

/** What happens next. Made by {@link ask}, {@link say}, {@link done}, {@link start}. */
export type Outcome =
  | { readonly kind: 'ask'; readonly step: string; readonly slots: Slots; readonly say: readonly Message[]; readonly redraws: boolean }
  | { readonly kind: 'say'; readonly messages: readonly Message[] }
  | { readonly kind: 'done'; readonly messages: readonly Message[] }
  | { readonly kind: 'start'; readonly flow: string; readonly args: Slots; readonly say: readonly Message[] };

/** Go to a step (or stay) and ask its question, after saying something. */
export const ask = (step: string, slots: object, ...messages: Message[]): Outcome => ({ kind: 'ask', step, slots: slots as Slots, say: messages, redraws: false });
/** The same question drawn again over itself: a tick, a page. */
export const redraw = (step: string, slots: object): Outcome => ({ kind: 'ask', step, slots: slots as Slots, say: [], redraws: true });
/** Answer; whatever was going on goes on. */
export const say = (...messages: Message[]): Outcome => ({ kind: 'say', messages });
/** Answer; the flow is over. */
export const done = (...messages: Message[]): Outcome => ({ kind: 'done', messages });
/** Begin another flow. */
export const start = (flow: string, args: object = {}, ...messages: Message[]): Outcome => ({ kind: 'start', flow, args: args as Slots, say: messages });

/** All that a flow may use in one turn. */
export interface Context {
  readonly now: Date;
  readonly lang: Lang;
  readonly say: Strings;
  readonly account: Account;
  readonly programme: Programme;
  readonly store: Store;
  /** Number of the message: the order of arrival of a pressed confirmation. */
  readonly no: number;
  /** True when the message is a press that came through a performance's lane. */
  readonly inLane: boolean;
  /** Links that bring a code into a chat of the channels that there are (A2). */
  readonly entrances: (code: string) => readonly Entrance[];
  /** A draft left for something else. */
  readonly parked: Frame | undefined;
  /** Forgets that draft: it was dropped, or is not possible any more. */
  readonly unpark: () => void;
  /** A button that works at any time. */
  readonly anytime: (flow: string, name: string, ...args: string[]) => string;
  /** A button of the card that is current: stale as soon as anything else is said. */
  readonly once: (flow: string, name: string, ...args: string[]) => string;
  /** A button of this draft: good on any of its cards. */
  readonly draft: (flow: string, name: string, ...args: string[]) => string;
}

/** One question: how it is asked, and what is made of an answer. undefined: this is no answer to it. */
export interface Step<S> {
  readonly ask: (slots: S, ctx: Context) => Promise<Message>;
  readonly accept: (slots: S, input: Input, ctx: Context) => Promise<Outcome | undefined>;
  /** What it can be answered with, found while it is typed; by reads alone, and each a button that the step accepts (see `Message.picker`). */
  readonly find?: (slots: S, query: string, ctx: Context) => Promise<readonly Action[]>;
  /** What is made of a file sent in answer; without it a file is no answer here. */
  readonly receive?: (slots: S, file: FileIn, ctx: Context) => Promise<Outcome | undefined>;
}

export interface Flow<S = never> {
  readonly name: string;
  /** Raised when the slots change shape: older sessions begin the flow again. */
  readonly version: number;
  /** From another flow, or from what was understood of a sentence. */
  start(args: Slots, ctx: Context): Promise<Outcome>;
  readonly steps: Readonly<Record<string, Step<S>>>;
  /** Buttons that need no session: lists, sheets, pushes. */
  readonly anytime?: Readonly<Record<string, (args: readonly string[], ctx: Context) => Promise<Outcome>>>;
  /** Whom it serves: anybody else is told so, whatever button or word led here (A14). Without it: every account. */
  readonly for?: readonly Role[];
  /** How those whom it does not serve are told; without it: `not_for_account`. */
  readonly refusal?: RefusalCode;
  /** A list that is looked at: leaving it loses nothing, and whatever is typed may be about something else. */
  readonly browses?: true;
  /** The slots that 'retour' brings back, of those before a step was left and those after. Without it: those before. */
  readonly returning?: (before: S, after: S) => object;
  /** Whether leaving it half done is worth remembering (a draft with something in it). */
  readonly worthKeeping?: (slots: S) => boolean;
  /** The performance (id) that such a draft is to be confirmed for before it closes. */
  readonly preparing?: (slots: S) => string | undefined;
}
