import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { ListItem, Message } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import type { ReservationFilter } from '../../ports.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Step } from '../flow.ts';
import type { Understood } from '../../language/understand.ts';
import { refuse } from './refuse.ts';
import { usualActions } from './help.ts';

/** A list of one's own seats (A11): which, narrowed to a person or to an event's performance, from an offset. */
interface Shown {
  which: ReservationFilter['which'];
  person?: string;
  performance?: string;
  offset?: number;
}

const PAGE = 6;

export const stateOf = (seat: Reservation, ctx: Context) => {
  const { state } = ctx.say.reservations;
  if (seat.cancelledAt !== null) return state.performanceCancelled;
  switch (seat.state) {
    case 'waiting':
      return state.waiting(seat.rank ?? 0);
    case 'cancelled':
      return state.cancelled;
    case 'booked':
      return seat.startsAt <= ctx.now ? state[seat.attendance] : state.booked(seat.hinderedAt !== null);
  }
};

const item = (seat: Reservation, ctx: Context): ListItem => ({
  text: strong(person(seat.personId)),
  detail: t`${ctx.say.reservations.line(seat)} · ${stateOf(seat, ctx)}`,
  action: { id: ctx.anytime('reservations', 'show', seat.id), label: t`${person(seat.personId, 'short')}, ${seat.title}` },
});

