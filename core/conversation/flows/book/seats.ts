import { mayAskFor, mayBookHere, type Forecast } from '../../../domain/booking.ts';
import { freeSeats } from '../../../domain/performance.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message } from '../../../messages/message.ts';
import { ask, done, type Context, type Outcome, type Step } from '../../flow.ts';
import { refuse } from '../refuse.ts';
import { usualActions } from '../help.ts';
import { confirm } from './confirm.ts';
import { forecastOf, freshPeople, look, wishOf, type Draft, type Seen } from './draft.ts';

/** The next question after people are chosen: why a companion, how to seat them, the recap. */
export async function afterWho(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  if (draft.ahead) return keepAhead(draft, seen, ctx);
  const refusal = mayBookHere(seen.facts) ?? mayAskFor(seen.facts, { ...wishOf(draft), companionNeeded: true });
  if (refusal !== undefined) {
    const no = refuse(refusal, ctx, seen.show);
    // What can be mended by choosing other people is mended in place.
    return ['nobody_chosen', 'too_many_people', 'unknown_person', 'person_removed', 'participant_needed', 'already_booked', 'already_waiting'].includes(refusal.code)
      ? ask('who', draft, message(no.blocks)) : done(no);
  }
  if (companionsIn(draft, seen).length > 0 && draft.companionFor === undefined) return ask('companion', draft);
  const forecast = forecastOf(draft, seen);
  const alone = freshPeople(draft, seen).length === 1;
  return !alone && forecast.waiting.length > 0 && !draft.mayBeSplit && draft.minimum === 1 ? ask('places', draft) : recapOf(draft, seen);
}

const companionsIn = (draft: Draft, seen: Seen): string[] =>
  freshPeople(draft, seen).filter((id) => seen.people.get(id)?.kind === 'companion');

function recapOf(draft: Draft, seen: Seen): Outcome {
  return ask('recap', { ...draft, agreedSeats: forecastOf(draft, seen).seated.length });
}

/** Before the opening the choice of people is kept, and proposed at the opening (A5). */
async function keepAhead(draft: Draft, seen: Seen, ctx: Context): Promise<Outcome> {
  const refusal = draft.people.length === 0 ? undefined : mayAskFor({ ...seen.facts, performance: seen.show }, { ...wishOf(draft), companionNeeded: true });
  if (refusal !== undefined) return ask('who', draft, message(refuse(refusal, ctx, seen.show).blocks));
  if (companionsIn(draft, seen).length > 0 && draft.companionFor === undefined) return ask('companion', draft);
  await ctx.store.alerts.set(draft.performance, draft.people, 1, ctx.now);
  return done(message([notice('good', ctx.say.book.aheadKept(draft.people.length)), paragraph(ctx.say.book.aheadWhen(seen.show))], usualActions(ctx)));
}

const REASONS = ['minors', 'disability', 'group'] as const;

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
    const overQuota = forecast.waiting.filter(({ why }) => why === 'weekly_quota').map(({ person }) => person);
    return message(
      [
        paragraph(say.book.fewer(freeSeats(seen.show), fresh.length)),
        overQuota.length > 0 ? notice('wait', say.book.quotaOnly(overQuota, say.at.day(mondayOf(seen.show.startsAt, ctx), seen.show.zone))) : undefined,
        paragraph(say.book.howSeats),
      ],
      [
        { id: ctx.once('book', 'split'), label: say.book.split(forecast.seated.length, forecast.waiting.length) },
        fresh.length <= seen.show.capacity ? { id: ctx.once('book', 'together', String(fresh.length)), label: say.book.together(fresh.length) } : undefined,
        fresh.length > 2 ? { id: ctx.once('book', 'atLeast'), label: say.book.atLeast } : undefined,
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

export const atLeast: Step<Draft> = {
  async ask(draft, ctx) {
    const seen = await look(draft, ctx);
    const n = seen === undefined ? 0 : freshPeople(draft, seen).length;
    const choices = Array.from({ length: Math.min(Math.max(0, n - 2), 8) }, (_, i) => i + 2);
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
    return Number.isInteger(k) && k >= 2 && k <= n ? recapOf({ ...draft, minimum: k, mayBeSplit: k < n }, seen) : undefined;
  },
};

/** Monday of the performance's week. */
const mondayOf = (startsAt: Date, ctx: Context): Date => {
  const weekday = new Intl.DateTimeFormat('en', { timeZone: ctx.programme.zone, weekday: 'short' }).format(startsAt);
  return new Date(startsAt.getTime() - ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) * 86_400_000);
};

/** Who gets what, in the words of the recap and of the blocks that come before a confirmation. */
export function forecastBlocks(draft: Draft, forecast: Forecast, seen: Seen, ctx: Context): Block[] {
  const { say } = ctx;
  const blocks: Block[] = [];
  if (forecast.seated.length > 0) blocks.push(notice('good', say.book.recapSeat(forecast.seated)));
  const together = draft.minimum > 1 && forecast.seated.length === 0;
  const [first] = forecast.waiting;
  if (together && first !== undefined) blocks.push(notice('wait', say.book.recapTogether(draft.minimum, forecast.waiting.map(({ person }) => person), first.rank)));
  else for (const { person, rank, why } of forecast.waiting) blocks.push(notice('wait', say.book.recapWait(person, rank, say.reasons[why])));
  if (forecast.already.length > 0) blocks.push(notice('info', say.book.recapAlready(forecast.already)));
  if (forecast.waiting.some(({ why }) => why === 'weekly_quota') && !together) {
    const over = forecast.waiting.filter(({ why }) => why === 'weekly_quota').map(({ person }) => person);
    blocks.push(paragraph(say.book.quotaOnly(over, say.at.day(mondayOf(seen.show.startsAt, ctx), seen.show.zone))));
  }
  return blocks;
}

/** Récapitulatif: nothing is booked before this is confirmed (X3). The button names its performance: its lane. */
export const recap: Step<Draft> = {
  async ask(draft, ctx): Promise<Message> {
    const seen = await look(draft, ctx);
    if (seen === undefined) return message([paragraph(ctx.say.refusals.unknown_performance({}).why)]);
    const { say } = ctx;
    return message(
      [
        paragraph(say.book.recap),
        paragraph(say.book.for(seen.show)),
        ...forecastBlocks(draft, forecastOf(draft, seen), seen, ctx),
        paragraph(say.book.recapUntil(seen.show)),
      ],
      [
        { id: ctx.once('book', 'confirm', draft.performance), label: say.actions.confirm, style: 'primary' },
        { id: ctx.once('book', 'change'), label: say.actions.change },
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
        return input.args[0] === draft.performance ? confirm(draft, ctx) : undefined;
      case 'change':
        return ask('who', draft);
      default:
        return undefined;
    }
  },
};

