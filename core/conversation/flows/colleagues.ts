import type { Colleague } from '../../domain/structure.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Message, Text } from '../../messages/message.ts';
import { account, hidden, person, strong, t } from '../../messages/text.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { entrances } from './help.ts';


interface Shown { readonly offset?: number }

const PAGE = 9;

const roleOf = (role: Colleague['role'], ctx: Context): Text => {
  const { role: words } = ctx.say.structure.colleagues;
  return role === 'visitor' || role === 'leader' ? words[role] : words.referent;
};

/** A visitor or leader is somebody accompanied, and named as such (X5). */
const named = (one: Pick<Colleague, 'id' | 'person'>) => (one.person === null ? account(one.id, 'full') : person(one.person));

async function listed({ offset = 0 }: Shown, ctx: Context): Promise<Message> {
  const { say, store, anytime } = ctx;
  const { colleagues: words } = say.structure;
  const all = await store.colleagues.list();
  return message([
    paragraph(words.intro(all.length)),
    list(all.slice(offset, offset + PAGE).map((one) => ({
      text: strong(named(one)),
      detail: one.id === ctx.account.id ? t`${roleOf(one.role, ctx)} · ${words.you}` : t`${roleOf(one.role, ctx)} · ${one.linked ? words.linked : words.notLinked}`,
      action: { id: anytime('colleagues', 'show', one.id), label: t`${named(one)}` },
    })), true),
    all.length > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, all.length), all.length)) : undefined,
  ], [
    offset > 0 ? { id: ctx.draft('colleagues', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
    offset + PAGE < all.length ? { id: ctx.draft('colleagues', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
    { id: anytime('invite', 'begin'), label: words.add, style: 'primary' },
    { id: anytime('structure', 'open'), label: say.structure.title },
    { id: anytime('home', 'open'), label: say.actions.menu },
  ], { title: words.title });
}

const colleagueOf = async (id: string | undefined, ctx: Context): Promise<Colleague | undefined> =>
  isUuid(id) ? (await ctx.store.colleagues.list()).find((one) => one.id === id) : undefined;

const gone = (ctx: Context): Outcome => start('colleagues', {}, message([notice('bad', ctx.say.structure.colleagues.gone)]));

async function withColleague(id: string | undefined, ctx: Context, then: (one: Colleague) => Promise<Outcome>): Promise<Outcome> {
  const one = await colleagueOf(id, ctx);
  return one === undefined ? gone(ctx) : then(one);
}

function sheet(one: Colleague, ctx: Context): Message {
  const { colleagues: words } = ctx.say.structure;
  return message([{
    kind: 'facts', facts: [
      { label: words.labels.kind, value: roleOf(one.role, ctx) },
      { label: words.labels.email, value: one.email === null ? ctx.say.structure.missing : [hidden(one.email)] },
      { label: words.labels.state, value: one.linked ? words.linked : words.notLinked },
    ],
  }], [
    one.email === null ? undefined : { id: ctx.anytime('colleagues', 'mail', one.id), label: words.byMail },
    { id: ctx.anytime('colleagues', 'code', one.id), label: words.byEye },
    one.id === ctx.account.id ? undefined : { id: ctx.anytime('colleagues', 'remove', one.id), label: words.remove, style: 'danger' },
    { id: ctx.anytime('colleagues', 'open'), label: words.open },
  ], { title: t`${named(one)}` });
}

const ways = (ctx: Context) => [{ id: ctx.anytime('colleagues', 'open'), label: ctx.say.structure.colleagues.open }, { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu }];

/** A code shown once (A2): it stands in this one answer and is kept nowhere. */
export async function showCode(id: string, who: Text, ctx: Context): Promise<Message> {
  const { colleagues: words } = ctx.say.structure;
  const given = await ctx.store.colleagues.code(id, ctx.now);
  if (given === undefined) return message([notice('bad', words.gone)], ways(ctx));
  await ctx.store.audit('code.given', id, { by: 'shown' }, ctx.now);
  return message([paragraph(words.code(who, given.code)), paragraph(words.codeUntil(given.expiresAt)), paragraph(words.codeHow), ...entrances(given.code, ctx)], ways(ctx));
}

export async function mailCode(id: string, ctx: Context): Promise<Message> {
  const { colleagues: words } = ctx.say.structure;
  if (!(await ctx.store.colleagues.mailCode(id, ctx.now))) return message([notice('bad', words.noMail)], [{ id: ctx.anytime('colleagues', 'code', id), label: words.byEye }, ...ways(ctx)]);
  await ctx.store.audit('code.given', id, { by: 'mail' }, ctx.now);
  return message([notice('good', words.mailed)], ways(ctx));
}

/** Why this access cannot be ended by whoever asks; undefined: it can. */
async function mayNotEnd(one: Colleague, ctx: Context): Promise<Text | undefined> {
  const { colleagues: words } = ctx.say.structure;
  const referents = (await ctx.store.colleagues.list()).filter(({ role }) => role === 'referent');
  if (one.role === 'referent' && referents.length < 2) return words.onlyOne;
  return one.id === ctx.account.id ? words.self : undefined;
}

/** Collègues et accès (A2): the accounts of the structure, codes for them, and their end. */
export const colleagues: Flow<Shown> = {
  name: 'colleagues',
  version: 1,
  for: ['referent'],
  browses: true,
  async start({ invite }) {
    return invite === true ? start('invite') : ask('list', {});
  },
  steps: {
    list: {
      ask: listed,
      async accept(_shown, input, ctx) {
        if (input.kind === 'press') return input.name === 'page' ? redraw('list', { offset: Math.max(0, Number(input.args[0]) || 0) }) : undefined;
        if (input.kind !== 'text') return undefined;
        const wanted = input.text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
        const found = (await ctx.store.colleagues.list()).filter(({ first, last }) => [`${first} ${last}`, first, last].some((name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() === wanted));
        return found.length === 1 && found[0] !== undefined ? answer(sheet(found[0], ctx)) : undefined;
      },
    },
  },
  anytime: {
    open: async () => ask('list', {}),
    show: async ([id], ctx) => withColleague(id, ctx, async (one) => answer(sheet(one, ctx))),
    code: async ([id], ctx) => withColleague(id, ctx, async (one) => answer(await showCode(one.id, [named(one)], ctx))),
    mail: async ([id], ctx) => withColleague(id, ctx, async (one) => answer(await mailCode(one.id, ctx))),
    remove: async ([id], ctx) => withColleague(id, ctx, async (one) => {
      const why = await mayNotEnd(one, ctx);
      return why === undefined ? start('endaccess', { account: one.id }) : answer(message([notice('bad', why)], ways(ctx)));
    }),
  },
};

/** Ending somebody's access, confirmed because it cannot be undone (A2, X3). */
export const endAccess: Flow<{ readonly account: string }> = {
  name: 'endaccess',
  version: 1,
  for: ['referent'],
  start: async (args) => (isUuid(args['account'] as string | undefined) ? ask('confirm', { account: args['account'] }) : start('colleagues')),
  steps: {
    confirm: {
      ask: async ({ account: id }, ctx) => message([paragraph(ctx.say.structure.colleagues.removing([named((await colleagueOf(id, ctx)) ?? { id, person: null })]))], [
        { id: ctx.once('endaccess', 'yes'), label: ctx.say.structure.colleagues.remove, style: 'danger' },
        { id: ctx.once('endaccess', 'no'), label: ctx.say.structure.keep },
      ]),
      async accept({ account: id }, input, ctx) {
        const { colleagues: words } = ctx.say.structure;
        const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
        const no = input.kind === 'press' ? input.name === 'no' : input.kind === 'text' && input.understood.intent === 'no';
        if (no) return start('colleagues', {}, message([paragraph(words.kept)]));
        if (!yes) return undefined;
        const one = await colleagueOf(id, ctx);
        if (one === undefined) return gone(ctx);
        // Somebody else may have left while the question stood.
        const why = await mayNotEnd(one, ctx);
        if (why !== undefined) return start('colleagues', {}, message([notice('bad', why)]));
        if (!(await ctx.store.colleagues.remove(id, ctx.now))) return gone(ctx);
        await ctx.store.audit('account.removed', id, { role: one.role }, ctx.now);
        return start('colleagues', {}, message([notice('good', words.removed)]));
      },
    },
  },
};
