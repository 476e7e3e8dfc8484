import type { Store } from '../core/store.ts';
import { blind } from '../core/sealing.ts';
import { row, rows } from './connection.ts';
import type { Bound } from './context.ts';
import { mailBucket, normalEmail } from './emails.ts';
import { sealedJoining } from './joining.ts';

/** What a chat that is nobody's yet may do (A1, A2): ask to join, and say that its access is lost. */
export function reception({ trx, account, keys, ids, limiter }: Bound): Store['reception'] {
  /** False: one of too many. Counted beside the turn: a turn run again counts twice. */
  const counted = async (key: string): Promise<boolean> => {
    if (limiter === undefined) return true;
    if (!(await limiter.allowed(key))) return false;
    await limiter.failed(key);
    return true;
  };
  return {
    async operators() {
      const all = await rows<{ id: string; name: string; demo: boolean }>(trx, `select id, name, demo from operator where kind <> 'reception' order by name, id`);
      const real = all.filter(({ demo }) => !demo);
      return (real.length > 0 ? real : all).map(({ id, name }) => ({ id, name }));
    },
    async join(operator, joining, now) {
      const id = ids.uuid();
      const asked = await row<{ outcome: 'asked' | 'many' }>(trx, 'select ask_joining(?, ?, ?, ?) as outcome', [account.operator, id, await sealedJoining(keys, trx, id, { operator, joining }), now]);
      return asked?.outcome ?? 'many';
    },
    async lostAccess(email, now) {
      const index = blind(keys.master, 'email', normalEmail(email));
      if (!(await counted(`lost ${account.id}`))) return 'many';
      // Of one address, too: the answer stays the same, whoever asked too often.
      if (await counted(`lost ${index}`)) await trx.raw('select ask_code(?, ?, ?)', [index, mailBucket(now), now]);
      return 'asked';
    },
  };
}
