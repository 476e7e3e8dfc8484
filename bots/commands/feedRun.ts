import { setTimeout as wait } from 'node:timers/promises';
import type { HeavyPiece } from '../../core/heavy.ts';
import { feedsOf, listFeeds } from '../../db/feeds.ts';
import { heavyOf } from '../../db/heavy.ts';
import { HeavyWorker } from '../heavy.ts';
import { heavyWorks } from '../heavyWorks.ts';
import { countsLine, failure, feedOut, refuse } from './feedReport.ts';
import type { Installation, Terminal } from './installation.ts';

/** How long to wait between two looks at a reading that another process does. */
const LOOK_MS = 200;

/**
 * `feed run` (A4): asks for a reading as its hour would, does it here unless a server takes it first, and says what
 * came of it. The exit code.
 */
export async function runFeed(installation: Installation, id: string, flags: { readonly operator?: string; readonly json?: boolean }, terminal: Terminal, env: NodeJS.ProcessEnv): Promise<number> {
  const { app } = installation;
  const operator = await installation.operator(flags.operator);
  const [feeds, heavy] = [feedsOf(app), heavyOf(app)];
  if ((await feeds.feed(operator.id, id)) === undefined) return refuse('feed_unknown', `« ${operator.name} » n'a pas de source ${id}`, flags, terminal);
  const catalogueUrl = env['OPENDATASOFT_URL'] ?? '';
  const works = heavyWorks({ feeds, now: () => installation.now(), catalogueUrl: catalogueUrl === '' ? undefined : catalogueUrl });
  const worker = new HeavyWorker(heavy, works, (error) => terminal.err(error instanceof Error ? error.message : String(error)));
  const piece: HeavyPiece = { kind: 'feed', operator: operator.id, subject: id };
  try {
    await heavy.ask(piece);
    await worker.drain();
    while (await heavy.isUnderWay(piece)) {
      await wait(LOOK_MS);
      await worker.drain();
    }
  } finally {
    await worker.stop();
  }
  const feed = await feeds.feed(operator.id, id);
  if (feed === undefined) return refuse('feed_unknown', `la source ${id} a été retirée`, flags, terminal);
  const { counts, error } = feed;
  const { zone } = await listFeeds(app, operator.id);
  if (flags.json === true) terminal.out(JSON.stringify(feedOut(feed, zone)));
  else if (error !== null) terminal.err(`La lecture a échoué : ${failure(error)}.`);
  else if (counts !== null) terminal.out(`${feed.source} : ${countsLine(counts)}.`);
  return error !== null || counts === null ? 1 : counts.refused > 0 ? 2 : 0;
}
