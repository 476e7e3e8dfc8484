import { z } from 'zod';
import type { Joining } from '../core/domain/decision.ts';
import type { Ids } from '../core/ports.ts';
import { seal, unseal } from '../core/sealing.ts';
import { row, type Database, type Transaction } from './connection.ts';
import type { Keyring } from './keys.ts';
import { RECEPTION, withScope } from './scopes.ts';

/** What carrying between operators needs: connections of its own, beside the transaction of the due work. */
export interface Carrying {
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly beside: Database;
}

/** As the reception keeps it: what was asked, and of whom. */
const asked = z.object({ operator: z.uuid(), joining: z.record(z.string(), z.string()) });
/** As the operator keeps it: `reply` is the account of the reception that asked. */
const kept = z.object({ reply: z.uuid().optional() }).loose();

export const sealedJoining = async (keys: Keyring, trx: Transaction, id: string, request: { operator: string; joining: Joining }): Promise<Buffer> =>
  seal(await keys.key(trx, { operator: RECEPTION, structure: null }), JSON.stringify(request), id);

/**
 * Due work 'joining', in the reception's transaction: the request is written into the operator's own decisions in a
 * second one, under the same id, and the operator told. Run again, it finds it there.
 */
export async function carryJoining({ keys, beside }: Carrying, trx: Transaction, id: string, now: Date): Promise<void> {
  const found = await row<{ sealed: Buffer; account_id: string; created_at: Date }>(trx, 'select sealed, account_id, created_at from decision where operator_id = ? and id = ?', [RECEPTION, id]);
  if (found === undefined) return;
  const { operator, joining } = asked.parse(JSON.parse(unseal(await keys.key(trx, { operator: RECEPTION, structure: null }), found.sealed, id).toString('utf8')));
  const key = await keys.key(trx, { operator, structure: null });
  await withScope(beside, { as: 'operator', operator }, async (there) => {
    await there.raw(`insert into decision (operator_id, id, kind, answered_by, sealed, created_at) values (?, ?, 'joining', 'operator', ?, ?) on conflict do nothing`,
      [operator, id, seal(key, JSON.stringify({ joining, reply: found.account_id }), id), found.created_at]);
    await there.raw('select tell_decision(?, ?, ?)', [operator, id, now]);
  });
}

/** The operator has answered (in the transaction of its answer): due work takes it back into the chat that asked. */
export async function replyToJoining(trx: Transaction, ids: Ids, operator: string, decision: string, now: Date): Promise<void> {
  await trx.raw(`insert into due (operator_id, id, kind, subject, due_at, dedupe_key) values (?, ?, 'joined', ?, ?, ?) on conflict (operator_id, dedupe_key) do nothing`,
    [operator, ids.uuid(), decision, now, `joined:${decision}`]);
}

/** Due work 'joined', in the operator's transaction: the answer is written with the reception, and the chat told. */
export async function carryReply({ keys, ids, beside }: Carrying, trx: Transaction, operator: string, decision: string, now: Date): Promise<void> {
  const found = await row<{ state: string; sealed: Buffer | null }>(trx, 'select state, sealed from decision where operator_id = ? and id = ?', [operator, decision]);
  if (found === undefined || found.state === 'open' || found.sealed === null) return;
  const { reply } = kept.parse(JSON.parse(unseal(await keys.key(trx, { operator, structure: null }), found.sealed, decision).toString('utf8')));
  if (reply === undefined) return;
  await withScope(beside, { as: 'operator', operator: RECEPTION }, async (there) => {
    await there.raw(`update decision set state = ?, decided_at = ? where operator_id = ? and id = ? and state = 'open'`, [found.state, now, RECEPTION, decision]);
    await there.raw(`
      insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at) values (?, ?, ?, 'joined', ?, ?, ?, ?)
      on conflict (operator_id, dedupe_key) do nothing`,
    [RECEPTION, ids.uuid(), reply, decision, JSON.stringify({ granted: found.state === 'granted' }), `joined:${decision}`, now]);
  });
}
