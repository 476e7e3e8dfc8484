import { windowOf } from '../../domain/performance.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, ListItem, Message } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { whereOf } from './event.ts';
import { usualActions } from './help.ts';
import { papersFor } from './papers.ts';
import { refuse } from './refuse.ts';

const PAGE = 6;
type Which = 'current' | 'past';


/** What an account without a person behind it is told: why it sees nothing of its own, and who mends that. */
export function unlinked(ctx: Context): Message {
  const no = refuse({ code: 'cannot_book' }, ctx);
  return message([notice('info', ctx.say.visits.nobody), ...no.blocks], usualActions(ctx));
}

/** The invitations that a visitor sees; of a leader's, those of the outings they have a seat at (row-level security says which). */
async function seatsOf(which: Which, ctx: Context): Promise<readonly Reservation[]> {
  const { items } = await ctx.store.booking.list({ which: which === 'current' ? 'listed' : which }, { offset: 0, limit: 200 }, ctx.now);
  return ctx.account.role === 'leader' ? items.filter(({ state }) => state === 'booked') : items;
}

const pages = (which: Which, offset: number, total: number, ctx: Context): readonly (Action | undefined)[] => [
  offset > 0 ? { id: ctx.anytime('mine', which, String(Math.max(0, offset - PAGE))), label: ctx.say.actions.previous } : undefined,
  offset + PAGE < total ? { id: ctx.anytime('mine', which, String(offset + PAGE)), label: ctx.say.actions.more } : undefined,
  which === 'current' ? { id: ctx.anytime('mine', 'past'), label: ctx.say.visits.actions.past } : { id: ctx.anytime('mine', 'current'), label: ctx.say.visits.actions.coming },
];

/** 'Soraya Ferrand' for a guest; 'vous' for oneself. */
const whose = (id: string, me: string, ctx: Context) => (id === me ? ctx.say.visits.mine.you : t`${person(id)}`);

function seatLine(seat: Reservation, me: string, ctx: Context): ListItem {
  const { say } = ctx;
  const state = seat.cancelledAt !== null ? say.reservations.state.performanceCancelled : seat.state === 'waiting' ? say.reservations.state.waiting(seat.rank ?? 0) : undefined;
  return {
    text: strong(seat.title),
    detail: t`${say.when(seat)}, ${seat.venueName} · ${whose(seat.personId, me, ctx)}${state === undefined ? '' : t` · ${state}`}`,
    action: { id: ctx.anytime('mine', 'show', seat.id), label: seat.personId === me ? t`${seat.title}` : t`${seat.title}, ${person(seat.personId, 'first')}` },
  };
}

function outingLines(seats: readonly Reservation[], ctx: Context): ListItem[] {
  return [...Map.groupBy(seats, ({ performanceId }) => performanceId).values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{
    text: strong(first.title),
    detail: t`${ctx.say.when(first)}, ${first.venueName} · ${ctx.say.visits.mine.group(others.length + 1)}`,
    action: { id: ctx.anytime('mine', 'outing', first.performanceId), label: t`${first.title}, ${ctx.say.at.short(first.startsAt, first.zone)}` },
  }]));
}

async function listed(which: Which, from: string | undefined, ctx: Context): Promise<Message> {
  const { visits: { mine }, search } = ctx.say;
  const { person: me } = await ctx.store.account.standsFor();
  if (me === null) return unlinked(ctx);
  const leads = ctx.account.role === 'leader';
  const seats = await seatsOf(which, ctx);
  const all = leads ? outingLines(seats, ctx) : seats.map((seat) => seatLine(seat, me, ctx));
  const offset = Math.max(0, Math.min(Number(from) || 0, all.length - 1));
  const none = which === 'past' ? [paragraph(mine.nonePast)] : leads ? [paragraph(mine.noOuting)] : [paragraph(mine.none), paragraph(mine.how)];
  return message(
    [
      ...(all.length === 0 ? none : [list(all.slice(offset, offset + PAGE), true)]),
      all.length > PAGE ? paragraph(search.page(offset + 1, Math.min(offset + PAGE, all.length), all.length)) : undefined,
    ],
    [...pages(which, offset, all.length, ctx), ...usualActions(ctx)],
    { title: which === 'past' ? mine.past : leads ? mine.outings : mine.title },
  );
}

/** Place, way there and whom to call, as facts: of the venue, and of the own structure. */
async function reachOf(performance: string, ctx: Context): Promise<{ label: Action['label']; value: Action['label'] }[]> {
  const { labels } = ctx.say.visits.mine;
  const show = await ctx.store.offer.performance(performance);
  const structure = await ctx.store.structures.sheet();
  const phone = structure?.phone ?? null;
  return [
    ...(show === undefined ? [] : [{ label: labels.where, value: t`${whereOf(show)}` }]),
    ...(show?.venue.access == null ? [] : [{ label: labels.access, value: t`${show.venue.access}` }]),
    ...(show?.venue.phone == null ? [] : [{ label: labels.venue, value: t`${show.venue.phone}` }]),
    ...(structure === undefined ? [] : [{ label: labels.structure, value: t`${structure.name}${phone === null ? '' : `, ${phone}`}` }]),
  ];
}

