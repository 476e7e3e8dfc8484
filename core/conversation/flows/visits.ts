import { notice, paragraph } from '../../messages/build.ts';
import type { Action, Block } from '../../messages/message.ts';
import type { Context } from '../flow.ts';
import { unlinked } from './mine.ts';

interface OnHome { blocks: Block[]; actions: Action[] }

/**
 * For the home page (A14): a visitor's next invitations and what they asked, a leader's next outing, how many wishes
 * wait for a referent, and what an account of a venue or of the jury finds here and elsewhere.
 */
export async function visitsOnHome(ctx: Context): Promise<OnHome> {
  switch (ctx.account.role) {
    case 'visitor':
    case 'leader':
      return ownOnHome(ctx);
    case 'referent':
      return wishesOnHome(ctx);
    case 'venue':
      return { blocks: [paragraph(ctx.say.visits.home.venue)], actions: [] };
    case 'jury':
      return { blocks: [paragraph(ctx.say.visits.home.jury)], actions: [] };
    default:
      return { blocks: [], actions: [] };
  }
}

async function ownOnHome(ctx: Context): Promise<OnHome> {
  const { store, now } = ctx;
  const { home, actions } = ctx.say.visits;
  if ((await store.account.standsFor()).person === null) return { blocks: [...unlinked(ctx).blocks], actions: [] };
  const leads = ctx.account.role === 'leader';
  const coming = (await store.booking.list({ which: 'current' }, { offset: 0, limit: 200 }, now)).items.filter(({ state }) => state === 'booked');
  const outings = [...new Map(coming.map((seat) => [leads ? seat.performanceId : seat.id, seat])).values()];
  const asked = leads ? [] : (await store.decisions.asked()).filter(({ state }) => state === 'open');
  const [next] = outings;
  return {
    blocks: [
      paragraph(next === undefined ? (leads ? home.noOuting : home.none) : leads ? home.outings(outings.length, next) : home.coming(outings.length, next)),
      ...(asked.length === 0 ? [] : [notice('wait', home.asked(asked.length))]),
    ],
    actions: [{ id: ctx.anytime('mine', 'open'), label: leads ? actions.outings : actions.mine }],
  };
}

async function wishesOnHome(ctx: Context): Promise<OnHome> {
  const open = (await ctx.store.decisions.open()).slice(0, 30);
  if (open.length === 0) return { blocks: [], actions: [] };
  const { home, actions } = ctx.say.visits;
  return { blocks: [notice('wait', home.wishes(open.length))], actions: [{ id: ctx.anytime('decide', 'open'), label: actions.answer }] };
}
