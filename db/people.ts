import { z } from 'zod';
import type { Person, PersonKind, Party } from '../core/domain/person.ts';
import type { NameBook, PersonName } from '../core/messages/naming.ts';
import { GuichetError } from '../core/errors.ts';
import type { Store } from '../core/ports.ts';
import { opened, sealed, type Bound } from './context.ts';
import { rows } from './connection.ts';

const nameShape = z.object({ first: z.string(), last: z.string() }).loose();
const partyShape = z.object({ name: z.string() }).loose();

interface PersonRow { id: string; kind: PersonKind; of_person: string | null; sealed: Buffer; removed: boolean }

/** People of the account's own structure (A3). Names are opened in memory; SQL handles ids only. */
export function people(bound: Bound): Store['people'] {
  const { trx, account, ids } = bound;
  const open = async (r: PersonRow): Promise<Person> => {
    const name = nameShape.parse(await opened(bound, r.sealed, r.id));
    return { id: r.id, kind: r.kind, of: r.of_person, first: name.first, last: name.last, removed: r.removed };
  };
  const select = 'select id, kind, of_person, sealed, removed_at is not null as removed from person where operator_id = ?';

  return {
    async all() {
      const all = await Promise.all((await rows<PersonRow>(trx, select, [account.operator])).map(open));
      const order = new Intl.Collator('fr');
      return all.sort((a, b) => order.compare(a.last, b.last) || order.compare(a.first, b.first) || order.compare(a.id, b.id));
    },

    async add({ kind, of, first, last }, now) {
      if (account.structure === null) throw new Error('only a structure has people');
      const id = ids.uuid();
      await trx('person').insert({
        operator_id: account.operator, id, structure_id: account.structure, kind, of_person: of,
        sealed: await sealed(bound, { first, last }, id), created_at: now,
      });
      return { id, kind, of, first, last, removed: false };
    },

    async names(wanted, accounts): Promise<NameBook> {
      const names = new Map<string, PersonName>();
      if (wanted.length > 0) {
        for (const r of await rows<PersonRow>(trx, `${select} and id = any (?)`, [account.operator, wanted])) {
          // One row that cannot be read takes no answer down: that person reads 'une personne'.
          const person = await open(r).catch((error: unknown) => {
            if (error instanceof GuichetError && error.code === 'key_wrong') throw error;
            return undefined;
          });
          if (person !== undefined) names.set(r.id, person);
        }
      }
      const holders = new Map<string, PersonName>();
      if (accounts.length > 0) {
        const found = await rows<{ id: string; sealed: Buffer | null }>(trx, 'select id, sealed from account where operator_id = ? and id = any (?)', [account.operator, accounts]);
        for (const r of found) if (r.sealed !== null) holders.set(r.id, nameShape.parse(await opened(bound, r.sealed, r.id)));
      }
      return { people: names, accounts: holders };
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
