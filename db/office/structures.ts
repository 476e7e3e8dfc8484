import type { NewStructure, Page, Paging, StructureChange, StructureFile, StructureReach } from '../../core/office.ts';
import { row, rows } from '../connection.ts';
import { sealed } from '../context.ts';
import { desk } from '../desk.ts';
import { addStructure as add, structures as sheetOf } from '../structures.ts';
import { audit, boundTo, found, given, Refused, requirePlace, type Counter } from './counter.ts';
import { idAfter, matches, paged } from './paging.ts';

const columns = `id, name, kind, city, latitude, longitude, convention_from::text as "conventionFrom", convention_until::text as "conventionUntil",
  suspended_at is not null as suspended`;

/** Structures (A1) of the operator. Whom to reach there is sealed, and for keys of role operator alone. */
export async function listStructures({ trx, operator }: Counter, search: Paging & { readonly q?: string | undefined }): Promise<Page<StructureFile>> {
  const all = await rows<StructureFile>(trx, `select ${columns} from structure where operator_id = ? and (?::uuid is null or id > ?) order by id`, [operator, idAfter(search) ?? null, idAfter(search) ?? null]);
  return paged(all.filter(({ name, city }) => matches(search.q, name, city)).slice(0, search.limit + 1), search);
}

export async function readStructure(at: Counter, id: string): Promise<StructureFile> {
  const known = found(await row<StructureFile>(at.trx, `select ${columns} from structure where operator_id = ? and id = ?`, [at.operator, id]), 'structure_not_found');
  return at.holder.role === 'operator' ? { ...known, ...(await reachOf(at, id)) } : known;
}

export async function addStructure(at: Counter, { contact, phone, email, address, ...structure }: NewStructure): Promise<StructureFile> {
  requirePlace(structure.latitude, structure.longitude);
  requireOrder(structure.conventionFrom, structure.conventionUntil);
  const reach: StructureReach = { contact: contact ?? null, phone: phone ?? null, email: email ?? null, address: address ?? null };
  const id = await add(boundTo(at, null), { ...structure, name: structure.name.trim() }, reach);
  await audit(at, 'structure.added', id, {}, id);
  return readStructure(at, id);
}

export async function changeStructure(at: Counter, id: string, change: StructureChange): Promise<StructureFile> {
  const { trx, operator, now } = at;
  await structureOf(at, id, 'for no key update');
  const before = await readStructure(at, id);
  const { suspended, contact, phone, email, address, ...facts } = change;
  const after = { ...before, ...given(facts) };
  requirePlace(after.latitude, after.longitude);
  requireOrder(after.conventionFrom, after.conventionUntil);
  await trx('structure').where({ operator_id: operator, id }).update({
    name: after.name.trim(), kind: after.kind, city: after.city, latitude: after.latitude, longitude: after.longitude, convention_from: after.conventionFrom, convention_until: after.conventionUntil,
  });
  const reach = given({ contact, phone, email, address });
  if (Object.keys(reach).length > 0) {
    await trx('structure').where({ operator_id: operator, id }).update({ sealed: await sealed(boundTo(at, id), { ...(await reachOf(at, id)), ...reach }, `structure:${id}`) });
  }
  // Its referents are told, and those who wait are served when it ends.
  if (suspended !== undefined) await desk(boundTo(at, null)).suspend(id, suspended, now);
  if (after.conventionFrom !== before.conventionFrom || after.conventionUntil !== before.conventionUntil) await trx.raw('select deal_soon(?, null, ?, ?)', [operator, id, now]);
  await audit(at, 'structure.changed', id, { fields: Object.keys(given(change)) }, id);
  return readStructure(at, id);
}

/** @throws Refused when it is not the operator's. */
export async function structureOf({ trx, operator }: Counter, id: string, lock: '' | 'for no key update' = ''): Promise<void> {
  found(await row<{ id: string }>(trx, `select id from structure where operator_id = ? and id = ? ${lock}`, [operator, id]), 'structure_not_found');
}

async function reachOf(at: Counter, id: string): Promise<StructureReach> {
  const sheet = await sheetOf(boundTo(at, id)).sheet();
  return { contact: sheet?.contact ?? null, phone: sheet?.phone ?? null, email: sheet?.email ?? null, address: sheet?.address ?? null };
}

function requireOrder(from: string | null | undefined, until: string | null | undefined): void {
  if (from != null && until != null && until < from) throw new Refused('convention_order');
}
