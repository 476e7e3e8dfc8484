import { kindOrder, type Person, type PersonKind } from '../../../domain/person.ts';
import { kindOf } from '../../../importing/peopleCells.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Message } from '../../../messages/message.ts';
import { person, t } from '../../../messages/text.ts';
import { isUuid } from '../../../messages/actions.ts';
import { ask, done, start, type Context, type Flow, type Outcome, type Step } from '../../flow.ts';
import type { Slots } from '../../session.ts';
import { usualActions } from '../help.ts';
import { fieldsOf } from './edit.ts';
import { NAMES, type Values } from './fields.ts';
import { hostIn, nameIn, nameKey, namePart } from './names.ts';
import { sheetMessage } from './sheet.ts';

/** Somebody new, as far as they are known. `values`: a form that could not be kept, as typed. */
interface Newcomer {
  readonly first?: string;
  readonly last?: string;
  readonly kind?: PersonKind;
  readonly of?: string;
  /** A namesake was asked about: it is somebody else. */
  readonly another?: true;
  readonly values?: Values;
}

const full = ({ first, last }: Newcomer): string => `${first ?? ''} ${last ?? ''}`.trim();
/** Without a form that was kept for correction. */
const plain = ({ values: _values, ...known }: Newcomer): Newcomer => known;
/** Hosts offered at once; others are typed. */
const HOSTS = 8;

/** The next question about somebody new; none left: they are added (A3). */
async function next(newcomer: Newcomer, ctx: Context): Promise<Outcome> {
  const { first, last, kind, of } = newcomer;
  if (first === undefined || last === undefined) return ask('name', newcomer);
  const all = await ctx.store.people.all();
  if (newcomer.another !== true && twinOf(newcomer, all) !== undefined) return ask('same', plain(newcomer));
  if (kind === undefined) return ask('kind', plain(newcomer));
  const host = kind === 'guest' ? all.find((one) => one.id === of && one.kind === 'participant' && !one.removed) : undefined;
  if (kind === 'guest' && host === undefined) {
    if (!all.some((one) => one.kind === 'participant' && !one.removed)) return ask('kind', { first, last, ...(newcomer.another === true ? { another: true } : {}) }, message([notice('bad', ctx.say.participants.add.noHost)]));
    return ask('of', plain(newcomer));
  }
  const made = await ctx.store.people.add({ kind, of: host?.id ?? null, first, last }, ctx.now);
  await ctx.store.audit('person.added', made.id, { kind }, ctx.now);
  const say = ctx.say.participants;
  return done(message([notice('good', say.add.done(made.id)), paragraph(say.add.doneHow)], [
    { id: ctx.anytime('editperson', 'details', made.id), label: say.actions.details },
    { id: ctx.anytime('participants', 'show', made.id), label: say.actions.sheet },
    { id: ctx.anytime('newperson', 'open'), label: say.actions.another },
    { id: ctx.anytime('participants', 'open'), label: say.actions.list },
  ]));
}

/** Somebody of that very name; one whose sheet is active before one that is not. */
const twinOf = ({ first = '', last = '' }: Newcomer, all: readonly Person[]): Person | undefined =>
  all.filter((one) => nameKey(one.first, one.last) === nameKey(first, last)).sort((a, b) => Number(a.removed) - Number(b.removed))[0];

const leave = (ctx: Context): Outcome => done(message([paragraph(ctx.say.misc.left)], usualActions(ctx)));
const leaving = (ctx: Context) => ({ id: ctx.once('newperson', 'leave'), label: ctx.say.actions.giveUp });

/** 'Bonjour', 'mes réservations': said to the chat, no name. */
const isCommand = (input: { understood: { intent: string; confidence: number } }): boolean => input.understood.intent !== 'none' && input.understood.confidence >= 0.85;

const name: Step<Newcomer> = {
  async ask(newcomer, ctx) {
    const say = ctx.say.participants;
    const values: Values = newcomer.values ?? { ...(newcomer.first === undefined ? {} : { first: newcomer.first }), ...(newcomer.last === undefined ? {} : { last: newcomer.last }), kind: newcomer.kind ?? 'participant' };
    return {
      ...message([paragraph(say.add.name)], [{ id: ctx.anytime('peoplelist', 'open'), label: say.actions.paste }, leaving(ctx)]),
      form: { id: ctx.once('newperson', 'form'), submit: say.add.submit, fields: fieldsOf(NAMES, values, undefined, ctx) },
    };
  },
  async accept(newcomer, input, ctx) {
    if (input.kind === 'press') return input.name === 'leave' ? leave(ctx) : undefined;
    if (input.kind === 'submit') return ofForm(newcomer, input.values, ctx);
    if (isCommand(input) || /[\n\r]/.test(input.text)) return undefined;
    const said = nameIn(input.text);
    return said === undefined ? ask('name', newcomer, message([paragraph(ctx.say.participants.add.nameAgain)])) : next({ ...plain(newcomer), ...said }, ctx);
  },
};

/** What was filled in; what is missing is asked for, what is wrong is explained and kept. */
async function ofForm(newcomer: Newcomer, values: Readonly<Record<string, string>>, ctx: Context): Promise<Outcome> {
  const { wrong, wrongKept, add } = ctx.say.participants;
  const [first, last] = [namePart(values['first']), namePart(values['last'])];
  const of = (values['of'] ?? '').trim();
  const typed = (values['kind'] ?? '').trim();
  // 'Proche de' filled in says who it is.
  const kind = typed === '' || (typed === 'participant' && of !== '') ? (of === '' ? undefined : ('guest' as const)) : kindOf(typed, true);
  const host = of === '' || kind !== 'guest' ? undefined : hostIn(of, await ctx.store.people.all());
  const faults = [
    first === undefined ? wrong.first : undefined, last === undefined ? wrong.last : undefined, typed !== '' && kind === undefined ? wrong.kind : undefined,
    host === 'unknown' ? add.ofUnknown(of) : host === 'several' ? add.ofSeveral(of) : undefined,
  ].filter((one) => one !== undefined);
  if (first === undefined || last === undefined || faults.length > 0) {
    return ask('name', { ...newcomer, values }, message([...faults.map((why) => notice('bad', why)), paragraph(wrongKept)]));
  }
  return next({ first, last, ...(kind === undefined ? {} : { kind }), ...(typeof host === 'object' ? { of: host.id } : {}) }, ctx);
}

