import { isUuid } from '../../messages/actions.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import { t } from '../../messages/text.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { usualActions } from './help.ts';
import { papersOf } from './papers.ts';

/** [Voir] of 'a seat has come free' (A8): whom it is for, [C'est noté] or [Rendre la place]. */
async function see(performance: string | undefined, ctx: Context): Promise<Outcome> {
  const { say } = ctx;
  const seats = isUuid(performance) ? (await ctx.store.booking.list({ which: 'current', performance }, { offset: 0, limit: 60 }, ctx.now)).items : [];
  // Whom the push was about; those who had their seat from the start are not news.
  const booked = seats.filter(({ state, promoted: later }) => state === 'booked' && later);
  const [first] = booked;
  if (first === undefined) return answer(message([paragraph(say.push.seatsGone)], usualActions(ctx)));
  return answer({ ...message(
    [paragraph(t`${say.when(first)}, ${first.venueName}`), notice('good', say.push.seats(booked.map(({ personId }) => personId))), paragraph(say.book.recapUntil(first)), paragraph(say.papers.carried(booked.length))],
    [
      { id: ctx.anytime('promoted', 'noted'), label: say.push.noted, style: 'primary' },
      booked.length === 1 ? { id: ctx.anytime('cancel', 'seat', first.id), label: say.push.giveBack } : { id: ctx.anytime('reservations', 'at', first.performanceId), label: say.push.giveBack },
    ],
    { title: [first.title] },
  ), ...papersOf(booked) });
}

export const promoted: Flow = {
  name: 'promoted',
  version: 1,
  for: ['referent'],
  refusal: 'cannot_book',
  start: async () => start('home'),
  steps: {},
  anytime: {
    see: async ([performance], ctx) => see(performance, ctx),
    noted: async (_args, ctx) => answer(message([paragraph(ctx.say.push.fine)], usualActions(ctx))),
  },
};
