import { closesBy, HOUR, opensBy, type Hours } from './calendar.ts';

/**
 * What happened in a season, as whoever did it wrote it down, and (seats, alerts) as the database kept it. Nothing in it says what is to be
 * sent. Instants are milliseconds; each list is in the order of time.
 */
export interface ShowState {
  readonly from: number;
  readonly starts: number;
  readonly ends: number | null;
  readonly venue: string;
  readonly zone: string;
  readonly opensGiven: number | null;
  readonly closesGiven: number | null;
  /** A19: a move gives a day to give a seat back, until an hour before. */
  readonly closesLate: number | null;
  readonly cancelled: boolean;
}
export interface Show { readonly id: string; readonly title: string; readonly states: ShowState[] }

export interface Account {
  readonly id: string;
  readonly label: string;
  readonly role: 'referent' | 'visitor' | 'leader' | 'venue' | 'operator';
  readonly structure: string | null;
  readonly person: string | null;
  readonly venue: string | null;
  readonly invitedBy: string | null;
  readonly off: readonly string[];
  readonly days: readonly number[] | null;
  readonly hours: { readonly from: string; readonly until: string } | null;
  readonly lang: 'fr' | 'en';
  /** Where its pushes are read: 'web', 'telegram', and an address for mails. */
  readonly channel: 'web' | 'telegram';
  readonly email: string | null;
  readonly mail: boolean | null;
  joined: number;
  removed: number | null;
}

export interface Settings {
  readonly from: number;
  readonly zone: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly confirmDays: readonly number[];
  readonly practicalAt: string;
  readonly attendanceAt: string;
  readonly againDays: number;
  /** Hours before the closing at which a booking half done is told of, once; minutes before the beginning at which a leader is asked. */
  readonly draftHours: readonly number[];
  readonly hereMinutes: number;
}

/** How a seat stands from an instant on. */
export interface SeatState {
  readonly from: number;
  readonly seq: number;
  readonly tx: string;
  readonly state: 'waiting' | 'booked' | 'cancelled';
  readonly tier: number | null;
  readonly bookedAt: number | null;
  readonly confirmed: boolean;
  readonly attendance: string;
  readonly voided: boolean;
}
export interface Seat {
  readonly id: string;
  readonly show: string;
  readonly person: string;
  readonly structure: string;
  /** The account that asked. */
  readonly asker: string;
  readonly kind: string;
  readonly states: SeatState[];
}

export interface Alert { readonly account: string; readonly show: string; readonly from: number; until: number }
export interface Decision {
  readonly id: string;
  readonly kind: 'wish' | 'hindrance' | 'exception' | 'joining';
  readonly asker: string | null;
  readonly structure: string | null;
  readonly show: string | null;
  readonly from: number;
  /** Answered by somebody; what nobody answers ends with the beginning of its show, or with its cancelling. */
  readonly answered: { readonly at: number; readonly granted: boolean } | null;
}
/** A booking that an account prepares in its chat and has not confirmed; null: none from here on. */
export interface Preparing { readonly account: string; readonly show: string | null; readonly from: number }
/** A one-time code that was used (A2), on the page: of an account that had chats elsewhere, or (the first time) of one that somebody invited. */
export interface Entering { readonly at: number; readonly account: string; readonly isFirst: boolean }
export interface Change { readonly at: number; readonly show: string; readonly what: 'made' | 'cancelled' | 'revived' | 'moved' | 'windowed' }
export interface Suspension { readonly at: number; readonly structure: string; readonly suspended: boolean }

export class Log {
  readonly shows = new Map<string, Show>();
  readonly accounts = new Map<string, Account>();
  readonly settings: Settings[] = [];
  readonly changes: Change[] = [];
  readonly suspensions: Suspension[] = [];
  readonly enterings: Entering[] = [];
  seats: Seat[] = [];
  alerts: Alert[] = [];
  decisions: Decision[] = [];
  preparings: Preparing[] = [];
  #bySeatShow: Map<string, Seat[]> | undefined;

