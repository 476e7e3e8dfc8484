import { markableUntil } from '../../../domain/time.ts';
import type { Attendance, Reservation } from '../../../domain/reservation.ts';
import type { Mark } from '../../../language/attendance.ts';
import { fold } from '../../../language/fold.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Action, Block, Message } from '../../../messages/message.ts';
import type { Understood } from '../../../language/understand.ts';
import { ask, done, type Context, type Outcome } from '../../flow.ts';
import { usualActions } from '../help.ts';
import { refuse } from '../refuse.ts';
import { readSaid, type Ambiguous } from './said.ts';

/** Who was at one outing, as far as it was said (A12): nothing is kept of it before [Enregistrer]. */
export interface Marking {
  readonly performance: string;
  /** Ids of the seats that are asked about. */
  readonly seats: readonly string[];
  readonly marks: Readonly<Record<string, Attendance>>;
  /** So many were missing; who is being asked. */
  readonly missing?: number;
  /** Names that several bear: the first is asked about. */
  readonly unsure?: readonly Ambiguous[];
  /** A sentence that waits for its outing to be chosen, of these performances; a page of them. */
  readonly typed?: string;
  readonly among?: readonly string[];
  readonly offset?: number;
}

export const STATES: readonly Attendance[] = ['present', 'absent', 'excused', 'unknown'];
export const peopleOf = (seats: readonly Reservation[]): string[] => seats.map(({ personId }) => personId);

/** The seats that are asked about, as they stand. */
export const seatsOf = async ({ seats }: Pick<Marking, 'seats'>, ctx: Context): Promise<readonly Reservation[]> =>
  (await ctx.store.booking.seats(seats, ctx.now)).filter(({ state, cancelledAt }) => state === 'booked' && cancelledAt === null);

/** What begins until then can be marked now. */
export const until = ({ now, account }: Context): Date => markableUntil(now, account.role === 'leader');

/** All booked seats of a past outing that the reader sees: the own structure's. */
export const outing = async (performance: string, ctx: Context): Promise<readonly Reservation[]> =>
  (await ctx.store.booking.list({ which: 'past', performance }, { offset: 0, limit: 500 }, until(ctx))).items.filter(({ cancelledAt }) => cancelledAt === null);

export const markOf = ({ marks }: Pick<Marking, 'marks'>, { id, attendance }: Reservation): Attendance => marks[id] ?? attendance;

/** What was said, a line a state: the picture of it in words (X7). */
export function marksSaid(marking: Pick<Marking, 'marks'>, seats: readonly Reservation[], ctx: Context): Block[] {
  const { marks } = ctx.say.presence.after;
  return STATES.flatMap((state) => {
    const those = seats.filter((seat) => markOf(marking, seat) === state);
    return those.length === 0 ? [] : [paragraph(marks[state](peopleOf(those)))];
  });
}

/**
 * An answer in words goes to a recap; what is unclear in it is asked first, and what is clear is kept meanwhile.
 * undefined: it is no answer.
 */
export async function takeWords(marking: Marking, text: string, ctx: Context, understood: Understood | undefined): Promise<Outcome | undefined> {
  const { presence } = ctx.say;
  const all = await outing(marking.performance, ctx);
  const seats = all.filter(({ id }) => marking.seats.includes(id));
  // Somebody of the outing who is marked already may be named too: it is corrected then.
  const said = await readSaid(untitled(dateless(text, understood), all), seats, marking.missing === undefined ? 'there' : 'missing', ctx, understood, all);
  if (said === undefined || (understood?.intent === 'attendance' && (await ofAnother(said.strangers, understood, all, ctx)))) return undefined;
  const { performance } = marking;
  if (said.wrongCount) return ask('answer', { performance, seats: marking.seats, marks: {} }, message([notice('info', presence.wrongCount(seats.length))]));
  const ids = [...new Set([...marking.seats, ...Object.keys(said.marks), ...said.ambiguous.flatMap(({ candidates }) => candidates)])];
  if (said.missing !== undefined) {
    const there = Object.fromEntries(seats.map(({ id }) => [id, 'present' as const]));
    return ask('each', { performance, seats: ids, marks: there, missing: said.missing });
  }
  // Said of everybody: the number said before is answered.
  const whole = seats.every(({ id }) => said.marks[id] !== undefined);
  const next: Marking = { performance, seats: ids, marks: { ...marking.marks, ...said.marks }, ...(marking.missing === undefined || whole ? {} : { missing: marking.missing }) };
  const notes = [
    ...(said.strangers.length > 0 ? [notice('info', presence.strangers(said.strangers))] : []),
    ...(said.unclear.length > 0 ? [notice('info', presence.unclear(said.unclear))] : []),
  ];
  const before = notes.length > 0 ? [message(notes)] : [];
  if (said.ambiguous.length > 0) return ask('which', { ...next, unsure: said.ambiguous }, ...before);
  return ask(notes.length > 0 ? 'each' : 'recap', next, ...before);
}

