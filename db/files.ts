import { unseal } from '../core/sealing.ts';
import type { Store } from '../core/store.ts';
import { row } from './connection.ts';
import type { Bound } from './context.ts';

/** Files that an account sent in: a line of JSON that says what it is, then its bytes, sealed together. */
export function files({ trx, account, keys }: Bound): Store['files'] {
  return {
    async read(id) {
      const found = await row<{ sealed: Buffer }>(trx, 'select sealed from file where operator_id = ? and account_id = ? and id = ?', [account.operator, account.id, id]);
      if (found === undefined) return undefined;
      const all = unseal(await keys.key(trx, { operator: account.operator, structure: account.structure }), found.sealed, id);
      const end = all.indexOf(10);
      const { name, mime } = JSON.parse(all.subarray(0, end).toString('utf8')) as { name: string; mime: string };
      return { name, mime, bytes: all.subarray(end + 1) };
    },
  };
}
