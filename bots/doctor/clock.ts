import { ask } from './ask.ts';
import { finding, good, unset, warning, wrong, type Finding, type Note } from './finding.ts';

const NAME = 'clock';
const TOLD_S = 60;
/** Slack's signatures are refused from here on, and Microsoft's tokens. */
const LIMIT_S = 5 * 60;

/** A server whose answers say what time it is. */
export interface Timekeeper {
  readonly name: string;
  readonly url: string;
}

export interface ClockOptions {
  readonly keepers: readonly Timekeeper[];
  /** How far the database's clock is ahead of ours, in ms; undefined: it is ours, or it does not answer. */
  readonly database: Promise<number | undefined>;
  readonly signal: AbortSignal;
  /** ms. */
  readonly now: () => number;
}

/** This machine's clock beside those of the platforms and of the database. The programme's test clock is another thing. */
export async function checkClock({ keepers, database, signal, now }: ClockOptions): Promise<Finding> {
  const seen = await Promise.all([
    ...keepers.map(async ({ name, url }) => ({ name, aheadMs: await aheadOf(url, signal, now) })),
    database.then((aheadMs) => ({ name: 'la base de données', aheadMs })),
  ]);
  const compared = seen.flatMap(({ name, aheadMs }) => (aheadMs === undefined ? [] : [{ name, aheadMs }]));
  if (compared.length === 0) return finding(NAME, [unset(keepers.length === 0 ? 'rien à quoi la comparer (ni canal, ni DATABASE_URL)' : 'rien n’a répondu à quoi la comparer')]);
  const faults = compared.flatMap(({ name, aheadMs }) => noteOf(name, aheadMs / 1_000));
  return finding(NAME, faults.length === 0 ? [good(`à l’heure de ${compared.map(({ name }) => name).join(', ')}`)] : faults);
}

/** The header is cut to the second: half of one is added. */
async function aheadOf(url: string, signal: AbortSignal, now: () => number): Promise<number | undefined> {
  const before = now();
  const heard = await ask(url, { method: 'HEAD', signal });
  const after = now();
  const date = heard.kind === 'heard' ? Date.parse(heard.headers.get('date') ?? '') : NaN;
  return Number.isNaN(date) ? undefined : date + 500 - (before + after) / 2;
}

function noteOf(name: string, aheadS: number): Note[] {
  const off = Math.abs(aheadS);
  if (off <= TOLD_S) return [];
  const told = `Cette machine ${aheadS > 0 ? 'retarde' : 'avance'} de ${off < 600 ? `${Math.round(off)} s` : `${Math.round(off / 60)} min`} sur ${name}`;
  return off > LIMIT_S
    ? [wrong(`${told} : les signatures de Slack et les jetons de Microsoft sont refusés. Mettez-la à l’heure (timedatectl set-ntp true).`)]
    : [warning(`${told} : mettez-la à l’heure (timedatectl set-ntp true), avant que des signatures soient refusées.`)];
}
