import { asksBy, at as localAt, DAY, dayOf, eveBy, HOUR, isQuiet, loudFrom, MINUTE, morningBy, plusDays, type Hours } from './calendar.ts';
import { changeKinds } from './changeKinds.ts';
import { chatKinds } from './chatKinds.ts';
import { closesOf, opensOf, seatAt, type Log, type Seat, type SeatState, type Settings, type ShowState } from './log.ts';
import { planned, plannedAll, type Kind, type Notice } from './notice.ts';

type Is = (state: SeatState) => boolean;
const isBooked: Is = ({ state }) => state === 'booked';
const isWaiting: Is = ({ state }) => state === 'waiting';
const isUnknown: Is = (state) => isBooked(state) && state.attendance === 'unknown';

/** Whom seats of a show concern at an instant, each with these seats: who asked, and those whose own they are. */
function concerned(log: Log, show: string, moment: number, is: Is, more: (seat: Seat) => readonly string[] = () => []): Map<string, Seat[]> {
  const told = new Map<string, Seat[]>();
  for (const seat of log.seatsOf(show)) {
    const state = seatAt(seat, moment);
    if (state === undefined || !is(state)) continue;
    for (const account of new Set([...log.referents(seat.structure, seat.asker, moment), ...more(seat)])) told.set(account, [...(told.get(account) ?? []), seat]);
  }
  return told;
}

const some = (seats: readonly Seat[], moment: number, is: Is): boolean => seats.some((seat) => { const state = seatAt(seat, moment); return state !== undefined && is(state); });
const isOn = (log: Log, show: string, moment: number): boolean => !log.stateAt(show, moment).cancelled && moment < log.stateAt(show, moment).starts;

/** A5: booking has opened, to whoever asked to be told; while it is open. */
const opened: Kind = function* (log) {
  for (const { show, at } of plannedAll(log, opensOf, true)) {
    for (const { account } of log.alerts.filter((one) => one.show === show && log.alertOf(one.account, show, at))) {
      yield {
        kind: 'opened', account, about: show, arises: at, before: (moment) => closesOf(log.stateAt(show, moment)),
        alive: (moment) => { const state = log.stateAt(show, moment); return !state.cancelled && moment >= opensOf(state) && moment < closesOf(state) && log.alertOf(account, show, moment); },
      };
    }
  }
};

/** A8: who waited has a seat. One message for each time that seats are dealt. */
const promoted: Kind = function* (log) {
  for (const show of log.shows.keys()) {
    const given = new Map<string, { at: number; account: string; seats: Seat[] }>();
    for (const seat of log.seatsOf(show)) {
      const [asked] = seat.states;
      for (const [i, one] of seat.states.entries()) {
        if (one.state !== 'booked' || seat.states[i - 1]?.state !== 'waiting' || one.tx === asked?.tx) continue;
        for (const account of new Set([...log.referents(seat.structure, seat.asker, one.from), ...log.holders(seat.person, one.from, ['visitor'])])) {
          const known = given.get(`${one.tx} ${account}`) ?? { at: one.from, account, seats: [] };
          known.seats.push(seat);
          given.set(`${one.tx} ${account}`, known);
        }
      }
    }
    for (const { at, account, seats } of given.values()) {
      yield { kind: 'promoted', account, about: show, arises: at, before: (moment) => log.stateAt(show, moment).starts, alive: (moment) => isOn(log, show, moment) && some(seats, moment, isBooked) };
    }
  }
};

/** A17: 'who comes?', so many days before closing, of seats given a day before at least and not confirmed yet; held, of those that are then. Nobody is woken for it. */
const confirm: Kind = function* (log) {
  const days = new Set(log.settings.flatMap(({ confirmDays }) => confirmDays));
  for (const show of log.shows.keys()) {
    for (const n of days) {
      for (const at of planned(log, show, (state, settings) => (settings.confirmDays.includes(n) ? asksBy(closesOf(state), n, state.zone) : -Infinity), false)) {
        const closes = closesOf(log.stateAt(show, at));
        if (at >= closes) continue;
        for (const [account] of concerned(log, show, at, (state) => isBooked(state) && !state.confirmed && (state.bookedAt ?? Infinity) <= at - DAY)) {
          yield {
            kind: 'confirm', account, about: show, arises: at, wakesNobody: true, early: EARLY, before: () => closes,
            alive: (moment) => isOn(log, show, moment) && closesOf(log.stateAt(show, moment)) === closes && moment < closes
              && concerned(log, show, moment, (state) => isBooked(state) && !state.confirmed && (state.bookedAt ?? Infinity) <= moment - DAY + EARLY).has(account),
          };
        }
      }
    }
  }
};

/**
 * X6: confirmations of one account that are due within three hours are one message, at the first of them. Whether at this instant one may
 * ask about a show that is planned to be asked about a little later.
 */
export function mayComeEarly(log: Log, account: string, show: string, moment: number): boolean {
  const state = log.stateAt(show, moment);
  return log.settingsAt(moment).confirmDays.map((days) => asksBy(closesOf(state), days, state.zone)).some((at) => at > moment && at <= moment + EARLY && isOn(log, show, moment)
    && concerned(log, show, moment, (seat) => isBooked(seat) && !seat.confirmed && (seat.bookedAt ?? Infinity) <= at - DAY).has(account));
}
const EARLY = 3 * HOUR;

