import { freeSeats, windowOf } from '../../../domain/performance.ts';
import { kindOrder, splitName, type Party, type Person } from '../../../domain/person.ts';
import { fold } from '../../../language/fold.ts';
import { readPeople } from '../../../language/people.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Action, Message } from '../../../messages/message.ts';
import { person, t } from '../../../messages/text.ts';
import { foundByName, shortAmong } from '../foundByName.ts';
import { ask, redraw, type Context, type Input, type Outcome, type Step } from '../../flow.ts';
import { forget, look, withPeople, type Draft, type Seen } from './draft.ts';
import { afterWho } from './seats.ts';

/** Names offered at once; the rest is a page further, or typed. */
const PAGE = 8;

/** Pour qui? Ticks, parties, paging; names can be typed at any moment (A3, A8, A13). */
export const who: Step<Draft> = {
  async find(draft, query, ctx) {
    const { active = [] } = (await look(draft, ctx)) ?? {};
    return foundByName(query, active.filter(({ id }) => !draft.people.includes(id)), ({ id, kind }) => ({ id: ctx.draft('book', 'tick', id, '1'), label: t`${person(id)}${ctx.say.book.kinds[kind]}` }));
  },

  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    return seen === undefined ? message([paragraph(ctx.say.refusals.unknown_performance({}).why)]) : question(draft, seen, ctx);
  },

  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    if (input.kind === 'text') return typed(draft, seen, input, ctx);
    const [id = '', on] = input.args;
    switch (input.name) {
      case 'tick':
        if (seen.people.get(id)?.removed !== false) return undefined;
        return redraw('who', withPeople(draft, on === '1' ? [...draft.people, id] : draft.people.filter((other) => other !== id)));
      case 'party': {
        const party = (await ctx.store.people.parties()).find((one) => one.id === id);
        return party === undefined ? undefined : redraw('who', withPeople(draft, [...draft.people, ...party.members]));
      }
      case 'page':
        return redraw('who', { ...draft, offset: Math.max(0, Number(id) || 0) });
      case 'new':
        return ask('newName', forget(draft));
      case 'go':
        return afterWho(draft, seen, ctx);
      default:
        return undefined;
    }
  },
};

async function question(draft: Draft, seen: Seen, ctx: Context): Promise<Message> {
  const { say, draft: button } = ctx;
  const { show, active, facts } = seen;
  // Chosen first, so that what was typed is seen, in the order of seats; then people in that of the alphabet.
  const has = new Map(facts.people.map((one) => [one.id, one.has]));
  const chosen = inOrder(draft.people.flatMap((id) => active.find((one) => one.id === id) ?? []));
  const others = active.filter(({ id }) => !draft.people.includes(id));
  const shown = others.slice(draft.offset, draft.offset + PAGE);
  const called = shortAmong(active);
  const tick = (one: Person, on: boolean): Action => {
    const seat = has.get(one.id);
    return {
      id: button('book', 'tick', one.id, on ? '0' : '1'),
      label: t`${person(one.id, called(one))}${say.book.kinds[one.kind]}${seat == null ? '' : say.book.has[seat]}`,
      ticked: on,
    };
  };
  const parties = draft.offset === 0 ? await ctx.store.people.parties() : [];
  return message(
    [
      paragraph(say.book.for(show)),
      draft.ahead && windowOf(show, ctx.now) === 'not_open' ? notice('info', say.book.ahead(show)) : paragraph(say.book.free(freeSeats(show), facts.waiting)),
      chosen.length > 0 ? paragraph(say.book.chosen(chosen.map(({ id }) => id))) : undefined,
      paragraph(chosen.length > 0 ? say.book.whoElse : active.length === 0 ? say.book.nobodyYet : say.book.who),
    ],
    [
      ...chosen.map((one) => tick(one, true)),
      ...shown.map((one) => tick(one, false)),
      ...parties.filter(({ members }) => members.length > 0 && !members.every((id) => draft.people.includes(id))).slice(0, 4)
        .map(({ id, name, members }) => ({ id: button('book', 'party', id), label: say.book.party(name, members.length) })),
      draft.offset > 0 ? { id: button('book', 'page', String(Math.max(0, draft.offset - PAGE))), label: say.actions.previous } : undefined,
      draft.offset + PAGE < others.length ? { id: button('book', 'page', String(draft.offset + PAGE)), label: say.actions.more } : undefined,
      { id: button('book', 'new'), label: say.book.newPerson },
      chosen.length > 0 || draft.ahead ? { id: button('book', 'go'), label: say.book.go, style: 'primary' } : undefined,
      { id: button('book', 'leave'), label: say.actions.giveUp },
    ],
    // Where the buttons show everybody there is nobody to look for.
    others.length > PAGE ? { picker: { id: button('book', 'find'), label: say.actions.findPerson } } : {},
  );
}

