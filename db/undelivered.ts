import type { Undelivered, UndeliveredCount, UndeliveredSort, Unreachable, Whose } from '../core/domain/undelivered.ts';
import { systemIds } from '../core/ids.ts';
import type { NameBook } from '../core/messages/naming.ts';
import type { Role } from '../core/ports.ts';
import type { Store } from '../core/store.ts';
import { record } from './audit.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { nobody, type Bound } from './context.ts';
import type { Keyring } from './keys.ts';
import { people } from './people.ts';
import { programmeOf } from './programme.ts';
import { withScope } from './scopes.ts';

/** A page: what stands after a row, or after so many; without a limit all of it. */
export interface Part {
  readonly after?: { readonly since: Date; readonly id: string } | undefined;
  readonly offset?: number;
  readonly limit?: number;
}

const ALL = { offset: 0, limit: 100_000 };

const bounds = ({ after, offset = 0, limit }: Part): unknown[] => [after?.since ?? null, after?.id ?? null, limit ?? null, offset];

/** What was given up with the operator of the scope (X4), newest first. */
export const listUndelivered = (trx: Transaction, operator: string, part: Part): Promise<Undelivered[]> =>
  rows<Undelivered>(trx, 'select what, id, kind, account_id as account, channel, error, since, tries from undelivered(?, ?, ?, ?, ?)', [operator, ...bounds(part)]);

/** Whom nothing gets to, newest first. */
export const listUnreachable = (trx: Transaction, operator: string, part: Part): Promise<Unreachable[]> =>
  rows<Unreachable>(trx, 'select id, role, structure_id as structure, since from unreachable(?, ?, ?, ?, ?)', [operator, ...bounds(part)]);

/** Tries one again, or everything (null); what of it was begun. */
export const retryUndelivered = (trx: Transaction, operator: string, id: string | null): Promise<{ readonly what: UndeliveredSort; readonly id: string }[]> =>
  rows(trx, 'select what, id from retry_undelivered(?, ?)', [operator, id]);

/** Whether there is such a thing with the operator, given up or not. */
export const isKnown = async (trx: Transaction, operator: string, id: string): Promise<boolean> =>
  (await row<{ known: boolean }>(trx, 'select known_to_retry(?, ?) as known', [operator, id]))?.known === true;

/** How much of each was begun, as the audit log keeps it: counts and no names. */
export const begun = (tried: readonly { readonly what: UndeliveredSort }[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(tried, ({ what }) => what)].map(([what, all]) => [what, all.length]));

/** Whose accounts these are, by id. */
export async function whose(trx: Transaction, operator: string, accounts: readonly string[]): Promise<ReadonlyMap<string, Whose>> {
  const found = await rows<{ id: string; role: Role; structure_id: string | null; name: string | null }>(trx, `
    select a.id, a.role, a.structure_id, s.name from account a left join structure s on s.operator_id = a.operator_id and s.id = a.structure_id
     where a.operator_id = ? and a.id = any (?)`, [operator, [...new Set(accounts)]]);
  return new Map(found.map((one) => [one.id, { account: one.id, role: one.role, structureId: one.structure_id, structureName: one.name }]));
}

/**
 * The operator's own look at it, in chat.
 * @throws Error for any account that is not an operator's: a flow that forgot to ask for the role
 */
export function undelivered(bound: Bound): Store['undelivered'] {
  const { trx, account } = bound;
  const op = account.operator;
  const atDesk = (): void => {
    if (account.role !== 'operator') throw new Error('what did not arrive is the operator’s to see');
  };
  const withWhose = async (found: readonly Unreachable[]): Promise<(Unreachable & Whose)[]> => {
    const known = await whose(trx, op, found.map(({ id }) => id));
    return found.flatMap((one) => {
      const its = known.get(one.id);
      return its === undefined ? [] : [{ ...one, ...its }];
    });
  };

  return {
    async count() {
      atDesk();
      return (await row<UndeliveredCount>(trx, 'select messages, work, people from count_undelivered(?)', [op])) ?? { messages: 0, work: 0, people: 0 };
    },
    async list(page) {
      atDesk();
      const found = await listUndelivered(trx, op, page);
      const known = await whose(trx, op, found.flatMap((one) => one.account ?? []));
      return found.map((one) => ({ ...one, whose: (one.account === null ? undefined : known.get(one.account)) ?? null }));
    },
    async people(page) {
      atDesk();
      return withWhose(await listUnreachable(trx, op, page));
    },
    async person(wanted) {
      atDesk();
      return (await withWhose((await listUnreachable(trx, op, {})).filter(({ id }) => id === wanted)))[0];
    },
    async retry(id, now) {
      atDesk();
      const tried = await retryUndelivered(trx, op, id);
      if (tried.length > 0) await record(bound, op, { action: 'undelivered.retried', subject: id, at: now, account: account.id, detail: begun(tried) });
      return tried.map(({ what }) => what);
    },
  };
}

/** All of it for a command, with the names of those accounts that it may name. */
export function readUndelivered(app: Database, keys: Keyring, operator: string): Promise<{
  readonly undelivered: readonly (Undelivered & { readonly whose: Whose | null })[]; readonly unreachable: readonly (Unreachable & Whose)[]; readonly names: NameBook; readonly zone: string;
}> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    const bound: Bound = { trx, keys, ids: systemIds, account: nobody(operator) };
    const own = undelivered(bound);
    const [found, gone] = [await own.list(ALL), await own.people(ALL)];
    const { zone } = await programmeOf(bound);
    return { undelivered: found, unreachable: gone, names: await people(bound).names([], [...found.flatMap((one) => one.account ?? []), ...gone.map(({ id }) => id)]), zone };
  });
}

/** The same as the operator's own word, by a command: how many were begun, or why none. */
export function retryByCommand(app: Database, operator: string, id: string | null, at: Date): Promise<number | 'unknown' | 'settled'> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    const tried = await retryUndelivered(trx, operator, id);
    if (tried.length === 0) return id === null ? 0 : (await isKnown(trx, operator, id)) ? 'settled' : 'unknown';
    await record({ trx, ids: systemIds }, operator, { action: 'undelivered.retried', subject: id, at, detail: { ...begun(tried), by: 'command' } });
    return tried.length;
  });
}
