/** The intents of `guichet understand` that users' scripts rely on, in the contract's order. */
export const INTENTS = [
  'search', 'book', 'cancel', 'waitlist', 'reservations', 'attendance', 'opening', 'participants', 'statistics', 'pack', 'plan', 'person', 'help', 'menu', 'yes', 'no', 'none',
] as const;
export type Intent = (typeof INTENTS)[number];

export const GRAINS = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof GRAINS)[number];
export type Outcome = 'present' | 'absent' | 'excused';

/**
 * A sentence as somebody types it, and its right reading (X2), written down without looking at what the code does.
 * A field that is not there must not be read: a sentence without `when` says no date.
 */
export interface Sentence {
  readonly text: string;
  readonly intent: Intent;
  /** Readings as good as `intent`: whoever wrote it is served the same. */
  readonly or?: readonly Intent[];
  /** A hard negative: the intent this looks like and is not. */
  readonly not?: Intent;
  /** A second thing asked for in the same breath. */
  readonly also?: readonly Intent[];
  /**
   * Everybody whom one of the intents is about, in the order of naming; who is taken back ('pas Hugo, Sami') is not among them. Ids of
   * world.ts. 'fatima-benali|fatima-bs': it may be either, which must be asked. '?bintou': nobody known; no id may be given for it.
   * Half of a name with a hyphen is another name ('Anne' is not Anne-Sophie), half of one without is not ('Mohamed' may be Mohamed Ali).
   */
  readonly people?: readonly string[];
  /** With several intents or outcomes: whom each is about. '*' is everybody else. */
  readonly each?: Readonly<Partial<Record<Intent | Outcome, readonly string[]>>>;
  /** Seats stated (with `attendance` and `plan`, the number said); absent when only names are given. */
  readonly count?: number;
  /** 'start/end grain', local time, end excluded: see when.ts. Of several intents, as count and title, that of the first. */
  readonly when?: string;
  /** Events of world.ts (what stands before '@' in the id of a performance); 'ol-asse|ol-f': any of them. */
  readonly title?: string;
  /** Folded. A venue or a city. */
  readonly place?: string;
  /** One of world.ts's themes; 'rap|musique' where two are said. */
  readonly theme?: string;
  readonly audience?: 'toddlers' | 'children' | 'teenagers' | 'adults' | 'seniors' | 'families';
  readonly access?: 'wheelchair' | 'sign' | 'audiodescription';
  readonly outcome?: Outcome;
  /** Must be asked back, never acted on. */
  readonly unsure?: true;
  /** A button could have said it: at most 15 in 100. */
  readonly easy?: true;
}
