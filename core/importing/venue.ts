import type { VenueDraft } from './offer.ts';
import type { Notes } from './problems.ts';
import { plainLine } from './html.ts';
import { region } from './regions.ts';
import { cityName, folded, known, line, number, phone, webAddress } from './text.ts';
import { overseasZone } from './zones.ts';

/** A place as a source words it; every value is unchecked. */
export interface VenueFacts {
  externalId?: string | undefined;
  name: unknown;
  address: unknown;
  postalCode: unknown;
  city: unknown;
  region: unknown;
  latitude: unknown;
  longitude: unknown;
  phone: unknown;
  website: unknown;
  access: unknown;
  zone?: string | undefined;
}

/** The checked place; null when it has no name or no city. */
export function readVenue(facts: VenueFacts, notes: Notes): VenueDraft | null {
  const address = line(facts.address, 300);
  const inAddress = address === undefined ? {} : townOf(address);
  const postalCode = postal(facts.postalCode) ?? inAddress.postalCode;
  const city = cityName(facts.city) ?? inAddress.city;
  const name = line(facts.name, 200) ?? address ?? city;
  if (name === undefined || city === undefined) return notes.refuse('no-place');
  const website = webAddress(facts.website);
  if (website === undefined && line(facts.website) !== undefined) notes.mention('bad-url', 'site web', facts.website);
  const [latitude, longitude] = coordinates(facts.latitude, facts.longitude, notes);
  return known<VenueDraft>({
    externalId: facts.externalId ?? `lieu:${slug(name)}:${slug(city)}`,
    name,
    address,
    postalCode,
    city,
    region: region(line(facts.region, 100), postalCode),
    latitude,
    longitude,
    phone: phone(facts.phone),
    website,
    access: plainLine(facts.access, 1_000),
    zone: facts.zone ?? overseasZone(postalCode),
  });
}

/** '75 015', '75015.0' (a spreadsheet's number), 1000 (its lost zero) → five digits. */
function postal(value: unknown): string | undefined {
  const text = line(value, 20)?.replace(/\s|\.0$/g, '');
  return text !== undefined && /^\d{4,5}$/.test(text) ? text.padStart(5, '0') : undefined;
}

/** Both, or neither; 0, 0 is an empty form and not the Gulf of Guinea. */
function coordinates(latitude: unknown, longitude: unknown, notes: Notes): [number, number] | [undefined, undefined] {
  const [lat, lon] = [number(latitude), number(longitude)];
  if (lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)) return [lat, lon];
  const said = [latitude, longitude].filter((one) => line(one) !== undefined);
  if (said.length > 0) notes.mention('bad-coordinates', 'coordonnées', said.join(', '));
  return [undefined, undefined];
}

/** 'Le Village - 26240 Claveyson', '75016 Paris, France' → postal code and town. */
export function townOf(address: string): { postalCode?: string; city?: string } {
  const found = /(?:^|\D)(\d{5}) +([\p{L}][\p{L}' ’-]{0,60})/u.exec(address);
  const city = cityName(found?.[2]);
  return found?.[1] === undefined || city === undefined ? {} : { postalCode: found[1], city };
}

/** A part of an identifier. */
export const slug = (text: string): string => folded(text).replace(/ /g, '-').slice(0, 80);
