import type { Config } from '../config.ts';
import { checkAddress } from './address.ts';
import { checkClock, type Timekeeper } from './clock.ts';
import { checkDatabase, type DatabaseFacts } from './database.ts';
import { CHECKS, finding, wrong, type CheckName, type Finding } from './finding.ts';
import { checkMail } from './mail.ts';
import { hushed } from './secrets.ts';
import type { Settings } from './settings.ts';
import { checkSlack, SLACK_API } from './slack.ts';
import { checkTeams, MICROSOFT_LOGIN, type TeamsCredentials } from './teams.ts';
import { checkTelegram } from './telegram.ts';

export interface DoctorOptions {
  readonly settings: Settings;
  /** Undefined: no such channel here. */
  readonly teams: TeamsCredentials | undefined;
  /** Looks at the database of a configuration and changes nothing. `checksKey`: whether the key is known. */
  readonly looks: (config: Config, checksKey: boolean) => Promise<DatabaseFacts>;
  /** All of them unless told. */
  readonly only?: readonly CheckName[] | undefined;
  /** For each check. */
  readonly timeoutMs: number;
  /** Values that no line may hold. */
  readonly secrets: readonly string[];
  /** This machine's clock, in ms. */
  readonly now: () => number;
  /** Another server than Microsoft's own. */
  readonly loginUrl?: string | undefined;
}

export interface Report {
  /** Problems of the settings first, then one a check. */
  readonly findings: readonly Finding[];
  /** Nothing is wrong; a warning is not. */
  readonly ok: boolean;
  /** Some check was left: what it opened may still be open. */
  readonly abandoned: boolean;
}

/** Without one of these settings a check would speak of something else: beginnings of their names. */
const NEEDS: Readonly<Record<CheckName, readonly string[]>> = {
  database: ['DATABASE_URL', 'GUICHET_HOME'], mail: ['SMTP_URL'], clock: [], address: ['PUBLIC_URL'], telegram: ['TELEGRAM_'], slack: ['SLACK_'], teams: ['MICROSOFT_', 'TEAMS_'],
};

/** Everything that can be checked from here, side by side, each within its time. Nothing is changed and nothing is sent to anybody. */
export async function examine({ settings, teams, looks, only = CHECKS, timeoutMs, secrets, now, loginUrl }: DoctorOptions): Promise<Report> {
  const { config, left, problems } = settings;
  let looked: Promise<DatabaseFacts> | undefined;
  const look = (of: Config): Promise<DatabaseFacts> => (looked ??= looks(of, !left.has('GUICHET_SECRET_KEY')));
  let abandoned = false;

  const checks: Readonly<Record<CheckName, (config: Config, signal: AbortSignal) => Promise<Finding>>> = {
    database: (of) => checkDatabase(() => look(of)),
    mail: (of) => checkMail(of, timeoutMs),
    clock: (of, signal) => checkClock({ keepers: keepersOf(of, teams, loginUrl), database: blockedBy('database', left).length > 0 ? Promise.resolve(undefined) : look(of).then((facts) => (facts.kind === 'seen' ? facts.aheadMs : undefined), () => undefined), signal, now }),
    address: (of, signal) => checkAddress(of.publicUrl, { callers: callersOf(of, teams), links: of.telegram !== undefined || of.slack !== undefined || teams !== undefined, signal }),
    telegram: (of, signal) => checkTelegram(of.telegram, { signal, now }),
    slack: (of, signal) => checkSlack(of.slack, { publicUrl: of.publicUrl, signal, now }),
    teams: (of, signal) => checkTeams(teams, { publicUrl: of.publicUrl, loginUrl, signal }),
  };

  async function one(name: CheckName): Promise<Finding> {
    const blocking = config === undefined ? ['les réglages'] : blockedBy(name, left);
    if (config === undefined || blocking.length > 0) return finding(name, [wrong(`Pas vérifié : corrigez d’abord ${blocking.join(', ')}.`)]);
    // A check that keeps to its signal ends a little before it is left.
    const signal = AbortSignal.timeout(timeoutMs);
    const late = new Promise<'late'>((resolve) => void setTimeout(() => resolve('late'), timeoutMs + 250).unref());
    const ended = await Promise.race([checks[name](config, signal).catch(() => finding(name, [wrong('La vérification n’a pas abouti : réessayez, et dites-le-nous si cela continue.')])), late]);
    if (ended !== 'late') return ended;
    abandoned = true;
    return finding(name, [wrong(`Pas de réponse en ${String(timeoutMs / 1_000).replace('.', ',')} s : réessayez avec --timeout, et vérifiez le réseau de cette machine.`)]);
  }

  const told = [...problems.map((problem) => finding('settings', [wrong(problem)])), ...(await Promise.all(CHECKS.filter((name) => only.includes(name)).map(one)))];
  return { findings: told.map((each) => ({ ...each, says: hushed(each.says, secrets) })), ok: told.every(({ state }) => state !== 'wrong'), abandoned };
}

const blockedBy = (name: CheckName, left: ReadonlySet<string>): readonly string[] => [...left].filter((setting) => NEEDS[name].some((begin) => setting.startsWith(begin)));

function callersOf({ telegram, slack }: Config, teams: TeamsCredentials | undefined): readonly string[] {
  return [...(telegram?.receives.mode === 'webhook' ? ['Telegram'] : []), ...(slack?.receives.mode === 'http' ? ['Slack'] : []), ...(teams === undefined ? [] : ['Teams'])];
}

/** Their first page says the time too: no token is shown for it. */
function keepersOf({ telegram, slack }: Config, teams: TeamsCredentials | undefined, loginUrl = MICROSOFT_LOGIN): readonly Timekeeper[] {
  const root = (url: string): string => new URL('/', url).href;
  return [
    ...(telegram === undefined ? [] : [{ name: 'Telegram', url: root(telegram.apiRoot) }]),
    ...(slack === undefined ? [] : [{ name: 'Slack', url: root(slack.apiUrl ?? SLACK_API) }]),
    ...(teams === undefined ? [] : [{ name: 'Microsoft', url: root(loginUrl) }]),
  ];
}
