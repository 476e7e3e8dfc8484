import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, requireRecent, rows, type Database } from '../../db/connection.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { findServer } from '../../db/embedded/server.ts';
import { Chat } from '../support/chat.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Events } from '../support/events.ts';
import { Guichet, startGuichet, type Ended } from '../support/guichet.ts';
import { START, World } from '../support/world.ts';

const KEY = randomBytes(32).toString('base64');
const PASSWORD = `pw${randomBytes(6).toString('hex')}`;
const made: { roles: string[]; databases: string[]; folders: string[] } = { roles: [], databases: [], folders: [] };
let server: Database;

const named = (url: string, change: { database?: string; login?: string }): string => {
  const at = new URL(url);
  if (change.database !== undefined) at.pathname = `/${change.database}`;
  if (change.login !== undefined) [at.username, at.password] = [change.login, PASSWORD];
  return at.toString();
};

/** A login of this file's own. */
async function login(rights: string): Promise<string> {
  const name = `t_login_${randomBytes(4).toString('hex')}`;
  await server.raw(`create role ${name} login password '${PASSWORD}' ${rights}`);
  made.roles.push(name);
  return name;
}

/** A database of this file's own: migrated already, or empty. */
async function database(from: 'guichet_template' | 'template0', owner?: string): Promise<string> {
  const name = `t_start_${randomBytes(4).toString('hex')}`;
  await server.raw(`create database ${name} template ${from}${owner === undefined ? '' : ` owner ${owner}`}`);
  made.databases.push(name);
  return name;
}

async function folder(): Promise<string> {
  const at = await mkdtemp(path.join(tmpdir(), 'guichet-start-'));
  // PostgreSQL runs as another user where this one is root.
  await chmod(at, 0o755);
  made.folders.push(at);
  return path.join(at, 'home');
}

