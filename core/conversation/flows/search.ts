import { message, list, paragraph } from '../../messages/build.ts';
import type { Action, Message } from '../../messages/message.ts';
import { t } from '../../messages/text.ts';
import type { SearchCriteria } from '../../ports.ts';
import { localDay } from '../../domain/time.ts';
import { ask, redraw, start, type Context, type Flow, type Input, type Outcome, type Step } from '../flow.ts';
import { showItem } from './event.ts';

/** What is looked for, as JSON: instants are ISO. `toBook`: the answer is wanted for booking, with these people. */
interface Search {
  text?: string;
  from?: string;
  to?: string;
  city?: string;
  theme?: string;
  access?: string;
  seats?: number;
  km?: number;
  offset?: number;
  toBook?: boolean;
  people?: unknown;
}

const PAGE = 5;
const ACCESS = ['motor', 'hearing', 'visual', 'intellectual', 'psychic'];

async function criteriaOf(search: Search, ctx: Context): Promise<SearchCriteria> {
  const structure = search.km === undefined ? undefined : await ctx.store.structure();
  const from = search.from === undefined ? ctx.now : new Date(Math.max(Date.parse(search.from), ctx.now.getTime()));
  return {
    from,
    ...(search.to === undefined ? {} : { to: new Date(search.to) }),
    ...(search.text === undefined ? {} : { text: search.text }),
    ...(search.city === undefined ? {} : { city: search.city }),
    ...(search.theme === undefined ? {} : { theme: search.theme }),
    ...(search.access === undefined ? {} : { accessibility: search.access }),
    ...(search.seats === undefined ? {} : { seats: search.seats }),
    ...(structure?.latitude == null || structure.longitude === null || search.km === undefined
      ? {} : { near: { latitude: structure.latitude, longitude: structure.longitude, km: search.km } }),
  };
}

function aboutOf(search: Search, ctx: Context): string {
  const { about } = ctx.say.search;
  return [
    search.theme === undefined ? '' : about.theme(search.theme),
    search.text === undefined ? '' : about.text(search.text),
    search.from === undefined ? '' : about.day(new Date(search.from), search.to === undefined ? undefined : new Date(search.to)),
    search.city === undefined ? '' : about.city(search.city),
    search.km === undefined ? '' : about.near(search.km),
    search.access === undefined ? '' : about.access(ctx.say.show.accessibilities[search.access] ?? search.access),
    search.seats === undefined ? '' : about.seats(search.seats),
  ].filter((part) => part !== '').join(', ');
}

async function results(search: Search, ctx: Context): Promise<Message> {
  const { say, draft } = ctx;
  const offset = search.offset ?? 0;
  const found = await ctx.store.offer.search(await criteriaOf(search, ctx), { offset, limit: PAGE });
  const about = aboutOf(search, ctx);
  const filters: Action = { id: draft('search', 'filters'), label: say.search.filters };
  if (found.total === 0) {
    return message([paragraph(say.search.none(about)), paragraph(say.search.noneInstead)], [
      about === '' ? undefined : { id: draft('search', 'clear'), label: say.search.filter.clear, style: 'primary' },
      filters,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ]);
  }
  const items = found.items.map((show) => {
    const item = showItem(show, ctx);
    if (search.toBook !== true || item.action === undefined) return item;
    return { ...item, action: { ...item.action, id: draft('search', 'take', show.id) } };
  });
  return message(
    [
      search.toBook === true ? paragraph(say.search.toBook) : undefined,
      paragraph(say.search.found(found.total, about)),
      list(items, true),
      found.total > PAGE ? paragraph(say.search.page(offset + 1, Math.min(offset + PAGE, found.total), found.total)) : undefined,
      paragraph(say.search.choose),
    ],
    [
      offset > 0 ? { id: draft('search', 'page', String(Math.max(0, offset - PAGE))), label: say.actions.previous } : undefined,
      offset + PAGE < found.total ? { id: draft('search', 'page', String(offset + PAGE)), label: say.actions.more } : undefined,
      filters,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ],
  );
}

/** A new filter keeps the others and goes back to the first page. */
const refined = (search: Search, more: Search): Search => {
  const { offset: _, ...kept } = search;
  return { ...kept, ...more };
};

function days(n: number, ctx: Context): Search {
  const { start: from } = localDay(ctx.now, ctx.programme.zone);
  return { from: from.toISOString(), to: new Date(from.getTime() + n * 86_400_000).toISOString() };
}

