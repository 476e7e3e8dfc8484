import type { UndeliveredSort, Unreachable, Whose } from '../../domain/undelivered.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Message } from '../../messages/message.ts';
import { hidden, strong, t } from '../../messages/text.ts';
import { ask, redraw, say as answer, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { entrances, usualActions } from './help.ts';

interface Shown { readonly offset?: number }

const PAGE = 8;

/** A visitor or leader is somebody accompanied, or goes with them: the words for them name nobody (X5). */
const isPersons = ({ role }: Pick<Whose, 'role'>): boolean => role === 'visitor' || role === 'leader';

const menu = (ctx: Context): Action => ({ id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu });

/** How far one has come, and the ways to the pages beside it. */
function pages(offset: number, total: number, ctx: Context): { said: Block | undefined; ways: (Action | undefined)[] } {
  const { say } = ctx;
  return {
    said: total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, total), total)) : undefined,
    ways: [
      offset > 0 ? { id: ctx.draft('undelivered', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
      offset + PAGE < total ? { id: ctx.draft('undelivered', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
    ],
  };
}

/** Where the list has become shorter meanwhile, its beginning. */
const within = ({ offset = 0 }: Shown, total: number): number => (offset < total ? offset : 0);

/** A page of one of the two lists. */
const turns = (step: string): Step<Shown>['accept'] => async (_shown, input) =>
  (input.kind === 'press' && input.name === 'page' ? redraw(step, { offset: Math.max(0, Number(input.args[0]) || 0) }) : undefined);

const messages: Step<Shown> = {
  async ask(shown, ctx): Promise<Message> {
    const { undelivered: words } = ctx.say;
    const { messages: n, work, people } = await ctx.store.undelivered.count();
    const offset = within(shown, n + work);
    const items = await ctx.store.undelivered.list({ offset, limit: PAGE });
    const { said, ways } = pages(offset, n + work, ctx);
    return message([
      items.length === 0 ? paragraph(words.none) : list(items.map((one, i) => ({
        text: strong(one.whose === null ? words.nobody : words.who(one.whose)),
        detail: words.line(words.what(one), words.why(one), one.since),
        action: { id: ctx.anytime('undelivered', 'retry', one.id), label: words.retry(i + 1) },
      })), true),
      said,
      items.length === 0 ? undefined : paragraph(words.help),
    ], [
      items.length === 0 ? undefined : { id: ctx.anytime('undelivered', 'all'), label: words.all, style: 'primary' },
      ...ways,
      people === 0 ? undefined : { id: ctx.anytime('undelivered', 'people'), label: words.people(people) },
      menu(ctx),
    ], { title: words.title });
  },
  accept: turns('messages'),
};

const people: Step<Shown> = {
  async ask(shown, ctx): Promise<Message> {
    const { undelivered: words } = ctx.say;
    const { messages: n, work, people: total } = await ctx.store.undelivered.count();
    const offset = within(shown, total);
    const items = await ctx.store.undelivered.people({ offset, limit: PAGE });
    const { said, ways } = pages(offset, total, ctx);
    return message([
      items.length === 0 ? paragraph(words.unreachable.none) : list(items.map((one, i) => ({
        text: strong(words.who(one)),
        detail: words.unreachable.since(one.since),
        action: { id: ctx.anytime('undelivered', 'person', one.id), label: words.unreachable.see(i + 1) },
      })), true),
      said,
      items.length === 0 ? undefined : paragraph(words.unreachable.help),
    ], [
      ...ways,
      n + work === 0 ? undefined : { id: ctx.anytime('undelivered', 'messages'), label: words.messages },
      menu(ctx),
    ], { title: words.unreachable.title });
  },
  accept: turns('people'),
};

/** What can be done for somebody whom nothing reaches: a telephone number, and a new code. */
async function sheet(one: Unreachable & Whose, ctx: Context): Promise<Message> {
  const { unreachable: words } = ctx.say.undelivered;
  const structure = one.structureId === null ? undefined : await ctx.store.desk.structure(one.structureId);
  return message([
    { kind: 'facts', facts: [
      { label: words.labels.who, value: ctx.say.undelivered.who(one) },
      { label: words.labels.since, value: words.since(one.since) },
      ...(structure?.contact == null ? [] : [{ label: words.labels.contact, value: t`${hidden(structure.contact)}` }]),
      ...(structure?.phone == null ? [] : [{ label: words.labels.phone, value: t`${structure.phone}` }]),
    ] },
    paragraph(isPersons(one) ? words.theirs : words.what),
  ], [
    isPersons(one) ? undefined : { id: ctx.anytime('undelivered', 'code', one.id), label: words.code, style: 'primary' },
    structure === undefined ? undefined : { id: ctx.anytime('structures', 'see', structure.id), label: words.structure },
    { id: ctx.anytime('undelivered', 'people'), label: ctx.say.undelivered.open },
    menu(ctx),
  ]);
}

const onward = (ctx: Context): readonly Action[] => [{ id: ctx.anytime('undelivered', 'open'), label: ctx.say.undelivered.open }, ...usualActions(ctx)];

async function withPerson(id: string | undefined, ctx: Context, then: (one: Unreachable & Whose) => Promise<Message>): Promise<Outcome> {
  const one = isUuid(id) ? await ctx.store.undelivered.person(id) : undefined;
  return answer(one === undefined ? message([notice('info', ctx.say.undelivered.unreachable.gone)], onward(ctx)) : await then(one));
}

/** A code shown once (A2), for an account of the team's own knowing. Whose code it is must be clear: nobody accompanied is named here. */
async function showCode(one: Unreachable & Whose, ctx: Context): Promise<Message> {
  const { unreachable: words } = ctx.say.undelivered;
  const given = isPersons(one) ? undefined : await ctx.store.colleagues.code(one.id, ctx.now);
  if (given === undefined) return message([notice('info', isPersons(one) ? words.theirs : words.gone)], onward(ctx));
  await ctx.store.audit('code.given', one.id, { by: 'shown' }, ctx.now);
  const { colleagues } = ctx.say.structure;
  return message([paragraph(words.given(ctx.say.undelivered.who(one), given.code)), paragraph(colleagues.codeUntil(given.expiresAt)), ...entrances(given.code, ctx)], onward(ctx));
}

/** What became of trying again: two operators at once, a doubled press or an old card have one effect. */
function tried(begun: readonly UndeliveredSort[], ctx: Context): Outcome {
  const { undelivered: words } = ctx.say;
  const work = begun.filter((what) => what === 'work').length;
  return answer(message([begun.length === 0 ? notice('info', words.nothing) : notice('good', words.again(begun.length - work, work))], onward(ctx)));
}

/** For the home page of an operator: that something does not arrive, or nothing reaches somebody; nothing where all is well. */
export async function undeliveredOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  if (ctx.account.role !== 'operator') return { blocks: [], actions: [] };
  const { home } = ctx.say.undelivered;
  const { messages: n, work, people: unreached } = await ctx.store.undelivered.count();
  if (n + work + unreached === 0) return { blocks: [], actions: [] };
  return {
    blocks: [
      ...(n > 0 ? [notice('bad', home.messages(n))] : []),
      ...(work > 0 ? [notice('bad', home.work(work))] : []),
      ...(unreached > 0 ? [notice('wait', home.people(unreached))] : []),
    ],
    actions: [{ id: ctx.anytime('undelivered', 'open'), label: home.see }],
  };
}

/** What did not arrive, tried again by the operator; and whom nothing reaches any more (X4, X8). */
export const undelivered: Flow<Shown> = {
  name: 'undelivered',
  version: 1,
  for: ['operator'],
  browses: true,
  async start(_args, ctx) {
    const { messages: n, work, people: unreached } = await ctx.store.undelivered.count();
    return ask(n + work === 0 && unreached > 0 ? 'people' : 'messages', {});
  },
  steps: { messages, people },
  anytime: {
    open: async (_args, ctx) => undelivered.start({}, ctx),
    messages: async () => ask('messages', {}),
    people: async () => ask('people', {}),
    retry: async ([id], ctx) => tried(isUuid(id) ? await ctx.store.undelivered.retry(id, ctx.now) : [], ctx),
    all: async (_args, ctx) => tried(await ctx.store.undelivered.retry(null, ctx.now), ctx),
    person: async ([id], ctx) => withPerson(id, ctx, (one) => sheet(one, ctx)),
    code: async ([id], ctx) => withPerson(id, ctx, (one) => showCode(one, ctx)),
  },
};
