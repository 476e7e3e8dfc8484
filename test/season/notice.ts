import type { Log, Settings, ShowState } from './log.ts';

/** Something that an account is to be told unasked, by the rules: when it comes up, until when it is of use, while it is true. */
export interface Notice {
  readonly kind: string;
  readonly account: string;
  /** The performance (or decision, or structure) that it is about. */
  readonly about: string;
  readonly arises: number;
  /** What it is about comes at this instant: waiting longer is of no use. Infinity: nothing does. Asked at the instant it would be sent. */
  before(moment: number): number;
  /** A19: told at once where one of these is less than 24 hours away. */
  soon?(moment: number): readonly number[];
  alive(moment: number): boolean;
  /** Nobody is woken for it: not at all, rather than at night. */
  readonly wakesNobody?: boolean;
  /** Sent, or not any more to be sent, at this instant. */
  ended?(moment: number): void;
  /** No reminder: the own days and hours do not hold it, quiet hours do. */
  readonly anyHours?: boolean;
  /** Somebody may be in the middle of it: not before this. */
  idle?(moment: number): number;
  /** So much earlier (ms) it may come, carried by another message of its kind. */
  readonly early?: number;
}

/** Notices of one kind that a log calls for. */
export type Kind = (log: Log) => Iterable<Notice>;

/** How a performance and the settings stood together between two changes. */
interface Stretch { readonly from: number; readonly until: number; readonly state: ShowState; readonly settings: Settings }

function* stretches(log: Log, show: string): Generator<Stretch> {
  const { states } = log.show(show);
  const [first] = states;
  if (first === undefined) return;
  const edges = [...new Set([...states.map(({ from }) => from), ...log.settings.map(({ from }) => from).filter((from) => from > first.from)])].sort((a, b) => a - b);
  for (const [i, from] of edges.entries()) yield { from, until: edges[i + 1] ?? Infinity, state: log.stateAt(show, from), settings: log.settingsAt(from) };
}

/**
 * When something planned by a performance's instants comes up: at the instant itself, as it stands then. `late`: what a change puts into the
 * past before it came up comes up at the change, else never. Settings that change after the beginning change nothing.
 */
export function* planned(log: Log, show: string, when: (state: ShowState, settings: Settings) => number, late: boolean): Generator<number> {
  let ahead = false;
  for (const { from, until, state, settings } of stretches(log, show)) {
    if (state.cancelled) {
      ahead = false;
      continue;
    }
    const asSet = state.starts <= from ? log.settingsAt(state.starts) : settings;
    const at = when(state, asSet);
    if (at > from) {
      if (at < until) yield at;
      ahead = at >= until;
    } else {
      if (late && ahead) yield from;
      ahead = false;
    }
  }
}

/** Each show with the instants of something planned. */
export function* plannedAll(log: Log, when: (state: ShowState, settings: Settings) => number, late: boolean): Generator<{ show: string; at: number; state: ShowState }> {
  for (const show of log.shows.keys()) for (const at of planned(log, show, when, late)) yield { show, at, state: log.stateAt(show, at) };
}
