import { applyAllotments, readAllotments } from '../../core/importing/allotment.ts';
import { collectOffer } from '../../core/importing/collect.ts';
import { addApplied, nothingApplied, type OfferSink, type Problem, type SourceLine, type Tally } from '../../core/importing/offer.ts';
import type { Catalogue } from './client.ts';
import { openSource, type Source } from './read.ts';

/** Brings an offer in (A4): reads a source, checks it, gives it its seats, and hands it to the sink in batches. */
export interface ImportOptions {
  /** A file, or 'ods:DATASET'. */
  source: string;
  catalogue: Catalogue;
  /** Where it goes; without one nothing is written (`--dry-run`). */
  sink?: OfferSink;
  /** The programme's time. */
  now: Date;
  /** Performances before it stay out; `now` unless said. */
  from?: Date;
  /** At most so many performances an event. */
  cap?: number;
  /** Seats where neither the source nor the allotment file says how many. */
  seats?: number;
  /** A file of seats (.csv .tsv .xlsx .jsonl .json). */
  allotment?: string;
  /** A table that lists all of its events' dates: those missing are withdrawn. */
  complete?: boolean;
  /** For wall clock times. */
  zone?: string;
  /** Name of a table's origin; part of the identity of its events. */
  origin?: string;
  where?: string;
  refine?: readonly string[];
  orderBy?: string;
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  phase: 'read' | 'write';
  /** From 0 to 1. */
  share: number;
  /** Records read, or events written. */
  done: number;
}

export interface ReportedProblem extends Problem {
  /** 'ligne 12', 'fiche 3', 'contingents, ligne 4', 'base' for what the sink says. */
  where: string;
}

export interface Report {
  source: string;
  dryRun: boolean;
  read: number;
  /** Events that could be read, and their performances to come. */
  found: { events: number; performances: number; past: number; capped: number };
  /** What the sink did; zeros for a dry run. */
  events: Tally & { ignored: number };
  performances: Tally;
  /** Accounts told that a date is cancelled, moved or back on sale (A19). */
  told: number;
  problems: ReportedProblem[];
}

/** Small enough that a batch is a short transaction and the bar moves; large enough that round trips do not count. */
const BATCH = 200;

/**
 * Runs one import; running it again changes nothing. Throws `SourceError` or `CatalogueError` when the source cannot
 * be read at all: nothing was written then, since writing begins when all is read.
 */
export async function importCatalogue(options: ImportOptions): Promise<Report> {
  const { now, zone = 'Europe/Paris' } = options;
  const query = {
    ...(options.where !== undefined && { where: options.where }),
    ...(options.refine !== undefined && { refine: options.refine }),
    orderBy: options.orderBy ?? 'uid',
  };
  const allotmentLines = options.allotment === undefined ? [] : await allLines(await openSource(options.allotment, options.catalogue));
  const source = await openSource(options.source, options.catalogue, query);
  const collector = collectOffer({
    zone,
    source: options.origin ?? 'tableau',
    from: options.from ?? now,
    ...(options.cap !== undefined && { cap: options.cap }),
    ...(options.complete !== undefined && { complete: options.complete }),
  });
  let done = 0;
  for await (const line of source.lines) {
    collector.add(line);
    options.onProgress?.({ phase: 'read', share: source.share(), done: (done += 1) });
  }
  const checked = collector.finish();
  const allotments = readAllotments(allotmentLines);
  const seated = applyAllotments(checked.events, allotments.allotments, { zone, ...(options.seats !== undefined && { seats: options.seats }) });
  const { events } = seated;

  const applied = nothingApplied();
  for (let at = 0; options.sink !== undefined && at < events.length; at += BATCH) {
    addApplied(applied, await options.sink.apply(events.slice(at, at + BATCH), { at: now }));
    const written = Math.min(at + BATCH, events.length);
    options.onProgress?.({ phase: 'write', share: written / events.length, done: written });
  }
  const { performances, problems, ignored, created, changed, same, cancelled } = applied;
  return {
    source: options.source,
    dryRun: options.sink === undefined,
    read: checked.read,
    found: { events: events.length, performances: events.reduce((sum, event) => sum + event.performances.length, 0), ...checked.left },
    events: { created, changed, same, cancelled, ignored },
    performances,
    told: applied.told?.length ?? 0,
    problems: [
      ...located([...checked.problems, ...problems], source.unit),
      ...located([...allotments.problems, ...seated.problems], 'contingents, ligne'),
    ],
  };
}

/** 0: all is in. 2: something was refused and is in the problems. (1, a failure, is an exception.) */
export const exitCodeOf = (report: Report): 0 | 2 => (report.problems.some((one) => one.refused) ? 2 : 0);

function located(problems: readonly Problem[], unit: Source['unit'] | 'contingents, ligne'): ReportedProblem[] {
  return [...problems].sort((a, b) => a.line - b.line).map((one) => ({ ...one, where: one.line === 0 ? 'base' : `${unit} ${one.line}` }));
}

async function allLines(source: Source): Promise<SourceLine[]> {
  const lines = [];
  for await (const line of source.lines) lines.push(line);
  return lines;
}
