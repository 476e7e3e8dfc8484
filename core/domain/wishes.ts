import { ANY_HOURS, type OwnHours } from './time.ts';
import type { OptionalKind } from './told.ts';

/** What an account wants to be told unasked, and when (X6). */
export interface PushWishes extends OwnHours {
  /** Not wanted. */
  readonly off: readonly OptionalKind[];
  /** Each also as an e-mail that names nobody; null: where no chat is reached. */
  readonly mail: boolean | null;
}

export const NO_WISHES: PushWishes = { ...ANY_HOURS, off: [], mail: null };
