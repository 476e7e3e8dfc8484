import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Message } from '../../messages/message.ts';
import { strong, t } from '../../messages/text.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { clean } from './structureForm.ts';

interface Shown { readonly like?: string; readonly offset?: number }

const PAGE = 8;

async function listed({ like, offset = 0 }: Shown, ctx: Context): Promise<Message> {
  const { say, store, anytime, draft } = ctx;
  const { partners: words } = say.structure;
  const { total, items } = await store.offer.partners(like, { offset, limit: PAGE }, ctx.now);
  const twice = (name: string): boolean => items.filter((one) => one.name === name).length > 1;
  return message([
    paragraph(total === 0 && like === undefined ? words.empty : words.found(total, like)),
    items.length === 0 ? undefined : list(items.map((one) => ({
      text: strong(one.name), detail: t`${one.city} · ${words.dates(one.coming)}`,
      action: { id: anytime('partners', 'show', one.id), label: t`${twice(one.name) ? `${one.name}, ${one.city}` : one.name}` },
    })), true),
    total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, total), total)) : undefined,
    total > 0 ? paragraph(words.choose) : undefined,
  ], [
    offset > 0 ? { id: draft('partners', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
    offset + PAGE < total ? { id: draft('partners', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
    like === undefined ? undefined : { id: draft('partners', 'all'), label: words.all },
    { id: anytime('home', 'open'), label: say.actions.menu },
  ], { title: words.title });
}

async function sheet(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { partners: words } = ctx.say.structure;
  const venue = isUuid(id) ? await ctx.store.offer.venue(id) : undefined;
  if (venue === undefined || id === undefined) return start('partners', {}, message([notice('bad', words.gone)]));
  const coming = (await ctx.store.offer.partners(venue.name, { offset: 0, limit: 100 }, ctx.now)).items.find((one) => one.id === id)?.coming ?? 0;
  return answer(message([{
    kind: 'facts', facts: [
      { label: words.labels.where, value: t`${[venue.address, venue.city].filter((part) => part !== null).join(', ')}` },
      ...(venue.access === null ? [] : [{ label: words.labels.access, value: t`${venue.access}` }]),
      ...(venue.phone === null ? [] : [{ label: words.labels.reach, value: t`${venue.phone}` }]),
      { label: words.labels.dates, value: words.dates(coming) },
    ],
  }], [
    coming > 0 ? { id: ctx.anytime('partners', 'dates', id), label: words.seeDates, style: 'primary' } : undefined,
    { id: ctx.anytime('partners', 'open'), label: words.open },
    { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
  ], { title: t`${venue.name}` }));
}

/** Annuaire (A4): the venues that give invitations, by name or town, and their dates. */
export const partners: Flow<Shown> = {
  name: 'partners',
  version: 1,
  browses: true,
  async start(args, ctx) {
    const like = typeof args['like'] === 'string' ? clean(args['like']) : '';
    return like !== '' && (await ctx.store.offer.partners(like, { offset: 0, limit: 1 }, ctx.now)).total > 0 ? ask('list', { like }) : ask('list', {}, ...(like === '' ? [] : [message([paragraph(ctx.say.structure.partners.none)])]));
  },
  steps: {
    list: {
      ask: listed,
      async accept(_shown, input, ctx) {
        if (input.kind === 'press') {
          if (input.name === 'page') return redraw('list', { ..._shown, offset: Math.max(0, Number(input.args[0]) || 0) });
          return input.name === 'all' ? ask('list', {}) : undefined;
        }
        // A name or a town narrows the list; a day, a genre, or what is no partner's goes to the search of outings.
        if (input.kind === 'submit' || !['search', 'none'].includes(input.understood.intent) || input.understood.when !== undefined) return undefined;
        const like = clean(input.text.replace(/^\s*(?:à|a|au|aux|le|la|les|l['’])\s*/iu, '')).slice(0, 80);
        const { total, items } = await ctx.store.offer.partners(like, { offset: 0, limit: 1 }, ctx.now);
        if (like === '' || total === 0) return undefined;
        return total === 1 ? sheet(items[0]?.id, ctx) : ask('list', { like });
      },
    },
  },
  anytime: {
    open: async () => ask('list', {}),
    show: async ([id], ctx) => sheet(id, ctx),
    dates: async ([id], ctx) => {
      const venue = isUuid(id) ? await ctx.store.offer.venue(id) : undefined;
      return start('search', venue === undefined ? {} : { text: venue.name });
    },
  },
};
