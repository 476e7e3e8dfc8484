import { isUuid } from '../../../messages/actions.ts';
import type { Performance } from '../../../domain/performance.ts';
import { foresee, requestToJoin, type Facts, type Forecast, type Wish } from '../../../domain/booking.ts';
import type { Person } from '../../../domain/person.ts';
import type { Slots } from '../../session.ts';
import type { Context } from '../../flow.ts';

/** A booking being prepared, as JSON. Ids only: names are looked up each time. */
export interface Draft {
  readonly performance: string;
  readonly people: readonly string[];
  /** Chosen before the opening: kept as an alert instead of being booked (A5). */
  readonly ahead: boolean;
  /** First person shown of the list. */
  readonly offset: number;
  /** Why a companion is needed (A10). */
  readonly companionFor?: 'minors' | 'disability' | 'group';
  /** 1: each alone; n: together or not at all; between: at least so many (A8). */
  readonly minimum: number;
  /** The referent has seen that not everybody gets a seat at once, and agreed. */
  readonly mayBeSplit: boolean;
  /** Seats promised in the recap that is shown. */
  readonly agreedSeats?: number;
  /** Where and when that recap said it is: see {@link shownAs}. */
  readonly shown?: string;
  /** A name that fits several people, or nobody: asked about one at a time. */
  readonly asking?: { readonly said: string; readonly candidates: readonly string[] };
  /** Names still to be asked about after that. */
  readonly unsure?: readonly { readonly said: string; readonly candidates: readonly string[] }[];
  readonly newcomer?: { readonly first: string; readonly last: string; readonly kind?: 'participant' | 'guest' | 'companion' };
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => isUuid(one as string)) : []);

/** Why a companion may be needed (A10). */
export const REASONS = ['minors', 'disability', 'group'] as const;

/**
 * A draft out of what another flow hands over, or of one that was left (`resumed`): nothing in it is trusted, since it
 * may be older than this program. People may be ids or what was read of a sentence.
 */
export function draftOf(args: Slots, performance: string): Draft {
  const companionFor = args['resumed'] === undefined ? undefined : REASONS.find((one) => one === args['companionFor']);
  return {
    performance,
    people: strings(args['people']),
    ahead: args['ahead'] === true,
    offset: 0,
    ...(companionFor === undefined ? {} : { companionFor }),
    minimum: 1,
    mayBeSplit: false,
  };
}

/** Everything a step needs to know of the draft, read afresh: what it shows is never older than the turn. */
export interface Seen {
  readonly show: Performance;
  readonly facts: Facts;
  readonly people: ReadonlyMap<string, Person>;
  readonly active: readonly Person[];
}

/** Undefined when the performance is gone. */
export async function look(draft: Draft, ctx: Context): Promise<Seen | undefined> {
  const show = await ctx.store.offer.performance(draft.performance);
  if (show === undefined) return undefined;
  const all = await ctx.store.people.all();
  return {
    show,
    facts: await ctx.store.booking.facts(show, ctx.now),
    people: new Map(all.map((person) => [person.id, person])),
    active: all.filter((person) => !person.removed),
  };
}

export const wishOf = (draft: Draft): Wish => ({ people: draft.people, minimum: draft.minimum, companionNeeded: draft.companionFor !== undefined });

export const forecastOf = (draft: Draft, seen: Seen): Forecast => foresee(seen.facts, wishOf(draft));

/** When and where a performance is, in the few letters that a button has room for. Another one: it moved (A19). */
export const shownAs = (show: Performance): string => `${Math.floor(show.startsAt.getTime() / 1_000).toString(36)}${show.venueId.slice(-6)}`;

/** Chosen people who have neither a seat nor a place in the queue yet. */
export const freshPeople = (draft: Draft, seen: Seen): readonly string[] => {
  const has = new Map(seen.facts.people.map((person) => [person.id, person.has]));
  return draft.people.filter((id) => has.get(id) === null);
};

/** The earlier request that these people come with (A10): guests and companions of somebody who has a place already. */
export const joinedRequest = (draft: Draft, seen: Seen): string | undefined => {
  const fresh = freshPeople(draft, seen);
  return requestToJoin(seen.facts.people, seen.facts.people.filter(({ id }) => fresh.includes(id)), draft.people);
};

/** Without the questions about a name. */
export function forget(draft: Draft): Draft {
  const { newcomer: _n, asking: _a, unsure: _u, ...rest } = draft;
  return rest;
}

/** Any change of people makes earlier answers about seats and companions void. */
export function withPeople(draft: Draft, people: readonly string[]): Draft {
  const { agreedSeats: _seats, shown: _shown, companionFor: _for, ...rest } = draft;
  return { ...rest, people: [...new Set(people)], minimum: 1, mayBeSplit: false };
}
