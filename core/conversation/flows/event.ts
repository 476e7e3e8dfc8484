import { freeSeats, windowOf, type Performance } from '../../domain/performance.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Reservation } from '../../domain/reservation.ts';
import type { Action, Block, ListItem, Message, Text } from '../../messages/message.ts';
import { strong, t } from '../../messages/text.ts';
import { say as answer, type Context, type Flow, type Outcome } from '../flow.ts';
import { refuse } from './refuse.ts';
import { usualActions } from './help.ts';
import { wishFor } from './wished.ts';

/** One line of a list of performances: title, then when, where, seats; tapping opens the sheet. */
function showItem(show: Performance & { readonly waiting?: number; readonly km?: number | null }, ctx: Context): ListItem {
  const { say } = ctx;
  const state = say.show.state(show, freeSeats(show), show.waiting ?? 0, windowOf(show, ctx.now));
  return {
    text: strong(show.title),
    detail: t`${say.show.line(show)}${show.km == null ? '' : t`, ${say.show.far(show.km)}`} · ${state}`,
    action: { id: ctx.anytime('event', 'show', show.id), label: t`${show.title}` },
  };
}

/** The lines of a list; where a title stands there twice, its buttons say the date as well. */
export function showItems(shows: readonly Parameters<typeof showItem>[0][], ctx: Context): ListItem[] {
  return shows.map((show) => {
    const item = showItem(show, ctx);
    if (item.action === undefined || shows.filter(({ title }) => title === show.title).length < 2) return item;
    return { ...item, action: { ...item.action, label: t`${show.title}, ${ctx.say.at.short(show.startsAt, show.zone)}` } };
  });
}

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length).replace(/\s+\S*$/u, '')}…`);

/** Name, address and town of a venue, on one line. */
export const whereOf = ({ venue }: Pick<Performance, 'venue'>): string =>
  [venue.name, venue.address, venue.address?.includes(venue.city) === true ? null : venue.city].filter((part) => part !== null).join(', ');

/** The sheet (A4): what, when, where, how to get there, whom to call, until when. */
async function sheet(show: Performance, ctx: Context): Promise<Message> {
  const { say, store, now } = ctx;
  const { labels } = say.show;
  const window = windowOf(show, now);
  const books = ctx.account.role === 'referent';
  // A visitor sees the own invitations and those of the own guests here (A14).
  const mine = books || ctx.account.role === 'visitor' ? (await store.booking.list({ which: 'current', performance: show.id }, { offset: 0, limit: 60 }, now)).items : [];
  const booked = mine.filter((seat) => seat.state === 'booked').map((seat) => seat.personId);
  const alert = books && window === 'not_open' ? await store.alerts.get(show.id) : undefined;
  const waiting = books ? (await store.booking.facts(show, now)).waiting : 0;
  const about = show.summary ?? show.description;
  const others = await store.offer.otherDates(show, now);
  const visit = ctx.account.role === 'visitor' ? await visitOf(show, mine, ctx) : undefined;
  const facts: { label: typeof labels.when; value: typeof labels.when }[] = [
    { label: labels.when, value: t`${say.at.full(show.startsAt, show.zone)}` },
    { label: labels.where, value: t`${whereOf(show)}` },
  ];
  if (show.venue.access !== null) facts.push({ label: labels.access, value: t`${cut(show.venue.access, 200)}` });
  if (show.venue.phone !== null) facts.push({ label: labels.reach, value: t`${show.venue.phone}` });
  facts.push({ label: labels.seats, value: say.show.state(show, freeSeats(show), waiting, window === 'not_open' ? 'open' : window) });
  if (window === 'not_open') facts.push({ label: labels.opens, value: say.show.opens(show) });
  if (window === 'open' || window === 'not_open') facts.push({ label: labels.closes, value: say.show.opened(show) });
  if (show.accessibility.length > 0) facts.push({ label: labels.accessibility, value: t`${show.accessibility.map((a) => say.show.accessibilities[a] ?? a).join(', ')}` });
  if (others.length > 0) facts.push({ label: say.actions.otherDates, value: t`${others.slice(0, 3).map((other) => say.at.short(other.startsAt, other.zone)).join(', ')}${others.length > 3 ? '…' : ''}` });
  if (show.price !== null) facts.push({ label: labels.price, value: t`${cut(show.price, 120)}` });

  const blocks: (Block | undefined)[] = [
    about === null ? undefined : paragraph(t`${cut(about, 280)}`),
    { kind: 'facts', facts },
    booked.length > 0 ? notice('good', say.show.mine(booked)) : undefined,
    ...mine.filter((seat) => seat.state === 'waiting').slice(0, 8).map((seat) => notice('wait', say.show.mineWaiting(seat.personId, seat.rank ?? 0))),
    visit?.said === undefined ? undefined : notice(visit.said.tone, visit.said.text),
    alert === undefined ? undefined : notice('info', say.show.alertSet(alert.people.length)),
    show.purchaseUrl !== null && /^https?:\/\//.test(show.purchaseUrl) ? { kind: 'link', label: say.show.buy, url: show.purchaseUrl } : undefined,
  ];
  return message(blocks, ways(window, show, { seats: mine.length > 0, alert: alert !== undefined, dates: others.length > 0, wish: visit?.may === true, guests: await holdsIt(show, ctx) }, ctx), { title: t`${show.title}` });
}

/** Whether a visitor may say 'je voudrais y aller' here, and what became of it when they did (A14). */
async function visitOf(show: Performance, seats: readonly Reservation[], ctx: Context): Promise<{ may: boolean; said?: { tone: 'wait' | 'info'; text: Text } }> {
  const { person: me } = await ctx.store.account.standsFor();
  const window = windowOf(show, ctx.now);
  if (me === null || (window !== 'open' && window !== 'not_open') || seats.some(({ personId }) => personId === me)) return { may: false };
  const wished = await wishFor(show.id, ctx);
  const { wish } = ctx.say.visits;
  if (wished === 'open') return { may: false, said: { tone: 'wait', text: wish.again } };
  return wished === 'refused' ? { may: false, said: { tone: 'info', text: wish.refused } } : { may: true };
}

/** The venue itself, or the operator: whom a guest list is for (A16). */
export const holdsIt = async (show: Performance, { account, store }: Context): Promise<boolean> =>
  account.role === 'operator' || (account.role === 'venue' && (await store.account.standsFor()).venue === show.venueId);

function ways(window: ReturnType<typeof windowOf>, show: Performance, has: { seats: boolean; alert: boolean; dates: boolean; wish: boolean; guests: boolean }, ctx: Context): readonly Action[] {
  const { say, anytime } = ctx;
  const dates = has.dates ? [{ id: anytime('event', 'dates', show.id), label: say.actions.otherDates }] : [];
  const mine = has.seats ? [{ id: anytime('reservations', 'at', show.id), label: say.actions.reservations }] : [];
  const search = { id: anytime('search', 'open'), label: say.actions.search };
  const wish = has.wish ? [{ id: anytime('wish', 'go', show.id), label: say.visits.actions.go, style: 'primary' as const }] : [];
  const invitations = has.seats ? [{ id: anytime('mine', 'outing', show.id), label: say.visits.actions.mine }] : [];
  const guests = has.guests ? [{ id: anytime('papers', 'guests', show.id), label: say.papers.guests, style: 'primary' as const }] : [];
  if (ctx.account.role !== 'referent') return [...guests, ...wish, ...invitations, ...dates, search];
  switch (window) {
    case 'open':
      return [{ id: anytime('book', 'begin', show.id), label: freeSeats(show) > 0 ? say.actions.book : say.actions.wait, style: 'primary' }, ...mine, ...dates, search];
    case 'not_open':
      return [
        { id: anytime('book', 'ahead', show.id), label: say.actions.chooseAhead, style: 'primary' },
        has.alert ? { id: anytime('alert', 'drop', show.id), label: say.book.noAlert } : { id: anytime('alert', 'set', show.id), label: say.actions.alert },
        ...dates, search,
      ];
    case 'closed':
    case 'past':
    case 'cancelled':
      return [...mine, ...dates, search];
  }
}

/** The performance that a button points at, or the refusal that says it is gone. */
export async function withShow(id: string | undefined, ctx: Context, then: (show: Performance) => Promise<Outcome>): Promise<Outcome> {
  const show = isUuid(id) ? await ctx.store.offer.performance(id) : undefined;
  return show === undefined ? answer(refuse({ code: 'unknown_performance' }, ctx)) : then(show);
}

/**
 * Another date with seats for these people, named on its button; else the list of other dates, if there are any.
 * `week`: another week is wanted, because of the limit of this one (A6).
 */
export async function elsewhere(show: Performance, people: number, ctx: Context, week = false): Promise<Action | undefined> {
  const others = (await ctx.store.offer.otherDates(show, ctx.now)).filter((other) => !week || other.week !== show.week);
  const roomy = others.find((other) => windowOf(other, ctx.now) === 'open' && freeSeats(other) >= people);
  if (roomy !== undefined) return { id: ctx.anytime('event', 'show', roomy.id), label: ctx.say.book.elsewhere(roomy, freeSeats(roomy)) };
  return others.length === 0 ? undefined : { id: ctx.anytime('event', 'dates', show.id), label: ctx.say.actions.otherDate };
}

/** Fiche: the sheet of a performance and the other dates of its event. Needs no session. */
export const event: Flow = {
  name: 'event',
  version: 1,
  start: async ({ performance }, ctx) => withShow(typeof performance === 'string' ? performance : undefined, ctx, async (show) => answer(await sheet(show, ctx))),
  steps: {},
  anytime: {
    show: async ([id], ctx) => withShow(id, ctx, async (show) => answer(await sheet(show, ctx))),
    dates: async ([id], ctx) =>
      withShow(id, ctx, async (show) => {
        const others = await ctx.store.offer.otherDates(show, ctx.now);
        if (others.length === 0) return answer(message([paragraph(ctx.say.show.noOtherDate)], usualActions(ctx)));
        return answer(message([paragraph(ctx.say.show.otherDates(show.title)), list(showItems([show, ...others], ctx).slice(1), true)], [{ id: ctx.anytime('event', 'show', show.id), label: ctx.say.actions.seeEvent }]));
      }),
  },
};

