import type { Programme } from '../../core/ports.ts';
import { searchText } from '../offer.ts';
import { schedulePerformance } from '../schedule.ts';
import { instantsOf } from './calendar.ts';
import type { Loading } from './structures.ts';
import type { Season, ShowSeed, VenueSeed } from './season.ts';

/** A date of a show as outings need it. */
export interface Dated {
  readonly id: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

const REGION = 'Auvergne-Rhône-Alpes';

/** Venues, events and their dates, with the work that falls due at them. The dates of each show, in order. */
export async function writeOffer(loading: Loading, season: Season, rules: Programme): Promise<ReadonlyMap<string, readonly Dated[]>> {
  const { trx, operator, ids, start } = loading;
  const dates = new Map<string, readonly Dated[]>();
  if (season.shows.length === 0) return dates;
  const venues = new Map(season.venues.map((seed) => [seed.key, { ...seed, id: ids.uuid() }]));
  await trx('venue').insert([...venues.values()].map((venue) => venueRow(operator, venue)));
  const limited = season.venues.flatMap(({ key, monthly }) => (monthly === undefined ? [] : [{ venue_id: venues.get(key)?.id, seats: monthly }]));
  if (limited.length > 0) await trx('quota').insert(limited.map((quota) => ({ operator_id: operator, id: ids.uuid(), period: 'month', ...quota })));

  const events: object[] = [];
  const performances: ReturnType<typeof performanceRows> = [];
  for (const show of season.shows) {
    const venue = venues.get(show.venue);
    if (venue === undefined) throw new Error(`no venue is called ${show.venue}`);
    const event = { ...eventRow(show, venue), operator_id: operator, id: ids.uuid(), programme_id: rules.id, venue_id: venue.id };
    const shown = performanceRows(show, loading, rules).map((row) => ({
      ...row, operator_id: operator, id: ids.uuid(), event_id: event.id, programme_id: rules.id, venue_id: venue.id,
    }));
    events.push(event);
    performances.push(...shown);
    dates.set(show.key, shown.map(({ id, opens_at: opensAt, closes_at: closesAt }) => ({ id, opensAt, closesAt })));
  }
  await trx('event').insert(events);
  await trx('performance').insert(performances);
  await schedulePerformance(trx, operator, [...dates.values()].flat().map(({ id }) => id), start);
  return dates;
}

const venueRow = (operator: string, venue: VenueSeed & { id: string }) => ({
  operator_id: operator, id: venue.id, external_id: `demo:${venue.key}`, name: venue.name, address: venue.address, postal_code: venue.postalCode, city: venue.city,
  region: REGION, latitude: venue.at[0], longitude: venue.at[1], phone: venue.phone, website: `https://${venue.key}.example.org/`, access: venue.access,
});

const eventRow = (show: ShowSeed, venue: VenueSeed) => ({
  source: 'demo', external_id: `demo-${show.key}`, title: show.title, summary: show.summary, themes: [...show.themes], accessibility: [...(show.access ?? [])],
  audience: show.age === undefined ? 'Tout public' : `À partir de ${show.age} ans`, age_min: show.age ?? null, price: show.price,
  purchase_url: `https://${venue.key}.example.org/${show.key}`,
  search: searchText({ title: show.title, city: venue.city, venue: venue.name, summary: show.summary, themes: show.themes }),
});

function performanceRows(show: ShowSeed, { start, zone }: Loading, rules: Programme) {
  return show.dates.map(([when, capacity]) => {
    const instants = instantsOf(when, show.minutes, start, zone, rules);
    return { ...instants, external_id: `demo-${show.key}@${instants.starts_at.toISOString()}`, capacity };
  });
}
