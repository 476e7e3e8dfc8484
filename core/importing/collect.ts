import { areHeadings, fieldsOf, rowsUnder, unknownHeadings, type Fields } from './headings.ts';
import type { Cell, Checked, EventDraft, PerformanceDraft, Problem, SourceLine, VenueDraft } from './offer.ts';
import { isObject, isOpenagenda, readOpenagenda } from './openagenda.ts';
import { fromOn } from './performances.ts';
import { problem } from './problems.ts';
import { line as oneLine } from './text.ts';
import { readLine, type TableOptions } from './table.ts';

export interface CheckOptions extends TableOptions {
  /** Performances that begin before it stay out. */
  from: Date;
  /** At most so many performances an event, the next ones. */
  cap?: number;
  /** A table says all there is of its events: a date that it does not list any more is withdrawn. */
  complete?: boolean;
}

export interface Collector {
  add(line: SourceLine): void;
  /** Everything read so far, checked and joined. */
  finish(): Checked;
}

/**
 * How an event came: in one record that gives every date (`full`) or the first and last (`ends`), which replace
 * each other, or line by line (`line`), each adding a performance.
 */
interface Entry {
  event: EventDraft;
  at: number;
  kind: 'full' | 'ends' | 'line';
}

/** So many rows of titles and remarks may stand above the headings of a table. */
const ABOVE_HEADINGS = 15;

/**
 * Reads a source line by line, recognising what each is (A4: OpenAgenda record, flat record, row of a table), and
 * joins what belongs together. Never throws; what cannot be read is in the problems, the rest in the events.
 */
export function collectOffer(options: CheckOptions): Collector {
  const problems: Problem[] = [];
  const entries = new Map<string, Entry>();
  let read = 0;
  let table: { raw: string[]; fields: (cells: readonly Cell[]) => Fields } | undefined;
  let above = 0;

  function record(value: unknown, at: number): void {
    if (!isObject(value)) problems.push(problem(at, 'not-a-record', true, { value }));
    else if (!isOpenagenda(value)) flat(fieldsOf(Object.entries(value)), at);
    else {
      const found = readOpenagenda(value, at, problems, options);
      keep(found === null ? null : found.event, at, found?.complete === true ? 'full' : 'ends');
    }
  }

  function flat(row: Fields, at: number): void {
    keep(readLine(row, at, problems, options), at, row.has('firstDate') ? 'ends' : 'line');
  }

  function row(cells: readonly Cell[], at: number): void {
    if (cells.every((cell) => oneLine(cell instanceof Date ? 'date' : cell, 10) === undefined)) return;
    if (table !== undefined) {
      read += 1;
      const value = Object.fromEntries(table.raw.map((name, i) => [name, cells[i] === '' ? null : cells[i]]));
      if (isOpenagenda(value)) record(value, at);
      else flat(table.fields(cells), at);
    } else if (areHeadings(cells)) {
      table = { raw: cells.map((cell) => oneLine(cell, 80) ?? ''), fields: rowsUnder(cells) };
      if (!isOpenagenda(Object.fromEntries(table.raw.map((name) => [name, null])))) {
        for (const name of unknownHeadings(cells)) problems.push(problem(at, 'unknown-column', false, { value: name }));
      }
    } else {
      above += 1;
      if (above === ABOVE_HEADINGS) problems.push(problem(at, 'no-headings', true, { value: cells.join(' ') }));
      if (above >= ABOVE_HEADINGS) read += 1;
    }
  }

  function keep(event: EventDraft | null, at: number, kind: Entry['kind']): void {
    if (event === null) return;
    const key = `${event.source}\n${event.externalId}`;
    const before = entries.get(key);
    if (before === undefined) {
      entries.set(key, { event, at, kind });
    } else if (kind !== 'line' || before.kind !== 'line') {
      problems.push(problem(before.at, 'duplicate-event', false, { externalId: event.externalId, value: before.event.title }));
      entries.set(key, { event, at, kind });
    } else if (before.event.venue.externalId !== event.venue.externalId) {
      problems.push(problem(at, 'two-places', true, { externalId: event.externalId, value: event.venue.name }));
    } else {
      before.event = joined(before.event, event, at, problems);
    }
  }

  return {
    add(line) {
      if (line.kind === 'row') { row(line.cells, line.line); return; }
      read += 1;
      if (line.kind === 'record') record(line.record, line.line);
      else problems.push(problem(line.line, line.code, true, { value: line.value }));
    },
    finish() {
      if (table === undefined && above > 0 && above < ABOVE_HEADINGS) problems.push(problem(1, 'no-headings', true));
      const left = { past: 0, capped: 0 };
      const venues = new Map([...entries.values()].map(({ event }) => [event.venue.externalId, event.venue]));
      // A refused line may have been a date of any event: then none may be taken for withdrawn.
      const complete = options.complete === true && !problems.some((one) => one.refused);
      const speaks = { full: true, ends: false, line: complete };
      const events = [...entries.values()].map(({ event, kind }) => finished(event, speaks[kind], options, left, venues));
      return { events, problems: problems.sort((a, b) => a.line - b.line), read, left };
    },
  };
}

/** A later line of the same event: its performance is added, and what it says of the event replaces what was said. */
function joined(event: EventDraft, later: EventDraft, at: number, problems: Problem[]): EventDraft {
  const performances = new Map(event.performances.map((one) => [one.externalId, one]));
  for (const one of later.performances) {
    if (performances.has(one.externalId)) {
      problems.push(problem(at, 'duplicate-performance', false, { externalId: later.externalId, value: one.startsAt.toISOString() }));
    }
    performances.set(one.externalId, one);
  }
  const themes = later.themes.length > 0 ? later.themes : event.themes;
  const accessibility = later.accessibility.length > 0 ? later.accessibility : event.accessibility;
  const cancelled = event.cancelled && later.cancelled;
  const rescheduled = event.rescheduled || later.rescheduled;
  return { ...event, ...later, themes, accessibility, cancelled, rescheduled, performances: [...performances.values()] };
}

/**
 * Keeps what is still to come. Places are told alike: were two records to describe one place differently, each import
 * would change it back and forth, and 'importing twice changes nothing' would be untrue. The last record's word counts.
 */
function finished(
  event: EventDraft,
  complete: boolean,
  options: CheckOptions,
  left: Checked['left'],
  venues: ReadonlyMap<string, VenueDraft>,
): EventDraft {
  const { performances, window, past, capped } = fromOn(event.performances, options.from, options.cap);
  left.past += past;
  left.capped += capped;
  const cancelled = (one: PerformanceDraft): PerformanceDraft => (event.cancelled ? { ...one, cancelled: true } : one);
  return {
    ...event,
    venue: venues.get(event.venue.externalId) ?? event.venue,
    performances: performances.map(cancelled),
    ...(complete && { window }),
  };
}
