import { dayOf, said } from './calendar.ts';
import type { Fault, Line } from './compare.ts';
import { PARIS } from './programme.ts';
import type { Played } from './season.ts';

const aboutWhat = ({ stage: { log } }: Played, about: string, at: number): string => {
  const decision = log.decisions.find(({ id }) => id === about);
  const show = log.shows.get(about) ?? log.shows.get(decision?.show ?? '');
  if (show === undefined) return decision?.kind ?? log.accounts.get(about)?.label ?? 'the structure';
  const { starts, zone } = log.stateAt(show.id, at);
  return `${decision === undefined ? '' : `${decision.kind}, `}${show.title}, ${said(starts, zone)}${zone === PARIS ? '' : ` ${zone}`}`;
};

/** What was sent, to whom, when: one line each, in the programme's time. `+` is carried by the message above it; 'since': how long it had waited. */
export function fullTable(played: Played): string {
  const { lines, stage: { log } } = played;
  const left = new Map(lines.map(({ sent }) => [sent.id, sent.left]));
  // What is carried stands under what carries it.
  const place = ({ sent }: Line): number => left.get(sent.carriedBy ?? sent.id) ?? sent.left;
  const rows = lines.toSorted((a, b) => a.at - b.at || place(a) - place(b) || Number(a.sent.carriedBy !== null) - Number(b.sent.carriedBy !== null)).map(({ sent, about, at }) => {
    const { label, channel, email, mail } = log.account(sent.account);
    const ways = [channel, ...(email !== null && (mail === true || channel === 'web') ? ['mail'] : [])].join('+');
    return [said(at, PARIS), sent.carriedBy === null ? '' : '+', sent.kind, label, aboutWhat(played, about, at), ways, sent.since === at ? '' : `since ${said(sent.since, PARIS)}`];
  });
  const widths = [24, 1, 10, 24, 52, 13, 0];
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** How many of each kind in each month. */
export function shortTable({ lines }: Played): string {
  const months = [...new Set(lines.map(({ at }) => dayOf(at, PARIS).slice(0, 7)))].sort();
  const names = [...new Set(lines.map(({ sent }) => sent.kind))].sort();
  const count = (kind: string, month: string): number => lines.filter(({ sent, at }) => sent.kind === kind && dayOf(at, PARIS).startsWith(month)).length;
  const rows = [['kind', ...months], ...names.map((kind) => [kind, ...months.map((month) => String(count(kind, month)))])];
  return rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(9))).join('')).join('\n');
}

/** A fault as somebody reads it. */
export function faultSaid(played: Played, { what, kind, account, about, at, more }: Fault): string {
  const label = played.stage.log.accounts.get(account)?.label ?? account;
  return `${what}: ${kind} to '${label}' about ${at === 0 ? about : aboutWhat(played, about, at)} at ${said(at, PARIS)}${more === undefined ? '' : ` (${more})`}`;
}
