import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as dial, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '../../db/embedded.ts';

/**
 * `npm run test:servers [-- pgbouncer | postgresql-15] [test files]`: the suite beside other servers than the one that npm brings: through
 * PgBouncer in transaction mode, and on PostgreSQL 15. Both are Debian's packages, installed by root where they are missing.
 */
const root = path.join(import.meta.dirname, '..', '..');
const POSTGRESQL_15 = '/usr/lib/postgresql/15/bin';

/** What is started for a run, with what the suite is told of it. */
interface Server { readonly env: Record<string, string>; readonly stop: () => Promise<void> }

function installed(program: string, name: string): void {
  if (existsSync(program)) return;
  const { status } = spawnSync('sh', ['-c', `apt-get update -qq && apt-get install -y -qq ${name}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0 || !existsSync(program)) throw new Error(`${program} is missing: install Debian's package ${name} as root`);
}

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
});

async function answers(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + 30_000;
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = dial(port, '127.0.0.1');
      const told = (yes: boolean): void => {
        socket.destroy();
        resolve(yes);
      };
      socket.once('error', () => { told(false); }).once('connect', () => { told(true); });
    });
    if (open) return;
    if (child.exitCode !== null || performance.now() > until) throw new Error('the server does not come up');
    await wait(100);
  }
}

/** Neither server runs as root: Debian's user for both has the packages' name. */
async function ownUser(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.geteuid?.() !== 0) return {};
  const [, , uid, gid] = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('postgres:'))?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('there is no user postgres');
  await chown(folder, Number(uid), Number(gid));
  return { uid: Number(uid), gid: Number(gid) };
}

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  if (child.exitCode !== null) resolve();
  else child.kill('SIGINT');
});

async function postgresql15(folder: string): Promise<Server> {
  installed(path.join(POSTGRESQL_15, 'initdb'), 'postgresql-15');
  const user = await ownUser(folder);
  const [data, port, secret, password] = [path.join(folder, 'data'), await freePort(), path.join(folder, 'secret.txt'), randomBytes(12).toString('hex')];
  await writeFile(secret, password);
  await chmod(secret, 0o644);
  const { status } = spawnSync(path.join(POSTGRESQL_15, 'initdb'), ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-sync'], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('no data folder could be made');
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_min_messages=fatal'];
  const server = spawn(path.join(POSTGRESQL_15, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])], { ...user, cwd: folder, stdio: 'ignore' });
  await answers(port, server);
  return { env: { GUICHET_TEST_ADMIN_URL: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` }, stop: () => ended(server) };
}

/** Before the server that npm brings. Logins are made while tests run: PgBouncer asks the server for them. */
async function pgbouncer(folder: string): Promise<Server> {
  installed('/usr/sbin/pgbouncer', 'pgbouncer');
  const server = await startEmbedded({ home: path.join(folder, 'home'), fast: true });
  const { hostname, port: behind, username, password } = new URL(server.adminUrl);
  const [port, users, config] = [await freePort(), path.join(folder, 'users.txt'), path.join(folder, 'pgbouncer.ini')];
  await writeFile(users, `"${username}" "${decodeURIComponent(password)}"\n`);
  await writeFile(config, `[databases]
* = host=${hostname} port=${behind}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = transaction
auth_type = scram-sha-256
auth_file = ${users}
auth_user = ${username}
auth_query = select usename, passwd from pg_shadow where usename = $1
max_client_conn = 2000
default_pool_size = 100
server_idle_timeout = 5
server_lifetime = 60
log_connections = 0
log_disconnections = 0
log_pooler_errors = 0
`);
  const user = await ownUser(folder);
  for (const file of [users, config]) await chmod(file, 0o644);
  const bouncer = spawn('/usr/sbin/pgbouncer', ['-q', config], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  await answers(port, bouncer);
  return {
    env: { GUICHET_TEST_ADMIN_URL: server.adminUrl, GUICHET_TEST_THROUGH: `127.0.0.1:${port}` },
    stop: () => ended(bouncer).then(() => server.stop()),
  };
}

const SERVERS = { pgbouncer, 'postgresql-15': postgresql15 };

const args = process.argv.slice(2);
const names = (Object.keys(SERVERS) as (keyof typeof SERVERS)[]).filter((name) => !args.some((arg) => arg in SERVERS) || args.includes(name));
let failed = false;
for (const name of names) {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-server-'));
  // For the servers' own user, where root runs this.
  await chmod(folder, 0o755);
  try {
    const { env, stop } = await SERVERS[name](folder);
    process.stdout.write(`· ${name}\n`);
    failed = await new Promise<boolean>((resolve) => {
      spawn(process.execPath, [path.join(root, 'test', 'run.ts'), ...args.filter((arg) => !(arg in SERVERS))], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).on('exit', (code) => resolve(code !== 0));
    }) || failed;
    await stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
process.exit(failed ? 1 : 0);
