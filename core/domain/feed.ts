/**
 * A4: where an operator's offer is read again from each day, and what came of it. Nothing in it names anybody: a
 * dataset, conditions on it, instants and counts.
 */
export interface Feed {
  readonly id: string;
  /** 'ods:DATASET' */
  readonly source: string;
  readonly options: FeedOptions;
  /** Wall clock of the programme's zone, 'HH:MM'. */
  readonly at: string;
  /** When it will be read next. Null: it is being planned. */
  readonly next: Date | null;
  /** When it was last tried; programme time. */
  readonly triedAt: Date | null;
  /** What the last try failed of; null: it did not fail. */
  readonly error: FeedError | null;
  /** When it was last read to the end, and what that did. */
  readonly readAt: Date | null;
  readonly counts: FeedCounts | null;
}

/** As `import catalogue` has them. */
export interface FeedOptions {
  readonly where?: string;
  readonly refine?: readonly string[];
  readonly orderBy?: string;
  /** Seats of a performance that has none. */
  readonly seats?: number;
  /** IANA name, for wall clock times of the source. */
  readonly zone?: string;
  /** At most so many performances an event. */
  readonly cap?: number;
}

export interface FeedCounts {
  /** Records. */
  readonly read: number;
  readonly events: FeedTally;
  readonly performances: FeedTally;
  /** Accounts that were told of a change (A19). */
  readonly told: number;
  /** Of which `refused` kept something out. */
  readonly problems: number;
  readonly refused: number;
}

export interface FeedTally { readonly created: number; readonly changed: number; readonly same: number; readonly cancelled: number }

/**
 * - `unreachable`: no answer, or a failure of the portal · `quota`: too many calls · `bad-answer`: not the API it should be
 * - `not-found`: no such dataset · `bad-request`: the condition or order is wrong: these stay until somebody changes the feed
 * - `failed`: anything else, the log says more
 */
export type FeedError = 'unreachable' | 'quota' | 'bad-answer' | 'not-found' | 'bad-request' | 'failed';

/** Whether reading again could give something else. */
export const passes = (error: FeedError): boolean => error !== 'not-found' && error !== 'bad-request';

/** 'ods:evenements-publics-openagenda', with what Opendatasoft allows in the name of a dataset. */
export const isFeedSource = (text: string): boolean => /^ods:[\w@.-]{1,200}$/.test(text);
