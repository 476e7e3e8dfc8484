import { InvalidArgumentError, type Command } from 'commander';
import type { Performance } from '../../core/domain/performance.ts';
import { plural } from '../../core/i18n/plural.ts';
import { whenFull } from '../../core/i18n/when.ts';
import type { SeatsChanged } from '../../db/seats.ts';
import { onInstallation, type Installation, type Terminal } from './installation.ts';

interface Flags {
  operator?: string;
  afterClosing?: boolean;
  json?: boolean;
  server?: string;
  key?: string;
}

const HELP = `
Les places ajoutées vont aussitôt aux personnes qui attendent, dans l'ordre (A8). On ne peut pas descendre sous le nombre
d'invitations déjà données. L'identifiant d'une représentation est celui de l'API ; à sa place, des mots du titre ou du
lieu montrent les représentations qui correspondent, sans rien changer.
Avec --server, la commande passe par l'API d'un guichet qui tourne, et n'a pas besoin de sa base ; la clé (api-key create) est
celle de --key, sinon de la variable GUICHET_API_KEY, que la liste des processus ne montre pas.

Codes de sortie : 0 fait · 2 refusé, rien n'est changé, la raison est dite · 1 la commande a échoué

Exemples :
  $ npx guichet seats gospel +5
  $ npx guichet seats 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c +5
  $ npx guichet seats 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c -3 --operator "Culture pour tous"
  $ npx guichet seats gospel +5 --server https://guichet.example.org --key guichet_…`;

/** Adds `seats` (A8, A16): seats of a performance added or withdrawn by its venue. */
export function registerSeats(program: Command, terminal: Terminal, open: () => Promise<Installation>, env: NodeJS.ProcessEnv): void {
  program
    .command('seats')
    .description("ajouter ou retirer des places d'une représentation")
    .argument('<représentation>', 'son identifiant (ou des mots, pour le trouver)')
    .argument('<places>', '+5 en ajoute, -3 en retire', difference)
    .option('--after-closing', "donner aussi après la clôture, à ceux qui attendaient (parole de l'opérateur)")
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--server <adresse>', "passer par l'API de ce serveur", serverAddress)
    .option('--key <clé>', 'clé de cette API (sinon GUICHET_API_KEY)')
    .option('--json', 'répondre par un document JSON')
    .addHelpText('after', HELP)
    .action(async (performance: string, places: number, flags: Flags) => flags.server !== undefined
      ? terminal.setExitCode(await (await import('./remoteSeats.ts')).remoteSeats({ server: flags.server, key: flags.key ?? env['GUICHET_API_KEY'] ?? '' }, performance, places, UUID.test(performance), flags, terminal))
      : onInstallation(terminal, flags.json === true, open, (installation) => run(installation, performance, places, flags, terminal)));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function run(installation: Installation, wanted: string, places: number, flags: Flags, terminal: Terminal): Promise<number> {
  const { changeSeats, performancesLike } = await import('../../db/seats.ts');
  const operator = await installation.operator(flags.operator);
  const at = await installation.now();
  if (!UUID.test(wanted)) return show(await performancesLike(installation.app, operator.id, wanted, at), wanted, at, flags, terminal);
  const outcome = await changeSeats(installation.app, operator.id, wanted, places, { at, ...(flags.afterClosing === true && { afterClosing: true }) });
  if (outcome.kind === 'changed') {
    const { capacity, given, waiting, window } = outcome;
    if (flags.json === true) terminal.out(JSON.stringify({ performance: wanted, capacity, given, waiting, window }));
    else for (const line of changedLines(outcome, at)) terminal.out(line);
    return 0;
  }
  const message = refusal(outcome, wanted, places, operator.name, at);
  if (flags.json === true) terminal.out(JSON.stringify({ error: { code: outcome.kind, message } }));
  else terminal.err(`Refusé : ${message}. Rien n'est changé.`);
  return 2;
}

function changedLines({ performance, capacity, given, waiting, window }: Extract<SeatsChanged, { kind: 'changed' }>, at: Date): string[] {
  const lines = [`${about(performance, at)} : ${capacity.after} ${plural(capacity.after, 'place', 'places')} au lieu de ${capacity.before}.`];
  if (given > 0) lines.push(`${given} ${plural(given, 'personne a reçu une place', 'personnes ont reçu une place')}, ${plural(given, 'son référent est prévenu', 'leurs référents sont prévenus')}.`);
  if (window === 'not_open') lines.push(`Les réservations ouvrent ${whenFull(performance.opensAt, performance.zone, 'fr', at)} : personne ne reçoit de place avant.`);
  else if (waiting > 0) lines.push(`${waiting} ${plural(waiting, 'personne attend', 'personnes attendent')} encore${window === 'closed' && given === 0 ? ' ; les réservations sont closes, --after-closing leur donne les places libres' : ''}.`);
  else if (given === 0) lines.push("Personne n'attend de place.");
  return lines;
}

function refusal(outcome: Exclude<SeatsChanged, { kind: 'changed' }>, wanted: string, places: number, operator: string, at: Date): string {
  switch (outcome.kind) {
    case 'unknown':
      return `« ${operator} » n'a pas de représentation ${wanted}`;
    case 'past':
      return `${about(outcome.performance, at)} a déjà commencé`;
    case 'cancelled':
      return `${about(outcome.performance, at)} est annulé`;
    case 'taken': {
      const { capacity, taken } = outcome.performance;
      const free = capacity - taken;
      return `${about(outcome.performance, at)} a ${capacity} ${plural(capacity, 'place', 'places')}, dont ${taken} ${plural(taken, 'donnée', 'données')} : `
        + `on peut en retirer ${free === 0 ? 'aucune' : `${free} au plus`}, pas ${-places}`;
    }
  }
}

function show({ total, items }: { total: number; items: readonly Performance[] }, text: string, at: Date, flags: Flags, terminal: Terminal): number {
  if (flags.json === true) {
    terminal.out(JSON.stringify({ error: { code: 'which', message: 'donnez un identifiant' }, total, performances: items.map(({ id, title, startsAt, capacity, taken }) => ({ id, title, startsAt, capacity, taken })) }));
    return 2;
  }
  terminal.err(total === 0 ? `Aucune représentation à venir ne correspond à « ${text} ».` : `Rien n'est changé : redonnez la commande avec l'identifiant.`);
  for (const one of items) terminal.err(`  ${one.id}  ${about(one, at)} (${one.taken} ${plural(one.taken, 'donnée', 'données')} sur ${one.capacity})`);
  if (total > items.length) terminal.err(`  … et ${total - items.length} de plus : ajoutez un mot.`);
  return 2;
}

const about = (one: Performance, at: Date): string => `« ${one.title} », ${one.venue.name}, ${whenFull(one.startsAt, one.zone, 'fr', at)}`;

function difference(text: string): number {
  if (!/^[+-]?\d{1,5}$/.test(text) || Number(text) === 0) throw new InvalidArgumentError('Un nombre de places est attendu, par exemple +5 ou -3.');
  return Number(text);
}

function serverAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new InvalidArgumentError('Une adresse est attendue, par exemple https://guichet.example.org.');
  return text;
}
