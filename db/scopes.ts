import { setTimeout as wait } from 'node:timers/promises';
import { isTransient, type Database, type Transaction } from './connection.ts';

/** Whose rows a transaction may see (row-level security; migration 0004). */
export type Scope =
  | { readonly as: 'worker' }
  | { readonly as: 'reception' | 'person' | 'venue' | 'jury'; readonly operator: string; readonly account: string }
  | { readonly as: 'structure'; readonly operator: string; readonly structure: string; readonly account?: string }
  | { readonly as: 'operator'; readonly operator: string; readonly account?: string };

/** The reserved operator that chats without an account belong to. */
export const RECEPTION = '00000000-0000-7000-8000-000000000000';

/** The scope that belongs to an account. */
export function scopeOf(account: { operator: string; id: string; role: string; structure: string | null }): Scope {
  switch (account.role) {
    case 'referent':
      if (account.structure === null) throw new Error('a referent has a structure');
      return { as: 'structure', operator: account.operator, structure: account.structure, account: account.id };
    case 'operator':
      return { as: 'operator', operator: account.operator, account: account.id };
    case 'visitor':
    case 'leader':
      return { as: 'person', operator: account.operator, account: account.id };
    case 'venue':
    case 'jury':
      return { as: account.role, operator: account.operator, account: account.id };
    default:
      return { as: 'reception', operator: account.operator, account: account.id };
  }
}

/** Takes a scope inside a transaction; taking another one later in it replaces the first whole. */
export async function enter(trx: Transaction, scope: Scope): Promise<void> {
  const op = 'operator' in scope ? scope.operator : '';
  const structure = 'structure' in scope ? scope.structure : '';
  const account = 'account' in scope ? (scope.account ?? '') : '';
  await trx.raw(
    `select set_config('role', ?, true), set_config('g.role', ?, true), set_config('g.op', ?, true), set_config('g.structure', ?, true), set_config('g.account', ?, true)`,
    [`guichet_${scope.as}`, scope.as, op, structure, account],
  );
}

/** One transaction in a scope. No retry: for callers that hold something else across attempts. */
export const withScopeOnce = <T>(db: Database, scope: Scope, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(async (trx) => {
    await enter(trx, scope);
    return work(trx);
  });

/**
 * One transaction in a scope, run again whole (up to 8 times, with jitter) on conflicts, deadlocks and
 * lost connections: `work` must be idempotent up to its commit (a message's key makes it so).
 */
export const withScope = <T>(db: Database, scope: Scope, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  retrying(() => withScopeOnce(db, scope, work));

export async function retrying<T>(attempt: () => Promise<T>, tries = 8): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (n >= tries || !isTransient(error)) throw error;
      await wait(Math.random() * Math.min(1_000, 10 * 2 ** n));
    }
  }
}
