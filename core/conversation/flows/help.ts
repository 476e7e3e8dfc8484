import { message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Link, Message } from '../../messages/message.ts';
import { say, type Context, type Flow } from '../flow.ts';

const WITH_EXAMPLES = ['referent', 'visitor', 'leader', 'operator'] as const;

/** What can be said here, with examples for those who ask (X3, X7). */
export function helpMessage(ctx: Context, actions: readonly Action[]): Message {
  const { help } = ctx.say;
  const { role } = ctx.account;
  if (role === 'reception') return message([paragraph(ctx.say.link.ask)], doors(ctx));
  const special = WITH_EXAMPLES.find((one) => one === role);
  const examples = [...help.examples.everybody, ...(special === undefined ? [] : help.examples[special]), help.language];
  return message(
    [
      { kind: 'facts', facts: examples.map(([label, value]) => ({ label, value })) },
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

/** Links that open a chat of another channel with a code in it (A2). */
export const entrances = (code: string, ctx: Context, whose: 'own' | 'theirs' = 'theirs'): readonly Link[] =>
  ctx.entrances(code).map(({ channel, url }) => ({ kind: 'link', label: whose === 'own' ? ctx.say.structure.mail.through(channel) : ctx.say.structure.mail.send(channel), url }));

/** The ways on for a chat that is nobody's yet. */
export const doors = (ctx: Context): readonly Action[] => [
  { id: ctx.anytime('link', 'code'), label: ctx.say.link.haveCode, style: 'primary' },
  { id: ctx.anytime('join', 'open'), label: ctx.say.link.noAccount },
  { id: ctx.anytime('lost', 'open'), label: ctx.say.link.lost },
];

/** The way on from a message that ends something, for whoever reads it. */
export function usualActions(ctx: Context): readonly Action[] {
  const { say, account, anytime } = ctx;
  const menu = { id: anytime('home', 'open'), label: say.actions.menu };
  const search = { id: anytime('search', 'open'), label: say.actions.search };
  switch (account.role) {
    case 'reception':
      return doors(ctx);
    case 'referent':
      return [search, { id: anytime('reservations', 'open'), label: say.actions.reservations }, menu];
    case 'visitor':
      return [search, { id: anytime('mine', 'open'), label: say.visits.actions.mine }, menu];
    case 'leader':
      return [search, { id: anytime('mine', 'open'), label: say.visits.actions.outings }, menu];
    case 'operator':
      return [{ id: anytime('desk', 'open'), label: say.desk.actions.decisions }, { id: anytime('structures', 'open'), label: say.desk.actions.structures }, search, menu];
    case 'venue':
      return [{ id: anytime('papers', 'lists'), label: say.papers.lists }, search, menu];
    case 'jury':
      return [search, menu];
  }
}