/** One invitation: who, number, when, where, how to get there, whom to call; and 'je ne peux pas venir'. */
async function sheet(seat: Reservation, me: string, ctx: Context): Promise<Message> {
  const { say, now } = ctx;
  const { mine, actions } = say.visits;
  const over = seat.startsAt <= now;
  const open = !over && seat.cancelledAt === null && seat.state !== 'cancelled';
  const asked = open && (await ctx.store.decisions.asked()).some((one) => one.kind === 'hindrance' && one.state === 'open' && one.performance === seat.performanceId && one.person === seat.personId);
  const facts = [
    { label: mine.labels.who, value: whose(seat.personId, me, ctx) },
    ...(seat.state === 'booked' ? [{ label: mine.labels.number, value: say.reservations.number(seat.number) }] : []),
    ...(seat.state === 'waiting' && seat.rank !== undefined ? [{ label: mine.labels.rank, value: mine.rank(seat.rank) }] : []),
    { label: mine.labels.when, value: t`${say.when(seat)}` },
    ...(await reachOf(seat.performanceId, ctx)),
  ];
  const state = (): Block => {
    if (seat.cancelledAt !== null) return notice('bad', mine.called);
    if (seat.state === 'cancelled') return notice('bad', mine.void);
    if (over) return notice('info', mine.over);
    return seat.state === 'booked' ? notice('good', mine.reserved) : notice('wait', mine.waits(seat.rank ?? 0));
  };
  return message(
    [
      { kind: 'facts', facts },
      state(),
      asked ? notice('wait', mine.hindered) : open && seat.hinderedAt !== null ? notice('info', mine.noted) : undefined,
      open && seat.state === 'booked' ? paragraph(mine.show) : undefined,
    ],
    [
      open && !asked && seat.hinderedAt === null && ctx.account.role === 'visitor' ? { id: ctx.anytime('wish', 'cannot', seat.id), label: seat.personId === me ? actions.cannot : actions.cannotGuest } : undefined,
      papersFor([seat], ctx),
      { id: ctx.anytime('event', 'show', seat.performanceId), label: say.actions.seeEvent },
      ...usualActions(ctx),
    ],
    { title: t`${seat.title}` },
  );
}

/** A leader's outing: when, where, and the names of the own structure's group; nothing of anybody else. */
async function outing(seats: readonly Reservation[], ctx: Context): Promise<Message> {
  const { say } = ctx;
  const { mine } = say.visits;
  const [first] = seats;
  if (first === undefined) return gone(ctx);
  const show = await ctx.store.offer.performance(first.performanceId);
  const over = show !== undefined && windowOf(show, ctx.now) === 'past';
  return message(
    [
      { kind: 'facts', facts: [{ label: mine.labels.when, value: t`${say.when(first)}` }, ...(await reachOf(first.performanceId, ctx))] },
      first.cancelledAt !== null ? notice('bad', mine.called) : over ? notice('info', mine.over) : undefined,
      paragraph(t`${mine.labels.people} (${mine.group(seats.length)})`),
      // One line each: a group of seventy is read on a phone.
      list(seats.map((seat) => ({ text: t`${person(seat.personId)} · ${say.reservations.number(seat.number)}` }))),
      over ? undefined : paragraph(mine.change),
    ],
    [papersFor(seats, ctx), { id: ctx.anytime('event', 'show', first.performanceId), label: say.actions.seeEvent }, ...usualActions(ctx)],
    { title: t`${first.title}` },
  );
}

async function gone(ctx: Context): Promise<Message> {
  const shown = await listed('current', undefined, ctx);
  return { ...shown, blocks: [notice('bad', ctx.say.visits.mine.gone), ...shown.blocks] };
}

async function show(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { person: me } = await ctx.store.account.standsFor();
  if (me === null) return answer(unlinked(ctx));
  const [seat] = isUuid(id) ? await ctx.store.booking.seats([id], ctx.now) : [];
  if (seat === undefined) return answer(await gone(ctx));
  return ctx.account.role === 'leader' ? outingOf(seat.performanceId, ctx) : answer(await sheet(seat, me, ctx));
}

async function outingOf(performance: string | undefined, ctx: Context): Promise<Outcome> {
  if (!isUuid(performance) || (await ctx.store.account.standsFor()).person === null) return answer(await gone(ctx));
  const page = { offset: 0, limit: 200 };
  const [coming, past] = [await ctx.store.booking.list({ which: 'listed', performance }, page, ctx.now), await ctx.store.booking.list({ which: 'past', performance }, page, ctx.now)];
  const seats = [...coming.items, ...past.items];
  if (ctx.account.role === 'leader') return answer(await outing(seats.filter(({ state }) => state === 'booked'), ctx));
  const [seat] = seats;
  return seat === undefined ? answer(await gone(ctx)) : show(seat.id, ctx);
}

/** Mes invitations (A14): a visitor's own and their guests'; a leader's outings with their group. Looks, changes nothing. */
export const mine: Flow = {
  name: 'mine',
  version: 1,
  for: ['visitor', 'leader'],
  start: async (_args, ctx) => answer(await listed('current', undefined, ctx)),
  steps: {},
  anytime: {
    open: async () => start('mine'),
    current: async ([from], ctx) => answer(await listed('current', from, ctx)),
    past: async ([from], ctx) => answer(await listed('past', from, ctx)),
    show: async ([id], ctx) => show(id, ctx),
    outing: async ([performance], ctx) => outingOf(performance, ctx),
  },
};
