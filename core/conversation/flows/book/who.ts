import { freeSeats } from '../../../domain/performance.ts';
import { kindOrder } from '../../../domain/person.ts';
import { readPeople } from '../../../language/people.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Action, Message } from '../../../messages/message.ts';
import { person, t } from '../../../messages/text.ts';
import { ask, redraw, type Context, type Outcome, type Step } from '../../flow.ts';
import { look, withPeople, type Draft, type Seen } from './draft.ts';
import { afterWho } from './seats.ts';

/** Names offered at once; the rest is a page further, or typed. */
const PAGE = 8;

/** Pour qui? Ticks, parties, paging; names can be typed at any moment (A3, A8, A13). */
export const who: Step<Draft> = {
  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    return seen === undefined ? message([paragraph(ctx.say.refusals.unknown_performance({}).why)]) : question(draft, seen, ctx);
  },

  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    if (input.kind === 'text') return named(draft, seen, input.text, ctx);
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
        return ask('newName', draft);
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
  // Chosen first, so that what was typed is seen; then people in the order of the alphabet.
  const has = new Map(facts.people.map((one) => [one.id, one.has]));
  const chosen = active.filter(({ id }) => draft.people.includes(id));
  const others = active.filter(({ id }) => !draft.people.includes(id));
  const shown = others.slice(draft.offset, draft.offset + PAGE);
  const tick = (one: { id: string; kind: 'participant' | 'guest' | 'companion' }, on: boolean): Action => {
    const seat = has.get(one.id);
    return {
      id: button('book', 'tick', one.id, on ? '0' : '1'),
      label: t`${person(one.id, 'short')}${say.book.kinds[one.kind]}${seat == null ? '' : say.book.has[seat]}`,
      ticked: on,
    };
  };
  const parties = draft.offset === 0 ? await ctx.store.people.parties() : [];
  return message(
    [
      paragraph(say.book.for(show)),
      draft.ahead ? notice('info', say.book.ahead(show)) : paragraph(say.book.free(freeSeats(show), facts.waiting)),
      chosen.length > 0 ? paragraph(say.book.chosen(inOrder(chosen))) : paragraph(active.length === 0 ? say.book.nobodyYet : say.book.who),
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
  );
}

const inOrder = (people: Seen['active']): string[] =>
  [...people].sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind)).map(({ id }) => id);

/** Names typed: the clear ones are added, then each unclear one is asked about. */
async function named(draft: Draft, seen: Seen, text: string, ctx: Context): Promise<Outcome | undefined> {
  const parts = readPeople(text, seen.active);
  // Nothing in it is anybody's name: it may be a command for the table of intents.
  if (!parts.some(({ candidates }) => candidates.length > 0)) {
    return looksLikeName(text) ? ask('unknown', { ...draft, asking: { said: text.trim(), candidates: [] }, unsure: [] }) : undefined;
  }
  const clear = parts.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
  const unsure = parts.filter(({ candidates }) => candidates.length !== 1);
  const next = withPeople(draft, [...draft.people, ...clear]);
  return settle({ ...next, unsure }, seen, ctx);
}

/** One to four words with letters only: taken for a name rather than for a sentence. */
const looksLikeName = (text: string): boolean => /^[\p{L}'’-]+(?: [\p{L}'’-]+){1,3}$/u.test(text.trim());

/** Asks about the next unclear name; none left: goes on when names were enough of an answer. */
export async function settle(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  const [first, ...rest] = draft.unsure ?? [];
  if (first !== undefined) return ask(first.candidates.length === 0 ? 'unknown' : 'which', { ...draft, asking: first, unsure: rest });
  const { asking: _a, unsure: _u, ...clean } = draft;
  return afterWho(clean, seen, ctx);
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
      if (input.name === 'skip') return ask('who', draft);
      id = draft.asking?.candidates[Number(input.args[0])];
    } else {
      const found = readPeople(input.text, seen.active.filter((one) => draft.asking?.candidates.includes(one.id)));
      id = found.length === 1 && found[0]?.candidates.length === 1 ? found[0].candidates[0] : undefined;
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
    if (input.kind === 'text') return named(draft, seen, input.text, ctx);
    if (input.name === 'skip') return ask('who', draft);
    return input.name === 'create' ? ask('newName', draft) : undefined;
  },
};
