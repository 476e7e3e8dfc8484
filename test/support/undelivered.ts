import { systemIds } from '../../core/ids.ts';
import { laneOf } from '../../core/messages/actions.ts';
import type { Account } from '../../core/ports.ts';
import { sealAddress } from '../../db/chats.ts';
import { rows } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { sealPayload } from '../../db/turns.ts';
import type { Fresh } from './database.ts';
import { START, type World } from './world.ts';

/** What did not arrive, row by row, of one operator. Each gives its id. */
export class Undeliverable {
  readonly #fresh: Fresh;
  readonly #world: World;

  constructor({ fresh, world }: { fresh: Fresh; world: World }) {
    [this.#fresh, this.#world] = [fresh, world];
  }

  /** A chat beside the web page, tied to an account; `gone`: since when it takes nothing. */
  async chat({ operator, id }: Account, more: { channel?: string; gone?: Date } = {}): Promise<string> {
    const { admin, keys } = this.#fresh;
    const [channel, key] = [more.channel ?? 'telegram', systemIds.uuid()];
    await admin('chat_address').insert({ channel, chat_key: key, address: sealAddress(keys, channel, key, `chat ${key}`), used_at: START, unreachable_at: more.gone ?? null });
    await admin('chat').insert({ operator_id: operator, account_id: id, channel, chat_key: key, active: true, linked_at: START });
    return key;
  }

  /** A message to that chat, given up. `at`: when it was written. */
  async message(account: Account, chat: string, more: { error?: string; at?: Date; parts?: number } = {}): Promise<string> {
    const { admin, keys } = this.#fresh;
    const [outbox, delivery, at] = [systemIds.uuid(), systemIds.uuid(), more.at ?? START];
    const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>(admin, `select nextval('outbox_seq') as seq`);
    const body = await this.#world.asOperator((trx) => sealed({ trx, account, keys }, { blocks: [{ kind: 'paragraph', text: [`Message ${seq}`] }] }, outbox));
    await admin('outbox').insert({ operator_id: account.operator, id: outbox, account_id: account.id, kind: 'promoted', subject: null, body, seq, dedupe_key: outbox, due_at: at, sent_at: at, state: 'sent' });
    await admin('delivery').insert({
      operator_id: account.operator, id: delivery, outbox_id: outbox, account_id: account.id, channel: 'telegram', chat_key: chat, seq, state: 'failed', attempts: 7, parts: more.parts ?? 0, error: more.error ?? 'refused',
    });
    return delivery;
  }

  /** A push that could not be written so often; not tried again by itself for a long time. */
  async unwritten(account: Account, tries = 4): Promise<string> {
    const id = systemIds.uuid();
    await this.#fresh.admin('outbox').insert({
      operator_id: account.operator, id, account_id: account.id, kind: 'promoted', subject: systemIds.uuid(), dedupe_key: id, due_at: START, state: 'due', attempts: tries, not_before: new Date('2999-01-01T00:00:00Z'),
    });
    return id;
  }

  /** A mail with a code that was refused. */
  async mail(account: Account, at = START): Promise<string> {
    const id = systemIds.uuid();
    await this.#fresh.admin('outbox').insert({ operator_id: account.operator, id, account_id: account.id, kind: 'mail-code', subject: account.id, dedupe_key: id, due_at: at, state: 'failed', attempts: 1 });
    return id;
  }

  /** Something that the account wrote (or the button that it pressed), whose turn failed for good, with the apology for it. `unreadable`: it would fail again. */
  async received(account: Account, text: string, more: { unreadable?: true; at?: Date; press?: string } = {}): Promise<string> {
    const { admin, keys } = this.#fresh;
    const [id, apology, at] = [systemIds.uuid(), systemIds.uuid(), more.at ?? START];
    const [{ no } = { no: 0 }] = await rows<{ no: number }>(admin, `select nextval('inbox_no') as no`);
    await admin('inbox').insert({
      operator_id: account.operator, no, id, channel: 'web', account_id: account.id, received_at: at, state: 'failed', attempts: 3, error: 'TypeError', lane: more.press === undefined ? null : (laneOf(more.press) ?? null),
      payload: sealPayload(keys, more.unreadable === true ? 'elsewhere' : 'web', id, more.press === undefined ? { kind: 'text', text } : { kind: 'press', id: more.press }),
    });
    const body = await this.#world.asOperator((trx) => sealed({ trx, account, keys }, { blocks: [{ kind: 'paragraph', text: ['Pardon.'] }] }, apology));
    await admin('outbox').insert({ operator_id: account.operator, id: apology, account_id: account.id, answers: no, kind: 'answer', body, dedupe_key: `answer:${no}:0`, due_at: at, sent_at: at, state: 'sent', seq: admin.raw(`nextval('outbox_seq')`) });
    return id;
  }

  /** Timed work that has failed so often; not tried again by itself for a long time. */
  async work(more: { tries?: number; at?: Date } = {}): Promise<string> {
    const id = systemIds.uuid();
    await this.#fresh.admin('due').insert({
      operator_id: this.#world.operator, id, kind: 'lapse', subject: systemIds.uuid(), due_at: more.at ?? START, dedupe_key: id, attempts: more.tries ?? 4, not_before: new Date('2999-01-01T00:00:00Z'),
    });
    return id;
  }
}
