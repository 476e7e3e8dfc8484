import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block } from '../../messages/message.ts';
import { strong, t } from '../../messages/text.ts';
import { say as answer, type Context, type Flow, type Outcome } from '../flow.ts';
import { usualActions } from './help.ts';

/** Which of a chat's accounts answers there (A2). Each keeps its own conversation as it was. */
async function choose(ctx: Context): Promise<Outcome> {
  const { accounts: words } = ctx.say.structure;
  const all = await ctx.store.account.chats(ctx.no);
  if (all.length < 2) return answer(message([paragraph(all.length === 0 ? words.web : words.one)], usualActions(ctx)));
  return answer(message([
    paragraph(words.which),
    list(all.map(({ operator, name, active }) => ({ text: strong(name), ...(active ? { detail: words.now } : {}), action: { id: ctx.anytime('accounts', 'use', operator), label: t`${name}` } })), true),
  ], [{ id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu }], { title: words.title }));
}

async function use(operator: string | undefined, ctx: Context): Promise<Outcome> {
  const { accounts: words } = ctx.say.structure;
  const chosen = (await ctx.store.account.chats(ctx.no)).find((one) => one.operator === operator);
  if (chosen === undefined || !isUuid(operator)) return answer(message([notice('bad', words.gone)], usualActions(ctx)));
  if (chosen.active) return answer(message([paragraph(words.already(chosen.name))], usualActions(ctx)));
  return answer((await ctx.store.account.switchTo(operator, ctx.no)) ? message([notice('good', words.switched(chosen.name))]) : message([notice('bad', words.gone)], usualActions(ctx)));
}

export const accounts: Flow = {
  name: 'accounts',
  version: 1,
  start: async (_args, ctx) => choose(ctx),
  steps: {},
  anytime: { open: async (_args, ctx) => choose(ctx), use: async ([operator], ctx) => use(operator, ctx) },
};

/** What the home page says where a chat holds several accounts: which one answers, and the way to the others. */
export async function accountsOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  const all = await ctx.store.account.chats(ctx.no);
  // Whose figures follow: a switch that was asked for just before may stand already.
  const active = all.find(({ operator }) => operator === ctx.account.operator);
  if (all.length < 2 || active === undefined) return { blocks: [], actions: [] };
  const { accounts: words } = ctx.say.structure;
  return { blocks: [paragraph(words.active(active.name))], actions: [{ id: ctx.anytime('accounts', 'open'), label: words.title }] };
}
