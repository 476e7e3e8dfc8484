import { inSeatOrder, mayAskFor, mayBookHere, minimumAsAgreed } from '../../../domain/booking.ts';
import { freeSeats, type Performance } from '../../../domain/performance.ts';
import type { Seat } from '../../../domain/reservation.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Message } from '../../../messages/message.ts';
import { ask, done, type Context, type Outcome } from '../../flow.ts';
import { elsewhere } from '../event.ts';
import { papersOf } from '../papers.ts';
import { refuse } from '../refuse.ts';
import { forecastOf, freshPeople, joinedRequest, look, shownAs, wishOf, type Draft } from './draft.ts';

/**
 * The pressed confirmation (A8): asks for the seats under the performance's lock and says who is where.
 * Seats that went meanwhile: a person alone keeps their turn in the queue; people who were to sit
 * together keep theirs as a group, and are asked, since nobody agreed to be split.
 */
export async function confirm(draft: Draft, ctx: Context): Promise<Outcome> {
  const seen = await look(draft, ctx);
  if (seen === undefined) return done(refuse({ code: 'unknown_performance' }, ctx));
  const { show, facts } = seen;
  const fresh = freshPeople(draft, seen);
  // Somebody of the group may have got a seat elsewhere meanwhile: the others still want to be together.
  const wish = { ...wishOf(draft), minimum: Math.max(1, Math.min(draft.minimum, fresh.length)) };
  const refusal = mayBookHere(facts) ?? mayAskFor(facts, wish);
  if (refusal !== undefined) return done(refuse(refusal, ctx, show));

  const shown = shownAs(show);
  // Moved since the recap was read (A19): nobody has agreed to the new date or place.
  if (draft.shown !== undefined && draft.shown !== shown) return ask('recap', { ...draft, shown }, message([notice('wait', ctx.say.changes.meanwhile(show))]));

  const forecast = forecastOf(draft, seen);
  const promised = draft.agreedSeats ?? forecast.seated.length;
  const joined = joinedRequest(draft, seen);
  const minimum = minimumAsAgreed({ seats: promised, people: fresh.length, minimum: wish.minimum, mayBeSplit: draft.mayBeSplit, joins: joined !== undefined });
  const chosen = inSeatOrder(facts.people.filter(({ id }) => fresh.includes(id)).sort((a, b) => fresh.indexOf(a.id) - fresh.indexOf(b.id)));
  const seats = await ctx.store.booking.ask({
    performance: show.id,
    people: chosen.map(({ id, kind }) => ({ id, kind })),
    minimum,
    waitSeq: ctx.inLane ? ctx.no : undefined,
    join: joined,
    shown: show,
  }, ctx.now);
  // Somebody chosen ahead and not asked for now keeps their [Confirmer].
  const ahead = (await ctx.store.alerts.get(show.id))?.people ?? [];
  if (ahead.every((id) => !facts.people.some((one) => one.id === id && one.has === null && !one.removed && !fresh.includes(id)))) await ctx.store.alerts.remove(show.id);
  await ctx.store.audit('seats.asked', show.id, {
    people: seats.length, booked: seats.filter(({ state }) => state === 'booked').length, minimum,
    ...(draft.companionFor === undefined ? {} : { companionFor: draft.companionFor }),
  }, ctx.now);
  const allWait = seats.every(({ state }) => state === 'waiting');
  const held = allWait && minimum > wish.minimum;
  return done(held ? await keptTogether(seats, forecast.seated, show, ctx) : await outcome(seats, show, ctx, allWait && promised > 0, minimum));
}

/** Who is where, and at which rank (A8). */
async function outcome(seats: readonly Seat[], show: Performance, ctx: Context, nowFull: boolean, minimum = 1): Promise<Message> {
  const { say } = ctx;
  const booked = seats.filter(({ state }) => state === 'booked');
  const waiting = seats.filter(({ state }) => state === 'waiting');
  return { ...message(
    [
      nowFull ? notice('wait', say.book.meanwhileFull) : booked.length > 0 ? notice('good', say.book.booked) : notice('wait', say.book.waitingOnly),
      paragraph(say.book.for(show)),
      ...booked.map((seat) => paragraph(say.book.seatOf(seat.personId, seat.number))),
      ...(minimum > 1 && waiting.length > 0 && waiting.every(({ grouped }) => grouped === true)
        ? [paragraph(say.book.recapTogether(Math.min(minimum, waiting.length), waiting.map(({ personId }) => personId), Math.min(...waiting.map(({ rank }) => rank ?? 1))))]
        : waiting.map((seat) => paragraph(say.book.rankOf(seat.personId, seat.rank ?? 0)))),
      waiting.length > 0 ? paragraph(say.book.written) : undefined,
      booked.length > 0 ? paragraph(say.book.recapUntil(show)) : undefined,
      booked.length > 0 ? paragraph(say.papers.carried(booked.length)) : undefined,
    ],
    [
      { id: ctx.anytime('reservations', 'open'), label: say.actions.reservations },
      waiting.length > 0 ? await elsewhere(show, waiting.length, ctx) : undefined,
      waiting.length > 0 && booked.length === 0 && waiting[0] !== undefined ? { id: ctx.anytime('cancel', 'request', waiting[0].requestId), label: say.book.leaveQueue } : undefined,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ],
  ), ...papersOf(booked) };
}

async function keptTogether(seats: readonly Seat[], couldSit: readonly string[], show: Performance, ctx: Context): Promise<Message> {
  const { say } = ctx;
  const [first] = seats;
  const request = first?.requestId ?? '';
  return message(
    [
      notice('wait', say.book.meanwhileFewer(freeSeats(show))),
      paragraph(say.book.for(show)),
      first === undefined ? undefined : paragraph(say.book.recapTogether(seats.length, seats.map(({ personId }) => personId), first.rank ?? 0)),
      paragraph(say.book.howSeats),
    ],
    [
      { id: ctx.anytime('book', 'split', request), label: couldSit.length === 0 ? say.book.split(0, seats.length) : say.book.takeNow(couldSit), style: 'primary' },
      { id: ctx.anytime('reservations', 'at', show.id), label: say.book.waitTogether },
      await elsewhere(show, seats.length, ctx),
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
  return done(await outcome(await ctx.store.booking.seats(mine.map(({ id }) => id), ctx.now), show, ctx, false));
}
