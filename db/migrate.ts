import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GuichetError } from '../core/errors.ts';
import { codeOf, reasonOf, row, rows, versionOf, type Database, type Transaction } from './connection.ts';
import { ensureHeavySchema, heavyState } from './heavySchema.ts';
import { retrying } from './scopes.ts';

/** Scopes that a transaction can take (architecture, Row-level security), then the two definers. */
export const scopeRoles = ['reception', 'person', 'structure', 'venue', 'operator', 'jury', 'worker'] as const;
const definers = ['engine', 'router'] as const;

const directory = (name: string): string => path.join(import.meta.dirname, name);

/**
 * Roles belong to the whole server: made when missing, by whichever process comes first. The app's role takes
 * scopes and has none of their rights outside one; the app's login has what the app's role has.
 */
async function ensureRoles(db: Transaction, appLogin: string | undefined): Promise<void> {
  const there = new Map((await rows<{ name: string; inherits: boolean }>(db, `select rolname as name, rolinherit as inherits from pg_roles where rolname like 'guichet\\_%'`)).map((r) => [r.name, r]));
  for (const role of ['app', ...scopeRoles, ...definers]) {
    if (there.has(`guichet_${role}`)) continue;
    await db.raw(`do $$ begin create role guichet_${role} nologin noinherit; exception when duplicate_object or unique_violation then null; end $$`);
  }
  // PostgreSQL 16 says of each membership what it gives; before, the member's own attribute did.
  const eachSays = (await versionOf(db)) >= 160000;
  if (!eachSays && there.get('guichet_app')?.inherits === true) await db.raw('alter role guichet_app noinherit');
  const member = async (role: string, of: string, how: string): Promise<boolean> => (await row<{ yes: boolean }>(db, 'select pg_has_role(?, ?, ?) as yes', [role, of, how]))?.yes === true;
  for (const scope of scopeRoles) {
    const [has, inherits] = [await member('guichet_app', `guichet_${scope}`, eachSays ? 'SET' : 'MEMBER'), await member('guichet_app', `guichet_${scope}`, 'USAGE')];
    if (!has || (eachSays && inherits)) await db.raw(`grant guichet_${scope} to guichet_app${eachSays ? ' with inherit false, set true' : ''}`);
  }
  if (appLogin === undefined || appLogin === 'guichet_app' || (await member(appLogin, 'guichet_app', 'USAGE'))) return;
  await db.raw(`grant guichet_app to ??${eachSays ? ' with inherit true, set true' : ''}`, [appLogin]);
}

interface FunctionPart { owner: string; execute: string[]; body: string }

/** A file of functions: each starts with its `-- owner:` and `-- execute:` lines. */
function parts(text: string): FunctionPart[] {
  return text.split(/^(?=-- owner: )/m).filter((part) => part.trim() !== '').map((body) => {
    const owner = /^-- owner: (\w+)$/m.exec(body)?.[1];
    const execute = /^-- execute: (.+)$/m.exec(body)?.[1];
    if (owner === undefined || execute === undefined) throw new Error(`a function has no owner or execute line: ${body.slice(0, 60)}`);
    return { owner: `guichet_${owner}`, execute: execute.split(',').map((role) => `guichet_${role.trim()}`), body };
  });
}

const signature = `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.proname = ?`;

const functionFiles = async (): Promise<string[]> => {
  const files = (await readdir(directory('functions'))).filter((file) => file.endsWith('.sql'));
  // Called by others in plain SQL, which looks them up when it is made (plpgsql does when it runs).
  const order = ['queue_of.sql', 'own.sql', 'give_seat.sql', 'deal.sql'];
  return files.sort((a, b) => (order.indexOf(a) + 99) % 99 - (order.indexOf(b) + 99) % 99 || a.localeCompare(b));
};

/** Stands in a comment of the database: functions are replaced when it is another. */
async function functionsMark(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await functionFiles()) hash.update(await readFile(path.join(directory('functions'), file)));
  return `functions ${hash.digest('hex').slice(0, 32)}`;
}

const storedMark = async (db: Database | Transaction): Promise<string | undefined> =>
  (await row<{ mark: string | null }>(db, `select obj_description(to_regprocedure('public.g_op()'), 'pg_proc') as mark`))?.mark ?? undefined;

/**
 * All functions are dropped and made again, so that none of an older version stays. Each is owned by a definer
 * role that the migrating role belongs to only while it hands them over: left granted, it would see that role's rows.
 */
async function replaceFunctions(db: Transaction): Promise<void> {
  for (const role of definers) {
    await db.raw(`grant guichet_${role} to current_user`);
    await db.raw(`grant create on schema public to guichet_${role}`);
  }
  const old = await rows<{ name: string }>(db, `select oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace and proowner::regrole::text = any (?)`, [definers.map((role) => `guichet_${role}`)]);
  // Policies that ask a function go with it, and are made again beside it (db/functions/own.sql).
  for (const { name } of old) await db.raw(`drop function ${name} cascade`);
  for (const file of await functionFiles()) {
    for (const part of parts(await readFile(path.join(directory('functions'), file), 'utf8'))) {
      // knex would read a question mark as a binding.
      await db.raw(part.body.replaceAll('?', '\\?'));
      for (const [, name] of part.body.matchAll(/create or replace function (\w+)/g)) {
        for (const { name: full } of await rows<{ name: string }>(db, signature, [name])) {
          await db.raw(`alter function ${full} owner to ${part.owner}`);
          await db.raw(`revoke all on function ${full} from public`);
          await db.raw(`grant execute on function ${full} to ${[...new Set([...part.execute, part.owner])].join(', ')}`);
        }
      }
    }
  }
  for (const role of definers) {
    await db.raw(`revoke create on schema public from guichet_${role}`);
    await db.raw(`revoke guichet_${role} from current_user`);
  }
  await db.raw(`comment on function g_op() is '${await functionsMark()}'`);
}

