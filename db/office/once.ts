import type { Once } from '../../core/office.ts';
import { blind } from '../../core/sealing.ts';
import { row, rows } from '../connection.ts';
import { opened, sealed } from '../context.ts';
import { boundTo, Refused, type Counter } from './counter.ts';

/** How long an answer is kept for who asks again. */
const KEPT_MS = 24 * 3_600_000;

/**
 * X4: a request that comes again under the same key of its sender gets the same answer and has no second effect. The
 * row is written in the transaction that does it: a second one under way waits for it. Only what was done is kept; what
 * was refused can be asked again. The answer can hold a one-time code: it is sealed.
 * @throws Refused `key_reused` for another request under that key
 */
export async function onceOnly<T>(at: Counter, once: Once, work: () => Promise<T>): Promise<T> {
  const { trx, keys, operator, holder, now } = at;
  const key = blind(keys.master, 'once', `${holder.key}\n${once.key}`);
  const request = blind(keys.master, 'once-request', once.request);
  await rows(trx, 'delete from api_once where operator_id = ? and created_at <= ?', [operator, new Date(now.getTime() - KEPT_MS)]);
  const own = await row<{ id: string }>(trx, `insert into api_once (operator_id, key_hash, id, request_hash, created_at) values (?, ?, ?, ?, ?) on conflict do nothing returning id`,
    [operator, key, at.ids.uuid(), request, now]);
  if (own === undefined) {
    const before = await row<{ id: string; request_hash: string; sealed: Buffer }>(trx, 'select id, request_hash, sealed from api_once where operator_id = ? and key_hash = ?', [operator, key]);
    if (before === undefined) throw new GoneError();
    if (before.request_hash !== request) throw new Refused('key_reused');
    return (await opened(boundTo(at, null), before.sealed, before.id)) as T;
  }
  const result = await work();
  await rows(trx, 'update api_once set sealed = ? where operator_id = ? and key_hash = ?', [await sealed(boundTo(at, null), result, own.id), operator, key]);
  return result;
}

/** Swept away just now: run again, it is the first. */
class GoneError extends Error {
  readonly code = '40001';
}
