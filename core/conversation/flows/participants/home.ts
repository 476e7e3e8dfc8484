import { paragraph } from '../../../messages/build.ts';
import type { Action, Block } from '../../../messages/message.ts';
import type { Context } from '../../flow.ts';

/** The way to their people (A3) on the home page of a referent. Reads nothing: names are opened where they are shown. */
export const participantsOnHome = (ctx: Context): readonly Action[] =>
  (ctx.account.role === 'referent' ? [{ id: ctx.anytime('participants', 'open'), label: ctx.say.participants.home.open }] : []);

/** How many participants a referent has (A3), behind [Plus…]. */
export async function peopleCounted(ctx: Context): Promise<readonly Block[]> {
  if (ctx.account.role !== 'referent') return [];
  const { home } = ctx.say.participants;
  const count = (await ctx.store.people.all()).filter(({ kind, removed }) => kind === 'participant' && !removed).length;
  return [paragraph(count === 0 ? home.empty : home.count(count))];
}
