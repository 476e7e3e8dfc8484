import { plural } from '../../core/i18n/plural.ts';
import type { Tally } from '../../core/importing/offer.ts';
import type { Report, ReportedProblem } from '../catalogue/importCatalogue.ts';

/** What an import says at its end, in French. */

/** 'ligne 12 : il manque le titre'; what went in all the same is marked as a remark. */
export function problemLine(problem: ReportedProblem): string {
  const about = problem.externalId === undefined ? '' : ` [${problem.externalId}]`;
  return `${problem.where}${problem.refused ? '' : ' (remarque)'} : ${problem.reason}${about}`;
}

/** Every line of the report, all problems included. */
export function reportLines(report: Report): string[] {
  const { read, found, problems } = report;
  const left = [
    ...(found.past > 0 ? [counted(found.past, 'passée laissée de côté', 'passées laissées de côté')] : []),
    ...(found.capped > 0 ? [counted(found.capped, 'au-delà du maximum demandé', 'au-delà du maximum demandé')] : []),
  ];
  const refused = problems.filter((one) => one.refused).length;
  return [
    `${report.source} : ${counted(read, 'fiche lue', 'fiches lues')}, ${counted(found.events, 'événement', 'événements')}, ` +
      `${counted(found.performances, 'représentation à venir', 'représentations à venir')}${left.length > 0 ? ` (${left.join(', ')})` : ''}.`,
    ...(report.dryRun
      ? ["Essai : rien n'a été écrit."]
      : [`Événements : ${tally(report.events)}, ${counted(report.events.ignored, 'sans objet', 'sans objet')}.`, `Représentations : ${tally(report.performances, 'e')}.`]),
    ...(report.told > 0 ? [`${counted(report.told, 'personne prévenue', 'personnes prévenues')} d’un changement.`] : []),
    problems.length === 0
      ? 'Aucun problème.'
      : `${counted(problems.length, 'problème', 'problèmes')}, dont ${counted(refused, 'refus', 'refus')} :`,
    ...problems.map(problemLine),
  ];
}

const counted = (n: number, one: string, many: string): string => `${n} ${plural(n, one, many)}`;

function tally(count: Tally, feminine = ''): string {
  const many = `${feminine}s`;
  return [
    counted(count.created, feminine === '' ? 'nouveau' : 'nouvelle', feminine === '' ? 'nouveaux' : 'nouvelles'),
    counted(count.changed, `modifié${feminine}`, `modifié${many}`),
    counted(count.same, `inchangé${feminine}`, `inchangé${many}`),
    counted(count.cancelled, `annulé${feminine}`, `annulé${many}`),
  ].join(', ');
}
