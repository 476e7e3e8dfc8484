import { seatAt, type Decision, type Log, type Seat, type ShowState } from './log.ts';
import type { Kind } from './notice.ts';

const isLive = (seat: Seat, moment: number): boolean => ['waiting', 'booked'].includes(seatAt(seat, moment)?.state ?? '');

/** A19: who had asked for these seats, whose own they are, and who had asked to be told of the opening. */
function concernedBy(log: Log, show: string, moment: number, seats: readonly Seat[]): Set<string> {
  return new Set([
    ...seats.flatMap((seat) => [...log.referents(seat.structure, seat.asker, moment), ...log.holders(seat.person, moment)]),
    ...log.alerts.filter((one) => one.show === show && one.from <= moment - 1 && moment - 1 < one.until && log.isHere(one.account, moment)).map(({ account }) => account),
  ]);
}

const changesOf = (log: Log, what: string) => log.changes.filter((one) => one.what === what);

/** A19: the venue cancels it. Told while that is true; another message says that it is possible again. */
const cancelled: Kind = function* (log) {
  for (const { at, show } of changesOf(log, 'cancelled')) {
    const { starts } = log.stateAt(show, at);
    for (const account of concernedBy(log, show, at, log.seatsOf(show).filter((seat) => isLive(seat, at - 1)))) {
      yield { kind: 'cancelled', account, about: show, arises: at, before: () => starts, soon: () => [starts], alive: (moment) => log.stateAt(show, moment).cancelled && moment < starts };
    }
  }
};

/** A19: it takes place after all; to those whose seats were void. */
const revived: Kind = function* (log) {
  for (const { at, show } of changesOf(log, 'revived')) {
    for (const account of concernedBy(log, show, at, log.seatsOf(show).filter((seat) => seatAt(seat, at)?.voided === true))) {
      const starts = (moment: number): number => log.stateAt(show, moment).starts;
      yield { kind: 'revived', account, about: show, arises: at, before: starts, soon: (moment) => [starts(moment)], alive: (moment) => !log.stateAt(show, moment).cancelled && moment < starts(moment) };
    }
  }
};

/**
 * A19: it moves or changes place. Told once, from where they knew it to be; nothing where it is back there. A move takes the place of what
 * was not told yet of the one before; once it was cancelled nobody is told, also where it takes place after all: the seats of before are void.
 */
const wasCancelled = (log: Log, show: string, since: number, moment: number): boolean => log.show(show).states.some(({ cancelled, from }) => cancelled && from > since && from <= moment);

const moved: Kind = function* (log) {
  for (const [show, all] of Map.groupBy(changesOf(log, 'moved'), (one) => one.show)) {
    let untold = new Map<string, ShowState>();
    for (const [i, { at }] of all.entries()) {
      const next = all[i + 1]?.at ?? Infinity;
      const here = log.stateAt(show, at);
      const knew = untold;
      untold = new Map();
      for (const account of concernedBy(log, show, at, log.seatsOf(show).filter((seat) => isLive(seat, at)))) {
        const was = knew.get(account) ?? log.stateAt(show, at - 1);
        const isElsewhere = was.venue !== here.venue;
        if (was.starts === here.starts && !isElsewhere) continue;
        untold.set(account, was);
        const settled = untold;
        const isTheirs = (moment: number): boolean => log.alertOf(account, show, moment) || log.seatsOf(show).some((seat) => isLive(seat, moment)
          && (log.referents(seat.structure, seat.asker, moment).includes(account) || log.holders(seat.person, moment).includes(account)));
        yield {
          kind: 'moved', account, about: show, arises: at,
          before: (moment) => Math.min(...[here.starts, ...(was.starts === here.starts ? [] : [was.starts])].filter((one) => one > moment)),
          soon: () => [here.starts, ...(was.starts === here.starts ? [] : [was.starts])],
          alive: (moment) => moment < next && !wasCancelled(log, show, at, moment) && moment < Math.max(here.starts, was.starts) && isTheirs(moment),
          ended: (moment) => { if (moment < next) settled.delete(account); },
        };
      }
    }
  }
};

/** When a decision ended, and how; undefined: open at that instant. */
function endOf(log: Log, { answered, show, from }: Decision, moment: number): 'granted' | 'refused' | 'withdrawn' | undefined {
  if (answered !== null && answered.at <= moment) return answered.granted ? 'granted' : 'refused';
  const over = show === null ? undefined : log.show(show).states.find((state) => state.from > from && state.cancelled)?.from;
  return show !== null && (moment >= log.stateAt(show, moment).starts || (over !== undefined && over <= moment)) ? 'withdrawn' : undefined;
}

/** When what nobody answers is withdrawn. */
function lapsesAt(log: Log, { show, from }: Decision): number {
  if (show === null) return Infinity;
  const { states } = log.show(show);
  const cancelledAt = states.find((state) => state.from > from && state.cancelled)?.from ?? Infinity;
  const begins = states.find((state, i) => (states[i + 1]?.from ?? Infinity) > from && !state.cancelled && state.starts < (states[i + 1]?.from ?? Infinity))?.starts ?? Infinity;
  return Math.min(cancelledAt, begins);
}

/** A1, A5, A14: somebody asks for a yes or no, of the referents or of the operator; while it is open. */
const asked: Kind = function* (log) {
  for (const one of log.decisions) {
    const starts = (moment: number): number => (one.show === null ? Infinity : log.stateAt(one.show, moment).starts);
    const visits = one.kind === 'wish' || one.kind === 'hindrance';
    const invitedBy = one.asker === null ? null : log.account(one.asker).invitedBy;
    const whom = visits ? log.referents(one.structure ?? '', invitedBy, one.from) : [...log.accounts.values()].filter(({ id, role }) => role === 'operator' && log.isHere(id, one.from)).map(({ id }) => id);
    for (const account of whom) yield { kind: 'asked', account, about: one.id, arises: one.from, before: starts, alive: (moment) => endOf(log, one, moment) === undefined };
  }
};

/** A1, A5, A14: what became of it, to who asked; before the performance, but for what nobody answered. */
const decided: Kind = function* (log) {
  for (const one of log.decisions) {
    const at = Math.min(one.answered?.at ?? Infinity, lapsesAt(log, one));
    if (one.asker === null || at === Infinity) continue;
    const ended = endOf(log, one, at);
    const starts = (moment: number): number => (one.show === null ? Infinity : log.stateAt(one.show, moment).starts);
    yield {
      kind: 'decided', account: one.asker, about: one.id, arises: at,
      before: (moment) => (starts(moment) <= moment ? Infinity : starts(moment)), alive: (moment) => ended === 'withdrawn' || moment < starts(moment),
    };
  }
};

/** A1: the structure is suspended, or that has ended; while it is so, and only to whom it is news. */
const suspended: Kind = function* (log) {
  for (const { at, structure, suspended: is } of log.suspensions) {
    for (const account of log.referents(structure, null, at)) {
      yield { kind: 'suspended', account, about: structure, arises: at, before: () => Infinity, alive: (moment) => log.suspensions.findLast((one) => one.structure === structure && one.at <= moment)?.suspended === is };
    }
  }
};

export const changeKinds: Readonly<Record<string, Kind>> = { cancelled, revived, moved, asked, decided, suspended };
