import { foresee, mayAskFor, mayBookHere, type Wish } from '../../domain/booking.ts';
import type { Decision } from '../../domain/decision.ts';
import { freeSeats, type Performance } from '../../domain/performance.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Message, Text } from '../../messages/message.ts';
import { person, t } from '../../messages/text.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { dependents } from './cancel.ts';
import { usualActions } from './help.ts';
import { refuse } from './refuse.ts';

/** What a visitor asked, with the performance and the person it is about. */
interface Asked {
  readonly decision: Decision;
  readonly who: string;
  readonly show: Performance;
  /** The person's place there now, if they have one. */
  readonly seat: Reservation | undefined;
}

const asksStructure = ({ kind }: Decision): boolean => kind === 'wish' || kind === 'hindrance';

/** Undefined for anything that is not a visitor's question to the own structure: a forged button. */
async function askedIn(id: string | undefined, ctx: Context): Promise<Asked | undefined> {
  const decision = isUuid(id) ? await ctx.store.decisions.get(id) : undefined;
  if (decision?.person == null || decision.performance === null || !asksStructure(decision)) return undefined;
  const show = await ctx.store.offer.performance(decision.performance);
  if (show === undefined) return undefined;
  const [seat] = (await ctx.store.booking.list({ which: 'current', performance: show.id, person: decision.person }, { offset: 0, limit: 1 }, ctx.now)).items;
  return { decision, who: decision.person, show, seat };
}

const wishFor = (who: string): Wish => ({ people: [who], minimum: 1, companionNeeded: false });

/** On to what waits behind it, or back to usual business. */
async function onward(ctx: Context): Promise<readonly Action[]> {
  const [next] = await ctx.store.decisions.open();
  return next === undefined ? usualActions(ctx) : [{ id: ctx.anytime('decide', 'see', next.id), label: ctx.say.visits.asked.next }, ...usualActions(ctx)];
}

/** Somebody was quicker, or it is over: who answered, and what. */
async function settled({ decision }: Pick<Asked, 'decision'>, ctx: Context): Promise<Outcome> {
  const { asked } = ctx.say.visits;
  return answer(message([
    decision.decidedBy === null || decision.decidedAt === null ? undefined : notice('info', asked.already(decision.decidedBy, decision.decidedAt)),
    paragraph(asked.answers[decision.state]),
  ], await onward(ctx)));
}

/** Answers once; what another referent answered meanwhile is said instead. */
async function deciding(asked: Asked, granted: boolean, ctx: Context, then: () => Promise<Message>): Promise<Outcome> {
  const { store } = ctx;
  if ((await store.decisions.decide(asked.decision.id, granted, ctx.now)) === undefined) {
    const now = await store.decisions.get(asked.decision.id);
    return now === undefined ? answer(notThere(ctx)) : settled({ decision: now }, ctx);
  }
  await store.audit(granted ? `${asked.decision.kind}.granted` : `${asked.decision.kind}.refused`, asked.decision.id, {}, ctx.now);
  return answer(await then());
}

const notThere = (ctx: Context): Message => message([notice('bad', ctx.say.visits.asked.unknown)], [{ id: ctx.anytime('decide', 'open'), label: ctx.say.visits.actions.answer }, ...usualActions(ctx)]);

const said = async (tone: 'good' | 'wait' | 'info', text: Text, more: readonly Text[], ctx: Context): Promise<Message> =>
  message([notice(tone, text), ...more.map(paragraph)], await onward(ctx));

/** The card behind [Voir]: who asks for what, and what is possible now. */
async function card(asked: Asked, ctx: Context): Promise<Outcome> {
  if (asked.decision.state !== 'open') return settled(asked, ctx);
  return asked.decision.kind === 'wish' ? wishCard(asked, ctx) : hindranceCard(asked, ctx);
}

