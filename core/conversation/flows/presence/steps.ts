import type { Attendance, Reservation } from '../../../domain/reservation.ts';
import { isUuid } from '../../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Action } from '../../../messages/message.ts';
import { person, strong, t } from '../../../messages/text.ts';
import { ask, done, redraw, type Context, type Input, type Outcome, type Step } from '../../flow.ts';
import { usualActions } from '../help.ts';
import { allAs, markOf, marksSaid, nothingLeft, peopleOf, save, seatsOf, takeWords, type Marking } from './marking.ts';
import { nameForm } from './said.ts';

const SYMBOLS: Readonly<Record<Attendance, string>> = { present: '✅', absent: '❌', excused: '✉️', unknown: '❔' };
const CODES: Readonly<Record<Attendance, string>> = { present: 'p', absent: 'a', excused: 'e', unknown: 'u' };
const stateOf = (code: string | undefined): Attendance | undefined => (Object.keys(CODES) as Attendance[]).find((state) => CODES[state] === code);
const SHOWN = 40;

const titled = (seats: readonly Reservation[], ctx: Context) => seats.slice(0, 1).map((seat) => paragraph(t`${ctx.say.when(seat)}, ${seat.venueName}`));
const titleOf = (seats: readonly Reservation[]) => (seats[0] === undefined ? {} : { title: [seats[0].title] });

const typed = async (marking: Marking, input: Input, ctx: Context): Promise<Outcome | undefined> =>
  input.kind === 'text' ? takeWords(marking, input.text, ctx, input.understood) : undefined;

/** Milliseconds for which it is asked who is there, rather than who was. */
const DURING = 3 * 3_600_000;
const isDuring = ({ startsAt }: Reservation, ctx: Context): boolean => ctx.now.getTime() < startsAt.getTime() + DURING;

/** Qui était là ? Everybody, nobody, one by one; or in words. */
export const answer: Step<Marking> = {
  async ask(marking, ctx) {
    const { after } = ctx.say.presence;
    const seats = await seatsOf(marking, ctx);
    const [first] = seats;
    if (first === undefined) return nothingLeft(ctx);
    const one = seats.length === 1;
    return message(
      [...titled(seats, ctx), paragraph(after.people(peopleOf(seats))), paragraph(isDuring(first, ctx) ? after.questionNow : after.question), one ? undefined : paragraph(after.how(first.personId))],
      one
        ? (['present', 'absent', 'excused'] as const).map((state) => ({ id: ctx.once('presence', 'all', CODES[state]), label: after[state] }))
        : [{ id: ctx.once('presence', 'all', 'p'), label: after.all }, { id: ctx.once('presence', 'all', 'a'), label: after.none }, { id: ctx.once('presence', 'each'), label: after.each }],
      titleOf(seats),
    );
  },
  async accept(marking, input, ctx) {
    const seats = await seatsOf(marking, ctx);
    if (seats.length === 0) return input.kind === 'press' ? done(nothingLeft(ctx)) : undefined;
    if (input.kind === 'press') {
      if (input.name === 'each') return ask('each', marking);
      const state = input.name === 'all' ? stateOf(input.args[0]) : undefined;
      return state === undefined || state === 'unknown' ? undefined : ask('recap', { ...marking, marks: allAs(seats, state) });
    }
    if (input.kind === 'text' && input.understood.intent === 'yes') return ask('recap', { ...marking, marks: allAs(seats, 'present') });
    return typed(marking, input, ctx);
  },
};

/** Un par un: a tap goes to the next state; a line of words says how they all stand. */
export const each: Step<Marking> = {
  async ask(marking, ctx) {
    const { after } = ctx.say.presence;
    const { draft } = ctx;
    const seats = await seatsOf(marking, ctx);
    if (seats.length === 0) return nothingLeft(ctx);
    const form = await nameForm(seats, ctx);
    const cycle: readonly Attendance[] = marking.missing === undefined ? ['present', 'absent', 'excused', 'unknown'] : ['present', 'absent', 'excused'];
    const tap = (seat: Reservation): Action => {
      const state = markOf(marking, seat);
      const next = cycle[(cycle.indexOf(state) + 1) % cycle.length] ?? 'present';
      return { id: draft('presence', 'mark', seat.id, CODES[next]), label: t`${SYMBOLS[state]} ${person(seat.personId, form)}` };
    };
    const open = seats.filter((seat) => markOf(marking, seat) === 'unknown').length;
    return message(
      [...titled(seats, ctx), ...marksSaid(marking, seats, ctx), paragraph(marking.missing === undefined ? after.eachHow : after.missing(marking.missing))],
      [
        ...seats.slice(0, SHOWN).map(tap),
        open > 0 && open < seats.length ? { id: draft('presence', 'others'), label: after.others } : undefined,
        { id: draft('presence', 'save'), label: after.save, style: 'primary' },
      ],
      titleOf(seats),
    );
  },
  async accept(marking, input, ctx) {
    const seats = await seatsOf(marking, ctx);
    if (seats.length === 0) return input.kind === 'press' ? done(nothingLeft(ctx)) : undefined;
    if (input.kind === 'text' && input.understood.intent === 'yes') return kept(marking, seats, ctx, false);
    if (input.kind !== 'press') return typed(marking, input, ctx);
    const [id = '', code] = input.args;
    const state = stateOf(code);
    switch (input.name) {
      case 'mark':
        return state === undefined || !seats.some((seat) => seat.id === id) ? undefined : redraw('each', { ...marking, marks: { ...marking.marks, [id]: state } });
      case 'others':
        return redraw('each', { ...marking, marks: { ...marking.marks, ...allAs(seats.filter((seat) => markOf(marking, seat) === 'unknown'), 'present') } });
      case 'save':
        return kept(marking, seats, ctx, false);
      default:
        return undefined;
    }
  },
};

