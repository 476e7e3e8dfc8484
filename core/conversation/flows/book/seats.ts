import { mayAskFor, mayBookHere, type Forecast } from '../../../domain/booking.ts';
import { freeSeats, windowOf, type Performance } from '../../../domain/performance.ts';
import { localDay, weekOf } from '../../../domain/time.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message } from '../../../messages/message.ts';
import { ask, done, type Context, type Outcome, type Step } from '../../flow.ts';
import { refuse } from '../refuse.ts';
import { elsewhere } from '../event.ts';
import { usualActions } from '../help.ts';
import { confirm } from './confirm.ts';
import { forecastOf, freshPeople, joinedRequest, look, REASONS, shownAs, withPeople, wishOf, type Draft, type Seen } from './draft.ts';

/** The next question after people are chosen: why a companion, how to seat them, the recap. */
export async function afterWho(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  // The opening may have come while the person was choosing.
  if (draft.ahead && windowOf(seen.show, ctx.now) === 'not_open') return keepAhead(draft, seen, ctx);
  const refusal = mayBookHere(seen.facts) ?? mayAskFor(seen.facts, { ...wishOf(draft), companionNeeded: true });
  if (refusal !== undefined) {
    const no = refuse(refusal, ctx, seen.show);
    // What can be mended by choosing other people is mended in place; those who cannot be chosen any more are left out.
    const gone = refusal.code === 'unknown_person' || refusal.code === 'person_removed' ? (refusal.people ?? []) : [];
    return ['nobody_chosen', 'too_many_people', 'unknown_person', 'person_removed', 'participant_needed', 'already_booked', 'already_waiting'].includes(refusal.code)
      ? ask('who', withPeople(draft, draft.people.filter((id) => !gone.includes(id))), message(no.blocks)) : done(no);
  }
  if (companionsIn(draft, seen).length > 0 && draft.companionFor === undefined) return ask('companion', draft);
  const forecast = forecastOf(draft, seen);
  // Those who come with somebody already seated are no group of their own: there is nothing to choose.
  const alone = freshPeople(draft, seen).length === 1 || joinedRequest(draft, seen) !== undefined;
  return !alone && forecast.waiting.length > 0 && !draft.mayBeSplit && draft.minimum === 1 ? ask('places', draft) : recapOf(draft, seen);
}

const companionsIn = (draft: Draft, seen: Seen): string[] =>
  freshPeople(draft, seen).filter((id) => seen.people.get(id)?.kind === 'companion');

function recapOf(draft: Draft, seen: Seen): Outcome {
  return ask('recap', { ...draft, agreedSeats: forecastOf(draft, seen).seated.length, shown: shownAs(seen.show) });
}

/** Before the opening the choice of people is kept, and proposed at the opening (A5). */
async function keepAhead(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  const refusal = draft.people.length === 0 ? undefined : mayAskFor({ ...seen.facts, performance: seen.show }, { ...wishOf(draft), companionNeeded: true });
  if (refusal !== undefined) return ask('who', draft, message(refuse(refusal, ctx, seen.show).blocks));
  if (companionsIn(draft, seen).length > 0 && draft.companionFor === undefined) return ask('companion', draft);
  await ctx.store.alerts.set(draft.performance, draft.people, 1, ctx.now);
  return done(message([notice('good', ctx.say.book.aheadKept(draft.people.length)), paragraph(ctx.say.book.aheadWhen(seen.show, draft.people.length))], usualActions(ctx)));
}

/** Accompagnement: only where the referent says that it is needed (A10). */
export const companion: Step<Draft> = {
  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    const people = seen === undefined ? [] : companionsIn(draft, seen);
    const { companionReasons } = ctx.say.book;
    return message([paragraph(ctx.say.book.companionWhy(people))], [
      ...REASONS.map((reason) => ({ id: ctx.once('book', 'because', reason), label: companionReasons[reason] })),
      { id: ctx.once('book', 'because', 'none'), label: companionReasons.none },
    ]);
  },
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    const said = input.kind === 'press' ? (input.name === 'because' ? input.args[0] : undefined)
      : input.understood.intent === 'no' ? 'none' : input.understood.intent === 'yes' ? 'group' : undefined;
    if (said === 'none') return afterWho({ ...draft, people: draft.people.filter((id) => seen.people.get(id)?.kind !== 'companion') }, seen, ctx);
    const reason = REASONS.find((one) => one === said);
    return reason === undefined ? undefined : afterWho({ ...draft, companionFor: reason }, seen, ctx);
  },
};

