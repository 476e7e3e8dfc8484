import type { Performance } from '../domain/performance.ts';
import type { Text } from '../messages/message.ts';

/** A 'no': why, and the nearest thing that is possible (X8). */
export interface No {
  readonly why: Text;
  readonly instead: Text;
}

/** What a refusal may speak of. */
export interface Situation {
  readonly performance?: Performance | undefined;
  readonly people?: readonly string[] | undefined;
}
