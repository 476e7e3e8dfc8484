import { systemIds } from '../core/ids.ts';
import { addApplied, nothingApplied, type Applied, type ApplyOptions, type EventDraft, type OfferSink, type Problem } from '../core/importing/offer.ts';
import type { ProblemCode } from '../core/importing/problems.ts';
import { writePerformances, type Trace } from './catalogue/performances.ts';
import { writeEvents } from './catalogue/shows.ts';
import { record } from './audit.ts';
import { codeOf, type Database, type Transaction } from './connection.ts';
import { nobody } from './context.ts';
import { programmeOf } from './programme.ts';
import { withScope } from './scopes.ts';

/**
 * Where an import goes (A4, A5, A7, A8, A19; the port's promises are in `core/importing/offer.ts`): the offer of one
 * operator, in its scope. A batch is one transaction, and imports of one operator take turns. When PostgreSQL refuses
 * something in a batch, each of its events is written on its own and the one at fault becomes a problem.
 */
export function catalogueSink(app: Database, operator: string): OfferSink {
  const write = (events: readonly EventDraft[], options: ApplyOptions): Promise<Applied> =>
    withScope(app, { as: 'operator', operator }, (trx) => applyTo(trx, operator, events, options.at));

  return {
    async apply(events, options) {
      try {
        return await write(events, options);
      } catch (error) {
        if (!isFaultOfData(error)) throw error;
      }
      const sum = nothingApplied();
      for (const event of events) {
        try {
          addApplied(sum, await write([event], options));
        } catch (error) {
          if (!isFaultOfData(error)) throw error;
          sum.problems.push(unwritten(event, error));
        }
      }
      return sum;
    },
  };
}

async function applyTo(trx: Transaction, operator: string, events: readonly EventDraft[], at: Date): Promise<Applied> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405003))', [operator]);
  const programme = await programmeOf({ trx, account: nobody(operator) });
  const applied = nothingApplied();
  const shows = await writeEvents(trx, operator, programme, events, at, applied);
  const told = new Set<string>();
  const traces = await writePerformances({ trx, operator, programme, at, tally: applied.performances, problems: applied.problems, told }, shows);
  if (told.size > 0) applied.told = [...told];
  const wrote = [applied, applied.performances].some(({ created, changed, cancelled }) => created + changed + cancelled > 0);
  if (wrote) {
    const detail = { created: applied.created, changed: applied.changed, cancelled: applied.cancelled, performances: applied.performances.created };
    const log: Trace[] = [{ action: 'offer.imported', subject: null, detail }, ...traces];
    await record({ trx, ids: systemIds }, operator, ...log.map((one) => ({ ...one, at, detail: { ...one.detail, by: 'import' } })));
  }
  return applied;
}

/** Class 22 (what a type cannot hold), 23 (a constraint); an instant or zone that no rule can be computed on. */
const isFaultOfData = (error: unknown): boolean => error instanceof RangeError || /^2[23]/.test(codeOf(error) ?? '');

/** The code is not among those that readers use. */
const unwritten = (event: EventDraft, error: unknown): Problem => ({
  line: 0,
  externalId: event.externalId,
  code: ('not-written' as string) as ProblemCode,
  reason: `la base de données n'a pas accepté cet événement (${codeOf(error) ?? 'date ou fuseau impossible'}) : « ${event.title.slice(0, 60)} »`,
  refused: true,
});
