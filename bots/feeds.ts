import { passes, type Feed, type FeedCounts, type FeedError } from '../core/domain/feed.ts';
import type { Feeds } from '../core/ports.ts';
import { openCatalogue } from './catalogue/client.ts';
import type { Report } from './catalogue/importCatalogue.ts';
import { CatalogueError } from './catalogue/patience.ts';
import { Again, type DoesHeavy } from './heavy.ts';

export interface FeedReader {
  readonly feeds: Feeds;
  /** The programme's time. */
  readonly now: () => Promise<Date>;
  /** `OPENDATASOFT_URL` */
  readonly catalogueUrl: string | undefined;
}

/** A reading that fails is tried again as a whole, later: little patience is needed within one. */
const PATIENCE = { attempts: 3, longestWait: 30_000 };

/**
 * A4: reads the offer of an operator again from its source, as `import catalogue` does by hand. Reading twice changes
 * nothing more. What came of it is kept at the feed; one that was removed meanwhile is nothing to do.
 */
export function feedReader({ feeds, now, catalogueUrl }: FeedReader): DoesHeavy {
  return async ({ operator, subject }, signal) => {
    const feed = await feeds.feed(operator, subject);
    if (feed === undefined) return;
    const at = await now();
    try {
      const report = await read(feed, { catalogueUrl, at, sink: feeds.sink(operator), signal });
      await feeds.tell(operator, subject, at, { counts: countsOf(report) });
    } catch (error) {
      if (signal.aborted) throw error;
      const code: FeedError = error instanceof CatalogueError ? error.code : 'failed';
      await feeds.tell(operator, subject, at, { error: code });
      if (code === 'failed') throw error;
      if (passes(code)) throw new Again(code, { cause: error });
    }
  };
}

interface Reading { readonly catalogueUrl: string | undefined; readonly at: Date; readonly sink: ReturnType<Feeds['sink']>; readonly signal: AbortSignal }

async function read({ source, options }: Feed, { catalogueUrl, at, sink, signal }: Reading): Promise<Report> {
  // Taken only when it runs, with the readers of every format.
  const { importCatalogue } = await import('./catalogue/importCatalogue.ts');
  return importCatalogue({
    source, sink, now: at, ...options,
    catalogue: openCatalogue({ patience: PATIENCE, ...(catalogueUrl !== undefined && { baseUrl: catalogueUrl }) }),
    // At each record and each batch: whoever has lost the piece goes no further.
    onProgress: () => signal.throwIfAborted(),
  });
}

const countsOf = ({ read: records, events: { ignored: _, ...events }, performances, told, problems }: Report): FeedCounts =>
  ({ read: records, events, performances, told, problems: problems.length, refused: problems.filter((one) => one.refused).length });
