import type { Role } from '../ports.ts';

/** What it was: a message to a chat, a mail, a message received whose turn failed, or timed work. */
export type UndeliveredSort = 'message' | 'mail' | 'received' | 'work';

/**
 * Why: the platform or the mail server takes it for nothing in the world (`refused`), it took none for too long (`later`), what is
 * kept does not open (`unreadable`), or it is guichet's own mistake (`error`). Codes: what a platform says may hold names.
 */
export type UndeliveredReason = 'refused' | 'later' | 'unreadable' | 'error';

/** Something that was given up, or that fails again and again (X4). */
export interface Undelivered {
  readonly what: UndeliveredSort;
  readonly id: string;
  /** Of a message: 'answer', or the kind of the push; of a mail, its kind; of work, its kind. */
  readonly kind: string;
  /** To whom, or from whom; null: nobody's, as timed work is. */
  readonly account: string | null;
  /** 'mail' for mails; null for work. */
  readonly channel: string | null;
  readonly error: UndeliveredReason;
  /** Programme time at which it should have gone out, or came in. */
  readonly since: Date;
  readonly tries: number;
}

/** An account that nothing gets to: no chat of its own takes messages, and it has no e-mail address. Its page has everything. */
export interface Unreachable {
  readonly id: string;
  readonly role: Role;
  readonly structure: string | null;
  /** Programme time since when its last chat takes nothing. */
  readonly since: Date;
}

/** Whose account it is, for those who may know its role and structure. */
export interface Whose {
  readonly account: string;
  readonly role: Role;
  readonly structureId: string | null;
  readonly structureName: string | null;
}

export interface UndeliveredCount {
  /** Mails, and messages received, among them. */
  readonly messages: number;
  readonly work: number;
  readonly people: number;
}
