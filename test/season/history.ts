import { said } from './calendar.ts';
import type { Fault } from './compare.ts';
import { closesOf, opensOf } from './log.ts';
import { PARIS } from './programme.ts';
import type { Played } from './season.ts';

/** What led to a fault: what became of that performance, of the seats of that account's structure, of what was asked about it, and what was sent. */
export function historyOf({ stage: { log }, lines }: Played, { account, about }: Fault): string {
  const decision = log.decisions.find(({ id }) => id === about);
  const show = log.shows.get(about) ?? log.shows.get(decision?.show ?? '');
  const who = log.accounts.get(account);
  if (show === undefined || who === undefined) return '';
  const name = (id: string): string => log.accounts.get(id)?.label ?? id.slice(-4);
  const all: { at: number; what: string }[] = [
    ...show.states.map((state) => ({ at: state.from, what: `${state.cancelled ? 'cancelled' : 'stands'}: begins ${said(state.starts, PARIS)} (${state.zone}), opens ${said(opensOf(state), PARIS)}, closes ${said(closesOf(state), PARIS)}, venue …${state.venue.slice(-4)}` })),
    ...log.seatsOf(show.id).filter(({ structure }) => who.structure === null || structure === who.structure).flatMap((seat) => seat.states.map(({ from, state, confirmed, attendance, voided }) => ({
      at: from, what: `  seat …${seat.id.slice(-4)} of '${name(seat.asker)}' (${seat.kind}): ${state}${confirmed ? ', confirmed' : ''}${attendance === 'unknown' ? '' : `, ${attendance}`}${voided ? ', void' : ''}`,
    }))),
    ...log.alerts.filter((one) => one.show === show.id && one.account === account).map(({ from, until }) => ({ at: from, what: `  alert, until ${until === Infinity ? 'the end' : said(until, PARIS)}` })),
    ...log.decisions.filter((one) => one.show === show.id).map(({ kind, from, answered }) => ({ at: from, what: `  ${kind} asked, ${answered === null ? 'not answered' : `answered ${said(answered.at, PARIS)}`}` })),
    ...lines.filter((line) => line.sent.account === account && (line.about === show.id || line.about === decision?.id)).map(({ sent, at }) => ({ at, what: `→ ${sent.kind} sent${sent.since === at ? '' : `, since ${said(sent.since, PARIS)}`} ${JSON.stringify(sent.detail)}` })),
  ];
  return all.sort((a, b) => a.at - b.at).map(({ at, what }) => `      ${said(at, PARIS)} ${what}`).join('\n');
}
