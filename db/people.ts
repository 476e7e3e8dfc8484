import { z } from 'zod';
import type { Person, PersonDetails, PersonKind, Party } from '../core/domain/person.ts';
import type { NameBook, PersonName } from '../core/messages/naming.ts';
import { GuichetError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { record, type AuditLine } from './audit.ts';
import { opened, sealed, type Bound } from './context.ts';
import { row, rows } from './connection.ts';

const nameShape = z.object({ first: z.string(), last: z.string() }).loose();
const sheetShape = nameShape.extend({
  civility: z.string().optional(), phone: z.string().optional(), email: z.string().optional(), birthYear: z.number().optional(), access: z.string().optional(), lang: z.string().optional(),
}).strip();
const partyShape = z.object({ name: z.string() }).loose();

interface PersonRow { id: string; kind: PersonKind; of_person: string | null; sealed: Buffer; removed: boolean }

/** Rows written in one statement. */
const BATCH = 500;

/** Without what is not there: undefined is no value. */
const given = (details: { [name in keyof PersonDetails]?: PersonDetails[name] | undefined }): PersonDetails =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));

/** People of the account's own structure (A3). Names are opened in memory; SQL handles ids only. */
export function people(bound: Bound): Store['people'] {
  const { trx, account, ids } = bound;
  const open = async (r: PersonRow, by: Bound = bound): Promise<Person> => {
    const name = nameShape.parse(await opened(by, r.sealed, r.id));
    return { id: r.id, kind: r.kind, of: r.of_person, first: name.first, last: name.last, removed: r.removed };
  };
  const line = (action: string, subject: string, at: Date): AuditLine => ({ action, subject, at, account: account.id, structure: account.structure });
  const select = 'select id, kind, of_person, sealed, removed_at is not null as removed from person where operator_id = ?';

  return {
    async all() {
      const all = await Promise.all((await rows<PersonRow>(trx, select, [account.operator])).map((r) => open(r)));
      const order = new Intl.Collator('fr');
      return all.sort((a, b) => order.compare(a.last, b.last) || order.compare(a.first, b.first) || order.compare(a.id, b.id));
    },

    async add({ kind, of, first, last, details, discreet }, now) {
      if (account.structure === null) throw new Error('only a structure has people');
      const id = ids.uuid();
      await trx('person').insert({
        operator_id: account.operator, id, structure_id: account.structure, kind, of_person: of,
        sealed: await sealed(bound, { ...details, first, last }, id), discreet: discreet === true, created_at: now,
      });
      return { id, kind, of, first, last, removed: false };
    },

    async addAll(all, now) {
      const { structure } = account;
      if (structure === null) throw new Error('only a structure has people');
      const made = all.map((person) => ({ ...person, id: ids.uuid() }));
      const own = { operator_id: account.operator, structure_id: structure };
      const written = await Promise.all(made.map(async ({ id, kind, of, host, first, last, details, discreet }) => ({
        ...own, id, kind, of_person: host === undefined ? of : made[host]?.id, sealed: await sealed(bound, { ...details, first, last }, id), discreet: discreet === true, created_at: now,
      })));
      // A guest is written after those it may be tied to.
      await trx.batchInsert('person', written.filter(({ of_person }) => of_person === null), BATCH);
      await trx.batchInsert('person', written.filter(({ of_person }) => of_person !== null), BATCH);
      await record(bound, account.operator, ...made.map(({ id, kind }) => ({ ...line('person.added', id, now), detail: { kind, list: true } })));
      return made.map(({ id }) => id);
    },

    async births() {
      const found = await rows<PersonRow>(trx, select, [account.operator]);
      const years = await Promise.all(found.map(async (r) => [r.id, sheetShape.parse(await opened(bound, r.sealed, r.id)).birthYear] as const));
      return new Map(years.flatMap(([id, year]) => (year === undefined ? [] : [[id, year]])));
    },

    async names(wanted, accounts): Promise<NameBook> {
      // An operator reads rows of many structures, each sealed with its structure's own key.
      const keyOf = (structure: string | null): Bound => (account.role === 'operator' ? { ...bound, account: { ...account, structure } } : bound);
      const names = new Map<string, PersonName>();
      if (wanted.length > 0) {
        for (const r of await rows<PersonRow & { structure_id: string }>(trx, `${select.replace('select ', 'select structure_id, ')} and id = any (?)`, [account.operator, wanted])) {
          // One row that cannot be read takes no answer down: that person reads 'une personne'.
          const person = await open(r, keyOf(r.structure_id)).catch((error: unknown) => {
            if (error instanceof GuichetError && error.code === 'key_wrong') throw error;
            return undefined;
          });
          if (person !== undefined) names.set(r.id, person);
        }
      }
      const holders = new Map<string, PersonName>();
      if (accounts.length > 0) {
        const found = await rows<{ id: string; structure_id: string | null; sealed: Buffer | null }>(trx, 'select id, structure_id, sealed from account where operator_id = ? and id = any (?)', [account.operator, accounts]);
        for (const r of found) if (r.sealed !== null) holders.set(r.id, nameShape.parse(await opened(keyOf(r.structure_id), r.sealed, r.id)));
      }
      return { people: names, accounts: holders, lang: account.lang, reader: account.id };
    },

    async sheet(id) {
      const r = await row<PersonRow & { discreet: boolean }>(trx, `${select.replace('select ', 'select discreet, ')} and id = ?`, [account.operator, id]);
      if (r === undefined) return undefined;
      const { first, last, ...details } = sheetShape.parse(await opened(bound, r.sealed, r.id));
      return { id: r.id, kind: r.kind, of: r.of_person, first, last, removed: r.removed, discreet: r.discreet, details: given(details) };
    },

    async edit(id, changes, now) {
      const before = await this.sheet(id);
      if (before === undefined) return;
      const after = { ...before, ...changes };
      await trx('person').where({ operator_id: account.operator, id }).update({
        kind: after.kind, of_person: after.of, discreet: after.discreet, sealed: await sealed(bound, { ...after.details, first: after.first, last: after.last }, id),
      });
      await record(bound, account.operator, line('person.edited', id, now));
    },

    async setRemoved(id, removed, now) {
      const changed = await rows(trx, `update person set removed_at = ? where operator_id = ? and id = ? and (removed_at is null) = ? returning id`, [removed ? now : null, account.operator, id, removed]);
      if (changed.length === 0) return;
      await record(bound, account.operator, line(removed ? 'person.removed' : 'person.restored', id, now));
      // Whoever can be booked again may be served where they wait.
      if (!removed) await trx.raw('select deal_soon(?, ?, null, ?)', [account.operator, id, now]);
    },

    async saveParty({ id, name, members }) {
      if (account.structure === null) throw new Error('only a structure has groups');
      const party = id ?? ids.uuid();
      const own = { operator_id: account.operator, structure_id: account.structure };
      if (id === undefined) await trx('party').insert({ ...own, id: party, sealed: await sealed(bound, { name }, party) });
      else await trx('party').where({ ...own, id: party }).update({ sealed: await sealed(bound, { name }, party) });
      await trx('party_member').where({ ...own, party_id: party }).delete();
      if (members.length > 0) await trx('party_member').insert([...new Set(members)].map((person, position) => ({ ...own, party_id: party, person_id: person, position })));
      return party;
    },

    async dropParty(id) {
      await trx('party_member').where({ operator_id: account.operator, party_id: id }).delete();
      await trx('party').where({ operator_id: account.operator, id }).delete();
    },

    async parties(): Promise<readonly Party[]> {
      const found = await rows<{ id: string; sealed: Buffer; members: string[] }>(trx, `
        select p.id, p.sealed, coalesce(array_agg(m.person_id order by m.position) filter (where q.id is not null), '{}') as members
          from party p
          left join party_member m on m.operator_id = p.operator_id and m.party_id = p.id
          left join person q on q.operator_id = m.operator_id and q.id = m.person_id and q.removed_at is null
         where p.operator_id = ? group by p.operator_id, p.id order by p.id`, [account.operator]);
      return Promise.all(found.map(async (r) => ({ id: r.id, name: partyShape.parse(await opened(bound, r.sealed, r.id)).name, members: r.members })));
    },
  };
}
