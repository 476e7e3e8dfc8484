import { InvalidArgumentError, type Command } from 'commander';
import type { Config } from '../config.ts';
import type { CheckName, Finding, State } from '../doctor/finding.ts';
import type { TeamsCredentials } from '../doctor/teams.ts';
import type { Terminal } from './installation.ts';

interface Flags { only?: readonly CheckName[]; timeout: number; json?: boolean }

const NAMES = ['database', 'mail', 'clock', 'address', 'telegram', 'slack', 'teams'] as const satisfies readonly CheckName[];
const TITLES: Readonly<Record<Finding['name'], string>> = {
  settings: 'Réglages', database: 'Base de données', mail: 'E-mails', clock: 'Horloge', address: 'Adresse publique', telegram: 'Telegram', slack: 'Slack', teams: 'Microsoft Teams',
};
const MARKS: Readonly<Record<State, string>> = { good: '✓', warning: '!', wrong: '✗', unset: '·' };
const SECONDS = 5;
/** How long what does not answer may keep the command from ending, in ms. */
const LEAVE_MS = 500;

const HELP = `
Lit les mêmes réglages que « guichet start », et regarde ce qui peut l'être d'ici : ${NAMES.join(', ')}.
Une ligne par vérification : ✓ bon · ! à surveiller · ✗ à corriger, avec l'endroit où aller ; un point : pas configuré.
Rien n'est changé, aucun message n'est envoyé, aucun secret n'est montré. Lancez-le à côté du guichet qui tourne : l'adresse publique est
essayée pour de bon. Avec --json : {ok, checks: [{name, state: good|warning|wrong|unset, says}]}.

Codes de sortie : 0 rien à corriger · 1 quelque chose est à corriger, ou la commande a échoué

Exemples :
  $ npx guichet doctor
  $ npx guichet doctor --only telegram,address
  $ npx guichet doctor --json --timeout 10`;

/** Adds `doctor`: what is missing for this installation to work, a line each. */
export function registerDoctor(program: Command, terminal: Terminal, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('vérifier cette installation : base, e-mails, horloge, adresse publique, canaux')
    .option('--only <liste>', `seulement ${NAMES.join(',')}`, checks)
    .option('--timeout <secondes>', 'temps donné à chaque vérification', seconds, SECONDS)
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      const abandoned = await run(flags, terminal, env);
      // What did not answer in its time may hold a connection for long: the command ends all the same.
      if (abandoned) setTimeout(() => process.exit(), LEAVE_MS).unref();
    });
}

async function run({ only, timeout, json }: Flags, terminal: Terminal, env: NodeJS.ProcessEnv): Promise<boolean> {
  const [{ examine }, { settingsOf }, { secretsOf }, { lookAtDatabase }] = await Promise.all([import('../doctor/index.ts'), import('../doctor/settings.ts'), import('../doctor/secrets.ts'), import('./lookAtDatabase.ts')]);
  const settings = settingsOf(env);
  const { findings, ok, abandoned } = await examine({
    settings, teams: teamsOf(settings.config), looks: lookAtDatabase, only, timeoutMs: timeout * 1_000, secrets: secretsOf(env), now: () => Date.now(),
  });
  if (json === true) terminal.out(JSON.stringify({ ok, checks: findings }));
  else for (const { name, state, says } of findings) terminal.out(`${MARKS[state]} ${TITLES[name]} : ${says}`);
  terminal.setExitCode(ok ? 0 : 1);
  return abandoned;
}

/** Of the app registration; with nobody checked (TEAMS_AUTH=off) there is none. */
function teamsOf(config: Config | undefined): TeamsCredentials | undefined {
  const { appId = '', appType: type = 'SingleTenant', appPassword: password, tenantId } = config?.teams ?? {};
  return appId === '' ? undefined : { appId, type, password, tenantId };
}

function checks(text: string): readonly CheckName[] {
  const wanted = text.split(',').map((one) => one.trim());
  const known = wanted.flatMap((one) => NAMES.find((name) => name === one) ?? []);
  if (known.length < wanted.length) throw new InvalidArgumentError(`Vérifications possibles : ${NAMES.join(', ')}.`);
  return known;
}

function seconds(text: string): number {
  const given = Number(text);
  if (!/^\d{1,2}(?:\.\d+)?$/.test(text) || given <= 0 || given > 60) throw new InvalidArgumentError('Un nombre de secondes est attendu, de 0.1 à 60.');
  return given;
}
