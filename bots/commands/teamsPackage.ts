import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { GuichetError } from '../../core/errors.ts';
import type { Terminal } from './installation.ts';

interface Flags { out: string; json?: boolean }

const HELP = `
Fait le paquet (.zip) qu'un administrateur de Teams dépose : « Gérer les applications » → « Charger une nouvelle application ».
Lit MICROSOFT_APP_ID et PUBLIC_URL (https) ; n'y met aucun secret. docs/teams.md dit le reste.

Codes de sortie : 0 le paquet est écrit · 1 impossible, avec une phrase qui dit pourquoi

Exemple :
  $ npx guichet teams-package --out guichet-teams.zip`;

/** Adds `teams-package`: the app package of Microsoft Teams, as this installation's settings make it. */
export function registerTeamsPackage(program: Command, terminal: Terminal, env: NodeJS.ProcessEnv): void {
  program
    .command('teams-package')
    .description('faire le paquet de l’application Microsoft Teams')
    .option('--out <fichier>', 'où l’écrire', 'guichet-teams.zip')
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', HELP)
    .action((flags: Flags) => make(flags, terminal, env));
}

async function make({ out, json }: Flags, terminal: Terminal, env: NodeJS.ProcessEnv): Promise<void> {
  const [{ readConfig }, { teamsPackage }] = await Promise.all([import('../config.ts'), import('../teams/package.ts')]);
  const { teams, publicUrl } = readConfig(env);
  const lacking = [...(teams === undefined || teams.appId === '' ? ['MICROSOFT_APP_ID'] : []), ...(publicUrl === undefined ? ['PUBLIC_URL'] : [])];
  if (teams === undefined || publicUrl === undefined || lacking.length > 0) throw new GuichetError('config_invalid', `Il manque ${lacking.join(' et ')} : le paquet les porte (docs/teams.md).`);
  const { version } = JSON.parse(await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };
  const bytes = teamsPackage({ appId: teams.appId, publicUrl, version });
  await writeFile(out, bytes);
  terminal.out(json === true ? JSON.stringify({ file: path.resolve(out), bytes: bytes.length, version }) : `Le paquet est dans ${path.resolve(out)} : déposez-le dans Teams, « Gérer les applications » → « Charger une nouvelle application ».`);
}
