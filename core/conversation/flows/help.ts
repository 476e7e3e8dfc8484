import { message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Message } from '../../messages/message.ts';
import { say, type Context, type Flow } from '../flow.ts';

/** What can be said here, with examples (X3, X7). */
export function helpMessage(ctx: Context, actions: readonly Action[]): Message {
  const { help } = ctx.say;
  return message(
    [
      { kind: 'facts', facts: help.examples.map(([label, value]) => ({ label, value })) },
      paragraph(help.anywhere),
      paragraph(help.rules(ctx.programme.weeklyQuota)),
    ],
    [...actions, { id: ctx.anytime('language', 'set', ctx.lang === 'fr' ? 'en' : 'fr'), label: ctx.say.actions.language }],
    { title: help.title },
  );
}

export const help: Flow = {
  name: 'help',
  version: 1,
  async start({ notYet }, ctx) {
    if (notYet !== true) return say(helpMessage(ctx, usualActions(ctx)));
    return say(message([notice('info', ctx.say.misc.notYet)], [...usualActions(ctx), { id: ctx.anytime('help', 'open'), label: ctx.say.actions.help }]));
  },
  steps: {},
  anytime: { open: async (_args, ctx) => help.start({}, ctx) },
};

/** The way on from a message that ends something. */
export const usualActions = (ctx: Context): readonly Action[] => [
  { id: ctx.anytime('search', 'open'), label: ctx.say.actions.search },
  ...(ctx.account.role === 'referent' ? [{ id: ctx.anytime('reservations', 'open'), label: ctx.say.actions.reservations }] : []),
  { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
];
