import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../../bots/config.ts';
import { start, type Running } from '../../bots/main.ts';
import { freshDatabase, type Fresh } from './database.ts';
import { atTheEnd } from './ending.ts';
import type { KeyRole } from '../../core/office.ts';
import { Chat } from './chat.ts';
import { apiKey, Script } from './script.ts';
import type { SlowDatabase } from './slowDatabase.ts';
import { START, World, type Referent } from './world.ts';

export interface House {
  readonly running: Running;
  readonly fresh: Fresh;
  readonly world: World;
  /** Another process beside the same database would see the same. */
  login(who: Referent | string): Promise<Chat>;
  /** A script of the operator's with a key of its own; `venue`: the name of the one that the key is for. */
  script(role?: KeyRole, venue?: string): Promise<Script>;
  clock(to: Date | string): Promise<{ now: string; ran: number }>;
  now(): Promise<Date>;
  /** Stops the server and starts it again on the same database and port. */
  restart(more?: Record<string, string>): Promise<void>;
  /** A second one beside it on the same database, with its own pools, worker and address. */
  beside(more?: Record<string, string>): Promise<Running>;
}

/** The whole house on a database of its own, with the test clock at START: real server, real HTTP. `through`: the way to its database. */
export async function openHouse(options: { at?: Date; env?: Record<string, string>; through?: SlowDatabase } = {}): Promise<House> {
  const fresh = await freshDatabase();
  // Without a mail server mails are written here.
  const home = await mkdtemp(path.join(tmpdir(), 'guichet-house-'));
  const env = {
    DATABASE_URL: options.through?.by(fresh.appUrl) ?? fresh.appUrl, ...(fresh.adminUrl === fresh.appUrl ? {} : { DATABASE_ADMIN_URL: fresh.adminUrl }), GUICHET_SECRET_KEY: fresh.secret, GUICHET_DEMO: '0', GUICHET_HOME: home,
    GUICHET_CLOCK: `test@${(options.at ?? START).toISOString()}`, PORT: '0', GUICHET_LOG: process.env['GUICHET_LOG'] ?? 'error', ...options.env,
  };
  let running = await start(readConfig(env));
  const world = await World.make(fresh);
  const others: Running[] = [];
  atTheEnd(async () => {
    await Promise.all([running, ...others].map((one) => one.stop()));
    await rm(home, { recursive: true, force: true });
  });
  const at = (path: string): string => `${running.address.replace(/\/$/, '')}${path}`;
  return {
    get running() {
      return running;
    },
    fresh,
    world,
    login: (who) => Chat.login(running.address, typeof who === 'string' ? who : who.code),
    script: async (role, venue) => new Script(running.address, (await apiKey(fresh, world.operator, role, venue)).key),
    async clock(to) {
      const response = await fetch(at('/test/clock'), { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now: new Date(to).toISOString() }) });
      if (response.status !== 200) throw new Error(`clock: ${response.status} ${await response.text()}`);
      return (await response.json()) as { now: string; ran: number };
    },
    async now() {
      return new Date(((await (await fetch(at('/test/clock'))).json()) as { now: string }).now);
    },
    async restart(more) {
      const { port } = new URL(running.address);
      await running.stop();
      running = await start(readConfig({ ...env, PORT: port, ...more }));
    },
    async beside(more) {
      const other = await start(readConfig({ ...env, ...more }));
      others.push(other);
      return other;
    },
  };
}