async function listed(shown: Shown, ctx: Context): Promise<Message> {
  const { say, store, now, draft } = ctx;
  const { which, person: who, performance } = shown;
  const offset = shown.offset ?? 0;
  const filter = { which, ...(who === undefined ? {} : { person: who }), ...(performance === undefined ? {} : { performance }) };
  const { total, items } = await store.booking.list(filter, { offset, limit: PAGE }, now);
  const narrowed = who !== undefined || performance !== undefined;
  const others = (['current', 'waiting', 'past'] as const).filter((one) => one !== which);
  return message(
    [
      items.length === 0 ? paragraph(narrowed ? say.reservations.noneFor : say.reservations.none[which]) : list(items.map((seat) => item(seat, ctx)), true),
      total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, total), total)) : undefined,
    ],
    [
      offset > 0 ? { id: draft('reservations', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
      offset + PAGE < total ? { id: draft('reservations', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
      narrowed ? { id: draft('reservations', 'all'), label: say.reservations.filter.all } : undefined,
      ...others.map((one) => ({ id: draft('reservations', 'which', one), label: say.reservations.filter[one] })),
      total > 1 && !narrowed ? { id: draft('reservations', 'people'), label: say.reservations.filter.person } : undefined,
      total > 1 && !narrowed ? { id: draft('reservations', 'events'), label: say.reservations.filter.event } : undefined,
      items.length === 0 ? { id: ctx.anytime('search', 'open'), label: say.actions.search } : undefined,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ],
    { title: say.reservations.title[which] },
  );
}

async function sheet(seat: Reservation, ctx: Context): Promise<Message> {
  const { say } = ctx;
  const { labels } = say.reservations;
  const open = seat.state !== 'cancelled' && seat.startsAt > ctx.now && seat.cancelledAt === null;
  const facts = [{ label: labels.who, value: t`${person(seat.personId)}` }];
  if (seat.state === 'booked') facts.push({ label: labels.number, value: say.reservations.number(seat.number) });
  if (seat.state === 'waiting' && seat.rank !== undefined) facts.push({ label: labels.rank, value: say.reservations.rank(seat.rank) });
  if (open) facts.push({ label: labels.until, value: say.reservations.until(seat) });
  return message(
    [
      paragraph(say.reservations.line(seat)),
      paragraph(t`${seat.venueName}`),
      { kind: 'facts', facts },
      notice(seat.state === 'booked' ? 'good' : seat.state === 'waiting' ? 'wait' : 'bad', stateOf(seat, ctx)),
      seat.state === 'waiting' && seat.grouped === true ? paragraph(say.reservations.group) : undefined,
      seat.state === 'waiting' && seat.waitsIn === 2 && seat.grouped !== true ? paragraph(say.reservations.tier) : undefined,
    ],
    [
      open ? { id: ctx.anytime('cancel', 'seat', seat.id), label: seat.state === 'booked' ? say.reservations.cancelSeat : say.reservations.leaveQueue, style: 'danger' } : undefined,
      { id: ctx.anytime('event', 'show', seat.performanceId), label: say.actions.seeEvent },
      { id: ctx.anytime('reservations', 'open'), label: say.actions.reservations },
    ],
    { title: t`${seat.title}` },
  );
}

/** What a sentence narrows the list to: a person, a title, a day. */
async function narrowedBy(understood: Pick<Understood, 'people' | 'when' | 'rest'>, ctx: Context): Promise<Partial<Shown>> {
  const who = understood.people?.find(({ candidates }) => candidates.length > 0)?.candidates[0];
  const said = understood.rest ?? '';
  if (who !== undefined || (said === '' && understood.when === undefined)) return who === undefined ? {} : { person: who };
  const mine = (await ctx.store.booking.list({ which: 'current' }, { offset: 0, limit: 500 }, ctx.now)).items;
  const ids = await ctx.store.offer.search({ from: understood.when?.start ?? ctx.now, ...(understood.when?.end == null ? {} : { to: understood.when.end }), ...(said === '' ? {} : { text: said }) }, { offset: 0, limit: 50 });
  const hit = mine.find((seat) => ids.items.some((show) => show.id === seat.performanceId));
  return hit === undefined ? {} : { performance: hit.performanceId };
}

const step = (question: (shown: Shown, ctx: Context) => Promise<Message>): Step<Shown> => ({
  ask: question,
  async accept(shown, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') {
      // A name or a title narrows the list; anything with a verb of its own goes to the table of intents.
      if (input.understood.intent !== 'search' && input.understood.intent !== 'none') return undefined;
      const narrowed = await narrowedBy(input.understood, ctx);
      return Object.keys(narrowed).length === 0 ? undefined : ask('list', { which: shown.which, ...narrowed });
    }
    const [value = ''] = input.args;
    switch (input.name) {
      case 'page':
        return redraw('list', { ...shown, offset: Math.max(0, Number(value) || 0) });
      case 'which':
        return redraw('list', { which: value === 'waiting' || value === 'past' ? value : 'current' });
      case 'all':
        return redraw('list', { which: shown.which });
      case 'people':
      case 'events':
        return ask(input.name, shown);
      case 'of':
        return isUuid(value) ? ask('list', { which: shown.which, person: value }) : undefined;
      case 'for':
        return isUuid(value) ? ask('list', { which: shown.which, performance: value }) : undefined;
      default:
        return undefined;
    }
  },
});

const distinct = <T>(all: readonly T[], key: (one: T) => string): T[] => [...new Map(all.map((one) => [key(one), one])).values()];

async function choices(shown: Shown, ctx: Context, of: 'person' | 'event'): Promise<Message> {
  const { say, store, now } = ctx;
  const mine = (await store.booking.list({ which: shown.which }, { offset: 0, limit: 500 }, now)).items;
  const actions = of === 'person'
    ? distinct(mine, (seat) => seat.personId).slice(0, 12).map((seat) => ({ id: ctx.draft('reservations', 'of', seat.personId), label: t`${person(seat.personId)}` }))
    : distinct(mine, (seat) => seat.performanceId).slice(0, 12).map((seat) => ({ id: ctx.draft('reservations', 'for', seat.performanceId), label: t`${seat.title}, ${say.at.short(seat.startsAt, seat.zone)}` }));
  return message([paragraph(of === 'person' ? say.reservations.pickPerson : say.reservations.pickEvent)], [...actions, { id: ctx.draft('reservations', 'all'), label: say.reservations.filter.all }]);
}

/** Mes réservations (A11): current, waiting and past; by person, by event; paged; to the sheet and its cancelling. */
export const reservations: Flow<Shown> = {
  name: 'reservations',
  version: 1,
  async start(args, ctx) {
    if (ctx.account.role !== 'referent') return answer(refuse({ code: 'cannot_book' }, ctx));
    const from = typeof args['from'] === 'string' ? new Date(args['from']) : undefined;
    const to = typeof args['to'] === 'string' ? new Date(args['to']) : null;
    const narrowed = await narrowedBy({
      ...(Array.isArray(args['people']) ? { people: args['people'] as NonNullable<Understood['people']> } : {}),
      ...(from === undefined ? {} : { when: { start: from, end: to, grain: 'day', matched: '', index: 0 } }),
      ...(typeof args['text'] === 'string' ? { rest: args['text'] } : {}),
    }, ctx);
    const asked = args['people'] !== undefined || args['text'] !== undefined || from !== undefined;
    if (asked && Object.keys(narrowed).length === 0) return answer(message([paragraph(ctx.say.reservations.noneFor)], usualActions(ctx)));
    return ask('list', { which: 'current', ...narrowed });
  },
  steps: {
    list: step(listed),
    people: step((shown, ctx) => choices(shown, ctx, 'person')),
    events: step((shown, ctx) => choices(shown, ctx, 'event')),
  },
  anytime: {
    open: async () => start('reservations'),
    at: async ([performance], ctx) => (isUuid(performance) ? ask('list', { which: 'current', performance }) : answer(refuse({ code: 'unknown_performance' }, ctx))),
    show: async ([id], ctx) => {
      const [seat] = isUuid(id) ? await ctx.store.booking.seats([id], ctx.now) : [];
      return answer(seat === undefined ? refuse({ code: 'unknown_reservation' }, ctx) : await sheet(seat, ctx));
    },
  },
};

