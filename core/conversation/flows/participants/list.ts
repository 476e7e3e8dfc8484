import { kindOrder, type Person, type PersonKind } from '../../../domain/person.ts';
import { kindOf } from '../../../importing/peopleCells.ts';
import { fold, words } from '../../../language/fold.ts';
import { findPeople } from '../../../language/people.ts';
import { isUuid } from '../../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { ListItem, Message } from '../../../messages/message.ts';
import { join, person, strong, t } from '../../../messages/text.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Input, type Outcome, type Step } from '../../flow.ts';
import type { Slots } from '../../session.ts';
import { foundByName } from '../foundByName.ts';
import { detailSaid } from './fields.ts';
import { recordDetail, unknownPerson } from './edit.ts';
import { looksLikeName, nameIn } from './names.ts';
import { ADD } from './pasted.ts';
import { roleOf, sheetMessage } from './sheet.ts';

/** Which part of the list, from an offset; or one person's sheet. `search`: part of a name, as typed. */
interface Shown {
  readonly kind?: PersonKind;
  readonly removed?: true;
  readonly search?: string;
  readonly offset?: number;
  readonly person?: string;
}

const PAGE = 25;
const CERTAIN = 0.6;

/** Those of the list that are meant, by last name; those that fit a name best first. */
function meant({ kind, removed, search }: Shown, all: readonly Person[]): readonly Person[] {
  if (search !== undefined) {
    const byId = new Map(all.map((one) => [one.id, one]));
    return findPeople(search, all).flatMap(({ id }) => byId.get(id) ?? []);
  }
  return all.filter((one) => one.removed === (removed === true) && (kind === undefined || one.kind === kind));
}

async function listed(shown: Shown, ctx: Context): Promise<Message> {
  const { draft, anytime } = ctx;
  const say = ctx.say.participants;
  const all = await ctx.store.people.all();
  const found = meant(shown, all);
  const offset = Math.min(shown.offset ?? 0, Math.max(0, Math.ceil(found.length / PAGE) - 1) * PAGE);
  const page = found.slice(offset, offset + PAGE);
  const active = all.filter(({ removed }) => !removed);
  const gone = all.length - active.length;
  const counts = [
    ...kindOrder.map((kind) => [active.filter((one) => one.kind === kind).length, say.count[kind]] as const), [gone, say.count.removed] as const,
  ].filter(([n], i) => n > 0 || i === 0).map(([n, words]) => words(n));
  const item = (one: Person): ListItem => {
    const detail = roleOf(one, ctx);
    return { text: strong(person(one.id)), ...(detail === undefined ? {} : { detail }), action: { id: anytime('participants', 'show', one.id), label: say.open(one.id) } };
  };
  const narrowed = shown.kind !== undefined || shown.removed === true || shown.search !== undefined;
  const newcomer = shown.search === undefined ? undefined : nameIn(shown.search);
  const filters = (['participant', 'guest', 'companion', 'removed'] as const).filter((one) =>
    (one === 'removed' ? gone > 0 && shown.removed !== true : shown.kind !== one && active.some(({ kind }) => kind === one) && active.some(({ kind }) => kind !== one)));
  return message(
    [
      all.length === 0 ? paragraph(say.none) : paragraph([...join(counts, ', '), '.']),
      shown.search === undefined ? undefined : found.length === 0 ? notice('bad', say.notFound(shown.search)) : paragraph(say.found(found.length, shown.search)),
      shown.search !== undefined && found.length === 0 ? paragraph(say.notFoundHow) : undefined,
      page.length > 0 ? list(page.map(item), true) : narrowed && shown.search === undefined ? paragraph(say.noneOfKind) : undefined,
      found.length > PAGE ? paragraph(ctx.say.search.page(offset + 1, Math.min(offset + PAGE, found.length), found.length)) : undefined,
      all.length === 0 || narrowed ? undefined : paragraph(say.how),
    ],
    [
      offset > 0 ? { id: draft('participants', 'page', String(offset - PAGE)), label: ctx.say.actions.previous } : undefined,
      offset + PAGE < found.length ? { id: draft('participants', 'page', String(offset + PAGE)), label: ctx.say.actions.more } : undefined,
      newcomer !== undefined && shown.search !== undefined ? { id: draft('participants', 'named'), label: say.actions.addNamed(shown.search), ...(found.length === 0 ? { style: 'primary' as const } : {}) } : undefined,
      { id: anytime('newperson', 'open'), label: say.actions.add, ...(newcomer === undefined ? { style: 'primary' as const } : {}) },
      { id: anytime('parties', 'open'), label: say.actions.groups },
      { id: anytime('peoplelist', 'open'), label: say.actions.paste },
      ...filters.map((one) => ({ id: draft('participants', 'kind', one), label: say.kinds[one] })),
      narrowed ? { id: draft('participants', 'all'), label: say.kinds.all } : undefined,
      { id: anytime('home', 'open'), label: ctx.say.actions.menu },
    ],
    { title: say.title, ...(active.length > PAGE ? { picker: { id: draft('participants', 'find'), label: ctx.say.actions.findPerson } } : {}) },
  );
}

