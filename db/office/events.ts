import { folded } from '../../core/importing/text.ts';
import type { EventChange, EventFile, NewEvent, NewPerformance, PerformanceFile } from '../../core/office.ts';
import type { Programme } from '../../core/ports.ts';
import { row, rows } from '../connection.ts';
import { searchText } from '../offer.ts';
import { programmeOf } from '../programme.ts';
import { schedulePerformance } from '../schedule.ts';
import { audit, boundTo, found, given, Refused, type Counter } from './counter.ts';
import { checkedInstants } from './instants.ts';
import { performanceFiles } from './performances.ts';
import { venueOf } from './venues.ts';

const columns = 'id, title, venue_id as "venueId", summary, description, themes, audience, age_min as "ageMin", age_max as "ageMax", accessibility, price, purchase_url as "purchaseUrl"';

/** An event (événement) with its dates (A4, A5, A7). */
export async function addEvent(at: Counter, event: NewEvent): Promise<EventFile> {
  const { trx, operator, ids } = at;
  requireAges(event.ageMin, event.ageMax);
  const [venue, programme] = [await venueOf(at, event.venueId), await programmeOf(boundTo(at, null))];
  const id = ids.uuid();
  const themes = tidyThemes(event.themes ?? []);
  const title = event.title.trim();
  await trx('event').insert({
    operator_id: operator, id, programme_id: programme.id, venue_id: venue.id, source: 'api', external_id: id, title, summary: event.summary ?? null, description: event.description ?? null,
    themes, audience: event.audience ?? null, age_min: event.ageMin ?? null, age_max: event.ageMax ?? null, accessibility: event.accessibility ?? [], price: event.price ?? null,
    purchase_url: event.purchaseUrl ?? null, search: searchText({ title, city: venue.city, venue: venue.name, summary: event.summary ?? null, themes }),
  });
  await audit(at, 'event.added', id);
  await addPerformances(at, id, venue, programme, event.performances);
  return eventFile(at, id);
}

export async function changeEvent(at: Counter, id: string, change: EventChange): Promise<EventFile> {
  const { trx, operator } = at;
  const before = found(await row<EventFile>(trx, `select ${columns} from event where operator_id = ? and id = ? for no key update`, [operator, id]), 'event_not_found');
  const after = { ...before, ...given(change) };
  requireAges(after.ageMin, after.ageMax);
  const themes = change.themes === undefined ? before.themes : tidyThemes(change.themes);
  const title = after.title.trim();
  const venue = await venueOf(at, before.venueId);
  await trx('event').where({ operator_id: operator, id }).update({
    title, summary: after.summary, description: after.description, themes, audience: after.audience, age_min: after.ageMin, age_max: after.ageMax, accessibility: after.accessibility,
    price: after.price, purchase_url: after.purchaseUrl, search: searchText({ title, city: venue.city, venue: venue.name, summary: after.summary, themes }),
  });
  await audit(at, 'event.changed', id, { fields: Object.keys(given(change)) });
  return eventFile(at, id);
}

export async function addPerformance(at: Counter, event: string, performance: NewPerformance): Promise<PerformanceFile> {
  const known = found(await row<{ venueId: string; cancelled: boolean }>(at.trx, 'select venue_id as "venueId", cancelled_at is not null as cancelled from event where operator_id = ? and id = ? for no key update', [at.operator, event]), 'event_not_found');
  if (known.cancelled) throw new Refused('event_cancelled');
  const [id = ''] = await addPerformances(at, event, await venueOf(at, known.venueId), await programmeOf(boundTo(at, null)), [performance]);
  const [file] = await performanceFiles(at, [id]);
  return found(file, 'performance_not_found');
}

/** The dates, with the work that falls due at them, in the venue's zone. */
async function addPerformances(at: Counter, event: string, venue: { id: string; zone: string }, programme: Programme, performances: readonly NewPerformance[]): Promise<string[]> {
  const { trx, operator, ids, now } = at;
  const made = performances.map((one) => {
    const id = ids.uuid();
    const instants = checkedInstants({ ...one, endsAt: one.endsAt ?? null, opensGiven: one.opensAt ?? null, closesGiven: one.closesAt ?? null }, venue.zone, programme, now);
    return { operator_id: operator, id, event_id: event, programme_id: programme.id, venue_id: venue.id, external_id: `api:${id}`, ...instants, capacity: one.capacity };
  });
  await trx.batchInsert('performance', made, 200);
  const quotas = made.flatMap(({ id }, i) => {
    const quota = performances[i]?.quota;
    return quota === undefined ? [] : [{ operator_id: operator, id: ids.uuid(), performance_id: id, seats: quota.seats, period: quota.period }];
  });
  await trx.batchInsert('quota', quotas, 200);
  const all = made.map(({ id }) => id);
  await schedulePerformance(trx, operator, all, now);
  await audit(at, 'performances.added', event, { n: all.length });
  return all;
}

async function eventFile(at: Counter, id: string): Promise<EventFile> {
  const event = found(await row<Omit<EventFile, 'performances'>>(at.trx, `select ${columns} from event where operator_id = ? and id = ?`, [at.operator, id]), 'event_not_found');
  const dates = await rows<{ id: string }>(at.trx, 'select id from performance where operator_id = ? and event_id = ?', [at.operator, id]);
  return { ...event, performances: await performanceFiles(at, dates.map((one) => one.id)) };
}

/** In lower case, no two alike. */
function tidyThemes(themes: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const theme of themes.map((one) => one.normalize('NFC').trim().toLowerCase())) if (!seen.has(folded(theme))) seen.set(folded(theme), theme);
  return [...seen.values()];
}

function requireAges(min: number | null | undefined, max: number | null | undefined): void {
  if (min != null && max != null && min > max) throw new Refused('age_order');
}
