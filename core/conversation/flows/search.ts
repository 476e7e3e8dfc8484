import { message, list, paragraph } from '../../messages/build.ts';
import type { Action, ListItem, Message, Text } from '../../messages/message.ts';
import { join, t } from '../../messages/text.ts';
import type { SearchCriteria } from '../../store.ts';
import type { Performance } from '../../domain/performance.ts';
import { localDay } from '../../domain/time.ts';
import { fold, words } from '../../language/fold.ts';
import { isEmptyWord } from '../../language/sentence.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Input, type Outcome, type Step } from '../flow.ts';
import { showItems } from './event.ts';
import { refuse } from './refuse.ts';

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

/** What is looked for by words: without 'des', 'à', 'les', unless nothing else is left of a title. */
function meaningful(text: string): string {
  const kept = words(text).filter((word) => !isEmptyWord(word));
  return kept.length === 0 ? text : kept.join(' ');
}

async function criteriaOf(search: Search, ctx: Context): Promise<SearchCriteria> {
  const structure = search.km === undefined ? undefined : await ctx.store.structure();
  const from = search.from === undefined ? ctx.now : new Date(Math.max(Date.parse(search.from), ctx.now.getTime()));
  return {
    from,
    ...(search.to === undefined ? {} : { to: new Date(search.to) }),
    ...(search.text === undefined ? {} : { text: meaningful(search.text) }),
    ...(search.city === undefined ? {} : { city: search.city }),
    ...(search.theme === undefined ? {} : { theme: search.theme }),
    ...(search.access === undefined ? {} : { accessibility: search.access }),
    ...(search.seats === undefined ? {} : { seats: search.seats }),
    ...(structure?.latitude == null || structure.longitude === null || search.km === undefined
      ? {} : { near: { latitude: structure.latitude, longitude: structure.longitude, km: search.km } }),
  };
}

