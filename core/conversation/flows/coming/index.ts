import { windowOf } from '../../../domain/performance.ts';
import type { Reservation } from '../../../domain/reservation.ts';
import { isUuid } from '../../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Action, Block, Message } from '../../../messages/message.ts';
import { person, strong, t } from '../../../messages/text.ts';
import { ask, done, redraw, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../../flow.ts';
import { dependents } from '../cancel.ts';
import { usualActions } from '../help.ts';
import { nameForm, readSaid, type Ambiguous } from '../presence/said.ts';
import { refuse } from '../refuse.ts';

/** Who comes to one outing, as far as it was said: ids of the seats of those who do not. Nothing is freed by it. */
interface Answers {
  readonly performance: string;
  readonly no: readonly string[];
  /** So many do not come; who is being asked. */
  readonly missing?: number;
  /** Names that several bear: the first is asked about. */
  readonly unsure?: readonly Ambiguous[];
}

const SHOWN = 40;

const seatsOf = ({ performance }: Answers, ctx: Context): Promise<readonly Reservation[]> => ctx.store.attendance.coming(performance, ctx.now);
const peopleOf = (seats: readonly Reservation[]): string[] => seats.map(({ personId }) => personId);
const plainly = ({ performance, no }: Answers): Answers => ({ performance, no });

const gone = (ctx: Context): Message => message([paragraph(ctx.say.presence.coming.nobodyLeft)], usualActions(ctx));

/** Qui vient ? Ticks; names, numbers and sentences can be typed at any moment (A17, X2). */
const who: Step<Answers> = {
  async ask(answers, ctx) {
    const { say, draft } = ctx;
    const { coming } = say.presence;
    const seats = await seatsOf(answers, ctx);
    const [first] = seats;
    if (first === undefined) return gone(ctx);
    const form = await nameForm(seats, ctx);
    const not = seats.filter(({ id }) => answers.no.includes(id));
    const yes = seats.filter((seat) => !not.includes(seat));
    const ticks: Action[] = seats.slice(0, SHOWN).map(({ id, personId }) => {
      const comes = !answers.no.includes(id);
      return { id: draft('coming', 'tick', id, comes ? 'n' : 'y'), label: t`${person(personId, form)}`, ticked: comes };
    });
    return message(
      [
        paragraph(t`${say.when(first)}, ${first.venueName}`),
        yes.length > 0 ? paragraph(coming.comes(peopleOf(yes))) : undefined,
        not.length > 0 ? paragraph(coming.stays(peopleOf(not))) : undefined,
        paragraph(answers.missing === undefined ? coming.question : coming.missing(answers.missing)),
        paragraph(coming.how(first.personId)),
      ],
      [
        ...ticks,
        not.length > 0 ? { id: draft('coming', 'all'), label: coming.all } : undefined,
        yes.length > 0 ? { id: draft('coming', 'none'), label: coming.none } : undefined,
        { id: draft('coming', 'send'), label: coming.send, style: 'primary' },
      ],
      { title: [first.title] },
    );
  },
  async accept(answers, input, ctx) {
    const seats = await seatsOf(answers, ctx);
    if (seats.length === 0) return input.kind === 'press' ? done(gone(ctx)) : undefined;
    const all = seats.map(({ id }) => id);
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') {
      const { intent } = input.understood;
      if (intent === 'yes') return send(answers, ctx);
      if (intent === 'no') return ask('who', { ...plainly(answers), no: all });
      return typed(answers, seats, input.text, ctx, input.understood);
    }
    const [id = '', to] = input.args;
    switch (input.name) {
      case 'tick':
        if (!all.includes(id)) return undefined;
        return redraw('who', { ...answers, no: to === 'n' ? [...new Set([...answers.no, id])] : answers.no.filter((other) => other !== id) });
      case 'all':
        return redraw('who', { ...plainly(answers), no: [] });
      case 'none':
        return redraw('who', { ...plainly(answers), no: all });
      case 'send':
        return send(answers, ctx);
      default:
        return undefined;
    }
  },
};

