import { answeredBy, type Decision } from '../../domain/decision.ts';
import type { Performance } from '../../domain/performance.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Message, Text } from '../../messages/message.ts';
import { account, hidden, person, strong, t } from '../../messages/text.ts';
import { fold } from '../../language/fold.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { dependents } from './cancel.ts';
import { usualActions } from './help.ts';


type Sort = 'joining' | 'free' | 'question' | 'suspension';
const sortOf = ({ kind, performance, person }: Decision): Sort => (kind === 'joining' || kind === 'suspension' ? kind : performance !== null && person !== null ? 'free' : 'question');

/** Undefined for what is not the operator's to answer: a forged button. */
async function askedIn(id: string | undefined, ctx: Context): Promise<Decision | undefined> {
  const decision = isUuid(id) ? await ctx.store.decisions.get(id) : undefined;
  return decision !== undefined && answeredBy(decision.kind) === 'operator' ? decision : undefined;
}

const notThere = (ctx: Context): Message => message([notice('bad', ctx.say.desk.unknown)], usualActions(ctx));

async function onward(ctx: Context): Promise<readonly Action[]> {
  const [next] = await ctx.store.decisions.open();
  return next === undefined ? usualActions(ctx) : [{ id: ctx.anytime('desk', 'see', next.id), label: ctx.say.desk.next }, ...usualActions(ctx)];
}

const said = async (tone: 'good' | 'bad' | 'info', text: Text, more: readonly Text[], ctx: Context): Promise<Message> =>
  message([notice(tone, text), ...more.map(paragraph)], await onward(ctx));

/** Somebody was quicker: who, when, and what they answered. */
async function settled(decision: Decision, ctx: Context): Promise<Message> {
  const { desk } = ctx.say;
  return message([
    decision.decidedBy === null || decision.decidedAt === null ? undefined : notice('info', desk.already(decision.decidedBy, decision.decidedAt)),
    paragraph(desk.answers[decision.state]),
  ], await onward(ctx));
}

const line = (decision: Decision, ctx: Context) => {
  const { desk } = ctx.say;
  return {
    text: strong(desk.kinds[sortOf(decision)]),
    detail: decision.joining === null ? desk.line(decision.structureName ?? '', decision.createdAt) : desk.since(decision.createdAt),
    action: { id: ctx.anytime('desk', 'see', decision.id), label: t`${desk.kinds[sortOf(decision)]}${decision.structureName === null ? '' : `, ${decision.structureName}`}` },
  };
};

