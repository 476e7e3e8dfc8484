import type { Reservation } from '../../domain/reservation.ts';
import { windowOf, type Performance } from '../../domain/performance.ts';
import { fold } from '../../language/fold.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import { person, strong, t } from '../../messages/text.ts';
import type { Text } from '../../messages/message.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import type { Slots } from '../session.ts';
import { withShow } from './event.ts';
import { usualActions } from './help.ts';
import { unlinked } from './mine.ts';
import { refuse } from './refuse.ts';
import { wishFor } from './wished.ts';

const told = (tone: 'good' | 'wait' | 'info', text: Text, more: readonly Text[], ctx: Context): Outcome => answer(message([notice(tone, text), ...more.map(paragraph)], usualActions(ctx)));

/** 'Je voudrais y aller': asked once, answered by the referent; never a booking by itself. */
async function go(show: Performance, ctx: Context): Promise<Outcome> {
  const { wish } = ctx.say.visits;
  const { store, now } = ctx;
  const { person: me } = await store.account.standsFor();
  if (me === null) return answer(unlinked(ctx));
  const window = windowOf(show, now);
  if (window === 'cancelled') return answer(refuse({ code: 'performance_cancelled' }, ctx, show));
  if (window === 'past') return answer(refuse({ code: 'performance_past' }, ctx, show));
  if (window === 'closed') return answer(refuse({ code: 'closed' }, ctx, show));
  const [seat] = (await store.booking.list({ which: 'current', performance: show.id, person: me }, { offset: 0, limit: 1 }, now)).items;
  if (seat !== undefined) return told('info', seat.state === 'booked' ? wish.already : wish.alreadyWaits, [], ctx);
  const before = await wishFor(show.id, ctx);
  if (before === 'open') return told('wait', wish.again, [], ctx);
  if (before === 'refused') return told('info', wish.refused, [], ctx);
  const asked = await store.decisions.ask({ kind: 'wish', person: me, performance: show.id }, now);
  await store.audit('wish.asked', asked.id, {}, now);
  return told('good', wish.sent(show), [...(window === 'not_open' ? [wish.openLater(show)] : []), wish.next], ctx);
}

/** 'Je ne peux pas venir': told to the referent; the seat is kept until they answer. */
async function cannot(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { cannot: words } = ctx.say.visits;
  const { store, now } = ctx;
  if ((await store.account.standsFor()).person === null) return answer(unlinked(ctx));
  const [seat] = isUuid(id) ? await store.booking.seats([id], now) : [];
  if (seat === undefined || !comes(seat, now)) return start('mine');
  const asked = (await store.decisions.asked()).some((one) => one.kind === 'hindrance' && one.state === 'open' && one.person === seat.personId && one.performance === seat.performanceId);
  if (asked) return told('wait', words.again, [], ctx);
  const decision = await store.decisions.ask({ kind: 'hindrance', person: seat.personId, performance: seat.performanceId }, now);
  await store.audit('hindrance.asked', decision.id, {}, now);
  return told('good', words.sent(seat), [words.next, ...(now >= seat.closesAt ? [words.late] : [])], ctx);
}

const comes = (seat: Reservation, now: Date): boolean => (seat.state === 'booked' || seat.state === 'waiting') && seat.startsAt > now && seat.cancelledAt === null;

/** Typed 'je ne peux pas venir': the invitations that a day, a name or a title may mean, to be chosen from before anything is told. */
async function which(args: Slots, ctx: Context): Promise<Outcome> {
  const { say, store, now } = ctx;
  const { cannot: words } = say.visits;
  const { person: me } = await store.account.standsFor();
  if (me === null) return answer(unlinked(ctx));
  const all = (await store.booking.list({ which: 'current' }, { offset: 0, limit: 200 }, now)).items.filter((seat) => comes(seat, now));
  const meant = all.filter((seat) => isMeant(seat, args));
  const seats = (meant.length === 0 ? all : meant).slice(0, 12);
  if (seats.length === 0) return answer(message([paragraph(words.nothing)], usualActions(ctx)));
  return answer(message(
    [paragraph(words.which), list(seats.map((seat) => ({
      text: strong(seat.title),
      detail: t`${say.when(seat)} · ${seat.personId === me ? say.visits.mine.you : t`${person(seat.personId)}`}`,
      action: { id: ctx.anytime('wish', 'cannot', seat.id), label: seat.personId === me ? t`${seat.title}` : t`${seat.title}, ${person(seat.personId, 'first')}` },
    })), true)],
    usualActions(ctx),
  ));
}

function isMeant(seat: Reservation, { from, to, people, text }: Slots): boolean {
  const named = Array.isArray(people) ? (people as { candidates: string[] }[]).flatMap(({ candidates }) => candidates) : undefined;
  return (typeof from !== 'string' || seat.startsAt >= new Date(from)) && (typeof to !== 'string' || seat.startsAt < new Date(to)) &&
    (named === undefined || named.includes(seat.personId)) &&
    (typeof text !== 'string' || fold(text).split(' ').filter((word) => word.length > 3).every((word) => fold(seat.title).includes(word)));
}

/** What a visitor asks of their referent (A14). */
export const wish: Flow = {
  name: 'wish',
  version: 1,
  for: ['visitor'],
  start: async (args, ctx) => which(args, ctx),
  steps: {},
  anytime: {
    go: async ([id], ctx) => withShow(id, ctx, (show) => go(show, ctx)),
    cannot: async ([id], ctx) => cannot(id, ctx),
  },
};
