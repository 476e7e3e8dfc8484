import type { Performance } from '../../domain/performance.ts';
import type { Reservation, Seat } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, FileRef, Message } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { holdsIt, withShow } from './event.ts';
import { usualActions } from './help.ts';

const ALL = { offset: 0, limit: 200 };

/** What goes with booked seats of one performance: their invitations, and the outing for a calendar (A9). */
export function papersOf(seats: readonly Pick<Seat, 'id' | 'performanceId' | 'state'>[]): { readonly files?: readonly FileRef[] } {
  const booked = seats.filter(({ state }) => state === 'booked');
  const [first] = booked;
  return first === undefined ? {} : { files: [{ kind: 'invitations', seats: booked.map(({ id }) => id) }, { kind: 'agenda', performance: first.performanceId }] };
}

/** The button that brings them. Nothing for seats that are no invitation (any more). */
export const papersFor = (seats: readonly Reservation[], ctx: Context): Action | undefined => {
  const [first, ...more] = seats.filter((seat) => isGood(seat, ctx));
  if (first === undefined) return undefined;
  return more.length === 0
    ? { id: ctx.anytime('papers', 'seat', first.id), label: ctx.say.papers.invitations(1) }
    : { id: ctx.anytime('papers', 'outing', first.performanceId), label: ctx.say.papers.invitations(more.length + 1) };
};

const isGood = ({ state, startsAt, cancelledAt }: Reservation, { now }: Context): boolean => state === 'booked' && cancelledAt === null && startsAt > now;

/** A venue sees its guest list, and no seat. */
const holdsSeats = ({ account }: Context): boolean => account.role !== 'venue';

/** The team goes to no outing: nothing for its calendar. */
const forReader = (files: readonly FileRef[], { account }: Context): readonly FileRef[] => (account.role === 'operator' ? files.filter(({ kind }) => kind !== 'agenda') : files);

/** One invitation with its agenda; what has become of it where it is none. */
function one(seat: Reservation, ctx: Context): Message {
  const { papers, when } = ctx.say;
  if (!isGood(seat, ctx)) {
    const over = seat.state === 'booked' && seat.cancelledAt === null;
    return message([notice(over ? 'info' : 'bad', over ? papers.over(seat.number) : papers.void(seat.number))], usualActions(ctx));
  }
  return {
    ...message(
      [paragraph(papers.hereFor(seat.title, when(seat))), paragraph(t`${papers.number(seat.number)} — ${person(seat.personId)}`)],
      [{ id: ctx.anytime('reservations', 'show', seat.id), label: ctx.say.actions.see }, ...usualActions(ctx)],
    ),
    files: forReader(papersOf([seat]).files ?? [], ctx),
  };
}

async function seat(id: string | undefined, ctx: Context): Promise<Outcome> {
  const [found] = isUuid(id) && holdsSeats(ctx) ? await ctx.store.booking.seats([id], ctx.now) : [];
  return answer(found === undefined ? message([paragraph(ctx.say.papers.nothing)], usualActions(ctx)) : one(found, ctx));
}

/** All invitations of an outing as one file, its agenda, and (for who takes the group there) the list of who goes. */
async function outing(show: Performance, ctx: Context): Promise<Message> {
  const { papers, when } = ctx.say;
  const seats = !holdsSeats(ctx) ? [] : (await ctx.store.booking.list({ which: 'current', performance: show.id }, ALL, ctx.now)).items.filter((one) => isGood(one, ctx));
  if (seats.length === 0) return message([paragraph(papers.nothing)], usualActions(ctx));
  const files = forReader(papersOf(seats).files ?? [], ctx);
  const { role } = ctx.account;
  const listed = role === 'referent' || role === 'leader';
  const carried = listed ? papers.carriedWithList : role === 'operator' ? papers.carriedAlone : papers.carried;
  return {
    ...message([paragraph(papers.hereFor(show.title, when(show))), paragraph(carried(seats.length))], usualActions(ctx)),
    files: listed ? [...files, { kind: 'outing', performance: show.id }] : files,
  };
}

/** A16: the venue's own guest list, as a page to print and as a table. */
async function guests(show: Performance, ctx: Context): Promise<Message> {
  const { papers, when } = ctx.say;
  if (!(await holdsIt(show, ctx))) return message([paragraph(papers.nothing)], usualActions(ctx));
  await ctx.store.audit('guests.read', show.id, {}, ctx.now);
  return {
    ...message(
      [paragraph(papers.hereFor(show.title, when(show))), ctx.now < show.closesAt ? notice('info', papers.guestsWhy) : undefined],
      [{ id: ctx.anytime('event', 'show', show.id), label: ctx.say.actions.seeEvent }, ...usualActions(ctx)],
    ),
    files: [{ kind: 'guests', performance: show.id, as: 'pdf' }, { kind: 'guests', performance: show.id, as: 'csv' }],
  };
}

/** The venue's next performances, each with its guest list (A16). */
async function ownLists(ctx: Context): Promise<Message> {
  const { papers, at } = ctx.say;
  const { venue } = await ctx.store.account.standsFor();
  const shows = venue === null ? [] : (await ctx.store.offer.search({ from: new Date(ctx.now.getTime() - 12 * 3_600_000), venue }, { offset: 0, limit: 8 })).items.filter(({ cancelledAt }) => cancelledAt === null);
  if (shows.length === 0) return message([paragraph(papers.noLists)], usualActions(ctx));
  return message(
    [list(shows.map((show) => ({ text: strong(show.title), detail: t`${at.full(show.startsAt, show.zone)}`, action: { id: ctx.anytime('papers', 'guests', show.id), label: t`${show.title}, ${at.short(show.startsAt, show.zone)}` } })), true)],
    usualActions(ctx), { title: papers.lists },
  );
}

/** Documents that people carry (A9, A16): by a button, or by the number of an invitation typed as it is read out. */
export const papers: Flow = {
  name: 'papers',
  version: 1,
  for: ['referent', 'visitor', 'leader', 'venue', 'operator'],
  async start({ number, guests: wanted }, ctx) {
    if (wanted === true) return ctx.account.role === 'venue' ? answer(await ownLists(ctx)) : start('reservations');
    if (typeof number !== 'string') return start('home');
    const found = holdsSeats(ctx) ? await ctx.store.booking.numbered(number, ctx.now) : undefined;
    return answer(found === undefined ? message([notice('bad', ctx.say.papers.unknown(number))], usualActions(ctx)) : one(found, ctx));
  },
  steps: {},
  anytime: {
    lists: async () => start('papers', { guests: true }),
    seat: async ([id], ctx) => seat(id, ctx),
    outing: async ([id], ctx) => withShow(id, ctx, async (show) => answer(await outing(show, ctx))),
    guests: async ([id], ctx) => withShow(id, ctx, async (show) => answer(await guests(show, ctx))),
  },
};
