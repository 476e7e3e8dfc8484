import type { Undelivered, Unreachable } from '../../core/domain/undelivered.ts';
import type { Page, Paging, Retried, UndeliveredEntry, UnreachableEntry } from '../../core/office.ts';
import { begun, isKnown, listUndelivered, listUnreachable, retryUndelivered, type Part } from '../undelivered.ts';
import { audit, Refused, type Counter } from './counter.ts';
import { paged, timeAfter } from './paging.ts';

/** One more than asked for tells whether there is a next page. */
function partOf(paging: Paging): Part {
  const after = timeAfter(paging);
  return { limit: paging.limit + 1, after: after === undefined ? undefined : { since: after.startsAt, id: after.id } };
}

const keyOf = ({ since, id }: { readonly since: Date; readonly id: string }): readonly unknown[] => [since.getTime(), id];

/** What did not arrive (X4): codes and ids, no names. */
export async function readUndelivered({ trx, operator }: Counter, paging: Paging): Promise<Page<UndeliveredEntry>> {
  const found = await listUndelivered(trx, operator, partOf(paging));
  return paged(found.map(({ account, ...one }: Undelivered): UndeliveredEntry => ({ ...one, accountId: account })), paging, keyOf);
}

/** Whom nothing gets to. */
export async function readUnreachable({ trx, operator }: Counter, paging: Paging): Promise<Page<UnreachableEntry>> {
  const found = await listUnreachable(trx, operator, partOf(paging));
  return paged(found.map(({ structure, ...one }: Unreachable): UnreachableEntry => ({ ...one, structureId: structure })), paging, keyOf);
}

/** @throws Refused when it is not the operator's, or is not given up (any more). */
export async function retryOne(at: Counter, id: string): Promise<{ readonly id: string } & Retried> {
  const { trx, operator } = at;
  const tried = await retryUndelivered(trx, operator, id);
  if (tried.length === 0) throw new Refused((await isKnown(trx, operator, id)) ? 'undelivered_settled' : 'undelivered_not_found');
  await audit(at, 'undelivered.retried', id, begun(tried));
  return { id, retried: tried.length };
}

export async function retryAll(at: Counter): Promise<Retried> {
  const tried = await retryUndelivered(at.trx, at.operator, null);
  if (tried.length > 0) await audit(at, 'undelivered.retried', null, begun(tried));
  return { retried: tried.length };
}
