import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemIds } from '../../core/ids.ts';
import { masterKey } from '../../core/sealing.ts';
import { connect, row } from '../../db/connection.ts';
import { startEmbedded, type Embedded } from '../../db/embedded.ts';
import { findServer } from '../../db/embedded/server.ts';
import { Keyring } from '../../db/keys.ts';
import { migrate } from '../../db/migrate.ts';
import type { Fresh } from './database.ts';
import { atTheEnd } from './ending.ts';
import { FaultyDatabase } from './faultyDatabase.ts';

/** A PostgreSQL of a test's own, which may be killed, with an empty migrated database. */
export interface MortalServer {
  readonly fresh: Fresh;
  readonly way: FaultyDatabase;
  /** kill -9 of the whole server; resolves when it answers again. */
  crash(): Promise<void>;
}

export async function mortalServer(): Promise<MortalServer> {
  const home = await mkdtemp(path.join(tmpdir(), 'guichet-faults-'));
  // For the server's own user, where the tests run as root.
  await chmod(home, 0o755);
  const servers: Embedded[] = [await startEmbedded({ home, fast: true })];
  const [server] = servers as [Embedded];
  const way = await FaultyDatabase.open(server.adminUrl);
  const admin = connect(way.by(server.adminUrl), { pool: 4 });
  // The server of tests forgets the last commits when it is killed; this one may not. (The machine lives on: nothing has to be on the disk.)
  await admin.raw('alter database guichet set synchronous_commit = on');
  await migrate(admin, 'guichet_app');
  const data = (await row<{ data_directory: string }>(admin, 'show data_directory'))?.data_directory ?? '';
  const app = connect(way.by(server.appUrl), { pool: 6 });
  const own = connect(way.by(server.appUrl), { pool: 2 });
  const secret = randomBytes(32).toString('base64');
  atTheEnd(async () => {
    await Promise.all([admin.destroy(), app.destroy(), own.destroy()]);
    for (const one of servers) await one.stop();
    await rm(home, { recursive: true, force: true });
  });
  return {
    fresh: { appUrl: way.by(server.appUrl), adminUrl: way.by(server.adminUrl), app, admin, secret, keys: new Keyring(masterKey(secret), systemIds, own) },
    way,
    async crash() {
      const found = await findServer(data);
      if (found === undefined) throw new Error('no server to kill');
      process.kill(found.pid, 'SIGKILL');
      const again = await startEmbedded({ home, fast: true });
      servers.push(again);
      way.lead(again.adminUrl);
    },
  };
}
