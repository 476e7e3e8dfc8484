import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/connection.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { through } from './through.ts';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
    appUrl: string;
  }
}

/** One real PostgreSQL for the suite and one migrated template database: each file clones it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'guichet-test-'));
  const given = process.env['GUICHET_TEST_ADMIN_URL'];
  const server = given === undefined ? await startEmbedded({ home, fast: true }) : undefined;
  const adminUrl = given ?? server?.adminUrl ?? '';
  const admin = connect(adminUrl, { pool: 1 });
  const database = new URL(adminUrl).pathname.slice(1);
  const migrated = connect(adminUrl.replace(new RegExp(`/${database}$`), '/guichet_template'), { pool: 1 });
  try {
    await admin.raw('drop database if exists guichet_template with (force)');
    await admin.raw('create database guichet_template');
    await migrate(migrated);
  } finally {
    await migrated.destroy();
    await admin.destroy();
  }
  project.provide('adminUrl', adminUrl);
  project.provide('appUrl', through(server?.appUrl ?? (await lowLogin(adminUrl))));
  return async () => {
    await server?.stop();
    await rm(home, { recursive: true, force: true });
  };
}

/** On a server of one's own: the app's role as a login, as the embedded server has it. */
async function lowLogin(adminUrl: string): Promise<string> {
  const admin = connect(adminUrl, { pool: 1 });
  const url = new URL(adminUrl);
  [url.username, url.password] = ['guichet_app', randomBytes(12).toString('hex')];
  await admin.raw(`alter role guichet_app login password '${url.password}'`);
  await admin.destroy();
  return url.toString();
}
