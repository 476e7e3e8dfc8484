import type { PersonKind } from '../../core/domain/person.ts';
import type { Reservation, Seat } from '../../core/domain/reservation.ts';
import { systemIds } from '../../core/ids.ts';
import type { Account } from '../../core/ports.ts';
import type { Store } from '../../core/store.ts';
import { codeOf, rows, type Database, type Transaction } from '../../db/connection.ts';
import { runDue } from '../../db/dueWork.ts';
import { enter, retrying, scopeOf, withScopeOnce } from '../../db/scopes.ts';
import { storeOf } from '../../db/store.ts';
import type { Fresh } from './database.ts';

export interface Wanted { readonly id: string; readonly kind: PersonKind }

export interface Asked {
  readonly minimum?: number;
  readonly join?: string;
  readonly waitSeq?: number;
}

/**
 * Guichet (the window itself): bookings of referents straight through the store that a turn uses, without a
 * conversation before them. Counts how often a transaction had to be run again, and why.
 */
export class Desk {
  readonly #fresh: Fresh;
  readonly #db: Database;
  /** Transactions begun and run again; codes of what made them run again, or fail. */
  readonly tally = { runs: 0, again: 0, codes: new Map<string, number>() };

  constructor(fresh: Fresh, db: Database = fresh.app) {
    this.#fresh = fresh;
    this.#db = db;
  }

  /** One transaction in the account's scope, run again on conflicts as a turn is. */
  as<T>(account: Account, work: (store: Store) => Promise<T>): Promise<T> {
    let tries = 0;
    return retrying(async () => {
      tries += 1;
      this.tally.runs += 1;
      if (tries > 1) this.tally.again += 1;
      try {
        return await withScopeOnce(this.#db, scopeOf(account), (trx) => work(this.store(trx, account)));
      } catch (error) {
        const code = codeOf(error) ?? 'none';
        this.tally.codes.set(code, (this.tally.codes.get(code) ?? 0) + 1);
        throw error;
      }
    });
  }

  /** A transaction left open, for what happens beside it. */
  async open(account: Account): Promise<{ store: Store; trx: Transaction; commit(): Promise<void> }> {
    const trx = await this.#db.transaction();
    await enter(trx, scopeOf(account));
    return { trx, store: this.store(trx, account), commit: async () => { await trx.commit(); } };
  }

  store(trx: Transaction, account: Account): Store {
    return storeOf({ trx, account, keys: this.#fresh.keys, ids: systemIds });
  }

  ask(account: Account, performance: string, people: readonly Wanted[], now: Date, { minimum = 1, join, waitSeq }: Asked = {}): Promise<readonly Seat[]> {
    return this.as(account, (store) => store.booking.ask({ performance, people, minimum, waitSeq, join }, now));
  }

  cancel(account: Account, seats: readonly string[], now: Date): Promise<readonly string[]> {
    return this.as(account, (store) => store.booking.cancel(seats, now));
  }

  current(account: Account, now: Date, performance?: string): Promise<readonly Reservation[]> {
    return this.as(account, async (store) => (await store.booking.list({ which: 'current', ...(performance === undefined ? {} : { performance }) }, { offset: 0, limit: 1_000 }, now)).items);
  }

  /** Runs what is due until nothing is; how many pieces. */
  async due(now: Date): Promise<number> {
    let ran = 0;
    const house = { db: this.#db, beside: this.#fresh.app, keys: this.#fresh.keys, ids: systemIds, clock: { now: async () => now }, machine: () => new Date(), failed: (error: unknown) => { throw error; } };
    while (await runDue(house)) ran += 1;
    return ran;
  }
}

/**
 * Waits until so many connections of this database wait for a lock, or until everything in `work` has ended.
 * Stands in for sleeping: what is to overlap overlaps for certain.
 */
export async function untilBlocked(admin: Database, waiting: number, ...work: readonly Promise<unknown>[]): Promise<void> {
  const blocked = async (): Promise<void> => {
    for (let n = 0; n < waiting;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      n = (await rows<{ n: number }>(admin, `select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))[0]?.n ?? 0;
      if (ended.aborted) return;
    }
  };
  const end = new AbortController();
  const ended = end.signal;
  await Promise.race([blocked(), Promise.allSettled(work).then(() => { end.abort(); })]);
}