/** What was tapped one by one was seen as it stands; a number said before is held against it. */
async function kept(marking: Marking, seats: readonly Reservation[], ctx: Context, anyway: boolean): Promise<Outcome> {
  const { after } = ctx.say.presence;
  const missing = seats.filter((seat) => ['absent', 'excused'].includes(markOf(marking, seat))).length;
  if (!anyway && marking.missing !== undefined && missing !== marking.missing) return ask('recap', marking, message([notice('info', after.stillMissing(marking.missing))]));
  if (seats.every((seat) => markOf(marking, seat) === seat.attendance) && seats.some(({ attendance }) => attendance === 'unknown')) return ask('each', marking, message([notice('info', after.nothingSaid)]));
  return save(marking, seats, ctx);
}

/** What a sentence or a button was taken for, before it is kept (X2). */
export const recap: Step<Marking> = {
  async ask(marking, ctx) {
    const { after } = ctx.say.presence;
    const seats = await seatsOf(marking, ctx);
    const [first] = seats;
    if (first === undefined) return nothingLeft(ctx);
    return message(
      [paragraph(after.recap), paragraph(t`${strong(first.title)}, ${ctx.say.when(first)}`), ...marksSaid(marking, seats, ctx)],
      [
        { id: ctx.once('presence', 'save'), label: after.save, style: 'primary' },
        { id: ctx.once('presence', 'change'), label: ctx.say.actions.change },
        { id: ctx.once('presence', 'leave'), label: ctx.say.actions.giveUp },
      ],
    );
  },
  async accept(marking, input, ctx) {
    const seats = await seatsOf(marking, ctx);
    const intent = input.kind === 'text' ? input.understood.intent : undefined;
    if ((input.kind === 'press' && input.name === 'save') || intent === 'yes') return seats.length === 0 ? done(nothingLeft(ctx)) : kept(marking, seats, ctx, true);
    if (input.kind === 'press' && input.name === 'leave') return done(message([paragraph(ctx.say.misc.left)], usualActions(ctx)));
    if ((input.kind === 'press' && input.name === 'change') || intent === 'no') return ask('each', marking);
    return typed(marking, input, ctx);
  },
};

/** De qui parlez-vous ? Several of the outing bear that name. */
export const which: Step<Marking> = {
  async ask(marking, ctx) {
    const [first] = marking.unsure ?? [];
    const seats = (await ctx.store.booking.seats(first?.candidates ?? [], ctx.now));
    return message([paragraph(ctx.say.book.which(first?.said ?? '')), list(seats.map((seat) => ({ text: t`${person(seat.personId)}`, action: { id: ctx.once('presence', 'pick', seat.id), label: t`${person(seat.personId)}` } })), true)],
      [{ id: ctx.once('presence', 'change'), label: ctx.say.actions.back }]);
  },
  async accept(marking, input, ctx) {
    const { unsure = [], ...rest } = marking;
    const [first, ...others] = unsure;
    if (first === undefined) return ask('each', rest);
    if (input.kind !== 'press') return typed(rest, input, ctx);
    const [id = ''] = input.args;
    // Those who bear the name too and were not meant are not asked about, unless they were before.
    const next: Marking = { ...rest, seats: rest.seats.filter((seat) => seat === id || !first.candidates.includes(seat) || rest.marks[seat] !== undefined || seat === id) };
    if (input.name === 'change') return ask('each', rest);
    if (input.name !== 'pick' || !isUuid(id) || !first.candidates.includes(id)) return undefined;
    const marked = first.as === undefined ? next : { ...next, marks: { ...next.marks, [id]: first.as } };
    if (others.length > 0) return ask('which', { ...marked, unsure: others });
    return ask(first.as === undefined ? 'each' : 'recap', marked);
  },
};
