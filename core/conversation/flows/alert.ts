import { mayAskFor, mayBookHere } from '../../domain/booking.ts';
import { windowOf } from '../../domain/performance.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import { say as answer, start, type Context, type Flow } from '../flow.ts';
import { confirm } from './book/confirm.ts';
import { forecastBlocks } from './book/seats.ts';
import { draftOf, forecastOf, look, wishOf } from './book/draft.ts';
import { withShow } from './event.ts';
import { usualActions } from './help.ts';
import { refuse } from './refuse.ts';

/** Those chosen before the opening who can still be booked. */
export async function chosenAhead(performance: string, { store }: Pick<Context, 'store'>): Promise<readonly string[]> {
  const kept = (await store.alerts.get(performance))?.people ?? [];
  const active = kept.length === 0 ? [] : (await store.people.all()).filter(({ removed }) => !removed).map(({ id }) => id);
  return kept.filter((id) => active.includes(id));
}

/** Me prévenir à l'ouverture (A5): set, dropped, and answered from the push by [Confirmer] [Voir]. */
export const alert: Flow = {
  name: 'alert',
  version: 1,
  for: ['referent'],
  refusal: 'cannot_book',
  start: async (_args, _ctx) => start('home'),
  steps: {},
  anytime: {
    set: async ([id], ctx) =>
      withShow(id, ctx, async (show) => {
        if (windowOf(show, ctx.now) !== 'not_open') return start('event', { performance: show.id });
        const kept = await ctx.store.alerts.get(show.id);
        if (kept === undefined) await ctx.store.alerts.set(show.id, [], 1, ctx.now);
        return answer(message([notice('good', ctx.say.book.aheadKept(kept?.people.length ?? 0)), paragraph(ctx.say.book.aheadWhen(show, kept?.people.length ?? 0))], [
          { id: ctx.anytime('book', 'ahead', show.id), label: ctx.say.actions.chooseAhead },
          ...usualActions(ctx),
        ]));
      }),
    drop: async ([id], ctx) =>
      withShow(id, ctx, async (show) => {
        await ctx.store.alerts.remove(show.id);
        return answer(message([paragraph(ctx.say.book.alertOff)], usualActions(ctx)));
      }),
    /** [Voir]: the choice, with what it would give now. */
    see: async ([id], ctx) =>
      withShow(id, ctx, async (show) => {
        const people = await chosenAhead(show.id, ctx);
        if (people.length === 0 || windowOf(show, ctx.now) !== 'open') return start('event', { performance: show.id });
        const draft = { ...draftOf({ people }, show.id), companionFor: 'group' as const };
        const seen = await look(draft, ctx);
        if (seen === undefined) return start('event', { performance: show.id });
        const refusal = mayBookHere(seen.facts) ?? mayAskFor(seen.facts, wishOf(draft));
        if (refusal !== undefined) return answer(refuse(refusal, ctx, show));
        const forecast = forecastOf(draft, seen);
        return answer(message(
          [paragraph(ctx.say.book.recap), paragraph(ctx.say.book.for(show)), ...(await forecastBlocks(draft, forecast, seen, ctx)), paragraph(ctx.say.book.recapUntil(show))],
          [
            { id: ctx.anytime('alert', 'confirm', show.id, String(forecast.seated.length)), label: ctx.say.actions.confirm, style: 'primary' },
            { id: ctx.anytime('alert', 'change', show.id), label: ctx.say.actions.change },
          ],
        ));
      }),
    change: async ([id], ctx) =>
      withShow(id, ctx, async (show) => start('book', { performance: show.id, people: await chosenAhead(show.id, ctx) })),
    /** [Confirmer] of the push: in the performance's lane. Pressed twice: everybody has a place already. */
    confirm: async ([id, seen], ctx) =>
      withShow(id, ctx, async (show) => {
        const people = await chosenAhead(show.id, ctx);
        if (people.length === 0) return start('event', { performance: show.id });
        // A need for companions was said when they were chosen; being split was not spoken of, unless [Voir] showed it.
        const agreedSeats = seen === undefined ? people.length : Number(seen) || 0;
        return confirm({ ...draftOf({ people }, show.id), companionFor: 'group', agreedSeats }, ctx);
      }),
  },
};
