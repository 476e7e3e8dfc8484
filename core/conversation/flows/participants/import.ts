import { correctionFile } from '../../../importing/peopleCorrection.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message, Text } from '../../../messages/message.ts';
import { hidden, join } from '../../../messages/text.ts';
import { ask, done, say as answer, start, type Context, type FileIn, type Flow, type Outcome, type Step } from '../../flow.ts';
import { usualActions } from '../help.ts';
import { nameIn } from './names.ts';
import { looksPasted } from './pasted.ts';
import { countsOf, readLists, type Faulty, type Lists, type Source } from './reading.ts';

/** Lists that were sent, and how many people of them the recap says will be added. */
interface Listing {
  readonly sources: readonly Source[];
  readonly agreed?: number;
}

/** Faulty lines told one by one; the others are counted by their reason. */
const TOLD = 10;
/** Names of people who are there already, shown at once. */
const NAMED = 12;
/** Letters of faulty lines in one message, and messages of them. */
const LETTERS = 3_000;
const MESSAGES = 5;

function whyOf({ problems, host }: Faulty, ctx: Context): Text {
  const say = ctx.say.participants;
  return host !== undefined ? say.hosts[host] : join([...new Set(problems.map(({ code }) => code))].map((code) => say.problems[code]), ' ; ');
}

/** What was read, good and faulty, each faulty line with its number and reason (A3). */
function readBlocks(lists: Lists, ctx: Context): Block[] {
  const say = ctx.say.participants;
  const { good, faulty, already, told, ignored } = lists;
  const counts = countsOf(good).map(([kind, n]) => say.count[kind](n));
  const gone = already.filter(({ removed }) => removed).map(({ id }) => id);
  const rest = [...Map.groupBy(faulty.slice(TOLD), ({ problems, host }) => host ?? problems[0]?.code ?? '').values()];
  return [
    paragraph(say.list.read(lists.lines, lists.goodLines, faulty.length)),
    ...(ignored > 0 ? [paragraph(say.list.ignored(ignored))] : []),
    ...told.slice(0, 3).map(({ line, value = '', code }) => notice('info', say.list.told(line, value, say.problems[code]))),
    ...(faulty.length === 0 ? [] : [list(faulty.slice(0, TOLD).map((one) => ({ text: say.list.line(one.line, one.problems[0]?.value ?? '', whyOf(one, ctx)) })))]),
    ...(rest.length === 0 ? [] : [
      paragraph(say.list.rest(faulty.length - TOLD)),
      list(rest.sort((a, b) => b.length - a.length).flatMap((those) => (those[0] === undefined ? [] : [{ text: say.list.times(those.length, whyOf(those[0], ctx)) }]))),
    ]),
    ...(already.length === 0 ? [] : [paragraph(already.length > NAMED ? say.list.alreadyMany(already.length) : say.list.already(already.map(({ id }) => id)))]),
    ...(gone.length === 0 ? [] : [paragraph(say.list.alreadyRemoved(gone.slice(0, NAMED)))]),
    ...(counts.length === 0 ? [] : [paragraph(say.list.kinds(join(counts, ', ')))]),
  ];
}

/** The faulty lines as text that can be corrected and pasted back, so that none is lost (A3). */
function linesBack(faulty: readonly Faulty[], ctx: Context): Message[] {
  const say = ctx.say.participants.list;
  const file = correctionFile(faulty.flatMap(({ problems }) => problems));
  if (file === undefined) return [];
  const parts: string[] = [];
  let head = '';
  let left = 0;
  for (const one of new TextDecoder().decode(file.bytes).split(/\r?\n/)) {
    if (one === '') continue;
    const isHead = /(?:^|;)"?À corriger"?$/u.test(one);
    const last = parts.at(-1);
    if (isHead) head = one;
    // Other headings are a list of their own, to be pasted back apart.
    if (last !== undefined && !isHead && last.length + one.length < LETTERS) parts[parts.length - 1] = `${last}\n${one}`;
    else if (parts.length < MESSAGES) parts.push(isHead ? one : `${head}\n${one}`);
    else if (!isHead) left += 1;
  }
  return parts.map((part, i) => message([
    ...(i === 0 ? [paragraph(say.back(faulty.length))] : []), paragraph([hidden(part)]), ...(left > 0 && i === parts.length - 1 ? [paragraph(say.backMore(left))] : []),
  ]));
}

/** What was read is told, and confirmed before anything is written (X3); without anybody to add, another list is asked for. */
async function recapOf(sources: readonly Source[], ctx: Context, ...before: Message[]): Promise<Outcome> {
  const say = ctx.say.participants.list;
  const lists = await readLists(sources, ctx);
  if (lists.refusal !== undefined) return ask('paste', { sources: [] }, message([notice('bad', say[lists.refusal])]));
  if (lists.good.length === 0) return ask('paste', { sources: [] }, ...before, message([...readBlocks(lists, ctx), notice('info', say.nothing)]), ...linesBack(lists.faulty, ctx));
  // A step of its own, so that 'retour' leads to the list before.
  return ask(sources.length > 1 ? 'again' : 'recap', { sources, agreed: lists.good.length }, ...before);
}