const migrationSource = {
  getMigrations: async (): Promise<string[]> => (await readdir(directory('migrations'))).filter((file) => file.endsWith('.sql')).sort(),
  getMigrationName: (name: string): string => name,
  getMigration: async (name: string) => {
    const sql = await readFile(path.join(directory('migrations'), name), 'utf8');
    return {
      up: async (db: Database): Promise<void> => {
        await db.raw(sql.replaceAll('?', '\\?'));
      },
      down: async () => { throw new Error('guichet migrates forward only; restore a backup instead'); },
    };
  },
};

/**
 * Brings the schema up to date, in one transaction: a run that is cut leaves nothing behind, and of two that
 * start at once the second waits and finds nothing to do. `admin` may create roles and tables; `appLogin` is
 * the login that the app will use.
 * @throws GuichetError `database_half_migrated` when tables and the list of migrations do not agree.
 */
export async function migrate(admin: Database, appLogin?: string): Promise<string[]> {
  try {
    return await retrying(() => admin.transaction(async (db) => {
      await db.raw('select pg_advisory_xact_lock(7405001)');
      await ensureRoles(db, appLogin);
      const [, applied] = (await db.migrate.latest({ migrationSource, tableName: 'guichet_migration', disableTransactions: true })) as [number, string[]];
      await db.raw('grant select on guichet_migration to guichet_app');
      const heavy = await ensureHeavySchema(db);
      if ((await storedMark(db)) !== (await functionsMark())) await replaceFunctions(db);
      return [...applied, ...heavy];
    }));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const said = reasonOf(cause);
    if (codeOf(cause) === '42501') {
      throw new GuichetError('database_not_migrated', `The database has to be migrated, and this login may not do it (${said}): run 'npx guichet migrate' with DATABASE_ADMIN_URL, a login that may create tables and roles.`, { cause });
    }
    if (/migration directory is corrupt/i.test(message)) {
      throw new GuichetError('database_half_migrated', 'A newer guichet has migrated this database: start that version, or restore a backup.', { cause });
    }
    if (/lock|already exists|does not exist/i.test(message)) {
      throw new GuichetError('database_half_migrated', `The database is half migrated (${said}): its tables are not those that its list of migrations says; restore a backup.`, { cause });
    }
    throw cause;
  }
}

export interface Migrated {
  /** Nothing is missing or unknown, and the functions are those of this version. */
  readonly ok: boolean;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Whether the schema is exactly the one that this version was written for.
 * @throws GuichetError `database_forbidden` when the login may not even look.
 */
export async function isMigrated(db: Database): Promise<Migrated> {
  const wanted = await migrationSource.getMigrations();
  try {
    const done = (await rows<{ name: string }>(db, 'select name from guichet_migration order by id')).map((r) => r.name);
    const heavy = await heavyState(db);
    const missing = [...wanted.filter((name) => !done.includes(name)), ...heavy.missing];
    const unknown = [...done.filter((name) => !wanted.includes(name)), ...heavy.unknown];
    return { ok: missing.length === 0 && unknown.length === 0 && (await storedMark(db)) === (await functionsMark()), missing, unknown };
  } catch (error) {
    if (codeOf(error) === '42P01') return { ok: false, missing: wanted, unknown: [] };
    if (codeOf(error) === '42501') throw notLetIn('of DATABASE_URL', error);
    throw error;
  }
}

const notLetIn = (login: string, cause?: unknown): GuichetError =>
  new GuichetError('database_forbidden', `The login ${login} is not let into guichet's tables: run 'npx guichet migrate' with DATABASE_ADMIN_URL and DATABASE_URL, or grant it guichet_app.`, { cause });

/**
 * Refuses to serve as somebody whom row-level security does not bind.
 * `sameLogin`: one URL for everything; then each transaction drops to a scope's role, and that must work.
 */
export async function requireLowPrivilege(app: Database, sameLogin: boolean): Promise<void> {
  const me = await row<{ name: string; too_much: boolean; owns: boolean; member: boolean }>(app, `
    select current_user as name, r.rolsuper or r.rolbypassrls or pg_has_role('guichet_engine', 'MEMBER') or pg_has_role('guichet_router', 'MEMBER') as too_much,
           exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = 'seat' and pg_has_role(current_user, c.relowner, 'USAGE')) as owns,
           pg_has_role(current_user, 'guichet_app', 'MEMBER') as member
      from pg_roles r where r.rolname = current_user`);
  if (me === undefined) return;
  if (!sameLogin && (me.too_much || me.owns)) {
    throw new GuichetError('database_too_privileged', `guichet refuses to serve as '${me.name}': it is a superuser, the owner of the tables, has BYPASSRLS, or belongs to guichet_engine or guichet_router. Give DATABASE_URL an ordinary login.`);
  }
  if (!me.member) throw notLetIn(`'${me.name}'`);
}