const ends = (args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Ended> => new Guichet(args, env).ended;

/** Exit code 1, one sentence on standard error, and neither a trace nor a password in it. */
function refusal(ended: Ended): string {
  expect(ended.code, ended.err).toBe(1);
  expect(ended.err).toMatch(/^[^\n]{20,400}\n$/);
  expect(ended.out + ended.err).not.toMatch(/ {4}at |node_modules|\[object|undefined|select |insert /);
  for (const secret of [PASSWORD, KEY, new URL(inject('adminUrl')).password, new URL(inject('appUrl')).password]) if (secret !== '') expect(ended.out + ended.err).not.toContain(secret);
  return ended.err.trim();
}

beforeAll(() => {
  server = connect(inject('adminUrl'), { pool: 2 });
});

afterAll(async () => {
  for (const name of made.databases) await server.raw(`drop database if exists ${name} with (force)`);
  for (const name of made.roles) await server.raw(`drop role if exists ${name}`);
  await server.destroy();
  for (const at of made.folders) await rm(at, { recursive: true, force: true, maxRetries: 5 });
});

/** The server's own reason; a pooler before it has one of its own. */
const noAnswer = (reason: string): RegExp => new RegExp(`^The database does not answer \\(${process.env['GUICHET_TEST_THROUGH'] === undefined ? reason : '.+'}\\): check DATABASE_URL`);

describe('a start that cannot be', () => {
  const on = (name: string, more: Record<string, string | undefined> = {}): Record<string, string | undefined> =>
    ({ DATABASE_URL: named(inject('appUrl'), { database: name }), GUICHET_SECRET_KEY: KEY, PORT: '0', ...more });

  it.concurrent('lists every problem of the environment, and none of its values', async ({ expect }) => {
    const { code, err, out } = await ends(['start'], { PORT: 'x', DATABASE_URL: `mysql://u:${PASSWORD}@h/d`, GUICHET_CLOCK: 'test@now', NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(err.split('\n').filter((line) => line.startsWith('  · ')).map((line) => line.split(' ')[3])).toEqual(['PORT', 'DATABASE_URL', 'GUICHET_CLOCK', 'GUICHET_SECRET_KEY', 'GUICHET_CLOCK']);
    expect(err + out).not.toContain(PASSWORD);
  });

  it.concurrent('a database without its key', async ({ expect }) => {
    const { code, err } = await ends(['start'], { DATABASE_URL: `postgres://u:${PASSWORD}@127.0.0.1:1/d` });
    expect([code, err]).toEqual([1, 'The environment has a problem:\n  · GUICHET_SECRET_KEY is needed with DATABASE_URL: openssl rand -base64 32, and keep it apart from the database\n']);
  });

  it.concurrent('a port in use, an address of another machine', async ({ expect }) => {
    const squatter: Server = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const name = await database('guichet_template');
    expect(refusal(await ends(['start'], on(name, { PORT: String(port) })))).toBe(`Port ${port} of 127.0.0.1 is in use: stop the other program, or set PORT.`);
    expect(refusal(await ends(['start'], on(name, { HOST: '203.0.113.77' })))).toBe('HOST 203.0.113.77 is not an address of this machine.');
    squatter.close();
  });

  it.concurrent.each([
    ['down', 'postgres://u:hush@127.0.0.1:1/d', /^The database does not answer \(connect ECONNREFUSED 127\.0\.0\.1:1\): check DATABASE_URL, and that PostgreSQL runs\.$/],
    ['down at both addresses of a name', 'postgres://u:hush@localhost:1/d', /^The database does not answer \(connect ECONNREFUSED .+:1\): check DATABASE_URL/],
    ['of another password', (url: string) => url.replace(/:[^:@]+@/, ':hush@'), noAnswer('password authentication failed for user "guichet_app"')],
    ['of no such name', (url: string) => named(url, { database: 'nowhere' }), noAnswer('database "nowhere" does not exist')],
  ] as const)('a database %s', async (_, at, sentence) => {
    const url = typeof at === 'string' ? at : at(inject('appUrl'));
    const said = refusal(await ends(['start'], { DATABASE_URL: url, GUICHET_SECRET_KEY: KEY, PORT: '0' }));
    expect(said).toMatch(sentence);
    expect(said).not.toContain('hush');
    expect(refusal(await ends(['start'], { DATABASE_URL: inject('appUrl'), DATABASE_ADMIN_URL: url, GUICHET_SECRET_KEY: KEY, PORT: '0' }))).toContain('check DATABASE_ADMIN_URL');
  });

  it('a server that is too old', () => {
    expect(() => requireRecent(140_012)).toThrow(expect.objectContaining({ code: 'database_too_old', message: 'guichet needs PostgreSQL 15 or later; this server is 14.' }) as Error);
    for (const version of [150_000, 150_018, 180_004]) expect(() => requireRecent(version)).not.toThrow();
  });

  it.concurrent('a database half migrated, or by a newer guichet', async ({ expect }) => {
    const admin = (name: string): Record<string, string> => ({ DATABASE_ADMIN_URL: named(inject('adminUrl'), { database: name }) });
    const [less, more] = [await database('guichet_template'), await database('guichet_template')];
    const [lessDb, moreDb] = [less, more].map((name) => connect(named(inject('adminUrl'), { database: name }), { pool: 1 }));
    await lessDb?.raw(`delete from guichet_migration where name = '0003_booking.sql'`);
    await moreDb?.raw(`insert into guichet_migration (name, batch, migration_time) values ('0999_later.sql', 9, now())`);
    await Promise.all([lessDb?.destroy(), moreDb?.destroy()]);
    for (const command of ['start', 'migrate']) {
      expect(refusal(await ends([command], on(less, admin(less))))).toMatch(/^The database is half migrated \(relation "person" already exists\): .+ restore a backup\.$/);
      expect(refusal(await ends([command], on(more, admin(more))))).toMatch(/^A newer guichet has migrated this database.*: start that version/);
    }
    expect(refusal(await ends(['start'], on(less)))).toMatch(/^The database has to be migrated, and this login may not do it/);
    expect(refusal(await ends(['start'], on(more)))).toMatch(/^A newer guichet has migrated this database \(0999_later\.sql\)/);
  });

  it.concurrent('a database that is not migrated, with a login that may not', async ({ expect }) => {
    const name = await database('template0');
    const low = await login('');
    for (const command of ['start', 'migrate']) {
      expect(refusal(await ends([command], on(name, { DATABASE_URL: named(inject('adminUrl'), { database: name, login: low }) }))))
        .toMatch(/^The database has to be migrated, and this login may not do it \(.*(?:permission denied|admin option).*\): run 'npx guichet migrate' with DATABASE_ADMIN_URL/);
    }
  });

  it.concurrent('a login that row-level security does not bind', async ({ expect }) => {
    const owner = await login('');
    const [name, owned] = [await database('guichet_template'), await database('guichet_template')];
    const admin = connect(named(inject('adminUrl'), { database: owned }), { pool: 1 });
    await admin.raw(`alter table seat owner to ${owner}`);
    await admin.destroy();
    const url = (database: string, who: string): Record<string, string> => ({ DATABASE_URL: named(inject('adminUrl'), { database, login: who }), DATABASE_ADMIN_URL: named(inject('adminUrl'), { database }) });
    const sentence = (who: string): string => `guichet refuses to serve as '${who}': it is a superuser, the owner of the tables, has BYPASSRLS, or belongs to guichet_engine or guichet_router. Give DATABASE_URL an ordinary login.`;
    const both = named(inject('adminUrl'), { database: name });
    expect(refusal(await ends(['start'], on(name, { DATABASE_URL: both, DATABASE_ADMIN_URL: both })))).toBe(sentence(new URL(both).username));
    for (const [where, who] of [[name, await login('superuser')], [name, await login('bypassrls')], [owned, owner]] as const) expect(refusal(await ends(['start'], on(where, url(where, who))))).toBe(sentence(who));
    const insider = await login('');
    await server.raw(`grant guichet_engine to ${insider}`);
    expect(refusal(await ends(['start'], on(name, url(name, insider))))).toBe(sentence(insider));
    await server.raw(`revoke guichet_engine from ${insider}`);
  });

  it.concurrent('a login that was never let in', async ({ expect }) => {
    const name = await database('guichet_template');
    const low = await login('');
    expect(refusal(await ends(['start'], on(name, { DATABASE_URL: named(inject('adminUrl'), { database: name, login: low }) })))).toMatch(/^The login of DATABASE_URL is not let into guichet's tables: run 'npx guichet migrate'/);
  });

  it.concurrent('a key that is not the one of the database', async ({ expect }) => {
    const name = await database('guichet_template');
    const first = await startGuichet(on(name));
    await first.stop();
    expect(refusal(await ends(['start'], on(name, { GUICHET_SECRET_KEY: Buffer.alloc(32, 9).toString('base64') })))).toMatch(/sealed with another GUICHET_SECRET_KEY/);
  });

  it.concurrent('a word that is no command', async ({ expect }) => {
    const { code, err } = await ends(['strat'], {});
    expect(code).toBe(1);
    expect(err).toContain('--help');
    expect((await ends(['--help'], {})).code).toBe(0);
  });
});

describe('a server of one’s own', () => {
  /** A booking-like dialogue with what is stored behind it: enough to see that every scope works. */
  async function works(child: { readonly address: string }, fresh: Pick<Fresh, 'app' | 'admin' | 'keys'>): Promise<void> {
    const world = await World.make(fresh as Fresh);
    const structure = await world.structure('Foyer des Essais');
    await world.person(structure, 'Soraya Ferrand');
    const show = await world.show({ title: 'Gospel Experience', capacity: 2 });
    const chat = await Chat.login(child.address, (await world.referent(structure)).code);
    await chat.says('gospel');
    await chat.pressesId(chat.actions.find(({ id }) => id.startsWith('book.begin'))?.id ?? '');
    await chat.says('Soraya');
    await chat.pressesId(chat.actions.find(({ id }) => id.startsWith('book.confirm'))?.id ?? '');
    expect((await world.seats(show.id)).map(({ state }) => state)).toEqual(['booked']);
  }

  it('one superuser for everything: each transaction drops to its scope', async () => {
    const fresh = await freshDatabase();
    const child = await startGuichet({ DATABASE_URL: fresh.adminUrl, GUICHET_SECRET_KEY: fresh.secret, GUICHET_CLOCK: `test@${START.toISOString()}` });
    await works(child, fresh);
    expect((await child.stop()).code).toBe(0);
  });

  it('a login that migrates, and a low one that serves: first together, then the low one alone', async () => {
    const fresh = await freshDatabase();
    const low = await login('');
    const url = named(fresh.adminUrl, { login: low });
    const env = { DATABASE_URL: url, GUICHET_SECRET_KEY: fresh.secret, GUICHET_CLOCK: `test@${START.toISOString()}` };
    expect((await startGuichet({ ...env, DATABASE_ADMIN_URL: fresh.adminUrl }).then((child) => child.stop())).code).toBe(0);
    const child = await startGuichet(env);
    await works(child, fresh);
    expect((await child.stop()).code).toBe(0);
    await fresh.admin.raw(`drop owned by ${low}`);
  });

  it('an owner who is no superuser, as hosted databases have it: from an empty database on, with one URL and with two', async () => {
    const home = await folder();
    const own = await startEmbedded({ home, fast: true });
    const admin = connect(own.adminUrl, { pool: 1 });
    try {
      // As if nobody had prepared this server for guichet.
      await admin.raw('drop role guichet_app');
      for (const name of ['owner_one', 'low_one']) await admin.raw(`create role ${name} login ${name === 'owner_one' ? 'createrole' : ''} password '${PASSWORD}'`);
      await admin.raw('create database hosted owner owner_one');
      const [owner, low] = ['owner_one', 'low_one'].map((name) => named(own.adminUrl, { database: 'hosted', login: name }));
      const env = { GUICHET_SECRET_KEY: KEY, GUICHET_DEMO: '1' };
      for (const urls of [{ DATABASE_URL: owner }, { DATABASE_URL: low, DATABASE_ADMIN_URL: owner }, { DATABASE_URL: low }]) {
        const child = await startGuichet({ ...env, ...urls });
        const [account] = (await (await fetch(`${child.address}/web/demo-accounts`)).json()) as { code: string }[];
        const chat = await Chat.login(child.address, account?.code ?? '');
        await chat.says('mes réservations');
        expect(chat.actions.length).toBeGreaterThan(0);
        expect((await child.stop()).code).toBe(0);
      }
      // The owner belongs to the definers no more: it may not act as them, nor read under their policies.
      expect(await rows(admin, `select pg_has_role('owner_one', r, 'usage') or pg_has_role('owner_one', r, 'set') as may from unnest(array['guichet_engine', 'guichet_router']) r`)).toEqual([{ may: false }, { may: false }]);
    } finally {
      await admin.destroy();
      await own.stop();
    }
  });

  it('two that migrate the same empty database at once, and one that was killed over it', async () => {
    const name = await database('template0');
    const env = { DATABASE_URL: named(inject('appUrl'), { database: name }), DATABASE_ADMIN_URL: named(inject('adminUrl'), { database: name }), GUICHET_SECRET_KEY: KEY };
    const beside = connect(env.DATABASE_ADMIN_URL, { pool: 2 });
    try {
      // It waits in the middle for a name that somebody else is giving, and is killed there.
      const trx = await beside.transaction();
      await trx.raw('create table person (x int)');
      const killed = new Guichet(['migrate'], env);
      while ((await rows<{ n: number }>(server, `select count(*)::int as n from pg_stat_activity where datname = ? and wait_event_type = 'Lock'`, [name]))[0]?.n === 0) {
        expect(killed.process.exitCode).toBeNull();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      killed.process.kill('SIGKILL');
      await killed.ended;
      await trx.rollback();
      const runs = await Promise.all([ends(['migrate', '--json'], env), ends(['migrate', '--json'], env), ends(['migrate', '--json'], env)]);
      expect(runs.map(({ code, err }) => [code, err])).toEqual([[0, ''], [0, ''], [0, '']]);
      const applied = runs.map(({ out }) => (JSON.parse(out) as { applied: string[] }).applied.length).sort();
      expect(applied.slice(0, 2)).toEqual([0, 0]);
      expect(applied[2]).toBeGreaterThan(3);
      expect((await ends(['migrate'], env)).out).toContain('Rien à faire');
    } finally {
      await beside.destroy();
    }
  });
});

describe('roles', () => {
  it('one answers the web, another does the work: pushes come over', async () => {
    const fresh = await freshDatabase();
    const env = { DATABASE_URL: fresh.appUrl, ...(fresh.appUrl === fresh.adminUrl ? {} : { DATABASE_ADMIN_URL: fresh.adminUrl }), GUICHET_SECRET_KEY: fresh.secret, GUICHET_CLOCK: `test@${START.toISOString()}` };
    const web = await startGuichet({ ...env, GUICHET_ROLES: 'web' });
    const world = await World.make(fresh);
    const structure = await world.structure('Foyer des Essais');
    const [ada = '', bea = ''] = await world.people(structure, ['Ada Un', 'Bea Deux']);
    const show = await world.show({ title: 'Gospel Experience', capacity: 1 });
    const chat = await Chat.login(web.address, (await world.referent(structure)).code);
    const events = await Events.open(web.address, chat.token);
    // The web answers though it looks for no work of its own.
    await chat.says('gospel');
    await chat.pressesId(chat.actions.find(({ id }) => id.startsWith('book.begin'))?.id ?? '');
    await chat.says('Ada et Bea');
    expect([ada, bea]).not.toContain('');
    await chat.pressesId(chat.actions.find(({ id }) => /^book\.(split|places|go|people)/.test(id))?.id ?? '');
    await chat.pressesId(chat.actions.find(({ id }) => id.startsWith('book.confirm'))?.id ?? '');
    expect((await world.seats(show.id)).map(({ state }) => state).sort()).toEqual(['booked', 'waiting']);
    await world.setCapacity(show.id, 2, START);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(events.all.some(({ message }) => message.text.includes('libérée'))).toBe(false);

    const worker = await startGuichet({ ...env, GUICHET_ROLES: 'worker' });
    expect(worker.address).toBe('');
    expect(worker.out).toContain('guichet travaille');
    expect((await events.sees('place s’est libérée', 8_000)).message.text).not.toMatch(/Ada|Bea/);
    await chat.says('menu');
    expect((await worker.stop()).code).toBe(0);
    await chat.says('aide');
    expect((await web.stop()).code).toBe(0);
    expect(await events.ends(500)).toBeLessThan(500);
  });
});

describe('the embedded database', () => {
  const data = (home: string): string => path.join(home, 'postgres');

  it('starts with the demo, is joined by a second one, goes on when the first stops, and ends with the last', async () => {
    const home = await folder();
    const first = await startGuichet({ GUICHET_HOME: home });
    await first.says('Ctrl-C arrête tout.');
    expect(first.err).toBe('');
    const codes = [...first.out.matchAll(/^ {2}(DEMO-\w+) /gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(6);
    expect((await stat(path.join(home, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect((await readFile(path.join(home, 'secret.key'), 'utf8')).trim()).toHaveLength(44);

    const second = await startGuichet({ GUICHET_HOME: home });
    await second.says('Ctrl-C arrête tout.');
    expect(second.address).not.toBe(first.address);
    expect(second.out).toContain(codes[0]);
    const [here, there] = [await Chat.login(first.address, codes[0] ?? ''), await Chat.login(second.address, codes[0] ?? '')];
    await here.says('menu');
    expect((await there.history()).at(-1)?.id).toBe(here.last.at(-1)?.id);

    const stopped = await first.stop('SIGINT');
    expect({ code: stopped.code, err: stopped.err }).toEqual({ code: 0, err: '' });
    expect(stopped.ms).toBeLessThan(8_000);
    await there.says('mes réservations');
    expect(there.actions.length).toBeGreaterThan(0);
    const last = await second.stop('SIGTERM');
    expect({ code: last.code, err: last.err }).toEqual({ code: 0, err: '' });
    expect(last.ms).toBeLessThan(8_000);
    expect(await findServer(data(home))).toBeUndefined();

    // Without its key nothing of it can be read: that is said, and nothing is left running.
    await rm(path.join(home, 'secret.key'));
    expect(refusal(await ends(['start'], { GUICHET_HOME: home, PORT: '0' }))).toMatch(/sealed with another GUICHET_SECRET_KEY/);
    expect(await findServer(data(home))).toBeUndefined();
  }, 60_000);

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('told to stop by %s while it starts, it leaves nothing behind', async (signal) => {
    const home = await folder();
    const child = new Guichet(['start'], { GUICHET_HOME: home, PORT: '0' });
    // As soon as there is a server to leave behind.
    while ((await findServer(data(home))) === undefined) {
      expect(child.process.exitCode).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const ended = await child.stop(signal);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    expect(ended.ms).toBeLessThan(10_000);
    expect(await findServer(data(home))).toBeUndefined();
  }, 60_000);

  it('two first starts at once share one database', async () => {
    const home = await folder();
    const both = await Promise.all([startGuichet({ GUICHET_HOME: home }), startGuichet({ GUICHET_HOME: home })]);
    await Promise.all(both.map((one) => one.says('Ctrl-C arrête tout.')));
    const codes = both.map(({ out }) => [...out.matchAll(/^ {2}(DEMO-\w+) /gm)].map(([, code]) => code));
    expect(codes[0]?.length).toBeGreaterThan(6);
    expect(codes[1]).toEqual(codes[0]);
    expect((await Promise.all(both.map((one) => one.stop()))).map(({ code }) => code)).toEqual([0, 0]);
    expect(await findServer(data(home))).toBeUndefined();
  }, 60_000);
});