/** An answer in words moves the ticks, which are shown again: it sends nothing. */
async function typed(answers: Answers, seats: readonly Reservation[], text: string, ctx: Context, understood: Parameters<typeof readSaid>[4]): Promise<Outcome | undefined> {
  const { presence } = ctx.say;
  const said = await readSaid(text, seats, answers.missing === undefined ? 'there' : 'missing', ctx, understood);
  if (said === undefined) return undefined;
  if (said.wrongCount) return ask('who', plainly(answers), message([notice('info', presence.wrongCount(seats.length))]));
  const not = (id: string): boolean => (said.marks[id] === undefined ? answers.no.includes(id) : said.marks[id] !== 'present');
  const no = seats.filter(({ id }) => not(id)).map(({ id }) => id);
  const notes: Block[] = [
    ...(said.strangers.length > 0 ? [notice('info', presence.strangers(said.strangers))] : []),
    ...(said.unclear.length > 0 ? [notice('info', presence.unclear(said.unclear))] : []),
  ];
  const next = { performance: answers.performance, no, ...(said.missing === undefined ? {} : { missing: said.missing }) };
  const first = notes.length > 0 ? [message(notes)] : [];
  return said.ambiguous.length > 0 ? ask('which', { ...next, unsure: said.ambiguous }, ...first) : ask('who', next, ...first);
}

/** De qui parlez-vous ? Several of the outing bear that name. */
const which: Step<Answers> = {
  async ask(answers, ctx) {
    const [first] = answers.unsure ?? [];
    const seats = (await seatsOf(answers, ctx)).filter(({ id }) => first?.candidates.includes(id));
    return message([paragraph(ctx.say.book.which(first?.said ?? '')), list(seats.map((seat) => ({ text: t`${person(seat.personId)}`, action: { id: ctx.once('coming', 'pick', seat.id), label: t`${person(seat.personId)}` } })), true)],
      [{ id: ctx.once('coming', 'back'), label: ctx.say.actions.back }]);
  },
  async accept(answers, input, ctx) {
    const [first, ...rest] = answers.unsure ?? [];
    if (first === undefined) return ask('who', plainly(answers));
    if (input.kind === 'text') return typed(plainly(answers), await seatsOf(answers, ctx), input.text, ctx, input.understood);
    if (input.kind !== 'press') return undefined;
    if (input.name === 'back') return ask('who', plainly(answers));
    const [id = ''] = input.args;
    if (input.name !== 'pick' || !first.candidates.includes(id)) return undefined;
    const no = first.as === undefined ? answers.no : first.as === 'present' ? answers.no.filter((other) => other !== id) : [...new Set([...answers.no, id])];
    return rest.length > 0 ? ask('which', { performance: answers.performance, no, unsure: rest }) : ask('who', { performance: answers.performance, no });
  },
};

/** [Envoyer mes réponses]: kept at once when everybody comes; what frees a seat is read back first (X3). */
async function send(answers: Answers, ctx: Context): Promise<Outcome> {
  const seats = await seatsOf(answers, ctx);
  const not = seats.filter(({ id }) => answers.no.includes(id));
  if (seats.length === 0) return done(gone(ctx));
  return not.length > 0 && !late(not, ctx) ? ask('confirm', plainly(answers)) : settle(answers, seats, ctx);
}

const late = (seats: readonly Reservation[], ctx: Context): boolean => seats.some(({ closesAt }) => ctx.now >= closesAt);

/** 'Yes' is kept, 'no' frees the seat and serves who waits (A17); after closing the venue frees it (A5). */
async function settle(answers: Answers, seats: readonly Reservation[], ctx: Context): Promise<Outcome> {
  const { say, store, now } = ctx;
  const not = seats.filter(({ id }) => answers.no.includes(id));
  const tooLate = late(not, ctx);
  const leaving = tooLate ? not : [...not, ...(await dependents(not, ctx))];
  const yes = seats.filter(({ id }) => !leaving.some((seat) => seat.id === id));
  await store.booking.confirm(yes.map(({ id }) => id), now);
  for (const { id } of yes) await store.audit('seat.confirmed', id, {}, now);
  const kept = yes.length > 0 ? [notice('good', say.presence.coming.confirmed(peopleOf(yes)))] : [];
  if (tooLate) return start('cancel', { seats: not.map(({ id }) => id) }, ...(kept.length > 0 ? [message(kept)] : []));
  const freed = new Set(await store.booking.cancel(leaving.map(({ id }) => id), now));
  for (const id of freed) await store.audit('seat.cancelled', id, { from: 'confirm' }, now);
  const people = peopleOf(leaving.filter(({ id }) => freed.has(id)));
  return done(message([...kept, ...(people.length > 0 ? [notice('good', say.cancel.done([...new Set(people)]))] : [])], usualActions(ctx)));
}

