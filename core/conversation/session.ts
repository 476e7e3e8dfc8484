import type { Text } from '../messages/message.ts';

/** Where somebody is: a named step of a flow, with what has been said so far. */
export interface Frame {
  readonly flow: string;
  readonly version: number;
  readonly step: string;
  readonly slots: Slots;
  /** Revision at which this flow was started: cards of one draft share it. */
  readonly began: number;
  /** Instant (ISO) of the last change. */
  readonly at: string;
}

/** Plain JSON. Each flow knows the shape of its own. */
export type Slots = Readonly<Record<string, unknown>>;

/**
 * One a person, whatever the channel (X1, X3). Survives restarts and deploys: a frame of another
 * version of its flow is not guessed at, the flow begins again.
 */
export interface Session {
  readonly revision: number;
  readonly frame?: Frame;
  /** For 'retour', the last ones. */
  readonly history: readonly Frame[];
  /** A draft left for something else, offered again on the home page. */
  readonly parked?: Frame;
  /** What can be chosen by typing its label or number (X7). */
  readonly offered: readonly { readonly id: string; readonly label: Text; readonly numbered: boolean; readonly ranked?: false }[];
  /** The last answer stood beside the question of `frame` (a sheet, a notice): 'retour' goes back to the question. */
  readonly aside?: boolean;
  /** The button that was pressed last, and did something. */
  readonly pressed?: string;
  /** Messages in a row that were not understood. */
  readonly misses: number;
}

export const SESSION_VERSION = 1;
export const HISTORY_LENGTH = 12;
export const freshSession: Session = { revision: 0, history: [], offered: [], misses: 0 };
