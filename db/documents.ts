import { z } from 'zod';
import { initialsOf } from '../core/documents/names.ts';
import type { Guest } from '../core/documents/sources.ts';
import type { PersonKind } from '../core/domain/person.ts';
import { GuichetError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { row, rows } from './connection.ts';
import { opened, type Bound } from './context.ts';

const nameShape = z.object({ first: z.string(), last: z.string(), lang: z.string().nullish() }).strip();
const reach = z.object({ phone: z.string().nullish() }).strip();

interface HolderRow { id: string; performance_id: string; number: string; person_id: string; structure_id: string; sealed: Buffer; discreet: boolean; renewed: boolean }
interface GuestRow { kind: PersonKind; number: string; person_id: string; discreet: boolean; sealed: Buffer; structure_id: string; structure_name: string | null; structure_sealed: Buffer | null }

/** Accounts whose scope shows seats. */
const SEES_SEATS = ['referent', 'visitor', 'leader', 'operator'];
const TAKES_PLACE = 'coalesce(f.cancelled_at, e.cancelled_at) is null';

/** What documents are made of (A9, A16, X5): each row is opened with the key of its structure. */
export function documents(bound: Bound): Store['documents'] {
  const { trx, account } = bound;
  const op = account.operator;
  /** Undefined where a row cannot be read: it takes no document down. */
  const read = async <T>(shape: z.ZodType<T>, structure: string, sealed: Buffer, id: string): Promise<T | undefined> => {
    try {
      return shape.parse(await opened({ ...bound, account: { ...account, structure } }, sealed, id));
    } catch (error) {
      if (error instanceof GuichetError && error.code === 'unsealable') return undefined;
      throw error;
    }
  };

  return {
    async holders(seats) {
      if (!SEES_SEATS.includes(account.role)) return [];
      // Only whoever was told of a move has a page that a new one replaces.
      const found = await rows<HolderRow>(trx, `
        select s.id, s.performance_id, s.number, s.person_id, s.structure_id, p.sealed, p.discreet,
               f.revision > 0 and exists (select 1 from outbox o where o.operator_id = s.operator_id and o.account_id = ? and o.kind = 'moved'
                                             and o.subject = f.id and o.due_at >= s.booked_at) as renewed
          from seat s
          join person p on p.operator_id = s.operator_id and p.id = s.person_id
          join performance f on f.operator_id = s.operator_id and f.id = s.performance_id
          join event e on e.operator_id = f.operator_id and e.id = f.event_id
         where s.operator_id = ? and s.id = any (?) and s.state = 'booked' and ${TAKES_PLACE}`, [account.id, op, [...seats]]);
      const holders = await Promise.all(found.map(async (r) => {
        const name = await read(nameShape, r.structure_id, r.sealed, r.person_id);
        return name === undefined ? [] : [{ seat: r.id, performance: r.performance_id, number: r.number, first: name.first, last: name.last, discreet: r.discreet, lang: name.lang ?? null, renewed: r.renewed }];
      }));
      return holders.flat();
    },

    async outing(performance) {
      if (account.role !== 'referent' && account.role !== 'visitor' && account.role !== 'leader') return undefined;
      // A leader sees the seats of those they go with: these are not their own.
      const own = account.role === 'referent' ? { sql: 's.structure_id = ?', bindings: [account.structure] } : {
        sql: `s.person_id in (select p.id from person p join account a on a.operator_id = p.operator_id and a.id = ? and a.person_id in (p.id, p.of_person) where p.operator_id = s.operator_id)`,
        bindings: [account.id],
      };
      const found = await row<{ numbers: string[]; given: number; lost: number; revision: number }>(trx, `
        select coalesce(array_agg(s.number order by s.wait_seq, s.position, s.id) filter (where s.state = 'booked'), '{}') as numbers,
               count(*) filter (where s.booked_at is not null) as given, count(*) filter (where s.booked_at is not null and s.state = 'cancelled') as lost, max(f.revision) as revision
          from seat s join performance f on f.operator_id = s.operator_id and f.id = s.performance_id
         where s.operator_id = ? and s.performance_id = ? and ${own.sql}`, [op, performance, ...own.bindings]);
      return found === undefined || found.given === 0 ? undefined : { numbers: found.numbers, revision: found.revision + found.lost };
    },

    async guests(performance) {
      if (account.role !== 'venue' && account.role !== 'operator') return undefined;
      // The function asks again: nobody on the list and no right to it must not look alike here.
      const may = await row(trx, `
        select 1 from performance f join event e on e.operator_id = f.operator_id and e.id = f.event_id
         where f.operator_id = ? and f.id = ? and ${TAKES_PLACE}
           and (? = 'operator' or f.venue_id = (select a.venue_id from account a where a.operator_id = f.operator_id and a.id = ? and a.removed_at is null))`,
        [op, performance, account.role, account.role === 'operator' ? null : account.id]);
      if (may === undefined) return undefined;
      const found = await rows<GuestRow>(trx, 'select * from guests_of(?, ?)', [op, performance]);
      const guests = await Promise.all(found.map(async (r): Promise<Guest> => {
        // Whoever cannot be read still has their number.
        const name = (await read(nameShape, r.structure_id, r.sealed, r.person_id)) ?? { first: '', last: '' };
        const { first, last } = r.discreet ? initialsOf(name) : name;
        const contact = r.structure_sealed === null ? undefined : await read(reach, r.structure_id, r.structure_sealed, `structure:${r.structure_id}`);
        return { number: r.number, kind: r.kind, first, last, discreet: r.discreet, structure: r.structure_name, phone: contact?.phone ?? null };
      }));
      return { guests, structures: new Set(found.map(({ structure_id }) => structure_id)).size };
    },
  };
}
