import { isZone, overseasZone } from '../../core/importing/zones.ts';
import type { NewVenue, Page, Paging, VenueFile } from '../../core/office.ts';
import { row, rows } from '../connection.ts';
import { programmeOf } from '../programme.ts';
import { audit, boundTo, found, Refused, requirePlace, type Counter } from './counter.ts';
import { idAfter, matches, paged } from './paging.ts';

const columns = 'v.id, v.name, v.city, v.address, v.postal_code as "postalCode", v.region, v.latitude, v.longitude, v.phone, v.website, v.access, v.zone';

type VenueRow = Omit<VenueFile, 'zone'> & { readonly zone: string | null };

/** Venues (lieux, A4) of the operator, each with the zone that its hours are read in. */
export async function listVenues(at: Counter, search: Paging & { readonly q?: string | undefined }): Promise<Page<VenueFile>> {
  const after = idAfter(search) ?? null;
  const all = await rows<VenueRow>(at.trx, `select ${columns} from venue v where v.operator_id = ? and (?::uuid is null or v.id > ?) order by v.id`, [at.operator, after, after]);
  const { zone } = await programmeOf(boundTo(at, null));
  return paged(all.filter(({ name, city }) => matches(search.q, name, city)).slice(0, search.limit + 1).map((one) => ({ ...one, zone: one.zone ?? zone })), search);
}

export async function addVenue(at: Counter, venue: NewVenue): Promise<VenueFile> {
  const { trx, operator, ids } = at;
  requirePlace(venue.latitude, venue.longitude);
  if (venue.zone !== undefined && !isZone(venue.zone)) throw new Refused('zone_unknown');
  const id = ids.uuid();
  const postalCode = venue.postalCode?.replace(/ /g, '');
  await trx('venue').insert({
    operator_id: operator, id, external_id: `api:${id}`, name: venue.name.trim(), city: venue.city.trim(), address: venue.address ?? null, postal_code: postalCode ?? null, region: venue.region ?? null,
    latitude: venue.latitude ?? null, longitude: venue.longitude ?? null, phone: venue.phone ?? null, website: venue.website ?? null, access: venue.access ?? null, zone: venue.zone ?? overseasZone(postalCode) ?? null,
  });
  await audit(at, 'venue.added', id);
  return venueOf(at, id);
}

/** @throws Refused when it is not the operator's. */
export async function venueOf(at: Counter, id: string): Promise<VenueFile> {
  const one = found(await row<VenueRow>(at.trx, `select ${columns} from venue v where v.operator_id = ? and v.id = ?`, [at.operator, id]), 'venue_not_found');
  return { ...one, zone: one.zone ?? (await programmeOf(boundTo(at, null))).zone };
}
