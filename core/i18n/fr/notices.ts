import type { Text } from '../../messages/message.ts';
import { join, strong, t } from '../../messages/text.ts';
import type { Times } from '../times.ts';

/** Words about what is sent unasked, and when (X6). Hours are instants of any day. */
export const notices = (at: Times) => ({
  title: t`Vos notifications`,
  open: t`Mes notifications`,

  /** Monday to Sunday: on a tick, and in a sentence. */
  labels: [t`Lundi`, t`Mardi`, t`Mercredi`, t`Jeudi`, t`Vendredi`, t`Samedi`, t`Dimanche`] as readonly Text[],
  days: [t`lundi`, t`mardi`, t`mercredi`, t`jeudi`, t`vendredi`, t`samedi`, t`dimanche`] as readonly Text[],
  week: t`Lundi à vendredi`,
  everyDay: t`tous les jours`,
  range: (first: Text, last: Text) => t`du ${first} au ${last}`,
  on: (day: Text) => t`le ${day}`,
  all: (parts: readonly Text[]) => join(parts, ', ', ' et '),
  anyHour: t`à toute heure`,
  wholeDay: t`Toute la journée`,
  hours: (from: Date, until: Date) => t`de ${at.hour(from)} à ${at.hour(until)}`,
  choice: (from: Date, until: Date) => t`${at.hour(from)} – ${at.hour(until)}`,

  when: (days: Text, hours: Text) => t`Les nouvelles vous arrivent ${strong(days)}, ${strong(hours)}.`,
  quiet: (from: Date, to: Date) => t`De ${at.hour(from)} à ${at.hour(to)}, elles attendent.`,
  onPage: t`Elles arrivent sur la page web.`,
  /** `address`: as much of it as is shown. */
  mailToo: (address: string) => t`Un e-mail sans aucun nom part chaque fois à ${address}.`,
  mailAlone: (address: string) => t`Un e-mail sans aucun nom part aussi à ${address}.`,
  mailElse: (address: string) => t`Si aucune messagerie ne vous atteint, un e-mail sans aucun nom part de lui-même à ${address}.`,
  noMail: t`Rien ne part par e-mail.`,
  noAddress: t`Votre compte n’a pas d’adresse électronique : rien ne part par e-mail.`,
  off: (kinds: readonly Text[]) => t`Vous ne recevez pas : ${strong(join(kinds, ', ', ' ni '))}.`,
  always: t`Ce qui touche une réservation arrive toujours (place libérée, sortie annulée ou déplacée, qui vient) ; ce qui presse n’attend pas vos heures.`,
  alwaysYours: t`Ce qui attend quelque chose de vous arrive toujours. Ce qui presse n’attend pas vos heures.`,
  how: t`Touchez pour changer, ou écrivez : « de 9 h à 17 h », « sauf le week-end », « tous les jours ».`,
  howKinds: t`Touchez pour changer, ou écrivez : « de 9 h à 17 h », « sauf le week-end », « sans la veille ».`,

  /** On a tick, and in a sentence. */
  kinds: {
    opened: t`Ouverture d’une sortie suivie`,
    draft: t`Réservation inachevée qui va fermer`,
    practical: t`La veille : adresse et horaire`,
    here: t`Sur place : le groupe est-il au complet ?`,
    attendance: t`Le lendemain : qui était là ?`,
    lost: t`À la clôture : sans place`,
  },
  named: {
    opened: t`l’ouverture des sorties que vous suivez`,
    draft: t`les réservations inachevées qui vont fermer`,
    practical: t`l’adresse et l’horaire, la veille`,
    here: t`« tout le monde est là ? », sur place`,
    attendance: t`« qui était là ? », le lendemain`,
    lost: t`qui reste sans place, à la clôture`,
  },
  mail: t`Aussi par e-mail`,
  undo: t`Défaire`,

  notes: {
    noted: t`C’est noté.`,
    undone: t`C’est défait.`,
    lastDay: t`Il faut au moins un jour : sans aucun jour, rien ne pourrait vous arriver. Cochez d’abord un autre jour.`,
    quietHours: t`Ces heures tombent toutes dans les heures calmes du programme : rien ne pourrait vous arriver. Rien n’a été changé.`,
    overnight: t`La fin doit venir après le début, le même jour : par exemple « de 9 h à 17 h ». Rien n’a été changé.`,
    twoParts: t`Je ne garde qu’un seul moment de la journée : par exemple « de 9 h à 17 h ». Rien n’a été changé.`,
    unclear: t`Je n’ai pas compris quels jours ou quelles heures. Rien n’a été changé.`,
    number: t`Les cases n’ont pas de numéro : écrivez leur nom, par exemple « pas le mercredi ».`,
    fixed: t`Il n’y a pas d’adresse électronique sur votre compte : demandez à l’équipe du programme de l’ajouter.`,
    notYours: t`Vous ne recevez pas cette sorte de nouvelle : il n’y a rien à changer.`,
  },
});
