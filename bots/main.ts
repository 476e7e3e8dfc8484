import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { GuichetError } from '../core/errors.ts';
import { systemIds } from '../core/ids.ts';
import type { Clock, DemoAccount, Gate, Post, Work } from '../core/ports.ts';
import { masterKey } from '../core/sealing.ts';
import { systemClock, testClock, type TestClock } from '../db/clock.ts';
import { codeOf, connect, type Database, openConnections, reasonOf, requireServer, row } from '../db/connection.ts';
import { startEmbedded } from '../db/embedded.ts';
import { houseOf } from '../db/house.ts';
import { Keyring } from '../db/keys.ts';
import { guessLimiter } from '../db/limits.ts';
import { isMigrated, migrate, requireLowPrivilege } from '../db/migrate.ts';
import { officeOf } from '../db/office/index.ts';
import { RECEPTION, withScope } from '../db/scopes.ts';
import { demoAccounts, loadDemo } from '../db/seeds/demo.ts';
import { channelsOf } from './channels.ts';
import { clockControl } from './clock.ts';
import { closer } from './closing.ts';
import type { Config } from './config.ts';
import { HeavyWorker } from './heavy.ts';
import { heavyWorks } from './heavyWorks.ts';
import { logger } from './log.ts';
import { postOf } from './mail.ts';
import { buildServer } from './server.ts';
import { Worker } from './worker.ts';

