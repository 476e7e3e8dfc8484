import { kindOrder, type PersonKind } from './person.ts';

/** One of the people of a request, as far as their place in the queue goes. */
export interface Asking {
  readonly id: string;
  readonly kind: PersonKind;
  /** 1 within the weekly quota of the performance's week, 2 over it (A6). */
  readonly tier: 1 | 2;
  /** In the order given. */
  readonly position: number;
}

/** Somebody of a request in the order of service; the same as db/functions/queue_of.sql has it for one request. */
export interface Placed extends Asking {
  /** The tier they are served in: a group that has not formed takes the worst tier of the members it needs. */
  readonly servedIn: 1 | 2;
  /** One of a request that wants to sit together and has not formed. */
  readonly grouped: boolean;
  /** One of the `minimum` best of a group; true for everyone on their own. */
  readonly core: boolean;
  readonly minimum: number;
  /** Could be given a seat now, were one free, as far as tiers and A10 go. */
  readonly eligible: boolean;
}

/**
 * The people of one request in the order in which seats go to them (domain, 'Eligible, order and rank').
 * `seated`: a participant of the request has a seat already; `released`: seats may go over quota (A6).
 */
export function lineOf(people: readonly Asking[], wanted: number, { seated, released }: { readonly seated: boolean; readonly released: boolean }): readonly Placed[] {
  const minimum = Math.min(wanted, people.length);
  const grouped = minimum > 1;
  const within = people.filter(({ tier }) => tier === 1);
  const isParticipant = ({ kind }: Asking): boolean => kind === 'participant';
  const groupTier = within.length >= minimum && (seated || within.some(isParticipant)) ? 1 : 2;
  const formable = seated || people.some(isParticipant);
  const byTier = (a: Asking, b: Asking): number => a.tier - b.tier || kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || a.position - b.position;
  // The best participant is always among the core: nobody sits without one (A10).
  const lead = seated ? undefined : people.filter(isParticipant).sort(byTier)[0];
  const best = [...people].sort((a, b) => Number(b === lead) - Number(a === lead) || byTier(a, b)).slice(0, minimum);
  return people
    .map((person): Placed => {
      const core = !grouped || best.includes(person);
      const servedIn = !grouped ? person.tier : core ? groupTier : groupTier === 2 ? 2 : person.tier;
      return {
        ...person, servedIn, grouped, core, minimum,
        eligible: (servedIn === 1 || released) && (grouped ? core && formable : isParticipant(person) || seated),
      };
    })
    .sort((a, b) => a.servedIn - b.servedIn || Number(b.core) - Number(a.core) || kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || a.position - b.position);
}

/** Who of a request would be given the free seats, and who waits in which order, as deal() does it. */
export function serve(people: readonly Asking[], wanted: number, room: number, at: { readonly seated: boolean; readonly released: boolean }): { readonly seated: readonly string[]; readonly waiting: readonly Placed[] } {
  const seated: string[] = [];
  let left = [...people];
  let formed = wanted <= 1;
  let hosted = at.seated;
  for (;;) {
    const line = lineOf(left, formed ? 1 : wanted, { seated: hosted, released: at.released });
    const next = line.find(({ eligible, minimum }) => eligible && minimum <= room - seated.length);
    if (next === undefined) return { seated, waiting: line };
    const served = next.grouped ? line.filter(({ eligible }) => eligible) : [next];
    for (const one of served) seated.push(one.id);
    left = left.filter(({ id }) => !seated.includes(id));
    formed ||= next.grouped;
    hosted ||= served.some(({ kind }) => kind === 'participant');
    if (left.length === 0) return { seated, waiting: [] };
  }
}
