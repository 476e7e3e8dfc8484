import type { Feed, FeedCounts, FeedError, FeedTally } from '../../core/domain/feed.ts';
import { plural } from '../../core/i18n/plural.ts';
import { whenFull } from '../../core/i18n/when.ts';
import type { Terminal } from './installation.ts';

/** What is said of a feed, in French. */

const FAILED: Readonly<Record<FeedError, string>> = {
  unreachable: 'la source ne répond pas',
  quota: "le quota d'appels de la source est épuisé",
  'bad-answer': "la source ne répond pas comme l'API d'un catalogue",
  'not-found': "la source n'a pas ce jeu de données",
  'bad-request': 'la source refuse la condition ou le tri',
  failed: 'une erreur, que le journal du serveur décrit',
};

/** 'la source ne répond pas' */
export const failure = (error: FeedError): string => FAILED[error];

/** Its id, source and hour, then what there is to say, on one line. */
export function feedLine(feed: Feed, zone: string, now: Date): string {
  const when = (at: Date): string => whenFull(at, zone, 'fr', now);
  return `${feed.id}  ${[
    feed.source, `chaque jour à ${feed.at} (${zone})`,
    ...(feed.next === null ? [] : [`prochaine lecture ${when(feed.next)}`]),
    ...(feed.readAt === null || feed.counts === null ? ['pas encore lue'] : [`lue ${when(feed.readAt)} : ${countsLine(feed.counts)}`]),
    ...(feed.error === null || feed.triedAt === null ? [] : [`échec ${when(feed.triedAt)} : ${failure(feed.error)}`]),
  ].join(' · ')}`;
}

/** '12 fiches lues, événements : 2 nouveaux, …' */
export function countsLine({ read, events, performances, told, problems, refused }: FeedCounts): string {
  const parts = [
    counted(read, 'fiche lue', 'fiches lues'), `événements : ${tally(events)}`, `représentations : ${tally(performances, 'e')}`,
    ...(told > 0 ? [counted(told, 'personne prévenue', 'personnes prévenues')] : []),
    ...(problems > 0 ? [`${counted(problems, 'problème', 'problèmes')}, dont ${refused} refus`] : []),
  ];
  return parts.join(' ; ');
}

/** The document of `--json`: instants as text, absent options left out. */
export const feedOut = ({ id, source, options, at, next, triedAt, error, readAt, counts }: Feed, zone: string): object =>
  ({ id, source, options, at, zone, next: next?.toISOString() ?? null, triedAt: triedAt?.toISOString() ?? null, error, readAt: readAt?.toISOString() ?? null, counts });

/** Says why not, and that nothing was done. */
export function refuse(code: string, message: string, flags: { readonly json?: boolean }, terminal: Terminal): 2 {
  if (flags.json === true) terminal.out(JSON.stringify({ error: { code, message } }));
  else terminal.err(`Refusé : ${message}.`);
  return 2;
}

const counted = (n: number, one: string, many: string): string => `${n} ${plural(n, one, many)}`;

function tally({ created, changed, same, cancelled }: FeedTally, feminine = ''): string {
  const many = `${feminine}s`;
  return [
    counted(created, feminine === '' ? 'nouveau' : 'nouvelle', feminine === '' ? 'nouveaux' : 'nouvelles'), counted(changed, `modifié${feminine}`, `modifié${many}`),
    counted(same, `inchangé${feminine}`, `inchangé${many}`), counted(cancelled, `annulé${feminine}`, `annulé${many}`),
  ].join(', ');
}
