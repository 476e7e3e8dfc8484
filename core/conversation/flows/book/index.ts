import { mayBookHere } from '../../../domain/booking.ts';
import { isUuid } from '../../../messages/actions.ts';
import { message, paragraph } from '../../../messages/build.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Input, type Outcome, type Step } from '../../flow.ts';
import type { Slots } from '../../session.ts';
import { withShow } from '../event.ts';
import { usualActions } from '../help.ts';
import { refuse } from '../refuse.ts';
import { splitNow } from './confirm.ts';
import { draftOf, look, type Draft } from './draft.ts';
import { newKind, newName, newOf, same } from './newPerson.ts';
import { afterWho, atLeast, companion, places, recap } from './seats.ts';
import { settle, unknown, which, who } from './who.ts';

/** 'Abandonner' is on every card of the draft. */
const leavable = (step: Step<Draft>): Step<Draft> => ({
  ...step,
  accept: async (draft, input: Input, ctx) =>
    input.kind === 'press' && input.name === 'leave' ? done(message([paragraph(ctx.say.misc.left)], usualActions(ctx))) : step.accept(draft, input, ctx),
});

async function begin(args: Slots, ctx: Context): Promise<Outcome> {
  return withShow(typeof args['performance'] === 'string' ? args['performance'] : undefined, ctx, async (show) => {
    const facts = await ctx.store.booking.facts(show, ctx.now);
    const refusal = mayBookHere(facts);
    const ahead = refusal?.code === 'not_open' && args['ahead'] === true;
    if (refusal !== undefined && !ahead) return answer(refuse(refusal, ctx, show));
    // Chosen ahead, and asked for again: before the opening to change it, after it to book.
    const kept = args['ahead'] === true && args['resumed'] === undefined ? await ctx.store.alerts.get(show.id) : undefined;
    const draft = draftOf({ ...args, ahead, people: kept?.people ?? args['people'] }, show.id);
    const seen = await look(draft, ctx);
    if (seen === undefined) return answer(refuse({ code: 'unknown_performance' }, ctx));
    // Picked up after the choice of people: the next question of now (X3).
    if (!ahead && ASKED_LATER.includes(String(args['resumed']))) return afterWho(draft, seen, ctx);
    // People read in the sentence that began this: clear ones are chosen, the others asked about.
    const said = Array.isArray(args['people']) ? (args['people'] as unknown[]).filter(isSaid) : [];
    if (said.length > 0) {
      const known = (id: string): boolean => seen.people.get(id)?.removed === false;
      const clear = said.flatMap(({ candidates }) => (candidates.length === 1 ? candidates.filter(known) : []));
      return settle({ ...draft, people: clear, unsure: said.filter(({ candidates }) => candidates.length !== 1) }, seen, ctx);
    }
    return ask('who', draft);
  });
}

/** Steps that come once people are chosen. */
const ASKED_LATER: readonly string[] = ['companion', 'places', 'atLeast', 'recap'];

interface Said { said: string; candidates: string[] }
const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && 'said' in value && 'candidates' in value && Array.isArray(value.candidates) && value.candidates.every((id) => isUuid(id as string));

/** Réserver: who, how, recap, confirmation (A6–A8, A10, A13). */
export const book: Flow<Draft> = {
  name: 'book',
  version: 1,
  for: ['referent'],
  refusal: 'cannot_book',
  start: begin,
  steps: {
    who: leavable(who), which: leavable(which), unknown: leavable(unknown),
    newName: leavable(newName), same: leavable(same), newKind: leavable(newKind), newOf: leavable(newOf),
    companion: leavable(companion), places: leavable(places), atLeast: leavable(atLeast), recap: leavable(recap),
  },
  anytime: {
    begin: async ([performance], _ctx) => start('book', { performance }),
    ahead: async ([performance], _ctx) => start('book', { performance, ahead: true }),
    split: async ([request], ctx) => (isUuid(request) ? splitNow(request, ctx) : answer(refuse({ code: 'unknown_reservation' }, ctx))),
  },
  worthKeeping: (draft) => draft.people.length > 0,
  preparing: ({ performance, people, ahead }) => (people.length > 0 && !ahead ? performance : undefined),
  returning: (before, after) => ({ ...before, people: after.people }),
};
