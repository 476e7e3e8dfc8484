import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { GuichetError } from '../core/errors.ts';
import { systemIds } from '../core/ids.ts';
import type { Clock, DemoAccount, Gate, Work } from '../core/ports.ts';
import { masterKey } from '../core/sealing.ts';
import { systemClock, testClock, type TestClock } from '../db/clock.ts';
import { codeOf, connect, requireServer, row, type Database } from '../db/connection.ts';
import { startEmbedded } from '../db/embedded.ts';
import { houseOf } from '../db/house.ts';
import { Keyring } from '../db/keys.ts';
import { guessLimiter } from '../db/limits.ts';
import { isMigrated, migrate, requireLowPrivilege } from '../db/migrate.ts';
import { RECEPTION, withScope } from '../db/scopes.ts';
import { demoAccounts, loadDemo } from '../db/seeds/demo.ts';
import type { Config } from './config.ts';
import { buildServer, type ClockControl } from './server.ts';
import { Worker } from './worker.ts';

/** The database of a configuration, opened: the embedded server (joined or started), or the one at DATABASE_URL. */
export interface Opened {
  readonly app: Database;
  readonly keys: Keyring;
  /** Who may migrate; closed by `close`. */
  readonly admin: Database;
  readonly sameLogin: boolean;
  readonly embedded: boolean;
  close(): Promise<void>;
}

