import { NAME_LENGTH, splitName, type Person, type PersonKind } from '../../../domain/person.ts';
import { fold } from '../../../language/fold.ts';
import { readPeople } from '../../../language/people.ts';
import { message, paragraph } from '../../../messages/build.ts';
import type { Message } from '../../../messages/message.ts';
import { hidden, person, t } from '../../../messages/text.ts';
import { ask, type Context, type Outcome, type Step } from '../../flow.ts';
import { foundByName } from '../foundByName.ts';
import { forget, look, withPeople, type Draft, type Seen } from './draft.ts';
import { settle } from './who.ts';

/** Somebody new in the middle of a booking (A3): name, who they are, and whose guest. */
export const newName: Step<Draft> = {
  async ask(draft, ctx) {
    const { say } = ctx;
    const name = splitName(draft.asking?.said ?? '');
    return {
      ...message([paragraph(say.book.newName)], [{ id: ctx.once('book', 'skip'), label: say.actions.back }]),
      form: {
        id: ctx.once('book', 'name'),
        submit: say.book.go,
        fields: [
          { name: 'first', label: say.book.fields.first, type: 'text', required: true, ...(name === undefined ? {} : { value: [hidden(name.first)] }) },
          { name: 'last', label: say.book.fields.last, type: 'text', required: true, ...(name === undefined ? {} : { value: [hidden(name.last)] }) },
        ],
      },
    };
  },
  async accept(draft, input, ctx) {
    if (input.kind === 'press') return input.name === 'skip' ? ask('who', forget(draft)) : undefined;
    // 'Bonjour', 'mes réservations': said to the chat, no name.
    if (input.kind === 'text' && input.understood.intent !== 'none' && input.understood.confidence >= 0.85) return undefined;
    const name = input.kind === 'text' ? splitName(input.text) : ofForm(input.values);
    if (name === undefined) return ask('newName', draft, message([paragraph(ctx.say.book.newNameAgain)]));
    const seen = await look(draft, ctx);
    const twin = seen?.active.find((one) => fold(`${one.first} ${one.last}`) === fold(`${name.first} ${name.last}`));
    if (twin !== undefined) return ask('same', { ...draft, newcomer: name, asking: { said: `${name.first} ${name.last}`, candidates: [twin.id] } });
    return ask('newKind', { ...draft, newcomer: name });
  },
};

function ofForm(values: Readonly<Record<string, string>>): { first: string; last: string } | undefined {
  const clean = (value: string | undefined): string => (value ?? '').normalize('NFC').replace(/[\p{C}<>{}[\]|\\]/gu, ' ').replace(/\s+/gu, ' ').trim();
  const name = { first: clean(values['first']), last: clean(values['last']) };
  const fits = (part: string): boolean => /\p{L}/u.test(part) && part.length <= NAME_LENGTH;
  return fits(name.first) && fits(name.last) ? name : undefined;
}

/** Somebody of that very name is there already: the same person, or a namesake. */
export const same: Step<Draft> = {
  ask: async (draft, ctx) =>
    message([paragraph(ctx.say.book.sameName(draft.asking?.candidates[0] ?? ''))], [
      { id: ctx.once('book', 'same'), label: ctx.say.book.same, style: 'primary' },
      { id: ctx.once('book', 'another'), label: ctx.say.book.another },
    ]),
  async accept(draft, input, ctx) {
    const yes = input.kind === 'press' ? input.name === 'same' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'another' : input.kind === 'text' && input.understood.intent === 'no';
    const seen = await look(draft, ctx);
    const id = draft.asking?.candidates[0];
    if (yes && seen !== undefined && id !== undefined) return settle(withPeople(draft, [...draft.people, id]), seen, ctx);
    return no ? ask('newKind', draft) : undefined;
  },
};

const KINDS: readonly PersonKind[] = ['participant', 'guest', 'companion'];

export const newKind: Step<Draft> = {
  ask: async (draft, ctx) =>
    message([paragraph(ctx.say.book.newKind(draft.newcomer?.first ?? ''))], [
      ...KINDS.map((kind) => ({ id: ctx.once('book', 'kind', kind), label: ctx.say.book.kindChoices[kind] })),
      { id: ctx.once('book', 'skip'), label: ctx.say.actions.back },
    ]),
  async accept(draft, input, ctx) {
    if (input.kind !== 'press') return undefined;
    if (input.name === 'skip') return ask('newName', draft);
    const kind = KINDS.find((one) => one === input.args[0]);
    const seen = await look(draft, ctx);
    if (kind === undefined || draft.newcomer === undefined || seen === undefined) return undefined;
    if (kind !== 'guest') return create(draft, kind, null, seen, ctx);
    const chosen = seen.active.filter((one) => one.kind === 'participant' && draft.people.includes(one.id));
    // With one participant in the request there is nothing to ask.
    if (chosen.length === 1 && chosen[0] !== undefined) return create(draft, 'guest', chosen[0].id, seen, ctx);
    return ask('newOf', { ...draft, newcomer: { ...draft.newcomer, kind } });
  },
};

/** Hosts on buttons; the others are found by their name. */
const HOSTS = 8;

/** De qui? A guest is tied to a participant. */
export const newOf: Step<Draft> = {
  async ask(draft, ctx): Promise<Message> {
    const seen = await look(draft, ctx);
    const hosts = hostsOf(draft, seen);
    return message([paragraph(ctx.say.book.newOf(draft.newcomer?.first ?? ''))], [
      ...hosts.slice(0, HOSTS).map((host) => ({ id: ctx.once('book', 'of', host.id), label: t`${person(host.id)}` })),
      { id: ctx.once('book', 'skip'), label: ctx.say.actions.back },
    ], hosts.length > HOSTS ? { picker: { id: ctx.draft('book', 'find'), label: ctx.say.actions.findPerson } } : {});
  },
  find: async (draft, query, ctx) => foundByName(query, hostsOf(draft, await look(draft, ctx)), ({ id }) => ({ id: ctx.once('book', 'of', id), label: t`${person(id)}` })),
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    if (input.kind === 'press' && input.name === 'skip') return ask('newKind', draft);
    const participants = seen.active.filter((one) => one.kind === 'participant');
    const id = input.kind === 'press' ? input.args[0] : readPeople(input.text, participants)[0]?.candidates.find((_, __, all) => all.length === 1);
    return participants.some((one) => one.id === id) && id !== undefined ? create(draft, 'guest', id, seen, ctx) : undefined;
  },
};

/** Those already chosen first. */
function hostsOf(draft: Draft, seen: Seen | undefined): readonly Person[] {
  const participants = seen?.active.filter((one) => one.kind === 'participant') ?? [];
  return [...participants.filter(({ id }) => draft.people.includes(id)), ...participants.filter(({ id }) => !draft.people.includes(id))];
}

async function create(draft: Draft, kind: PersonKind, of: string | null, seen: Seen, ctx: Context): Promise<Outcome> {
  if (draft.newcomer === undefined) return ask('who', draft);
  const { first, last } = draft.newcomer;
  const made = await ctx.store.people.add({ kind, of, first, last }, ctx.now);
  await ctx.store.audit('person.added', made.id, { kind }, ctx.now);
  const next = withPeople(draft, [...draft.people, made.id]);
  // The other names of the same answer are still to be asked about.
  if ((draft.unsure ?? []).length > 0) return settle(next, seen, ctx);
  return ask('who', forget(next), message([paragraph(ctx.say.book.created(made.id))]));
}
