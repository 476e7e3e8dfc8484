import { InvalidArgumentError, type Command } from 'commander';
import { whenFull } from '../../core/i18n/when.ts';
import type { KeyRole } from '../../core/office.ts';
import { onInstallation, words, type Installation, type Terminal } from './installation.ts';

interface Flags { operator?: string; role: KeyRole; name?: string; venue?: string; json?: boolean }

const ROLES = ['operator', 'venue', 'read'] as const;
const SAYS: Readonly<Record<KeyRole, string>> = { operator: 'tout faire', venue: "voir les représentations, changer les places, vérifier les invitations", read: 'tout lire, sans les noms' };

const CREATE_HELP = `
Rôles : ${ROLES.map((role) => `${role} (${SAYS[role]})`).join(' · ')}.
La clé est seule sur sa ligne et n'est montrée qu'ici : la base n'en garde qu'une empreinte. Les scripts la donnent dans l'en-tête
« Authorization: Bearer CLÉ » (docs/api.md). --venue la limite à un lieu (rôle venue).

Codes de sortie : 0 la clé est donnée · 2 refusé, la raison est dite · 1 la commande a échoué

Exemples :
  $ npx guichet api-key create --operator "Culture pour tous" --role operator --name "import du soir"
  $ npx guichet api-key create --operator "Culture pour tous" --role venue --venue "Bourse du Travail" --json`;

const LIST_HELP = `
Codes de sortie : 0 la liste est donnée · 1 la commande a échoué

Exemples :
  $ npx guichet api-key list --operator "Culture pour tous"
  $ npx guichet api-key list --json`;

const REVOKE_HELP = `
Une clé révoquée n'ouvre plus rien, aussitôt.

Codes de sortie : 0 révoquée · 2 aucune clé active de cet identifiant · 1 la commande a échoué

Exemples :
  $ npx guichet api-key revoke 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c --operator "Culture pour tous"`;

/** Adds `api-key`: keys of scripts that use the operator API, made, listed and revoked. */
export function registerApiKey(program: Command, terminal: Terminal, open: () => Promise<Installation>): void {
  const group = program.command('api-key').description("clés des scripts qui utilisent l'API (docs/api.md)");
  const on = (flags: { json?: boolean }, work: (installation: Installation) => Promise<number>): Promise<void> => onInstallation(terminal, flags.json === true, open, work);
  group.command('create')
    .description('faire une clé, montrée une fois')
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .requiredOption('--role <rôle>', ROLES.join(', '), role)
    .option('--venue <nom>', 'limiter la clé à ce lieu (rôle venue)', words)
    .option('--name <libellé>', 'à quoi elle sert', words)
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', CREATE_HELP)
    .action((flags: Flags) => on(flags, (installation) => create(installation, flags, terminal)));
  group.command('list')
    .description('les clés, sans leur secret')
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', LIST_HELP)
    .action((flags: Flags) => on(flags, (installation) => list(installation, flags, terminal)));
  group.command('revoke')
    .description('retirer une clé')
    .argument('<id>', 'son identifiant (api-key list)', id)
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', REVOKE_HELP)
    .action((key: string, flags: Flags) => on(flags, (installation) => revoke(installation, key, flags, terminal)));
}

async function create(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const refuse = (code: string, message: string): number => {
    if (flags.json === true) terminal.out(JSON.stringify({ error: { code, message } }));
    else terminal.err(`Refusé : ${message}. Aucune clé n'est faite.`);
    return 2;
  };
  const { makeKey } = await import('../../db/office/keys.ts');
  const operator = await installation.operator(flags.operator);
  if (flags.venue !== undefined && flags.role !== 'venue') return refuse('venue_not_wanted', '--venue ne va qu\'avec --role venue');
  const made = await makeKey(installation.app, installation.keys, operator.id, { name: flags.name ?? '', role: flags.role, venue: flags.venue }, await installation.now());
  if (made.kind === 'which-venue') {
    return refuse('venue_unknown', `aucun lieu, ou plusieurs, ne s'appelle « ${flags.venue ?? ''} »${made.venues.length === 0 ? '' : ` ; il y a : ${made.venues.slice(0, 20).join(' · ')}`}`);
  }
  if (flags.json === true) terminal.out(JSON.stringify({ key: made.key, id: made.id, role: flags.role, operator: operator.name, ...(made.venue === null ? {} : { venueId: made.venue }) }));
  else {
    terminal.out(made.key);
    terminal.err(`Clé ${made.id} de « ${operator.name} », rôle ${flags.role} : ${SAYS[flags.role]}. Elle ne sera plus montrée.`);
  }
  return 0;
}

async function list(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const { listKeys } = await import('../../db/office/keys.ts');
  const operator = await installation.operator(flags.operator);
  const keys = await listKeys(installation.app, operator.id);
  if (flags.json === true) {
    terminal.out(JSON.stringify(keys));
    return 0;
  }
  if (keys.length === 0) terminal.out(`« ${operator.name} » n'a pas de clé.`);
  const at = await installation.now();
  const when = (instant: Date): string => whenFull(instant, 'Europe/Paris', 'fr', at);
  for (const { id: key, name, role: may, venue, createdAt, revokedAt } of keys) {
    const about = [may, ...(venue === null ? [] : [venue]), ...(name === '' ? [] : [name]), `faite ${when(createdAt)}`, ...(revokedAt === null ? [] : [`révoquée ${when(revokedAt)}`])];
    terminal.out(`${key}  ${about.join(' · ')}`);
  }
  return 0;
}

async function revoke(installation: Installation, key: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { revokeKey } = await import('../../db/office/keys.ts');
  const operator = await installation.operator(flags.operator);
  if (await revokeKey(installation.app, operator.id, key, await installation.now())) {
    terminal.out(flags.json === true ? JSON.stringify({ revoked: key }) : `Clé ${key} révoquée : elle n'ouvre plus rien.`);
    return 0;
  }
  const message = `« ${operator.name} » n'a pas de clé active ${key}`;
  if (flags.json === true) terminal.out(JSON.stringify({ error: { code: 'key_unknown', message } }));
  else terminal.err(`Refusé : ${message}.`);
  return 2;
}

function role(text: string): KeyRole {
  const known = ROLES.find((one) => one === text);
  if (known === undefined) throw new InvalidArgumentError(`Rôles possibles : ${ROLES.join(', ')}.`);
  return known;
}

function id(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('Un identifiant est attendu (api-key list les montre).');
  return text;
}