function weekend(ctx: Context): Search {
  const { zone } = ctx.programme;
  let day = localDay(ctx.now, zone);
  const weekday = (at: Date): number => Number(new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' }).formatToParts(at).map((p) => ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(p.value))[0]);
  while (weekday(day.start) !== 6 && weekday(day.start) !== 0) day = localDay(day.end, zone);
  const sunday = weekday(day.start) === 0 ? day : localDay(day.end, zone);
  return { from: day.start.toISOString(), to: sunday.end.toISOString() };
}

/** Whether what was typed narrows this search, rather than asking for something else. */
function narrowing(input: Input & { kind: 'text' }): Search | undefined {
  const { intent, when, rest } = input.understood;
  if (intent !== 'search' || (when === undefined && (rest ?? '') === '')) return undefined;
  return {
    ...(when === undefined ? {} : { from: when.start.toISOString(), ...(when.end === null ? {} : { to: when.end.toISOString() }) }),
    ...(rest === undefined || rest === '' ? {} : { text: rest }),
  };
}

/** Buttons that every step of the search understands. */
async function pressed(search: Search, name: string, args: readonly string[], ctx: Context): Promise<Outcome | undefined> {
  const [value = ''] = args;
  const facets = (): ReturnType<Context['store']['offer']['facets']> => ctx.store.offer.facets(ctx.now);
  switch (name) {
    case 'page':
      return redraw('results', { ...search, offset: Math.max(0, Math.min(9_995, Number(value) || 0)) });
    case 'take':
      return start('book', { performance: value, people: search.people ?? [] });
    case 'filters':
      return ask('filters', search);
    case 'results':
      return ask('results', search);
    case 'clear':
      return ask('results', { ...(search.toBook === undefined ? {} : { toBook: search.toBook }), ...(search.people === undefined ? {} : { people: search.people }) });
    case 'weekend':
      return ask('results', refined(search, weekend(ctx)));
    case 'days':
      return ask('results', refined(search, days(Math.min(400, Number(value) || 7), ctx)));
    case 'seats':
      return ask('results', refined(search, { seats: Number(value) || 1 }));
    case 'near':
      return ask('results', refined(search, { km: Number(value) || 10 }));
    case 'themes':
    case 'cities':
    case 'access':
      return ask(name, search);
    case 'theme': {
      const theme = (await facets()).themes[Number(value)];
      return ask('results', theme === undefined ? search : refined(search, { theme }));
    }
    case 'city': {
      const city = (await facets()).cities[Number(value)];
      return ask('results', city === undefined ? search : refined(search, { city }));
    }
    case 'with':
      return ask('results', ACCESS.includes(value) ? refined(search, { access: value }) : search);
    default:
      return undefined;
  }
}

const step = (question: (search: Search, ctx: Context) => Promise<Message>): Step<Search> => ({
  ask: question,
  async accept(search, input, ctx) {
    if (input.kind === 'press') return pressed(search, input.name, input.args, ctx);
    if (input.kind === 'submit') return undefined;
    const more = narrowing(input);
    // A new title is a new search; a date alone narrows the one there is.
    return more === undefined ? undefined : ask('results', more.text === undefined ? refined(search, more) : refined({ ...(search.toBook === undefined ? {} : { toBook: search.toBook }), ...(search.people === undefined ? {} : { people: search.people }) }, more));
  },
});

/** Chercher (A4): quick search, filters, paging. */
export const search: Flow<Search> = {
  name: 'search',
  version: 1,
  async start(args, ctx) {
    const wanted = args as Search;
    // A title that names one date and nothing else goes straight to it.
    if (wanted.text !== undefined) {
      const found = await ctx.store.offer.search(await criteriaOf(wanted, ctx), { offset: 0, limit: 2 });
      const only = found.total === 1 ? found.items[0] : undefined;
      if (only !== undefined) return wanted.toBook === true ? start('book', { performance: only.id, people: wanted.people ?? [] }) : start('event', { performance: only.id });
    }
    return ask('results', wanted);
  },
  steps: {
    results: step(results),
    filters: step(async (_search, ctx) => {
      const { say, draft } = ctx;
      const { filter } = say.search;
      const placed = (await ctx.store.structure())?.latitude != null;
      return message([paragraph(say.search.filterQuestion)], [
        { id: draft('search', 'weekend'), label: filter.weekend },
        { id: draft('search', 'days', '7'), label: filter.sevenDays },
        { id: draft('search', 'days', '30'), label: filter.month },
        { id: draft('search', 'seats', '1'), label: filter.free },
        { id: draft('search', 'seats', '4'), label: filter.places4 },
        placed ? { id: draft('search', 'near', '10'), label: filter.near(10) } : undefined,
        placed ? { id: draft('search', 'near', '30'), label: filter.near(30) } : undefined,
        { id: draft('search', 'themes'), label: filter.themes },
        { id: draft('search', 'cities'), label: filter.cities },
        { id: draft('search', 'access'), label: filter.access },
        { id: draft('search', 'clear'), label: filter.clear },
        { id: draft('search', 'results'), label: filter.show },
      ]);
    }),
    themes: step(async (_search, ctx) => {
      const { themes } = await ctx.store.offer.facets(ctx.now);
      return message([paragraph(ctx.say.search.pickTheme)], [...themes.map((theme, i) => ({ id: ctx.draft('search', 'theme', String(i)), label: t`${theme}` })), { id: ctx.draft('search', 'results'), label: ctx.say.search.filter.show }]);
    }),
    cities: step(async (_search, ctx) => {
      const { cities } = await ctx.store.offer.facets(ctx.now);
      return message([paragraph(ctx.say.search.pickCity)], [...cities.map((city, i) => ({ id: ctx.draft('search', 'city', String(i)), label: t`${city}` })), { id: ctx.draft('search', 'results'), label: ctx.say.search.filter.show }]);
    }),
    access: step(async (_search, ctx) =>
      message([paragraph(ctx.say.search.pickAccess)], [...ACCESS.map((a) => ({ id: ctx.draft('search', 'with', a), label: t`${ctx.say.show.accessibilities[a] ?? a}` })), { id: ctx.draft('search', 'results'), label: ctx.say.search.filter.show }])),
  },
  anytime: { open: async (_args) => start('search') },
};
