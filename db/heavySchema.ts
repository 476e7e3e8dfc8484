import { row, type Database, type Transaction } from './connection.ts';

/** The schema of pg-boss: its own, where nothing of ours is. */
export const HEAVY = 'boss';
/** The version of it that the installed pg-boss works with; a test compares them. */
export const HEAVY_VERSION = 43;
/** The one queue: its pieces say of which kind they are. */
export const QUEUE = 'heavy';

/** Undefined: it is not there. */
async function versionThere(db: Database | Transaction): Promise<number | undefined> {
  // A name that is not there is no error of its own, which would end the transaction.
  const there = await row<{ yes: boolean }>(db, `select to_regclass('${HEAVY}.version') is not null as yes`);
  return there?.yes === true ? (await row<{ version: number }>(db, `select version from ${HEAVY}.version`))?.version : undefined;
}

/** By what name the list of migrations would call it. */
const named = (version: number): string => `pg-boss schema ${version}`;

/** What the schema lacks, or has from a newer version. */
export async function heavyState(db: Database): Promise<{ missing: readonly string[]; unknown: readonly string[] }> {
  const version = await versionThere(db);
  if (version === HEAVY_VERSION) return { missing: [], unknown: [] };
  return version === undefined || version < HEAVY_VERSION ? { missing: [named(HEAVY_VERSION)], unknown: [] } : { missing: [], unknown: [named(version)] };
}

/** pg-boss gives whole scripts, each a transaction with its own limits; run inside one that is open already. */
export const withinTransaction = (sql: string): string => sql.replace(/^\s*BEGIN;(?:\s*SET LOCAL \w+ = \d+;)*/, '').replace(/COMMIT;\s*$/, '');

/** Makes or brings up to date what pg-boss needs, in the migrating transaction; what it did. */
export async function ensureHeavySchema(db: Transaction): Promise<string[]> {
  const version = await versionThere(db);
  if (version !== undefined && version >= HEAVY_VERSION) return [];
  // Loaded by whoever migrates alone.
  const { getConstructionPlans, getMigrationPlans } = await import('pg-boss');
  const plan = version === undefined ? getConstructionPlans(HEAVY) : getMigrationPlans(HEAVY, version);
  // Its scripts build some indexes CONCURRENTLY, which no transaction can: the tables are small, and nobody else is at them.
  // knex would read a question mark as a binding.
  await db.raw(withinTransaction(plan).replace(/\bINDEX CONCURRENTLY\b/g, 'INDEX').replaceAll('?', '\\?'));
  // At most one piece of a kind and subject waits or is done at a time. All else is said by whoever asks for a piece.
  await db.raw(`select ${HEAVY}.create_queue('${QUEUE}', '{"policy": "exclusive"}')`);
  // The worker alone gets in, and may not change what is there; the app's own login sees which version it is.
  await db.raw(`
    grant usage on schema ${HEAVY} to guichet_worker, guichet_app;
    grant select on ${HEAVY}.version to guichet_worker, guichet_app;
    grant select, update on ${HEAVY}.queue to guichet_worker;
    grant select, insert, update, delete on ${HEAVY}.job, ${HEAVY}.job_common to guichet_worker;
    grant select, delete on ${HEAVY}.job_dependency to guichet_worker`);
  return [named(HEAVY_VERSION)];
}
