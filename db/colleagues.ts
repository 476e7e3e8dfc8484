import { z } from 'zod';
import { bareCode, CODE_HOURS, linkCode } from '../core/ids.ts';
import type { Colleague } from '../core/domain/structure.ts';
import type { Role } from '../core/ports.ts';
import type { Store } from '../core/store.ts';
import { blind } from '../core/sealing.ts';
import { row, rows } from './connection.ts';
import { opened, sealed, type Bound } from './context.ts';
import { normalEmail } from './emails.ts';

const holder = z.object({ first: z.string(), last: z.string(), email: z.string().optional() }).loose();

/** Accounts of the own structure (A2, A14): who has one, one more, a code for it, and its end. */
export function colleagues(bound: Bound): Store['colleagues'] {
  const { trx, account, keys, ids } = bound;
  const op = account.operator;
  const own = [op, account.structure] as const;

  return {
    async list() {
      const found = await rows<{ id: string; role: Role; sealed: Buffer | null; person_id: string | null; linked: boolean }>(trx, `
        select a.id, a.role, a.sealed, a.person_id, linked_accounts(a.operator_id, array[a.id]) as linked
          from account a where a.operator_id = ? and a.structure_id = ? and a.removed_at is null order by a.created_at, a.id`, own);
      return Promise.all(found.map(async (r): Promise<Colleague> => {
        const { first, last, email } = r.sealed === null ? { first: '', last: '', email: undefined } : holder.parse(await opened(bound, r.sealed, r.id));
        return { id: r.id, role: r.role, first, last, email: email ?? null, person: r.person_id, linked: r.linked };
      }));
    },
    async invite({ role, first, last, email, person, lang }, now) {
      const id = ids.uuid();
      const index = email === undefined ? null : blind(keys.master, 'email', normalEmail(email));
      // An address has one account with each operator: the index says so whoever holds it, and tells nobody who.
      const made = await rows(trx, `
        insert into account (operator_id, id, role, structure_id, sealed, email_index, lang, created_at, person_id, invited_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
      [op, id, role, account.structure, await sealed(bound, { first, last, ...(email === undefined ? {} : { email: normalEmail(email) }) }, id), index, lang ?? 'fr', now, person ?? null, account.id]);
      return made.length > 0 ? { kind: 'made', account: id } : { kind: 'email-taken' };
    },
    async code(wanted, now) {
      const code = linkCode();
      const expiresAt = new Date(now.getTime() + CODE_HOURS * 3_600_000);
      const given = await row<{ given: boolean }>(trx, 'select give_code(?, ?, ?, ?, ?) as given', [op, wanted, ids.uuid(), blind(keys.master, 'code', bareCode(code)), expiresAt]);
      return given?.given === true ? { code, expiresAt } : undefined;
    },
    async mailCode(wanted, now) {
      const asked = await row<{ asked: boolean }>(trx, 'select mail_code(?, ?, ?) as asked', [op, wanted, now]);
      return asked?.asked === true;
    },
    async remove(wanted, now) {
      const ended = await row<{ ended: boolean }>(trx, 'select end_account(?, ?, ?) as ended', [op, wanted, now]);
      // What a visitor asked is asked by nobody any more (A14).
      if (ended?.ended === true) await trx.raw(`update decision set state = 'withdrawn', decided_at = ?, decided_by = ? where operator_id = ? and account_id = ? and state = 'open' and answered_by = 'structure'`, [now, account.id, op, wanted]);
      return ended?.ended === true;
    },
  };
}
