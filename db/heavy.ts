import type { PgBoss } from 'pg-boss';
import { isHeavyKind, type HeavyPiece, type HeldPiece } from '../core/heavy.ts';
import type { Heavy } from '../core/ports.ts';
import { row, type Database, type Transaction } from './connection.ts';
import { HEAVY, QUEUE, withinTransaction } from './heavySchema.ts';
import { enter, withScope } from './scopes.ts';

/**
 * Heavy work through pg-boss. Each of its statements is a transaction of its own that takes the scope `worker`, which
 * alone may read its tables: no state of a session, so it goes through a pool of connections that are lent by
 * transaction. It listens to nothing, plans nothing and looks after nothing by itself: who runs pieces asks and tends.
 */

/** Seconds without a word from the process that holds a piece, after which another may take it. */
const SILENCE_S = 20;
/** A piece that is still held then hangs: it fails and is tried again. */
const LONGEST_S = 3_600;
/** How often lapsed pieces are looked for, by one process. */
const TEND_S = 10;
/** The first wait after a failure; it doubles, with jitter, at most so many times: an hour in all, about. */
const AGAIN_S = 20;
const TIMES = 7;

const singletonKey = ({ kind, operator, subject }: HeavyPiece): string => `${kind}:${operator}:${subject}`;

/** One for each pool: it is what it does its work over. Started by the first who asks. */
const started = new WeakMap<Database, Promise<PgBoss>>();

function bossOf(db: Database): Promise<PgBoss> {
  const known = started.get(db);
  if (known !== undefined) return known;
  const starting = startBoss(db);
  started.set(db, starting);
  // Not there yet, or not to be reached: the next who asks tries again.
  starting.catch(() => started.delete(db));
  return starting;
}

async function startBoss(db: Database): Promise<PgBoss> {
  const { fromKnex, PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    schema: HEAVY, migrate: false, createSchema: false, supervise: false, schedule: false, useListenNotify: false,
    // Rebuilding indexes is the owner's, and the table is small.
    reindex: false, monitorVacuum: false, monitorIntervalSeconds: TEND_S, superviseIntervalSeconds: TEND_S,
    db: { executeSql: (text, values) => withScope(db, { as: 'worker' }, (trx) => fromKnex(trx).executeSql(withinTransaction(text), values)) },
  });
  // What it does for somebody is told to them; by itself it only reads its list of queues again.
  boss.on('error', () => undefined);
  return boss.start().catch(async (error: unknown) => {
    await boss.stop({ close: false, graceful: false });
    throw error;
  });
}

/**
 * Asks for a piece in the transaction that makes it due, over `db` for what has to be known first; the transaction has
 * the scope `worker` afterwards. One that waits already, perhaps for another try, gives way to this one; one that is
 * being done is enough.
 */
export async function askHeavy(db: Database, trx: Transaction, piece: HeavyPiece): Promise<void> {
  const boss = await bossOf(db);
  const { fromKnex } = await import('pg-boss');
  await enter(trx, { as: 'worker' });
  await trx.raw(`delete from ${HEAVY}.job where name = ? and singleton_key = ? and state < 'active'`, [QUEUE, singletonKey(piece)]);
  const { kind, operator, subject } = piece;
  await boss.send(QUEUE, { kind, operator, subject }, {
    db: fromKnex(trx), singletonKey: singletonKey(piece), heartbeatSeconds: SILENCE_S, expireInSeconds: LONGEST_S,
    retryLimit: TIMES, retryDelay: AGAIN_S, retryBackoff: true,
  });
}

/** Pieces that wait for their first try or are being done; in scope `worker`. */
export async function heavyUnderWay(trx: Transaction, piece?: HeavyPiece): Promise<number> {
  const found = await row<{ n: number }>(trx, `
    select count(*)::int as n from ${HEAVY}.job where name = ? and state in ('created', 'active') and (cast(? as text) is null or singleton_key = ?)`,
    [QUEUE, piece === undefined ? null : singletonKey(piece), piece === undefined ? null : singletonKey(piece)]);
  return found?.n ?? 0;
}

/** `db`: connections that no rush uses up. */
export function heavyOf(db: Database): Heavy {
  /** pg-boss takes its time and memory: where there is no heavy work it is never loaded. */
  const isIdle = async (): Promise<boolean> => !started.has(db)
    && (await withScope(db, { as: 'worker' }, (trx) => row(trx, `select from ${HEAVY}.job where name = ? and state <= 'active' limit 1`, [QUEUE]))) === undefined;

  return {
    async take() {
      if (await isIdle()) return undefined;
      const [job] = await (await bossOf(db)).fetch<Record<string, unknown>>(QUEUE);
      if (job === undefined) return undefined;
      const { kind, operator, subject } = job.data;
      // Asked for by a newer version, which will do it.
      if (!isHeavyKind(kind) || typeof operator !== 'string' || typeof subject !== 'string') {
        await (await bossOf(db)).fail(QUEUE, job, { code: 'unknown-kind' });
        return undefined;
      }
      return { id: job.id, retryCount: job.retryCount, kind, operator, subject };
    },
    async keep(piece) {
      // Its types leave out what it answers.
      const { affected } = (await (await bossOf(db)).touch(QUEUE, attemptOf(piece))) as { affected?: number };
      return affected !== 0;
    },
    async done(piece) {
      await (await bossOf(db)).complete(QUEUE, attemptOf(piece));
    },
    async failed(piece, code) {
      await (await bossOf(db)).fail(QUEUE, attemptOf(piece), { code });
    },
    async tend() {
      if (!(await isIdle())) await (await bossOf(db)).supervise(QUEUE);
    },
    ask: (piece) => withScope(db, { as: 'worker' }, (trx) => askHeavy(db, trx, piece)),
    isUnderWay: async (piece) => (await withScope(db, { as: 'worker' }, (trx) => heavyUnderWay(trx, piece))) > 0,
    async close() {
      const boss = await started.get(db)?.catch(() => undefined);
      started.delete(db);
      await boss?.stop({ close: false, graceful: false });
    },
  };
}

/** One try of a piece: what another process has taken since is left to it. */
const attemptOf = ({ id, retryCount }: HeldPiece): { id: string; retryCount: number } => ({ id, retryCount });