/** Not everybody has a seat at once: split, together, at least k of them (A8). */
export const places: Step<Draft> = {
  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined) return message([paragraph(ctx.say.refusals.unknown_performance({}).why)]);
    const { say } = ctx;
    const forecast = forecastOf(draft, seen);
    const fresh = freshPeople(draft, seen);
    const { structureLeft } = seen.facts;
    const byStructure = forecast.waiting.some(({ why }) => why === 'structure_quota');
    return message(
      [
        paragraph(say.book.for(seen.show)),
        paragraph(say.book.chosen(fresh)),
        freeSeats(seen.show) >= fresh.length && !byStructure ? undefined : paragraph(byStructure ? say.book.structureFewer(Math.max(0, structureLeft ?? 0), fresh.length) : say.book.fewer(freeSeats(seen.show), fresh.length)),
        ...(await quotaBlocks(forecast, seen, ctx)),
        paragraph(say.book.howSeats),
      ],
      [
        { id: ctx.once('book', 'split'), label: say.book.split(forecast.seated.length, forecast.waiting.length) },
        fresh.length <= seen.show.capacity ? { id: ctx.once('book', 'together', String(fresh.length)), label: say.book.together(fresh.length) } : undefined,
        fresh.length > 2 && seen.show.capacity > 1 ? { id: ctx.once('book', 'atLeast'), label: say.book.atLeast } : undefined,
        { id: ctx.once('book', 'people'), label: say.book.changePeople },
      ],
    );
  },
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind !== 'press') return undefined;
    switch (input.name) {
      case 'split':
        return recapOf({ ...draft, minimum: 1, mayBeSplit: true }, seen);
      case 'together':
        return recapOf({ ...draft, minimum: freshPeople(draft, seen).length, mayBeSplit: false }, seen);
      case 'atLeast':
        return ask('atLeast', draft);
      case 'people':
        return ask('who', draft);
      default:
        return undefined;
    }
  },
};

/** How many of these together at least? Typed numbers count as well as buttons. */
export const atLeast: Step<Draft> = {
  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    const n = seen === undefined ? 0 : freshPeople(draft, seen).length;
    const most = Math.min(n - 1, seen?.show.capacity ?? n);
    const choices = Array.from({ length: Math.min(Math.max(0, most - 1), 8) }, (_, i) => i + 2);
    return message([paragraph(ctx.say.book.atLeastQuestion(n))], [
      ...choices.map((k) => ({ id: ctx.once('book', 'min', String(k)), label: [ctx.say.places(k)] })),
      { id: ctx.once('book', 'back'), label: ctx.say.actions.back },
    ]);
  },
  async accept(draft, input, ctx) {
    const seen = await look(draft, ctx);
    if (seen === undefined || input.kind === 'submit') return undefined;
    if (input.kind === 'press' && input.name === 'back') return ask('places', draft);
    const n = freshPeople(draft, seen).length;
    const k = input.kind === 'press' ? Number(input.args[0]) : (input.understood.count ?? Number(/\d+/.exec(input.text)?.[0]));
    if (!Number.isInteger(k) || k < 2) return undefined;
    if (k > n || k > seen.show.capacity) return ask('atLeast', draft, message(refuse({ code: 'minimum_impossible' }, ctx, seen.show).blocks));
    return recapOf({ ...draft, minimum: k, mayBeSplit: k < n }, seen);
  },
};

/** Monday of the performance's week, where the performance is (A6). */
function mondayOf({ startsAt, zone }: Performance): Date {
  const weekday = (at: Date): string => new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' }).format(at);
  let day = localDay(startsAt, zone);
  while (weekday(day.start) !== 'Mon') day = localDay(new Date(day.start.getTime() - 1), zone);
  return day.start;
}

/** Persons whose outings of the week are named; of more, the names alone. */
const EXPLAINED = 3;