async function wishCard(asked: Asked, ctx: Context): Promise<Outcome> {
  const { say, store, now } = ctx;
  const { asked: words } = say.visits;
  const { decision, who, show, seat } = asked;
  // Booked in the ordinary way meanwhile: that is a yes, and nobody needs to press for it.
  if (seat !== undefined) return deciding(asked, true, ctx, () => said('info', words.has(who), [words.tells(who)], ctx));
  const facts = await store.booking.facts(show, now);
  const refusal = mayBookHere(facts) ?? mayAskFor(facts, wishFor(who));
  const refuseIt: Action = { id: ctx.anytime('decide', 'no', decision.id), label: words.notNow };
  if (refusal !== undefined) {
    const no = refuse(refusal, ctx, show);
    return answer(message([paragraph(words.wants(who, show)), ...no.blocks, paragraph(words.stillOpen)], [refuseIt, ...(no.actions ?? [])]));
  }
  const [waits] = foresee(facts, wishFor(who)).waiting;
  return answer(message(
    [
      paragraph(words.wants(who, show)),
      paragraph(words.since(decision.createdAt)),
      waits === undefined ? notice('good', words.free(freeSeats(show))) : notice('wait', waits.why === 'full' ? words.full(waits.rank) : words.waits(waits.rank, say.reasons[waits.why])),
      waits?.why === 'weekly_quota' ? paragraph(say.book.quotaLater(show)) : undefined,
    ],
    [
      { id: ctx.anytime('decide', 'grant', show.id, decision.id), label: waits === undefined ? words.book : words.queue, style: 'primary' },
      refuseIt,
      { id: ctx.anytime('event', 'show', show.id), label: say.actions.seeEvent },
    ],
  ));
}

/** [Réserver]: one tap, in the performance's lane; the seat or the rank as it comes out. */
async function grant(performance: string | undefined, id: string | undefined, ctx: Context): Promise<Outcome> {
  const { asked: words } = ctx.say.visits;
  const asked = await askedIn(id, ctx);
  if (asked?.decision.kind !== 'wish' || asked.show.id !== performance) return answer(notThere(ctx));
  const { decision, who, show, seat } = asked;
  if (decision.state !== 'open') return settled(asked, ctx);
  const facts = await ctx.store.booking.facts(show, ctx.now);
  // Nothing is answered that cannot be kept: the card says what is in the way, and the question stays open.
  if (seat !== undefined || (mayBookHere(facts) ?? mayAskFor(facts, wishFor(who))) !== undefined) return wishCard(asked, ctx);
  return deciding(asked, true, ctx, async () => {
    const [given] = await ctx.store.booking.ask({ performance: show.id, people: [{ id: who, kind: 'participant' }], minimum: 1, waitSeq: ctx.inLane ? ctx.no : undefined, join: undefined }, ctx.now);
    await ctx.store.audit('seats.asked', show.id, { people: 1, booked: given?.state === 'booked' ? 1 : 0, minimum: 1 }, ctx.now);
    const booked = given?.state === 'booked';
    return said(booked ? 'good' : 'wait', booked ? words.booked(who) : words.queued(who, given?.rank ?? 0), [ctx.say.book.for(show), words.tells(who)], ctx);
  });
}

async function hindranceCard(asked: Asked, ctx: Context): Promise<Outcome> {
  const { say, now } = ctx;
  const { asked: words } = say.visits;
  const { decision, who, show, seat } = asked;
  if (seat === undefined) return deciding(asked, true, ctx, () => said('info', words.gone, [words.tells(who)], ctx));
  const keep: Action = { id: ctx.anytime('decide', 'no', decision.id), label: words.keep };
  const what = [paragraph(words.cannot(who, show)), paragraph(words.since(decision.createdAt))];
  if (isLate(seat, now)) {
    const no = refuse({ code: 'too_late_to_cancel' }, ctx, show);
    return answer(message([...what, ...no.blocks, paragraph(say.cancel.late)], [{ id: ctx.anytime('decide', 'hinder', decision.id), label: words.hinder, style: 'primary' }, keep]));
  }
  const others = await dependents([seat], ctx);
  const booked = [seat, ...others].filter(({ state }) => state === 'booked').length;
  return answer(message(
    [
      ...what,
      others.length > 0 ? notice('wait', say.cancel.dependents(others.map(({ personId }) => personId))) : undefined,
      paragraph(booked === 0 ? say.cancel.rankLost : say.cancel.gone(booked)),
    ],
    [{ id: ctx.anytime('decide', 'cancel', decision.id, String(others.length)), label: seat.state === 'booked' ? words.cancel : words.leave, style: 'danger' }, keep],
  ));
}

/** After closing a seat is the venue's to free (A5). */
const isLate = (seat: Reservation, now: Date): boolean => seat.state === 'booked' && now >= seat.closesAt;

