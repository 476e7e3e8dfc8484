import { inSeatOrder, mayAskFor, mayBookHere, requestToJoin, stillAsAgreed } from '../../../domain/booking.ts';
import { freeSeats, type Performance } from '../../../domain/performance.ts';
import type { Seat } from '../../../domain/reservation.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Message } from '../../../messages/message.ts';
import { done, type Context, type Outcome } from '../../flow.ts';
import { refuse } from '../refuse.ts';
import { forecastOf, freshPeople, look, wishOf, type Draft } from './draft.ts';

/**
 * The pressed confirmation (A8): asks for the seats under the performance's lock and says who is where.
 * Seats that went meanwhile: a person alone keeps their turn in the queue; people who were to sit
 * together keep theirs as a group, and are asked, since nobody agreed to be split.
 */
export async function confirm(draft: Draft, ctx: Context): Promise<Outcome> {
  const seen = await look(draft, ctx);
  if (seen === undefined) return done(refuse({ code: 'unknown_performance' }, ctx));
  const { show, facts } = seen;
  const refusal = mayBookHere(facts) ?? mayAskFor(facts, wishOf(draft));
  if (refusal !== undefined) return done(refuse(refusal, ctx, show));

  const fresh = freshPeople(draft, seen);
  const forecast = forecastOf(draft, seen);
  const agreed = { seats: draft.agreedSeats ?? forecast.seated.length, people: fresh.length, mayBeSplit: draft.mayBeSplit };
  const held = !stillAsAgreed(agreed, forecast);
  const chosen = inSeatOrder(facts.people.filter(({ id }) => fresh.includes(id)).sort((a, b) => fresh.indexOf(a.id) - fresh.indexOf(b.id)));
  const joined = requestToJoin(facts.people, chosen) ?? hostRequest(draft, facts.people);
  const seats = await ctx.store.booking.ask({
    performance: show.id,
    people: chosen.map(({ id, kind }) => ({ id, kind })),
    minimum: held ? fresh.length : draft.minimum,
    waitSeq: ctx.inLane ? ctx.no : undefined,
    join: draft.minimum === 1 && !held ? joined : undefined,
  }, ctx.now);
  await ctx.store.alerts.remove(show.id);
  await ctx.store.audit('seats.asked', show.id, {
    people: seats.length, booked: seats.filter(({ state }) => state === 'booked').length, minimum: draft.minimum,
    ...(draft.companionFor === undefined ? {} : { companionFor: draft.companionFor }),
  }, ctx.now);
  const nowFull = agreed.seats > 0 && seats.every(({ state }) => state === 'waiting') && !held;
  return done(held ? keptTogether(seats, forecast.seated, show, ctx) : outcome(seats, show, ctx, nowFull));
}

/** Guests and companions of somebody who has a seat here already come with that request (A10). */
function hostRequest(draft: Draft, people: Parameters<typeof requestToJoin>[0]): string | undefined {
  const chosen = people.filter(({ id }) => draft.people.includes(id));
  const fresh = chosen.filter(({ has }) => has === null);
  return fresh.some(({ kind }) => kind === 'participant') ? undefined : chosen.find(({ kind, has }) => kind === 'participant' && has !== null)?.requestId ?? undefined;
}

/** Who is where, and at which rank (A8). */
function outcome(seats: readonly Seat[], show: Performance, ctx: Context, nowFull: boolean): Message {
  const { say } = ctx;
  const booked = seats.filter(({ state }) => state === 'booked');
  const waiting = seats.filter(({ state }) => state === 'waiting');
  return message(
    [
      nowFull ? notice('wait', say.book.meanwhileFull) : booked.length > 0 ? notice('good', say.book.booked) : notice('wait', say.book.waitingOnly),
      paragraph(say.book.for(show)),
      ...booked.map((seat) => paragraph(say.book.seatOf(seat.personId, seat.number))),
      ...waiting.map((seat) => paragraph(say.book.rankOf(seat.personId, seat.rank ?? 0))),
      waiting.length > 0 ? paragraph(say.book.written) : undefined,
      booked.length > 0 ? paragraph(say.book.recapUntil(show)) : undefined,
    ],
    [
      { id: ctx.anytime('reservations', 'open'), label: say.actions.reservations },
      waiting.length > 0 ? { id: ctx.anytime('event', 'dates', show.id), label: say.actions.otherDate } : undefined,
      waiting.length > 0 && booked.length === 0 && waiting[0] !== undefined ? { id: ctx.anytime('cancel', 'request', waiting[0].requestId), label: say.book.leaveQueue } : undefined,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ],
  );
}

function keptTogether(seats: readonly Seat[], couldSit: readonly string[], show: Performance, ctx: Context): Message {
  const { say } = ctx;
  const [first] = seats;
  const request = first?.requestId ?? '';
  return message(
    [
      notice('wait', say.book.meanwhileFewer(freeSeats(show))),
      paragraph(say.book.for(show)),
      first === undefined ? undefined : paragraph(say.book.recapTogether(seats.length, seats.map(({ personId }) => personId), first.rank ?? 0)),
    ],
    [
      { id: ctx.anytime('book', 'split', request), label: say.book.takeNow(couldSit), style: 'primary' },
      { id: ctx.anytime('reservations', 'at', show.id), label: say.book.waitTogether },
      { id: ctx.anytime('event', 'dates', show.id), label: say.actions.otherDate },
      { id: ctx.anytime('cancel', 'request', request), label: say.book.leaveQueue },
    ],
  );
}

/** 'One seat now, the others wait': a group that was kept together is let go singly, and dealt at once. */
export async function splitNow(request: string, ctx: Context): Promise<Outcome> {
  const mine = (await ctx.store.booking.list({ which: 'current' }, { offset: 0, limit: 500 }, ctx.now)).items.filter((seat) => seat.requestId === request);
  const show = mine[0] === undefined ? undefined : await ctx.store.offer.performance(mine[0].performanceId);
  if (show === undefined) return done(refuse({ code: 'unknown_reservation' }, ctx));
  await ctx.store.booking.regroup(request, 1, ctx.now);
  await ctx.store.audit('request.split', request, {}, ctx.now);
  return done(outcome(await ctx.store.booking.seats(mine.map(({ id }) => id), ctx.now), show, ctx, false));
}
