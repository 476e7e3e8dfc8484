import { DAY, isQuiet, loudFrom, sendFrom } from './calendar.ts';
import { kinds } from './kinds.ts';
import { closesOf, opensOf, type Log } from './log.ts';
import type { Notice } from './notice.ts';

/** A message that the rules ask for. */
export interface Expected {
  readonly kind: string;
  readonly account: string;
  readonly about: string;
  readonly arises: number;
  readonly at: number;
  readonly early: number;
}

/** When a notice is to be sent, played from the instant it comes up: held, looked at again, held again; undefined: never. */
function sendingOf(log: Log, notice: Notice): number | undefined {
  const { account, kind } = notice;
  for (let moment = notice.arises; ;) {
    const end = (sent: number | undefined): number | undefined => {
      notice.ended?.(moment);
      return sent;
    };
    if (!log.isHere(account, moment) || log.account(account).off.includes(kind) || !notice.alive(moment)) return end(undefined);
    const hours = log.hoursOf(account, moment, notice.about);
    const near = notice.soon?.(moment).filter((one) => one > moment);
    const isNear = near !== undefined && (near.length === 0 || Math.min(...near) <= moment + DAY);
    const until = isNear ? moment : notice.anyHours === true ? loudFrom(moment, hours) : sendFrom(moment, hours, notice.before(moment));
    if (until <= moment && notice.wakesNobody === true && isQuiet(moment, hours)) return end(undefined);
    const idle = notice.idle?.(moment) ?? moment;
    if (until <= moment && (idle <= moment || idle >= notice.before(moment))) return end(moment);
    moment = Math.max(until, idle);
  }
}

/** A6: seats that were given to somebody over quota before the release instant. */
export const servedEarly = (log: Log): string[] => log.seats.flatMap((seat) => seat.states.flatMap(({ from, state, tier }, i) => {
  const show = log.stateAt(seat.show, from);
  const release = Math.max(opensOf(show), closesOf({ ...show, closesLate: null }) - DAY);
  return state === 'booked' && seat.states[i - 1]?.state === 'waiting' && tier === 2 && from < release ? [`over quota, given before the release: seat ${seat.id} at ${new Date(from).toISOString()}`] : [];
}));

/** All that a log calls for until `end`, each thing once: what says the same to the same account at one moment is one message. */
export function expectedOf(log: Log, end: number): Expected[] {
  const expected = new Map<string, Expected>();
  for (const kind of Object.values(kinds)) {
    for (const notice of kind(log)) {
      if (notice.arises > end) continue;
      const at = sendingOf(log, notice);
      if (at === undefined || at > end) continue;
      const { account, about, arises, early = 0 } = notice;
      expected.set(`${notice.kind} ${account} ${about} ${at}`, { kind: notice.kind, account, about, arises, at, early });
    }
  }
  return [...expected.values()].sort((a, b) => a.at - b.at);
}