export async function openDatabase(config: Config, say: (line: string) => void = () => undefined): Promise<Opened> {
  let appUrl = config.databaseUrl;
  let adminUrl = config.adminUrl;
  let stop = async (): Promise<void> => undefined;
  if (appUrl === undefined) {
    const server = await startEmbedded({ home: config.home, log: say });
    appUrl = server.appUrl;
    adminUrl = server.adminUrl;
    stop = () => server.stop();
  }
  const sameLogin = adminUrl === undefined || new URL(adminUrl).username === new URL(appUrl).username;
  const app = connect(appUrl, { pool: 16 });
  const admin = connect(adminUrl ?? appUrl, { pool: 2, name: 'guichet admin' });
  // Keys are read beside a transaction that waits for them: from the same pool, a rush could use up all connections.
  const own = connect(appUrl, { pool: 2, name: 'guichet keys' });
  const close = async (): Promise<void> => {
    await Promise.allSettled([app.destroy(), admin.destroy(), own.destroy()]);
    await stop();
  };
  try {
    await requireServer(admin);
    const secret = config.secretKey ?? (await keptSecret(config.home));
    return { app, admin, sameLogin, embedded: config.databaseUrl === undefined, keys: new Keyring(masterKey(secret), systemIds, own), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The master key of an embedded installation: made once, kept beside the data, readable by its owner only. */
async function keptSecret(home: string): Promise<string> {
  const file = path.join(home, 'secret.key');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await mkdir(home, { recursive: true });
  try {
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process made it at the same moment.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Migrates with the administrator's login, and lets the app's login in. */
export async function migrateAll(opened: Opened, config: Config): Promise<string[]> {
  const login = config.databaseUrl === undefined ? undefined : decodeURIComponent(new URL(config.databaseUrl).username);
  return migrate(opened.admin, opened.sameLogin ? undefined : login);
}

export interface Running {
  readonly address: string;
  readonly demo: readonly DemoAccount[];
  readonly gate: Gate;
  readonly work: Work;
  readonly worker: Worker;
  readonly server: FastifyInstance | undefined;
  stop(): Promise<void>;
}

/**
 * Everything a configuration asks for, running. `say` gets a line for what a person waits for.
 * @throws GuichetError with one clear sentence when it cannot start; nothing is left running then.
 */
export async function start(config: Config, say: (line: string) => void = () => undefined): Promise<Running> {
  const opened = await openDatabase(config, say);
  try {
    return await run(config, opened, say);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function run(config: Config, opened: Opened, say: (line: string) => void): Promise<Running> {
  const { app, admin, keys } = opened;
  // With a server of one's own, migrating is a step of its own unless the database is empty.
  const state = await isMigrated(admin);
  if (state.unknown.length > 0) throw new GuichetError('database_half_migrated', `A newer guichet has migrated this database (${state.unknown.join(', ')}): start that version.`);
  if (opened.embedded || config.adminUrl !== undefined || opened.sameLogin) {
    const applied = await migrateAll(opened, config);
    if (applied.length > 0) say('La base de données est à jour.');
  } else if (!state.ok) {
    throw new GuichetError('database_not_migrated', "The database is not migrated: run 'npx guichet migrate' with DATABASE_ADMIN_URL.");
  }
  await requireLowPrivilege(app, opened.sameLogin);

  // Sessions of chats that are not linked yet are sealed with the reception's own key.
  await withScope(app, { as: 'operator', operator: RECEPTION }, (trx) => keys.key(trx, { operator: RECEPTION, structure: null }));

  const log = pino({ level: config.logLevel });
  // Errors carry SQL, never its values: knex's bindings are not logged, and no message has a name in it.
  const failed = (error: unknown, no: number): void => {
    const code = codeOf(error);
    log.error({ no, code, name: error instanceof Error ? error.name : 'unknown', stack: error instanceof Error ? error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')).slice(0, 8) : undefined }, 'a piece of work failed');
  };

  const moving: TestClock | undefined = config.testClock === undefined ? undefined : await testClock(app, config.testClock);
  const clock: Clock = moving ?? systemClock;
  if (config.demo ?? (opened.embedded && (await isEmpty(admin)))) {
    if (await loadDemo({ admin, app, keys, start: await clock.now() })) say('La saison de démonstration est chargée.');
  }

  const limiter = guessLimiter(app, keys.master);
  const { gate, work } = houseOf({ db: app, keys, ids: systemIds, clock, failed, limiter, demoAccounts: () => demoAccounts(app, keys) });
  const worker = new Worker(work, (error) => failed(error, 0));
  const hasDemo = (await gate.demoAccounts()).length > 0;

  let server: FastifyInstance | undefined;
  let address = '';
  if (config.roles.includes('web')) {
    server = await buildServer({
      gate, worker, limiter, logLevel: config.logLevel,
      demo: async () => hasDemo, testClock: moving === undefined ? undefined : control(moving, work, worker),
    });
    try {
      await server.listen({ port: config.port, host: config.host });
    } catch (cause) {
      await server.close();
      if (codeOf(cause) === 'EADDRINUSE') throw new GuichetError('port_in_use', `Port ${config.port} of ${config.host} is in use: stop the other program, or set PORT.`, { cause });
      if (codeOf(cause) === 'EACCES') throw new GuichetError('port_in_use', `Port ${config.port} may not be opened by this user: set PORT to one above 1023.`, { cause });
      if (codeOf(cause) === 'EADDRNOTAVAIL' || codeOf(cause) === 'ENOTFOUND') throw new GuichetError('config_invalid', `HOST ${config.host} is not an address of this machine.`, { cause });
      throw cause;
    }
    const listening = server.server.address();
    address = config.publicUrl ?? `http://${config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host}:${typeof listening === 'object' ? (listening?.port ?? config.port) : config.port}/`;
  }
  if (config.roles.includes('worker')) worker.start();

  let stopping: Promise<void> | undefined;
  return {
    address, demo: await gate.demoAccounts(), gate, work, worker, server,
    stop: () => (stopping ??= (async () => {
      await server?.close();
      await worker.stop();
      await opened.close();
    })()),
  };
}

/** Moves the test clock from due instant to due instant, each piece of work running at its own. */
function control(clock: TestClock, work: Work, worker: Worker): ClockControl {
  return {
    now: () => clock.now(),
    async advance(to) {
      if (to < (await clock.now())) await clock.set(to);
      let ran = await worker.drain();
      for (;;) {
        const next = await work.nextDue();
        const now = await clock.now();
        if (next === undefined || next > to) break;
        if (next > now) await clock.set(next);
        const did = await worker.drain();
        ran += did;
        // Something that keeps failing is tried again by the machine's time: it does not hold the clock.
        if (did === 0 && next <= now) break;
      }
      await clock.set(to);
      return ran + (await worker.drain());
    },
  };
}

const isEmpty = async (admin: Database): Promise<boolean> => (await row<{ n: number }>(admin, `select count(*) as n from operator where kind <> 'reception' and not demo`))?.n === 0;
