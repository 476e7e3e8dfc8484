import { InvalidArgumentError, type Command } from 'commander';
import { CODE_HOURS } from '../../core/ids.ts';
import { splitName } from '../../core/domain/person.ts';
import { whenFull } from '../../core/i18n/when.ts';
import { onInstallation, words, type Installation, type Terminal } from './installation.ts';

interface Flags {
  operator?: string;
  structure: string;
  referent: { first: string; last: string };
  email?: string;
  json?: boolean;
}

const HELP = `
La personne tape ce code dans la conversation (ou sur la page d'accueil). Il sert une fois, pendant ${CODE_HOURS} heures, et n'est
montré qu'ici : la base n'en garde qu'une empreinte. Redonner la commande donne un nouveau code au même compte.
La structure et le compte sont créés s'ils n'existent pas (on les retrouve par leur nom, sans accents ni majuscules).

Codes de sortie : 0 le code est donné · 2 refusé, la raison est dite · 1 la commande a échoué

Exemples :
  $ npx guichet link-code --structure "Foyer des Tanneurs" --referent "Sophie Martin"
  $ npx guichet link-code --operator "Culture pour tous" --structure "Le Relais" --referent "Amine DIALLO" --email amine@example.org --json`;

/** Adds `link-code` (A2): a one-time code for a referent (référent) of a structure. */
export function registerLinkCode(program: Command, terminal: Terminal, open: () => Promise<Installation>): void {
  program
    .command('link-code')
    .description("donner un code d'accès à un référent d'une structure (créés s'ils manquent)")
    .requiredOption('--structure <nom>', 'structure', words)
    .requiredOption('--referent <nom>', 'prénom et nom du référent', fullName)
    .option('--email <adresse>', 'son adresse électronique', address)
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', HELP)
    .action((flags: Flags) => onInstallation(terminal, flags.json === true, open, (installation) => run(installation, flags, terminal)));
}

async function run(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const { giveLinkCode } = await import('../../db/accounts.ts');
  const operator = await installation.operator(flags.operator);
  const at = await installation.now();
  const { structure, referent, email } = flags;
  const given = await giveLinkCode(installation.app, installation.keys, operator.id, { structure, ...referent, ...(email !== undefined && { email }) }, at);
  if (given.kind === 'email-taken') {
    const message = `l'adresse ${email ?? ''} est celle d'un autre compte chez « ${operator.name} »`;
    if (flags.json === true) terminal.out(JSON.stringify({ error: { code: 'email_taken', message } }));
    else terminal.err(`Refusé : ${message}. Rien n'a été créé.`);
    return 2;
  }
  const name = `${given.account.first} ${given.account.last}`;
  if (flags.json === true) {
    terminal.out(JSON.stringify({
      code: given.code, expiresAt: given.expiresAt.toISOString(), operator: operator.name,
      account: { id: given.account.id, name, role: 'referent', created: given.created.account }, structure: { ...given.structure, created: given.created.structure },
    }));
    return 0;
  }
  if (given.created.structure) terminal.out(`Structure créée : ${given.structure.name}.`);
  if (given.created.account) terminal.out(`Compte créé : ${name}, ${given.structure.name}.`);
  terminal.out(`Code de ${name} : ${given.code}`);
  terminal.out(`Il sert une seule fois, jusqu'au ${whenFull(given.expiresAt, given.zone, 'fr', at)}. Il ne sera plus montré.`);
  return 0;
}

function fullName(text: string): { first: string; last: string } {
  const name = splitName(text);
  if (name === undefined) throw new InvalidArgumentError('Un prénom et un nom sont attendus, par exemple "Sophie Martin".');
  return name;
}

function address(text: string): string {
  if (!/^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(text.trim()) || text.length > 254) throw new InvalidArgumentError("Ce n'est pas une adresse électronique.");
  return text.trim();
}
