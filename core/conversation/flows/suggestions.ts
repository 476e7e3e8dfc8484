import { list, message, paragraph } from '../../messages/build.ts';
import type { Action } from '../../messages/message.ts';
import { say as answer, start, type Context, type Flow } from '../flow.ts';
import { showItems } from './event.ts';
import { usualActions } from './help.ts';

const SHOWN = 5;

/** 'Vous aimerez aussi' (A4): by the genres that the structure booked and came to; else what comes next. */
export const suggestions: Flow = {
  name: 'suggestions',
  version: 1,
  for: ['referent', 'visitor', 'leader'],
  async start(_args, ctx) {
    const { suggestions: words } = ctx.say.structure;
    const liked = await ctx.store.offer.suggestions(SHOWN, ctx.now);
    const shows = liked.length > 0 ? liked : (await ctx.store.offer.search({ from: ctx.now, bookableAt: ctx.now, seats: 1 }, { offset: 0, limit: SHOWN })).items;
    if (shows.length === 0) return answer(message([paragraph(words.nothing)], usualActions(ctx)));
    return answer(message([paragraph(liked.length > 0 ? words.because : words.none), list(showItems(shows, ctx), true)], usualActions(ctx), { title: words.title }));
  },
  steps: {},
  anytime: { open: async () => start('suggestions') },
};

/** The ways to ideas and to the directory, for the home page. */
export const offerOnHome = (ctx: Context): Action[] => [
  ...(ctx.account.structure === null ? [] : [{ id: ctx.anytime('suggestions', 'open'), label: ctx.say.structure.suggestions.open }]),
  { id: ctx.anytime('partners', 'open'), label: ctx.say.structure.partners.open },
];
