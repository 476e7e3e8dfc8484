import type { Field, Fields } from './headings.ts';
import { plain, plainLine } from './html.ts';
import type { EventDraft, PerformanceDraft, Problem } from './offer.ts';
import { words } from './openagenda.ts';
import { performanceId } from './performances.ts';
import { notesOn, type Notes } from './problems.ts';
import { instantIn, termsIn, timesIn } from './schedule.ts';
import { folded, known, line, number, webAddress } from './text.ts';
import { accessibility, age, ages, themes } from './themes.ts';
import { readVenue, slug } from './venue.ts';
import { isZone, overseasZone } from './zones.ts';

/**
 * One line of a table, or one flat JSON record, as an event with its performance: columns by heading
 * (`headings.ts`), so that a venue's own spreadsheet goes in as it is. Lines of one event are joined afterwards
 * (`collect.ts`), by the identifier column, or else by title and place.
 */
export interface TableOptions {
  /** Zone of the wall clock times, where neither a column nor an overseas postal code says otherwise. */
  zone: string;
  /** Part of each event's identity; the same for every file of one origin, so that next month's file goes on. */
  source: string;
}

/** The event of this line with one performance (two for first and last date), or null; what was wrong is added to `into`. */
export function readLine(row: Fields, at: number, into: Problem[], options: TableOptions): EventDraft | null {
  const id = line(row.get('id'), 100);
  const notes = notesOn(at, into, id);
  const title = plainLine(row.get('title'), 200);
  if (title === undefined) return notes.refuse('no-title', row.named('title'));
  const zone = zoneOf(row, notes);
  if (zone === null) return null;
  const venueId = line(row.get('venueId'), 100);
  const venue = readVenue(
    {
      externalId: venueId === undefined ? undefined : `lieu:${venueId}`,
      name: row.get('venue'),
      address: row.get('address'),
      postalCode: row.get('postalCode'),
      city: row.get('city'),
      region: row.get('region'),
      latitude: row.get('latitude'),
      longitude: row.get('longitude'),
      phone: row.get('phone'),
      website: row.get('website'),
      access: row.get('access'),
      zone,
    },
    notes,
  );
  if (venue === null) return null;
  const url = address(row, 'url', notes);
  // The same uid as in OpenAgenda's own records: the same event, whichever file brings it.
  const source = id !== undefined && /^https:\/\/openagenda\.com\//.test(url ?? '') ? 'openagenda' : options.source;
  const externalId = id ?? `${slug(title)}@${venue.externalId.replace(/^lieu:/, '')}`;
  const cancelled = isCancelled(row);
  const performances = performancesIn(row, externalId, venue.zone ?? options.zone, cancelled, notes);
  if (performances === null) return null;
  const { min: ageMin, max: ageMax } = agesIn(row, notes);
  return known<EventDraft>({
    source,
    externalId,
    title,
    summary: plainLine(row.get('summary') ?? (row.has('longDescription') ? row.get('description') : undefined)),
    description: plain(row.get('longDescription')) ?? plain(row.get('description')),
    themes: themes(words(row.get('themes')), title),
    audience: line(row.get('audience'), 100),
    ageMin,
    ageMax,
    accessibility: accessibility(words(row.get('accessibility'))),
    price: plainLine([row.get('price'), row.get('priceDetail')].filter((one) => line(one) !== undefined).join(' : ')),
    purchaseUrl: address(row, 'purchaseUrl', notes),
    url,
    venue,
    performances,
    cancelled,
    rescheduled: /report|deplac|resched/.test(folded(line(row.get('status')) ?? '')),
  });
}

/** The zone column, else that of the postal code; null when the column names none, as no time can be right then. */
function zoneOf(row: Fields, notes: Notes): string | undefined | null {
  const zone = line(row.get('zone'), 60);
  if (zone === undefined || isZone(zone)) return zone ?? overseasZone(line(row.get('postalCode'), 10));
  return notes.refuse('bad-zone', row.named('zone'), zone);
}

function performancesIn(row: Fields, eventId: string, zone: string, cancelled: boolean, notes: Notes): PerformanceDraft[] | null {
  if (!row.has('date') && row.has('firstDate')) return endsIn(row, eventId, zone, cancelled, notes);
  const times = timesIn(row, zone, notes);
  if (times === null) return null;
  const terms = termsIn(row, zone, notes);
  if (terms === null) return null;
  const externalId = line(row.get('performanceId'), 100) ?? performanceId(eventId, times.startsAt);
  return [{ externalId, ...times, ...terms, cancelled }];
}

/** Sets that give the first and the last date only: those two are sure. */
function endsIn(row: Fields, eventId: string, zone: string, cancelled: boolean, notes: Notes): PerformanceDraft[] | null {
  const first = instantIn(row, 'firstDate', undefined, zone, notes);
  const last = instantIn(row, 'lastDate', undefined, zone, notes);
  if (first === undefined || first === null || last === null) return null;
  if (last !== undefined && last < first) return notes.refuse('end-before-begin', row.named('lastDate'), row.get('lastDate'));
  if (last !== undefined && last.getTime() - first.getTime() > 36 * 3_600_000) notes.mention('only-ends', row.named('lastDate'), row.get('lastDate'));
  const dates = last === undefined || last.getTime() === first.getTime() ? [first] : [first, last];
  return dates.map((startsAt) => ({ externalId: performanceId(eventId, startsAt), startsAt, cancelled }));
}

/** A column 'annulé' that says yes, or a state that says so. */
function isCancelled(row: Fields): boolean {
  const status = folded(line(row.get('status')) ?? '');
  return /annul|cancel/.test(status) || (/annul|cancel/.test(folded(row.named('status') ?? '')) && /^(?:oui|x|vrai|true|1|yes)$/.test(status));
}

function agesIn(row: Fields, notes: Notes): { min?: number; max?: number } {
  if (!row.has('age')) return {};
  const found = typeof row.get('age') === 'number' ? age(number(row.get('age')), undefined) : ages(line(row.get('age'), 60) ?? '');
  if (found.min === undefined && found.max === undefined && /\d/.test(line(row.get('age')) ?? '')) notes.mention('bad-age', row.named('age'), row.get('age'));
  return found;
}

function address(row: Fields, field: Field, notes: Notes): string | undefined {
  const url = webAddress(row.get(field));
  if (url === undefined && row.has(field)) notes.mention('bad-url', row.named(field), row.get(field));
  return url;
}
