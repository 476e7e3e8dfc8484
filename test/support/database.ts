import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { systemIds } from '../../core/ids.ts';
import { masterKey } from '../../core/sealing.ts';
import { connect, type Database } from '../../db/connection.ts';
import { Keyring } from '../../db/keys.ts';
import { atTheEnd } from './ending.ts';
import { through } from './through.ts';

export interface Fresh {
  readonly appUrl: string;
  readonly adminUrl: string;
  readonly app: Database;
  /** A superuser: for looking at what is stored, and for test-only migrations. */
  readonly admin: Database;
  readonly keys: Keyring;
  readonly secret: string;
}

const named = (url: string, name: string): string => {
  const at = new URL(url);
  at.pathname = `/${name}`;
  return at.toString();
};

/** A migrated, empty database of this file's own, dropped when the file is done. */
export async function freshDatabase(): Promise<Fresh> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const server = connect(inject('adminUrl'), { pool: 1 });
  await server.raw(`create database ${name} template guichet_template`);
  const adminUrl = through(named(inject('adminUrl'), name));
  const appUrl = named(inject('appUrl'), name);
  const admin = connect(adminUrl, { pool: 4 });
  const app = connect(appUrl, { pool: 16 });
  const own = connect(appUrl, { pool: 2 });
  const secret = randomBytes(32).toString('base64');
  atTheEnd(async () => {
    await app.destroy();
    await own.destroy();
    await admin.destroy();
    await server.raw(`drop database ${name} with (force)`);
    await server.destroy();
  });
  return { appUrl, adminUrl, app, admin, secret, keys: new Keyring(masterKey(secret), systemIds, own) };
}
