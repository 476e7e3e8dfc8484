import type { Store } from '../core/store.ts';
import { row, rows } from './connection.ts';
import type { Bound } from './context.ts';
import { offer } from './offer.ts';

/** A5: 'alert me at opening', with the people chosen beforehand. */
export function alerts(bound: Bound): Store['alerts'] {
  const { trx, account } = bound;
  const own = [account.operator, account.id];
  return {
    async get(performance) {
      return row(trx, 'select people, minimum from alert where operator_id = ? and account_id = ? and performance_id = ?', [...own, performance]);
    },
    async set(performance, people, minimum, now) {
      await trx('alert')
        .insert({ operator_id: account.operator, account_id: account.id, performance_id: performance, structure_id: account.structure, people: [...people], minimum, created_at: now })
        .onConflict(['operator_id', 'account_id', 'performance_id'])
        .merge(['people', 'minimum']);
    },
    async remove(performance) {
      await trx.raw('delete from alert where operator_id = ? and account_id = ? and performance_id = ?', [...own, performance]);
    },
    async coming(now) {
      const found = await rows<{ performance_id: string }>(trx, `
        select a.performance_id from alert a join performance p on p.operator_id = a.operator_id and p.id = a.performance_id
         where a.operator_id = ? and a.account_id = ? and p.opens_at > ? and p.cancelled_at is null order by p.opens_at limit 5`, [...own, now]);
      const shows = await Promise.all(found.map((r) => offer(bound).performance(r.performance_id)));
      return shows.flatMap((show) => show ?? []);
    },
  };
}
