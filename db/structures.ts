import { z } from 'zod';
import type { StructureSheet } from '../core/domain/structure.ts';
import type { NewStructure, StructureReach } from '../core/office.ts';
import type { Store } from '../core/store.ts';
import { row, rows } from './connection.ts';
import { opened, sealed, type Bound } from './context.ts';

const reach = z.object({ contact: z.string().nullish(), phone: z.string().nullish(), email: z.string().nullish(), address: z.string().nullish() }).loose();
const place = z.object({ name: z.string(), address: z.string().nullish(), postalCode: z.string().nullish(), city: z.string().nullish(), phone: z.string().nullish() }).loose();

/**
 * A new structure (A1), in operator scope; `reach`, whom to reach there and where, is sealed with the structure's own
 * key. Nothing is audited: whoever adds it says why. @returns its id
 */
export async function addStructure(bound: Bound, facts: Omit<NewStructure, keyof StructureReach>, reach?: StructureReach): Promise<string> {
  const { trx, account } = bound;
  const added = { operator_id: account.operator, id: bound.ids.uuid() };
  await trx('structure').insert({
    ...added, name: facts.name, kind: facts.kind ?? 'association', city: facts.city ?? null, latitude: facts.latitude ?? null, longitude: facts.longitude ?? null,
    convention_from: facts.conventionFrom ?? null, convention_until: facts.conventionUntil ?? null,
  });
  // The row first: its key names it.
  if (reach !== undefined) await trx('structure').where(added).update({ sealed: await sealed({ ...bound, account: { ...account, structure: added.id } }, reach, `structure:${added.id}`) });
  return added.id;
}

/** The account's own structure and its services (A1). Whom to reach there, and where, is sealed. */
export function structures(bound: Bound): Store['structures'] {
  const { trx, account, ids } = bound;
  const own = { operator_id: account.operator, id: account.structure };

  return {
    async sheet() {
      if (account.structure === null) return undefined;
      const found = await row<{ id: string; name: string; kind: string; city: string | null; sealed: Buffer | null }>(trx, 'select id, name, kind, city, sealed from structure where operator_id = ? and id = ?', [account.operator, account.structure]);
      if (found === undefined) return undefined;
      const { sealed: bytes, ...known } = found;
      const { contact, phone, email, address } = bytes === null ? {} as z.infer<typeof reach> : reach.parse(await opened(bound, bytes, `structure:${found.id}`));
      return { ...known, contact: contact ?? null, phone: phone ?? null, email: email ?? null, address: address ?? null };
    },
    async edit(changes) {
      const before = await this.sheet();
      if (before === undefined) return;
      const { id, name, kind, city, ...secret }: StructureSheet = { ...before, ...changes };
      await trx('structure').where(own).update({ name, kind, city, sealed: await sealed(bound, secret, `structure:${id}`) });
    },
    async services() {
      const found = await rows<{ id: string; sealed: Buffer }>(trx, 'select id, sealed from service where operator_id = ? and structure_id = ? and removed_at is null order by created_at, id', [account.operator, account.structure]);
      return Promise.all(found.map(async (r) => {
        const { name, address, postalCode, city, phone } = place.parse(await opened(bound, r.sealed, r.id));
        return { id: r.id, name, address: address ?? null, postalCode: postalCode ?? null, city: city ?? null, phone: phone ?? null };
      }));
    },
    async saveService({ id, ...service }, now) {
      const service_id = id ?? ids.uuid();
      const bytes = await sealed(bound, service, service_id);
      if (id === undefined) await trx('service').insert({ operator_id: account.operator, id: service_id, structure_id: account.structure, sealed: bytes, created_at: now });
      else await trx('service').where({ operator_id: account.operator, structure_id: account.structure, id }).update({ sealed: bytes });
      return service_id;
    },
    async removeService(id, now) {
      await trx('service').where({ operator_id: account.operator, structure_id: account.structure, id }).update({ removed_at: now });
    },
  };
}
