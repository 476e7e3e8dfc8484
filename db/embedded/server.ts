import { once } from 'node:events';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { giveTo } from './place.ts';
import type { Place } from './place.ts';
import { draftOf, markOf, removeDrafts } from './processes.ts';
import { exists, run } from './programs.ts';

const INITDB_MS = 120_000;
/** How long a start may take; recovery after a crash is part of it. */
export const START_S = 60;
const STOP_S = 30;

/** Makes the data folder if there is none yet, and gives it to the user the server runs as. */
export async function initialise(place: Place, fast: boolean, log: (line: string) => void): Promise<void> {
  const { data, account, programs } = place;
  if (await exists(join(data, 'PG_VERSION'))) {
    if (account && (await stat(data)).uid !== account.uid) await giveTo(account, data);
    return;
  }
  log(`Making a new database in ${data}.`);
  await removeDrafts(data);
  const draft = draftOf(data);
  const passwordFile = `${draft}.password`;
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, place.passwords.postgres, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    const { code, output } = await run(programs, 'initdb', [
      `--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(fast ? ['--no-sync'] : []),
    ], account, INITDB_MS);
    if (code !== 0) throw new Error(`PostgreSQL could not make its database in ${data}: ${lastLines(output) || 'initdb gave no reason'}.`);
    await rename(draft, data);
  } finally {
    await removeDrafts(data);
  }
}

/** The server that runs on this data now, from the file that PostgreSQL itself keeps. */
export async function findServer(data: string): Promise<{ pid: number; port: number } | undefined> {
  const file = join(data, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid) return undefined;
  if (markOf(pid) !== undefined && (await servesData(pid, data))) return { pid, port };
  // PostgreSQL recovers from a file whose process is gone, but not when another got its number.
  if (numberTaken(pid)) await rm(file, { force: true });
  return undefined;
}

function numberTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Says no only when sure: taking a live server for a dead one would put two on the same data. */
async function servesData(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')).split('\0');
  if (!args[0]?.includes('postgres')) return false;
  const option = args.indexOf('-D');
  const other = option < 0 ? data : (args[option + 1] ?? data);
  const [theirs, ours] = await Promise.all([other, data].map((path) => stat(path).catch(() => undefined)));
  return !theirs || !ours || (theirs.ino === ours.ino && theirs.dev === ours.dev);
}

/** Starts the server detached from this process, on the port it had before if that is free. */
export async function launch(place: Place, fast: boolean): Promise<void> {
  const { home, data } = place;
  const portFile = join(home, 'postgres.port');
  const port = await freePort(Number(await readFile(portFile, 'utf8').catch(() => '0')));
  const log = logOf(data);
  await rename(log, `${log}.1`).catch(() => undefined);
  const options = settings(port, fast).map((setting) => `-c ${setting}`).join(' ');
  const { code, output } = await run(place.programs, 'pg_ctl', ['start', '-D', data, '-l', log, '-w', '-t', String(START_S), '-o', options], place.account, (START_S + 10) * 1000);
  if (code !== 0) throw new Error(`PostgreSQL did not start on ${data}: ${(await logTail(data)) || lastLines(output)}`);
  await writeFile(portFile, `${port}\n`);
}

function settings(port: number, fast: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=',
    `max_connections=${fast ? 300 : 100}`, 'shared_buffers=128MB', 'timezone=UTC', 'log_timezone=UTC',
    ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
}

/** Stops the server and waits for its end; harmless when none runs. */
export async function shutDown(place: Place): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!(await findServer(place.data))) return;
    await run(place.programs, 'pg_ctl', ['stop', '-D', place.data, '-m', mode, '-w', '-t', String(STOP_S)], place.account, (STOP_S + 10) * 1000);
  }
  if (await findServer(place.data)) throw new Error(`PostgreSQL on ${place.data} did not stop: ${await logTail(place.data)}`);
}

/** A port of 127.0.0.1 that nobody listens on, `preferred` if possible. */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  try {
    await once(server.listen(preferred, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (!preferred) throw error;
    return await freePort();
  } finally {
    server.close();
  }
}

function logOf(data: string): string {
  return join(data, 'server.log');
}

/** The end of the server's log on one line, with the file's name. */
export async function logTail(data: string): Promise<string> {
  const text = await readFile(logOf(data), 'utf8').catch(() => '');
  return text && `${lastLines(text)} (${logOf(data)})`;
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).map((line) => line.trim()).join(' | ');
}