/** One more list beside those that wait for their confirmation. */
async function more(sources: readonly Source[], source: Source, ctx: Context): Promise<Outcome> {
  const say = ctx.say.participants.list;
  const faulty = sources.length > 0 && (await readLists(sources, ctx)).faulty.length > 0;
  return recapOf([...sources, source], ctx, ...(sources.length === 0 ? [] : [message([paragraph(faulty ? say.more : say.added)])]));
}

/** A list or a single name; what was said to the chat is neither. */
const isList = (text: string, understood: { intent: string; confidence: number }): boolean =>
  looksPasted(text, understood.confidence >= 0.8) || (nameIn(text) !== undefined && (understood.intent === 'none' || understood.confidence < 0.6));

const leaving = (ctx: Context) => ({ id: ctx.once('peoplelist', 'leave'), label: ctx.say.actions.giveUp });
const leave = (ctx: Context): Outcome => done(message([paragraph(ctx.say.participants.list.left)], usualActions(ctx)));

const paste: Step<Listing> = {
  async ask(_listing, ctx) {
    const say = ctx.say.participants;
    return message([paragraph(say.list.ask), paragraph(say.list.example), paragraph(say.list.limit)], [{ id: ctx.anytime('newperson', 'open'), label: say.actions.add }, leaving(ctx)]);
  },
  async accept(_listing, input, ctx) {
    if (input.kind === 'press') return input.name === 'leave' ? leave(ctx) : undefined;
    if (input.kind === 'submit') return undefined;
    const text = input.whole ?? input.text;
    const several = /\S\s*\n\s*\S/.test(text);
    if (several || isList(text, input.understood)) return recapOf([{ text }], ctx);
    if (input.understood.intent !== 'none' && input.understood.confidence >= 0.6) return undefined;
    return ask('paste', { sources: [] }, message([paragraph(ctx.say.participants.list.notAList)]));
  },
  receive: async (_listing, file, ctx) => recapOf([{ file }], ctx),
};

const recap: Step<Listing> = {
  async ask({ sources }, ctx) {
    const say = ctx.say.participants.list;
    const lists = await readLists(sources, ctx);
    return message(
      [...readBlocks(lists, ctx), paragraph(say.confirm), lists.faulty.length > 0 ? paragraph(say.confirmHow) : undefined],
      [lists.good.length > 0 ? { id: ctx.once('peoplelist', 'write'), label: say.write(lists.good.length), style: 'primary' } : undefined,
        sources.length > 1 ? { id: ctx.once('peoplelist', 'without'), label: say.without } : undefined, leaving(ctx)],
    );
  },
  async accept({ sources, agreed }, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text' && looksPasted(input.whole ?? input.text, input.understood.confidence >= 0.8)) return more(sources, { text: input.whole ?? input.text }, ctx);
    if (input.kind === 'press' && input.name === 'without' && sources.length > 1) return recapOf(sources.slice(0, -1), ctx);
    const yes = input.kind === 'press' ? input.name === 'write' : input.understood.intent === 'yes';
    const no = input.kind === 'press' ? input.name === 'leave' : input.understood.intent === 'no';
    if (no) return leave(ctx);
    return yes ? write(sources, agreed ?? 0, ctx) : undefined;
  },
  receive: async ({ sources }, file, ctx) => more(sources, { file }, ctx),
};

/** All of them in this transaction, or none. */
async function write(sources: readonly Source[], agreed: number, ctx: Context): Promise<Outcome> {
  const say = ctx.say.participants;
  const lists = await readLists(sources, ctx);
  // Somebody else added some of them while this was read.
  if (lists.refusal !== undefined || lists.good.length !== agreed) return recapOf(sources, ctx, message([notice('wait', say.list.changed)]));
  await ctx.store.people.addAll(lists.good, ctx.now);
  return done(...linesBack(lists.faulty, ctx), message([notice('good', say.list.done(lists.good.length))], [
    { id: ctx.anytime('participants', 'open'), label: say.actions.list },
    { id: ctx.anytime('parties', 'open'), label: say.actions.groups },
    { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
  ]));
}

const isFile = (value: unknown): value is FileIn => typeof value === 'object' && value !== null && 'id' in value && 'size' in value;
const isSource = (value: unknown): value is Source => typeof value === 'object' && value !== null && (('text' in value && typeof value.text === 'string') || ('file' in value && isFile(value.file)));

/** Coller une liste, ou déposer un fichier (A3). */
export const peoplelist: Flow<Listing> = {
  name: 'peoplelist',
  version: 1,
  for: ['referent'],
  async start({ file, pasted, sources }, ctx) {
    if (isFile(file)) return recapOf([{ file }], ctx);
    if (typeof pasted === 'string') return recapOf([{ text: pasted }], ctx);
    const kept = Array.isArray(sources) ? sources.filter(isSource) : [];
    return kept.length > 0 ? recapOf(kept, ctx) : ask('paste', { sources: [] });
  },
  steps: { paste, recap, again: recap },
  anytime: { open: async (_args, ctx) => (ctx.account.structure === null ? answer(message([paragraph(ctx.say.participants.none)])) : start('peoplelist')) },
  worthKeeping: ({ sources }) => sources.length > 0,
};
