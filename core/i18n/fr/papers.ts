import type { FileRef } from '../../messages/message.ts';
import { spoken } from '../../ids.ts';
import { strong, t } from '../../messages/text.ts';
import type { Performance } from '../../domain/performance.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { persons } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

const invitations = (n: number): string => `${n} ${plural(n, 'invitation', 'invitations')}`;

/** Words about documents: invitations, agendas, lists (A9, A16). */
export const papers = (at: Times) => ({
  /** '📄 2 invitations, 1 agenda' after a booking. */
  carried: (seats: number) => t`📄 ${invitations(seats)}, 1 agenda.`,
  /** The same with the list of who goes. */
  carriedWithList: (seats: number) => t`📄 ${invitations(seats)}, 1 agenda, 1 liste de la sortie.`,
  /** Of others: nothing for one's own calendar. */
  carriedAlone: (seats: number) => t`📄 ${invitations(seats)}.`,
  invitations: (n: number) => (n === 1 ? t`Invitation et agenda` : t`${invitations(n)} et agenda`),
  list: t`Liste de la sortie`,
  guests: t`Liste des invités`,
  lists: t`Vos listes d’invités`,
  noLists: t`Aucune sortie n’est prévue chez vous pour l’instant.`,
  hereFor: (title: string, when: string) => t`${strong(title)}, ${when}.`,
  number: (number: string) => t`Invitation n° ${spoken(number)}`,
  nothing: t`Il n’y a pas d’invitation valable pour cette sortie.`,
  unknown: (number: string) => t`Je ne trouve pas d’invitation n° ${spoken(number)} parmi les vôtres. Vérifiez le numéro, ou choisissez :`,
  void: (number: string) => t`L’invitation n° ${spoken(number)} ne vaut plus : elle a été annulée.`,
  over: (number: string) => t`L’invitation n° ${spoken(number)} était pour une sortie passée.`,
  /** Said unasked, to a venue. */
  changed: (show: Show, people: number) => t`La liste des invités a changé : ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}${people === 0 ? '. Plus personne ne vient.' : `, ${persons(people)}.`}`,
  ready: (show: Show, people: number) => t`La liste des invités est prête : ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}, ${persons(people)}.`,
  guestsWhy: t`La liste change tant que les réservations sont ouvertes. Demandez-la à nouveau après la clôture.`,
  /** What a link to it is called; what kind of file it is stands beside. */
  name: (file: FileRef): string => {
    switch (file.kind) {
      case 'invitations':
        return file.seats.length === 1 ? 'Invitation' : invitations(file.seats.length);
      case 'agenda':
        return 'Date et lieu';
      case 'guests':
        return 'Liste des invités';
      case 'outing':
        return 'Liste de la sortie';
    }
  },
});
