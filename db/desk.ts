import { z } from 'zod';
import type { Admission, DeskSheet, DeskStructure } from '../core/domain/desk.ts';
import { fold } from '../core/language/fold.ts';
import type { Store } from '../core/store.ts';
import { blind } from '../core/sealing.ts';
import { record } from './audit.ts';
import { colleagues } from './colleagues.ts';
import { row, rows } from './connection.ts';
import { opened, type Bound } from './context.ts';
import { decisions } from './decisions.ts';
import { normalEmail } from './emails.ts';
import { addStructure } from './structures.ts';

interface StructureRow { id: string; name: string; city: string | null; suspended_at: Date | null }

const reach = z.object({ contact: z.string().nullish(), phone: z.string().nullish(), email: z.string().nullish() }).loose();
const toStructure = (r: StructureRow): DeskStructure => ({ id: r.id, name: r.name, city: r.city, suspendedAt: r.suspended_at });

/**
 * The operator's desk (A1): every structure, who lets one in, and who stops one for a time. Each change is audited here,
 * whoever brings it.
 * @throws Error for any account that is not an operator's: a flow that forgot to ask for the role
 */
export function desk(bound: Bound): Store['desk'] {
  const { trx, account, keys, ids } = bound;
  const op = account.operator;
  const atDesk = (): void => {
    if (account.role !== 'operator') throw new Error('the desk is the operator’s');
  };
  /** What is sealed for a structure is opened and sealed with its own key. */
  const within = (structure: string): Bound => ({ ...bound, account: { ...account, structure } });
  const audited = (action: string, structure: string, subject: string, at: Date): Promise<void> => record(bound, op, { action, subject, at, account: account.id, structure });

  return {
    async structures(like, page) {
      atDesk();
      const order = new Intl.Collator('fr');
      const wanted = like === undefined ? [] : fold(like).split(' ').filter((word) => word !== '');
      const all = (await rows<StructureRow>(trx, 'select id, name, city, suspended_at from structure where operator_id = ?', [op]))
        .filter(({ name, city }) => wanted.every((word) => fold(`${name} ${city ?? ''}`).includes(word)))
        .sort((a, b) => order.compare(a.name, b.name) || order.compare(a.id, b.id));
      return { total: all.length, items: all.slice(page.offset, page.offset + page.limit).map(toStructure) };
    },

    async structure(id) {
      atDesk();
      const found = await row<StructureRow & { kind: string; sealed: Buffer | null; from: string | null; until: string | null; participants: number; referents: string[] }>(trx, `
        select s.id, s.name, s.city, s.suspended_at, s.kind, s.sealed, s.convention_from::text as "from", s.convention_until::text as until,
               (select count(*)::int from person p where p.operator_id = s.operator_id and p.structure_id = s.id and p.kind = 'participant' and p.removed_at is null) as participants,
               array(select a.id from account a where a.operator_id = s.operator_id and a.structure_id = s.id and a.role = 'referent' and a.removed_at is null order by a.created_at, a.id) as referents
          from structure s where s.operator_id = ? and s.id = ?`, [op, id]);
      if (found === undefined) return undefined;
      const known = found.sealed === null ? {} as z.infer<typeof reach> : reach.parse(await opened(within(id), found.sealed, `structure:${id}`));
      return {
        ...toStructure(found), kind: found.kind, conventionFrom: found.from, conventionUntil: found.until, participants: found.participants, referents: found.referents,
        contact: known.contact ?? null, phone: known.phone ?? null, email: known.email ?? null,
      } satisfies DeskSheet;
    },

    async suspend(id, suspended, now) {
      atDesk();
      const changed = await rows(trx, 'update structure set suspended_at = ? where operator_id = ? and id = ? and (suspended_at is null) = ? returning id', [suspended ? now : null, op, id, suspended]);
      if (changed.length === 0) return false;
      await audited(suspended ? 'structure.suspended' : 'structure.resumed', id, id, now);
      if (!suspended) {
        await trx.raw('select deal_soon(?, null, ?, ?)', [op, id, now]);
        // Nobody asks any more for what they have.
        const { rows: asked }: { rows: { id: string }[] } = await trx.raw(`
          update decision set state = 'granted', decided_at = ?, decided_by = ? where operator_id = ? and structure_id = ? and kind = 'suspension' and state = 'open' returning id`, [now, account.id, op, id]);
        for (const one of asked) await trx.raw('select tell_decision(?, ?, ?)', [op, one.id, now]);
      }
      await trx.raw(`
        insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
        select a.operator_id, guichet_uuid(), a.id, 'suspended', a.structure_id, cast(:detail as jsonb), 'suspended:' || a.id || ':' || cast(:change as text), :now
          from account a where a.operator_id = :op and a.structure_id = :id and a.role = 'referent' and a.removed_at is null
        on conflict (operator_id, dedupe_key) do nothing`, { op, id, now, change: ids.uuid(), detail: JSON.stringify({ suspended }) });
      return true;
    },

    async admit(decision, now): Promise<Admission> {
      atDesk();
      // Held until the end: two operators at once let in one structure.
      const open = await row(trx, `select id from decision where operator_id = ? and id = ? and kind = 'joining' and state = 'open' for update`, [op, decision]);
      const joining = open === undefined ? undefined : (await decisions(bound).get(decision))?.joining;
      if (joining == null) return { kind: 'answered' };
      const { first, last } = joining;
      const email = normalEmail(joining.email);
      // Asked before anything is written: a refusal leaves no structure behind.
      if ((await row(trx, 'select id from account where operator_id = ? and email_index = ? and removed_at is null', [op, blind(keys.master, 'email', email)])) !== undefined) return { kind: 'email-taken' };

      const structure = await addStructure(bound, { name: joining.structure, kind: joining.kind, city: joining.city }, { contact: `${first} ${last}`, phone: joining.phone ?? null, email, address: null });
      const own = colleagues(within(structure));
      const made = await own.invite({ role: 'referent', first, last, email }, now);
      if (made.kind === 'email-taken') throw new Error('the address was given to another account meanwhile');
      await own.mailCode(made.account, now);
      await decisions(bound).decide(decision, true, now);
      await audited('structure.admitted', structure, decision, now);
      return { kind: 'admitted', structure, account: made.account };
    },
  };
}