/** The order in which seats go to them: by kind, then as they were named (A8, A10). */
const inOrder = (people: Seen['active']): Person[] => [...people].sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));

type Typed = Input & { kind: 'text' };

/** An answer in words: 'continuer', 'sans Malika', or names. */
async function typed(draft: Draft, seen: Seen, input: Typed, ctx: Context): Promise<Outcome | undefined> {
  const { intent } = input.understood;
  if (intent === 'resume' || intent === 'yes') return afterWho(draft, seen, ctx);
  const without = WITHOUT.exec(input.text.trim())?.[1];
  const group = groupsIn(without ?? input.text, (await ctx.store.people.parties()).filter(({ name, members }) => members.length > 0 && !seen.active.some((one) => fold(one.first) === fold(name))));
  if (group.members.length > 0) {
    if (without !== undefined) return ask('who', withPeople(draft, draft.people.filter((id) => !group.members.includes(id))), message([paragraph(ctx.say.book.removed(group.members))]));
    const next = withPeople(draft, [...draft.people, ...group.members]);
    // Others beside the group; words around its name name nobody.
    const others = group.rest === '' ? undefined : await named(next, seen, { ...input, text: group.rest }, ctx);
    return others ?? ask('who', next);
  }
  if (without !== undefined) {
    const parts = readPeople(without, seen.active.filter(({ id }) => draft.people.includes(id)));
    const gone = parts.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
    if (gone.length > 0 && gone.length === parts.length) {
      return ask('who', withPeople(draft, draft.people.filter((id) => !gone.includes(id))), message([paragraph(ctx.say.book.removed(gone))]));
    }
  }
  return named(draft, seen, input, ctx);
}

/** What takes somebody out of the choice again: everything can be done by typing (X7). */
const WITHOUT = /^(?:sans|pas|enl[eè]ve[rz]?|retire[rz]?|supprime[rz]?|[oô]te[rz]?|without|remove) (.+)$/iu;

/** 'Réserver pour la famille Ferrand et Hugo': members of the groups named as a whole (A13), and what else is said. */
function groupsIn(text: string, parties: readonly Party[]): { members: readonly string[]; rest: string } {
  let left = text;
  const members: string[] = [];
  for (const { name, members: own } of [...parties].sort((a, b) => b.name.length - a.name.length)) {
    if (!` ${fold(left)} `.includes(` ${fold(name)} `)) continue;
    const at = left.toLocaleLowerCase('fr').indexOf(name.toLocaleLowerCase('fr'));
    left = at < 0 ? ` ${fold(left)} `.replace(` ${fold(name)} `, ' , ') : `${left.slice(0, at)}, ${left.slice(at + name.length)}`;
    members.push(...own);
  }
  return { members, rest: left.replace(BEFORE, '').replace(AFTER, '') };
}

const FILLERS = '[\\s,.]|(?<!\\p{L})(?:r[ée]serv(?:er|e|ez|ons)|pour|avec|ajoute[rz]?|inscri(?:re|s|vez)|toute?|la|le|les|et|book|for|the|with|and)(?!\\p{L})';
const BEFORE = new RegExp(`^(?:${FILLERS})+`, 'iu');
const AFTER = new RegExp(`(?:${FILLERS})+$`, 'iu');