/** Who is at the limit of the week and with which outings, and when vacant seats go to them (A6, X8). */
async function quotaBlocks(forecast: Forecast, { show }: Seen, ctx: Context): Promise<Block[]> {
  const { say, store, now } = ctx;
  const over = forecast.waiting.filter(({ why }) => why === 'weekly_quota').map(({ person }) => person);
  if (over.length === 0) return [];
  const monday = say.at.day(mondayOf(show), show.zone);
  const titles = async (person: string): Promise<readonly string[]> => {
    const mine = await Promise.all((['current', 'past'] as const).map((which) => store.booking.list({ which, person }, { offset: 0, limit: 60 }, now)));
    const sameWeek = mine.flatMap(({ items }) => items).filter((seat) => seat.state === 'booked' && weekOf(seat.startsAt, seat.zone) === show.week);
    return sameWeek.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()).map(({ title }) => title);
  };
  const whose = over.length > EXPLAINED ? [] : await Promise.all(over.map(async (id) => ({ id, titles: await titles(id) })));
  return [
    ...(whose.length === 0 ? [notice('wait', say.book.quotaFull(over, monday))] : whose.map((one) => notice('wait', say.book.quotaOf(one.id, monday, one.titles)))),
    paragraph(say.book.quotaLater(show)),
  ];
}

/** Who gets what, in the words of the recap and of the blocks that come before a confirmation. */
export async function forecastBlocks(draft: Draft, forecast: Forecast, seen: Seen, ctx: Context): Promise<Block[]> {
  const { say } = ctx;
  const blocks: Block[] = [];
  if (forecast.seated.length > 0) blocks.push(notice('good', say.book.recapSeat(forecast.seated)));
  const together = draft.minimum > 1 && forecast.seated.length === 0;
  const [first] = forecast.waiting;
  if (together && first !== undefined) {
    blocks.push(notice('wait', say.book.recapTogether(draft.minimum, forecast.waiting.map(({ person }) => person), first.rank)));
    if (first.why !== 'full' && first.why !== 'group' && first.why !== 'weekly_quota') blocks.push(paragraph(say.book.because(say.reasons[first.why])));
  } else for (const { person, rank, why } of forecast.waiting) blocks.push(notice('wait', say.book.recapWait(person, rank, say.reasons[why])));
  blocks.push(...(await quotaBlocks(forecast, seen, ctx)));
  if (forecast.already.length > 0) blocks.push(notice('info', say.book.recapAlready(forecast.already)));
  return blocks;
}

/** Récapitulatif: nothing is booked before this is confirmed (X3). The button names its performance: its lane. */
export const recap: Step<Draft> = {
  async ask(draft, ctx): Promise<Message> {
    const seen = await look(draft, ctx);
    if (seen === undefined) return message([paragraph(ctx.say.refusals.unknown_performance({}).why)]);
    const { say } = ctx;
    const forecast = forecastOf(draft, seen);
    return message(
      [
        paragraph(say.book.recap),
        paragraph(say.book.for(seen.show)),
        ...(await forecastBlocks(draft, forecast, seen, ctx)),
        // The waiting list can be left at any time.
        forecast.seated.length > 0 ? paragraph(say.book.recapUntil(seen.show)) : undefined,
      ],
      [
        // What is confirmed is what this card shows, whenever the draft was made.
        { id: ctx.once('book', 'confirm', draft.performance, String(forecast.seated.length), shownAs(seen.show)), label: say.actions.confirm, style: 'primary' },
        { id: ctx.once('book', 'change'), label: say.actions.change },
        forecast.seated.length === 0 ? await elsewhere(seen.show, forecast.waiting.length, ctx, forecast.waiting.some(({ why }) => why === 'weekly_quota')) : undefined,
        { id: ctx.once('book', 'leave'), label: say.actions.giveUp },
      ],
    );
  },
  async accept(draft, input, ctx) {
    if (input.kind === 'submit') return undefined;
    if (input.kind === 'text') {
      if (input.understood.intent === 'yes') return confirm(draft, ctx);
      return input.understood.intent === 'no' ? done(message([paragraph(ctx.say.misc.left)], usualActions(ctx))) : undefined;
    }
    switch (input.name) {
      case 'confirm':
        return input.args[0] === draft.performance ? confirm({ ...draft, agreedSeats: Number(input.args[1]) || 0, ...(input.args[2] === undefined ? {} : { shown: input.args[2] }) }, ctx) : undefined;
      case 'change':
        // Whatever was agreed about seats is asked again.
        return ask('who', withPeople(draft, draft.people));
      default:
        return undefined;
    }
  },
};

