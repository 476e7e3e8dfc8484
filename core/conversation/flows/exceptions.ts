import type { Decision } from '../../domain/decision.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { ListItem, Message } from '../../messages/message.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { usualActions } from './help.ts';
import { refuse } from './refuse.ts';

/** Longest question to the operator, in characters. */
const LENGTH = 600;

const sent = (text: Parameters<typeof notice>[1], ctx: Context, tone: 'good' | 'wait' | 'info' = 'good'): Message =>
  message([notice(tone, text)], [{ id: ctx.anytime('exceptions', 'open'), label: ctx.say.desk.actions.asked }, ...usualActions(ctx)]);

/** After closing: asks the operator to free these seats (A5), and keeps 'cannot come' meanwhile. */
export async function askToFree(ids: readonly string[], ctx: Context): Promise<Message> {
  const { exceptions: words } = ctx.say.desk;
  const { store, now } = ctx;
  const seats = (await store.booking.seats(ids, now)).filter((seat) => seat.state === 'booked' && seat.startsAt > now && seat.cancelledAt === null);
  const [first] = seats;
  if (first === undefined) return refuse({ code: 'unknown_reservation' }, ctx);
  if (now < first.closesAt) return message([paragraph(words.notLate)], [{ id: ctx.anytime('cancel', 'seat', first.id), label: ctx.say.reservations.cancelSeat, style: 'danger' }, ...usualActions(ctx)]);
  const before = await store.decisions.asked();
  const fresh = seats.filter((seat) => !before.some((one) => one.state === 'open' && one.person === seat.personId && one.performance === seat.performanceId));
  if (fresh.length === 0) return sent(words.again, ctx, 'wait');
  await store.booking.hinder(fresh.map(({ id }) => id), true, now);
  for (const seat of fresh) {
    const { id } = await store.decisions.ask({ kind: 'exception', person: seat.personId, performance: seat.performanceId }, now);
    await store.audit('exception.asked', id, {}, now);
  }
  return sent(words.freeSent(fresh.map(({ personId }) => personId)), ctx);
}

async function resume(ctx: Context): Promise<Message> {
  const { exceptions: words } = ctx.say.desk;
  const { store, now } = ctx;
  if ((await store.structure())?.suspended !== true) return sent(words.notSuspended, ctx, 'info');
  if ((await store.decisions.asked()).some(({ kind, state }) => kind === 'suspension' && state === 'open')) return sent(words.again, ctx, 'wait');
  const { id } = await store.decisions.ask({ kind: 'suspension' }, now);
  await store.audit('suspension.asked', id, {}, now);
  return sent(words.resumeSent, ctx);
}

/** The question of the structure that still waits: there is one at a time. */
const openQuestion = async (ctx: Context): Promise<Decision | undefined> =>
  (await ctx.store.decisions.asked()).find(({ kind, state, performance }) => kind === 'exception' && state === 'open' && performance === null);

const question: Step<Record<string, never>> = {
  ask: async (_slots, ctx) => message([paragraph(ctx.say.desk.exceptions.question)], [{ id: ctx.once('exceptions', 'leave'), label: ctx.say.actions.giveUp }]),
  async accept(slots, input, ctx) {
    const { exceptions: words } = ctx.say.desk;
    if (input.kind === 'press') return input.name === 'leave' ? done(message([paragraph(ctx.say.misc.left)], usualActions(ctx))) : undefined;
    if (input.kind === 'submit') return undefined;
    if (input.text.length > LENGTH) return ask('question', slots, message([notice('bad', words.questionLong)]));
    const waits = await openQuestion(ctx);
    if (waits !== undefined) return done(sent(words.questionWaits(waits.text ?? ''), ctx, 'wait'));
    const { id } = await ctx.store.decisions.ask({ kind: 'exception', text: input.text }, ctx.now);
    await ctx.store.audit('exception.asked', id, {}, ctx.now);
    return done(sent(words.questionSent, ctx));
  },
};

async function begin(ctx: Context): Promise<Outcome> {
  const waits = await openQuestion(ctx);
  return waits === undefined ? ask('question', {}) : answer(sent(ctx.say.desk.exceptions.questionWaits(waits.text ?? ''), ctx, 'wait'));
}

/** What the structure asked the operator, newest first, with what became of it. */
async function listed(ctx: Context): Promise<Message> {
  const { exceptions: words } = ctx.say.desk;
  const asked = await ctx.store.decisions.asked();
  const shows = await ctx.store.offer.performances(asked.flatMap(({ performance }) => performance ?? []));
  const items = asked.map((one): ListItem => {
    const show = one.performance === null ? undefined : shows.get(one.performance);
    const text = one.kind === 'suspension' ? words.kinds.suspension : show !== undefined && one.person !== null ? words.kinds.free(one.person, show) : words.kinds.question(one.text ?? '');
    return { text, detail: words.detail(words.states[one.state], one.createdAt) };
  });
  return message([items.length === 0 ? paragraph(words.none) : list(items)], [{ id: ctx.anytime('exceptions', 'ask'), label: words.ask }, ...usualActions(ctx)], { title: words.title });
}

/** What a referent asks of the operator: a seat freed after closing, the end of a suspension, anything else (A1, A5). */
export const exceptions: Flow<Record<string, never>> = {
  name: 'exceptions',
  version: 1,
  for: ['referent'],
  start: async (_args, ctx) => answer(await listed(ctx)),
  steps: { question },
  anytime: {
    open: async () => start('exceptions'),
    ask: async (_args, ctx) => begin(ctx),
    resume: async (_args, ctx) => answer(await resume(ctx)),
    free: async ([seat], ctx) => answer(isUuid(seat) ? await askToFree([seat], ctx) : refuse({ code: 'unknown_reservation' }, ctx)),
  },
};