/** A17: the eve, to those who come. */
const toldOnTheEve = (state: ShowState, settings: Settings): number => {
  const eve = eveBy(state.starts, settings.practicalAt, state.zone);
  const hours: Hours = { ...settings, place: state.zone, days: null, from: null, until: null };
  const isThatDay = (at: number): boolean => dayOf(at, state.zone) === dayOf(eve, state.zone);
  if (isThatDay(loudFrom(eve, hours))) return eve;
  // Our night: an hour before it, if that is a good hour of the same day there.
  const night = [0, -1].map((days) => localAt(plusDays(dayOf(eve, settings.zone), days), settings.quietFrom, settings.zone)).find((from) => from <= eve) ?? eve;
  return isThatDay(night - HOUR) && !isQuiet(night - HOUR, hours) ? night - HOUR : eve;
};

const practical: Kind = function* (log) {
  for (const { show, at, state: { starts } } of plannedAll(log, toldOnTheEve, false)) {
    for (const [account, seats] of concerned(log, show, at, isBooked, (seat) => log.holders(seat.person, at))) {
      yield { kind: 'practical', account, about: show, arises: at, before: () => starts, alive: (moment) => isOn(log, show, moment) && log.stateAt(show, moment).starts === starts && some(seats, moment, isBooked) };
    }
  }
};

/** A8: closed, and no seat. */
const lost: Kind = function* (log) {
  for (const { show, at, state } of plannedAll(log, closesOf, true)) {
    if (at >= state.starts) continue;
    const closes = closesOf(state);
    for (const [account, seats] of concerned(log, show, at, isWaiting, (seat) => log.holders(seat.person, at, ['visitor']))) {
      yield {
        kind: 'lost', account, about: show, arises: at, before: (moment) => log.stateAt(show, moment).starts,
        alive: (moment) => isOn(log, show, moment) && closesOf(log.stateAt(show, moment)) === closes && moment >= closes && some(seats, moment, isWaiting),
      };
    }
  }
};

/** A12: who was there? The morning after and once again, while nobody has said; a leader who was there is asked too. */
const attendance: Kind = function* (log) {
  for (const isAgain of [false, true]) {
    const when: Parameters<typeof plannedAll>[1] = ({ starts, ends, zone }, { attendanceAt, againDays }) => {
      const morning = morningBy(starts, ends, attendanceAt, zone);
      return isAgain ? localAt(plusDays(dayOf(morning, zone), againDays), attendanceAt, zone) : morning;
    };
    for (const { show, at } of plannedAll(log, when, !isAgain)) {
      const leaders = leadersAt(log, show, at);
      for (const [account, seats] of concerned(log, show, at, isUnknown, (seat) => leaders.filter((leader) => log.account(leader).structure === seat.structure))) {
        yield { kind: 'attendance', account, about: show, arises: at, before: () => Infinity, alive: (moment) => some(seats, moment, isUnknown) };
      }
    }
  }
};

/** A12: a leader who has a seat and leads somebody, a little before the beginning: is everybody there? */
const here: Kind = function* (log) {
  for (const { show, at, state: { starts } } of plannedAll(log, (state, { hereMinutes }) => state.starts - hereMinutes * MINUTE, true)) {
    for (const account of new Set(leadersAt(log, show, at))) {
      const { structure, person } = log.account(account);
      const led = (moment: number): Seat[] => log.seatsOf(show).filter((seat) => seat.structure === structure && some([seat], moment, isUnknown));
      if (led(at).every((seat) => seat.person === person)) continue;
      yield { kind: 'here', account, about: show, arises: at, before: () => starts, alive: (moment) => isOn(log, show, moment) && log.stateAt(show, moment).starts === starts && led(moment).length > 1 };
    }
  }
};

/** Leaders who hold a seat there themselves. */
const leadersAt = (log: Log, show: string, moment: number): string[] =>
  log.seatsOf(show).filter((seat) => some([seat], moment, isBooked)).flatMap((seat) => log.holders(seat.person, moment, ['leader']));

/** A16: the guest list, at closing and ten minutes after it changed, to the venue where it takes place: while somebody comes, and that nobody does any more. */
const guests: Kind = function* (log) {
  const told = function* (show: string, at: number, again: boolean): Generator<Notice> {
    const { starts, venue } = log.stateAt(show, at);
    for (const account of log.accounts.values()) {
      if (account.role !== 'venue' || account.venue !== venue || !log.isHere(account.id, at)) continue;
      yield {
        kind: 'guests', account: account.id, about: show, arises: at, before: () => starts,
        alive: (moment) => { const state = log.stateAt(show, moment); return isOn(log, show, moment) && moment >= closesOf(state) && state.venue === venue && (again || some(log.seatsOf(show), moment, isBooked)); },
      };
    }
  };
  for (const { show, at } of plannedAll(log, closesOf, true)) yield* told(show, at, false);
  for (const show of log.shows.keys()) {
    let again = -Infinity;
    for (const at of log.seatsOf(show).flatMap((seat) => seat.states.flatMap(({ from, state }, i) => ((state === 'booked') !== (seat.states[i - 1]?.state === 'booked') ? [from] : []))).sort((a, b) => a - b)) {
      const state = log.stateAt(show, at);
      if (state.cancelled || at < closesOf(state) || at >= state.starts || at <= again) continue;
      again = at + 10 * MINUTE;
      yield* told(show, again, true);
    }
  }
};

/** What there is to tell, one entry a kind. A kind that is sent and has none here is a fault of its own. */
export const kinds: Readonly<Record<string, Kind>> = { opened, promoted, confirm, practical, lost, attendance, guests, here, ...changeKinds, ...chatKinds };
