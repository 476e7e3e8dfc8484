import { mayBookHere } from '../../domain/booking.ts';
import { freeSeats } from '../../domain/performance.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Message } from '../../messages/message.ts';
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
import { visitsOnHome } from './visits.ts';

/** What one part of the house has to say on the home page. */
interface Part {
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
}

const NOTHING: Part = { blocks: [], actions: [] };

/** What is coming, and what opens soon; the referent's own. */
async function bookings({ say, store, now, account }: Context): Promise<Part> {
  if (account.role !== 'referent') return NOTHING;
  const coming = (await store.booking.list({ which: 'current' }, { offset: 0, limit: 200 }, now)).items;
  const booked = coming.filter((seat) => seat.state === 'booked');
  const waiting = coming.filter((seat) => seat.state === 'waiting').length;
  const [next] = booked;
  return {
    blocks: [
      paragraph(next === undefined ? say.home.noneComing : say.home.coming(booked.length, next, booked.filter((seat) => seat.performanceId === next.performanceId).length)),
      ...(waiting > 0 ? [notice('wait', say.home.waiting(waiting))] : []),
      ...(await store.alerts.coming(now)).map((opening) => notice('info', say.home.opening(opening))),
    ],
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

/** The next outings with seats: to whoever looks for one, and has nothing coming that fills the page. */
async function offer(ctx: Context, busy: boolean): Promise<Block[]> {
  if (busy || ctx.account.role === 'operator') return [];
  const { items } = await ctx.store.offer.search({ from: ctx.now, seats: 1, bookableAt: ctx.now }, { offset: 0, limit: 3 });
  return items.length === 0 ? [] : [paragraph(ctx.say.home.next), list(showItems(items, ctx), true)];
}

/** One to be pressed first: the rest are ways among others. */
const onlyFirstPrimary = (actions: readonly Action[]): Action[] => {
  const first = actions.findIndex(({ style }) => style === 'primary');
  return actions.map(({ style, ...action }, i) => (style === undefined || (style === 'primary' && i !== first) ? action : { ...action, style }));
};

/** What waits, what is coming, and the ways on; whoever it is. What is done seldom stands behind [Plus…]. */
async function homeMessage(ctx: Context): Promise<Message> {
  const { say, now, account } = ctx;
  const parts: Part[] = [];
  for (const part of [accountsOnHome, draft, bookings, visitsOnHome, deskOnHome, presenceOnHome, changesOnHome]) parts.push(await part(ctx));
  const standing = (await structureOnHome(ctx)).blocks;
  return message(
    [paragraph(say.home.hello(account.id, say.at.day(now))), ...standing, ...parts.flatMap(({ blocks }) => blocks), ...(await offer(ctx, account.role === 'referent' && parts.flatMap(({ blocks }) => blocks).length > 1))],
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
