import { HOUR, isOwn, isQuiet, nearChange } from './calendar.ts';
import { kinds, mayComeEarly } from './kinds.ts';
import { closesOf, seatAt, type Log } from './log.ts';
import type { Expected } from './oracle.ts';
import type { Sent } from './journal.ts';

export interface Fault {
  readonly what: 'missing' | 'twice' | 'unasked' | 'at another time' | 'at night' | 'apart' | 'unknown kind' | 'channel' | 'text' | 'name';
  readonly kind: string;
  readonly account: string;
  readonly about: string;
  readonly at: number;
  readonly more?: string;
}

export interface Line { readonly sent: Sent; readonly about: string; readonly at: number }

/** One line for each thing that a push is about: presence is asked for several outings in one, of those that nobody has answered for. */
export function linesOf(log: Log, sent: readonly Sent[]): Line[] {
  return sent.flatMap((one): Line[] => {
    if (one.kind !== 'attendance') return [{ sent: one, about: one.subject, at: one.at }];
    const isOpen = (show: string): boolean => log.seatsOf(show).some((seat) => {
      const state = seatAt(seat, one.at);
      const isTheirs = log.account(one.account).role === 'leader' ? seat.structure === log.account(one.account).structure : log.referents(seat.structure, seat.asker, one.at).includes(one.account);
      return isTheirs && state?.state === 'booked' && state.attendance === 'unknown';
    });
    return Object.keys(one.detail).filter((show) => log.shows.has(show) && isOpen(show)).map((about) => ({ sent: one, about, at: one.at }));
  });
}

/** What was sent held against what was to be sent: each once, at its instant. */
export function compare(log: Log, expected: readonly Expected[], sent: readonly Sent[]): Fault[] {
  const faults: Fault[] = [];
  const lines = linesOf(log, sent);
  const left = new Set(lines);
  const take = (want: Expected, fits: (line: Line) => boolean): Line | undefined => {
    const found = [...left].find(({ sent: { kind, account }, about, at }) => kind === want.kind && account === want.account && about === want.about && fits({ sent: { kind, account, at } as Sent, about, at }));
    if (found !== undefined) left.delete(found);
    return found;
  };
  const open: Expected[] = [];
  for (const want of expected) if (take(want, ({ at }) => at === want.at) === undefined) open.push(want);
  for (const want of open) {
    const hours = log.hoursOf(want.account, want.at, want.about);
    // Beside a change of the clock an own hour may begin an hour later than it could.
    const isLateByChange = (at: number): boolean => at > want.at && at <= want.at + HOUR && nearChange(at, hours.zone) && !isQuiet(at, hours) && isOwn(at, hours);
    const isEarly = (at: number): boolean => at < want.arises && at >= want.arises - want.early && isWithAnother(lines, want, at);
    if (take(want, ({ at }) => isLateByChange(at) || isEarly(at)) !== undefined) continue;
    const elsewhere = take(want, ({ at }) => at >= want.arises && Math.abs(at - want.at) < 8 * 24 * HOUR);
    faults.push({ what: elsewhere === undefined ? 'missing' : 'at another time', ...short(want), ...(elsewhere === undefined ? {} : { more: `sent at ${new Date(elsewhere.at).toISOString()}` }) });
  }
  for (const { sent: { kind, account }, about, at } of left) {
    if (kind === 'confirm' && isWithAnother(lines, { kind, account, about }, at) && mayComeEarly(log, account, about, at)) continue;
    const isAgain = lines.filter((one) => one.sent.kind === kind && one.sent.account === account && one.about === about && one.at === at).length > 1;
    faults.push({ what: kind in kinds ? (isAgain ? 'twice' : 'unasked') : 'unknown kind', kind, account, about, at });
  }
  return [...faults, ...atNight(log, lines), ...gathered(sent, true).split, ...leftBehind(log, expected, lines)];
}

/** Something else went to the same account at the same moment: this is a line of that message. */
const isWithAnother = (lines: readonly Line[], { kind, account, about }: Pick<Expected, 'kind' | 'account' | 'about'>, moment: number): boolean =>
  lines.some(({ sent, about: other, at }) => at === moment && sent.account === account && (other !== about || sent.kind !== kind));

const short = ({ kind, account, about, at }: Expected): Pick<Fault, 'kind' | 'account' | 'about' | 'at'> => ({ kind, account, about, at });

/** X6, by itself: at night only what is about something within the next 24 hours, or what the clock could not have held. */
function atNight(log: Log, lines: readonly Line[]): Fault[] {
  return lines.flatMap(({ sent: { kind, account }, about, at }): Fault[] => {
    if (!isQuiet(at, log.hoursOf(account, at, about))) return [];
    const show = log.shows.get(about) ?? log.shows.get(log.decisions.find(({ id }) => id === about)?.show ?? '');
    const near = (show?.states ?? []).some((state) => [state.starts, closesOf(state)].some((one) => one > at && one <= at + 24 * HOUR));
    return near ? [] : [{ what: 'at night', kind, account, about, at }];
  });
}

/** X6: a confirmation that was due a little later and could have gone with one that went, and was sent by itself. */
function leftBehind(log: Log, expected: readonly Expected[], lines: readonly Line[]): Fault[] {
  return expected.filter(({ early }) => early > 0).flatMap((want): Fault[] => {
    const { kind, account, about, arises, early } = want;
    const own = lines.filter(({ sent }) => sent.kind === kind && sent.account === account);
    const missed = own.find(({ about: other, at }) => other !== about && at < arises && at >= arises - early && !own.some((one) => one.about === about && one.at === at)
      && mayComeEarly(log, account, about, at) && !isQuiet(at, log.hoursOf(account, at, about)) && isOwn(at, log.hoursOf(account, at, about)));
    return missed === undefined ? [] : [{ what: 'apart', ...short(want), more: `another was sent at ${new Date(missed.at).toISOString()}` }];
  });
}

/** Messages of their own, whatever comes beside them: one tap books or marks, or they go to other chats. */
const ALONE: readonly string[] = ['opened', 'here', 'tied'];

/** Several messages to one account at one moment, where there could have been one: how many moments, and those that are split. */
export interface Gathered { readonly moments: number; readonly split: readonly Fault[] }

/**
 * X6: what is due for one account at one moment is one message, those apart that are messages of their own. `surely`: of what had waited for that moment; else also of
 * what came up at it, of which two workers may each have sent a part.
 */
export function gathered(sent: readonly Sent[], surely: boolean): Gathered {
  const able = sent.filter(({ kind, at, readyAt }) => !ALONE.includes(kind) && (!surely || readyAt < at));
  const groups = [...Map.groupBy(able, ({ account, at }) => `${account} ${at}`).values()].filter(({ length }) => length > 1);
  const split = groups.flatMap((group): Fault[] => {
    const carriers = new Set(group.map(({ id, carriedBy }) => carriedBy ?? id));
    const [one] = group;
    return carriers.size < 2 || one === undefined ? [] : [{ what: 'apart', kind: one.kind, account: one.account, about: one.subject, at: one.at, more: `${carriers.size} messages` }];
  });
  return { moments: groups.length, split };
}
