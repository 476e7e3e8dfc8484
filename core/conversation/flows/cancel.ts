import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Message } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { askToFree } from './exceptions.ts';
import { usualActions } from './help.ts';
import { refuse } from './refuse.ts';
import { stateOf } from './reservations.ts';

/** Seats about to be given back, as ids; `offered` while one is still to be picked. */
interface Giving {
  readonly seats: readonly string[];
  readonly offered?: readonly string[];
}

const cancellable = (seat: Reservation, now: Date): boolean => seat.state !== 'cancelled' && seat.startsAt > now && seat.cancelledAt === null;

/**
 * Guests and companions who would be left without a participant of their request: they go with the last
 * one, and are named before it is confirmed (A10).
 */
export async function dependents(seats: readonly Reservation[], ctx: Context): Promise<readonly Reservation[]> {
  const [performance, ...others] = new Set(seats.map(({ performanceId }) => performanceId));
  const all = (await ctx.store.booking.list({ which: 'current', ...(performance === undefined || others.length > 0 ? {} : { performance }) }, { offset: 0, limit: 1_000 }, ctx.now)).items;
  const leaving = new Set(seats.map(({ id }) => id));
  const requests = new Set(seats.filter(({ kind }) => kind === 'participant').map(({ requestId }) => requestId));
  return all.filter((seat) =>
    requests.has(seat.requestId) && !leaving.has(seat.id) && seat.kind !== 'participant' &&
    !all.some((other) => other.requestId === seat.requestId && other.kind === 'participant' && !leaving.has(other.id) &&
      // A participant who only waits does not keep the seat of somebody seated with one who leaves.
      (other.state === 'booked' || seat.state === 'waiting')));
}

async function begin(ids: readonly string[], ctx: Context): Promise<Outcome> {
  const seats = (await ctx.store.booking.seats(ids, ctx.now)).filter((seat) => cancellable(seat, ctx.now));
  const [first] = seats;
  if (first === undefined) return answer(refuse({ code: 'unknown_reservation' }, ctx));
  // After closing a seat is the venue's to free; leaving the waiting list is possible at any time (A5).
  const late = seats.filter((seat) => seat.state === 'booked' && ctx.now >= seat.closesAt);
  if (late.length > 0) return ask('late', { seats: late.map(({ id }) => id) });
  return ask('confirm', { seats: seats.map(({ id }) => id) });
}

const confirm: Step<Giving> = {
  async ask({ seats: ids }, ctx): Promise<Message> {
    const { say } = ctx;
    const seats = await ctx.store.booking.seats(ids, ctx.now);
    const others = await dependents(seats, ctx);
    const booked = seats.filter(({ state }) => state === 'booked');
    return message(
      [
        paragraph(say.cancel.recap),
        ...Map.groupBy(booked, ({ performanceId }) => performanceId).values().flatMap((those) => those[0] === undefined ? [] : [paragraph(say.cancel.seats(those.map(({ personId }) => personId), those[0]))]),
        ...seats.filter(({ state }) => state === 'waiting').map((seat) => paragraph(say.cancel.wait(seat.personId, seat, seat.rank ?? 0))),
        others.length > 0 ? notice('wait', say.cancel.dependents(others.map(({ personId }) => personId))) : undefined,
        paragraph(booked.length > 0 ? say.cancel.gone(booked.length + others.filter(({ state }) => state === 'booked').length) : say.cancel.rankLost),
      ],
      [
        { id: ctx.once('cancel', 'yes'), label: say.cancel.confirm, style: 'danger' },
        { id: ctx.once('cancel', 'keep'), label: say.cancel.keep },
      ],
    );
  },
  async accept({ seats: ids }, input, ctx) {
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const keep = input.kind === 'press' ? input.name === 'keep' : input.kind === 'text' && input.understood.intent === 'no';
    if (keep) return done(message([paragraph(ctx.say.cancel.kept)], usualActions(ctx)));
    if (!yes) return undefined;
    const seats = (await ctx.store.booking.seats(ids, ctx.now)).filter((seat) => cancellable(seat, ctx.now));
    // The closing may have come while the person was thinking.
    const late = seats.filter((seat) => seat.state === 'booked' && ctx.now >= seat.closesAt);
    if (late.length > 0) return ask('late', { seats: late.map(({ id }) => id) });
    const all = [...seats, ...(await dependents(seats, ctx))];
    const gone = new Set(await ctx.store.booking.cancel(all.map(({ id }) => id), ctx.now));
    for (const id of gone) await ctx.store.audit('seat.cancelled', id, {}, ctx.now);
    const people = all.filter(({ id }) => gone.has(id)).map(({ personId }) => personId);
    return done(people.length === 0 ? refuse({ code: 'unknown_reservation' }, ctx) : message([notice('good', ctx.say.cancel.done([...new Set(people)]))], usualActions(ctx)));
  },
};

