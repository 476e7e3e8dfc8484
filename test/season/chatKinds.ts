import { HOUR, MINUTE } from './calendar.ts';
import { closesOf, opensOf, type Log } from './log.ts';
import { planned, type Kind } from './notice.ts';

const isOpen = (log: Log, show: string, moment: number): boolean => { const state = log.stateAt(show, moment); return !state.cancelled && moment >= opensOf(state) && moment < closesOf(state); };

/** A5: booking closes, and somebody has one half done. Once a closing; not while they are at it, and nobody is woken. */
const draft: Kind = function* (log) {
  const hours = [...new Set(log.settings.flatMap(({ draftHours }) => draftHours))].sort((a, b) => b - a);
  for (const show of log.shows.keys()) {
    const told = new Set<string>();
    for (const n of hours) {
      for (const at of planned(log, show, (state, { draftHours }) => (draftHours.includes(n) && closesOf(state) - n * HOUR > opensOf(state) ? closesOf(state) - n * HOUR : -Infinity), false)) {
        const closes = closesOf(log.stateAt(show, at));
        for (const account of log.accounts.keys()) {
          if (log.preparing(account, at)?.show !== show || told.has(`${account} ${closes}`)) continue;
          told.add(`${account} ${closes}`);
          yield {
            kind: 'draft', account, about: show, arises: at, wakesNobody: true, before: () => closes, idle: (moment) => (log.preparing(account, moment)?.from ?? moment) + 15 * MINUTE,
            alive: (moment) => closesOf(log.stateAt(show, moment)) === closes && isOpen(log, show, moment) && log.preparing(account, moment)?.show === show,
          };
        }
      }
    }
  }
};

/** A2: a code was used on the page: told in the chats that the account has elsewhere. */
const tied: Kind = function* (log) {
  for (const { at, account, isFirst } of log.enterings) {
    if (!isFirst) yield { kind: 'tied', account, about: account, arises: at, anyHours: true, before: () => Infinity, alive: () => true };
  }
};

/** A2: whom somebody invited has come; to who invited them. */
const arrived: Kind = function* (log) {
  for (const { at, account, isFirst } of log.enterings) {
    const { invitedBy } = log.account(account);
    if (isFirst && invitedBy !== null) yield { kind: 'arrived', account: invitedBy, about: account, arises: at, before: () => Infinity, alive: (moment) => log.isHere(account, moment) };
  }
};

export const chatKinds: Readonly<Record<string, Kind>> = { draft, tied, arrived };
