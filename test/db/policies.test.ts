import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../../core/ids.ts';
import { codeOf, rows, type Database, type Transaction } from '../../db/connection.ts';
import { HEAVY } from '../../db/heavySchema.ts';
import { scopeRoles } from '../../db/migrate.ts';
import { enter, RECEPTION, type Scope } from '../../db/scopes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { accountRows, furnish, stranger, type Furnished } from '../support/everyTable.ts';
import { START, World, type Referent } from '../support/world.ts';

/** Tables without policies, each with the reason and all it may ever hold: a new column has to be thought about. */
const EXEMPT: Readonly<Record<string, readonly [reason: string, columns: string]>> = {
  operator: ['names of programmes, shown to everybody; read before it is known whose a chat is', 'id name kind demo'],
  test_clock: ['one instant for all processes; nobody but its two functions reads it', 'only_row now'],
  rate_limit: ['keyed hashes of addresses and a count, of no operator yet', 'key points expire'],
  guichet_migration: ['the list of migrations', 'id name batch migration_time'],
  guichet_migration_lock: ['knex’s own', 'index is_locked'],
};
/** Read by all (A4), so that text indexes serve the search; written by their operator alone. */
const PUBLIC = ['programme', 'venue', 'event', 'performance', 'quota', 'naming'];
/** Keys that begin elsewhere than with the operator: where it is looked up whose something is. */
const ROUTING = ['operator_pkey', 'chat_pkey', 'chat_active', 'chat_address_pkey', 'delivery_order', 'lease_pkey', 'pace_pkey', 'inbox_key_pkey', 'route_pkey', 'test_clock_pkey', 'rate_limit_pkey', 'guichet_migration_pkey', 'guichet_migration_lock_pkey'];
const DEFINERS = ['guichet_engine', 'guichet_router'];

let fresh: Fresh;
let a: World;
let b: World;
let own: Furnished;
let other: Furnished;
let foreign: Furnished;
let venue: Referent;
let jury: Referent;
let unknown: string;
let tables: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  [a, b] = [await World.make(fresh), await World.make(fresh)];
  own = await furnish(fresh, a, 'A un');
  other = await furnish(fresh, a, 'A deux');
  foreign = await furnish(fresh, b, 'B un');
  [venue, jury] = [await a.account('venue', null, 'Vic Lieu'), await a.account('jury', null, 'Joe Jury')];
  for (const one of [venue, jury]) await accountRows(fresh, a.operator, one.id);
  unknown = await stranger(fresh);
  await stranger(fresh);
  await fresh.admin('test_clock').insert({ now: START });
  await fresh.admin('rate_limit').insert({ key: 'guess:x', points: 1 });
  tables = (await rows<{ name: string }>(fresh.admin, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v', 'f') order by 1`)).map((r) => r.name);
});

const catalog = async <T>(sql: string, bindings: readonly unknown[] = []): Promise<T[]> => rows<T>(fresh.admin, sql, bindings);

