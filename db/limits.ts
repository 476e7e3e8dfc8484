import type { Knex } from 'knex';
import type { Client } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Limiter } from '../core/ports.ts';
import { blind, type MasterKey } from '../core/sealing.ts';
import type { Database } from './connection.ts';

/** Statements without their names: one that is prepared stays with its connection, which a pooler gives to somebody else (PgBouncer in transaction mode). */
const unprepared = (db: Database): { query: (said: { text: string; values: unknown[] }) => Promise<unknown> } => ({
  async query({ text, values }) {
    const pool = db.client as Knex.Client;
    const connection = (await pool.acquireConnection()) as Client;
    try {
      return await connection.query({ text, values });
    } finally {
      await pool.releaseConnection(connection);
    }
  },
});

/** Ten wrong codes from one place in a quarter of an hour (A2), counted in the database for all processes. */
export function guessLimiter(db: Database, master: MasterKey): Limiter {
  const limiter = new RateLimiterPostgres({
    storeClient: unprepared(db), storeType: 'pool', tableName: 'rate_limit', tableCreated: true, keyPrefix: 'guess', points: 10, duration: 15 * 60,
  });
  const key = (of: string): string => blind(master, 'guess', of);
  return {
    async allowed(of) {
      const state = await limiter.get(key(of));
      return state === null || state.remainingPoints > 0;
    },
    async failed(of) {
      // Over the limit it rejects with its state: that is counted, and all that is wanted.
      await limiter.consume(key(of)).catch((over: unknown) => {
        if (over instanceof Error) throw over;
      });
    },
  };
}
