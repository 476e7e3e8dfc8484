import { windowOf, type Performance } from '../../domain/performance.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Message } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import { say as answer, start, type Context, type Flow } from '../flow.ts';
import { showItems, withShow } from './event.ts';
import { usualActions } from './help.ts';
import { papersOf } from './papers.ts';

const ALL = { offset: 0, limit: 200 };
const OTHERS = 3;
/** How long the home page speaks of a cancelled outing. */
const NEWS = 3 * 24 * 3_600_000;

/** 'samedi 5 décembre à 20 h, Théâtre des Essais, Lyon' */
const whereAndWhen = (show: Performance, ctx: Context): Block => paragraph(ctx.say.show.line(show));

const personsOf = (seats: readonly Reservation[]): string[] => [...new Set(seats.map(({ personId }) => personId))];

/** [Voir] of 'the venue has cancelled it' (A19): who is concerned, and what else there is. Still good days later. */
async function cancelled(show: Performance, ctx: Context): Promise<Message> {
  const { say, store, now } = ctx;
  if (show.cancelledAt === null) return message([whereAndWhen(show, ctx), notice('good', say.changes.takesPlace)], [see(show, ctx), ...usualActions(ctx)], { title: [show.title] });
  const seats = (await store.booking.list({ which: 'voided', performance: show.id }, ALL, now)).items;
  const had = personsOf(seats.filter(({ tier }) => tier !== null));
  const waited = personsOf(seats.filter(({ tier }) => tier === null)).filter((id) => !had.includes(id));
  const others = await store.offer.otherDates(show, now);
  return message(
    [
      notice('bad', say.changes.cancelled(show)),
      had.length > 0 ? paragraph(say.changes.had(had)) : undefined,
      waited.length > 0 ? paragraph(say.changes.waited(waited)) : undefined,
      seats.length === 0 ? paragraph(t`${say.changes.nobody} ${say.changes.alertGone}`) : undefined,
      paragraph(others.length === 0 ? say.show.noOtherDate : say.show.otherDates(show.title)),
      others.length === 0 ? undefined : list(showItems([show, ...others.slice(0, OTHERS)], ctx).slice(1), true),
    ],
    [
      others.length === 0 ? undefined : { id: ctx.anytime('event', 'dates', show.id), label: say.actions.otherDates, style: 'primary' },
      ...usualActions(ctx),
    ],
    { title: [show.title] },
  );
}

const see = (show: Performance, { anytime, say }: Context): Action => ({ id: anytime('event', 'show', show.id), label: say.actions.seeEvent });

/** [Voir] of 'it moves' (A19): who keeps a seat, and one tap to give it back. What is true now, however often it moved since. */
async function moved(show: Performance, ctx: Context): Promise<Message> {
  const { say, store, now } = ctx;
  if (show.cancelledAt !== null) return cancelled(show, ctx);
  const seats = show.startsAt <= now ? [] : (await store.booking.list({ which: 'current', performance: show.id }, ALL, now)).items;
  const booked = seats.filter(({ state }) => state === 'booked');
  const waiting = seats.filter(({ state }) => state === 'waiting');
  const title = { title: [show.title] };
  if (seats.length === 0) {
    const alert = ctx.account.role === 'referent' ? await store.alerts.get(show.id) : undefined;
    return message([whereAndWhen(show, ctx), alert !== undefined && windowOf(show, now) === 'not_open' ? notice('info', say.show.alertSet(alert.people.length)) : paragraph(say.changes.nobody)], [see(show, ctx), ...usualActions(ctx)], title);
  }
  const blocks = [
    whereAndWhen(show, ctx),
    booked.length > 0 ? notice('good', say.changes.keep(personsOf(booked))) : undefined,
    ...waiting.slice(0, 8).map((seat) => notice('wait', say.show.mineWaiting(seat.personId, seat.rank ?? 0))),
  ];
  // Documents of before show another date or place: here are the new ones (A9).
  const renewed = { blocks: booked.length > 0 ? [paragraph(say.papers.carried(booked.length))] : [], ...papersOf(booked) };
  const files = renewed.files === undefined ? {} : { files: renewed.files };
  if (ctx.account.role !== 'referent') return { ...message([...blocks, paragraph(say.changes.tellReferent), ...renewed.blocks], usualActions(ctx), title), ...files };
  const isClosed = now >= show.closesAt;
  const [only, ...more] = booked;
  const [request, ...requests] = new Set(booked.map(({ requestId }) => requestId));
  return { ...message(
    [
      ...blocks,
      only === undefined ? undefined : paragraph(isClosed ? say.changes.closed : say.changes.giveBackOrNot(booked.length)),
      more.length === 0 ? undefined : list(booked.map((seat) => ({
        text: strong(person(seat.personId)),
        action: { id: ctx.anytime('cancel', 'seat', seat.id), label: t`${isClosed ? say.cancel.hinder : say.changes.giveBack} : ${person(seat.personId, 'short')}` },
      })), true),
      only === undefined || isClosed ? undefined : paragraph(say.book.recapUntil(show)),
      ...renewed.blocks,
    ],
    [
      only !== undefined && more.length === 0 ? { id: ctx.anytime('cancel', 'seat', only.id), label: isClosed ? say.cancel.hinder : say.changes.giveBack } : undefined,
      request !== undefined && more.length > 0 && requests.length === 0 && waiting.length === 0 ? { id: ctx.anytime('cancel', 'request', request), label: isClosed ? say.cancel.hinder : say.changes.giveAllBack } : undefined,
      { id: ctx.anytime('changed', 'keep'), label: say.changes.keepAll(booked.length), style: 'primary' },
      { id: ctx.anytime('reservations', 'at', show.id), label: say.actions.reservations },
    ],
    title,
  ), ...files };
}

/** What the home page says of outings that the venue has cancelled in the last days. */
export async function changesOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  if (!['referent', 'visitor', 'leader'].includes(ctx.account.role)) return { blocks: [], actions: [] };
  const { items } = await ctx.store.booking.list({ which: 'voided' }, ALL, ctx.now);
  const news = items.filter(({ startsAt, cancelledAt }) => startsAt > ctx.now && cancelledAt !== null && ctx.now.getTime() - cancelledAt.getTime() < NEWS);
  const [first] = news;
  const show = first === undefined ? undefined : await ctx.store.offer.performance(first.performanceId);
  if (show === undefined) return { blocks: [], actions: [] };
  return { blocks: [notice('bad', ctx.say.changes.cancelled(show))], actions: [{ id: ctx.anytime('changed', 'cancelled', show.id), label: ctx.say.actions.see }] };
}

/** [Voir] of what became of an outing (A19), for whoever holds or awaits a seat there. Giving back is flows/cancel.ts's. */
export const changed: Flow = {
  name: 'changed',
  version: 1,
  for: ['referent', 'visitor', 'leader'],
  start: async () => start('home'),
  steps: {},
  anytime: {
    cancelled: async ([id], ctx) => withShow(id, ctx, async (show) => answer(await cancelled(show, ctx))),
    moved: async ([id], ctx) => withShow(id, ctx, async (show) => answer(await moved(show, ctx))),
    keep: async (_args, ctx) => answer(message([paragraph(ctx.say.changes.allKept)], usualActions(ctx))),
  },
};
