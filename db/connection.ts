import knexLib, { type Knex } from 'knex';
import pg from 'pg';
import { GuichetError } from '../core/errors.ts';

// bigint columns here are sequence numbers, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Database = Knex;
export type Transaction = Knex.Transaction;

/** A pool of connections. `pool` is the most connections of this process. */
export function connect(url: string, options: { pool?: number; name?: string } = {}): Database {
  return knexLib({
    client: 'pg',
    connection: { connectionString: url, application_name: options.name ?? 'guichet', connectionTimeoutMillis: 5_000, keepAlive: true },
    pool: { min: 0, max: options.pool ?? 10, acquireTimeoutMillis: 20_000 },
  });
}

/** Rows of a raw statement. Bindings by position (`?`) as knex has them. */
export async function rows<T>(db: Database | Transaction, sql: string, bindings: readonly unknown[] = []): Promise<T[]> {
  const result: { rows: T[] } = await db.raw(sql, bindings as Knex.RawBinding[]);
  return result.rows;
}

/** The first row; undefined when there is none. */
export async function row<T>(db: Database | Transaction, sql: string, bindings: readonly unknown[] = []): Promise<T | undefined> {
  return (await rows<T>(db, sql, bindings))[0];
}

const RETRIED = new Set(['40001', '40P01', '55P03', '57P01', '57P02', '57P03', '08000', '08003', '08006', 'ECONNRESET', 'EPIPE']);

/** The condition code of PostgreSQL or of the socket, when the error has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Whether running the whole transaction again can help: conflicts, deadlocks, lost connections. */
export const isTransient = (error: unknown): boolean => {
  const code = codeOf(error);
  return (code !== undefined && RETRIED.has(code)) || (error instanceof Error && /Connection terminated|connection error|Timeout acquiring/i.test(error.message));
};

/** @throws GuichetError when the server is out of reach or older than PostgreSQL 15. */
export async function requireServer(db: Database): Promise<void> {
  let version: number;
  try {
    version = Number((await row<{ v: string }>(db, "select current_setting('server_version_num') as v"))?.v);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new GuichetError('database_unreachable', `The database does not answer: ${why ?? ''}. Check DATABASE_URL and that PostgreSQL runs.`, { cause });
  }
  if (version < 150000) {
    throw new GuichetError('database_too_old', `guichet needs PostgreSQL 15 or later; this server is ${Math.floor(version / 10000)}.`);
  }
}
