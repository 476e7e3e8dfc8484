import { DateTime } from 'luxon';
import { instantOf, readDate, readHour, type Read } from './dates.ts';
import { areHeadings, fieldsOf, rowsUnder, type Fields } from './headings.ts';
import type { Cell, EventDraft, PerformanceDraft, Problem, SourceLine } from './offer.ts';
import { isObject } from './openagenda.ts';
import { notesOn, problem, type Notes } from './problems.ts';
import { termsIn, type Terms } from './schedule.ts';
import { folded, line as oneLine } from './text.ts';

/**
 * An allotment file (contingents): which seats a venue gives, at which performances (A5, A7). A catalogue has no seats;
 * this file names an event by identifier or title (and place), a performance by date and time, or a day, or (without a date)
 * all of them, and says the seats, when booking opens and closes, and what one structure may have.
 */
export interface Allotment {
  line: number;
  externalId?: string;
  title?: string;
  /** Day and time as on the venue's own clock; without it, every performance. */
  when?: Read;
  row: Fields;
}

export interface Allotments {
  allotments: Allotment[];
  problems: Problem[];
}

/** The lines of an allotment file that can be read. Terms are read when applied: their clock is the venue's. */
export function readAllotments(lines: readonly SourceLine[]): Allotments {
  const allotments: Allotment[] = [];
  const problems: Problem[] = [];
  let fields: ((cells: readonly Cell[]) => Fields) | undefined;
  for (const one of lines) {
    if (one.kind === 'fault') problems.push(problem(one.line, one.code, true, { value: one.value }));
    else if (one.kind === 'record' && !isObject(one.record)) problems.push(problem(one.line, 'not-a-record', true, { value: one.record }));
    else if (one.kind === 'row' && fields === undefined) fields = areHeadings(one.cells) ? rowsUnder(one.cells) : undefined;
    else {
      const row = one.kind === 'row' ? fields?.(one.cells) : fieldsOf(Object.entries(one.record as object));
      const read = row === undefined ? null : readAllotment(row, one.line, problems);
      if (read !== null) allotments.push(read);
    }
  }
  if (fields === undefined && lines.some((one) => one.kind === 'row')) problems.push(problem(1, 'no-headings', true));
  return { allotments, problems };
}

function readAllotment(row: Fields, line: number, problems: Problem[]): Allotment | null {
  const externalId = oneLine(row.get('id'), 100);
  const title = oneLine(row.get('title'), 300);
  const notes = notesOn(line, problems, externalId);
  if (externalId === undefined && title === undefined) {
    const empty = (['date', 'seats', 'opens', 'closes', 'quota'] as const).every((field) => !row.has(field));
    return empty ? null : notes.refuse('no-event');
  }
  const when = row.has('date') ? withTime(row, notes) : undefined;
  if (when === null) return null;
  return { line, ...(externalId !== undefined && { externalId }), ...(title !== undefined && { title }), ...(when !== undefined && { when }), row };
}

function withTime(row: Fields, notes: Notes): Read | null {
  const read = readDate(row.get('date'));
  if (read === undefined) return notes.refuse('bad-date', row.named('date'), row.get('date'));
  if ('instant' in read || !row.has('time')) return read;
  const hour = readHour(row.get('time'));
  return hour === undefined ? notes.refuse('bad-time', row.named('time'), row.get('time')) : { day: read.day, hour };
}

export interface SeatOptions {
  zone: string;
  /** Seats of every performance that neither its source nor a line of the file gives any. */
  seats?: number;
}

/**
 * The events with their seats. A line about one performance counts more than one about a day, and that more than
 * one about the event; among equals the last. A line that fits nothing is a problem, and nothing else.
 */
export function applyAllotments(events: readonly EventDraft[], allotments: readonly Allotment[], options: SeatOptions): { events: EventDraft[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const given = new Map<PerformanceDraft, { terms: Terms; rank: number; line: number }>();
  const byTitle = Map.groupBy(events, (event) => folded(event.title));
  const byId = Map.groupBy(events, (event) => event.externalId);
  for (const one of allotments) {
    const notes = notesOn(one.line, problems, one.externalId);
    const all = (one.externalId === undefined ? byTitle.get(folded(one.title ?? '')) : byId.get(one.externalId)) ?? [];
    const place = oneLine(one.row.get('venue'), 200);
    const named = all.filter((event) => place === undefined || folded(event.venue.name) === folded(place));
    const fitting = named
      .map((event) => ({ event, at: event.performances.filter((each) => fits(each, one.when, zoneOf(event, options))) }))
      .filter(({ at }) => at.length > 0);
    const [found, ...others] = fitting;
    if (named.length === 0) notes.refuse('no-event', undefined, one.externalId ?? one.title);
    else if (found === undefined) notes.refuse('no-performance', one.row.named('date'), one.row.get('date') ?? one.title);
    else if (others.length > 0) notes.refuse('many-events', undefined, one.title ?? one.externalId);
    else {
      const terms = termsIn(one.row, zoneOf(found.event, options), notes);
      if (terms === null) continue;
      const rank = one.when === undefined ? 0 : 'day' in one.when && one.when.hour === undefined ? 1 : 2;
      for (const performance of found.at) {
        const before = given.get(performance);
        if (before !== undefined && before.rank > rank) given.set(performance, { ...before, terms: { ...terms, ...before.terms } });
        else {
          if (before?.rank === rank) notes.mention('duplicate-allotment', undefined, performance.startsAt.toISOString());
          given.set(performance, { rank, line: one.line, terms: { ...before?.terms, ...terms } });
        }
      }
    }
  }
  const seated = (one: PerformanceDraft): PerformanceDraft => {
    const all = { ...one, ...given.get(one)?.terms };
    return all.capacity === undefined && options.seats !== undefined ? { ...all, capacity: options.seats } : all;
  };
  return { events: events.map((event) => ({ ...event, performances: event.performances.map(seated) })), problems };
}

const zoneOf = (event: EventDraft, options: SeatOptions): string => event.venue.zone ?? options.zone;

function fits(performance: PerformanceDraft, when: Read | undefined, zone: string): boolean {
  if (when === undefined) return true;
  if ('instant' in when) return performance.startsAt.getTime() === when.instant.getTime();
  if (when.hour !== undefined) return performance.startsAt.getTime() === instantOf(when.day, when.hour, zone).at.getTime();
  const local = DateTime.fromJSDate(performance.startsAt, { zone });
  return local.year === when.day.year && local.month === when.day.month && local.day === when.day.day;
}