describe('X5 the schema', () => {
  it('X5 has policies, enabled and forced, on every table that is not exempt by name', async () => {
    const found = await catalog<{ name: string; enabled: boolean; forced: boolean; policies: number }>(`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`);
    expect(found.length).toBeGreaterThan(25);
    expect(found.filter((one) => !(one.name in EXEMPT) && !(one.enabled && one.forced && one.policies > 0))).toEqual([]);
    // The list is not longer than it has to be.
    expect(found.filter((one) => one.name in EXEMPT && one.enabled)).toEqual([]);
    expect(Object.keys(EXEMPT).filter((name) => !tables.includes(name))).toEqual([]);
  });

  it('X5 lets the exempt tables hold nothing but what their reason says', async () => {
    for (const [name, [, columns]] of Object.entries(EXEMPT)) {
      const [found] = await catalog<{ columns: string }>(`select string_agg(attname, ' ' order by attnum) as columns from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped`, [name]);
      expect(found?.columns, name).toBe(columns);
    }
  });

  it('has no views, no foreign tables, and no other schema than that of pg-boss', async () => {
    expect(await catalog(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')`)).toEqual([]);
    expect(await catalog(`select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')`)).toEqual([{ nspname: HEAVY }]);
  });

  it('begins every primary key, unique constraint and index with the operator, except where routing looks it up', async () => {
    const found = await catalog<{ name: string; first: string }>(`
      select i.relname as name, coalesce(a.attname, '(expression)') as first
        from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
        left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where t.relnamespace = 'public'::regnamespace order by 1`);
    expect(found.filter((one) => one.first !== 'operator_id').map((one) => one.name).sort()).toEqual([...ROUTING].sort());
  });

  it('begins every foreign key with the operator on both sides', async () => {
    expect(await catalog(`
      select c.conname from pg_constraint c
        join pg_attribute f on f.attrelid = c.conrelid and f.attnum = c.conkey[1]
        join pg_attribute t on t.attrelid = c.confrelid and t.attnum = c.confkey[1]
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not (f.attname = 'operator_id' and (t.attname = 'operator_id' or c.confrelid = 'operator'::regclass))`)).toEqual([]);
  });

  it('has no EXCLUDE, nothing deferrable, and no trigger of its own', async () => {
    expect(await catalog(`select conname from pg_constraint where connamespace = 'public'::regnamespace and (contype = 'x' or condeferrable)`)).toEqual([]);
    expect(await catalog(`select tgname from pg_trigger where not tgisinternal`)).toEqual([]);
  });
});

describe('X5 the schema of pg-boss, which has no policies', () => {
  it('X5 is the worker’s alone, who changes jobs and what is known of the queue, and makes nothing', async () => {
    const found: Record<string, string> = {};
    for (const role of ['app', ...scopeRoles]) {
      for (const { name } of await catalog<{ name: string }>(`select relname as name from pg_class where relnamespace = '${HEAVY}'::regnamespace and relkind in ('r', 'p') order by 1`)) {
        const [may] = await catalog<{ rights: string | null }>(`select string_agg(r, ' ') as rights from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) r where has_table_privilege(?, ?, r)`, [`guichet_${role}`, `${HEAVY}.${name}`]);
        if (may?.rights != null) found[`${role} ${name}`] = may.rights;
      }
      expect(await catalog(`select has_schema_privilege(?, '${HEAVY}', 'create') as may`, [`guichet_${role}`]), role).toEqual([{ may: false }]);
    }
    expect(found).toEqual({
      'app version': 'select', 'worker version': 'select', 'worker queue': 'select update',
      'worker job': 'select insert update delete', 'worker job_common': 'select insert update delete', 'worker job_dependency': 'select delete',
    });
  });

  it('X5 is read by nobody in another scope', async () => {
    for (const scope of scopes().filter(({ as }) => as !== 'worker')) {
      await expect(inScope(fresh.app, scope, (trx) => trx.raw(`select count(*) from ${HEAVY}.job`)), scope.as).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('X5 definer functions', () => {
  interface Definer { name: string; definer: boolean; owner: string; config: string[] | null; open: boolean; may: string[] | null }
  const functions = (): Promise<Definer[]> => catalog<Definer>(`
    select p.proname as name, p.prosecdef as definer, p.proowner::regrole::text as owner, p.proconfig as config,
           p.proacl is null or exists (select 1 from aclexplode(p.proacl) x where x.grantee = 0) as open,
           (select array_agg(x.grantee::regrole::text order by x.grantee::regrole::text) from aclexplode(p.proacl) x where x.grantee <> 0 and x.grantee <> p.proowner) as may
      from pg_proc p where p.pronamespace = 'public'::regnamespace
       and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`);

  it('X5 belong to a definer role, look nowhere else for their tables, and are closed to the public', async () => {
    const found = await functions();
    const plain = ['g_account', 'g_op', 'g_structure', 'guichet_uuid'];
    expect(found.filter((one) => !one.definer).map((one) => one.name)).toEqual(plain);
    const definers = found.filter((one) => one.definer);
    expect(definers.length).toBeGreaterThan(15);
    expect(definers.filter((one) => !DEFINERS.includes(one.owner) || one.open || one.config?.join() !== 'search_path=public, pg_temp')).toEqual([]);
  });

  it('X5 may be called by those whom their source names', async () => {
    const folder = path.join(import.meta.dirname, '../../db/functions');
    const said = new Map<string, string[]>();
    for (const file of readdirSync(folder)) {
      for (const part of readFileSync(path.join(folder, file), 'utf8').split(/^(?=-- owner: )/m)) {
        const [, owner = ''] = /^-- owner: (\w+)$/m.exec(part) ?? [];
        const roles = (/^-- execute: (.+)$/m.exec(part)?.[1] ?? '').split(',').map((role) => `guichet_${role.trim()}`).filter((role) => role !== `guichet_${owner}`);
        for (const [, name = ''] of part.matchAll(/create or replace function (\w+)/g)) said.set(name, roles.sort());
      }
    }
    const found = new Map((await functions()).filter((one) => one.definer).map((one) => [one.name, one.may ?? []]));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...said].sort(([x], [y]) => x.localeCompare(y))));
  });

  it('X5 run as roles that nobody can be: no login, no right beyond policies, no member left over from migrating', async () => {
    expect(await catalog(`select rolname from pg_roles where rolname = any (?) and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolinherit)`, [DEFINERS])).toEqual([]);
    expect(await catalog(`select member::regrole::text as member from pg_auth_members where roleid::regrole::text = any (?)`, [DEFINERS])).toEqual([]);
    expect(await catalog(`select r from unnest(?::text[]) r where has_schema_privilege(r, 'public', 'create')`, [[...DEFINERS, 'guichet_app', ...scopeRoles.map((role) => `guichet_${role}`)]])).toEqual([]);
  });

  it('X5 do nothing for another operator than that of the scope', async () => {
    await inScope(fresh.app, { as: 'structure', operator: a.operator, structure: own.structure, account: own.referent.id }, async (trx) => {
      await expect(trx.transaction((t) => t.raw('select deal(?, ?, ?)', [b.operator, foreign.performance, START]))).rejects.toThrow(/no rows/);
      expect(await rows(trx, 'select * from ranks_of(?, ?, ?)', [b.operator, [foreign.performance], START])).toEqual([]);
      expect(await rows(trx, 'select waiting from waiting_at(?, ?)', [b.operator, [foreign.performance]])).toEqual([{ waiting: 0 }]);
      expect(['42501', 0]).toContain(await attempt(trx, 'select deal_soon(?, null, null, ?) as n', [b.operator, START]));
    });
    await inScope(fresh.app, { as: 'operator', operator: a.operator }, async (trx) => {
      expect(await rows(trx, 'select * from idle_seats(?, ?)', [b.operator, START])).toEqual([]);
      await expect(trx.transaction((t) => t.raw(`select set_quota(?, ?, 'all', 1)`, [b.operator, foreign.performance]))).rejects.toThrow(/no rows/);
      expect(['42501', 0]).toContain(await attempt(trx, 'select set_weekly_quota(?, ?, 9, ?)', [b.operator, b.programme, START]));
    });
    expect(await catalog('select id from programme where weekly_quota = 9')).toEqual([]);
  });

  it('A6 a raised weekly quota is the operator’s to set', async () => {
    await inScope(fresh.app, { as: 'operator', operator: a.operator }, async (trx) => {
      await trx.raw('select set_weekly_quota(?, ?, 3, ?)', [a.operator, a.programme, START]);
      expect(await rows(trx, 'select weekly_quota as n from programme where operator_id = ?', [a.operator])).toEqual([{ n: 3 }]);
    });
  });
});

describe('A8 seats', () => {
  it('A8 `taken` is written by no scope, in no way', async () => {
    for (const role of scopeRoles) {
      for (const way of ['insert', 'update']) {
        expect(await catalog(`select has_column_privilege(?, 'performance', 'taken', ?) as may`, [`guichet_${role}`, way]), `${role} ${way}`).toEqual([{ may: false }]);
      }
    }
    for (const scope of scopes()) await expect(inScope(fresh.app, scope, (trx) => trx.raw('update performance set taken = 0 where operator_id = ?', [a.operator]))).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['state', 'holds', 'counted', 'tier', 'booked_at'])('A8 nobody asks for a seat that is given already (%s)', async (column) => {
    for (const role of scopeRoles) expect(await catalog(`select has_column_privilege(?, 'seat', ?, 'insert') as may`, [`guichet_${role}`, column]), role).toEqual([{ may: false }]);
  });

  it('X5 nobody raises their own role, changes a key or rewrites what was received', async () => {
    for (const [table, column] of [['account', 'role'], ['account', 'structure_id'], ['data_key', 'wrapped'], ['inbox', 'payload'], ['inbox', 'account_id'], ['audit', 'action'], ['seat', 'wait_seq'], ['seat', 'holds'], ['request', 'wait_seq']]) {
      for (const role of scopeRoles) expect(await catalog(`select has_column_privilege(?, ?, ?, 'update') as may`, [`guichet_${role}`, table, column]), `${role} ${table}.${column}`).toEqual([{ may: false }]);
    }
  });
});

/** Every scope, as somebody of the first structure (or of no structure). */
const scopes = (): Scope[] => [
  { as: 'reception', operator: RECEPTION, account: unknown },
  { as: 'person', operator: a.operator, account: own.visitor.id },
  { as: 'structure', operator: a.operator, structure: own.structure, account: own.referent.id },
  { as: 'venue', operator: a.operator, account: venue.id },
  { as: 'jury', operator: a.operator, account: jury.id },
  { as: 'operator', operator: a.operator },
  { as: 'worker' },
];

/** What is rightly seen in a table, as a condition. Everything else must stay out of sight and of reach. */
function rightly(scope: Scope, table: string, columns: readonly string[]): string {
  if (scope.as === 'worker') return 'false';
  const op = `operator_id = '${scope.operator}'`;
  if (scope.as === 'operator') return table === 'operator' ? 'true' : columns.includes('operator_id') ? op : 'false';
  const account = `'${'account' in scope ? (scope.account ?? '') : ''}'`;
  if (table === 'account') return scope.as === 'structure' ? `${op} and structure_id = '${scope.structure}'` : `${op} and id = ${account}`;
  if (table === 'structure') return scope.as === 'structure' || scope.as === 'person' ? `${op} and id = '${own.structure}'` : 'false';
  if (table === 'data_key') return `${op} and structure_id is not distinct from ${scope.as === 'structure' || scope.as === 'person' ? `'${own.structure}'` : 'null'}`;
  if (columns.includes('structure_id') && scope.as === 'structure') return `${op} and structure_id = '${scope.structure}'`;
  return columns.includes('account_id') && !columns.includes('structure_id') ? `${op} and account_id = ${account}` : 'false';
}

async function inScope<T>(db: Database, scope: Scope, work: (trx: Transaction) => Promise<T>): Promise<T> {
  let result: T | undefined;
  await db.transaction(async (trx) => {
    await enter(trx, scope);
    result = await work(trx);
    throw new Undone();
  }).catch((error: unknown) => { if (!(error instanceof Undone)) throw error; });
  return result as T;
}
class Undone extends Error {}

/** What comes of a statement: rows, or PostgreSQL's code. */
async function attempt(trx: Transaction, sql: string, bindings: readonly unknown[] = []): Promise<number | string> {
  try {
    return await trx.transaction(async (t) => ((await t.raw<{ rows: { n?: number }[]; rowCount: number }>(sql, bindings as never[])).rows[0]?.n ?? 0));
  } catch (error) {
    return codeOf(error) ?? 'none';
  }
}

/** jsonb comes as an object and goes as text. */
const bindable = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value) && !Array.isArray(value) ? JSON.stringify(value) : value;

/** Reads, changes, deletes and adds what is somebody else's, in every table and column; what went through. */
async function tried(db: Database, as: string): Promise<{ faults: string[]; seen: number }> {
  const scope = scopes().find((one) => one.as === as);
  if (scope === undefined) throw new Error('no such scope');
  const faults: string[] = [];
  let seen = 0;
  for (const table of tables) {
    const columns = (await catalog<{ name: string }>(`select attname as name from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped`, [table])).map((r) => r.name);
    const mine = rightly(scope, table, columns);
    const [all] = await catalog<{ mine: number; others: number }>(`select count(*) filter (where ${mine}) as mine, count(*) filter (where not (${mine})) as others from "${table}"`);
    // Rows to be kept from somebody have to be there, or nothing is proved.
    if (!(table in EXEMPT) && all?.others === 0) faults.push(`${table} has no row of somebody else`);
    const strangers = await catalog<Record<string, unknown>>(`select * from "${table}" where not (${mine})`);
    const may = new Set((await catalog<{ name: string }>(`select c as name from unnest(?::text[]) c where has_column_privilege(?, ?, c, 'insert')`, [columns, `guichet_${as}`, table])).map((r) => r.name));
    await inScope(db, scope, async (trx) => {
      const isOpen = (PUBLIC.includes(table) && as !== 'worker') || (table === 'operator' && as !== 'worker');
      const read = await attempt(trx, `select count(*)::int as n from "${table}" where not (${mine})`);
      if (read !== '42501' && read !== 0 && !isOpen) faults.push(`${table} shows ${read} rows`);
      if (isOpen && read !== all?.others) faults.push(`${table} should be read by all, but: ${read}`);
      const rightlySeen = await attempt(trx, `select count(*)::int as n from "${table}" where ${mine}`);
      if (typeof rightlySeen === 'number') seen += rightlySeen;
      if (as === 'worker' && read !== '42501') faults.push(`the worker reads ${table}: ${read}`);
      for (const column of columns) {
        const wrote = await attempt(trx, `with u as (update "${table}" set "${column}" = "${column}" where not (${mine}) returning 1) select count(*)::int as n from u`);
        if (wrote !== '42501' && wrote !== 0) faults.push(`${table}.${column} takes ${wrote}`);
      }
      const gone = await attempt(trx, `with d as (delete from "${table}" where not (${mine}) returning 1) select count(*)::int as n from d`);
      if (gone !== '42501' && gone !== 0) faults.push(`${table} loses ${gone} rows`);
      for (const row of may.size === 0 ? [] : strangers.slice(0, 3)) {
        const anew: Record<string, unknown> = { ...row, ...('id' in row ? { id: systemIds.uuid() } : {}), ...('hash' in row ? { hash: systemIds.uuid() } : {}) };
        const copy = Object.fromEntries(Object.entries(anew).filter(([name]) => may.has(name)).map(([name, value]) => [name, bindable(value)]));
        const names = Object.keys(copy);
        const put = await attempt(trx, `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`, Object.values(copy));
        if (put !== '42501') faults.push(`${table} takes a row of somebody else: ${put}`);
      }
    });
  }
  return { faults, seen };
}

describe.each(['the app’s login', 'one superuser for everything'])('X5 as %s, every scope at every table', (login) => {
  const db = (): Database => (login === 'the app’s login' ? fresh.app : fresh.admin);

  it.each(scopeRoles)('X5 %s reaches nothing of another structure, account or operator', async (as) => {
    const { faults, seen } = await tried(db(), as);
    expect(faults).toEqual([]);
    // The scope is not closed altogether, either.
    if (as === 'worker') expect(seen).toBe(0);
    else expect(seen).toBeGreaterThan(4);
  });

  it.each(['structure', 'operator', 'person', 'venue', 'jury', 'reception'])('X5 %s without its settings fails loudly', async (role) => {
    const loud: string[] = [];
    const quiet: string[] = [];
    for (const table of tables.filter((name) => !PUBLIC.includes(name) && !(name in EXEMPT))) {
      const code = await inScope(db(), { as: 'worker' }, async (trx) => {
        await trx.raw(`select set_config('role', ?, true), set_config('g.op', '', true), set_config('g.structure', '', true), set_config('g.account', '', true)`, [`guichet_${role}`]);
        return attempt(trx, `select count(*)::int as n from "${table}"`);
      });
      (typeof code === 'string' ? loud : quiet).push(`${table} ${code}`);
    }
    expect(quiet).toEqual([]);
    expect(loud.some((one) => one.endsWith('22P02'))).toBe(true);
    expect(loud.filter((one) => !/ (22P02|42501|42704)$/.test(one))).toEqual([]);
  });
});

describe('the trial itself', () => {
  it.each([
    ['a policy too wide', 'create policy hole on person for select to guichet_structure using (true)', 'drop policy hole on person', /person shows/],
    ['a write too wide', 'create policy hole on alert to guichet_structure using (true)', 'drop policy hole on alert', /alert\.minimum takes/],
    ['a table without policies', 'alter table outbox disable row level security', 'alter table outbox enable row level security', /outbox shows/],
    ['a check forgotten', 'create policy hole on audit for insert to guichet_structure with check (true)', 'drop policy hole on audit', /audit takes a row/],
  ])('finds %s', async (_, open, close, fault) => {
    await fresh.admin.raw(open);
    try {
      expect((await tried(fresh.app, 'structure')).faults.join('\n')).toMatch(fault);
    } finally {
      await fresh.admin.raw(close);
    }
  });
});

describe('X5 the app’s login outside any scope', () => {
  it('X5 reads the offer, the operators’ names and its own counters; everything else is refused', async () => {
    const found: string[] = [];
    await fresh.app.transaction(async (trx) => {
      for (const table of tables) if ((await attempt(trx, `select count(*)::int as n from "${table}"`)) !== '42501') found.push(table);
    });
    expect(found.sort()).toEqual([...PUBLIC, 'guichet_migration', 'operator', 'rate_limit'].sort());
  });

  it('X5 a setting outlives no transaction', async () => {
    await inScope(fresh.app, { as: 'structure', operator: a.operator, structure: own.structure, account: own.referent.id }, async () => undefined);
    for (const setting of ['g.op', 'g.structure', 'g.account', 'g.role']) expect(await rows(fresh.app, `select coalesce(current_setting(?, true), '') as v`, [setting])).toEqual([{ v: '' }]);
    expect(await rows(fresh.app, 'select current_user = session_user as same')).toEqual([{ same: true }]);
  });

  it('X5 cannot become a definer', async () => {
    for (const role of DEFINERS) await expect(fresh.app.raw(`set role ${role}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('X5 the engine itself is held to one operator', async () => {
    await fresh.admin.transaction(async (trx) => {
      await trx.raw(`select set_config('role', 'guichet_engine', true), set_config('g.op', ?, true)`, [a.operator]);
      for (const table of ['person', 'seat', 'request', 'week_quota', 'account', 'due', 'outbox', 'alert']) {
        expect(await rows(trx, `select count(*) as n from ${table} where operator_id <> ?`, [a.operator]), table).toEqual([{ n: 0 }]);
      }
      expect(await rows(trx, 'select count(distinct structure_id) as n from seat')).toEqual([{ n: 2 }]);
    });
    expect(other.structure).not.toBe(own.structure);
  });
});
