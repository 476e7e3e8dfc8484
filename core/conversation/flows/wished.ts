import type { Context } from '../flow.ts';

/** What became of a visitor's latest wish for a performance; undefined: none that still counts. */
export async function wishFor(performance: string, ctx: Pick<Context, 'store'>): Promise<'open' | 'refused' | undefined> {
  const latest = (await ctx.store.decisions.asked()).find((one) => one.kind === 'wish' && one.performance === performance);
  return latest?.state === 'open' || latest?.state === 'refused' ? latest.state : undefined;
}