const confirm: Step<Answers> = {
  async ask(answers, ctx) {
    const { coming } = ctx.say.presence;
    const seats = await seatsOf(answers, ctx);
    const [first] = seats;
    if (first === undefined) return gone(ctx);
    const not = seats.filter(({ id }) => answers.no.includes(id));
    const others = await dependents(not, ctx);
    const yes = seats.filter((seat) => !not.includes(seat) && !others.some(({ id }) => id === seat.id));
    return message(
      [
        paragraph(coming.recap),
        paragraph(t`${strong(first.title)}, ${ctx.say.when(first)}`),
        yes.length > 0 ? paragraph(coming.kept(peopleOf(yes))) : undefined,
        paragraph(coming.given(peopleOf(not))),
        others.length > 0 ? notice('wait', ctx.say.cancel.dependents(peopleOf(others))) : undefined,
        paragraph(ctx.say.cancel.gone(not.length + others.filter(({ state }) => state === 'booked').length)),
      ],
      [
        { id: ctx.once('coming', 'yes'), label: coming.confirm, style: 'danger' },
        { id: ctx.once('coming', 'change'), label: ctx.say.actions.change },
      ],
    );
  },
  async accept(answers, input, ctx) {
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    if ((input.kind === 'press' && input.name === 'change') || (input.kind === 'text' && input.understood.intent === 'no')) return ask('who', plainly(answers));
    if (!yes) return input.kind === 'text' ? typed(plainly(answers), await seatsOf(answers, ctx), input.text, ctx, input.understood) : undefined;
    const seats = await seatsOf(answers, ctx);
    return seats.length === 0 ? done(gone(ctx)) : settle(answers, seats, ctx);
  },
};

async function begin(performance: unknown, ctx: Context, no: readonly string[] = []): Promise<Outcome> {
  const show = typeof performance === 'string' && isUuid(performance) ? await ctx.store.offer.performance(performance) : undefined;
  if (show === undefined) return answer(refuse({ code: 'unknown_performance' }, ctx));
  const window = windowOf(show, ctx.now);
  if (window === 'cancelled' || window === 'past') return answer(refuse({ code: window === 'past' ? 'performance_past' : 'performance_cancelled' }, ctx, show));
  const seats = await ctx.store.attendance.coming(show.id, ctx.now);
  return seats.length === 0 ? answer(gone(ctx)) : ask('who', { performance: show.id, no: no.filter((id) => seats.some((seat) => seat.id === id)) });
}

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** What waits for an answer: one is asked about, several are a list. */
async function waiting(ctx: Context): Promise<Outcome> {
  const { presence } = ctx.say;
  const seats = await ctx.store.attendance.toConfirm(ctx.now);
  const shows = [...Map.groupBy(seats, ({ performanceId }) => performanceId).values()].flatMap(([one]) => one ?? []);
  const [only, ...others] = shows;
  if (only === undefined) return answer(message([paragraph(presence.coming.nothing)], usualActions(ctx)));
  if (others.length === 0) return begin(only.performanceId, ctx);
  return answer(message([paragraph(presence.coming.which), list(shows.slice(0, 9).map((show) => ({ text: strong(show.title), detail: [ctx.say.when(show)], action: { id: ctx.anytime('coming', 'open', show.performanceId), label: [show.title] } })), true)], [
    { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
  ]));
}

/** Qui vient ? (A17): answered from the push, days later, on any channel; nothing is freed before it is sent. */
export const coming: Flow<Answers> = {
  name: 'coming',
  version: 1,
  for: ['referent'],
  refusal: 'cannot_book',
  start: async (args, ctx) => (args['performance'] === undefined ? waiting(ctx) : begin(args['performance'], ctx, strings(args['no']))),
  worthKeeping: ({ no }) => no.length > 0,
  steps: { who, which, confirm },
  anytime: {
    // What had been ticked before something else was looked at is still ticked.
    open: async ([id], ctx) => begin(id, ctx, ctx.parked?.flow === 'coming' && ctx.parked.slots['performance'] === id ? strings(ctx.parked.slots['no']) : []),
    waiting: async (_args, ctx) => waiting(ctx),
  },
};
