import { endOfQuietIn, momentFor } from '../../domain/time.ts';
import type { PushWishes } from '../../domain/wishes.ts';
import type { Strings } from '../../i18n/index.ts';
import type { Message } from '../../messages/message.ts';
import type { Account, Programme } from '../../ports.ts';
import type { Store } from '../../store.ts';

/** A push that is due, as its row says it; written from what is true now. */
export interface Unsent {
  readonly kind: string;
  /** What it is about: a performance, a decision… */
  readonly subject: string;
  /** What it must know beside its subject: instants and ids, never a name. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly account: Account;
  readonly store: Store;
  readonly now: Date;
}

export interface Writing extends Unsent {
  readonly programme: Programme;
  /** What the account wants to be told unasked, and when. */
  readonly wishes: PushWishes;
  readonly say: Strings;
  /** A button that works at any time, without a session. */
  readonly button: (flow: string, name: string, ...args: string[]) => string;
}

/** What becomes of a push at the moment of sending. */
export type Push =
  /** `elsewhere`: to all chats of the account but the one that was tied on that channel at that instant. */
  | { readonly send: Message; readonly elsewhere?: { readonly channel: string; readonly since: Date } }
  /** Later, at this instant. */
  | { readonly holdUntil: Date }
  /** No longer true: nothing is sent. */
  | { readonly drop: true };

export type Pushed = (writing: Writing) => Promise<Push>;

export const DROP: Push = { drop: true };

/** Later than anything that is planned: what a push about no date in particular is held before. */
export const NEVER = new Date('9999-01-01T00:00:00Z');

type Moment = Pick<Writing, 'now' | 'programme' | 'wishes'>;

/** The programme's zone, and that of the place where it is another. */
const zonesOf = ({ programme }: Moment, place: string | undefined): readonly [string, ...string[]] => [programme.zone, ...(place === undefined || place === programme.zone ? [] : [place])];

/** When quiet hours end, here and at the place that it is about; now, outside of them. */
export const loudAt = (moment: Moment, place?: string): Date => endOfQuietIn(moment.now, zonesOf(moment, place), moment.programme);

/**
 * Held until quiet hours end, and somebody's own days and hours begin (X6), unless what it is about comes before: own hours
 * then count no more, and where quiet hours end too late as well it is of no use later, and sent. `place`: the zone of what it is about.
 */
export function held(moment: Moment, before: Date, place?: string): Push | undefined {
  const { now, programme, wishes } = moment;
  const wanted = momentFor(now, zonesOf(moment, place), programme, wishes);
  const until = wanted < before ? wanted : loudAt(moment, place);
  return until > now && until < before ? { holdUntil: until } : undefined;
}

/** The same for what is no reminder: somebody's own days and hours do not hold it. */
export function heldAtNight(moment: Moment): Push | undefined {
  const until = loudAt(moment);
  return until > moment.now ? { holdUntil: until } : undefined;
}

const DAY = 24 * 3_600_000;

/** The same for what nobody may miss: at once when one of these instants that are still to come lies within 24 hours. */
export function heldUnlessSoon(writing: Moment, place: string, ...instants: readonly Date[]): Push | undefined {
  const next = Math.min(...instants.map((at) => at.getTime()).filter((at) => at > writing.now.getTime()));
  return next <= writing.now.getTime() + DAY || next === Infinity ? undefined : held(writing, new Date(next), place);
}