/** What was looked for, in words; undefined: everything. */
function aboutOf(search: Search, ctx: Context): Text | undefined {
  const { about } = ctx.say.search;
  const parts: (Text | string)[] = [
    search.theme === undefined ? '' : about.theme(search.theme),
    search.text === undefined ? '' : about.text(search.text),
    search.from === undefined ? '' : about.day(new Date(search.from), search.to === undefined ? undefined : new Date(search.to)),
    search.city === undefined ? '' : about.city(search.city),
    search.km === undefined ? '' : about.near(search.km),
    search.access === undefined ? '' : about.access(ctx.say.show.accessibilities[search.access] ?? search.access),
    search.seats === undefined ? '' : about.seats(search.seats),
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : join(parts, ', ');
}

type Shows = Parameters<typeof showItems>[0];

/** The lines of the list; tapping one opens the sheet, or begins the booking that was asked for. */
const itemsOf = (shows: Shows, search: Search, ctx: Context): ListItem[] =>
  showItems(shows, ctx).map((item, i) => {
    const show = shows[i];
    if (search.toBook !== true || item.action === undefined || show === undefined) return item;
    return { ...item, action: { ...item.action, id: ctx.draft('search', 'take', show.id) } };
  });

/** The nearest thing that is possible where nothing was found (X8): the same with one filter less, then everything to come. */
async function nearest(search: Search, ctx: Context): Promise<{ search: Search; items: Shows } | undefined> {
  const without = (...keys: (keyof Search)[]): Search => Object.fromEntries(Object.entries(search).filter(([key]) => key !== 'offset' && !keys.includes(key as keyof Search)));
  const all: (keyof Search)[] = ['from', 'to', 'km', 'seats', 'access', 'city', 'theme', 'text'];
  const tries = [['from', 'to'], ['km'], ['seats'], ['access'], ['city'], ['theme'], ['from', 'to', 'km', 'seats', 'access', 'city'], all] as (keyof Search)[][];
  for (const keys of tries) {
    if (!keys.some((key) => search[key] !== undefined)) continue;
    const wider = without(...keys);
    const { items } = await ctx.store.offer.search(await criteriaOf(wider, ctx), { offset: 0, limit: 3 });
    if (items.length > 0) return { search: wider, items };
  }
  return undefined;
}

async function results(search: Search, ctx: Context): Promise<Message> {
  const { say, draft } = ctx;
  const offset = search.offset ?? 0;
  const found = await ctx.store.offer.search(await criteriaOf(search, ctx), { offset, limit: PAGE });
  const about = aboutOf(search, ctx);
  const filters: Action = { id: draft('search', 'filters'), label: say.search.filters };
  const placed = search.km === undefined || (await ctx.store.structure())?.latitude != null;
  if (found.total === 0) {
    const near = await nearest(search, ctx);
    return message([
      paragraph(say.search.none(about)),
      placed ? undefined : paragraph(say.search.noDistance),
      ...(near === undefined ? [paragraph(say.search.noneInstead)] : [paragraph(say.search.nearest(aboutOf(near.search, ctx))), list(itemsOf(near.items, search, ctx), true)]),
    ], [
      about === undefined ? undefined : { id: draft('search', 'clear'), label: say.search.filter.clear, style: 'primary' },
      filters,
      { id: ctx.anytime('home', 'open'), label: say.actions.menu },
    ]);
  }
  return message(
    [
      search.toBook === true ? paragraph(say.search.toBook) : undefined,
      paragraph(say.search.found(found.total, about)),
      placed ? undefined : paragraph(say.search.noDistance),
      list(itemsOf(found.items, search, ctx), true),
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
  const { offset: _, from, to, ...kept } = search;
  // A new date takes the place of the whole old one: 'à partir de mardi' has no end.
  const days = more.from === undefined ? { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } : {};
  return { ...kept, ...days, ...more };
};

function days(n: number, ctx: Context): Search {
  const { start: from } = localDay(ctx.now, ctx.programme.zone);
  // Noon of the last day: a change of the clock moves no day out of reach.
  const { start: to } = localDay(new Date(from.getTime() + (n + 0.5) * 86_400_000), ctx.programme.zone);
  return { from: from.toISOString(), to: to.toISOString() };
}

function weekend(ctx: Context): Search {
  const { zone } = ctx.programme;
  let day = localDay(ctx.now, zone);
  const weekday = (at: Date): number => Number(new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' }).formatToParts(at).map((p) => ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(p.value))[0]);
  while (weekday(day.start) !== 6 && weekday(day.start) !== 0) day = localDay(day.end, zone);
  const sunday = weekday(day.start) === 0 ? day : localDay(day.end, zone);
  return { from: day.start.toISOString(), to: sunday.end.toISOString() };
}

const KM = /(?:à |a )?(?:(?:moins de|environ|jusqu['’]?à|dans un rayon de|à) )*(\d{1,3}) ?km\b/iu;
const WHEELS: readonly (readonly [string, RegExp])[] = [
  ['motor', /\b(?:en |aux? )?(?:fauteuils?(?: roulants?)?|pmr|handicap moteur|mobilite reduite)\b/],
  ['hearing', /\b(?:aux? )?(?:malentendante?s?|sourde?s?|langue des signes|lsf)\b/],
  ['visual', /\b(?:aux? )?(?:malvoyante?s?|aveugles?|non voyante?s?|audiodescription)\b/],
  ['intellectual', /\b(?:handicap mental|falc)\b/],
  ['psychic', /\b(?:handicap psychique)\b/],
];

/** Filters that are typed rather than tapped (X7): 'à moins de 10 km', 'en fauteuil roulant', '4 places'. */
function filtersIn(said: { readonly text?: string | undefined; readonly count?: number | undefined }): Search {
  let { text } = said;
  const filters: Search = said.count === undefined ? {} : { seats: Math.min(said.count, 999) };
  const km = text === undefined ? undefined : KM.exec(text);
  if (text !== undefined && km?.[1] !== undefined) {
    filters.km = Math.max(1, Number(km[1]));
    text = text.replace(km[0], ' ');
  }
  for (const [access, words] of WHEELS) {
    const folded = text === undefined ? '' : fold(text);
    if (!words.test(folded)) continue;
    filters.access = access;
    text = folded.replace(words, ' ').replace(/\b(?:accessibles?|accessibilite)\b/, ' ');
  }
  text = text?.replace(/\s+/gu, ' ').trim();
  const empty = text === undefined || words(text).every(isEmptyWord);
  return { ...filters, ...(empty && Object.keys(filters).length > 0 ? {} : text === undefined || text === '' ? {} : { text }) };
}

/** Dates of a title typed word for word: 'Un dimanche à l’opéra' is no Sunday. One word alone may still be a day or a theme. */
async function titled(typed: string | undefined, ctx: Context): Promise<readonly Performance[]> {
  if (typed === undefined || words(typed).length < 2 || typed.length > 200) return [];
  const { items } = await ctx.store.offer.search({ from: ctx.now, text: meaningful(typed) }, { offset: 0, limit: 50 });
  return items.filter((show) => fold(show.title) === fold(typed));
}

/** Whether what was typed narrows this search, rather than asking for something else. */
function narrowing(input: Input & { kind: 'text' }): Search | undefined {
  const { intent, when, rest, count } = input.understood;
  const filters = intent === 'search' || (intent === 'book' && count !== undefined && rest === undefined) ? filtersIn({ text: rest, count }) : {};
  if (when === undefined && Object.keys(filters).length === 0) return undefined;
  if (intent !== 'search' && intent !== 'book') return undefined;
  return { ...(when === undefined ? {} : { from: when.start.toISOString(), ...(when.end === null ? {} : { to: when.end.toISOString() }) }), ...filters };
}

/** What the search is for, without any filter. */
const bookingOf = ({ toBook, people }: Search): Search => ({ ...(toBook === undefined ? {} : { toBook }), ...(people === undefined ? {} : { people }) });

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
      return ask('results', bookingOf(search));
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
    if ((await titled(input.text, ctx)).length > 0) return start('search', { ...bookingOf(search), typed: input.text });
    const more = narrowing(input);
    if (more === undefined) return undefined;
    // A new title is a new search; a date or a filter alone narrows the one there is.
    return more.text === undefined ? ask('results', refined(search, more)) : start('search', { ...bookingOf(search), ...more });
  },
});

/** Chercher (A4): quick search, filters, paging. */
export const search: Flow<Search> = {
  name: 'search',
  version: 1,
  browses: true,
  async start(args, ctx) {
    if (args['toBook'] === true && ctx.account.role !== 'referent') return answer(refuse({ code: 'cannot_book' }, ctx));
    const { count, text, typed, ...said } = args as Search & { count?: number; typed?: string };
    const dates = await titled(typed, ctx);
    // 'Réserve 3 places': a number of people is no filter, the waiting list is open.
    const wanted: Search = dates[0] !== undefined ? { ...bookingOf(said), text: dates[0].title } : { ...said, ...filtersIn({ text, count: said.toBook === true ? undefined : count }) };
    // A title that names one date and nothing else goes straight to it.
    const found = dates.length > 0 || wanted.text === undefined ? { total: dates.length, items: dates } : await ctx.store.offer.search(await criteriaOf(wanted, ctx), { offset: 0, limit: 2 });
    const only = found.total === 1 ? found.items[0] : undefined;
    if (only === undefined) return ask('results', wanted);
    return wanted.toBook === true ? start('book', { performance: only.id, people: wanted.people ?? [] }) : start('event', { performance: only.id });
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
