import { mayBookHere } from '../../domain/booking.ts';
import { freeSeats } from '../../domain/performance.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Reservation } from '../../domain/reservation.ts';
import type { Action, Block, ListItem, Message } from '../../messages/message.ts';
import { people, strong, t } from '../../messages/text.ts';
import { done, say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { accountsOnHome } from './accounts.ts';
import { changesOnHome } from './changed.ts';
import { deskOnHome } from './desk.ts';
import { showItems } from './event.ts';
import { usualActions } from './help.ts';
import { participantsOnHome, peopleCounted } from './participants/home.ts';
import { presenceOnHome } from './presence/home.ts';
import { structureOnHome } from './structure.ts';
import { offerOnHome } from './suggestions.ts';
import { undeliveredOnHome } from './undelivered.ts';
import { visitsOnHome } from './visits.ts';

/** What one part of the house has to say on the home page. */
interface Part {
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
}

const NOTHING: Part = { blocks: [], actions: [] };
/** Outings of each kind on the page. */
const ON_PAGE = 5;

/** Seats to come that the structure has or waits for. */
const seatsComing = async ({ store, now }: Context): Promise<readonly Reservation[]> => (await store.booking.list({ which: 'current' }, { offset: 0, limit: 200 }, now)).items;

/** What is coming, and what opens soon; the referent's own. */
async function bookings(ctx: Context): Promise<Part> {
  const { say, account } = ctx;
  if (account.role !== 'referent') return NOTHING;
  const coming = await seatsComing(ctx);
  const booked = coming.filter((seat) => seat.state === 'booked');
  const waiting = coming.length - booked.length;
  const [next] = booked;
  return {
    blocks: [
      paragraph(next === undefined ? say.home.noneComing : say.home.coming(booked.length, next, booked.filter((seat) => seat.performanceId === next.performanceId).length)),
      ...(waiting > 0 ? [notice('wait', say.home.waiting(waiting))] : []),
      ...(await openings(ctx)),
    ],
    actions: [],
  };
}

const openings = async ({ say, store, now }: Context): Promise<Block[]> => (await store.alerts.coming(now)).map((opening) => notice('info', say.home.opening(opening)));

/** The same at length: each outing with who goes. */
async function outings(ctx: Context): Promise<Part> {
  const { say, account, anytime } = ctx;
  if (account.role !== 'referent') return NOTHING;
  const shows = [...Map.groupBy(await seatsComing(ctx), ({ performanceId }) => performanceId).values()].slice(0, ON_PAGE);
  const line = (seats: readonly Reservation[]): ListItem[] => seats.slice(0, 1).map((seat) => {
    const [booked, waiting] = [seats.filter(({ state }) => state === 'booked'), seats.filter(({ state }) => state === 'waiting')];
    return {
      text: strong(seat.title),
      detail: t`${say.when(seat)}${booked.length === 0 ? '' : t`, ${people(booked.map(({ personId }) => personId))}`}${waiting.length === 0 ? '' : t` · ${say.home.waiting(waiting.length)}`}`,
      action: { id: anytime('reservations', 'at', seat.performanceId), label: say.actions.see },
    };
  });
  return {
    blocks: [...(await openings(ctx)), ...(shows.length === 0 ? [paragraph(say.home.noneComing)] : [paragraph(say.home.mine), list(shows.flatMap(line))])],
    actions: [],
  };
}

/** A draft left half done: of a booking, whether it is still possible; of anything else, that it is there. */
async function draft(ctx: Context): Promise<Part> {
  const { say, store, now, parked } = ctx;
  if (parked === undefined) return NOTHING;
  const ways = [
    { id: ctx.anytime('home', 'resume'), label: say.actions.resume, style: 'primary' as const },
    { id: ctx.anytime('home', 'drop'), label: say.actions.giveUp },
  ];
  if (parked.flow !== 'book') return { blocks: [notice('info', say.home.halfDone)], actions: ways };
  const { performance: id, people } = parked.slots;
  const performance = typeof id === 'string' && isUuid(id) ? await store.offer.performance(id) : undefined;
  const facts = performance === undefined ? undefined : await store.booking.facts(performance, now);
  // Those who have a place by now, in whichever way, are no draft any more.
  const open = Array.isArray(people) && facts?.people.some((one) => one.has === null && people.includes(one.id)) === true;
  const refusal = facts === undefined ? undefined : mayBookHere(facts);
  const possible = open && (refusal === undefined || refusal.code === 'not_open');
  // Said once; it cannot be picked up.
  if (!possible) ctx.unpark();
  if (performance === undefined || !open) return NOTHING;
  return {
    blocks: [
      paragraph(say.home.draft(performance, people.length)),
      paragraph(refusal === undefined ? say.home.draftPossible(freeSeats(performance)) : say.refusals[refusal.code]({ performance }).why),
    ],
    actions: possible ? ways : [],
  };
}

/** The next outings with seats: to whoever looks for one. */
async function next(limit: number, ctx: Context): Promise<ListItem[]> {
  if (ctx.account.role === 'operator') return [];
  const { items } = await ctx.store.offer.search({ from: ctx.now, seats: 1, bookableAt: ctx.now }, { offset: 0, limit });
  return showItems(items, ctx);
}

/** One to be pressed first: the rest are ways among others. */
const onlyFirstPrimary = (actions: readonly Action[]): Action[] => {
  const first = actions.findIndex(({ style }) => style === 'primary');
  return actions.map(({ style, ...action }, i) => (style === undefined || (style === 'primary' && i !== first) ? action : { ...action, style }));
};

/** What waits, what is coming, and the ways on; whoever it is. What is done seldom stands behind [Plus…]. */
const homeMessage = (ctx: Context): Promise<Message> => composed([accountsOnHome, draft, bookings, visitsOnHome, deskOnHome, undeliveredOnHome, presenceOnHome, changesOnHome], async (said) => {
  const items = ctx.account.role === 'referent' && said > 1 ? [] : await next(3, ctx);
  return items.length === 0 ? [] : [paragraph(ctx.say.home.next), list(items, true)];
}, ctx);

/** The same as a page that stays open beside the conversation: first what waits for an answer, then one's own outings and the next ones. */
export const homePage = (ctx: Context): Promise<Message> => composed([accountsOnHome, draft, visitsOnHome, deskOnHome, undeliveredOnHome, presenceOnHome, changesOnHome, outings], async () => {
  const items = await next(ON_PAGE, ctx);
  // Nobody types a number there.
  return items.length === 0 ? [] : [paragraph(ctx.say.home.next), list(items.map(({ action, ...item }) => ({ ...item, ...(action === undefined ? {} : { action: { ...action, label: ctx.say.actions.see } }) })))];
}, ctx);

/** `offered`: the outings that are offered beside so many blocks. */
async function composed(all: readonly ((ctx: Context) => Promise<Part>)[], offered: (said: number) => Promise<Block[]>, ctx: Context): Promise<Message> {
  const { say, now, account } = ctx;
  const parts: Part[] = [];
  for (const part of all) parts.push(await part(ctx));
  const standing = (await structureOnHome(ctx)).blocks;
  const blocks = parts.flatMap((part) => part.blocks);
  return message(
    [paragraph(say.home.hello(account.id, say.at.day(now))), ...standing, ...blocks, ...(await offered(blocks.length))],
    onlyFirstPrimary([
      ...parts.flatMap(({ actions }) => actions),
      { id: ctx.anytime('search', 'open'), label: say.actions.search, style: 'primary' },
      ...(account.role === 'referent' ? [{ id: ctx.anytime('reservations', 'open'), label: say.actions.reservations }] : []),
      ...participantsOnHome(ctx),
      { id: ctx.anytime('home', 'more'), label: say.home.more },
      // In sight of whoever does not read the language that is shown.
      { id: ctx.anytime('language', 'set', ctx.lang === 'fr' ? 'en' : 'fr'), label: say.actions.language },
    ]),
  );
}

/** What is done seldom. */
async function moreMessage(ctx: Context): Promise<Message> {
  const { say } = ctx;
  return message([...(await peopleCounted(ctx)), paragraph(say.home.moreWhat)], [
    ...(await structureOnHome(ctx)).actions,
    ...(ctx.account.role === 'referent' ? [
      { id: ctx.anytime('colleagues', 'open'), label: say.structure.colleagues.title },
      { id: ctx.anytime('access', 'open'), label: say.visits.access.title },
    ] : []),
    ...offerOnHome(ctx),
    { id: ctx.anytime('chats', 'open'), label: say.chats.open },
    { id: ctx.anytime('notices', 'open'), label: say.notices.open },
    { id: ctx.anytime('help', 'open'), label: say.actions.help },
    { id: ctx.anytime('home', 'open'), label: say.actions.menu },
  ]);
}

/** The draft is picked up where it was left (X3); its flow reads again whatever may have changed. */
function resume(ctx: Context): Outcome | undefined {
  const { parked } = ctx;
  ctx.unpark();
  return parked === undefined ? undefined : start(parked.flow, { ...parked.slots, resumed: parked.step });
}

export const home: Flow = {
  name: 'home',
  version: 1,
  async start(args, ctx) {
    return (args['resume'] === true ? resume(ctx) : undefined) ?? done(await homeMessage(ctx));
  },
  steps: {},
  anytime: {
    open: async () => start('home', {}),
    more: async (_args, ctx) => answer(await moreMessage(ctx)),
    resume: async (_args, ctx) => resume(ctx) ?? start('home', {}),
    drop: async (_args, ctx) => {
      ctx.unpark();
      return answer(message([paragraph(ctx.say.misc.left)], usualActions(ctx)));
    },
  },
};