/** Names typed: the clear ones are added, then each unclear one is asked about. */
async function named(draft: Draft, seen: Seen, { text, understood }: Typed, ctx: Context): Promise<Outcome | undefined> {
  const parts = readPeople(text, seen.active);
  // Nothing in it is anybody's name: it may be a command for the table of intents.
  if (!parts.some(({ candidates }) => candidates.length > 0)) {
    return understood.confidence < 0.6 && looksLikeName(text) ? ask('unknown', { ...draft, asking: { said: text.trim(), candidates: [] }, unsure: [] }) : undefined;
  }
  const clear = parts.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
  const unsure = parts.filter(({ candidates }) => candidates.length !== 1);
  const next = withPeople(draft, [...draft.people, ...clear]);
  return settle({ ...next, unsure }, seen, ctx);
}

/** One to four words with letters only: taken for a name rather than for a sentence. */
const looksLikeName = (text: string): boolean => /^[\p{L}'’-]{2,}(?: [\p{L}'’-]+){0,3}$/u.test(text.trim());

/** Asks about the next unclear name; none left: goes on when names were enough of an answer. */
export async function settle(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  const [first, ...rest] = draft.unsure ?? [];
  if (first !== undefined) return ask(first.candidates.length === 0 ? 'unknown' : 'which', { ...draft, asking: first, unsure: rest });
  return afterWho(forget(draft), seen, ctx);
}

/** Laquelle? Several people fit the name: the person is never guessed (X2). */
export const which: Step<Draft> = {
  async ask(draft, ctx) {
    const candidates = draft.asking?.candidates.slice(0, 9) ?? [];
    return message([paragraph(ctx.say.book.which(draft.asking?.said ?? '')), list(candidates.map((id, i) => ({ text: t`${person(id)}`, action: { id: ctx.once('book', 'pick', String(i)), label: t`${person(id)}` } })), true)], [
      { id: ctx.once('book', 'skip'), label: ctx.say.actions.back },
    ]);
  },
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    let id: string | undefined;
    if (input.kind === 'press') {
      if (input.name === 'skip') return ask('who', forget(draft));
      id = draft.asking?.candidates[Number(input.args[0])];
    } else {
      const found = readPeople(input.text, seen.active.filter((one) => draft.asking?.candidates.includes(one.id)));
      id = found.length === 1 && found[0]?.candidates.length === 1 ? found[0].candidates[0] : undefined;
      // Somebody else was named instead: they are kept, and the question stands.
      const others = id === undefined ? readPeople(input.text, seen.active).flatMap(({ candidates }) => (candidates.length === 1 ? candidates : [])) : [];
      if (others.length > 0) return ask('which', withPeople(draft, [...draft.people, ...others]), message([paragraph(ctx.say.book.added(others))]));
    }
    return id === undefined ? undefined : settle(withPeople(draft, [...draft.people, id]), seen, ctx);
  },
};

/** Inconnu: nobody fits; added as somebody new, or tried again. */
export const unknown: Step<Draft> = {
  async ask(draft, ctx) {
    const said = draft.asking?.said ?? '';
    return message([paragraph(ctx.say.book.unknown([said]))], [
      { id: ctx.once('book', 'create'), label: ctx.say.book.create(said.slice(0, 40)), style: 'primary' },
      { id: ctx.once('book', 'skip'), label: ctx.say.book.changePeople },
    ]);
  },
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    if (input.kind === 'text') return named(draft, seen, input, ctx);
    if (input.name === 'skip') return ask('who', forget(draft));
    if (input.name !== 'create') return undefined;
    // A first and a last name were typed already: the next question.
    const name = splitName(draft.asking?.said ?? '');
    return name === undefined ? ask('newName', draft) : ask('newKind', { ...draft, newcomer: name });
  },
};
