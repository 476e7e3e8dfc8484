import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Message } from '../../messages/message.ts';
import type { Conversation } from '../../store.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { entrances, usualActions } from './help.ts';

/** The chats of the account: which there are, where news arrive, one more, one less. */
async function shown(ctx: Context): Promise<Message> {
  const { chats: words } = ctx.say;
  const all = await ctx.store.account.conversations(ctx.no);
  const wanted = await ctx.store.account.pushChannel();
  const channels = [...new Set(all.map(({ channel }) => channel))];
  // What it is now needs no button.
  const others = (all.length === 0 ? [] : [null, ...channels, 'web']).filter((one) => one !== wanted && !(one === null && channels.length < 2 && wanted === channels[0]));
  return message(
    [
      all.length === 0 ? paragraph(words.none) : list(all.map((one) => ({ text: words.one(one.channel, one.here), detail: one.reachable ? words.since(one.linkedAt, one.usedAt) : words.silent }))),
      all.length === 0 ? undefined : paragraph(words.pushes(wanted)),
    ],
    [
      { id: ctx.anytime('chats', 'add'), label: words.add, style: 'primary' },
      ...others.map((one) => ({ id: ctx.anytime('chats', 'prefer', one ?? 'last'), label: words.prefer(one) })),
      ...all.slice(0, 6).map((one) => ({ id: ctx.anytime('chats', 'ask', one.id), label: one.here ? words.leaveHere : words.leave(one.channel) })),
      { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
    ],
    { title: words.title },
  );
}

const found = async (id: string | undefined, ctx: Context): Promise<Conversation | undefined> => (await ctx.store.account.conversations(ctx.no)).find((one) => one.id === id);
const gone = (ctx: Context): Outcome => answer(message([notice('bad', ctx.say.chats.gone)], [{ id: ctx.anytime('chats', 'open'), label: ctx.say.chats.open }, ...usualActions(ctx)]));

async function leave(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { chats: words } = ctx.say;
  const one = await found(id, ctx);
  if (one === undefined || !(await ctx.store.account.leave(one.id, ctx.now))) return gone(ctx);
  await ctx.store.audit('chat.left', null, { channel: one.channel }, ctx.now);
  if (one.here) return answer(message([notice('good', words.leftHere)]));
  return answer(message([notice('good', words.left(one.channel))], [{ id: ctx.anytime('chats', 'open'), label: words.open }, ...usualActions(ctx)]));
}

/** Mes conversations (A2, X6): one account, any number of chats. */
export const chats: Flow = {
  name: 'chats',
  version: 1,
  for: ['referent', 'visitor', 'leader', 'venue', 'operator', 'jury'],
  start: async (_args, ctx) => answer(await shown(ctx)),
  steps: {},
  anytime: {
    open: async () => start('chats'),
    async add(_args, ctx) {
      const { chats: words } = ctx.say;
      const given = await ctx.store.account.code(ctx.now);
      if (given === undefined) return gone(ctx);
      await ctx.store.audit('code.given', ctx.account.id, { by: 'shown' }, ctx.now);
      return answer(message(
        [paragraph(words.code(given.code)), paragraph(words.codeUntil(given.expiresAt)), paragraph(words.codeHow), ...entrances(given.code, ctx, 'own')],
        [{ id: ctx.anytime('chats', 'open'), label: words.open }, { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu }],
      ));
    },
    async prefer([wanted], ctx) {
      const channel = wanted === 'last' || wanted === undefined ? null : wanted;
      const all = await ctx.store.account.conversations(ctx.no);
      if (channel !== null && channel !== 'web' && !all.some((one) => one.channel === channel)) return gone(ctx);
      await ctx.store.account.setPushChannel(channel);
      return answer(message([notice('good', ctx.say.chats.preferred(channel))], [{ id: ctx.anytime('chats', 'open'), label: ctx.say.chats.open }, ...usualActions(ctx)]));
    },
    async ask([id], ctx) {
      const { chats: words } = ctx.say;
      const one = await found(id, ctx);
      if (one === undefined) return gone(ctx);
      return answer(message([paragraph(words.sure(one.channel))], [{ id: ctx.anytime('chats', 'leave', one.id), label: words.yes, style: 'danger' }, { id: ctx.anytime('chats', 'open'), label: words.open }]));
    },
    leave: async ([id], ctx) => leave(id, ctx),
  },
};