  show(id: string): Show {
    const found = this.shows.get(id);
    if (found === undefined) throw new Error(`no show ${id}`);
    return found;
  }

  account(id: string): Account {
    const found = this.accounts.get(id);
    if (found === undefined) throw new Error(`no account ${id}`);
    return found;
  }

  settingsAt(moment: number): Settings {
    return last(this.settings, moment) ?? missing('settings');
  }

  stateAt(show: string, moment: number): ShowState {
    return last(this.show(show).states, moment) ?? missing('a state');
  }

  seatsOf(show: string): readonly Seat[] {
    this.#bySeatShow ??= Map.groupBy(this.seats, (seat) => seat.show);
    return this.#bySeatShow.get(show) ?? [];
  }

  isHere(account: string, moment: number): boolean {
    const { joined, removed } = this.account(account);
    return joined <= moment && (removed === null || moment < removed);
  }

  /** A message about a structure's people reaches who asked, while they are a referent there, else all of its referents. */
  referents(structure: string, asker: string | null, moment: number): string[] {
    const all = [...this.accounts.values()].filter((one) => one.role === 'referent' && one.structure === structure && this.isHere(one.id, moment)).map(({ id }) => id);
    return asker !== null && all.includes(asker) ? [asker] : all;
  }

  /** Accounts of accompanied people and leaders whose own seat it is. */
  holders(person: string, moment: number, roles: readonly Account['role'][] = ['visitor', 'leader']): string[] {
    return [...this.accounts.values()].filter((one) => one.person === person && roles.includes(one.role) && this.isHere(one.id, moment)).map(({ id }) => id);
  }

  alertOf(account: string, show: string, moment: number): boolean {
    return this.alerts.some((one) => one.account === account && one.show === show && one.from <= moment && moment < one.until);
  }

  /** What an account prepares at an instant, and since when it last said something to it. */
  preparing(account: string, moment: number): Preparing | undefined {
    return this.preparings.findLast((one) => one.account === account && one.from <= moment);
  }

  /** `about`: what it is about, a performance or a decision about one. */
  hoursOf(account: string, moment: number, about: string): Hours {
    const { days, hours } = this.account(account);
    const { zone, quietFrom, quietTo } = this.settingsAt(moment);
    const show = this.shows.has(about) ? about : this.decisions.find(({ id }) => id === about)?.show;
    return { zone, ...(show == null ? {} : { place: this.stateAt(show, moment).zone }), quietFrom, quietTo, days, from: hours?.from ?? null, until: hours?.until ?? null };
  }
}

const missing = (what: string): never => {
  throw new Error(`${what} is missing`);
};

function last<T extends { readonly from: number }>(states: readonly T[], moment: number): T | undefined {
  return states.findLast(({ from }) => from <= moment);
}

/** A seat as it stood at an instant, with all that was done at that instant; undefined: not asked for yet. */
export const seatAt = (seat: Seat, moment: number): SeatState | undefined => last(seat.states, moment);

export const opensOf = ({ opensGiven, starts, zone }: ShowState): number => opensGiven ?? opensBy(starts, zone);
export const closesOf = ({ closesGiven, closesLate, starts }: ShowState): number => closesGiven ?? Math.max(closesBy(starts), closesLate ?? -Infinity);

/** The state after a move (A19): seats can be given back for a day after it is told, until an hour before, but by a closing that was given. */
export function movedTo(before: ShowState, now: number, to: Partial<Pick<ShowState, 'starts' | 'venue' | 'zone'>>): ShowState {
  const starts = to.starts ?? before.starts;
  const by = starts - before.starts;
  const closesGiven = before.closesGiven !== null && before.closesGiven > starts ? null : before.closesGiven;
  const late = Math.min(starts - HOUR, now + 24 * HOUR);
  return {
    ...before, ...to, from: now, starts, ends: before.ends === null ? null : before.ends + by, closesGiven,
    closesLate: by !== 0 && closesGiven === null && opensOf({ ...before, ...to, starts }) < starts - HOUR ? late : null,
  };
}