/** Too late: whom to call, and the 'cannot come' that is kept for the venue (A5). */
const late: Step<Giving> = {
  async ask({ seats: ids }, ctx): Promise<Message> {
    const { say } = ctx;
    const [seat] = await ctx.store.booking.seats(ids, ctx.now);
    const show = seat === undefined ? undefined : await ctx.store.offer.performance(seat.performanceId);
    const no = refuse({ code: 'too_late_to_cancel' }, ctx, show);
    const noted = seat !== undefined && seat.hinderedAt !== null;
    return message([...no.blocks, paragraph(say.cancel.late)], [
      noted ? undefined : { id: ctx.once('cancel', 'hinder'), label: say.cancel.hinder, style: 'primary' },
      // Only the operator's word frees a seat now.
      { id: ctx.once('cancel', 'ask'), label: say.desk.exceptions.ask },
      { id: ctx.once('cancel', 'comes'), label: noted ? say.cancel.comes : say.cancel.keep },
    ]);
  },
  async accept({ seats: ids }, input, ctx) {
    const { say, store, now } = ctx;
    if (input.kind === 'press' && input.name === 'ask') return done(await askToFree(ids, ctx));
    const yes = input.kind === 'press' ? input.name === 'hinder' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'comes' : input.kind === 'text' && input.understood.intent === 'no';
    if (!yes && !no) return undefined;
    const seats = await store.booking.seats(ids, now);
    const before = seats.some(({ hinderedAt }) => hinderedAt !== null);
    await store.booking.hinder(ids, yes, now);
    for (const id of ids) await store.audit(yes ? 'seat.hindered' : 'seat.unhindered', id, {}, now);
    const people = seats.map(({ personId }) => personId);
    return done(message([paragraph(yes ? say.cancel.hindered(people) : before ? say.cancel.unhindered(people) : say.cancel.kept)], usualActions(ctx)));
  },
};

