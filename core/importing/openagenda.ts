import { isPlausible, readInstant } from './dates.ts';
import { plain, plainLine } from './html.ts';
import type { EventDraft, PerformanceDraft, Problem } from './offer.ts';
import { performanceId } from './performances.ts';
import { notesOn, type Notes } from './problems.ts';
import { folded, known, line, number, webAddress } from './text.ts';
import { accessibility, age, themes } from './themes.ts';
import { readVenue } from './venue.ts';

/**
 * One record of an OpenAgenda dataset as the Opendatasoft API v2.1 gives it ('evenements-publics-openagenda'):
 * `timings`, `status`, `attendancemode` and `registration` are JSON inside strings, `firstdate_*` and `lastdate_*`
 * are UTC while `timings` carry local offsets, the long description is HTML and the short one Markdown.
 */
type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that only such a record has; one of them may be missing or broken. */
export function isOpenagenda(record: unknown): record is Json {
  return isObject(record) && ['timings', 'title_fr', 'firstdate_begin', 'location_uid', 'canonicalurl'].filter((name) => name in record).length >= 2;
}

/** Who is the source whatever brought the record: its uids are OpenAgenda's own. */
export const OPENAGENDA = 'openagenda';

export interface OpenagendaOptions {
  /** For timings without an offset. */
  zone: string;
}

export interface FromRecord {
  event: EventDraft;
  /** All its timings were there and could be read: what is not among them does not take place. */
  complete: boolean;
}

/** The event, or null when it cannot be offered; what was wrong is added to `into`. Never throws. */
export function readOpenagenda(record: Json, at: number, into: Problem[], options: OpenagendaOptions): FromRecord | null {
  const externalId = line(record['uid'], 100);
  const notes = notesOn(at, into, externalId);
  if (externalId === undefined) return notes.refuse('no-id', 'uid');
  const title = plainLine(record['title_fr'], 200);
  if (title === undefined) return notes.refuse('no-title', 'title_fr');
  const venue = readVenue(venueFacts(record), notes);
  if (venue === null) return null;
  const status = statusOf(record['status'], notes);
  const timings = readTimings(record, externalId, notes, venue.zone ?? options.zone, status.off);
  if (timings === null) return null;
  const [min, max] = [number(record['age_min']), number(record['age_max'])];
  const { min: ageMin, max: ageMax } = age(min, max);
  if (min !== undefined && max !== undefined && max < min) notes.mention('bad-age', 'age_min, age_max', `${min}, ${max}`);
  const event = known<EventDraft>({
    source: OPENAGENDA,
    externalId,
    title,
    summary: plainLine(record['description_fr']),
    description: plain(record['longdescription_fr']),
    themes: themes(keywords(record['keywords_fr'], notes), title),
    ageMin,
    ageMax,
    accessibility: accessibility(words(record['accessibility'])),
    price: plainLine(record['conditions_fr']),
    purchaseUrl: ticketing(record, notes),
    url: address(record, 'canonicalurl', notes),
    venue,
    performances: timings.performances,
    cancelled: status.cancelled,
    rescheduled: status.rescheduled,
  });
  return { event, complete: timings.complete };
}

function venueFacts(record: Json): Parameters<typeof readVenue>[0] {
  const uid = line(record['location_uid'], 100);
  const point = record['location_coordinates'];
  // The CSV export of the same records writes 'lat, lon'.
  const [lat, lon] = isObject(point) ? [point['lat'], point['lon']] : typeof point === 'string' ? point.split(',') : [];
  return {
    externalId: uid === undefined ? undefined : `${OPENAGENDA}:${uid}`,
    name: record['location_name'],
    address: record['location_address'],
    postalCode: record['location_postalcode'],
    city: record['location_city'],
    region: record['location_region'],
    latitude: lat,
    longitude: lon,
    phone: record['location_phone'],
    website: record['location_website'],
    access: record['location_access_fr'],
  };
}

interface Timings {
  performances: PerformanceDraft[];
  complete: boolean;
}

/**
 * Every timing that can be read; a broken one is said and left out. Without `timings` at all, the first and the
 * last date stand for them. A record with none that can be read is refused.
 */
