import { freeSeats, windowOf } from '../../domain/performance.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { ListItem, Message, Text } from '../../messages/message.ts';
import { person, strong, t } from '../../messages/text.ts';
import type { ReservationFilter } from '../../store.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import type { Understood } from '../../language/understand.ts';
import { refuse } from './refuse.ts';
import { usualActions } from './help.ts';
import { papersFor } from './papers.ts';

/**
 * A list of one's own seats (A11): which, narrowed to a person or to performances, from an offset.
 * `among`: persons whose name was said and who are to be chosen between.
 */
interface Shown {
  which: 'current' | 'waiting' | 'past';
  person?: string;
  performances?: readonly string[];
  among?: readonly string[];
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

/** 'place réservée' on a line of its own: 'Place réservée.' */
const sentence = (text: Text): Text => [...text.map((span, i) => (i === 0 && typeof span === 'string' ? span.charAt(0).toLocaleUpperCase('fr') + span.slice(1) : span)), '.'];

const item = (seat: Reservation, ctx: Context): ListItem => ({
  text: strong(person(seat.personId)),
  detail: t`${ctx.say.reservations.line(seat)} · ${stateOf(seat, ctx)}`,
  action: { id: ctx.anytime('reservations', 'show', seat.id), label: t`${person(seat.personId, 'short')}, ${seat.title}` },
});

/** One page of what is shown. Several performances (a day, an event) are picked out of the whole list. */
async function pageOf({ which, person: who, performances, offset = 0 }: Shown, ctx: Context): Promise<{ total: number; items: readonly Reservation[] }> {
  // What the venue cancelled stays in the list until its day, so that nobody looks for it in vain (A19).
  const filter: ReservationFilter = { which: which === 'current' ? 'listed' : which, ...(who === undefined ? {} : { person: who }) };
  const [only, ...others] = performances ?? [];
  if (performances === undefined || others.length === 0) {
    return ctx.store.booking.list({ ...filter, ...(only === undefined ? {} : { performance: only }) }, { offset, limit: PAGE }, ctx.now);
  }
  const all = (await ctx.store.booking.list(filter, { offset: 0, limit: 1_000 }, ctx.now)).items.filter((seat) => performances.includes(seat.performanceId));
  return { total: all.length, items: all.slice(offset, offset + PAGE) };
}

async function listed(shown: Shown, ctx: Context): Promise<Message> {
  const { say, draft } = ctx;
  const { which, offset = 0 } = shown;
  const { total, items } = await pageOf(shown, ctx);
  const narrowed = shown.person !== undefined || shown.performances !== undefined;
  const others = (['current', 'waiting', 'past'] as const).filter((one) => one !== which);
  return message(
    [
      items.length === 0 ? paragraph(narrowed ? say.reservations.noneFor : say.reservations.none[which]) : list(items.map((seat) => item(seat, ctx)), true),
      total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, total), total)) : undefined,
    ],
    [
      offset > 0 ? { id: draft('reservations', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
      offset + PAGE < total ? { id: draft('reservations', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
      narrowed && new Set(items.map(({ performanceId }) => performanceId)).size === 1 ? papersFor(items, ctx) : undefined,
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
  const why = await whyNotYet(seat, ctx);
  const open = seat.state !== 'cancelled' && seat.startsAt > ctx.now && seat.cancelledAt === null;
  const facts = [{ label: labels.who, value: t`${person(seat.personId)}` }];
  if (seat.state === 'booked') facts.push({ label: labels.number, value: say.reservations.number(seat.number) });
  if (seat.state === 'waiting' && seat.rank !== undefined) facts.push({ label: labels.rank, value: say.reservations.rank(seat.rank) });
  const late = seat.state === 'booked' && ctx.now >= seat.closesAt;
  if (open && seat.state === 'booked' && !late) facts.push({ label: labels.until, value: say.reservations.until(seat) });
  if (why !== undefined) facts.push({ label: labels.why, value: why.short });
  return message(
    [
      paragraph(t`${say.when(seat)}, ${seat.venueName}`),
      { kind: 'facts', facts },
      notice(seat.state === 'waiting' ? 'wait' : seat.state === 'cancelled' || seat.cancelledAt !== null ? 'bad' : seat.startsAt <= ctx.now ? 'info' : 'good', sentence(stateOf(seat, ctx))),
      why?.more === undefined ? undefined : paragraph(why.more),
    ],
    [
      open ? { id: ctx.anytime('cancel', 'seat', seat.id), label: late ? say.cancel.hinder : seat.state === 'booked' ? say.reservations.cancelSeat : say.reservations.leaveQueue, style: 'danger' } : undefined,
      seat.state === 'booked' && seat.startsAt <= ctx.now && seat.cancelledAt === null ? { id: ctx.anytime('presence', 'seat', seat.id), label: seat.attendance === 'unknown' ? say.presence.after.mark : say.presence.after.correct } : undefined,
      papersFor([seat], ctx),
      { id: ctx.anytime('event', 'show', seat.performanceId), label: say.actions.seeEvent },
      { id: ctx.anytime('reservations', 'open'), label: say.actions.reservations },
    ],
    { title: t`${seat.title}` },
  );
}

/** Why somebody still waits (X8): the reason in a word, and what will happen where that is not plain. */
async function whyNotYet(seat: Reservation, ctx: Context): Promise<{ short: Text; more?: Text } | undefined> {
  const { say, store, now } = ctx;
  if (seat.state !== 'waiting' || seat.startsAt <= now) return undefined;
  const show = await store.offer.performance(seat.performanceId);
  if (show === undefined || windowOf(show, now) !== 'open') return { short: say.reasons.over };
  if (seat.grouped === true) return { short: say.reasons.group, more: say.reservations.group };
  if (seat.waitsIn === 2) return { short: say.reasons.weekly_quota, more: say.reservations.tier(show) };
  const { structureLeft } = await store.booking.facts(show, now);
  if (structureLeft !== null && structureLeft <= 0) return { short: say.reasons.structure_quota };
  return { short: freeSeats(show) > 0 && seat.kind !== 'participant' ? say.reasons.participant_first : say.reasons.full };
}

/** What a sentence narrows the list to: a person, a title, a day. */
async function narrowedBy(understood: Pick<Understood, 'people' | 'when' | 'rest'>, ctx: Context): Promise<Partial<Shown>> {
  const candidates = understood.people?.find((one) => one.candidates.length > 0)?.candidates ?? [];
  const [who, ...namesakes] = candidates;
  const said = understood.rest ?? '';
  if (namesakes.length > 0) return { among: candidates };
  if (who !== undefined || (said === '' && understood.when === undefined)) return who === undefined ? {} : { person: who };
  const mine = (await ctx.store.booking.list({ which: 'current' }, { offset: 0, limit: 500 }, ctx.now)).items;
  const ids = await ctx.store.offer.search({ from: understood.when?.start ?? ctx.now, ...(understood.when?.end == null ? {} : { to: understood.when.end }), ...(said === '' ? {} : { text: said }) }, { offset: 0, limit: 50 });
  const hits = mine.filter((seat) => ids.items.some((show) => show.id === seat.performanceId)).map(({ performanceId }) => performanceId);
  return hits.length === 0 ? {} : { performances: [...new Set(hits)] };
}

/** The list, or first the question which of several persons of that name is meant. */
const shownBy = (shown: Shown): Outcome => ask(shown.among === undefined ? 'list' : 'people', shown);

const step = (question: (shown: Shown, ctx: Context) => Promise<Message>): Step<Shown> => ({
  ask: question,
  async accept(shown, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') {
      // A name or a title narrows the list; anything with a verb of its own goes to the table of intents.
      if (input.understood.intent !== 'search' && input.understood.intent !== 'none') return undefined;
      const narrowed = await narrowedBy(input.understood, ctx);
      return Object.keys(narrowed).length === 0 ? undefined : shownBy({ which: shown.which, ...narrowed });
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
        return isUuid(value) ? ask('list', { which: shown.which, performances: [value] }) : undefined;
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
    ? (shown.among ?? distinct(mine, (seat) => seat.personId).map(({ personId }) => personId)).slice(0, 12).map((id) => ({ id: ctx.draft('reservations', 'of', id), label: t`${person(id)}` }))
    : distinct(mine, (seat) => seat.performanceId).slice(0, 12).map((seat) => ({ id: ctx.draft('reservations', 'for', seat.performanceId), label: t`${seat.title}, ${say.at.short(seat.startsAt, seat.zone)}` }));
  return message([paragraph(of === 'person' ? say.reservations.pickPerson : say.reservations.pickEvent)], [...actions, { id: ctx.draft('reservations', 'all'), label: say.reservations.filter.all }]);
}

/** Mes réservations (A11): current, waiting and past; by person, by event; paged; to the sheet and its cancelling. */
export const reservations: Flow<Shown> = {
  name: 'reservations',
  version: 1,
  for: ['referent', 'visitor', 'leader'],
  refusal: 'cannot_book',
  browses: true,
  async start(args, ctx) {
    // Somebody who looks has a list of their own (A14).
    if (ctx.account.role !== 'referent') return start('mine');
    const from = typeof args['from'] === 'string' ? new Date(args['from']) : undefined;
    const to = typeof args['to'] === 'string' ? new Date(args['to']) : null;
    const narrowed = await narrowedBy({
      ...(Array.isArray(args['people']) ? { people: args['people'] as NonNullable<Understood['people']> } : {}),
      ...(from === undefined ? {} : { when: { start: from, end: to, grain: 'day', matched: '', index: 0 } }),
      ...(typeof args['text'] === 'string' ? { rest: args['text'] } : {}),
    }, ctx);
    const asked = args['people'] !== undefined || args['text'] !== undefined || from !== undefined;
    if (asked && Object.keys(narrowed).length === 0) return answer(message([paragraph(ctx.say.reservations.noneFor)], usualActions(ctx)));
    return shownBy({ which: 'current', ...narrowed });
  },
  steps: {
    list: step(listed),
    people: step((shown, ctx) => choices(shown, ctx, 'person')),
    events: step((shown, ctx) => choices(shown, ctx, 'event')),
  },
  anytime: {
    open: async () => start('reservations'),
    at: async ([performance], ctx) => (ctx.account.role !== 'referent' ? start('mine') : isUuid(performance) ? ask('list', { which: 'current', performances: [performance] }) : answer(refuse({ code: 'unknown_performance' }, ctx))),
    show: async ([id], ctx) => {
      if (ctx.account.role !== 'referent') return start('mine');
      const [seat] = isUuid(id) ? await ctx.store.booking.seats([id], ctx.now) : [];
      return answer(seat === undefined ? refuse({ code: 'unknown_reservation' }, ctx) : await sheet(seat, ctx));
    },
  },
};

