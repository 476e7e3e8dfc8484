import { createHash } from 'node:crypto';
import { systemIds } from '../../core/ids.ts';
import type { EventDraft, Tally, VenueDraft } from '../../core/importing/offer.ts';
import type { Programme } from '../../core/ports.ts';
import { rows, type Transaction } from '../connection.ts';
import { searchText } from '../offer.ts';
import type { Place } from './given.ts';

/** An event that is in the database, with its place. */
export interface Show {
  id: string;
  draft: EventDraft;
  place: Place;
  isNew: boolean;
}

/** What a source says, in 22 letters: the same again means that there is nothing to write. */
const fingerprint = (value: unknown): string => createHash('sha256').update(JSON.stringify(sorted(value))).digest('base64url').slice(0, 22);

/** The same whatever the order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]: [string, unknown]) => [name, sorted(one)]);
}

/** Columns that a source may leave out: then what is there stays. */
const kept = (trx: Transaction, table: string, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, trx.raw('coalesce(excluded.??, ??.??)', [column, table, column])]));
const replaced = (trx: Transaction, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, trx.raw('excluded.??', [column])]));

interface VenueRow { id: string; external_id: string; zone: string | null; fingerprint: string }

/** Venues (lieux) by their `external_id`, made or brought up to date; each with its id and zone. */
export async function writeVenues(trx: Transaction, operator: string, drafts: readonly VenueDraft[]): Promise<Map<string, { id: string; zone: string | null }>> {
  const wanted = new Map(drafts.map((draft) => [draft.externalId, draft]));
  const known = await rows<VenueRow>(trx, 'select id, external_id, zone, fingerprint from venue where operator_id = ? and external_id = any (?)', [operator, [...wanted.keys()]]);
  const byName = new Map(known.map((row) => [row.external_id, row]));
  const changed = [...wanted.values()].filter((draft) => byName.get(draft.externalId)?.fingerprint !== fingerprint(draft));
  if (changed.length > 0) {
    const written = await trx('venue').insert(changed.map((one) => ({
      operator_id: operator, id: systemIds.uuid(), external_id: one.externalId, name: one.name, city: one.city, address: one.address ?? null,
      postal_code: one.postalCode ?? null, region: one.region ?? null, latitude: one.latitude ?? null, longitude: one.longitude ?? null,
      phone: one.phone ?? null, website: one.website ?? null, access: one.access ?? null, zone: one.zone ?? null, fingerprint: fingerprint(one),
    }))).onConflict(['operator_id', 'external_id']).merge({
      ...replaced(trx, ['name', 'city', 'fingerprint']),
      ...kept(trx, 'venue', ['address', 'postal_code', 'region', 'latitude', 'longitude', 'phone', 'website', 'access', 'zone']),
    }).returning<VenueRow[]>(['id', 'external_id', 'zone', 'fingerprint']);
    for (const row of written) byName.set(row.external_id, row);
  }
  return new Map([...byName].map(([name, { id, zone }]) => [name, { id, zone }]));
}

interface EventRow { id: string; source: string; external_id: string; venue_id: string; summary: string | null; cancelled_at: Date | null; fingerprint: string }

/** Cancelled, or without a date: not worth making where nobody knows it. */
const hasNothing = (draft: EventDraft): boolean => draft.cancelled || draft.performances.length === 0;

const keyOf = (source: string, externalId: string): string => `${source}\n${externalId}`;

/** Events (événements) by source and id, made or brought up to date, and counted in `tally`. */
export async function writeEvents(
  trx: Transaction, operator: string, programme: Programme, drafts: readonly EventDraft[], at: Date, tally: Tally & { ignored: number },
): Promise<Show[]> {
  const known = await rows<EventRow>(trx, `
    select id, source, external_id, venue_id, summary, cancelled_at, fingerprint from event
     where operator_id = ? and (source, external_id) in (select * from unnest(?::text[], ?::text[]))`,
    [operator, drafts.map(({ source }) => source), drafts.map(({ externalId }) => externalId)]);
  const byKey = new Map(known.map((row) => [keyOf(row.source, row.external_id), row]));
  const offered = drafts.filter((draft) => byKey.has(keyOf(draft.source, draft.externalId)) || !hasNothing(draft));
  tally.ignored += drafts.length - offered.length;
  const venues = await writeVenues(trx, operator, offered.map(({ venue }) => venue));
  const shows: Show[] = [];
  const changed: Record<string, unknown>[] = [];

  for (const draft of offered) {
    const before = byKey.get(keyOf(draft.source, draft.externalId));
    const venue = venues.get(draft.venue.externalId);
    if (venue === undefined) throw new Error('every venue was written');
    const { performances: _dates, window: _window, rescheduled: _moved, ...facts } = draft;
    const print = fingerprint(facts);
    const id = before?.id ?? systemIds.uuid();
    shows.push({ id, draft, isNew: before === undefined, place: { venueId: venue.id, venueBefore: before?.venue_id ?? venue.id, zone: venue.zone ?? programme.zone } });

    if (before === undefined) tally.created += 1;
    else if (before.fingerprint === print) tally.same += 1;
    else if (draft.cancelled && before.cancelled_at === null) tally.cancelled += 1;
    else tally.changed += 1;
    if (before?.fingerprint === print) continue;
    const summary = draft.summary ?? before?.summary ?? null;
    changed.push({
      operator_id: operator, id, programme_id: programme.id, venue_id: venue.id, source: draft.source, external_id: draft.externalId,
      title: draft.title, summary, description: draft.description ?? null, themes: draft.themes, audience: draft.audience ?? null,
      age_min: draft.ageMin ?? null, age_max: draft.ageMax ?? null, accessibility: draft.accessibility, price: draft.price ?? null,
      purchase_url: draft.purchaseUrl ?? null, url: draft.url ?? null, cancelled_at: draft.cancelled ? (before?.cancelled_at ?? at) : null,
      search: searchText({ title: draft.title, city: draft.venue.city, venue: draft.venue.name, summary, themes: draft.themes }), fingerprint: print,
    });
  }
  if (changed.length > 0) {
    await trx('event').insert(changed).onConflict(['operator_id', 'source', 'external_id']).merge({
      ...replaced(trx, ['venue_id', 'title', 'summary', 'themes', 'accessibility', 'cancelled_at', 'search', 'fingerprint']),
      ...kept(trx, 'event', ['description', 'audience', 'age_min', 'age_max', 'price', 'purchase_url', 'url']),
    });
  }
  return shows;
}
