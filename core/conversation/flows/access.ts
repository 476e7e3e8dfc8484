import type { Person } from '../../domain/person.ts';
import type { Colleague } from '../../domain/structure.ts';
import type { Understood } from '../../language/understand.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Message } from '../../messages/message.ts';
import { person, t } from '../../messages/text.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { foundByName, shortAmong } from './foundByName.ts';
import { entrances, usualActions } from './help.ts';
import { refuse } from './refuse.ts';

/** Whom an access is given to, or taken from. */
interface Giving {
  readonly person?: string;
  readonly among?: readonly string[];
}

const NAMES = 12;

const toList = (ctx: Context): Action => ({ id: ctx.anytime('access', 'open'), label: ctx.say.visits.access.list });

/** Accounts of people that the structure accompanies, each with the person behind it. */
async function accesses(ctx: Context): Promise<readonly (Colleague & { person: string })[]> {
  return (await ctx.store.colleagues.list()).flatMap((one) => (one.person !== null && (one.role === 'visitor' || one.role === 'leader') ? [{ ...one, person: one.person }] : []));
}

/** Those to whom one could be given. */
async function withoutAccess(ctx: Context): Promise<readonly Person[]> {
  const have = new Set((await accesses(ctx)).map((one) => one.person));
  return (await ctx.store.people.all()).filter((one) => !one.removed && one.kind !== 'guest' && !have.has(one.id));
}

const accessOf = async (id: string, ctx: Context) => (await accesses(ctx)).find((one) => one.person === id);
const personOf = async (id: string | undefined, ctx: Context): Promise<Person | undefined> => (isUuid(id) ? (await ctx.store.people.all()).find((one) => one.id === id) : undefined);

async function listed(ctx: Context): Promise<Message> {
  const { access: words } = ctx.say.visits;
  const all = await accesses(ctx);
  return message(
    [
      all.length === 0 ? paragraph(words.none) : list(all.map((one) => ({
        text: t`${person(one.person)}`,
        detail: t`${words.roles[one.role === 'leader' ? 'leader' : 'visitor']} · ${words.linked[one.linked ? 'yes' : 'no']}`,
        action: { id: ctx.anytime('access', 'for', one.person), label: t`${person(one.person)}` },
      })), true),
      paragraph(words.about),
    ],
    [{ id: ctx.anytime('access', 'new'), label: words.newOne, style: 'primary' }, ...usualActions(ctx)],
    { title: words.title },
  );
}

/** The card of one person: their access as it stands, or the question whether to give one. */
async function card(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { access: words } = ctx.say.visits;
  const who = await personOf(id, ctx);
  if (who === undefined) return answer(refuse({ code: 'unknown_person' }, ctx));
  const has = await accessOf(who.id, ctx);
  if (has !== undefined) {
    return answer(message([notice('info', words.has(who.id)), paragraph(words.linkedLong[has.linked ? 'yes' : 'no'])], [
      { id: ctx.anytime('access', 'code', who.id), label: words.newCode },
      { id: ctx.anytime('access', 'take', who.id), label: words.take, style: 'danger' },
      toList(ctx), ...usualActions(ctx),
    ]));
  }
  if (who.kind === 'guest') return answer(message([notice('bad', words.guest(who.id))], [...(who.of === null ? [] : [{ id: ctx.anytime('access', 'for', who.of), label: t`${person(who.of)}` }]), toList(ctx)]));
  if (who.removed) return answer(message([notice('bad', words.removed(who.id))], [toList(ctx), ...usualActions(ctx)]));
  return ask('give', { person: who.id });
}

/** The code, said once: it is kept nowhere. */
async function withCode(account: string, who: string, ctx: Context): Promise<Message> {
  const { access: words } = ctx.say.visits;
  const given = await ctx.store.colleagues.code(account, ctx.now);
  if (given === undefined) return refuse({ code: 'unknown_person' }, ctx);
  await ctx.store.audit('access.code', account, {}, ctx.now);
  return message([notice('good', words.code(who, given.code)), paragraph(words.once(given.expiresAt)), paragraph(words.how), ...entrances(given.code, ctx)], [toList(ctx), ...usualActions(ctx)]);
}

