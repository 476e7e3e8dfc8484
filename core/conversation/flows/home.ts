import { mayBookHere } from '../../domain/booking.ts';
import { freeSeats } from '../../domain/performance.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Block, Message } from '../../messages/message.ts';
import { done, say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { isUuid } from '../../messages/actions.ts';
import { showItems } from './event.ts';
import { usualActions } from './help.ts';

/** What is coming, what waits for an answer, and the ways on (A4's home page). */
async function homeMessage(ctx: Context): Promise<Message> {
  const { say, store, now, account } = ctx;
  const blocks: Block[] = [paragraph(say.home.hello(account.id, say.at.day(now)))];
  const books = account.role === 'referent';
  let draft = false;
  if (books) {
    const coming = await store.booking.list({ which: 'current' }, { offset: 0, limit: 200 }, now);
    const booked = coming.items.filter((seat) => seat.state === 'booked');
    const waiting = coming.items.filter((seat) => seat.state === 'waiting').length;
    const next = booked[0];
    blocks.push(paragraph(next === undefined ? say.home.noneComing : say.home.coming(booked.length, next, booked.filter((seat) => seat.performanceId === next.performanceId).length)));
    if (waiting > 0) blocks.push(notice('wait', say.home.waiting(waiting)));
    for (const opening of await store.alerts.coming(now)) blocks.push(notice('info', say.home.opening(opening)));

    const parked = ctx.parked;
    const performance = isUuid(parked?.slots['performance'] as string | undefined) ? await store.offer.performance(parked?.slots['performance'] as string) : undefined;
    const chosen = parked?.slots['people'];
    const facts = performance === undefined ? undefined : await store.booking.facts(performance, now);
    // Those who have a place by now, in whichever way, are no draft any more.
    const open = Array.isArray(chosen) && facts?.people.some(({ id, has }) => has === null && chosen.includes(id)) === true;
    if (performance !== undefined && facts !== undefined && open) {
      blocks.push(paragraph(say.home.draft(performance, chosen.length)));
      const refusal = mayBookHere(facts);
      draft = refusal === undefined || refusal.code === 'not_open';
      blocks.push(paragraph(refusal === undefined ? say.home.draftPossible(freeSeats(performance)) : say.refusals[refusal.code]({ performance }).why));
    }
    // Said once; it cannot be picked up.
    if (!draft) ctx.unpark();
  } else {
    blocks.push(paragraph(say.home.visitor));
  }

  const offer = await store.offer.search({ from: now, seats: 1, bookableAt: now }, { offset: 0, limit: 3 });
  if (offer.items.length > 0) {
    blocks.push(paragraph(say.home.next), list(showItems(offer.items, ctx), true));
  }
  return message(blocks, [
    draft ? { id: ctx.anytime('home', 'resume'), label: say.actions.resume, style: 'primary' } : undefined,
    draft ? { id: ctx.anytime('home', 'drop'), label: say.actions.giveUp } : undefined,
    { id: ctx.anytime('search', 'open'), label: say.actions.search, ...(draft ? {} : { style: 'primary' as const }) },
    books ? { id: ctx.anytime('reservations', 'open'), label: say.actions.reservations } : undefined,
    { id: ctx.anytime('help', 'open'), label: say.actions.help },
    { id: ctx.anytime('language', 'set', ctx.lang === 'fr' ? 'en' : 'fr'), label: say.actions.language },
  ]);
}

/** The draft is picked up where it was left (X3); its flow reads again whatever may have changed. */
function resume(ctx: Context): Outcome | undefined {
  const { parked } = ctx;
  ctx.unpark();
  return parked === undefined ? undefined : start(parked.flow, { ...parked.slots, resumed: parked.step });
}

export const home: Flow = {
  name: 'home',
  version: 1,
  async start(args, ctx) {
    return (args['resume'] === true ? resume(ctx) : undefined) ?? done(await homeMessage(ctx));
  },
  steps: {},
  anytime: {
    open: async () => start('home', {}),
    resume: async (_args, ctx) => resume(ctx) ?? start('home', {}),
    drop: async (_args, ctx) => {
      ctx.unpark();
      return answer(message([paragraph(ctx.say.misc.left)], usualActions(ctx)));
    },
  },
};
