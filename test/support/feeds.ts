import { Command } from 'commander';
import { openInstallation } from '../../bots/commands/installation.ts';
import { registerFeed } from '../../bots/commands/feed.ts';
import type { FeedCounts, FeedOptions } from '../../core/domain/feed.ts';
import { row, rows } from '../../db/connection.ts';
import type { Fresh } from './database.ts';
import { START } from './world.ts';

export interface ListedFeed { readonly id: string; readonly source: string; readonly options: FeedOptions; readonly at: string; readonly zone: string; readonly next: string | null; readonly triedAt: string | null; readonly error: string | null; readonly readAt: string | null; readonly counts: FeedCounts | null }

export interface Said { readonly code: number; readonly out: string; readonly err: string }

/** `guichet feed …` on a database, as `cli.ts` would run it. */
export async function feedCommand(fresh: Fresh, args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const said = { code: 0, out: '', err: '' };
  const program = new Command('guichet').exitOverride().configureOutput({ writeOut: (text) => { said.out += text; }, writeErr: (text) => { said.err += text; } });
  const all = { DATABASE_URL: fresh.appUrl, ...(fresh.adminUrl === fresh.appUrl ? {} : { DATABASE_ADMIN_URL: fresh.adminUrl }), GUICHET_SECRET_KEY: fresh.secret, GUICHET_CLOCK: `test@${START.toISOString()}`, ...env };
  registerFeed(program, { out: (line) => { said.out += `${line}\n`; }, err: (line) => { said.err += `${line}\n`; }, setExitCode: (code) => { said.code = code; } }, () => openInstallation(all), all);
  await program.parseAsync(['feed', ...args], { from: 'user' });
  return said;
}

export interface Job { readonly id: string; readonly data: unknown; readonly state: string; readonly singleton_key: string; readonly output: unknown; readonly retry_count: number; readonly waits: number }

/** All jobs of the queue, the oldest first; `waits`: seconds until it may be taken. */
export const jobs = ({ admin }: Fresh): Promise<Job[]> =>
  rows<Job>(admin, `select id, data, state, singleton_key, output, retry_count, extract(epoch from start_after - now())::float as waits from boss.job where name = 'heavy' order by created_on, id`);

/** As if the time that a failed piece waits had passed. */
export async function waitNoLonger({ admin }: Fresh): Promise<void> {
  await admin.raw(`update boss.job set start_after = now() - interval '1 second' where state < 'active'`);
}

/** As if nothing had been heard for long of the process that holds a piece; the next who tends sees it. */
export async function silence({ admin }: Fresh): Promise<void> {
  await admin.raw(`update boss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`);
  await admin.raw('update boss.queue set monitor_claim_on = null, monitor_on = null');
}

/** Waits until a count is so many: for what another process does when it looks. */
export async function until({ admin }: Fresh, wanted: number, sql: string, bindings: readonly unknown[] = []): Promise<void> {
  while ((await row<{ n: number }>(admin, sql, bindings))?.n !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
}