const step = (question: (shown: Shown, ctx: Context) => Promise<Message>): Step<Shown> => ({
  ask: question,
  async accept(shown, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') return typed(shown, input, ctx);
    const [value = ''] = input.args;
    switch (input.name) {
      case 'page':
        return redraw('list', { ...shown, offset: Math.max(0, Number(value) || 0) });
      case 'kind':
        return redraw('list', value === 'removed' ? { removed: true } : isKind(value) ? { kind: value } : {});
      case 'all':
        return redraw('list', {});
      case 'named':
        return start('newperson', { said: shown.search ?? '' });
      default:
        return undefined;
    }
  },
});

const isKind = (value: string): value is PersonKind => kindOrder.some((kind) => kind === value);

/** A detail of the sheet that is open, somebody to add, or part of a name; anything with a verb of its own goes to the table of intents. */
async function typed(shown: Shown, input: Input & { kind: 'text' }, ctx: Context): Promise<Outcome | undefined> {
  const { text, understood } = input;
  const detail = shown.person === undefined ? undefined : detailSaid(text);
  if (shown.person !== undefined && detail !== undefined) return recordDetail(shown.person, detail, ctx);
  const adding = ADD.exec(text)?.[1];
  if (adding !== undefined && nameIn(adding) !== undefined && looksLikeName(adding) && understood.when === undefined) return start('newperson', { said: adding });
  if (understood.confidence >= CERTAIN || !looksLikeName(text)) return undefined;
  return searched(text.trim(), ctx);
}

/** One person fits: their sheet. */
async function searched(said: string, ctx: Context): Promise<Outcome> {
  const found = findPeople(said, await ctx.store.people.all());
  const [best, second] = found;
  // A slip is too little to open a sheet by where a whole name was typed: it may be somebody new.
  const sure = best !== undefined && second?.match !== best.match && (best.match !== 'typo' || nameIn(said) === undefined);
  return sure ? ask('sheet', { person: best.id }) : ask('list', { search: said });
}

