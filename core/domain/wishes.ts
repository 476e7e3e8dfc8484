import { ANY_HOURS, type OwnHours } from './time.ts';

/**
 * What is sent unasked and can be done without (X6). Everything else a booking needs: seats that come free, what moves or is
 * cancelled, who comes, what waits for somebody's yes.
 */
export const OPTIONAL = ['opened', 'practical', 'attendance', 'lost'] as const;
export type OptionalKind = (typeof OPTIONAL)[number];

export const isOptional = (kind: string): kind is OptionalKind => OPTIONAL.some((one) => one === kind);

/** What an account wants to be told unasked, and when (X6). */
export interface PushWishes extends OwnHours {
  /** Not wanted. */
  readonly off: readonly OptionalKind[];
  /** Each also as an e-mail that names nobody; null: where no chat is reached. */
  readonly mail: boolean | null;
}

export const NO_WISHES: PushWishes = { ...ANY_HOURS, off: [], mail: null };