/** What waits for the operator, oldest first. */
async function listed(ctx: Context): Promise<Message> {
  const { desk } = ctx.say;
  const open = await ctx.store.decisions.open();
  return message([open.length === 0 ? paragraph(desk.home.none) : list(open.slice(0, 30).map((one) => line(one, ctx)), true)], [
    { id: ctx.anytime('structures', 'open'), label: desk.actions.structures },
    { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
  ], { title: desk.title });
}

/** The performance, the seat in question and those who would go with it (A10). */
async function seatIn(decision: Decision, ctx: Context): Promise<{ show: Performance | undefined; seat: Reservation | undefined; others: readonly Reservation[] }> {
  const { performance, person } = decision;
  if (performance === null || person === null) return { show: undefined, seat: undefined, others: [] };
  const [seat] = (await ctx.store.booking.list({ which: 'current', performance, person }, { offset: 0, limit: 1 }, ctx.now)).items;
  return { show: await ctx.store.offer.performance(performance), seat, others: seat === undefined ? [] : await dependents([seat], ctx) };
}

async function joiningCard({ id, joining, createdAt }: Decision, ctx: Context): Promise<Message> {
  const { desk } = ctx.say;
  const { labels } = desk;
  if (joining === null) return notThere(ctx);
  const named = (await ctx.store.desk.structures(undefined, { offset: 0, limit: 10_000 })).items.some(({ name }) => fold(name) === fold(joining.structure));
  const kind = ctx.say.structure.kinds[joining.kind] ?? joining.kind;
  return message(
    [
      { kind: 'facts', facts: [
        { label: labels.structure, value: t`${hidden(joining.structure)}` },
        { label: labels.kind, value: t`${hidden(kind)}` },
        { label: labels.city, value: t`${hidden(joining.city)}` },
        { label: labels.who, value: t`${hidden(joining.first)} ${hidden(joining.last)}` },
        { label: labels.email, value: t`${hidden(joining.email)}` },
        ...(joining.phone === undefined ? [] : [{ label: labels.phone, value: t`${hidden(joining.phone)}` }]),
        { label: labels.since, value: desk.since(createdAt) },
      ] },
      named ? notice('wait', desk.joining.sameName) : undefined,
      paragraph(desk.joining.what),
    ],
    [
      { id: ctx.anytime('desk', 'yes', id), label: desk.joining.accept, style: 'primary' },
      { id: ctx.anytime('desk', 'no', id), label: desk.joining.refuse },
      ...usualActions(ctx),
    ],
    { title: desk.kinds.joining },
  );
}

/** Who asks for what since when, and its answers as buttons. */
async function card(decision: Decision, ctx: Context): Promise<Outcome> {
  const { desk } = ctx.say;
  const { labels } = desk;
  if (decision.state !== 'open') return answer(await settled(decision, ctx));
  const sort = sortOf(decision);
  if (sort === 'joining') return answer(await joiningCard(decision, ctx));
  const { show, seat, others } = await seatIn(decision, ctx);
  const structure = decision.structure === null ? undefined : await ctx.store.desk.structure(decision.structure);
  if (sort === 'free' && seat === undefined) return deciding(decision, true, ctx, () => said('info', desk.free.gone, [], ctx));
  if (sort === 'suspension' && structure?.suspendedAt == null) return deciding(decision, true, ctx, () => said('info', desk.suspension.notSuspended, [], ctx));
  const facts = [
    { label: labels.structure, value: t`${decision.structureName ?? ''}` },
    ...(decision.account === null ? [] : [{ label: labels.by, value: t`${account(decision.account, 'full')}` }]),
    { label: labels.since, value: desk.since(decision.createdAt) },
    ...(sort === 'free' && decision.person !== null ? [{ label: labels.person, value: t`${person(decision.person)}` }] : []),
    ...(show === undefined ? [] : [{ label: labels.outing, value: desk.outing(show) }]),
    ...(show?.venue.phone == null ? [] : [{ label: labels.venue, value: t`${show.venue.phone}` }]),
    ...(decision.text === null ? [] : [{ label: labels.said, value: t`${hidden(decision.text)}` }]),
  ];
  const more: Record<typeof sort, readonly (Block | undefined)[]> = {
    free: [others.length > 0 ? notice('wait', desk.free.dependents(others.map(({ personId }) => personId))) : undefined, paragraph(desk.free.what)],
    question: [], suspension: [],
  };
  const labelled: Record<typeof sort, readonly [yes: Text, no: Text]> = {
    free: [desk.free.grant, desk.free.refuse], question: [desk.question.grant, desk.question.refuse], suspension: [desk.suspension.lift, desk.suspension.keep],
  };
  const [yes, no] = labelled[sort];
  return answer(message([{ kind: 'facts', facts }, ...more[sort]], [
    { id: ctx.anytime('desk', 'yes', decision.id, String(others.length)), label: yes, style: 'primary' },
    { id: ctx.anytime('desk', 'no', decision.id), label: no },
    ...usualActions(ctx),
  ], { title: desk.kinds[sort] }));
}

/** Answers once; two operators at once, a doubled press or an old card have one effect. */
async function deciding(decision: Decision, granted: boolean, ctx: Context, then: () => Promise<Message>): Promise<Outcome> {
  const { store } = ctx;
  if ((await store.decisions.decide(decision.id, granted, ctx.now)) === undefined) {
    const now = await store.decisions.get(decision.id);
    return answer(now === undefined ? notThere(ctx) : await settled(now, ctx));
  }
  await store.audit(`${decision.kind}.${granted ? 'granted' : 'refused'}`, decision.id, {}, ctx.now);
  return answer(await then());
}

async function yes(id: string | undefined, seen: string | undefined, ctx: Context): Promise<Outcome> {
  const { desk } = ctx.say;
  const decision = await askedIn(id, ctx);
  if (decision === undefined) return answer(notThere(ctx));
  if (decision.state !== 'open') return answer(await settled(decision, ctx));
  switch (sortOf(decision)) {
    case 'joining':
      return admit(decision, ctx);
    case 'question':
      return deciding(decision, true, ctx, () => said('good', desk.question.granted, [], ctx));
    case 'suspension':
      return deciding(decision, true, ctx, async () => {
        const { structure, structureName } = decision;
        const lifted = structure !== null && (await ctx.store.desk.suspend(structure, false, ctx.now));
        return said(lifted ? 'good' : 'info', lifted ? desk.structures.lifted(structureName ?? '') : desk.suspension.notSuspended, [], ctx);
      });
    case 'free': {
      const { seat, others } = await seatIn(decision, ctx);
      // Gone, or somebody else would go with it now: the card says so first.
      if (seat === undefined || String(others.length) !== seen) return card(decision, ctx);
      return deciding(decision, true, ctx, async () => {
        const gone = await ctx.store.booking.cancel([seat, ...others].map((one) => one.id), ctx.now);
        for (const one of gone) await ctx.store.audit('seat.cancelled', one, { byOperator: true }, ctx.now);
        return said('good', desk.free.freed(gone.length), [], ctx);
      });
    }
  }
}

async function admit(decision: Decision, ctx: Context): Promise<Outcome> {
  const { joining: words } = ctx.say.desk;
  const admission = await ctx.store.desk.admit(decision.id, ctx.now);
  switch (admission.kind) {
    case 'admitted':
      return answer(await said('good', words.admitted(decision.joining?.structure ?? ''), [words.conventions], ctx));
    case 'email-taken':
      return answer(message([notice('bad', words.emailTaken), paragraph(words.emailInstead)], [{ id: ctx.anytime('desk', 'no', decision.id), label: words.refuse }, ...usualActions(ctx)]));
    case 'answered': {
      const now = await ctx.store.decisions.get(decision.id);
      return answer(now === undefined ? notThere(ctx) : await settled(now, ctx));
    }
  }
}

async function no(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { desk } = ctx.say;
  const decision = await askedIn(id, ctx);
  if (decision === undefined) return answer(notThere(ctx));
  if (decision.state !== 'open') return answer(await settled(decision, ctx));
  const words = { joining: desk.joining.refused, free: desk.free.kept, question: desk.question.refused, suspension: desk.suspension.kept }[sortOf(decision)];
  return deciding(decision, false, ctx, () => said('info', words, [], ctx));
}

/** For the home page of an operator: how much waits, the first of it, and the ways on. */
export async function deskOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  if (ctx.account.role !== 'operator') return { blocks: [], actions: [] };
  const { desk } = ctx.say;
  const open = await ctx.store.decisions.open();
  return {
    blocks: open.length === 0 ? [paragraph(desk.home.none)] : [notice('wait', desk.home.waiting(open.length)), list(open.slice(0, 3).map((one) => line(one, ctx)))],
    actions: [
      { id: ctx.anytime('desk', 'open'), label: desk.actions.decisions, ...(open.length > 0 ? { style: 'primary' as const } : {}) },
      { id: ctx.anytime('structures', 'open'), label: desk.actions.structures },
    ],
  };
}

/** The operator's account in chat: what structures ask, answered by one tap each (A1, A5). */
export const desk: Flow = {
  name: 'desk',
  version: 1,
  for: ['operator'],
  start: async (_args, ctx) => answer(await listed(ctx)),
  steps: {},
  anytime: {
    open: async () => start('desk'),
    see: async ([id], ctx) => {
      const decision = await askedIn(id, ctx);
      return decision === undefined ? answer(notThere(ctx)) : card(decision, ctx);
    },
    yes: async ([id, seen], ctx) => yes(id, seen, ctx),
    no: async ([id], ctx) => no(id, ctx),
  },
};