/** [Annuler la place]: `seen` guests and companions were named on the card as going too. */
async function cancelSeat(id: string | undefined, seen: string | undefined, ctx: Context): Promise<Outcome> {
  const { asked: words } = ctx.say.visits;
  const asked = await askedIn(id, ctx);
  if (asked?.decision.kind !== 'hindrance') return answer(notThere(ctx));
  const { decision, who, seat } = asked;
  if (decision.state !== 'open') return settled(asked, ctx);
  const others = seat === undefined ? [] : await dependents([seat], ctx);
  // Closed meanwhile, gone, or somebody else would go with it: the card is shown again.
  if (seat === undefined || isLate(seat, ctx.now) || String(others.length) !== seen) return hindranceCard(asked, ctx);
  return deciding(asked, true, ctx, async () => {
    const all = [seat, ...others];
    const gone = new Set(await ctx.store.booking.cancel(all.map((one) => one.id), ctx.now));
    for (const one of gone) await ctx.store.audit('seat.cancelled', one, {}, ctx.now);
    return said('good', words.cancelled(all.filter((one) => gone.has(one.id)).map(({ personId }) => personId)), [words.tells(who)], ctx);
  });
}

async function hinder(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { asked: words } = ctx.say.visits;
  const asked = await askedIn(id, ctx);
  if (asked?.decision.kind !== 'hindrance') return answer(notThere(ctx));
  const { decision, who, seat } = asked;
  if (decision.state !== 'open') return settled(asked, ctx);
  if (seat === undefined || !isLate(seat, ctx.now)) return hindranceCard(asked, ctx);
  return deciding(asked, true, ctx, async () => {
    await ctx.store.booking.hinder([seat.id], true, ctx.now);
    await ctx.store.audit('seat.hindered', seat.id, {}, ctx.now);
    return said('good', words.noted(who), [words.tells(who)], ctx);
  });
}

async function no(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { asked: words } = ctx.say.visits;
  const asked = await askedIn(id, ctx);
  if (asked === undefined) return answer(notThere(ctx));
  const { decision, who } = asked;
  if (decision.state !== 'open') return settled(asked, ctx);
  return deciding(asked, false, ctx, () => said('info', decision.kind === 'wish' ? words.refused(who) : words.kept(who), [words.tells(who)], ctx));
}

/** Questions shown at once. */
const SHOWN = 10;

/** What waits for the structure's answer, oldest first. */
async function listed(ctx: Context): Promise<Message> {
  const { asked: words } = ctx.say.visits;
  const open = (await ctx.store.decisions.open()).slice(0, 30);
  const shows = await ctx.store.offer.performances(open.flatMap(({ performance }) => performance ?? []));
  const found = open.flatMap((decision) => {
    const show = decision.performance === null ? undefined : shows.get(decision.performance);
    return decision.person === null || show === undefined || !asksStructure(decision) ? [] : [{ decision, who: decision.person, show }];
  });
  const toTeam: Action = { id: ctx.anytime('exceptions', 'open'), label: ctx.say.desk.actions.asked };
  if (found.length === 0) return message([paragraph(words.none)], [toTeam, ...usualActions(ctx)], { title: words.title });
  // The others come up as these are answered.
  return message([list(found.slice(0, SHOWN).map(({ decision, who, show }) => ({
    text: t`${person(who)} ${words.line[decision.kind === 'wish' ? 'wish' : 'hindrance']}`,
    detail: t`${show.title}, ${ctx.say.when(show)} · ${words.since(decision.createdAt)}`,
    action: { id: ctx.anytime('decide', 'see', decision.id), label: t`${person(who, 'short')}, ${show.title}` },
  })), true), found.length > SHOWN ? paragraph(ctx.say.search.page(1, SHOWN, found.length)) : undefined], [toTeam, ...usualActions(ctx)], { title: words.title });
}

/** A referent answers what their visitors ask (A14): one tap each, once, whoever presses first. */
export const decide: Flow = {
  name: 'decide',
  version: 1,
  for: ['referent'],
  start: async (_args, ctx) => answer(await listed(ctx)),
  steps: {},
  anytime: {
    open: async () => start('decide'),
    see: async ([id], ctx) => {
      const asked = await askedIn(id, ctx);
      return asked === undefined ? answer(notThere(ctx)) : card(asked, ctx);
    },
    grant: async ([performance, id], ctx) => grant(performance, id, ctx),
    cancel: async ([id, seen], ctx) => cancelSeat(id, seen, ctx),
    hinder: async ([id], ctx) => hinder(id, ctx),
    no: async ([id], ctx) => no(id, ctx),
  },
};
