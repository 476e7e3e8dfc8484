import type { DeskSheet } from '../../domain/desk.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Message } from '../../messages/message.ts';
import { account, hidden, join, strong, t } from '../../messages/text.ts';
import { ask, done, redraw, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { usualActions } from './help.ts';

/** A page of structures, narrowed by words; or the one about to be suspended. */
interface Shown {
  readonly like?: string;
  readonly offset?: number;
  readonly structure?: string;
}

const PAGE = 8;

const listing: Step<Shown> = {
  async ask({ like, offset = 0 }, ctx): Promise<Message> {
    const { say } = ctx;
    const { structures: words } = say.desk;
    const { total, items } = await ctx.store.desk.structures(like, { offset, limit: PAGE });
    return message(
      [
        items.length === 0 ? paragraph(like === undefined ? words.none : words.notFound(like)) : list(items.map((one) => ({
          text: strong(one.name),
          detail: t`${one.city ?? ''}${one.city === null ? '' : ' · '}${one.suspendedAt === null ? words.state.active : words.state.suspended}`,
          action: { id: ctx.anytime('structures', 'see', one.id), label: t`${one.name}` },
        })), true),
        total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, total), total)) : undefined,
        paragraph(words.search),
      ],
      [
        offset > 0 ? { id: ctx.draft('structures', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
        offset + PAGE < total ? { id: ctx.draft('structures', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
        like === undefined ? undefined : { id: ctx.draft('structures', 'all'), label: words.all },
        ...usualActions(ctx).filter(({ id }) => id !== ctx.anytime('structures', 'open')),
      ],
      { title: words.title },
    );
  },
  async accept(shown, input, _ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') {
      // A name or a town; a sentence with a verb of its own is for another flow.
      return ['search', 'none', 'participants'].includes(input.understood.intent) ? ask('list', { like: input.text.slice(0, 80) }) : undefined;
    }
    if (input.name === 'page') return redraw('list', { ...shown, offset: Math.max(0, Number(input.args[0]) || 0) });
    return input.name === 'all' ? redraw('list', {}) : undefined;
  },
};

const confirm: Step<Shown> = {
  async ask({ structure = '' }, ctx): Promise<Message> {
    const { structures: words } = ctx.say.desk;
    const sheet = await ctx.store.desk.structure(structure);
    return message([paragraph(words.confirm(sheet?.name ?? '')), paragraph(words.means)], [
      { id: ctx.once('structures', 'yes'), label: words.yes, style: 'danger' },
      { id: ctx.once('structures', 'no'), label: words.no },
    ]);
  },
  async accept({ structure = '' }, input, ctx) {
    const { structures: words } = ctx.say.desk;
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'no' : input.kind === 'text' && input.understood.intent === 'no';
    if (no) return done(message([paragraph(words.left)], usualActions(ctx)));
    if (!yes) return undefined;
    const changed = await ctx.store.desk.suspend(structure, true, ctx.now);
    const sheet = await ctx.store.desk.structure(structure);
    return done(message([changed ? notice('good', words.suspended(sheet?.name ?? '')) : notice('info', words.already)], usualActions(ctx)));
  },
};

function sheetOf(sheet: DeskSheet, ctx: Context): Message {
  const { structures: words, labels } = ctx.say.desk;
  const contact = [sheet.contact, sheet.phone, sheet.email].filter((one) => one !== null).join(', ');
  return message(
    [{ kind: 'facts', facts: [
      { label: labels.kind, value: t`${ctx.say.structure.kinds[sheet.kind] ?? sheet.kind}` },
      ...(sheet.city === null ? [] : [{ label: labels.city, value: t`${sheet.city}` }]),
      { label: words.labels.state, value: sheet.suspendedAt === null ? words.state.active : words.since(sheet.suspendedAt) },
      { label: words.labels.convention, value: words.convention(sheet.conventionFrom, sheet.conventionUntil) },
      { label: words.labels.referents, value: sheet.referents.length === 0 ? words.noReferent : join(sheet.referents.map((id) => account(id, 'full')), ', ') },
      { label: words.labels.people, value: words.people(sheet.participants) },
      ...(contact === '' ? [] : [{ label: words.labels.contact, value: t`${hidden(contact)}` }]),
    ] }],
    [
      sheet.suspendedAt === null ? { id: ctx.anytime('structures', 'suspend', sheet.id), label: words.suspend, style: 'danger' } : { id: ctx.anytime('structures', 'lift', sheet.id), label: words.lift, style: 'primary' },
      ...usualActions(ctx),
    ],
    { title: t`${sheet.name}` },
  );
}

async function withStructure(id: string | undefined, ctx: Context, then: (sheet: DeskSheet) => Outcome | Promise<Outcome>): Promise<Outcome> {
  const sheet = isUuid(id) ? await ctx.store.desk.structure(id) : undefined;
  return sheet === undefined ? answer(message([notice('bad', ctx.say.desk.structures.unknown)], usualActions(ctx))) : then(sheet);
}

/** Structures as the operator sees them (A1): search, sheet, suspension and its end. Nobody accompanied is named (X5). */
export const structures: Flow<Shown> = {
  name: 'structures',
  version: 1,
  for: ['operator'],
  browses: true,
  start: async ({ text }, ctx) => {
    if (typeof text !== 'string' || text === '') return ask('list', {});
    const { items: [only, ...others] } = await ctx.store.desk.structures(text, { offset: 0, limit: 2 });
    return only !== undefined && others.length === 0 ? withStructure(only.id, ctx, (sheet) => answer(sheetOf(sheet, ctx))) : ask('list', { like: text });
  },
  steps: { list: listing, confirm },
  anytime: {
    open: async () => start('structures'),
    see: async ([id], ctx) => withStructure(id, ctx, (sheet) => answer(sheetOf(sheet, ctx))),
    suspend: async ([id], ctx) => withStructure(id, ctx, (sheet) => (sheet.suspendedAt === null ? ask('confirm', { structure: sheet.id }) : answer(message([notice('info', ctx.say.desk.structures.already)], usualActions(ctx))))),
    lift: async ([id], ctx) => withStructure(id, ctx, async (sheet) => {
      const { structures: words } = ctx.say.desk;
      const changed = await ctx.store.desk.suspend(sheet.id, false, ctx.now);
      return answer(message([changed ? notice('good', words.lifted(sheet.name)) : notice('info', words.already)], usualActions(ctx)));
    }),
  },
};