const give: Step<Giving> = {
  async ask({ person: id = '' }, ctx): Promise<Message> {
    const { access: words } = ctx.say.visits;
    const who = await personOf(id, ctx);
    return message([paragraph(words.ask(id)), paragraph(who?.kind === 'companion' ? words.leaderAbout : words.about)], [
      { id: ctx.once('access', 'yes'), label: words.give, style: 'primary' },
      { id: ctx.once('access', 'no'), label: ctx.say.actions.giveUp },
    ]);
  },
  async accept({ person: id = '' }, input, ctx) {
    const { access: words } = ctx.say.visits;
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'no' : input.kind === 'text' && input.understood.intent === 'no';
    if (no) return done(message([paragraph(words.left)], usualActions(ctx)));
    if (!yes) return undefined;
    const who = await personOf(id, ctx);
    if (who === undefined || who.removed || who.kind === 'guest') return card(id, ctx);
    const lang = (await ctx.store.people.sheet(who.id))?.details.lang;
    const made = await ctx.store.colleagues.invite({
      role: who.kind === 'companion' ? 'leader' : 'visitor', first: who.first, last: who.last, person: who.id, ...(lang === 'en' ? { lang: 'en' as const } : {}),
    }, ctx.now);
    // Somebody else of the structure has just given one: one account a person.
    if (made.kind !== 'made') return card(id, ctx);
    await ctx.store.audit('access.given', made.account, {}, ctx.now);
    return done(await withCode(made.account, who.id, ctx));
  },
};

const take: Step<Giving> = {
  ask: async ({ person: id = '' }, ctx) => message([paragraph(ctx.say.visits.access.takeAsk(id))], [
    { id: ctx.once('access', 'yes'), label: ctx.say.visits.access.takeYes, style: 'danger' },
    { id: ctx.once('access', 'no'), label: ctx.say.visits.access.takeNo },
  ]),
  async accept({ person: id = '' }, input, ctx) {
    const { access: words } = ctx.say.visits;
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'no' : input.kind === 'text' && input.understood.intent === 'no';
    if (no) return done(message([paragraph(words.kept)], usualActions(ctx)));
    if (!yes) return undefined;
    const has = await accessOf(id, ctx);
    if (has !== undefined && (await ctx.store.colleagues.remove(has.id, ctx.now))) await ctx.store.audit('access.taken', has.id, {}, ctx.now);
    return done(message([notice('good', words.taken(id))], [toList(ctx), ...usualActions(ctx)]));
  },
};

/** 'À qui ?': a name typed, or one of several of that name. */
const who: Step<Giving> = {
  async ask({ among }, ctx): Promise<Message> {
    const { access: words } = ctx.say.visits;
    if (among !== undefined) {
      return message([paragraph(words.which)], among.slice(0, NAMES).map((id) => ({ id: ctx.anytime('access', 'for', id), label: t`${person(id)}` })));
    }
    const free = await withoutAccess(ctx);
    const called = shortAmong(free);
    return message([paragraph(words.who), paragraph(words.about)], [
      ...free.slice(0, NAMES).map((one) => ({ id: ctx.anytime('access', 'for', one.id), label: t`${person(one.id, called(one))}` })),
      { id: ctx.once('access', 'leave'), label: ctx.say.actions.giveUp },
    ], free.length > NAMES ? { picker: { id: ctx.draft('access', 'find'), label: ctx.say.actions.findPerson } } : {});
  },
  find: async (_slots, query, ctx) => foundByName(query, await withoutAccess(ctx), ({ id }) => ({ id: ctx.anytime('access', 'for', id), label: t`${person(id)}` })),
  async accept(_slots, input, ctx) {
    if (input.kind === 'press') return input.name === 'leave' ? done(message([paragraph(ctx.say.visits.access.left)], usualActions(ctx))) : undefined;
    if (input.kind === 'submit') return undefined;
    const { people } = input.understood;
    return people === undefined ? ask('who', {}, message([notice('bad', ctx.say.visits.access.unknown)])) : meant(people, ctx);
  },
};

/** One person clearly meant, or the question which. */
function meant(people: NonNullable<Understood['people']>, ctx: Context): Promise<Outcome> | Outcome {
  const candidates = people.find((one) => one.candidates.length > 0)?.candidates ?? [];
  const [only, ...others] = candidates;
  if (only === undefined) return ask('who', {}, message([notice('bad', ctx.say.visits.access.unknown)]));
  return others.length === 0 ? card(only, ctx) : ask('who', { among: candidates });
}

/** A referent gives a participant or a companion an account of their own, by a code (A14), and takes it away again. */
export const access: Flow<Giving> = {
  name: 'access',
  version: 1,
  for: ['referent'],
  async start(args, ctx) {
    const people = Array.isArray(args['people']) ? (args['people'] as NonNullable<Understood['people']>) : undefined;
    return people === undefined ? answer(await listed(ctx)) : meant(people, ctx);
  },
  steps: { give, take, who },
  anytime: {
    open: async () => start('access'),
    new: async () => ask('who', {}),
    for: async ([id], ctx) => card(id, ctx),
    code: async ([id], ctx) => {
      const has = isUuid(id) ? await accessOf(id, ctx) : undefined;
      return has === undefined ? card(id, ctx) : answer(await withCode(has.id, has.person, ctx));
    },
    take: async ([id], ctx) => {
      const has = isUuid(id) ? await accessOf(id, ctx) : undefined;
      return has === undefined ? card(id, ctx) : ask('take', { person: has.person });
    },
  },
};
