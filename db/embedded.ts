import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { settle } from './embedded/place.ts';
import type { Place } from './embedded/place.ts';
import { register, unregister, withLock } from './embedded/processes.ts';
import { exists, findPrograms } from './embedded/programs.ts';
import type { Programs } from './embedded/programs.ts';
import { findServer, initialise, launch, logTail, shutDown, START_S } from './embedded/server.ts';

/** A PostgreSQL of our own that this process uses. */
export interface Embedded {
  /** As the superuser `postgres`: for migrations, clones and maintenance. */
  readonly adminUrl: string;
  /** As the login role `guichet_app`, which can do nothing until it is granted. */
  readonly appUrl: string;
  /** False when it joined a server that already ran. */
  readonly started: boolean;
  /** One line for the operator when data or programs had to go elsewhere. */
  readonly note?: string;
  /** Stops the server if no other live process uses it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The folder that holds data, passwords and the list of processes; made if missing. */
  readonly home: string;
  readonly log?: (line: string) => void;
  /** For tests: gives up safety on a power cut for speed. Has no effect on a server that already runs. */
  readonly fast?: boolean;
  /** Where root puts what the server's user could not reach otherwise. */
  readonly openFolder?: string;
  /** Other programs than those npm installed. */
  readonly programs?: Programs;
}

const LOCK_MS = 240_000;
const LAUNCHES = 3;

/**
 * Starts PostgreSQL on the data of `home`, or joins the server that runs there. The server outlives the process
 * that started it; the last registered process to call `stop` ends it.
 * @throws an error whose message is one sentence to act on
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log = () => undefined, fast = false, openFolder = '/var/lib/guichet' } = options;
  const home = await makeHome(options.home);
  const programs = options.programs ?? (await findPrograms());
  const lock = join(home, 'postgres.lock');
  const onWait = (): void => log('Another process is starting or stopping the database; waiting for it.');

  return withLock(lock, { timeout: LOCK_MS, onWait }, async () => {
    const place = await settle(home, programs, openFolder);
    if (place.note) log(place.note);
    const entry = await register(processesOf(home));
    try {
      const { port, started } = await bringUp(place, fast, log);
      let stopping: Promise<void> | undefined;
      const stop = (): Promise<void> => stopping ??= leaveLocked(place, entry, lock);
      return {
        adminUrl: urlOf('postgres', place.passwords.postgres, port, 'guichet'),
        appUrl: urlOf('guichet_app', place.passwords.guichet_app, port, 'guichet'),
        started,
        ...(place.note && { note: place.note }),
        stop,
      };
    } catch (error) {
      await leave(place, entry).catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  });
}

async function makeHome(home: string): Promise<string> {
  try {
    await mkdir(home, { recursive: true });
    return await realpath(resolve(home));
  } catch (error) {
    throw new Error(`The folder ${home} cannot be made: ${(error as Error).message}.`, { cause: error });
  }
}

function processesOf(home: string): string {
  return join(home, 'processes');
}

async function leaveLocked(place: Place, entry: string, lock: string): Promise<void> {
  // Without its home there is nothing to keep in order (and a server whose data is gone ends by itself).
  if (await exists(place.home)) await withLock(lock, { timeout: LOCK_MS }, () => leave(place, entry));
  else await shutDown(place);
}

async function leave(place: Place, entry: string): Promise<void> {
  const { othersRemain } = await unregister(processesOf(place.home), entry);
  if (!othersRemain) await shutDown(place);
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** Gets to a server that answers and has our role and database, whatever state an earlier process left it in. */
async function bringUp(place: Place, fast: boolean, log: (line: string) => void): Promise<{ port: number; started: boolean }> {
  const deadline = performance.now() + START_S * 2000;
  let launches = 0;
  let last: Error = new Error('it never answered');
  if (!(await findServer(place.data))) await initialise(place, fast, log);
  while (performance.now() < deadline) {
    const server = await findServer(place.data);
    const step = server ? prepare(place, server.port) : launch(place, fast);
    if (!server) launches++;
    try {
      await step;
      if (server) return { port: server.port, started: launches > 0 };
    } catch (error) {
      last = error as Error;
      // A port taken in between, or helpers of a killed server that are not gone yet: both pass.
      if (server ? !isPassing(error) : launches >= LAUNCHES && !(await findServer(place.data))) break;
      await sleep(server ? 100 : 300);
    }
  }
  throw await explain(place, last);
}

async function explain(place: Place, error: Error): Promise<Error> {
  if (error.message.startsWith('PostgreSQL')) return error;
  if ((error as { code?: string }).code === '28P01') {
    return new Error(`The database in ${place.data} does not accept the passwords in ${join(place.home, 'postgres.json')}: restore that file.`, { cause: error });
  }
  return new Error(`PostgreSQL on ${place.data} could not be used: ${error.message}; its log ends with: ${await logTail(place.data)}`, { cause: error });
}

/** What a server says while it starts, recovers or stops. */
const PASSING = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03', '53300']);

function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string };
  return code ? PASSING.has(code) : /timeout|terminated/i.test(message);
}

/** Makes the app's role and database if they are missing, as after a first start or one cut short. */
async function prepare(place: Place, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres', place.passwords.postgres, port, 'postgres'), ssl: false, connectionTimeoutMillis: 10_000, query_timeout: 60_000 });
  client.on('error', () => undefined); // told by the query that fails with it
  try {
    await client.connect();
    const { rows } = await client.query<{ role: boolean; database: boolean }>(`
      SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guichet_app') AS role,
             EXISTS (SELECT FROM pg_database WHERE datname = 'guichet') AS database`);
    if (!rows[0]?.role) {
      await client.query('SET log_min_error_statement = panic'); // no password in the server's log
      await client.query(`CREATE ROLE guichet_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(place.passwords.guichet_app)}`);
    }
    if (!rows[0]?.database) await client.query('CREATE DATABASE guichet OWNER postgres');
  } finally {
    await client.end().catch(() => undefined);
  }
}