/** A sentence with the day or the title of another outing is no answer about this one: it begins anew. */
async function ofAnother(strangers: readonly string[], { when }: Understood, here: readonly Reservation[], ctx: Context): Promise<boolean> {
  const [first] = here;
  if (first !== undefined && when !== undefined && (first.startsAt < when.start || (when.end !== null && first.startsAt >= when.end))) return true;
  if (strangers.length === 0) return false;
  const others = (await ctx.store.attendance.toMark(ctx.now)).filter(({ performanceId }) => performanceId !== first?.performanceId);
  return titledBy(strangers.join(' '), others).length > 0;
}

/** Words that say who was there, though they stand in a title: 'Contes du bout du monde'. */
const SAID_OF_ALL = new Set(['monde', 'tous', 'toutes', 'tout', 'personne', 'personnes', 'groupe', 'reste', 'autres', 'present', 'presente', 'presents', 'absent', 'absente', 'absents']);

const long = (title: string): string[] => fold(title).split(' ').filter((word) => word.length > 3 && !SAID_OF_ALL.has(word));

/** A sentence without the day in it. */
export const dateless = (typed: string, understood: Pick<Understood, 'when'> | undefined): string => (understood?.when === undefined ? typed : typed.replace(understood.when.matched, ' '));

/** Outings whose title a sentence has a word of ('au Gospel'). */
export function titledBy(typed: string, seats: readonly Reservation[]): readonly Reservation[] {
  const said = new Set(fold(typed).split(' '));
  return seats.filter(({ title }) => long(title).some((word) => said.has(word)));
}

/** The sentence without the words of those titles, and what led to them. */
export function untitled(typed: string, titled: readonly Reservation[]): string {
  const known = new Set(titled.flatMap(({ title }) => long(title)));
  return typed.replace(/(?:(?<![\p{L}\p{N}])(?:au|aux|à la|à l['’]|à|a|du|de la|de l['’]|pour|at the|at|the)\s*)?[\p{L}\p{N}]+/giu, (part) => (known.has(fold(part).split(' ').at(-1) ?? '') ? '' : part));
}

/** Keeps what was said: each seat whose mark changes, in one turn. */
export async function save(marking: Pick<Marking, 'performance' | 'marks'>, seats: readonly Reservation[], ctx: Context): Promise<Outcome> {
  const { say, store, now } = ctx;
  const { after } = say.presence;
  const changed = seats.filter((seat) => markOf(marking, seat) !== seat.attendance);
  for (const state of STATES) {
    const ids = changed.filter((seat) => markOf(marking, seat) === state).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const id of await store.attendance.mark(ids, state, now)) await store.audit('seat.attendance', id, { as: state }, now);
  }
  const stand = await store.booking.seats(seats.map(({ id }) => id), now);
  if (stand.length === 0) return done(refuse({ code: 'unknown_reservation' }, ctx));
  const left = [...new Set((await store.attendance.toMark(now, { mine: true })).map(({ performanceId }) => performanceId))].filter((id) => id !== marking.performance);
  const actions: (Action | undefined)[] = [
    left.length > 0 ? { id: ctx.anytime('presence', left.length === 1 ? 'open' : 'list', ...left.slice(0, left.length === 1 ? 1 : 0)), label: after.nextOne, style: 'primary' } : undefined,
    { id: ctx.anytime('presence', 'correct', marking.performance), label: after.correct },
    ...usualActions(ctx),
  ];
  return done(message([
    notice('good', changed.length > 0 ? after.done : after.already),
    ...marksSaid({ marks: {} }, stand, ctx),
    left.length > 0 ? paragraph(after.next(left.length)) : undefined,
  ], actions, { title: [stand[0]?.title ?? ''] }));
}

/** The same mark for these seats. */
export const allAs = (seats: readonly Reservation[], mark: Mark): Record<string, Attendance> => Object.fromEntries(seats.map(({ id }) => [id, mark]));

export const nothingLeft = (ctx: Context): Message => message([paragraph(ctx.say.presence.after.already)], usualActions(ctx));
