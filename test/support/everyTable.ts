import { randomBytes } from 'node:crypto';
import { systemIds } from '../../core/ids.ts';
import { blind } from '../../core/sealing.ts';
import { sealed } from '../../db/context.ts';
import { RECEPTION } from '../../db/scopes.ts';
import type { Fresh } from './database.ts';
import { Desk } from './desk.ts';
import { START, type Referent, type World } from './world.ts';

/** A structure with something in every table that can hold something of it. */
export interface Furnished { readonly structure: string; readonly referent: Referent; readonly visitor: Referent; readonly performance: string; readonly person: string }

/** What comes by one account: a chat, a session, a message in, a message out, a file, a code with its route. */
export async function accountRows({ admin, keys }: Fresh, operator: string, account: string): Promise<void> {
  const bytes = randomBytes(40);
  const no = Number((await admin.raw<{ rows: { no: number }[] }>(`select nextval('inbox_no') as no`)).rows[0]?.no);
  const own = { operator_id: operator, account_id: account };
  const code = systemIds.uuid();
  await admin('chat').insert({ ...own, channel: 'web', chat_key: account, active: true, linked_at: START });
  await admin('session').insert({ ...own, version: 1, revision: 1, state: bytes, updated_at: START });
  await admin('inbox').insert({ ...own, no, id: systemIds.uuid(), channel: 'web', payload: bytes, received_at: START, state: 'done' });
  await admin('inbox_key').insert({ channel: 'web', platform_id: `${account}:1`, operator_id: operator, no });
  const message = systemIds.uuid();
  await admin('outbox').insert({ ...own, id: message, kind: 'answer', answers: no, body: bytes, dedupe_key: `answer:${no}`, due_at: START, state: 'sent' });
  await admin('chat_address').insert({ channel: 'telegram', chat_key: account, address: bytes, used_at: START });
  await admin('delivery').insert({ ...own, id: systemIds.uuid(), outbox_id: message, channel: 'telegram', chat_key: account, seq: no });
  await admin('pace').insert({ channel: account });
  await admin('lease').insert({ name: account, holder: 'somebody', until: START });
  await admin('file').insert({ ...own, id: systemIds.uuid(), sealed: bytes, received_at: START });
  await admin('link_code').insert({ ...own, id: code, expires_at: START });
  await admin('route').insert({ kind: 'code', hash: blind(keys.master, 'code', code), operator_id: operator, ref: code });
}

export async function furnish(fresh: Fresh, world: World, name: string): Promise<Furnished> {
  const { admin, keys } = fresh;
  const structure = await world.structure(name);
  const referent = await world.referent(structure);
  const visitor = await world.account('visitor', structure, 'Vera Visite');
  const [person, other] = [await world.person(structure, 'Ada Un'), await world.person(structure, 'Bea Deux')];
  await world.party(structure, 'Groupe', [person, other]);
  const show = await world.show({ capacity: 5 });
  await world.quota({ performance: show.id, period: 'all', seats: 4 });
  const desk = new Desk(fresh);
  await desk.ask(referent, show.id, [{ id: person, kind: 'participant' }], START);
  await admin('alert').insert({ operator_id: world.operator, account_id: referent.id, performance_id: show.id, structure_id: structure, created_at: START });
  await admin('audit').insert({ operator_id: world.operator, id: systemIds.uuid(), at: START, account_id: referent.id, structure_id: structure, action: 'test' });
  await admin('due').insert({ operator_id: world.operator, id: systemIds.uuid(), kind: 'deal', subject: show.id, due_at: START, dedupe_key: systemIds.uuid() });
  for (const one of [referent, visitor]) await accountRows(fresh, world.operator, one.id);
  await admin('service').insert({ operator_id: world.operator, id: systemIds.uuid(), structure_id: structure, sealed: randomBytes(40), created_at: START });
  await admin('decision').insert({ operator_id: world.operator, id: systemIds.uuid(), kind: 'exception', answered_by: 'operator', structure_id: structure, account_id: referent.id, created_at: START });
  await admin('naming').insert({ operator_id: world.operator, channel: 'telegram', naming: 'none' }).onConflict(['operator_id', 'channel']).ignore();
  await admin('feed').insert({ operator_id: world.operator, id: systemIds.uuid(), source: 'ods:agenda', reads_at: '05:00', created_at: START });
  await admin('api_key').insert({ operator_id: world.operator, id: systemIds.uuid(), name: 'Test', role: 'read', created_at: START });
  await admin('api_once').insert({ operator_id: world.operator, id: systemIds.uuid(), key_hash: systemIds.uuid(), request_hash: 'x', created_at: START });
  // The key is made by the first seal: said here, so that nothing depends on it.
  await world.asOperator((trx) => sealed({ trx, keys, account: referent }, {}, 'x'));
  return { structure, referent, visitor, performance: show.id, person };
}

/** A chat that is nobody's yet, with what it has written. */
export async function stranger(fresh: Fresh): Promise<string> {
  const id = systemIds.uuid();
  await fresh.admin('account').insert({ operator_id: RECEPTION, id, role: 'reception', created_at: START });
  await accountRows(fresh, RECEPTION, id);
  return id;
}
