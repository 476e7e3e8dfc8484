/**
 * Heavy work by kind: due now, and too long for one transaction. A piece is run once however many processes there
 * are; it may be run again from its beginning when a process was stopped in it, so running it twice must change
 * nothing more.
 */
export const heavyKinds = {
  feed: 'Reads the offer of an operator again from its source (A4).',
} as const;

export type HeavyKind = keyof typeof heavyKinds;

/** What waits to be done: ids alone, never a name (X5). */
export interface HeavyPiece {
  readonly kind: HeavyKind;
  readonly operator: string;
  /** Id of what it is about: of a feed, for `feed`. */
  readonly subject: string;
}

/** A piece that is in this process's hands. */
export interface HeldPiece extends HeavyPiece {
  readonly id: string;
  /** Tries before this one. */
  readonly retryCount: number;
}

export const isHeavyKind = (kind: unknown): kind is HeavyKind => typeof kind === 'string' && Object.hasOwn(heavyKinds, kind);
