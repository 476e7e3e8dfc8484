import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GuichetError } from '../core/errors.ts';
import { codeOf, row, rows, type Database, type Transaction } from './connection.ts';

/** Scopes that a transaction can take (architecture, Row-level security), then the two definers. */
export const scopeRoles = ['reception', 'person', 'structure', 'venue', 'operator', 'jury', 'worker'] as const;
const definers = ['engine', 'router'] as const;

const directory = (name: string): string => path.join(import.meta.dirname, name);

/** Roles belong to the whole server: made when missing, by whichever process comes first. */
async function ensureRoles(db: Transaction, appLogin: string | undefined): Promise<void> {
  for (const role of ['app', ...scopeRoles, ...definers]) {
    await db.raw(`do $$ begin create role guichet_${role} nologin noinherit; exception when duplicate_object or unique_violation then null; end $$`);
  }
  const grants: [string, string][] = scopeRoles.map((role) => [`guichet_${role}`, 'guichet_app']);
  if (appLogin !== undefined && appLogin !== 'guichet_app') grants.push(['guichet_app', appLogin]);
  for (const [role, to] of grants) {
    const member = await row<{ yes: boolean }>(db, `select pg_has_role(?, ?, 'MEMBER') as yes`, [to, role]);
    if (member?.yes !== true) await db.raw('grant ?? to ??', [role, to]);
  }
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

/**
 * Functions are replaced at every migration. Each is owned by a definer role that the migrating role
 * belongs to only while it hands them over: left granted, it would see that role's rows.
 */
async function replaceFunctions(db: Transaction): Promise<void> {
  const files = (await readdir(directory('functions'))).filter((file) => file.endsWith('.sql'));
  // give_seat and queue_of are called by deal: plpgsql looks them up when it runs, SQL when it is made.
  const order = ['queue_of.sql', 'give_seat.sql', 'deal.sql'];
  files.sort((a, b) => (order.indexOf(a) + 99) % 99 - (order.indexOf(b) + 99) % 99 || a.localeCompare(b));
  for (const role of definers) {
    await db.raw(`grant guichet_${role} to current_user`);
    await db.raw(`grant create on schema public to guichet_${role}`);
  }
  for (const file of files) {
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
 * Brings the schema up to date. `admin` may create roles and tables; `appLogin` is the login that
 * the app will use, when it is another one.
 * @throws GuichetError `database_half_migrated` when a newer guichet has been here, or a run was cut.
 */
export async function migrate(admin: Database, appLogin?: string): Promise<string[]> {
  try {
    await admin.transaction(async (db) => {
      // Two processes starting on an empty database: the second waits, then finds nothing to do.
      await db.raw('select pg_advisory_xact_lock(7405001)');
      await ensureRoles(db, appLogin);
    });
    const [, applied] = (await admin.migrate.latest({ migrationSource, tableName: 'guichet_migration' })) as [number, string[]];
    await admin.transaction(async (db) => {
      await db.raw('select pg_advisory_xact_lock(7405001)');
      await db.raw('grant select on guichet_migration to guichet_app');
      await replaceFunctions(db);
    });
    return applied;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (codeOf(cause) === '42501' && !message.includes('guichet')) {
      throw new GuichetError('database_too_privileged', `This login may not migrate: ${message}. Give DATABASE_ADMIN_URL a role that may create tables and roles.`, { cause });
    }
    if (/migration directory is corrupt|lock|already exists/i.test(message)) {
      throw new GuichetError('database_half_migrated', `The database is half migrated: ${message.split('\n')[0] ?? ''}. Another or a newer guichet may be migrating it; wait for it, or restore the backup.`, { cause });
    }
    throw cause;
  }
}

/** Whether the schema is exactly the one that this version was written for. */
export async function isMigrated(db: Database): Promise<{ ok: boolean; missing: string[]; unknown: string[] }> {
  const wanted = await migrationSource.getMigrations();
  try {
    const done = (await rows<{ name: string }>(db, 'select name from guichet_migration order by id')).map((r) => r.name);
    const missing = wanted.filter((name) => !done.includes(name));
    const unknown = done.filter((name) => !wanted.includes(name));
    return { ok: missing.length === 0 && unknown.length === 0, missing, unknown };
  } catch (error) {
    if (codeOf(error) === '42P01') return { ok: false, missing: wanted, unknown: [] };
    throw error;
  }
}

/**
 * Refuses to serve as somebody whom row-level security does not bind.
 * `sameLogin`: one URL for everything; then each transaction drops to a scope's role, and that must work.
 */
export async function requireLowPrivilege(app: Database, sameLogin: boolean): Promise<void> {
  const me = await row<{ name: string; too_much: boolean; owns: boolean; member: boolean }>(app, `
    select current_user as name, r.rolsuper or r.rolbypassrls as too_much,
           exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = 'seat' and pg_has_role(current_user, c.relowner, 'USAGE')) as owns,
           pg_has_role(current_user, 'guichet_app', 'MEMBER') as member
      from pg_roles r where r.rolname = current_user`);
  if (me === undefined) return;
  if (!sameLogin && (me.too_much || me.owns)) {
    throw new GuichetError('database_too_privileged', `guichet refuses to serve as '${me.name}': it is a superuser, the owner of the tables, or has BYPASSRLS. Give DATABASE_URL an ordinary login.`);
  }
  if (!me.member) {
    throw new GuichetError('database_too_privileged', `The login '${me.name}' is not a member of guichet_app: run 'npx guichet migrate' with DATABASE_ADMIN_URL once more, or 'grant guichet_app to ${me.name}'.`);
  }
}
