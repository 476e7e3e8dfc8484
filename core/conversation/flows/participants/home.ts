import { notice, paragraph } from '../../../messages/build.ts';
import type { Action, Block } from '../../../messages/message.ts';
import type { Context } from '../../flow.ts';

/** Flows of this area whose drafts are offered again. */
export const PEOPLE_FLOWS: readonly string[] = ['newperson', 'peoplelist', 'party'];

/**
 * What the home page says of people (A3), to a referent: how many, and a change to their list that was left half done.
 * To be asked before the home page forgets what was parked; [Reprendre] and [Abandonner] are the home page's own.
 */
export async function participantsOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  if (ctx.account.role !== 'referent') return { blocks: [], actions: [] };
  const { home } = ctx.say.participants;
  const count = (await ctx.store.people.all()).filter(({ kind, removed }) => kind === 'participant' && !removed).length;
  const draft = ctx.parked !== undefined && PEOPLE_FLOWS.includes(ctx.parked.flow);
  return {
    blocks: [...(draft ? [notice('info', home.draft)] : []), paragraph(count === 0 ? home.empty : home.count(count))],
    actions: [
      ...(draft ? [{ id: ctx.anytime('home', 'resume'), label: ctx.say.actions.resume, style: 'primary' as const }, { id: ctx.anytime('home', 'drop'), label: ctx.say.actions.giveUp }] : []),
      { id: ctx.anytime('participants', 'open'), label: home.open },
    ],
  };
}
