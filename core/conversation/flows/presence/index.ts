import type { Reservation } from '../../../domain/reservation.ts';
import { isUuid } from '../../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Message } from '../../../messages/message.ts';
import { strong } from '../../../messages/text.ts';
import { ask, done, redraw, say as reply, type Context, type Flow, type Outcome, type Step } from '../../flow.ts';
import type { Slots } from '../../session.ts';
import { usualActions } from '../help.ts';
import { refuse } from '../refuse.ts';
import { allAs, nothingLeft, outing, save, takeWords, titledBy, until, untitled, type Marking } from './marking.ts';
import { answer, each, recap, which } from './steps.ts';

const PAGE = 6;
/** How far back a sentence may correct what is marked already: seats. */
const PAST = 500;

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const byOuting = (seats: readonly Reservation[]): (readonly Reservation[])[] => [...Map.groupBy(seats, ({ performanceId }) => performanceId).values()];
const blank = { performance: '', seats: [], marks: {} };

/** Outings to choose from: those that wait for an answer, or those that a sentence may mean. Paged. */
const pick: Step<Marking> = {
  async ask({ among, offset = 0 }, ctx): Promise<Message> {
    const { after } = ctx.say.presence;
    const all = byOuting(among === undefined ? await ctx.store.attendance.toMark(ctx.now) : await pastSeats(ctx)).filter(([one]) => among === undefined || among.includes(one?.performanceId ?? ''));
    const shown = all.slice(offset, offset + PAGE);
    if (all.length === 0) return message([paragraph(after.nothing)], usualActions(ctx));
    return message(
      [
        paragraph(among === undefined ? after.question : after.which),
        list(shown.flatMap((seats) => (seats[0] === undefined ? [] : [{ text: strong(seats[0].title), detail: after.line(seats[0], seats.length), action: { id: ctx.draft('presence', 'of', seats[0].performanceId), label: [seats[0].title] } }])), true),
        all.length > PAGE ? paragraph(ctx.say.search.page(offset + 1, Math.min(offset + PAGE, all.length), all.length)) : undefined,
      ],
      [
        offset > 0 ? { id: ctx.draft('presence', 'page', String(Math.max(0, offset - PAGE))), label: ctx.say.actions.previous } : undefined,
        offset + PAGE < all.length ? { id: ctx.draft('presence', 'page', String(offset + PAGE)), label: ctx.say.actions.more } : undefined,
        { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
      ],
      { title: after.title },
    );
  },
  async accept(marking, input, ctx) {
    if (input.kind !== 'press') return undefined;
    const [value = ''] = input.args;
    if (input.name === 'page') return redraw('pick', { ...marking, offset: Math.max(0, Number(value) || 0) });
    return input.name === 'of' && isUuid(value) ? about(value, marking.typed, ctx) : undefined;
  },
};

const pastSeats = async (ctx: Context): Promise<readonly Reservation[]> =>
  (await ctx.store.booking.list({ which: 'past' }, { offset: 0, limit: PAST }, until(ctx))).items.filter(({ cancelledAt }) => cancelledAt === null);

/** One outing: its sentence is taken up, or it is asked. What nobody has said anything about comes first. */
async function about(performance: string, typed: string | undefined, ctx: Context, only?: readonly string[]): Promise<Outcome> {
  const all = await outing(performance, ctx);
  const unknown = all.filter(({ attendance }) => attendance === 'unknown');
  const seats = (only !== undefined ? all.filter(({ id }) => only.includes(id)) : unknown.length > 0 ? unknown : all).map(({ id }) => id);
  const marking: Marking = { performance, seats, marks: {} };
  if (seats.length === 0) return ask('pick', blank, message([notice('info', ctx.say.presence.after.nothingFor)]));
  const taken = typed === undefined ? undefined : await takeWords(marking, typed, ctx, undefined);
  return taken ?? ask('answer', marking);
}

/** [Répondre] of a push, and of the list: those of one's own that nobody has said anything about. */
async function open(performance: string | undefined, ctx: Context): Promise<Outcome> {
  const show = isUuid(performance) ? await ctx.store.offer.performance(performance) : undefined;
  if (show === undefined) return reply(refuse({ code: 'unknown_performance' }, ctx));
  if (show.startsAt > until(ctx)) return reply(message([paragraph(ctx.say.presence.after.notYet(show))], usualActions(ctx)));
  if (show.cancelledAt !== null) return reply(refuse({ code: 'performance_cancelled' }, ctx, show));
  const mine = await ctx.store.attendance.toMark(ctx.now, { performance: show.id, mine: true });
  const seats = mine.length > 0 ? mine : await ctx.store.attendance.toMark(ctx.now, { performance: show.id });
  if (seats.length > 0) return ask('answer', { performance: show.id, seats: seats.map(({ id }) => id), marks: {} });
  // Answered meanwhile: what was said is shown, to be corrected.
  return correct(show.id, ctx, ctx.say.presence.after.already);
}

/** Marked already: one by one, as they stand. */
async function correct(performance: string | undefined, ctx: Context, saying?: Message['title']): Promise<Outcome> {
  const seats = isUuid(performance) ? await outing(performance, ctx) : [];
  if (!isUuid(performance) || seats.length === 0) return reply(refuse({ code: 'unknown_reservation' }, ctx));
  return ask('each', { performance, seats: seats.map(({ id }) => id), marks: {} }, ...(saying === undefined ? [] : [message([notice('info', saying)])]));
}

/** [Tous présents] of a push: at once, for those that nobody has said anything about; pressed again it changes nothing. */
async function allPresent(performance: string | undefined, ctx: Context): Promise<Outcome> {
  const show = isUuid(performance) ? await ctx.store.offer.performance(performance) : undefined;
  const seats = show === undefined ? [] : await ctx.store.attendance.toMark(ctx.now, { performance: show.id, mine: true });
  if (show === undefined || seats.length === 0) return show === undefined || show.startsAt > until(ctx) ? open(performance, ctx) : settled(show.id, ctx);
  return save({ performance: show.id, marks: allAs(seats, 'present') }, seats, ctx);
}

async function settled(performance: string, ctx: Context): Promise<Outcome> {
  const seats = await outing(performance, ctx);
  return seats.length === 0 ? reply(nothingLeft(ctx)) : save({ performance, marks: {} }, seats, ctx);
}

/**
 * A sentence typed at any time: 'Soraya était absente mardi', 'tout le monde était là', 'présence'. The outing is the one of
 * that day, title or person that waits for an answer, else one that was marked already; several are asked about (X2).
 */
async function sentence(args: Slots, ctx: Context): Promise<Outcome> {
  const { after } = ctx.say.presence;
  const typed = typeof args['typed'] === 'string' ? args['typed'] : '';
  const [from, to] = [args['from'], args['to']].map((at) => (typeof at === 'string' ? new Date(at) : undefined));
  const said = typeof args['matched'] === 'string' ? typed.replace(args['matched'], ' ') : typed;
  const people = new Set((Array.isArray(args['people']) ? (args['people'] as { candidates?: unknown }[]) : []).flatMap(({ candidates }) => strings(candidates)));
  const ofThatDay = (seats: readonly Reservation[]): readonly Reservation[] => seats.filter(({ startsAt }) => (from === undefined || startsAt >= from) && (to === undefined || startsAt < to));
  const candidates = (seats: readonly Reservation[]) => {
    const dated = ofThatDay(seats);
    const titled = titledBy(said, dated);
    const rest = untitled(said, titled);
    const outings = byOuting(titled.length > 0 ? titled : dated).filter((those) => people.size === 0 || those.some(({ personId }) => people.has(personId)));
    return { outings, rest };
  };
  const open = await ctx.store.attendance.toMark(ctx.now);
  const waiting = candidates(open);
  const meant = waiting.outings.length > 0 || (people.size === 0 && from === undefined && waiting.rest === said) ? waiting : candidates(await pastSeats(ctx));
  const [first, ...others] = meant.outings;
  if (first?.[0] === undefined) {
    const [coming] = ofThatDay((await ctx.store.booking.list({ which: 'current' }, { offset: 0, limit: PAST }, ctx.now)).items).filter(({ personId, state }) => state === 'booked' && (people.size === 0 || people.has(personId)));
    const no = people.size === 0 && from === undefined ? after.nothing : coming === undefined ? after.nothingFor : after.notYet(coming);
    return done(message([paragraph(no)], [...(open.length > 0 ? [{ id: ctx.anytime('presence', 'list'), label: after.title }] : []), ...usualActions(ctx)]));
  }
  // 'Présence' alone is a list, as soon as there are several.
  if (others.length > 0) return ask('pick', { ...blank, ...(people.size === 0 && from === undefined && args['outcome'] === undefined && !/\p{L}{3,} \p{L}/u.test(said.trim()) ? {} : { typed: meant.rest, among: meant.outings.flatMap(([one]) => one?.performanceId ?? []) }) });
  return about(first[0].performanceId, meant.rest, ctx);
}

/** Qui était là ? (A12): by buttons from the push, one by one, by a number or in words; corrected at any time later. */
export const presence: Flow<Marking> = {
  name: 'presence',
  version: 1,
  for: ['referent', 'leader'],
  async start(args, ctx) {
    const performance = args['performance'];
    // A draft that was left: as it was.
    if (typeof performance === 'string' && isUuid(performance) && args['resumed'] !== undefined) {
      const marks = args['marks'] !== null && typeof args['marks'] === 'object' ? (args['marks'] as Marking['marks']) : {};
      return ask('each', { performance, seats: strings(args['seats']), marks });
    }
    return sentence(args, ctx);
  },
  worthKeeping: ({ marks }) => Object.keys(marks).length > 0,
  steps: { answer, each, recap, which, pick },
  anytime: {
    open: async ([id], ctx) => open(id, ctx),
    all: async ([id], ctx) => allPresent(id, ctx),
    list: async () => ask('pick', blank),
    correct: async ([id], ctx) => correct(id, ctx),
    // One seat, from its sheet.
    seat: async ([id], ctx) => {
      const [seat] = isUuid(id) ? await ctx.store.booking.seats([id], ctx.now) : [];
      if (seat === undefined || seat.state !== 'booked') return reply(refuse({ code: 'unknown_reservation' }, ctx));
      return seat.startsAt > until(ctx) ? open(seat.performanceId, ctx) : about(seat.performanceId, undefined, ctx, [seat.id]);
    },
  },
};
