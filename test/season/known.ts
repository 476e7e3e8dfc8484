import { HOUR } from './calendar.ts';
import type { Fault } from './compare.ts';
import { mayComeEarly } from './kinds.ts';
import { closesOf, seatAt } from './log.ts';
import type { Played } from './season.ts';

/**
 * What a season has found and is not mended yet, each as narrow as it can be told. Whoever mends one takes its entry out: the season
 * then holds the house to it.
 */
interface Known { readonly rule: string; readonly what: string; is(fault: Fault, played: Played): boolean }

/** Others of the structure hold or await a seat there: what is asked is the structure's, not the account's own. */
const othersThere = ({ about, account, at }: Fault, { stage: { log } }: Played): boolean =>
  log.shows.has(about) && log.seatsOf(about).some((seat) => seat.structure === log.account(account).structure && !log.referents(seat.structure, seat.asker, at).includes(account) && ['booked', 'waiting'].includes(seatAt(seat, at)?.state ?? ''));

export const KNOWN: readonly Known[] = [
  {
    rule: 'A8 X6', what: 'seats given at two times, or in one deal to two who asked and of whom one is removed, are two lines that say the same to one referent',
    is: ({ what, kind }) => what === 'twice' && kind === 'promoted',
  },
  {
    rule: 'X6', what: 'two occasions of one thing, held until one moment, are two lines that say the same (presence asked twice, confirmation asked twice, a guest list ready and changed)',
    is: ({ what, kind, account, about, at }, { lines }) => what === 'twice' && ['attendance', 'confirm', 'guests'].includes(kind)
      && new Set(lines.filter((line) => line.sent.kind === kind && line.sent.account === account && line.about === about && line.at === at).map(({ sent }) => sent.since)).size > 1,
  },
  {
    rule: 'A5 X6', what: 'an opening is held by own days and hours until booking has closed, and is then never told',
    is: ({ what, kind, account, about, at }, { stage: { log } }) => what === 'missing' && kind === 'opened' && (log.account(account).days ?? log.account(account).hours) !== null && closesOf(log.stateAt(about, at)) - at < 24 * HOUR,
  },
  {
    rule: 'A19 X6', what: 'whoever has given all their seats back is told all the same where a colleague of the structure has one',
    is: (fault, played) => fault.what === 'unasked' && ['moved', 'practical', 'lost', 'promoted', 'confirm'].includes(fault.kind) && othersThere(fault, played),
  },
  {
    rule: 'A17 X6', what: 'a confirmation that is brought forward by one that is then not sent goes by itself, up to three hours early',
    is: ({ what, kind, account, about, at }, { stage: { log }, lines }) => kind === 'confirm'
      && (what === 'missing' ? lines.some((line) => line.sent.kind === kind && line.sent.account === account && line.about === about && line.at < at && line.at >= at - 3 * HOUR) : what === 'unasked' && mayComeEarly(log, account, about, at)),
  },
  {
    rule: 'A17', what: 'a confirmation that was held asks about seats that were given meanwhile, of which none is a day old',
    is: ({ what, kind, account, about, at }, { stage: { log }, lines }) => what === 'unasked' && kind === 'confirm'
      && lines.some(({ sent, about: one }) => sent.kind === kind && sent.account === account && one === about && sent.at === at && sent.since < at)
      && log.seatsOf(about).some((seat) => { const state = seatAt(seat, at); return seat.asker === account && state?.state === 'booked' && !state.confirmed && at - (state.bookedAt ?? 0) < 24 * HOUR; }),
  },
  {
    rule: 'A14 X8', what: 'what nobody answered is withdrawn at the beginning as it was when it was asked, also where the performance was moved to an earlier one',
    is: ({ kind, about }, { stage: { log } }) => {
      const decision = log.decisions.find(({ id }) => id === about);
      const states = decision?.show == null ? [] : log.show(decision.show).states.filter((_state, i, all) => (all[i + 1]?.from ?? Infinity) > decision.from);
      return kind === 'decided' && states.some((state, i) => state.starts < (states[i - 1]?.starts ?? -Infinity));
    },
  },
];

/** Faults that are known, by what they are, and those that are not. */
export function sorted(played: Played): { readonly known: ReadonlyMap<Known, number>; readonly faults: readonly Fault[] } {
  const known = new Map<Known, number>();
  const faults = played.faults.filter((fault) => {
    const entry = KNOWN.find((one) => one.is(fault, played));
    if (entry !== undefined) known.set(entry, (known.get(entry) ?? 0) + 1);
    return entry === undefined;
  });
  return { known, faults };
}