/** Somebody of that very name is there already: the same person, or a namesake. */
const same: Step<Newcomer> = {
  async ask(newcomer, ctx) {
    const { add } = ctx.say.participants;
    const twin = twinOf(newcomer, await ctx.store.people.all());
    return message([paragraph(twin === undefined ? add.kind(full(newcomer)) : twin.removed ? add.sameRemoved(twin.id) : add.same(twin.id))], [
      { id: ctx.once('newperson', 'same'), label: add.sameYes, style: 'primary' },
      { id: ctx.once('newperson', 'another'), label: add.sameNo },
      leaving(ctx),
    ]);
  },
  async accept(newcomer, input, ctx) {
    if (input.kind === 'press' && input.name === 'leave') return leave(ctx);
    const yes = input.kind === 'press' ? input.name === 'same' : input.kind === 'text' && input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'another' : input.kind === 'text' && input.understood.intent === 'no';
    if (no) return next({ ...newcomer, another: true }, ctx);
    const twin = yes ? twinOf(newcomer, await ctx.store.people.all()) : undefined;
    const sheet = twin === undefined ? undefined : await ctx.store.people.sheet(twin.id);
    return sheet === undefined ? undefined : done(await sheetMessage(sheet, ctx, [notice('info', ctx.say.participants.add.samePerson)]));
  },
};

const kind: Step<Newcomer> = {
  ask: async (newcomer, ctx) =>
    message([paragraph(ctx.say.participants.add.kind(full(newcomer)))], [
      ...kindOrder.map((one) => ({ id: ctx.once('newperson', 'kind', one), label: ctx.say.book.kindChoices[one] })),
      leaving(ctx),
    ]),
  async accept(newcomer, input, ctx) {
    if (input.kind === 'press' && input.name === 'leave') return leave(ctx);
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'press') {
      const chosen = kindOrder.find((one) => one === input.args[0]);
      return input.name !== 'kind' || chosen === undefined ? undefined : next({ ...newcomer, kind: chosen }, ctx);
    }
    // 'Invitée de Soraya' says both.
    const tied = /^(?:invit[ée]e?|proche|ami|amie|famille|guest) (?:de |d['’]|of )(.+)$/iu.exec(input.text.trim())?.[1];
    if (tied !== undefined) return tiedTo({ ...newcomer, kind: 'guest' }, tied, ctx);
    const said = kindOf(input.text, true);
    return said === undefined ? undefined : next({ ...newcomer, kind: said }, ctx);
  },
};

/** De qui? A guest is tied to a participant (A3). */
const of: Step<Newcomer> = {
  async ask(newcomer, ctx): Promise<Message> {
    const hosts = (await ctx.store.people.all()).filter((one) => one.kind === 'participant' && !one.removed);
    return message([paragraph(ctx.say.participants.add.of(full(newcomer)))], [
      ...hosts.slice(0, HOSTS).map((host) => ({ id: ctx.once('newperson', 'of', host.id), label: t`${person(host.id)}` })),
      leaving(ctx),
    ]);
  },
  async accept(newcomer, input, ctx) {
    if (input.kind === 'press') return input.name === 'leave' ? leave(ctx) : input.name === 'of' && isUuid(input.args[0]) ? next({ ...newcomer, of: input.args[0] }, ctx) : undefined;
    if (input.kind === 'submit' || isCommand(input)) return undefined;
    return tiedTo(newcomer, input.text, ctx);
  },
};

async function tiedTo(newcomer: Newcomer, said: string, ctx: Context): Promise<Outcome> {
  const { add } = ctx.say.participants;
  const host = hostIn(said, await ctx.store.people.all());
  if (host !== 'unknown' && host !== 'several') return next({ ...newcomer, of: host.id }, ctx);
  return ask('of', newcomer, message([paragraph(host === 'unknown' ? add.ofUnknown(said.trim()) : add.ofSeveral(said.trim()))]));
}

/** Nothing in it is trusted: it may come from an older draft. */
function newcomerOf(args: Slots): Newcomer {
  const said = typeof args['said'] === 'string' ? nameIn(args['said']) : undefined;
  const [first, last] = [namePart(args['first'] as string | undefined), namePart(args['last'] as string | undefined)];
  const kind = kindOrder.find((one) => one === args['kind']);
  return {
    ...(said ?? { ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) }),
    ...(kind === undefined ? {} : { kind }),
    ...(isUuid(args['of'] as string | undefined) ? { of: args['of'] as string } : {}),
    ...(args['another'] === true ? { another: true } : {}),
    ...(typeof args['values'] === 'object' && args['values'] !== null ? { values: args['values'] } : {}),
  };
}

/** Ajouter une personne (A3): by form, or one question at a time. */
export const newperson: Flow<Newcomer> = {
  name: 'newperson',
  version: 1,
  for: ['referent'],
  start: async (args, ctx) => next(newcomerOf(args), ctx),
  steps: { name, same, kind, of },
  anytime: { open: async () => start('newperson') },
  worthKeeping: ({ first, values }) => first !== undefined || values !== undefined,
};
