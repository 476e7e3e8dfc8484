import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What tells a process from a later one that got the same number (usual after a container restarts):
 * the moment it started. Undefined when no such process lives.
 */
export function markOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // After the name in brackets: the state comes first, the start time is the twentieth.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    }
    if (process.platform === 'win32') {
      process.kill(pid, 0);
      return 'alive';
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while no other process holds the lock `file`. The lock is the operating system's own, through
 * SQLite, so that it ends with its holder however that dies: there is no stale lock to break.
 */
export async function withLock<T>(file: string, options: { timeout: number; onWait?: () => void }, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + options.timeout;
  let told = false;
  let held = takeLock(file);
  while (!held) {
    if (performance.now() > deadline) {
      throw new Error(`Another process has been starting or stopping the database for ${Math.round(options.timeout / 1000)} seconds (it holds ${file}): end it and try again.`);
    }
    if (!told) options.onWait?.();
    told = true;
    await sleep(50);
    held = takeLock(file);
  }
  try {
    return await work();
  } finally {
    held.close();
  }
}

const SQLITE_BUSY = 5;

function takeLock(file: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    // Asked first, because SQLite would quietly lock nothing in a file that it can only read
    // (and not by opening it: closing any handle on the file drops this process's locks on it).
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new Error(`The file ${file} cannot be locked: ${(error as Error).message}.`, { cause: error });
  }
}

/** Notes that this process uses the database; gives back the entry's name. Call it under the lock. */
export async function register(folder: string): Promise<string> {
  const entry = `${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, entry), markOf(process.pid) ?? '');
  return entry;
}

/** Takes the entry back and says whether other live processes remain; entries of dead ones are removed. Call it under the lock. */
export async function unregister(folder: string, entry: string): Promise<{ othersRemain: boolean }> {
  await rm(join(folder, entry), { force: true });
  let othersRemain = false;
  for (const name of await readdir(folder).catch(() => [])) {
    const mark = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (mark !== undefined && mark === markOf(Number.parseInt(name, 10))) othersRemain = true;
    else await rm(join(folder, name), { force: true });
  }
  return { othersRemain };
}

/** Where to prepare what will become `target` by one rename, so that a process killed midway leaves no half of it. */
export function draftOf(target: string): string {
  return `${target}.new-${process.pid}`;
}

/** Removes the drafts of `target` that killed processes left. */
export async function removeDrafts(target: string): Promise<void> {
  const start = `${basename(target)}.new-`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(start)) continue;
    const pid = Number.parseInt(name.slice(start.length), 10);
    if (pid !== process.pid && markOf(pid) !== undefined) continue;
    // A program that the killed process had begun may still write there for a moment: the next call gets the rest.
    await rm(join(dirname(target), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
