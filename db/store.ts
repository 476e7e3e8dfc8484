import { isOptional } from '../core/domain/told.ts';
import { NO_WISHES } from '../core/domain/wishes.ts';
import type { Store } from '../core/store.ts';
import { alerts } from './alerts.ts';
import { attendance } from './attendance.ts';
import { record } from './audit.ts';
import { booking } from './booking.ts';
import { colleagues } from './colleagues.ts';
import { row, rows } from './connection.ts';
import { opened, type Bound } from './context.ts';
import { decisions } from './decisions.ts';
import { desk } from './desk.ts';
import { documents } from './documents.ts';
import { files } from './files.ts';
import { offer } from './offer.ts';
import { people } from './people.ts';
import { programmeOf, structureOf } from './programme.ts';
import { reception } from './reception.ts';
import { structures } from './structures.ts';
import { undelivered } from './undelivered.ts';

/** The store of one turn: bound once to its transaction and account, so that neither can be forgotten. */
export function storeOf(bound: Bound): Store {
  const { trx, account } = bound;
  return {
    programme: () => programmeOf(bound),
    structure: () => structureOf(bound),
    people: people(bound),
    offer: offer(bound),
    booking: booking(bound),
    alerts: alerts(bound),
    structures: structures(bound),
    reception: reception(bound),
    colleagues: colleagues(bound),
    decisions: decisions(bound),
    desk: desk(bound),
    undelivered: undelivered(bound),
    attendance: attendance(bound),
    files: files(bound),
    documents: documents(bound),
    account: {
      async setLang(lang) {
        await trx('account').where({ operator_id: account.operator, id: account.id }).update({ lang });
      },
      async standsFor() {
        const found = await row<{ person: string | null; venue: string | null }>(trx, 'select person_id as person, venue_id as venue from account where operator_id = ? and id = ?', [account.operator, account.id]);
        return found ?? { person: null, venue: null };
      },
      async chats(no) {
        const found = await rows<{ operator_id: string; operator: string; active: boolean }>(trx, 'select * from accounts_of_chat(?, ?)', [account.operator, no]);
        return found.map((r) => ({ operator: r.operator_id, name: r.operator, active: r.active }));
      },
      async conversations(no) {
        const found = await rows<{ channel: string; chat_key: string; linked_at: Date; used_at: Date; reachable: boolean; here: boolean }>(trx, 'select * from own_chats(?, ?)', [account.operator, no]);
        return found.map((r) => ({ id: r.chat_key, channel: r.channel, linkedAt: r.linked_at, usedAt: r.used_at, reachable: r.reachable, here: r.here }));
      },
      async leave(conversation, now) {
        return (await row<{ done: boolean }>(trx, 'select leave_chat(?, ?, ?) as done', [account.operator, conversation, now]))?.done === true;
      },
      code: (now) => colleagues(bound).code(account.id, now),
      async pushChannel() {
        return (await row<{ channel: string | null }>(trx, 'select push_channel as channel from account where operator_id = ? and id = ?', [account.operator, account.id]))?.channel ?? null;
      },
      async setPushChannel(channel) {
        await trx('account').where({ operator_id: account.operator, id: account.id }).update({ push_channel: channel });
      },
      async address() {
        const found = await row<{ sealed: Buffer | null }>(trx, 'select sealed from account where operator_id = ? and id = ?', [account.operator, account.id]);
        return found?.sealed == null ? null : (((await opened(bound, found.sealed, account.id)) as { email?: string }).email ?? null);
      },
      preparing: () => row<{ performance: string; at: Date }>(trx, 'select preparing as performance, updated_at as at from session where operator_id = ? and account_id = ? and preparing is not null', [account.operator, account.id]),
      async wishes() {
        const found = await row<{ days: number[] | null; from: string | null; until: string | null; off: string[]; mail: boolean | null }>(trx, `
          select push_days as days, to_char(push_from, 'HH24:MI') as "from", to_char(push_until, 'HH24:MI') as "until", push_off as off, push_mail as mail from account where operator_id = ? and id = ?`, [account.operator, account.id]);
        if (found === undefined) return NO_WISHES;
        const { days, from, until, off, mail } = found;
        return { days, hours: from === null || until === null ? null : { from, until }, off: off.filter(isOptional), mail };
      },
      async setWishes({ days, hours, off, mail }) {
        await trx('account').where({ operator_id: account.operator, id: account.id })
          .update({ push_days: days === null ? null : [...days], push_from: hours?.from ?? null, push_until: hours?.until ?? null, push_off: [...off], push_mail: mail });
      },
      async switchTo(operator, no) {
        return (await row<{ done: boolean }>(trx, 'select switch_account(?, ?, ?) as done', [account.operator, no, operator]))?.done === true;
      },
    },
    async audit(action, subject, detail, now) {
      await record(bound, account.operator, { action, subject, at: now, account: account.id, structure: account.structure, detail });
    },
  };
}
