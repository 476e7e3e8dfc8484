import type { Performance } from '../core/domain/performance.ts';
import { windowOf, type Window } from '../core/domain/performance.ts';
import { systemIds } from '../core/ids.ts';
import { record } from './audit.ts';
import { row, type Database, type Transaction } from './connection.ts';
import { nobody } from './context.ts';
import { offer } from './offer.ts';
import { withScope } from './scopes.ts';

/** What became of a change of seats (A8). */
export type SeatsChanged =
  | { kind: 'unknown' }
  /** Over, or cancelled: there is nothing left to give. */
  | { kind: 'past' | 'cancelled'; performance: Performance }
  /** Fewer than are given: nobody loses a seat without an operator's word about that seat (A16). */
  | { kind: 'taken'; performance: Performance }
  | {
    kind: 'changed'; performance: Performance; window: Window;
    capacity: { before: number; after: number };
    /** Persons who got one of the seats now, and who wait still. */
    given: number; waiting: number;
  };

/** `by`: for the audit log, who did it. */
interface SeatsOptions { readonly at: Date; readonly afterClosing?: boolean; readonly by?: Readonly<Record<string, string>> }

/**
 * Adds seats to a performance, or (below 0) withdraws some, and deals at once, in one transaction under the
 * performance's lock. From closing on the waitlist is over and seats go by the operator's word alone (`afterClosing`).
 */
export const changeSeats = (app: Database, operator: string, performance: string, delta: number, options: SeatsOptions): Promise<SeatsChanged> =>
  withScope(app, { as: 'operator', operator }, (trx) => changeSeatsIn(trx, operator, performance, delta, options));

/** The same in a transaction that is in operator scope already. */
export async function changeSeatsIn(trx: Transaction, operator: string, performance: string, delta: number, options: SeatsOptions): Promise<SeatsChanged> {
  const { at, afterClosing = false, by = { by: 'command' } } = options;
  await row(trx, 'select id from performance where operator_id = ? and id = ? for no key update', [operator, performance]);
  const before = await offer({ trx, account: nobody(operator) }).performance(performance);
  if (before === undefined) return { kind: 'unknown' };
  const window = windowOf(before, at);
  if (window === 'past' || window === 'cancelled') return { kind: window, performance: before };
  const after = before.capacity + delta;
  if (after < before.taken) return { kind: 'taken', performance: before };
  await trx('performance').where({ operator_id: operator, id: performance }).update({ capacity: after });
  const given = (await row<{ given: number }>(trx, 'select deal(?, ?, ?, null, ?) as given', [operator, performance, at, afterClosing]))?.given ?? 0;
  await record({ trx, ids: systemIds }, operator, { action: 'performance.seats', subject: performance, at, detail: { from: before.capacity, to: after, given, ...by } });
  return { kind: 'changed', performance: before, window, capacity: { before: before.capacity, after }, given, waiting: await waitingAt(trx, operator, performance) };
}

/** Performances to come whose title, place or theme has these words, for whoever has no identifier at hand. */
export function performancesLike(app: Database, operator: string, text: string, at: Date, limit = 10): Promise<{ total: number; items: readonly Performance[] }> {
  return withScope(app, { as: 'operator', operator }, (trx) => offer({ trx, account: nobody(operator) }).search({ text, from: at }, { offset: 0, limit }));
}

const waitingAt = async (trx: Transaction, operator: string, performance: string): Promise<number> =>
  (await row<{ waiting: number }>(trx, 'select waiting from waiting_at(?, ?)', [operator, [performance]]))?.waiting ?? 0;
