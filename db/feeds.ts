import type { Feed, FeedOptions } from '../core/domain/feed.ts';
import { nextDaily } from '../core/domain/time.ts';
import { systemIds } from '../core/ids.ts';
import type { Feeds } from '../core/ports.ts';
import { record } from './audit.ts';
import { catalogueSink } from './catalogue.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { nobody } from './context.ts';
import { askHeavy } from './heavy.ts';
import { programmeOf } from './programme.ts';
import { enter, withScope } from './scopes.ts';

/** Feeds of an operator (A4): kept, planned, and told of. All of it in the operator's own scope. */

const FEEDS = `
  select f.id, f.source, f.options, to_char(f.reads_at, 'HH24:MI') as at, f.tried_at as "triedAt", f.error, f.read_at as "readAt", f.counts,
         (select min(d.due_at) from due d where d.operator_id = f.operator_id and d.kind = 'feed' and d.subject = f.id) as next
    from feed f where f.operator_id = ?`;

/** All of an operator's, the oldest first, and the zone whose clock they go by. */
export const listFeeds = (app: Database, operator: string): Promise<{ feeds: Feed[]; zone: string }> =>
  withScope(app, { as: 'operator', operator }, async (trx) => ({
    feeds: await rows<Feed>(trx, `${FEEDS} order by f.created_at, f.id`, [operator]),
    zone: (await programmeOf({ trx, account: nobody(operator) })).zone,
  }));

const feedIn = (trx: Transaction, operator: string, id: string): Promise<Feed | undefined> => row<Feed>(trx, `${FEEDS} and f.id = ?`, [operator, id]);

/** Adds a feed and plans its first reading; the one there is where the source and options are the same. */
export function addFeed(app: Database, operator: string, wanted: { source: string; options: FeedOptions; at: string }, now: Date): Promise<{ feed: Feed; zone: string; added: boolean }> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    // Two at once would both find none.
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405004))', [operator]);
    const { zone } = await programmeOf({ trx, account: nobody(operator) });
    const options = JSON.stringify(wanted.options);
    const [known] = await rows<Feed>(trx, `${FEEDS} and f.source = ? and f.options = cast(? as jsonb)`, [operator, wanted.source, options]);
    if (known !== undefined) return { feed: known, zone, added: false };
    const id = systemIds.uuid();
    await trx('feed').insert({ operator_id: operator, id, source: wanted.source, options, reads_at: wanted.at, created_at: now });
    await plan(trx, operator, id, nextDaily(now, wanted.at, zone));
    await record({ trx, ids: systemIds }, operator, { action: 'feed.added', subject: id, at: now });
    const feed = await feedIn(trx, operator, id);
    if (feed === undefined) throw new Error('the feed was just added');
    return { feed, zone, added: true };
  });
}

/** False: the operator has none of this id. A reading that is under way goes to its end, and is the last. */
export function removeFeed(app: Database, operator: string, id: string, now: Date): Promise<boolean> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    const gone = await rows(trx, 'delete from feed where operator_id = ? and id = ? returning id', [operator, id]);
    if (gone.length === 0) return false;
    await trx.raw(`delete from due where operator_id = ? and kind = 'feed' and subject = ?`, [operator, id]);
    await record({ trx, ids: systemIds }, operator, { action: 'feed.removed', subject: id, at: now });
    return true;
  });
}

async function plan(trx: Transaction, operator: string, id: string, at: Date): Promise<void> {
  await trx.raw(`insert into due (operator_id, id, kind, subject, due_at, dedupe_key) values (?, ?, 'feed', ?, ?, ?) on conflict (operator_id, dedupe_key) do nothing`,
    [operator, systemIds.uuid(), id, at, `feed:${id}:${at.toISOString()}`]);
}

/**
 * Its hour has come: has it read, and plans the next day's reading, in the transaction of the due work. Days on which
 * nobody worked are not made up for: one reading says all.
 */
export async function feedDue(beside: Database, trx: Transaction, operator: string, id: string, now: Date): Promise<void> {
  const feed = await feedIn(trx, operator, id);
  if (feed === undefined) return;
  const { zone } = await programmeOf({ trx, account: nobody(operator) });
  await plan(trx, operator, id, nextDaily(now, feed.at, zone));
  await askHeavy(beside, trx, { kind: 'feed', operator, subject: id });
  await enter(trx, { as: 'operator', operator });
}

export function feedsOf(app: Database): Feeds {
  return {
    feed: (operator, id) => withScope(app, { as: 'operator', operator }, (trx) => feedIn(trx, operator, id)),
    sink: (operator) => catalogueSink(app, operator),
    async tell(operator, id, at, came) {
      await withScope(app, { as: 'operator', operator }, (trx) => ('error' in came
        ? trx.raw('update feed set tried_at = ?, error = ? where operator_id = ? and id = ?', [at, came.error, operator, id])
        : trx.raw('update feed set tried_at = ?, error = null, read_at = ?, counts = ? where operator_id = ? and id = ?', [at, at, JSON.stringify(came.counts), operator, id])));
    },
  };
}
