import { InvalidArgumentError, type Command } from 'commander';
import type { Undelivered, Whose } from '../../core/domain/undelivered.ts';
import { strings, type Strings } from '../../core/i18n/index.ts';
import { plural } from '../../core/i18n/plural.ts';
import { plain, type NameBook } from '../../core/messages/naming.ts';
import { onInstallation, type Installation, type Terminal } from './installation.ts';

interface Flags { operator?: string; retry?: string; retryAll?: boolean; json?: boolean }

/** Lines of a list on the terminal; `--json` gives them all. */
const MOST = 100;

const HELP = `
Sans autre option, la commande montre ce qui n'a pas pu être remis (messages, e-mails, messages reçus restés sans réponse, tâches
automatiques qui échouent), le plus récent d'abord, et les comptes que rien n'atteint plus. --retry et --retry-all réessaient : un
message garde sa place dans sa conversation, une réservation son rang. Le serveur envoie ; la commande n'envoie rien elle-même.

Codes de sortie : 0 fait · 2 refusé, rien n'est changé, la raison est dite · 1 la commande a échoué

Exemples :
  $ npx guichet undelivered
  $ npx guichet undelivered --retry 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c
  $ npx guichet undelivered --retry-all --operator "Culture pour tous" --json`;

/** Adds `undelivered` (X4): what did not arrive, read and tried again. */
export function registerUndelivered(program: Command, terminal: Terminal, open: () => Promise<Installation>): void {
  program
    .command('undelivered')
    .description("voir et réessayer ce qui n'a pas pu être remis")
    .option('--retry <id>', 'réessayer une ligne', id)
    .option('--retry-all', 'tout réessayer')
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', HELP)
    .action((flags: Flags) => onInstallation(terminal, flags.json === true, open, (installation) => (flags.retry === undefined && flags.retryAll !== true ? show(installation, flags, terminal) : retry(installation, flags, terminal))));
}

async function show(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const { readUndelivered } = await import('../../db/undelivered.ts');
  const operator = await installation.operator(flags.operator);
  const now = await installation.now();
  const { undelivered, unreachable, names, zone } = await readUndelivered(installation.app, installation.keys, operator.id);
  if (flags.json === true) {
    terminal.out(JSON.stringify({
      undelivered: undelivered.map(({ whose: _, account: accountId, ...one }) => ({ ...one, accountId })), unreachable: unreachable.map(({ id: one, role, structure: structureId, since }) => ({ id: one, role, structureId, since })),
    }));
    return 0;
  }
  const say = strings('fr', { now, zone });
  if (undelivered.length === 0) terminal.out("Tout est remis : rien n'attend.");
  for (const one of undelivered.slice(0, MOST)) terminal.out(`${one.id}  ${lineOf(one, say, names)}`);
  if (undelivered.length > MOST) terminal.out(`… et ${undelivered.length - MOST} de plus (--json les donne tous).`);
  if (unreachable.length > 0) terminal.out(`${unreachable.length} ${plural(unreachable.length, 'compte que rien n’atteint', 'comptes que rien n’atteint')} plus, ni messagerie ni e-mail (la page web reçoit tout) :`);
  for (const one of unreachable.slice(0, MOST)) terminal.out(`  ${plain(say.undelivered.who(one), names)}, ${plain(say.undelivered.unreachable.since(one.since), names)}`);
  if (unreachable.length > MOST) terminal.out(`  … et ${unreachable.length - MOST} de plus.`);
  return 0;
}

async function retry(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const { retryByCommand } = await import('../../db/undelivered.ts');
  const operator = await installation.operator(flags.operator);
  const refuse = (code: string, message: string): number => {
    if (flags.json === true) terminal.out(JSON.stringify({ error: { code, message } }));
    else terminal.err(`Refusé : ${message}. Rien n'est changé.`);
    return 2;
  };
  if (flags.retry !== undefined && flags.retryAll === true) return refuse('either', '--retry et --retry-all ne vont pas ensemble');
  const wanted = flags.retry ?? null;
  const tried = await retryByCommand(installation.app, operator.id, wanted, await installation.now());
  if (tried === 'unknown') return refuse('undelivered_not_found', `« ${operator.name} » n'a rien de tel : ${wanted ?? ''}`);
  if (tried === 'settled') return refuse('undelivered_settled', "c'est déjà reparti, ou fait depuis");
  if (flags.json === true) terminal.out(JSON.stringify({ ...(wanted === null ? {} : { id: wanted }), retried: tried }));
  else terminal.out(tried === 0 ? "Rien à réessayer : tout est remis, ou reparti." : `C'est reparti : ${tried} ${plural(tried, 'ligne', 'lignes')}. Le serveur réessaie.`);
  return 0;
}

function lineOf(one: Undelivered & { readonly whose: Whose | null }, { undelivered: words }: Strings, names: NameBook): string {
  const who = one.whose === null ? words.nobody : words.who(one.whose);
  return `${plain(who, names)} : ${plain(words.line(words.what(one), words.why(one), one.since), names)}`;
}

function id(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('Un identifiant est attendu (undelivered les montre).');
  return text;
}
