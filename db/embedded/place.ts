import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftOf, removeDrafts } from './processes.ts';
import { exists, majorOf, programPath } from './programs.ts';
import type { Account, Programs } from './programs.ts';

/** The roles whose passwords are made here. */
export interface Passwords {
  readonly postgres: string;
  readonly guichet_app: string;
}

/** Where a home's database lives and as whom it runs. */
export interface Place {
  readonly home: string;
  readonly data: string;
  readonly programs: Programs;
  /** Only when we are root, as whom PostgreSQL refuses to run. */
  readonly account?: Account;
  readonly passwords: Passwords;
  /** One line for the operator when something had to go elsewhere. */
  readonly note?: string;
}

/** Kept in the home, for its owner's eyes only. */
interface Keys {
  readonly passwords: Passwords;
  /** Set when the data is not inside the home; then it also survives a move of the home. */
  readonly data?: string;
}

/**
 * Settles where the data and the programs are: inside the home and in node_modules, unless we are root and
 * the user that PostgreSQL runs as cannot reach them; then under `openFolder`.
 */
export async function settle(home: string, programs: Programs, openFolder: string): Promise<Place> {
  const keysFile = join(home, 'postgres.json');
  const known = await readKeys(keysFile);
  const inside = join(home, 'postgres');
  const account = await chooseAccount(known?.data ?? inside);
  const closedHome = account && !known?.data ? await closedFolder(home, account) : undefined;
  const data = known?.data ?? (closedHome ? elsewhere(home, openFolder) : inside);
  if (closedHome && (await exists(inside))) {
    throw new Error(`The database in ${inside} is out of reach of the user ${account?.name ?? ''}, to whom ${closedHome} is closed: open that folder to it (chmod a+x) or move the database.`);
  }
  await checkData(data, programs, known && keysFile);

  const closedPrograms = account && (await closedProgram(programs, account));
  if (account && (closedPrograms ?? data !== inside)) await makeOpenFolder(openFolder, account);
  const keys = known ?? { passwords: { postgres: secret(), guichet_app: secret() }, ...(data !== inside && { data }) };
  if (!known) await writeKeys(keysFile, keys);
  const usable = closedPrograms ? await copyPrograms(programs, openFolder) : programs;
  const note = account && movedNote(account, closedHome ?? closedPrograms, data !== inside && data, usable !== programs && usable.native);
  return { home, data, programs: usable, passwords: keys.passwords, ...(account && { account }), ...(note && { note }) };
}

function movedNote(account: Account, closed: string | undefined, data: string | false, programs: string | false): string | undefined {
  const moved = [data && `its data is in ${data}`, programs && `its programs are in ${programs}`].filter(Boolean);
  if (moved.length === 0) return undefined;
  return `PostgreSQL runs as the user ${account.name}${closed ? `, to whom ${closed} is closed` : ''}: ${moved.join(' and ')}.`;
}

/** A new name each time, so that a home deleted and made again starts afresh. */
function elsewhere(home: string, openFolder: string): string {
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  return join(openFolder, `${hash}-${randomBytes(3).toString('hex')}`);
}

/** Refuses data that these programs or these passwords cannot open. */
async function checkData(data: string, programs: Programs, keysFile: string | undefined): Promise<void> {
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (!version) return;
  if (version !== majorOf(programs)) {
    throw new Error(`The database in ${data} was made by PostgreSQL ${version} and cannot be opened by PostgreSQL ${majorOf(programs)}: dump it with the old version, or remove that folder to start afresh.`);
  }
  if (!keysFile) {
    throw new Error(`The passwords of the database in ${data} are lost with the file postgres.json that stood beside it: restore that file, or remove the folder to start afresh.`);
  }
}

async function readKeys(file: string): Promise<Keys | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // The parser's message would quote the passwords.
    const why = error instanceof SyntaxError ? 'it is not valid JSON' : (error as Error).message;
    throw new Error(`The database's passwords in ${file} cannot be read: ${why}.`);
  }
}

async function writeKeys(file: string, keys: Keys): Promise<void> {
  await removeDrafts(file);
  await writeFile(draftOf(file), `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draftOf(file), file);
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

/** As root: the owner of existing data, so that an ordinary user's home stays theirs; else `postgres`, else `nobody`. */
async function chooseAccount(data: string): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const owner = await stat(data).then((stats) => stats.uid, () => 0);
  const chosen = accounts.find((account) => owner !== 0 && account.uid === owner)
    ?? accounts.find((account) => account.name === 'postgres')
    ?? accounts.find((account) => account.name === 'nobody');
  if (!chosen) throw new Error('PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user nobody: add one, or start as an ordinary user.');
  return chosen;
}

/** The lines of `/etc/passwd`. */
export function parseAccounts(passwd: string): Account[] {
  return passwd.split('\n').map((line) => line.split(':')).filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

const ENTER = 1;
const READ_AND_ENTER = 5;

/** Whether the permission bits let the account do what `wanted` (4 read, 2 write, 1 enter or run) asks. */
export function permits(stats: Pick<Stats, 'mode' | 'uid' | 'gid'>, account: Account, wanted: number): boolean {
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0;
  return ((stats.mode >> shift) & wanted) === wanted;
}

/** The first folder on the way to `path`, itself included, that the account cannot enter. */
export async function closedFolder(path: string, account: Account): Promise<string | undefined> {
  const above = dirname(path) === path ? undefined : await closedFolder(dirname(path), account);
  return above ?? (permits(await stat(path), account, ENTER) ? undefined : path);
}

/** What keeps the account from running the programs: a folder on the way, or a part that it cannot read. */
async function closedProgram(programs: Programs, account: Account): Promise<string | undefined> {
  const closed = await closedFolder(join(programs.native, 'bin'), account);
  if (closed) return closed;
  for (const part of [programPath(programs, 'postgres'), join(programs.native, 'lib'), join(programs.native, 'share')]) {
    if (!permits(await stat(part), account, READ_AND_ENTER)) return part;
  }
  return undefined;
}

/** Makes the folder that root owns and everyone can enter, or says what to do instead. */
async function makeOpenFolder(folder: string, account: Account): Promise<void> {
  try {
    if (await mkdir(folder, { recursive: true, mode: 0o755 })) await chmod(folder, 0o755); // whatever the umask
    const { uid, mode } = await stat(folder);
    const closed = await closedFolder(folder, account);
    if (closed) throw new Error(`${closed} is closed to ${account.name}`);
    if (uid !== 0 || mode & 0o022) throw new Error('others than root can write there');
  } catch (error) {
    throw new Error(`PostgreSQL needs a folder that the user ${account.name} can reach, and ${folder} cannot serve (${(error as Error).message}): set GUICHET_HOME to a folder open to that user.`, { cause: error });
  }
}

/** Copies the programs once a version, whole, so that the links between libraries hold. */
async function copyPrograms(programs: Programs, openFolder: string): Promise<Programs> {
  const native = join(openFolder, `postgresql-${programs.version}`);
  const copy = { ...programs, native };
  if (await exists(native)) return copy;
  await removeDrafts(native);
  const draft = draftOf(native);
  await cp(programs.native, draft, { recursive: true, verbatimSymlinks: true });
  await openToAll(draft);
  try {
    await rename(draft, native);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(native))) throw error; // otherwise another home's process was faster
  }
  return copy;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Gives a folder and all in it to the account, as after a copy made by root. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  await lchown(folder, account.uid, account.gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}
