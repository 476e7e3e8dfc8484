import type { Party } from '../../../domain/person.ts';
import { fold } from '../../../language/fold.ts';
import { isUuid } from '../../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message } from '../../../messages/message.ts';
import { person, strong, t, hidden } from '../../../messages/text.ts';
import { ask, redraw, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../../flow.ts';
import { readMembers, save, unknownGroup } from './members.ts';

/** All groups; one of them; or the groups of one person. `offset`: the first shown. */
interface Shown {
  readonly party?: string;
  readonly person?: string;
  readonly offset?: number;
}

const PAGE = 25;
/** Groups that one person is put in and out of by touching. */
const TOUCHED = 10;

const partyOf = async (id: string | undefined, ctx: Context): Promise<Party | undefined> => (await ctx.store.people.parties()).find((one) => one.id === id);
const byName = (a: Party, b: Party): number => a.name.localeCompare(b.name, 'fr');

const all: Step<Shown> = {
  async ask({ offset = 0 }, ctx): Promise<Message> {
    const { groups, actions } = ctx.say.participants;
    const parties = [...(await ctx.store.people.parties())].sort(byName);
    return message(
      [
        parties.length === 0 ? paragraph(groups.none) : list(parties.slice(offset, offset + PAGE).map(({ id, name, members }) => ({
          text: strong(hidden(name)), detail: groups.line(members.length), action: { id: ctx.anytime('parties', 'show', id), label: groups.label(name) },
        })), true),
        parties.length > PAGE ? paragraph(ctx.say.search.page(offset + 1, Math.min(offset + PAGE, parties.length), parties.length)) : undefined,
      ],
      [
        offset > 0 ? { id: ctx.draft('parties', 'page', String(Math.max(0, offset - PAGE))), label: ctx.say.actions.previous } : undefined,
        offset + PAGE < parties.length ? { id: ctx.draft('parties', 'page', String(offset + PAGE)), label: ctx.say.actions.more } : undefined,
        { id: ctx.anytime('party', 'open'), label: groups.add, style: 'primary' },
        { id: ctx.anytime('participants', 'open'), label: actions.list },
        { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
      ],
      { title: groups.title },
    );
  },
  async accept(_shown, input, ctx) {
    if (input.kind === 'press') return input.name === 'page' ? redraw('all', { offset: Math.max(0, Number(input.args[0]) || 0) }) : undefined;
    if (input.kind === 'submit') return undefined;
    const named = NEW.exec(input.text)?.[1];
    if (named !== undefined) return start('party', { name: named });
    const said = fold(input.text);
    const found = (await ctx.store.people.parties()).filter(({ name }) => fold(name).includes(said) && said.length > 2);
    return found.length === 1 && found[0] !== undefined ? ask('group', { party: found[0].id }) : undefined;
  },
};

/** 'nouveau groupe Atelier du jeudi'. */
const NEW = /^(?:nouveau|cr[ée]er|ajouter|faire|new) (?:(?:un|le) )?(?:nouveau )?(?:groupe|group) +(.+)$/iu;

/** One group; names typed are added, 'sans …' takes out. */
export async function groupMessage(party: Party, ctx: Context, before: readonly Block[] = []): Promise<Message> {
  const { groups } = ctx.say.participants;
  return message(
    [
      ...before,
      paragraph(groups.heading(party.name, party.members.length)),
      party.members.length === 0 ? paragraph(groups.empty) : list(party.members.map((id) => ({ text: t`${person(id)}` }))),
      paragraph(groups.how),
    ],
    [
      party.members.length > 0 ? { id: ctx.anytime('parties', 'book', party.id), label: groups.book, style: 'primary' } : undefined,
      { id: ctx.anytime('party', 'rename', party.id), label: groups.rename },
      { id: ctx.anytime('party', 'drop', party.id), label: groups.drop, style: 'danger' },
      { id: ctx.anytime('parties', 'open'), label: groups.all },
      { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
    ],
  );
}

const WITHOUT = /^(?:sans|enl[eè]ve[rz]?|retire[rz]?|supprime[rz]?|[oô]te[rz]?|without|remove) (.+)$/iu;
const WITH = /^(?:(?:et |aussi )?(?:avec|ajoute[rz]?|mets|mettez|plus|add|with) )(.+)$/iu;

const group: Step<Shown> = {
  async ask({ party }, ctx) {
    const found = await partyOf(party, ctx);
    return found === undefined ? unknownGroup(ctx) : groupMessage(found, ctx);
  },
  async accept({ party }, input, ctx) {
    const found = await partyOf(party, ctx);
    if (found === undefined || input.kind !== 'text') return undefined;
    const { groups } = ctx.say.participants;
    const text = input.text.trim();
    const without = WITHOUT.exec(text)?.[1];
    if (without !== undefined && /^(?:le |ce |the )?group/.test(fold(without))) return start('party', { drop: found.id });
    const renamed = /^(?:renomme[rz]?|rename)(?: (?:en|to|le groupe en))? (.+)$/iu.exec(text)?.[1];
    if (renamed !== undefined) return start('party', { party: found.id, name: renamed });
    if (without !== undefined) {
      const members = (await ctx.store.people.all()).filter(({ id }) => found.members.includes(id));
      const { clear, blocks } = readMembers(without, members, ctx);
      if (clear.length === 0) return ask('group', { party: found.id }, message(blocks.length > 0 ? [notice('bad', groups.notThere)] : blocks));
      await save(found, found.members.filter((id) => !clear.includes(id)), ctx);
      return ask('group', { party: found.id }, message([notice('good', groups.removed(clear))]));
    }
    const adding = WITH.exec(text)?.[1];
    if (adding === undefined && input.understood.confidence >= 0.6 && input.understood.people === undefined) return undefined;
    if (adding === undefined && ['book', 'cancel', 'reservations', 'attendance'].includes(input.understood.intent) && input.understood.confidence >= 0.85) return undefined;
    const { clear, blocks, named } = readMembers(adding ?? text, (await ctx.store.people.all()).filter(({ removed }) => !removed), ctx);
    if (!named) return undefined;
    const fresh = clear.filter((id) => !found.members.includes(id));
    const there = clear.filter((id) => found.members.includes(id));
    if (fresh.length > 0) await save(found, [...found.members, ...fresh], ctx);
    return ask('group', { party: found.id }, message([
      ...(fresh.length > 0 ? [notice('good', groups.added(fresh))] : []), ...(there.length > 0 ? [notice('info', groups.already(there))] : []), ...blocks,
    ]));
  },
};

/** Touching a group puts the person in or takes them out. */
const of: Step<Shown> = {
  async ask({ person: who = '' }, ctx) {
    const { groups, actions } = ctx.say.participants;
    const parties = [...(await ctx.store.people.parties())].sort(byName);
    return message(
      [paragraph(parties.length === 0 ? groups.noneOf(who) : groups.of(who))],
      [
        ...parties.slice(0, TOUCHED).map(({ id, name, members }) => {
          const on = members.includes(who);
          return { id: ctx.draft('parties', 'put', id, on ? '0' : '1'), label: t`${hidden(name)} (${members.length})`, ticked: on };
        }),
        { id: ctx.anytime('party', 'open', who), label: groups.add },
        { id: ctx.anytime('participants', 'show', who), label: actions.sheet },
        { id: ctx.anytime('parties', 'open'), label: groups.all },
      ],
    );
  },
  async accept({ person: who = '' }, input, ctx) {
    const parties = await ctx.store.people.parties();
    if (input.kind === 'text') {
      const said = fold(input.text.replace(WITHOUT, '$1'));
      const found = parties.filter(({ name }) => fold(name) === said);
      return found.length === 1 && found[0] !== undefined ? put(found[0], who, !WITHOUT.test(input.text), ctx) : undefined;
    }
    const party = input.kind === 'press' && input.name === 'put' ? parties.find(({ id }) => id === input.args[0]) : undefined;
    return party === undefined || input.kind !== 'press' ? undefined : put(party, who, input.args[1] === '1', ctx);
  },
};

async function put(party: Party, who: string, on: boolean, ctx: Context): Promise<Outcome | undefined> {
  const sheet = isUuid(who) ? await ctx.store.people.sheet(who) : undefined;
  if (sheet === undefined || sheet.removed) return undefined;
  if (on !== party.members.includes(who)) await save(party, on ? [...party.members, who] : party.members.filter((id) => id !== who), ctx);
  return redraw('of', { person: who });
}

/** Groupes (A13): list, one group, and the groups of one person. */
export const parties: Flow<Shown> = {
  name: 'parties',
  version: 1,
  for: ['referent'],
  browses: true,
  async start({ party }, ctx) {
    if (party === undefined) return ask('all', {});
    return show(party as string, ctx);
  },
  steps: { all, group, of },
  anytime: {
    open: async () => start('parties'),
    show: async ([id], ctx) => show(id, ctx),
    of: async ([id], ctx) => {
      const sheet = isUuid(id) ? await ctx.store.people.sheet(id) : undefined;
      return sheet === undefined ? answer(message([notice('bad', ctx.say.participants.unknown)], [{ id: ctx.anytime('participants', 'open'), label: ctx.say.participants.actions.list }])) : ask('of', { person: sheet.id });
    },
    book: async ([id], ctx) => {
      const party = await partyOf(id, ctx);
      if (party === undefined) return answer(unknownGroup(ctx));
      return party.members.length === 0 ? ask('group', { party: party.id }) : start('search', { toBook: true, people: party.members.map((member) => ({ said: '', candidates: [member] })) });
    },
  },
};

async function show(id: string | undefined, ctx: Context): Promise<Outcome> {
  const party = await partyOf(id, ctx);
  return party === undefined ? answer(unknownGroup(ctx)) : ask('group', { party: party.id });
}
