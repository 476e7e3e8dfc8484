import knexLib, { type Knex } from 'knex';
import pg from 'pg';
import { GuichetError } from '../core/errors.ts';

// bigint columns here are sequence numbers, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Database = Knex;
export type Transaction = Knex.Transaction;

// knex would print lost connections on standard output; whoever used one gets the error and tells it.
const quiet = (): void => undefined;
const log = { warn: quiet, error: quiet, deprecate: quiet, debug: quiet };

/** A pool of connections. `pool` is the most connections of this process; `kept`: so many stay open when there is nothing to do. */
export function connect(url: string, options: { pool?: number; kept?: number; name?: string } = {}): Database {
  return knexLib({
    client: 'pg',
    log,
    connection: { connectionString: url, application_name: options.name ?? 'guichet', connectionTimeoutMillis: 5_000, keepAlive: true },
    pool: { min: options.kept ?? 0, max: options.pool ?? 10, acquireTimeoutMillis: 20_000 },
  });
}

/** Opens so many connections of a pool now, rather than when they are wanted. */
export async function openConnections(db: Database, connections: number): Promise<void> {
  await Promise.all(Array.from({ length: connections }, () => db.raw('select 1')));
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

// XX000 with 'concurrently updated': roles are the whole server's, and two migrations of two databases met there.
// 08P01 is what PgBouncer says of everything that happens to the server behind it.
const RETRIED = new Set(['40001', '40P01', '55P03', '57P01', '57P02', '57P03', '08000', '08003', '08006', '08P01', 'ECONNRESET', 'EPIPE']);

/** The condition code of PostgreSQL or of the socket, when the error has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Whether running the whole transaction again can help: conflicts, deadlocks, lost connections. */
export const isTransient = (error: unknown): boolean => {
  const code = codeOf(error);
  return (code !== undefined && RETRIED.has(code)) || (error instanceof Error && /Connection terminated|connection error|Timeout acquiring|concurrently updated/i.test(error.message));
};

/** The server's version as a number: 150004 is 15.4. */
export const versionOf = async (db: Database | Transaction): Promise<number> =>
  Number((await row<{ v: string }>(db, "select current_setting('server_version_num') as v"))?.v);

/** What PostgreSQL or the socket said, on one line, without the statement that knex puts before it. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  // The statement stands before the last ' - '.
  const said = message.includes(' - ') ? message.slice(message.lastIndexOf(' - ') + 3) : message;
  return said.split('\n')[0]?.trim() ?? '';
}

/** @throws GuichetError `database_too_old`. `version` as {@link versionOf} gives it. */
export function requireRecent(version: number): void {
  if (version >= 150000) return;
  throw new GuichetError('database_too_old', `guichet needs PostgreSQL 15 or later; this server is ${Math.floor(version / 10000)}.`);
}

/**
 * @param setting the variable that holds the address, for the sentence
 * @throws GuichetError when the server is out of reach or older than PostgreSQL 15.
 */
export async function requireServer(db: Database, setting = 'DATABASE_URL'): Promise<void> {
  let version: number;
  try {
    version = await versionOf(db);
  } catch (cause) {
    throw new GuichetError('database_unreachable', `The database does not answer (${reasonOf(cause)}): check ${setting}, and that PostgreSQL runs.`, { cause });
  }
  requireRecent(version);
}
