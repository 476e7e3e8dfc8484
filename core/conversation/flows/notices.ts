import { endOfQuiet, instantAt, minutesOf, type OwnHours } from '../../domain/time.ts';
import { isOptional, optionalFor, type OptionalKind } from '../../domain/told.ts';
import type { PushWishes } from '../../domain/wishes.ts';
import { fold } from '../../language/fold.ts';
import { readMoments, readSwitch, type DaysSaid, type HoursSaid, type MomentsSaid } from '../../language/wishes.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Text } from '../../messages/message.ts';
import { plain } from '../../messages/naming.ts';
import { join } from '../../messages/text.ts';
import { ask, redraw, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';

type Note = keyof Context['say']['notices']['notes'];

/** What was just changed, or why nothing was; and how it stood before, one tap away. */
interface Card {
  readonly note?: Note;
  readonly before?: PushWishes;
}

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const WORKING: readonly number[] = [1, 2, 3, 4, 5];
const GOOD: readonly Note[] = ['noted', 'undone'];
/** Offered to be touched; any other is typed. */
const CHOICES: readonly NonNullable<OwnHours['hours']>[] = [{ from: '09:00', until: '17:00' }, { from: '08:00', until: '12:00' }, { from: '14:00', until: '20:00' }];
const NOBODY = { people: new Map(), accounts: new Map() };

/** The end of a day is its last minute: a clock shows no 24:00. */
const clockOf = (minutes: number): string => (minutes >= 1440 ? '23:59' : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
/** Such a clock on a day on which none is changed. */
const shown = (clock: string, { programme }: Context): Date => instantAt({ year: 2001, month: 1, day: 10 }, minutesOf(clock), programme.zone);
const sameHours = (one: OwnHours['hours'], other: OwnHours['hours']): boolean => one?.from === other?.from && one?.until === other?.until;
const wanted = ({ days }: OwnHours): readonly number[] => days ?? WEEK;
/** Own days as they are kept: in order, and null for all. */
const kept = (days: readonly number[]): readonly number[] | null => (WEEK.every((day) => days.includes(day)) ? null : WEEK.filter((day) => days.includes(day)));
const sameDays = (one: readonly number[] | null, other: readonly number[] | null): boolean => (one ?? WEEK).join() === (other ?? WEEK).join();
const same = (one: PushWishes, other: PushWishes): boolean => sameDays(one.days, other.days) && sameHours(one.hours, other.hours) && one.mail === other.mail && [...one.off].sort().join() === [...other.off].sort().join();

/** Whether something can be sent in these hours: a minute of them at least is not quiet (X6). */
const reached = ({ from, until }: NonNullable<OwnHours['hours']>, ctx: Context): boolean => from < until && endOfQuiet(shown(from, ctx), ctx.programme.zone, ctx.programme) < shown(until, ctx);

/** As much of the account's address as is shown; null: it has none. */
async function addressOf({ store }: Context): Promise<string | null> {
  const email = await store.account.address();
  if (email === null) return null;
  const at = email.lastIndexOf('@');
  return `${at > 2 ? email.slice(0, 1) : ''}…${email.slice(at)}`;
}

function daysSaid(own: OwnHours, { say: { notices: words } }: Context): Text {
  const days = wanted(own);
  const name = (day: number): Text => words.days[day - 1] ?? [];
  const [first = 1, last = 7] = [days[0], days.at(-1)];
  if (own.days === null) return words.everyDay;
  return days.length > 2 && last - first === days.length - 1 ? words.range(name(first), name(last)) : words.all(days.map((day) => words.on(name(day))));
}

/** Where news arrive, by chat and by e-mail. */
async function where(own: PushWishes, address: string | null, ctx: Context): Promise<Text[]> {
  const { notices: words, chats } = ctx.say;
  const linked = (await ctx.store.account.conversations(ctx.no)).length > 0;
  const channel = await ctx.store.account.pushChannel();
  const rings = linked && channel !== 'web';
  const mail = (): Text => {
    if (address === null) return words.noAddress;
    if (own.mail === false) return words.noMail;
    return own.mail === true ? words.mailToo(address) : rings ? words.mailElse(address) : words.mailAlone(address);
  };
  return [linked ? chats.pushes(channel) : words.onPage, mail()];
}

async function blocks(own: PushWishes, { note }: Card, address: string | null, ctx: Context): Promise<Block[]> {
  const { say: { notices: words }, programme: { quietFrom, quietTo } } = ctx;
  const sent = optionalFor(ctx.account.role);
  const off = sent.filter((kind) => own.off.includes(kind));
  const hours = own.hours === null ? words.anyHour : words.hours(shown(own.hours.from, ctx), shown(own.hours.until, ctx));
  return [
    ...(note === undefined ? [] : [notice(GOOD.includes(note) ? 'good' : 'bad', words.notes[note])]),
    paragraph(join([words.when(daysSaid(own, ctx), hours), ...(quietFrom === quietTo ? [] : [words.quiet(shown(quietFrom, ctx), shown(quietTo, ctx))])], ' ')),
    paragraph(join(await where(own, address, ctx), ' ')),
    ...(off.length === 0 ? [] : [paragraph(words.off(off.map((kind) => words.named[kind])))]),
    paragraph(sent.length === 0 ? words.alwaysYours : words.always),
    paragraph(sent.length === 0 ? words.how : words.howKinds),
  ];
}

/** Every tick says what it would make of what it stands for: pressed twice, it is as after once. */
function ticks(own: PushWishes, address: string | null, ctx: Context): Action[] {
  const { say: { notices: words }, draft } = ctx;
  const days = wanted(own);
  const weekly = sameDays(own.days, WORKING);
  const choices = [...CHOICES.filter((one) => reached(one, ctx)), ...(own.hours === null || CHOICES.some((one) => sameHours(one, own.hours)) ? [] : [own.hours])];
  return [
    ...WEEK.map((day) => ({ id: draft('notices', 'day', String(day), days.includes(day) ? '0' : '1'), label: words.labels[day - 1] ?? [], ticked: days.includes(day) })),
    { id: draft('notices', 'week', weekly ? '0' : '1'), label: words.week, ticked: weekly },
    { id: draft('notices', 'hours', 'all'), label: words.wholeDay, ticked: own.hours === null },
    ...choices.map((one) => ({ id: draft('notices', 'hours', String(minutesOf(one.from)), String(minutesOf(one.until))), label: words.choice(shown(one.from, ctx), shown(one.until, ctx)), ticked: sameHours(one, own.hours) })),
    ...optionalFor(ctx.account.role).map((kind) => ({ id: draft('notices', 'kind', kind, own.off.includes(kind) ? '1' : '0'), label: words.kinds[kind], ticked: !own.off.includes(kind) })),
    ...(address === null ? [] : [{ id: draft('notices', 'mail', own.mail === true ? '0' : '1'), label: words.mail, ticked: own.mail === true }]),
  ];
}

/** What is kept from now on, or why it cannot be. */
type Change = PushWishes | Note;

const withDays = (own: PushWishes, days: readonly number[]): Change => (days.length === 0 ? 'lastDay' : { ...own, days: kept(days) });
const withKind = (own: PushWishes, kind: OptionalKind, on: boolean, { account }: Context): Change =>
  optionalFor(account.role).includes(kind) ? { ...own, off: [...own.off.filter((other) => other !== kind), ...(on ? [] : [kind])] } : 'notYours';
const withHours = (own: PushWishes, hours: OwnHours['hours'], ctx: Context): Change => (hours === null || reached(hours, ctx) ? { ...own, hours } : 'quietHours');
/** Not too: it comes by itself where nothing else does. */
const withMail = (own: PushWishes, on: boolean): PushWishes => ({ ...own, mail: on ? true : null });

const changedDays = (days: readonly number[], { change, days: said }: DaysSaid): readonly number[] =>
  change === 'only' ? said : change === 'also' ? [...days, ...said] : days.filter((day) => !said.includes(day));

/** The one stretch of a day that was said, open to a side as far as it is not quiet. */
function stretch({ from, until, not }: HoursSaid, { programme }: Context): readonly [from: number, until: number] | Note {
  const [ends, begins] = [minutesOf(programme.quietFrom), minutesOf(programme.quietTo)];
  const [first, last] = ends > begins ? [begins, ends] : [0, 1440];
  const night = until !== null && until > 1440;
  if (!not) {
    const [begin, end] = [from ?? first, until ?? last];
    if (!night) return [begin, end];
    return begin >= last && end - 1440 <= first ? 'quietHours' : 'overnight';
  }
  if (night) return [until - 1440, from ?? last];
  const [begin, end] = [from ?? 0, until ?? 1440];
  return begin <= first ? [end, last] : end >= last ? [first, begin] : 'twoParts';
}

function withMoments(own: PushWishes, { days, hours }: MomentsSaid, ctx: Context): Change {
  // 'Aussi', 'sauf' are said of what was said before them, else of what is kept.
  let next = wanted(own);
  let only = false;
  for (const one of days) {
    next = one.change === 'only' && only ? [...next, ...one.days] : changedDays(next, one);
    only ||= one.change === 'only';
  }
  const daily = days.length === 0 ? own : withDays(own, next);
  if (typeof daily === 'string' || hours === undefined) return daily;
  if (hours === 'any') return { ...daily, hours: null };
  const said = stretch(hours, ctx);
  return typeof said === 'string' ? said : withHours(daily, { from: clockOf(said[0]), until: clockOf(said[1]) }, ctx);
}

/** Keeps it, if it may be kept: what the card then says. */
async function change(own: PushWishes, next: Change, card: Card, ctx: Context): Promise<Card> {
  const before = card.before === undefined ? {} : { before: card.before };
  if (typeof next === 'string') return { ...before, note: next };
  if (same(own, next)) return { ...before, note: 'noted' };
  await ctx.store.account.setWishes(next);
  await ctx.store.audit('notices.changed', null, {}, ctx.now);
  return { before: own, note: 'noted' };
}

/** The label of a tick, typed in full. */
function ofLabel(own: PushWishes, text: string, address: string | null, ctx: Context): readonly [name: string, args: readonly string[]] | undefined {
  const id = ticks(own, address, ctx).find(({ label }) => fold(plain(label, NOBODY)) === fold(text))?.id;
  const [name, ...args] = (id ?? '').replace(/^notices\.|~.*$/g, '').split(':');
  // A day alone is asked for as often as it is left out: it looks for what there is that day.
  return id === undefined || name === undefined || name === 'day' ? undefined : [name, args];
}

function pressed(own: PushWishes, name: string, [first = '', second = '']: readonly string[], ctx: Context): Change | undefined {
  switch (name) {
    case 'day': {
      const day = Number(first);
      if (!WEEK.some((one) => one === day)) return undefined;
      return withDays(own, second === '1' ? [...wanted(own), day] : wanted(own).filter((other) => other !== day));
    }
    case 'week':
      return { ...own, days: first === '1' ? WORKING : null };
    case 'hours': {
      const [from, until] = [Number(first), Number(second)];
      if (first === 'all') return { ...own, hours: null };
      return /^\d+:\d+$/.test(`${first}:${second}`) && from < 1440 && until < 1440 ? withHours(own, { from: clockOf(from), until: clockOf(until) }, ctx) : undefined;
    }
    case 'kind':
      return isOptional(first) ? withKind(own, first, second === '1', ctx) : undefined;
    case 'mail':
      return withMail(own, first === '1');
    default:
      return undefined;
  }
}

/** What a sentence changes; `led`: it was said to be about this. undefined: it says nothing of it. */
async function typed(own: PushWishes, text: string, led: boolean, ctx: Context): Promise<Change | undefined> {
  const said = readSwitch(text);
  if (said?.what === 'mail') return (await addressOf(ctx)) === null ? 'fixed' : withMail(own, said.on);
  if (said !== undefined) return withKind(own, said.what, said.on, ctx);
  const moments = readMoments(text);
  if (moments === 'unclear') return led ? 'unclear' : undefined;
  return moments === undefined || (moments.bare && !led) ? undefined : withMoments(own, moments, ctx);
}

/** Everything on one card, drawn again over itself: days, hours, kinds, e-mail (X6). */
const card: Step<Card> = {
  async ask(state, ctx) {
    const own = await ctx.store.account.wishes();
    const address = await addressOf(ctx);
    return message(await blocks(own, state, address, ctx), [
      ...ticks(own, address, ctx),
      state.before === undefined ? undefined : { id: ctx.draft('notices', 'undo'), label: ctx.say.notices.undo },
      { id: ctx.anytime('chats', 'open'), label: ctx.say.chats.open },
      { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu },
    ], { title: ctx.say.notices.title });
  },
  async accept(state, input, ctx) {
    if (input.kind === 'submit') return undefined;
    const own = await ctx.store.account.wishes();
    if (input.kind === 'press' && input.name === 'undo') {
      if (state.before === undefined) return undefined;
      return redraw('card', { ...(await change(own, state.before, {}, ctx)), note: 'undone' });
    }
    if (input.kind === 'press') {
      const next = pressed(own, input.name, input.args, ctx);
      return next === undefined ? undefined : redraw('card', await change(own, next, state, ctx));
    }
    const { text } = input;
    if (/^\d{1,2}$/.test(text)) return ask('card', { ...state, note: 'number' });
    const label = ofLabel(own, text, await addressOf(ctx), ctx);
    const next = label === undefined ? await typed(own, text, false, ctx) : pressed(own, ...label, ctx);
    return next === undefined ? undefined : ask('card', await change(own, next, state, ctx));
  },
};

/** Mes notifications (X6): what is sent unasked, when and where; some days, hours and kinds one can do without. */
export const notices: Flow<Card> = {
  name: 'notices',
  version: 1,
  for: ['referent', 'visitor', 'leader', 'venue', 'operator', 'jury'],
  browses: true,
  async start({ typed: text }, ctx): Promise<Outcome> {
    const own = await ctx.store.account.wishes();
    const next = typeof text === 'string' ? await typed(own, text, true, ctx) : undefined;
    return ask('card', next === undefined ? {} : await change(own, next, {}, ctx));
  },
  steps: { card },
  anytime: { open: async () => start('notices') },
};