/** The database of a configuration, opened: the embedded server (joined or started), or the one at DATABASE_URL. */
export interface Opened {
  readonly app: Database;
  /** A few connections more, for what is done beside a transaction that waits for it: a pooler has to have one left for them. */
  readonly beside: Database;
  /** For what arrives. */
  readonly intake: Database;
  readonly keys: Keyring;
  /** Who may migrate; closed by `close`. */
  readonly admin: Database;
  /** One URL for everything: each transaction drops to the role of its scope. */
  readonly sameLogin: boolean;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** Connections for what arrives. */
const INTAKE = 4;

export async function openDatabase(config: Config, say: (line: string) => void = () => undefined): Promise<Opened> {
  let appUrl = config.databaseUrl;
  let adminUrl = config.adminUrl;
  let stop = async (): Promise<void> => undefined;
  if (appUrl === undefined) {
    const server = await startEmbedded({ home: config.home, log: say }).catch((cause: unknown) => { throw new GuichetError('embedded_unavailable', reasonOf(cause), { cause }); });
    appUrl = server.appUrl;
    adminUrl = server.adminUrl;
    stop = () => server.stop();
  }
  const sameLogin = adminUrl === undefined;
  const app = connect(appUrl, { pool: config.pool });
  const admin = connect(adminUrl ?? appUrl, { pool: 2, name: 'guichet admin' });
  // Keys are read and codes redeemed beside a transaction that waits for it: from the same pool, a rush would use
  // up all connections, and each of its transactions would wait for another to give one back.
  const beside = connect(appUrl, { pool: 3, name: 'guichet beside' });
  // Platforms wait 3 s for what arrives to be stored: not behind turns that are under way, nor for a connection to be opened.
  const intake = connect(appUrl, { pool: INTAKE, kept: INTAKE, name: 'guichet intake' });
  const close = async (): Promise<void> => {
    await Promise.allSettled([app.destroy(), admin.destroy(), beside.destroy(), intake.destroy()]);
    await stop();
  };
  try {
    await requireServer(admin, sameLogin ? 'DATABASE_URL' : 'DATABASE_ADMIN_URL');
    if (!sameLogin) await requireServer(app);
    const secret = config.secretKey ?? (await keptSecret(config.home));
    return { app, beside, intake, admin, sameLogin, embedded: config.databaseUrl === undefined, keys: new Keyring(masterKey(secret), systemIds, beside), close };
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
  // Written aside and then named, so that nobody reads half a key; the first of two processes gives the name.
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Migrates with the administrator's login, and lets the app's login in. */
export async function migrateAll(opened: Opened, config: Config): Promise<string[]> {
  const login = config.databaseUrl === undefined ? undefined : decodeURIComponent(new URL(config.databaseUrl).username);
  return migrate(opened.admin, login);
}

export interface Running {
  readonly address: string;
  readonly demo: readonly DemoAccount[];
  readonly gate: Gate;
  readonly work: Work;
  readonly post: Post;
  readonly worker: Worker;
  readonly server: FastifyInstance | undefined;
  stop(): Promise<void>;
}

/**
 * Everything a configuration asks for, running. `say` gets a line for what a person waits for; `cancelled` ends a
 * start that is under way, at its next step.
 * @throws GuichetError with one clear sentence when it cannot start; nothing is left running then.
 */
export async function start(config: Config, say: (line: string) => void = () => undefined, cancelled: AbortSignal = new AbortController().signal): Promise<Running> {
  const opened = await openDatabase(config, say);
  try {
    return await run(config, opened, say, cancelled);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function run(config: Config, opened: Opened, say: (line: string) => void, cancelled: AbortSignal): Promise<Running> {
  const { app, beside, intake, admin, keys } = opened;
  cancelled.throwIfAborted();
  const state = await isMigrated(admin);
  if (state.unknown.length > 0) throw new GuichetError('database_half_migrated', `A newer guichet has migrated this database (${state.unknown.join(', ')}): start that version.`);
  // Whoever was given an administrator's login migrates; one login for everything does when there is something to do.
  if (!opened.sameLogin || !state.ok) {
    const applied = await migrateAll(opened, config);
    if (applied.length > 0) say('La base de données est à jour.');
  }
  await requireLowPrivilege(app, opened.sameLogin);
  await openConnections(intake, INTAKE);
  cancelled.throwIfAborted();

  // Sessions of chats that are not linked yet are sealed with the reception's own key.
  await withScope(app, { as: 'operator', operator: RECEPTION }, (trx) => keys.key(trx, { operator: RECEPTION, structure: null }));

  const log = logger(config.logLevel);
  const failed = (error: unknown, no: number): void => log.error({ no, err: error }, 'a piece of work failed');

  const moving: TestClock | undefined = config.testClock === undefined ? undefined : await testClock(app, config.testClock);
  const clock: Clock = moving ?? systemClock;
  if (config.demo ?? (opened.embedded && (await isEmpty(admin)))) {
    if (await loadDemo({ admin, app, keys, start: await clock.now() })) say('La saison de démonstration est chargée.');
  }

  const limiter = guessLimiter(app, keys.master);
  const mailer = postOf(config);
  let known = config.publicUrl;
  const { gate, work, post, heavy, feeds } = houseOf({ db: app, beside, intake, keys, ids: systemIds, clock, failed, mailer, url: () => known, entrances: (code) => channels.entrances(code), limiter: guessLimiter(beside, keys.master), demoAccounts: () => demoAccounts(app, keys) });
  const worker = new Worker(work, (error) => failed(error, 0));
  const heavyWorker = new HeavyWorker(heavy, heavyWorks({ feeds, now: () => clock.now(), catalogueUrl: config.opendatasoftUrl }), (error) => failed(error, 0), () => worker.poke());
  const channels = await channelsOf(config, { gate, post, worker, web: () => known ?? '', log, failed: (error) => failed(error, 0) });
  // Demo codes are shown where the demo was loaded by default, or asked for.
  const demo = (config.demo ?? opened.embedded) ? await gate.demoAccounts() : [];
  cancelled.throwIfAborted();

  let server: FastifyInstance | undefined;
  let close: (() => Promise<void>) | undefined;
  let address = '';
  if (config.roles.includes('web')) {
    server = await buildServer({
      gate, office: officeOf({ db: app, keys, ids: systemIds, clock }), worker, limiter, log,
      demo: async () => demo.length > 0, testClock: moving === undefined ? undefined : clockControl(moving, gate, work, worker, heavyWorker, channels.deliverer),
      hooks: channels.hooks,
    });
    close = closer(server);
    try {
      await server.listen({ port: config.port, host: config.host });
    } catch (cause) {
      await server.close();
      if (codeOf(cause) === 'EADDRINUSE') throw new GuichetError('port_in_use', `Port ${config.port} of ${config.host} is in use: stop the other program, or set PORT.`, { cause });
      if (codeOf(cause) === 'EACCES') throw new GuichetError('port_in_use', `Port ${config.port} may not be opened by this user: set PORT to one above 1023.`, { cause });
      if (codeOf(cause) === 'EADDRNOTAVAIL' || codeOf(cause) === 'ENOTFOUND') throw new GuichetError('config_invalid', `HOST ${config.host} is not an address of this machine.`, { cause });
      throw cause;
    }
    const [listening] = server.addresses();
    address = config.publicUrl ?? addressOf(config.host, typeof listening === 'object' ? listening.port : config.port);
    known = address;
  }
  if (mailer.folder !== undefined) say(`Sans SMTP_URL, les e-mails (codes d’accès) sont écrits dans ${mailer.folder}.`);
  if (config.roles.includes('worker')) {
    worker.start();
    heavyWorker.start();
  }
  const stop = async (): Promise<void> => {
    await close?.();
    await channels.stop();
    await Promise.all([worker.stop(), heavyWorker.stop()]);
    mailer.close();
  };
  try {
    await channels.start();
  } catch (error) {
    await stop();
    throw error;
  }

  let stopping: Promise<void> | undefined;
  return {
    address, demo, gate, work, post, worker, server,
    stop: () => (stopping ??= stop().then(() => opened.close())),
  };
}

/** Where a person opens it: a wildcard address is none. */
function addressOf(host: string, port: number): string {
  const name = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
}

const isEmpty = async (admin: Database): Promise<boolean> => (await row<{ n: number }>(admin, `select count(*) as n from operator where kind <> 'reception' and not demo`))?.n === 0;