function readTimings(record: Json, eventId: string, notes: Notes, zone: string, off: boolean): Timings | null {
  const none = record['timings'] === null || record['timings'] === undefined;
  const timings = none ? ends(record) : parsed(record['timings']);
  if (!Array.isArray(timings)) return notes.refuse('bad-timings', 'timings', record['timings']);
  if (timings.length === 0) return notes.refuse('no-date', 'timings');
  const performances = new Map<string, PerformanceDraft>();
  let refused = 0;
  for (const timing of timings) {
    const [from, to] = isObject(timing) ? [timing['begin'], timing['end']] : [timing, undefined];
    const begin = readInstant(from, zone);
    const end = readInstant(to, zone);
    const fault = begin === undefined ? 'bad-date' : !isPlausible(begin) ? 'far-date' : end !== undefined && end < begin ? 'end-before-begin' : undefined;
    if (begin === undefined || fault !== undefined) {
      refused += 1;
      notes.refuse(fault ?? 'bad-date', 'timings', to === undefined ? from : `${line(from) ?? ''} / ${line(to) ?? ''}`);
      continue;
    }
    const externalId = performanceId(eventId, begin);
    performances.set(externalId, { externalId, startsAt: begin, ...(end !== undefined && end > begin && { endsAt: end }), cancelled: off });
  }
  if (performances.size === 0) return refused === 0 ? notes.refuse('no-date', 'timings') : null;
  return { performances: [...performances.values()], complete: !none && refused === 0 };
}

function ends(record: Json): unknown {
  const first = { begin: record['firstdate_begin'], end: record['firstdate_end'] };
  const last = { begin: record['lastdate_begin'], end: record['lastdate_end'] };
  return [first, last].filter((one) => typeof one.begin === 'string');
}

/**
 * OpenAgenda's states: 1 programmé, 2 re-programmé, 3 déplacé en ligne, 4 reporté, 5 complet, 6 annulé (1, 2 and 6 seen
 * in real records with these labels). Postponed dates are off, though the event is not: nobody must travel to them.
 * 'Complet' is about the public's seats, not about those given here.
 */
function statusOf(value: unknown, notes: Notes): { cancelled: boolean; rescheduled: boolean; off: boolean } {
  const status = parsed(value);
  const label = isObject(status) && isObject(status['label']) ? folded(`${line(status['label']['fr']) ?? ''} ${line(status['label']['en']) ?? ''}`) : '';
  const id = isObject(status) ? number(status['id']) : number(status);
  if (value !== null && value !== undefined && (id === undefined || id < 1 || id > 6) && label === '') notes.mention('bad-status', 'status', value);
  const cancelled = id === 6 || /\bannul|\bcancel/.test(label);
  return { cancelled, rescheduled: id === 2 || /\bre ?program|\bre ?schedul/.test(label), off: cancelled || id === 4 || /\breport|\bpostpon/.test(label) };
}

/** A list, or what a table export makes of one. */
export function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, 100).filter((one) => typeof one === 'string');
  return line(value, 2_000)?.split(/[;,|]/).map((one) => one.trim()).filter((one) => one !== '') ?? [];
}

function keywords(value: unknown, notes: Notes): string[] {
  if (value !== null && value !== undefined && typeof value !== 'string' && !Array.isArray(value)) notes.mention('bad-keywords', 'keywords_fr', value);
  return words(value);
}

/** Where the public buys (A4): the first link of `registration`, else the link to follow online. */
function ticketing(record: Json, notes: Notes): string | undefined {
  const registration = parsed(record['registration']);
  const link = Array.isArray(registration) ? registration.find((one) => isObject(one) && one['type'] === 'link') as unknown : undefined;
  return isObject(link) ? address({ registration: link['value'] }, 'registration', notes) : address(record, 'onlineaccesslink', notes);
}

function address(record: Json, field: string, notes: Notes): string | undefined {
  const url = webAddress(record[field]);
  if (url === undefined && line(record[field]) !== undefined) notes.mention('bad-url', field, record[field]);
  return url;
}

/** JSON inside a string (or already a value); undefined when it is not JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

