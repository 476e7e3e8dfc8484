import type { Party } from '../../../domain/person.ts';
import { fold } from '../../../language/fold.ts';
import { isUuid } from '../../../messages/actions.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import { hidden } from '../../../messages/text.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../../flow.ts';
import { usualActions } from '../help.ts';
import { groupMessage } from './list.ts';
import { readMembers, unknownGroup } from './members.ts';

/** A group being made, renamed (`party`) or about to be deleted. `members`: chosen so far. */
interface Naming {
  readonly party?: string;
  readonly name?: string;
  readonly members?: readonly string[];
}

const NAME_LENGTH = 60;
const clean = (said: string): string => said.normalize('NFC').replace(/[\p{C}<>{}[\]|\\«»"]/gu, ' ').replace(/\s+/gu, ' ').trim();
const find = async (id: string | undefined, ctx: Context): Promise<Party | undefined> => (await ctx.store.people.parties()).find((one) => one.id === id);
const leaving = (ctx: Context) => ({ id: ctx.once('party', 'leave'), label: ctx.say.actions.giveUp });
const leave = (ctx: Context): Outcome => done(message([paragraph(ctx.say.misc.left)], usualActions(ctx)));

/** The name is good: the group is renamed, or its members are asked for. */
async function named(naming: Naming, said: string, ctx: Context): Promise<Outcome> {
  const { groups } = ctx.say.participants;
  const name = clean(said);
  if (!/\p{L}/u.test(name) || name.length > NAME_LENGTH) return ask('name', naming, message([notice('bad', groups.nameWrong)]));
  const parties = await ctx.store.people.parties();
  if (parties.some((one) => one.id !== naming.party && fold(one.name) === fold(name))) return ask('name', naming, message([notice('bad', groups.nameTaken(name))]));
  if (naming.party === undefined) return ask('members', { ...naming, name });
  const party = parties.find(({ id }) => id === naming.party);
  if (party === undefined) return done(unknownGroup(ctx));
  await ctx.store.people.saveParty({ id: party.id, name, members: party.members });
  await ctx.store.audit('party.renamed', party.id, {}, ctx.now);
  return start('parties', { party: party.id }, message([notice('good', groups.renamed(name))]));
}

const name: Step<Naming> = {
  async ask({ party }, ctx) {
    const { groups } = ctx.say.participants;
    const before = party === undefined ? undefined : await find(party, ctx);
    return {
      ...message([paragraph(before === undefined ? groups.name : groups.newName(before.name))], [leaving(ctx)]),
      form: {
        id: ctx.once('party', 'form'), submit: ctx.say.participants.add.save,
        fields: [{ name: 'name', label: ctx.say.participants.fields.last, type: 'text', required: true, ...(before === undefined ? {} : { value: [hidden(before.name)] }) }],
      },
    };
  },
  async accept(naming, input, ctx) {
    if (input.kind === 'press') return input.name === 'leave' ? leave(ctx) : undefined;
    if (input.kind === 'submit') return named(naming, input.values['name'] ?? '', ctx);
    // A command as a whole; anything else may be a name ('les jeunes du mercredi').
    return input.understood.confidence === 1 && input.understood.intent !== 'none' ? undefined : named(naming, input.text, ctx);
  },
};

/** Who is in it: names typed; the group is made with the first who is known. */
const members: Step<Naming> = {
  ask: async ({ name: called = '', members: chosen = [] }, ctx) => message([chosen.length === 0 ? undefined : paragraph(ctx.say.participants.groups.added(chosen)), paragraph(ctx.say.participants.groups.members(called))], [{ id: ctx.once('party', 'empty'), label: ctx.say.participants.actions.done }, leaving(ctx)]),
  async accept(naming, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'press' && input.name === 'leave') return leave(ctx);
    if (input.kind === 'press') return input.name === 'empty' ? make(naming, naming.members ?? [], ctx) : undefined;
    if (input.understood.confidence === 1 && input.understood.intent !== 'none') return undefined;
    const { clear, blocks } = readMembers(input.text, (await ctx.store.people.all()).filter(({ removed }) => !removed), ctx);
    const chosen = [...new Set([...(naming.members ?? []), ...clear])];
    if (blocks.length === 0 && chosen.length > 0) return make(naming, chosen, ctx);
    // Those who are clear are kept; the others are asked about.
    return ask('members', { ...naming, members: chosen }, message(blocks));
  },
};

async function make({ name: called = '' }: Naming, chosen: readonly string[], ctx: Context): Promise<Outcome> {
  const id = await ctx.store.people.saveParty({ name: called, members: chosen });
  await ctx.store.audit('party.made', id, { members: chosen.length }, ctx.now);
  return done(await groupMessage({ id, name: called, members: chosen }, ctx, [notice('good', ctx.say.participants.groups.made(called))]));
}

const drop: Step<Naming> = {
  async ask({ party }, ctx) {
    const { groups, remove } = ctx.say.participants;
    const found = await find(party, ctx);
    return found === undefined ? unknownGroup(ctx) : message([paragraph(groups.askDrop(found.name))], [
      { id: ctx.once('party', 'yes'), label: groups.dropYes, style: 'danger' }, { id: ctx.once('party', 'keep'), label: remove.no },
    ]);
  },
  async accept({ party }, input, ctx) {
    const { groups, remove } = ctx.say.participants;
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const keep = input.kind === 'press' ? input.name === 'keep' : input.kind === 'text' && input.understood.intent === 'no';
    if (!yes && !keep) return undefined;
    const found = await find(party, ctx);
    if (found === undefined) return done(unknownGroup(ctx));
    if (keep) return start('parties', { party: found.id }, message([paragraph(remove.kept)]));
    await ctx.store.people.dropParty(found.id);
    await ctx.store.audit('party.dropped', found.id, {}, ctx.now);
    return start('parties', {}, message([notice('good', groups.dropped(found.name))]));
  },
};

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => isUuid(one as string)) : []);

/** Un groupe, fait, renommé ou supprimé (A13). */
export const party: Flow<Naming> = {
  name: 'party',
  version: 1,
  for: ['referent'],
  async start({ party: id, name: called, members: chosen, drop: dropped }, ctx) {
    if (typeof dropped === 'string') return ask('drop', { party: dropped });
    const known = new Set((await ctx.store.people.all()).flatMap((one) => (one.removed ? [] : [one.id])));
    const naming: Naming = { ...(isUuid(id as string | undefined) ? { party: id as string } : {}), members: strings(chosen).filter((one) => known.has(one)) };
    return typeof called === 'string' && called !== '' ? named(naming, called, ctx) : ask('name', naming);
  },
  steps: { name, members, drop },
  anytime: {
    open: async ([who]) => start('party', who === undefined ? {} : { members: [who] }),
    rename: async ([id], ctx) => ((await find(id, ctx)) === undefined ? answer(unknownGroup(ctx)) : start('party', { party: id })),
    drop: async ([id], ctx) => ((await find(id, ctx)) === undefined ? answer(unknownGroup(ctx)) : ask('drop', { party: id })),
  },
  worthKeeping: ({ party: id, name: called }) => id === undefined && called !== undefined,
};
