import { seal, unseal } from '../core/sealing.ts';
import type { Account, Ids, Limiter } from '../core/ports.ts';
import type { Transaction } from './connection.ts';
import type { Keyring } from './keys.ts';

/** What every part of the store is bound to: one transaction in the scope of one account. */
export interface Bound {
  readonly trx: Transaction;
  readonly account: Account;
  readonly keys: Keyring;
  readonly ids: Ids;
  /** Where a turn may be one of too many tries (A2). */
  readonly limiter?: Limiter;
}

/**
 * Who acts where no account does: a command, a script, an import, the seeds. Within `structure` what is sealed is the
 * structure's. It has no id, so that a row that names its account names none; the audit log says who it was instead.
 */
export const nobody = (operator: string, structure: string | null = null): Account => ({ operator, id: null as unknown as string, role: 'operator', structure, lang: 'fr' });

const owner = (account: Account): { operator: string; structure: string | null } => ({ operator: account.operator, structure: account.structure });

/** JSON sealed with the key of the account's structure (or operator), bound to the row's id. */
export async function sealed(bound: Pick<Bound, 'trx' | 'account' | 'keys'>, value: unknown, id: string): Promise<Buffer> {
  return seal(await bound.keys.key(bound.trx, owner(bound.account)), JSON.stringify(value), id);
}

/** The value back. @throws GuichetError `unsealable` */
export async function opened(bound: Pick<Bound, 'trx' | 'account' | 'keys'>, bytes: Buffer, id: string): Promise<unknown> {
  return JSON.parse(unseal(await bound.keys.key(bound.trx, owner(bound.account)), bytes, id).toString('utf8')) as unknown;
}