const pick: Step<Giving> = {
  async ask({ offered = [] }, ctx): Promise<Message> {
    const seats = await ctx.store.booking.seats(offered, ctx.now);
    return message(
      [
        paragraph(ctx.say.cancel.which),
        list(seats.slice(0, 9).map((seat) => ({
          text: strong(person(seat.personId)),
          detail: t`${ctx.say.reservations.line(seat)} · ${stateOf(seat, ctx)}`,
          action: { id: ctx.anytime('cancel', 'seat', seat.id), label: t`${person(seat.personId, 'short')}, ${seat.title}` },
        })), true),
      ],
      [
        seats.length > 1 && seats.length <= 9 && new Set(seats.map(({ performanceId }) => performanceId)).size === 1 ? { id: ctx.once('cancel', 'all'), label: ctx.say.reservations.filter.all } : undefined,
        { id: ctx.anytime('reservations', 'open'), label: ctx.say.actions.reservations },
        { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
      ],
    );
  },
  async accept({ offered = [] }, input, ctx) {
    if (input.kind === 'press') return input.name === 'all' ? begin(offered, ctx) : undefined;
    // A name, a title or a day narrows what was offered; 'annuler …' begins again.
    if (input.kind === 'submit' || input.understood.intent === 'cancel') return undefined;
    const { people, when, rest } = input.understood;
    const seats = await ctx.store.booking.seats(offered, ctx.now);
    const said = { people, from: when?.start, to: when?.end ?? undefined };
    const titled = await narrowed(seats, { ...said, text: rest }, ctx);
    // 'Celle du 5 décembre': words that are no title do not hide the day.
    const named = people !== undefined || when !== undefined;
    const meant = titled.length === 0 && named ? await narrowed(seats, { ...said, text: undefined }, ctx) : titled;
    if (meant.length === 0 && named) return ask('pick', { seats: [], offered }, message([paragraph(ctx.say.cancel.nothingFor)]));
    if (meant.length === 0 || meant.length === offered.length) return undefined;
    return meant.length === 1 ? begin(meant.map(({ id }) => id), ctx) : ask('pick', { seats: [], offered: meant.map(({ id }) => id) });
  },
};

interface Meant {
  readonly people: readonly { readonly candidates: readonly string[] }[] | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly text: string | undefined;
}

/** Those of these seats that a sentence may mean. */
async function narrowed(seats: readonly Reservation[], { people, from, to, text }: Meant, ctx: Context): Promise<readonly Reservation[]> {
  const named = people?.flatMap(({ candidates }) => candidates);
  const titled = text === undefined ? undefined : new Set((await ctx.store.offer.search({ from: ctx.now, text }, { offset: 0, limit: 100 })).items.map(({ id }) => id));
  return seats.filter((seat) =>
    (named === undefined || named.includes(seat.personId)) &&
    (from === undefined || seat.startsAt >= from) && (to === undefined || seat.startsAt < to) &&
    (titled === undefined || titled.has(seat.performanceId)));
}

/** Annuler (A5, A8, A10): a person, an event or a day named, or picked from one's reservations. */
export const cancel: Flow<Giving> = {
  name: 'cancel',
  version: 1,
  for: ['referent', 'visitor'],
  refusal: 'cannot_book',
  async start(args, ctx) {
    // A visitor tells their referent that they cannot come, and cancels nothing (A14).
    if (ctx.account.role !== 'referent') return start('wish', args);
    // Seats that another flow has settled on.
    if (Array.isArray(args['seats'])) return begin(args['seats'].filter(isUuid), ctx);
    const { say, store, now } = ctx;
    const all = (await store.booking.list({ which: 'current' }, { offset: 0, limit: 500 }, now)).items.filter((seat) => cancellable(seat, now));
    if (all.length === 0) return answer(message([paragraph(say.cancel.nothing)], usualActions(ctx)));
    const people = Array.isArray(args['people']) ? (args['people'] as { candidates: string[] }[]) : undefined;
    const meant = await narrowed(all, {
      people,
      from: typeof args['from'] === 'string' ? new Date(args['from']) : undefined,
      to: typeof args['to'] === 'string' ? new Date(args['to']) : undefined,
      text: typeof args['text'] === 'string' ? args['text'] : undefined,
    }, ctx);
    const [only] = meant;
    if (only === undefined) return answer(message([paragraph(say.cancel.nothingFor)], usualActions(ctx)));
    // One seat is meant, or one each of several people clearly named for one performance: recap at once.
    const named = people !== undefined && new Set(meant.map(({ personId }) => personId)).size === meant.length &&
      people.every(({ candidates }) => candidates.length === 1);
    if (meant.length === 1 || named) return begin(meant.map(({ id }) => id), ctx);
    return ask('pick', { seats: [], offered: meant.map(({ id }) => id) });
  },
  steps: { confirm, late, pick },
  anytime: {
    seat: async ([id], ctx) => (ctx.account.role !== 'referent' ? answer(refuse({ code: 'cannot_book' }, ctx)) : isUuid(id) ? begin([id], ctx) : answer(refuse({ code: 'unknown_reservation' }, ctx))),
    request: async ([id], ctx) => {
      if (ctx.account.role !== 'referent') return answer(refuse({ code: 'cannot_book' }, ctx));
      const mine = (await ctx.store.booking.list({ which: 'current' }, { offset: 0, limit: 500 }, ctx.now)).items.filter((seat) => seat.requestId === id);
      return begin(mine.map((seat) => seat.id), ctx);
    },
  },
};
