import { access, constants, readFile, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { GuichetError } from '../../core/errors.ts';
import { masterKey, unseal } from '../../core/sealing.ts';
import { codeOf, connect, row, versionOf, type Database } from '../../db/connection.ts';
import { findServer } from '../../db/embedded/server.ts';
import { findPrograms } from '../../db/embedded/programs.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { isMigrated, requireLowPrivilege } from '../../db/migrate.ts';
import { RECEPTION, withScopeOnce } from '../../db/scopes.ts';
import type { Config } from '../config.ts';
import type { DatabaseFacts } from '../doctor/database.ts';

type Seen = Extract<DatabaseFacts, { kind: 'seen' }>;

/**
 * Looks at the database of a configuration without changing anything: the embedded one is joined where it runs and
 * never started. `checksKey`: whether the configuration's key is the one that was set.
 */
export async function lookAtDatabase(config: Config, checksKey: boolean): Promise<DatabaseFacts> {
  const { databaseUrl, adminUrl, home } = config;
  if (databaseUrl !== undefined) return look({ app: databaseUrl, admin: adminUrl }, { secret: checksKey ? config.secretKey : null, home: undefined });
  const free = await freeOf(home);
  if (free === 'closed') return { kind: 'unable', why: 'folder', folder: home };
  if (await findPrograms().then(() => false, () => true)) return { kind: 'unable', why: 'programs', folder: home };
  const room = { folder: home, free };
  const data = await dataOf(home);
  if ((await findServer(data)) === undefined) return { kind: 'asleep', home: room, made: await isThere(path.join(data, 'PG_VERSION')) };
  const server = await startEmbedded({ home }).catch(() => undefined);
  if (server === undefined) return { kind: 'silent', setting: 'GUICHET_HOME', code: undefined };
  try {
    const secret = checksKey ? (config.secretKey ?? (await readFile(path.join(home, 'secret.key'), 'utf8').catch(() => '')).trim()) : null;
    return await look({ app: server.appUrl, admin: server.adminUrl }, { secret, home: room });
  } finally {
    await server.stop();
  }
}

/** `secret`: null is not asked for; '' there is none. */
async function look(urls: { readonly app: string; readonly admin: string | undefined }, { secret, home }: { readonly secret: string | null | undefined; readonly home: Seen['home'] }): Promise<DatabaseFacts> {
  const app = connect(urls.app, { pool: 1, name: 'guichet doctor' });
  const admin = urls.admin === undefined ? undefined : connect(urls.admin, { pool: 1, name: 'guichet doctor' });
  try {
    const setting = home === undefined ? ('DATABASE_URL' as const) : ('GUICHET_HOME' as const);
    const version = await versionOf(app).catch((error: unknown) => ({ kind: 'silent' as const, setting, code: codeOf(error) }));
    if (typeof version !== 'number') return version;
    const refused = await admin?.raw('select 1').then(() => undefined, (error: unknown) => ({ kind: 'silent' as const, setting: 'DATABASE_ADMIN_URL' as const, code: codeOf(error) }));
    if (refused?.kind === 'silent') return refused;
    const schema = await schemaOf(admin ?? app);
    const ready = schema.kind === 'current' || schema.kind === 'newer';
    return {
      kind: 'seen', version, home, schema,
      login: ready ? await loginOf(app, admin === undefined) : 'not asked',
      key: ready ? await keyOf(app, secret) : 'not asked',
      aheadMs: home === undefined ? await aheadOf(app) : undefined,
    };
  } finally {
    await Promise.allSettled([app.destroy(), admin?.destroy()]);
  }
}

async function schemaOf(db: Database): Promise<Seen['schema']> {
  try {
    const { ok, missing, unknown } = await isMigrated(db);
    if (unknown.length > 0) return { kind: 'newer' };
    if (ok) return { kind: 'current' };
    const told = await row<{ list: boolean; tables: boolean }>(db, "select to_regclass('public.guichet_migration') is not null as list, to_regclass('public.seat') is not null as tables");
    return told?.tables === true && !told.list ? { kind: 'half' } : { kind: 'missing', steps: missing.length };
  } catch (error) {
    return { kind: error instanceof GuichetError && error.code === 'database_forbidden' ? 'forbidden' : 'half' };
  }
}

const loginOf = (app: Database, sameLogin: boolean): Promise<Seen['login']> => requireLowPrivilege(app, sameLogin).then(
  () => 'fit' as const,
  (error: unknown) => (error instanceof GuichetError && error.code === 'database_too_privileged' ? 'mighty' : 'shut out'),
);

/** Opens the reception's own key, which every start makes. */
async function keyOf(app: Database, secret: string | null | undefined): Promise<Seen['key']> {
  if (secret === null || secret === undefined) return 'not asked';
  const stored = await withScopeOnce(app, { as: 'operator', operator: RECEPTION }, (trx) =>
    row<{ id: string; wrapped: Buffer }>(trx, 'select id, wrapped from data_key where operator_id = ? and structure_id is null', [RECEPTION])).catch(() => null);
  if (stored === null) return 'not asked';
  if (stored === undefined) return 'nothing sealed';
  if (secret === '') return 'lost';
  try {
    unseal(masterKey(secret).wrapping, stored.wrapped, stored.id);
    return 'opens';
  } catch {
    return 'other';
  }
}

async function aheadOf(db: Database): Promise<number | undefined> {
  const before = Date.now();
  const at = await row<{ ms: number }>(db, 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms').catch(() => undefined);
  return at === undefined ? undefined : at.ms - (before + Date.now()) / 2;
}

/** Bytes that are free where a folder is, or will be made. 'closed': nothing can be written there. */
async function freeOf(folder: string): Promise<number | undefined | 'closed'> {
  const found = await stat(folder).catch((error: unknown) => codeOf(error));
  if (found === 'ENOENT' && path.dirname(folder) !== folder) return freeOf(path.dirname(folder));
  if (typeof found !== 'object' || !found.isDirectory()) return 'closed';
  if (await access(folder, constants.W_OK | constants.X_OK).then(() => false, () => true)) return 'closed';
  return statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => undefined);
}

/** Where the embedded database keeps its data: in the home, or where its own file says. */
async function dataOf(home: string): Promise<string> {
  const kept: unknown = await readFile(path.join(home, 'postgres.json'), 'utf8').then((text) => JSON.parse(text) as unknown).catch(() => undefined);
  const data = typeof kept === 'object' && kept !== null && 'data' in kept ? kept.data : undefined;
  return typeof data === 'string' ? data : path.join(home, 'postgres');
}

const isThere = (file: string): Promise<boolean> => access(file).then(() => true, () => false);