/** A sentence about people: who or what part of the list is meant. */
async function said(args: Slots, ctx: Context): Promise<Outcome> {
  const text = String(args['typed']);
  const folded = fold(text);
  if (/^(?:(?:mes|nos|les|voir les|my|our) )?(?:groupes?|groups?)$/.test(folded)) return start('parties');
  if (/(?<![^ ])(?:nouveau|creer|ajouter|faire|new|add)(?: (?:un|a))?(?: nouveau)? (?:groupe|group)(?![^ ])/.test(folded)) return start('party');
  if (/(?<![^ ])(?:coller|importer|import|paste)(?![^ ])/.test(folded)) return start('peoplelist');
  const party = (await ctx.store.people.parties()).find(({ name }) => ` ${folded} `.includes(` ${fold(name)} `));
  if (party !== undefined) return start('parties', { party: party.id });
  const named = (Array.isArray(args['people']) ? args['people'] : []) as { said: string; candidates: string[] }[];
  const [who] = named;
  const rest = typeof args['text'] === 'string' ? args['text'] : '';
  if (/^(?:ajout|cree|inscri|nouve|add|new)/.test(folded)) return start('newperson', { said: ADD.exec(text)?.[1] ?? rest });
  if (/^(?:desactive[rz]?|deactivate) /.test(folded) && who?.candidates.length === 1) return start('editperson', { person: who.candidates[0], removing: true });
  if (who !== undefined) return who.candidates.length === 1 ? ask('sheet', { person: who.candidates[0] }) : ask('list', { search: who.said });
  // 'La famille Bélier' is no group and nobody's: a title.
  if (/^(?:voir )?(?:la )?famille /.test(folded)) return start('search', { text });
  if (/desactive|inactive/.test(folded)) return ask('list', { removed: true });
  const kind = folded.split(' ').map((word) => (word === 'personnes' || word === 'personne' ? undefined : kindOf(word, false))).find((one) => one !== undefined);
  if (/fiche|participants? \S/.test(folded) && rest !== '' && looksLikeName(rest)) return searched(rest, ctx);
  return ask('list', kind === undefined || kind === 'participant' ? {} : { kind });
}

/** Somebody to add, unless the words are the title of an event: then it is that they want to book. */
async function adding(text: string, args: Slots, ctx: Context): Promise<Outcome> {
  const said = ADD.exec(text)?.[1] ?? '';
  const shows = await ctx.store.offer.search({ text: said, from: ctx.now }, { offset: 0, limit: 5 });
  const titled = shows.items.some(({ title }) => words(said).every((word) => words(title).includes(word)));
  return titled || nameIn(said) === undefined || !looksLikeName(said) ? start('search', { ...args, toBook: true }) : start('newperson', { said });
}

/** Personnes de la structure (A3): 25 a page, by last name, by kind, by part of a name; to each one's sheet. */
export const participants: Flow<Shown> = {
  name: 'participants',
  version: 1,
  for: ['referent'],
  browses: true,
  async start(args, ctx) {
    if (typeof args['file'] === 'object' || typeof args['pasted'] === 'string') return start('peoplelist', args);
    if (isUuid(args['person'] as string | undefined)) return show(args['person'] as string, ctx);
    if (typeof args['adding'] === 'string') return adding(args['adding'], args, ctx);
    return typeof args['typed'] === 'string' ? said(args, ctx) : ask('list', {});
  },
  steps: {
    list: {
      ...step(listed),
      find: async (_shown, query, ctx) => foundByName(query, (await ctx.store.people.all()).filter(({ removed }) => !removed), ({ id }) => ({ id: ctx.anytime('participants', 'show', id), label: t`${person(id)}` })),
    },
    sheet: step(async (shown, ctx) => {
      const sheet = shown.person === undefined ? undefined : await ctx.store.people.sheet(shown.person);
      return sheet === undefined ? unknownPerson(ctx) : sheetMessage(sheet, ctx);
    }),
  },
  anytime: {
    open: async () => start('participants'),
    show: async ([id], ctx) => show(id, ctx),
    book: async ([id], ctx) => {
      const sheet = isUuid(id) ? await ctx.store.people.sheet(id) : undefined;
      if (sheet === undefined) return answer(unknownPerson(ctx));
      return sheet.removed ? ask('sheet', { person: sheet.id }) : start('search', { toBook: true, people: [{ said: '', candidates: [sheet.id] }] });
    },
  },
};

async function show(id: string | undefined, ctx: Context): Promise<Outcome> {
  const sheet = isUuid(id) ? await ctx.store.people.sheet(id) : undefined;
  return sheet === undefined ? answer(unknownPerson(ctx)) : ask('sheet', { person: sheet.id });
}
