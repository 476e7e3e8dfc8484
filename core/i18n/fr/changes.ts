import type { Performance } from '../../domain/performance.ts';
import { strong, t } from '../../messages/text.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { names } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone' | 'venue'>;

/** Words about cancelled and moved performances (A19). */
export const changes = (at: Times) => {
  const when = ({ startsAt, zone }: Show): string => at.full(startsAt, zone);
  /** 'au lieu du samedi 28 novembre à 20 h'; on the same day the hour alone. */
  const insteadOf = (from: Date, { startsAt, zone }: Show): string =>
    at.day(from, zone) === at.day(startsAt, zone) ? `au lieu de ${at.hour(from, zone)}` : `au lieu du ${at.full(from, zone)}`;
  const place = ({ venue }: Show): string => `${venue.name}, ${venue.city}`;

  return {
    cancelled: (show: Show) => t`La sortie ${strong(show.title)}, ${when(show)}, est annulée par le lieu.`,
    revived: (show: Show) => t`La sortie ${strong(show.title)}, ${when(show)}, était annulée : elle est de nouveau possible. Les places d’avant ne valent plus.`,
    /** `from`, `fromVenue`: what it was before; undefined: the same as now. */
    moved: (show: Show, from: Date | undefined, fromVenue: string | undefined) => {
      if (from === undefined) return t`La sortie ${strong(show.title)} change de lieu : ${place(show)}${fromVenue === undefined ? '' : ` (au lieu de : ${fromVenue})`}. La date reste la même : ${when(show)}.`;
      const sameDay = at.day(from, show.zone) === at.day(show.startsAt, show.zone);
      const what = `${sameDay ? 'd’heure' : 'de date'}${fromVenue === undefined ? '' : ' et de lieu'}`;
      const where = fromVenue === undefined ? '' : ` Lieu : ${place(show)} (au lieu de : ${fromVenue}).`;
      return t`La sortie ${strong(show.title)} change ${what} : ${when(show)} (${insteadOf(from, show)}).${where}`;
    },
    kept: t`Les places sont gardées.`,

    meanwhile: (show: Show) => t`Entre-temps, le lieu a changé cette sortie : ${when(show)}, ${place(show)}. Rien n’est encore réservé.`,
    nobody: t`Aucune de vos réservations n’est concernée.`,
    alertGone: t`Si vous aviez demandé un message à l’ouverture, il ne viendra plus.`,
    had: (people: readonly string[]) => people.length < 2
      ? t`${names(people)} avait une place. Cette invitation ne vaut plus, et elle ne compte plus dans la limite de la semaine.`
      : t`${names(people)} avaient une place. Ces invitations ne valent plus, et elles ne comptent plus dans la limite de la semaine.`,
    waited: (people: readonly string[]) => t`${names(people)} ${plural(people.length, 'était', 'étaient')} en liste d’attente.`,
    takesPlace: t`Cette sortie est de nouveau possible.`,

    keep: (people: readonly string[]) => t`${names(people)} ${plural(people.length, 'garde sa place', 'gardent leur place')}.`,
    giveBackOrNot: (people: number) => (people < 2
      ? t`Si cela ne convient pas, rendez la place : elle ira à quelqu’un d’autre. Sinon, il n’y a rien à faire.`
      : t`Si cela ne convient pas à quelqu’un, touchez son nom pour rendre la place. Sinon, il n’y a rien à faire.`),
    tellReferent: t`Si cela ne vous convient pas, dites-le à votre référent.`,
    closed: t`La limite pour annuler est passée. En cas d’empêchement, je peux le noter.`,
    giveBack: t`Rendre la place`,
    giveAllBack: t`Rendre toutes les places`,
    keepAll: (people: number) => (people < 2 ? t`Garder la place` : t`Garder les places`),
    allKept: t`C’est noté, tout est gardé.`,
  };
};
