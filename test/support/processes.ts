import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemIds } from '../../core/ids.ts';
import { blind } from '../../core/sealing.ts';
import { sealed } from '../../db/context.ts';
import type { Account } from '../../core/ports.ts';
import type { Fresh } from './database.ts';
import { atTheEnd } from './ending.ts';
import { START, type World } from './world.ts';

/** Another guichet beside the same database, in a process of its own. */
export interface Process {
  readonly address: string;
  readonly child: ChildProcess;
}

/** Starts `n` of them as an operator would (`node bots/cli.ts start`), with the test clock at START. Whoever starts them stops them. */
export async function startProcesses(fresh: Fresh, n: number, env: Record<string, string> = {}): Promise<Process[]> {
  const processes: Promise<Process>[] = [];
  for (let i = 0; i < n; i += 1) {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../bots/cli.ts'), 'start'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: path.join(tmpdir(), 'guichet-compiled'), DATABASE_URL: fresh.appUrl, DATABASE_ADMIN_URL: fresh.adminUrl, GUICHET_SECRET_KEY: fresh.secret, GUICHET_DEMO: '0',
        GUICHET_HOME: '/nonexistent', GUICHET_CLOCK: `test@${START.toISOString()}`, PORT: '0', GUICHET_LOG: process.env['GUICHET_LOG'] ?? 'error', ...env,
      },
    });
    // Also one that never said that it was open.
    atTheEnd(async () => void child.kill('SIGKILL'));
    processes.push(opened(child));
  }
  return Promise.all(processes);
}

function opened(child: ChildProcess): Promise<Process> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /(http:\/\/[^\s/]+)\//.exec(said)?.[1];
      if (address !== undefined) resolve({ address, child });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`guichet ended with ${code ?? 'a signal'} before it was open: ${said}`)));
  });
}

export function stopProcess({ child }: Process): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.kill('SIGTERM');
  });
}

export interface LoggedIn extends Account { readonly token: string }

/** Referents who are logged in at the web chat already, many in a few statements. `email`: of the i-th. */
export async function referentsLoggedIn(world: World, structure: string, n: number, email?: (i: number) => string): Promise<LoggedIn[]> {
  const { fresh, operator } = world;
  const accounts = Array.from({ length: n }, (): LoggedIn => ({ operator, id: systemIds.uuid(), role: 'referent', structure, lang: 'fr', token: randomBytes(32).toString('base64url') }));
  await world.asOperator(async (trx) => {
    await trx.batchInsert('account', await Promise.all(accounts.map(async (account, i) => ({
      operator_id: operator, id: account.id, role: 'referent', structure_id: structure, created_at: START,
      sealed: await sealed({ trx, account, keys: fresh.keys }, { first: 'Sophie', last: 'Martin', ...(email === undefined ? {} : { email: email(i) }) }, account.id),
    }))), 200);
  });
  await fresh.admin.batchInsert('chat', accounts.map(({ id }) => ({ channel: 'web', chat_key: id, operator_id: operator, account_id: id, active: true, linked_at: START })), 200);
  await fresh.admin.batchInsert('route', accounts.map(({ id, token }) => ({ kind: 'token', hash: blind(fresh.keys.master, 'token', token), operator_id: operator, ref: id })), 200);
  return accounts;
}

export interface Answer { readonly status: number; readonly text: string; readonly actions: { id: string; label: string }[]; readonly sent: number; readonly acked: number }

/** One message over HTTP, with when it was sent and when its answer was there, by this process's clock. */
export async function send(to: Process, token: string, body: object): Promise<Answer> {
  const sent = performance.now();
  const response = await fetch(`${to.address}/web/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body),
  });
  const { messages = [] } = (await response.json()) as { messages?: { text: string; actions: { id: string; label: string }[] }[] };
  return { status: response.status, text: messages.map((message) => message.text).join('\n'), actions: messages.flatMap((message) => message.actions), sent, acked: performance.now() };
}

/** Runs everything, at most `most` at a time, begun in the order given. */
export async function atMost<T, R>(most: number, of: readonly T[], run: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(most, of.length) }, async () => {
    for (let i = next; i < of.length; i = next) {
      next += 1;
      done[i] = await run(of[i] as T, i);
    }
  }));
  return done;
}
