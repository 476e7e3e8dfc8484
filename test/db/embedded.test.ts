import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, mkdir, readdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../db/embedded.ts';
import type { Embedded, EmbeddedOptions } from '../../db/embedded.ts';
import { closedFolder, parseAccounts, permits } from '../../db/embedded/place.ts';
import { markOf, withLock } from '../../db/embedded/processes.ts';
import { findPrograms } from '../../db/embedded/programs.ts';
import { findServer, freePort } from '../../db/embedded/server.ts';
import { newSeed, sample } from '../support/sample.ts';

const asRoot = process.geteuid?.() === 0;
const childScript = resolve(import.meta.dirname, '../support/embeddedChild.ts');
const folders: string[] = [];
const children: ChildProcess[] = [];

/** A folder that everyone can enter, removed after the test. */
async function openTemp(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'guichet-embedded-')));
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** What a failed test left running must not disturb the others. */
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    for (const name of await readdir(folder, { recursive: true })) {
      if (!name.endsWith('postmaster.pid')) continue;
      const server = await findServer(join(folder, name, '..'));
      if (server) await kill(server.pid, 'SIGQUIT');
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

async function kill(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  while (markOf(pid) !== undefined) await sleep(20);
}

async function killChild(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
}

async function query<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function answers(embedded: Pick<Embedded, 'appUrl'>): Promise<boolean> {
  return query(embedded.appUrl, 'SELECT 1').then(() => true, () => false);
}

interface Child {
  readonly process: ChildProcess;
  readonly embedded: Promise<Omit<Embedded, 'stop'>>;
  stop(): Promise<void>;
}

function startChild(options: EmbeddedOptions, user?: { uid: number; gid: number }): Child {
  const child = spawn(process.execPath, [childScript, JSON.stringify({ fast: true, ...options })], { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/', ...user });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error('the child ended without a word');
    return JSON.parse(line.value) as unknown;
  };
  const embedded = next().then((said) => {
    if ((said as { error?: string }).error) throw new Error((said as { error: string }).error);
    return said as Omit<Embedded, 'stop'>;
  });
  embedded.catch(() => undefined); // a test that kills the child does not ask
  return {
    process: child,
    embedded,
    async stop() {
      child.stdin.end();
      expect(await next()).toBe('stopped');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

describe('one process', () => {
  it('makes a PostgreSQL 18 with our role and database, and keeps its data', async () => {
    const home = join(await openTemp(), 'home');
    const lines: string[] = [];
    const log = (line: string): unknown => lines.push(line);
    const first = await startEmbedded({ home, log, fast: true });
    expect(first.started).toBe(true);
    // Where the project lies in root's own folder, its programs are brought to where the server's user can run them, and that is said.
    if (first.note !== undefined) expect(first.note).toMatch(/is closed: its programs are in /);
    const [settings] = await query(first.adminUrl, `
      SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('listen_addresses') AS listen,
             current_setting('unix_socket_directories') AS sockets, current_setting('password_encryption') AS auth,
             pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider, datlocale AS locale, datdba::regrole::text AS owner
      FROM pg_database WHERE datname = current_database()`);
    expect(settings).toEqual({ major: 18, listen: '127.0.0.1', sockets: '', auth: 'scram-sha-256', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', owner: 'postgres' });
    const [role] = await query(first.appUrl, `
      SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user`);
    expect(role).toEqual({ rolname: 'guichet_app', rolcanlogin: true, rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
    await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    await first.stop();
    expect(await answers(first)).toBe(false);

    const again = await startEmbedded({ home, log, fast: true });
    expect(again.adminUrl).toBe(first.adminUrl);
    expect(await query(again.adminUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await again.stop();
    expect(lines.filter((line) => line !== first.note)).toHaveLength(1);
  });

  it('tells its passwords to no one else, and refuses wrong ones', async () => {
    const home = await openTemp();
    const lines: string[] = [];
    const embedded = await startEmbedded({ home, log: (line) => lines.push(line), fast: true });
    const passwords = [embedded.adminUrl, embedded.appUrl].map((url) => new URL(url).password);
    expect(new Set(passwords).size).toBe(2);
    const serverLog = await readFile(join(home, 'postgres', 'server.log'), 'utf8');
    for (const password of passwords) expect(lines.join() + serverLog).not.toContain(password);
    expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
    const [app, wrong] = [new URL(embedded.appUrl), new URL(embedded.adminUrl)];
    wrong.password = app.password;
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(await readdir(home)).not.toContainEqual(expect.stringContaining('.new-'));

    await writeFile(join(home, 'postgres.json'), JSON.stringify({ passwords: { postgres: 'hush', guichet_app: 'hush' } }));
    await expect(startEmbedded({ home })).rejects.toThrow(/does not accept the passwords in .+postgres\.json: restore that file\.$/);
    await embedded.stop();
  });

  it('takes another port when the one it had is in use', async () => {
    const home = await openTemp();
    const first = await startEmbedded({ home, fast: true });
    await first.stop();
    const port = new URL(first.adminUrl).port;
    const squatter = createServer().listen(Number(port), '127.0.0.1');
    await once(squatter, 'listening');
    const again = await startEmbedded({ home, fast: true });
    expect(new URL(again.adminUrl).port).not.toBe(port);
    expect(await answers(again)).toBe(true);
    await again.stop();
    squatter.close();
  });

  it('recovers from a crash of the server, even when another process got its number', async () => {
    const home = await openTemp();
    const data = join(home, 'postgres');
    const crashed = await startEmbedded({ home });
    await query(crashed.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
    const server = await findServer(data);
    if (!server) throw new Error('no server');
    const pidFile = await readFile(join(data, 'postmaster.pid'), 'utf8');
    await kill(server.pid, 'SIGKILL');
    const recovered = await startEmbedded({ home });
    expect(recovered.started).toBe(true);
    expect(await query(recovered.adminUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await crashed.stop();
    await recovered.stop();

    await writeFile(join(data, 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
    const again = await startEmbedded({ home });
    expect(again.started).toBe(true);
    await again.stop();
  });
});

describe('several processes', () => {
  it('share a server that the last one stops', async () => {
    const home = await openTemp();
    const here = await startEmbedded({ home, fast: true });
    const there = startChild({ home });
    const joined = await there.embedded;
    expect(joined.started).toBe(false);
    expect(joined.adminUrl).toBe(here.adminUrl);
    await here.stop();
    expect(await answers(joined)).toBe(true);
    await there.stop();
    expect(await answers(joined)).toBe(false);
    expect(await readdir(join(home, 'processes'))).toEqual([]);
  });

  it('join the server of a killed one, and do not wait for it to leave', async () => {
    const home = await openTemp();
    const starter = startChild({ home });
    expect((await starter.embedded).started).toBe(true);
    await killChild(starter);
    const here = await startEmbedded({ home, fast: true });
    expect(here.started).toBe(false);
    expect(await answers(here)).toBe(true);
    await here.stop();
    expect(await answers(here)).toBe(false);
  });

  it('start well after one was killed in the middle of a first start', async () => {
    // In the short form, one of these moments.
    for (const delay of sample([200, 400, 600], 1, newSeed('embedded'))) {
      const home = await openTemp();
      const starter = startChild({ home });
      await sleep(delay);
      await killChild(starter);
      const here = await startEmbedded({ home, fast: true });
      expect(await answers(here)).toBe(true);
      await here.stop();
      expect(await answers(here)).toBe(false);
    }
  });

  it('can all be the first', async () => {
    const home = await openTemp();
    const three = [1, 2, 3].map(() => startChild({ home }));
    const started = await Promise.all(three.map((child) => child.embedded));
    expect(started.filter((one) => one.started)).toHaveLength(1);
    expect(new Set(started.map((one) => one.adminUrl)).size).toBe(1);
    for (const one of started) expect(await answers(one)).toBe(true);
    await Promise.all(three.map((child) => child.stop()));
    expect(await findServer(join(home, 'postgres'))).toBeUndefined();
  });

  it('keep what a lock guards to one at a time', async () => {
    const file = join(await openTemp(), 'lock');
    let inside = 0;
    let most = 0;
    await Promise.all([1, 2, 3].map(() => withLock(file, { timeout: 5000 }, async () => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    })));
    expect(most).toBe(1);
    await withLock(file, { timeout: 5000 }, async () => {
      await expect(withLock(file, { timeout: 100 }, async () => undefined)).rejects.toThrow(/^Another process/);
    });
  });
});

describe.runIf(asRoot)('as root', () => {
  it('puts data and programs where the server’s user can reach them', async () => {
    const closed = await openTemp();
    await chmod(closed, 0o700);
    const openFolder = join(await openTemp(), 'lib');
    const programs = await findPrograms();
    await cp(programs.native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const options = { home: join(closed, 'home'), openFolder, programs: { ...programs, native: join(closed, 'native') }, fast: true };
    const lines: string[] = [];
    const here = await startEmbedded({ ...options, log: (line) => lines.push(line) });
    expect(here.note).toMatch(/^PostgreSQL runs as the user \w+, to whom .+ is closed: its data is in .+ and its programs are in .+\.$/);
    expect(lines.filter((line) => line === here.note)).toHaveLength(1);
    expect(await answers(here)).toBe(true);
    const there = startChild(options);
    expect((await there.embedded).adminUrl).toBe(here.adminUrl);
    await query(here.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
    await there.stop();
    await here.stop();
    expect(await answers(here)).toBe(false);

    await rename(options.home, join(closed, 'moved'));
    const moved = await startEmbedded({ ...options, home: join(closed, 'moved') });
    expect(await query(moved.adminUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await moved.stop();
    await rm(join(closed, 'moved'), { recursive: true });
    const fresh = await startEmbedded({ ...options, home: join(closed, 'moved') });
    await expect(query(fresh.adminUrl, 'SELECT one FROM kept')).rejects.toThrow(/does not exist/);
    await fresh.stop();
    expect(await readdir(openFolder)).toHaveLength(3);
  });

  it('leaves an ordinary user’s home theirs', async ({ skip }) => {
    const user = parseAccounts(await readFile('/etc/passwd', 'utf8')).find((account) => account.name === 'nobody');
    if (!user) return skip('there is no user nobody');
    for (const path of [process.execPath, childScript, (await findPrograms()).native]) {
      const closed = await closedFolder(join(path, '..'), user);
      if (closed) return skip(`${closed} is closed to nobody`);
    }
    const home = join(await openTemp(), 'home');
    await mkdir(home, { mode: 0o700 });
    await chown(home, user.uid, user.gid);
    const theirs = startChild({ home }, user);
    const embedded = await theirs.embedded;
    expect(embedded.started).toBe(true);
    expect(embedded.note).toBeUndefined();
    const joined = await startEmbedded({ home });
    expect(joined.started).toBe(false);
    await joined.stop();
    await theirs.stop();
    expect(await answers(embedded)).toBe(false);

    const ours = await startEmbedded({ home, fast: true });
    await ours.stop();
    const back = startChild({ home }, user);
    expect(await answers(await back.embedded)).toBe(true);
    await back.stop();
  });
});

describe('what cannot work is said in one sentence', () => {
  it('data of another major version, lost passwords, broken passwords', async () => {
    const home = await openTemp();
    const data = join(home, 'postgres');
    await mkdir(data);
    await writeFile(join(data, 'PG_VERSION'), '15\n');
    await expect(startEmbedded({ home })).rejects.toThrow(/^The database in .+ was made by PostgreSQL 15 and cannot be opened by PostgreSQL 18: [^.]+\.$/);
    await writeFile(join(data, 'PG_VERSION'), '18\n');
    await expect(startEmbedded({ home })).rejects.toThrow(/^The passwords of the database in .+ are lost/);
    await writeFile(join(home, 'postgres.json'), '{"passwords": "hush');
    await expect(startEmbedded({ home })).rejects.toThrow(/postgres\.json cannot be read: it is not valid JSON\.$/);
  });

  it('a server that does not come up, with the end of its log', async () => {
    const home = await openTemp();
    await (await startEmbedded({ home, fast: true })).stop();
    await writeFile(join(home, 'postgres', 'postgresql.conf'), 'work_mem = lots\n');
    await expect(startEmbedded({ home })).rejects.toThrow(/^PostgreSQL did not start on .+ invalid value for parameter "work_mem": "lots".+server\.log\)$/);
    expect(await readdir(join(home, 'processes'))).toEqual([]);
  });

  it('programs that cannot be run', async () => {
    const programs = await findPrograms();
    const native = join(await openTemp(), 'native');
    await mkdir(join(native, 'bin'), { recursive: true });
    await Promise.all(['lib', 'share'].map((name) => symlink(join(programs.native, name), join(native, name))));
    for (const name of ['postgres', 'initdb']) await writeFile(join(native, 'bin', name), 'not a program', { mode: 0o755 });
    await expect(startEmbedded({ home: await openTemp(), programs: { ...programs, native } })).rejects.toThrow(/^PostgreSQL's initdb could not be run|^PostgreSQL could not make its database/);
  });
});

describe('helpers', () => {
  it('read permission bits as the system does: the first class that applies decides', () => {
    const account = { name: 'ada', uid: 7, gid: 8 };
    expect(permits({ mode: 0o701, uid: 7, gid: 8 }, account, 1)).toBe(true);
    expect(permits({ mode: 0o071, uid: 7, gid: 8 }, account, 1)).toBe(false);
    expect(permits({ mode: 0o705, uid: 1, gid: 8 }, account, 1)).toBe(false);
    expect(permits({ mode: 0o704, uid: 1, gid: 1 }, account, 5)).toBe(false);
    expect(permits({ mode: 0o705, uid: 1, gid: 1 }, account, 5)).toBe(true);
  });

  it('tell a live process from a dead one', async () => {
    expect(markOf(process.pid)).toBe(markOf(process.pid));
    expect(markOf(process.pid)).toBeTruthy();
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    expect(markOf(child.pid ?? 0)).toBeUndefined();
  });

  it('find free ports', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThan(1023);
    expect(await freePort(port)).toBe(port);
  });
});
