import { z } from 'zod';
import { answeredBy, type Decision, type DecisionKind } from '../core/domain/decision.ts';
import type { Store } from '../core/store.ts';
import { seal, unseal } from '../core/sealing.ts';
import { row, rows, type Transaction } from './connection.ts';
import type { Bound } from './context.ts';
import { replyToJoining } from './joining.ts';

interface DecisionRow {
  id: string; kind: DecisionKind; state: Decision['state']; structure_id: string | null; structure_name: string | null; account_id: string | null;
  person_id: string | null; performance_id: string | null; sealed: Buffer | null; created_at: Date; decided_at: Date | null; decided_by: string | null;
}

const said = z.object({
  text: z.string().optional(),
  joining: z.object({
    structure: z.string(), kind: z.string(), city: z.string(), first: z.string(), last: z.string(), email: z.string(), phone: z.string().optional(),
  }).optional(),
}).loose();

/** What waits for somebody's yes or no (A1, A14); sealed with the structure's key, or the operator's where there is none. */
export function decisions({ trx, account, keys, ids }: Bound): Store['decisions'] {
  const op = account.operator;
  const select = `
    select d.id, d.kind, d.state, d.structure_id, t.name as structure_name, d.account_id, d.person_id, d.performance_id, d.sealed, d.created_at, d.decided_at, d.decided_by
      from decision d left join structure t on t.operator_id = d.operator_id and t.id = d.structure_id
     where d.operator_id = ?`;
  const toDecision = async (r: DecisionRow): Promise<Decision> => {
    const words = r.sealed === null ? {} : said.parse(JSON.parse(unseal(await keys.key(trx, { operator: op, structure: r.structure_id }), r.sealed, r.id).toString('utf8')));
    return {
      id: r.id, kind: r.kind, state: r.state, structure: r.structure_id, structureName: r.structure_name, account: r.account_id, person: r.person_id,
      performance: r.performance_id, text: words.text ?? null, joining: (words.joining as Decision['joining'] | undefined) ?? null, createdAt: r.created_at, decidedAt: r.decided_at, decidedBy: r.decided_by,
    };
  };
  const answers = account.role === 'operator' ? 'operator' : 'structure';
  const get = async (id: string): Promise<Decision | undefined> => {
    const found = await row<DecisionRow>(trx, `${select} and d.id = ?`, [op, id]);
    return found === undefined ? undefined : toDecision(found);
  };
  const tell = async (id: string, now: Date): Promise<void> => {
    await trx.raw('select tell_decision(?, ?, ?)', [op, id, now]);
  };

  return {
    get,
    async open() {
      const found = await rows<DecisionRow>(trx, `${select} and d.state = 'open' and d.answered_by = ? order by d.created_at, d.id`, [op, answers]);
      return Promise.all(found.map(toDecision));
    },
    async asked() {
      const [whose, id] = account.role === 'referent' ? [`d.structure_id = ? and d.answered_by = 'operator'`, account.structure] : ['d.account_id = ?', account.id];
      const found = await rows<DecisionRow>(trx, `${select} and ${whose} order by d.created_at desc, d.id desc limit 30`, [op, id]);
      return Promise.all(found.map(toDecision));
    },
    async ask({ kind, person = null, performance = null, text }, now) {
      const id = ids.uuid();
      const sealed = text === undefined ? null : seal(await keys.key(trx, { operator: op, structure: account.structure }), JSON.stringify({ text }), id);
      const made = await rows(trx, `
        insert into decision (operator_id, id, kind, answered_by, structure_id, account_id, person_id, performance_id, sealed, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
      [op, id, kind, answeredBy(kind), account.structure, account.id, person, performance, sealed, now]);
      if (made.length > 0) await tell(id, now);
      const found = made.length > 0 ? await get(id) : await row<{ id: string }>(trx, `
        select id from decision where operator_id = ? and state = 'open' and kind = ? and structure_id is not distinct from ? and person_id is not distinct from ?
           and performance_id is not distinct from ?`, [op, kind, account.structure, person, performance]).then((r) => (r === undefined ? undefined : get(r.id)));
      if (found === undefined) throw new Error('a decision that was asked for is there');
      return found;
    },
    async decide(id, granted, now) {
      const decided = await rows<{ kind: DecisionKind }>(trx, `
        update decision set state = ?, decided_at = ?, decided_by = ? where operator_id = ? and id = ? and state = 'open' and answered_by = ? returning kind`,
      [granted ? 'granted' : 'refused', now, account.id, op, id, answers]);
      if (decided.length === 0) return undefined;
      await tell(id, now);
      if (decided[0]?.kind === 'joining') await replyToJoining(trx, ids, op, id, now);
      return get(id);
    },
  };
}

/**
 * What nobody answered in time: questions about a performance that has begun or was cancelled are withdrawn, and who
 * asked is told (X8). A performance that has moved since is looked at again when it begins. In operator scope.
 */
export async function lapse(trx: Transaction, op: string, performance: string, now: Date): Promise<void> {
  const over = `from performance p join event e on e.operator_id = p.operator_id and e.id = p.event_id
    where p.operator_id = :op and p.id = :performance and (p.starts_at <= :now or coalesce(p.cancelled_at, e.cancelled_at) is not null) = :over`;
  const { rows: withdrawn }: { rows: { id: string }[] } = await trx.raw(`
    update decision set state = 'withdrawn', decided_at = :now
     where operator_id = :op and performance_id = :performance and state = 'open' and exists (select 1 ${over}) returning id`, { op, performance, now, over: true });
  for (const { id } of withdrawn) await trx.raw('select tell_decision(?, ?, ?)', [op, id, now]);
  await trx.raw(`
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select p.operator_id, guichet_uuid(), 'lapse', p.id, p.starts_at, 'lapse:' || p.id || ':' || extract(epoch from p.starts_at) ${over}
       and exists (select 1 from decision d where d.operator_id = p.operator_id and d.performance_id = p.id and d.state = 'open')
    on conflict (operator_id, dedupe_key) do nothing`, { op, performance, now, over: false });
}
