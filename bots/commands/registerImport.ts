import { writeFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { readDate, instantOf } from '../../core/importing/dates.ts';
import type { OfferSink } from '../../core/importing/offer.ts';
import { isZone } from '../../core/importing/zones.ts';
import { openCatalogue, PUBLIC_PORTAL } from '../catalogue/client.ts';
import { CatalogueError } from '../catalogue/patience.ts';
import { SourceError } from '../catalogue/sourceError.ts';
import type { Progress, Report } from '../catalogue/importCatalogue.ts';
import { problemLine, reportLines } from './importReport.ts';

/** What the command needs of the outside; the composition root gives it. */
export interface ImportDeps {
  /** Opens the offer of an operator (by name; the only one when not said). Not called for `--dry-run`. */
  openSink(operator: string | undefined): Promise<OpenSink>;
  /** The programme's clock. */
  now(): Promise<Date> | Date;
  /** `OPENDATASOFT_URL`. */
  catalogueUrl?: string;
  /** A line for standard output; a line for standard error. */
  out(line: string): void;
  err(line: string): void;
  /** Whether standard error is a terminal: a bar is drawn on nothing else. */
  isTerminal: boolean;
  setExitCode(code: number): void;
}

export interface OpenSink {
  sink: OfferSink;
  close(): Promise<void>;
}

interface Flags {
  seats?: number;
  allotment?: string;
  from?: string;
  max?: number;
  complete?: boolean;
  zone: string;
  origin?: string;
  where?: string;
  refine?: string[];
  orderBy?: string;
  operator?: string;
  problems?: string;
  json?: boolean;
  dryRun?: boolean;
}

const EXAMPLES = `
Sources :
  programme.csv, .tsv, .xlsx   un tableau avec une ligne de titres : titre, date, heure, lieu, adresse, ville, places,
                               ouverture, clôture, quota, prix, lien, thèmes, accessibilité… (français ou anglais)
  offre.jsonl, .json           une fiche par ligne, ou une liste de fiches (OpenAgenda, export Opendatasoft, autre)
  ods:JEU-DE-DONNÉES           un catalogue Opendatasoft (adresse : OPENDATASOFT_URL, sinon ${PUBLIC_PORTAL})

Places : un catalogue n'en donne pas. --places en donne autant à chaque représentation qui n'en a pas, --contingents lit
un fichier (identifiant ou titre, date, heure, places, ouverture, clôture, quota, période).

Importer deux fois ne change rien ; ce qui a changé à la source est changé ; ce qui n'est pas lisible est dit avec sa
ligne et sa raison, le reste entre. Un événement absent de la source n'est jamais annulé pour autant.

Codes de sortie : 0 tout est entré · 2 des fiches ont été refusées · 1 l'import a échoué

Exemples :
  $ npx guichet import catalogue programme.xlsx --contingents places.csv
  $ npx guichet import catalogue ods:evenements-publics-openagenda \\
      --where 'location_city = "Lyon" and lastdate_end >= date"2026-11-01"' --places 10
  $ npx guichet import catalogue offre.jsonl --dry-run --problems problemes.txt`;

/** Adds `import catalogue SOURCE` to the program (and `import` itself where it is not there yet). */
export function registerImport(program: Command, deps: ImportDeps): void {
  const parent = program.commands.find((one) => one.name() === 'import') ?? program.command('import').description('faire entrer des données');
  parent
    .command('catalogue')
    .description("faire entrer une offre : événements, représentations, lieux, et les places qu'on y donne")
    .argument('<source>', 'un fichier, ou ods:JEU-DE-DONNÉES')
    .option('--places, --seats <nombre>', "places de chaque représentation qui n'en a pas", wholeNumber)
    .option('--contingents, --allotment <fichier>', 'fichier des places')
    .option('--from <date>', 'ne prendre que les représentations à partir de cette date (sinon : de maintenant)')
    .option('--max <nombre>', 'au plus autant de représentations par événement', wholeNumber)
    .option('--complete', 'le tableau dit tout : une date qui n\'y est plus est annulée')
    .option('--zone <fuseau>', 'fuseau des heures écrites sans décalage', zoneName, 'Europe/Paris')
    .option('--origin <nom>', "origine d'un tableau ; la même d'une fois sur l'autre (sinon : tableau)")
    .option('--where <condition>', 'ods: condition ODSQL')
    .option('--refine <facette:valeur...>', 'ods: facettes')
    .option('--order-by <champs>', 'ods: ordre de lecture (sinon : uid)')
    .option('--operator <nom>', "opérateur, s'il y en a plusieurs")
    .option('--problems <fichier>', 'écrire aussi chaque problème dans ce fichier')
    .option('--json', 'répondre par un document JSON')
    .option('--dry-run', 'lire et vérifier sans rien écrire')
    .addHelpText('after', EXAMPLES)
    .action(async (source: string, flags: Flags) => deps.setExitCode(await run(source, flags, deps)));
}

async function run(source: string, flags: Flags, deps: ImportDeps): Promise<number> {
  // Taken only when it runs, with the readers of every format.
  const { exitCodeOf, importCatalogue } = await import('../catalogue/importCatalogue.ts');
  const bar = deps.isTerminal ? progressBar() : undefined;
  let open: OpenSink | undefined;
  try {
    open = flags.dryRun === true ? undefined : await deps.openSink(flags.operator);
    const report = await importCatalogue({
      source,
      catalogue: openCatalogue(deps.catalogueUrl === undefined ? {} : { baseUrl: deps.catalogueUrl }),
      now: await deps.now(),
      zone: flags.zone,
      ...(open !== undefined && { sink: open.sink }),
      ...(flags.from !== undefined && { from: instant(flags.from, flags.zone) }),
      ...given(flags),
      ...(bar !== undefined && { onProgress: bar.show }),
    });
    bar?.stop();
    await tell(report, flags, deps);
    return exitCodeOf(report);
  } catch (error) {
    bar?.stop();
    const known = error instanceof SourceError || error instanceof CatalogueError;
    const message = known ? error.message : `L'import a échoué : ${error instanceof Error ? error.message : String(error)}`;
    if (flags.json === true) deps.out(JSON.stringify({ error: { code: error instanceof CatalogueError ? error.code : known ? 'source' : 'failed', message } }));
    else deps.err(message);
    return 1;
  } finally {
    await open?.close();
  }
}

function given({ seats, allotment, max, complete, origin, where, refine, orderBy }: Flags): object {
  const all = { seats, allotment, cap: max, complete, origin, where, refine, orderBy };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function tell(report: Report, flags: Flags, deps: ImportDeps): Promise<void> {
  if (flags.problems !== undefined) await writeFile(flags.problems, report.problems.map((one) => `${problemLine(one)}\n`).join(''));
  if (flags.json === true) deps.out(JSON.stringify(report));
  else for (const line of reportLines(report)) deps.out(line);
}

/** On standard error, so that the report can be piped. */
function progressBar(): { show: (progress: Progress) => void; stop: () => void } {
  const bar = new SingleBar({ format: '{phase} {bar} {percentage} % · {done}', hideCursor: true, clearOnComplete: true, stream: process.stderr });
  let running = false;
  return {
    show: ({ phase, share, done }) => {
      const payload = { phase: phase === 'read' ? 'Lecture ' : 'Écriture', done };
      if (running) bar.update(share, payload);
      else bar.start(1, share, payload);
      running = true;
    },
    stop: () => bar.stop(),
  };
}

/** For commander: throws what it shows. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Un nombre entier est attendu.');
  return Number(text);
}

/** For commander: throws what it shows. */
export function zoneName(text: string): string {
  if (!isZone(text)) throw new InvalidArgumentError("Ce fuseau n'existe pas ; par exemple Europe/Paris ou Indian/Reunion.");
  return text;
}

function instant(text: string, zone: string): Date {
  const read = readDate(text);
  if (read === undefined) throw new SourceError(`La date de --from n'est pas lisible : « ${text} ».`);
  return 'instant' in read ? read.instant : instantOf(read.day, read.hour ?? { hour: 0, minute: 0 }, zone).at;
}
