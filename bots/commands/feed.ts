import { InvalidArgumentError, type Command } from 'commander';
import { isFeedSource, type FeedOptions } from '../../core/domain/feed.ts';
import { minutesOf } from '../../core/domain/time.ts';
import { whenFull } from '../../core/i18n/when.ts';
import { PUBLIC_PORTAL } from '../catalogue/client.ts';
import { feedLine, feedOut, refuse } from './feedReport.ts';
import { onInstallation, type Installation, type Terminal } from './installation.ts';
import { wholeNumber, zoneName } from './registerImport.ts';

interface Flags {
  operator?: string;
  at: string;
  seats?: number;
  max?: number;
  zone?: string;
  where?: string;
  refine?: string[];
  orderBy?: string;
  json?: boolean;
}

const ADD_HELP = `
La source est ods:JEU-DE-DONNÉES, un catalogue Opendatasoft (adresse : OPENDATASOFT_URL, sinon ${PUBLIC_PORTAL}). Elle est
relue chaque jour à cette heure, à l'horloge du programme, par un guichet qui tourne : ce qui a changé à la source est changé,
et ceux que cela concerne sont prévenus, comme par « import catalogue » (dont --dry-run montre ce qui serait lu).
Une lecture qui échoue est réessayée dans l'heure, puis le lendemain ; feed list le dit.

Codes de sortie : 0 ajoutée · 2 cette source y est déjà, avec les mêmes options · 1 la commande a échoué

Exemples :
  $ npx guichet feed add ods:evenements-publics-openagenda --operator "Culture pour tous" --at 05:00 \\
      --where 'location_city = "Lyon"' --places 10
  $ npx guichet feed add ods:agenda --at 06:30 --json`;

const LIST_HELP = `
Codes de sortie : 0 la liste est donnée · 1 la commande a échoué

Exemples :
  $ npx guichet feed list --operator "Culture pour tous"
  $ npx guichet feed list --json`;

const REMOVE_HELP = `
La source n'est plus relue. L'offre qui en est venue reste : rien n'est annulé.

Codes de sortie : 0 retirée · 2 aucune source de cet identifiant · 1 la commande a échoué

Exemples :
  $ npx guichet feed remove 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c --operator "Culture pour tous"`;

const RUN_HELP = `
Lit la source maintenant, ou attend la lecture qu'un guichet a déjà commencée. L'heure de chaque jour ne change pas.

Codes de sortie : 0 tout est entré · 2 aucune source de cet identifiant, ou des fiches ont été refusées · 1 la lecture a échoué

Exemples :
  $ npx guichet feed run 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c
  $ npx guichet feed run 01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c --json`;

const OPERATOR = ['--operator <nom>', "opérateur, s'il y en a plusieurs"] as const;
const JSON_OPTION = ['--json', 'répondre par un document JSON'] as const;

/** Adds `feed` (A4): sources that an operator's offer is read again from each day. */
export function registerFeed(program: Command, terminal: Terminal, open: () => Promise<Installation>, env: NodeJS.ProcessEnv): void {
  const group = program.command('feed').description("sources d'où l'offre est relue chaque jour");
  const on = (flags: { json?: boolean }, work: (installation: Installation) => Promise<number>): Promise<void> => onInstallation(terminal, flags.json === true, open, work);
  group.command('add')
    .description('relire une source chaque jour')
    .argument('<source>', 'ods:JEU-DE-DONNÉES', source)
    .option('--at <heure>', "heure de la lecture, à l'horloge du programme", hour, '05:00')
    .option('--places, --seats <nombre>', "places de chaque représentation qui n'en a pas", wholeNumber)
    .option('--max <nombre>', 'au plus autant de représentations par événement', wholeNumber)
    .option('--zone <fuseau>', 'fuseau des heures écrites sans décalage (sinon : Europe/Paris)', zoneName)
    .option('--where <condition>', 'condition ODSQL')
    .option('--refine <facette:valeur...>', 'facettes')
    .option('--order-by <champs>', 'ordre de lecture (sinon : uid)')
    .option(...OPERATOR)
    .option(...JSON_OPTION)
    .addHelpText('after', ADD_HELP)
    .action((from: string, flags: Flags) => on(flags, (installation) => add(installation, from, flags, terminal)));
  group.command('list')
    .description('les sources, et ce que la dernière lecture a donné')
    .option(...OPERATOR)
    .option(...JSON_OPTION)
    .addHelpText('after', LIST_HELP)
    .action((flags: Flags) => on(flags, (installation) => list(installation, flags, terminal)));
  group.command('remove')
    .description('ne plus relire une source')
    .argument('<id>', 'son identifiant (feed list)', id)
    .option(...OPERATOR)
    .option(...JSON_OPTION)
    .addHelpText('after', REMOVE_HELP)
    .action((feed: string, flags: Flags) => on(flags, (installation) => remove(installation, feed, flags, terminal)));
  group.command('run')
    .description('relire une source maintenant')
    .argument('<id>', 'son identifiant (feed list)', id)
    .option(...OPERATOR)
    .option(...JSON_OPTION)
    .addHelpText('after', RUN_HELP)
    .action((feed: string, flags: Flags) => on(flags, async (installation) => (await import('./feedRun.ts')).runFeed(installation, feed, flags, terminal, env)));
}

