import type { Performance } from '../../domain/performance.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { Text } from '../../messages/message.ts';
import { t } from '../../messages/text.ts';
import type { No, Situation } from '../no.ts';
import type { Times } from '../times.ts';
import { plural } from '../plural.ts';
import { names } from './words.ts';

/** Every 'no', by its code (core/domain/refusal.ts): why, and the nearest thing that is possible (X8). */
export const refusals = (at: Times): Record<RefusalCode, (about: Situation) => No> => {
  const phone = (show: Performance | undefined): Text =>
    show?.venue.phone == null ? t`Appelez ${show?.venue.name ?? 'le lieu'}` : t`Appelez ${show.venue.name}, ${show.venue.phone}`;

  return {
    unknown_performance: () => ({ why: t`Je ne trouve plus cette date.`, instead: t`Elle a pu être retirée. Cherchez-en une autre.` }),
    performance_cancelled: ({ performance }) => ({ why: t`Cette date a été annulée par le lieu.`, instead: t`${performance === undefined ? 'Voyez' : `Voyez les autres dates de « ${performance.title} », ou`} une autre sortie.` }),
    performance_past: () => ({ why: t`Cette sortie a déjà commencé.`, instead: t`Voyez les prochaines dates.` }),
    not_open: ({ performance }) => ({
      why: performance === undefined ? t`Les réservations ne sont pas encore ouvertes.` : t`Les réservations ouvrent ${at.full(performance.opensAt, performance.zone)} (${at.wait(performance.opensAt)}).`,
      instead: t`Je peux vous prévenir à l’ouverture, et garder dès maintenant votre choix de personnes.`,
    }),
    closed: ({ performance }) => ({
      why: performance === undefined ? t`Les réservations sont closes.` : t`Les réservations sont closes depuis ${at.full(performance.closesAt, performance.zone)}.`,
      instead: t`${phone(performance)} : il reste parfois une solution sur place. Ou choisissez une autre date.`,
    }),
    cannot_book: () => ({ why: t`Votre compte permet de voir les sorties, pas de réserver.`, instead: t`Les réservations se font avec un compte de référent : parlez-en à votre référent.` }),
    not_for_account: () => ({ why: t`Votre compte ne permet pas cela.`, instead: t`Écrivez « aide » pour voir ce que vous pouvez faire ici.` }),
    structure_suspended: () => ({ why: t`Les réservations de votre structure sont suspendues pour le moment.`, instead: t`Vous pouvez voir les sorties. Pour reprendre, contactez l’équipe du programme.` }),
    convention_over: () => ({ why: t`La convention de votre structure n’est pas en cours aujourd’hui.`, instead: t`Vous pouvez voir les sorties. Pour réserver, contactez l’équipe du programme.` }),
    nobody_chosen: () => ({ why: t`Vous n’avez choisi personne.`, instead: t`Tapez un nom, ou touchez-le dans la liste.` }),
    too_many_people: () => ({ why: t`C’est trop de personnes pour une seule demande.`, instead: t`Faites deux demandes : la seconde suivra la première.` }),
    unknown_person: () => ({ why: t`Je ne trouve pas cette personne dans votre structure.`, instead: t`Choisissez-la dans la liste, ou ajoutez-la.` }),
    person_removed: ({ people = [] }) => ({
      why: t`${names(people)} : ${plural(people.length, 'cette fiche n’est plus active', 'ces fiches ne sont plus actives')}.`,
      instead: t`Réservez pour une autre personne, ou réactivez-${plural(people.length, 'la', 'les')}.`,
    }),
    already_booked: ({ people = [] }) => ({
      why: t`${names(people)} : ${plural(people.length, 'la place est déjà réservée', 'les places sont déjà réservées')} pour cette date.`,
      instead: t`${plural(people.length, 'Elle se trouve', 'Elles se trouvent')} dans vos réservations.`,
    }),
    already_waiting: ({ people = [] }) => ({
      why: t`${names(people)} : déjà en liste d’attente pour cette date.`,
      instead: t`${plural(people.length, 'Le rang est gardé', 'Les rangs sont gardés')}. Voyez vos réservations.`,
    }),
    participant_needed: () => ({ why: t`Une personne invitée ou qui accompagne vient toujours avec un participant.`, instead: t`Ajoutez un participant à cette demande.` }),
    companion_not_needed: ({ people = [] }) => ({ why: t`${names(people)} : une place d’accompagnement n’est donnée que si elle est nécessaire.`, instead: t`Dites-le (mineurs, handicap, groupe), ou réservez sans accompagnement.` }),
    minimum_impossible: () => ({ why: t`Ce groupe est trop grand pour être placé ensemble à cette date.`, instead: t`Demandez moins de places ensemble, ou une autre date.` }),
    too_late_to_cancel: ({ performance }) => ({
      why: performance === undefined ? t`C’est trop tard pour annuler ici.` : t`C’est trop tard pour annuler ici (limite : ${at.full(performance.closesAt, performance.zone)}).`,
      instead: t`${phone(performance)}, pour libérer la place.`,
    }),
    unknown_reservation: () => ({ why: t`Je ne trouve pas cette réservation : elle a pu être annulée.`, instead: t`Voyez vos réservations.` }),
  };
};