async function add(installation: Installation, from: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { addFeed } = await import('../../db/feeds.ts');
  const operator = await installation.operator(flags.operator);
  const now = await installation.now();
  const { feed, zone, added } = await addFeed(installation.app, operator.id, { source: from, options: optionsOf(flags), at: flags.at }, now);
  if (!added) return refuse('feed_exists', `« ${operator.name} » relit déjà ${from} avec ces options, à ${feed.at} : ${feed.id}`, flags, terminal);
  if (flags.json === true) terminal.out(JSON.stringify(feedOut(feed, zone)));
  else {
    terminal.out(`Source ${feed.id} ajoutée : ${from}, chaque jour à ${feed.at} (${zone}).`);
    if (feed.next !== null) terminal.out(`Première lecture ${whenFull(feed.next, zone, 'fr', now)} ; pour lire tout de suite : npx guichet feed run ${feed.id}`);
  }
  return 0;
}

async function list(installation: Installation, flags: Flags, terminal: Terminal): Promise<number> {
  const { listFeeds } = await import('../../db/feeds.ts');
  const operator = await installation.operator(flags.operator);
  const { feeds, zone } = await listFeeds(installation.app, operator.id);
  const now = await installation.now();
  if (flags.json === true) terminal.out(JSON.stringify(feeds.map((feed) => feedOut(feed, zone))));
  else if (feeds.length === 0) terminal.out(`« ${operator.name} » ne relit aucune source.`);
  else for (const feed of feeds) terminal.out(feedLine(feed, zone, now));
  return 0;
}

async function remove(installation: Installation, feed: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { removeFeed } = await import('../../db/feeds.ts');
  const operator = await installation.operator(flags.operator);
  if (!(await removeFeed(installation.app, operator.id, feed, await installation.now()))) return refuse('feed_unknown', `« ${operator.name} » n'a pas de source ${feed}`, flags, terminal);
  terminal.out(flags.json === true ? JSON.stringify({ removed: feed }) : `Source ${feed} retirée : elle n'est plus relue.`);
  return 0;
}

function optionsOf({ where, refine, orderBy, seats, zone, max }: Flags): FeedOptions {
  return {
    ...(where !== undefined && { where }), ...(refine !== undefined && { refine }), ...(orderBy !== undefined && { orderBy }),
    ...(seats !== undefined && { seats }), ...(zone !== undefined && { zone }), ...(max !== undefined && { cap: max }),
  };
}

function source(text: string): string {
  if (!isFeedSource(text)) throw new InvalidArgumentError('Une source est attendue, par exemple ods:evenements-publics-openagenda (un fichier se lit par import catalogue).');
  return text;
}

function hour(text: string): string {
  try {
    minutesOf(text);
  } catch {
    throw new InvalidArgumentError('Une heure est attendue, par exemple 05:00.');
  }
  return text;
}

function id(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('Un identifiant est attendu (feed list les montre).');
  return text.toLowerCase();
}
