import type { Performance } from '../../domain/performance.ts';
import type { Text } from '../../messages/message.ts';
import { account, person, strong, t } from '../../messages/text.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { names, persons, places } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

/** Words about visitors and leaders, and what they ask (A14). A visitor may read little French: the plainest words there are. */
export const visits = (at: Times) => {
  const about = (show: Show): Text => t`${strong(show.title)}, ${at.full(show.startsAt, show.zone)}`;

  return {
    home: {
      coming: (n: number, next: Show) => t`Vous avez ${n} ${plural(n, 'invitation', 'invitations')}. La prochaine : ${about(next)}.`,
      none: t`Vous n’avez pas d’invitation pour le moment.`,
      asked: (n: number) => t`${n} ${plural(n, 'demande attend', 'demandes attendent')} une réponse de votre référent.`,
      outings: (n: number, next: Show) => t`Vous accompagnez ${n} ${plural(n, 'sortie', 'sorties')}. La prochaine : ${about(next)}.`,
      noOuting: t`Vous n’accompagnez pas de sortie pour le moment.`,
      wishes: (n: number) => t`${n} ${plural(n, 'demande', 'demandes')} des personnes que vous accompagnez ${plural(n, 'attend', 'attendent')} votre réponse.`,
      venue: t`Votre compte est celui d’un lieu partenaire. Ici, vous pouvez voir les sorties, et la liste des invités des vôtres. Pour vos places et vos dates, adressez-vous à l’équipe du programme.`,
      jury: t`Votre compte est celui d’un membre du jury. L’écoute et les notes ne se font pas encore ici. Vous pouvez voir les sorties.`,
    },

    actions: {
      mine: t`Mes invitations`,
      outings: t`Mes sorties`,
      past: t`Les sorties passées`,
      coming: t`À venir`,
      go: t`Je voudrais y aller`,
      cannot: t`Je ne peux pas venir`,
      cannotGuest: t`Cette personne ne peut pas venir`,
      answer: t`Répondre aux demandes`,
    },

    nobody: t`Votre compte n’est relié à aucune fiche : je ne peux pas savoir quelles invitations sont à vous. Demandez un nouveau code à votre référent.`,

    mine: {
      title: t`Vos invitations`,
      past: t`Vos sorties passées`,
      outings: t`Vos sorties`,
      none: t`Vous n’avez pas d’invitation pour le moment.`,
      nonePast: t`Vous n’avez pas de sortie passée.`,
      how: t`Si une sortie vous plaît, dites-le avec « Je voudrais y aller ».`,
      noOuting: t`Vous n’accompagnez pas de sortie pour le moment. Quand votre structure vous réserve une place, la sortie est ici.`,
      you: t`vous`,
      group: (n: number) => t`${persons(n)}`,
      labels: { who: t`Pour`, number: t`Invitation n°`, rank: t`Votre tour`, when: t`Quand`, where: t`Où`, access: t`Pour venir`, venue: t`Téléphone du lieu`, structure: t`Votre structure`, people: t`Le groupe` },
      reserved: t`La place est réservée.`,
      waits: (rank: number) => t`Il n’y a pas encore de place : rang ${rank} en liste d’attente.`,
      rank: (rank: number) => (rank === 1 ? t`rang 1, personne devant vous` : t`rang ${rank}, ${persons(rank - 1)} devant vous`),
      over: t`Cette sortie est passée.`,
      void: t`Cette invitation ne vaut plus.`,
      called: t`Le lieu a annulé cette sortie.`,
      hindered: t`C’est dit à votre référent. La réponse n’est pas encore là.`,
      noted: t`C’est dit à votre référent, qui l’a bien noté.`,
      show: t`Montrez le numéro à l’entrée.`,
      change: t`Pour changer quelque chose, appelez votre structure.`,
      gone: t`Je ne trouve pas cette invitation. Voici les vôtres :`,
    },

    wish: {
      sent: (show: Show) => t`C’est demandé : ${about(show)}.`,
      next: t`Votre référent va répondre. Je vous écris quand la réponse est là. Ce n’est pas encore une réservation.`,
      again: t`Vous l’avez déjà demandé. Votre référent n’a pas encore répondu.`,
      refused: t`Votre référent a répondu : pas cette fois. Vous pouvez lui en parler.`,
      already: t`Vous avez déjà une place pour cette sortie.`,
      alreadyWaits: t`Vous êtes déjà en liste d’attente pour cette sortie.`,
      openLater: (show: Performance) => t`Les réservations ouvrent ${at.full(show.opensAt, show.zone)}. Votre référent le voit aussi.`,
    },

    cannot: {
      sent: (show: Show) => t`C’est dit à votre référent : ${about(show)}.`,
      next: t`La place est gardée pour l’instant. Je vous écris quand la réponse est là.`,
      again: t`Vous l’avez déjà dit. Votre référent n’a pas encore répondu.`,
      which: t`Pour quelle sortie ?`,
      nothing: t`Vous n’avez pas d’invitation à venir.`,
      late: t`La sortie est bientôt. Appelez aussi votre structure.`,
    },

    /** To a referent: what a visitor of theirs asks. */
    asked: {
      wish: (show: Show) => t`Une personne que vous accompagnez voudrait aller à ${about(show)}.`,
      hindrance: (show: Show) => t`Une personne que vous accompagnez ne peut pas venir à ${about(show)}.`,
      title: t`Demandes à traiter`,
      none: t`Aucune demande n’attend votre réponse.`,
      line: { wish: t`voudrait y aller`, hindrance: t`ne peut pas venir` },
      since: (when: Date) => t`Demandé ${at.full(when)}.`,
      wants: (id: string, show: Show) => t`${person(id)} voudrait aller à ${about(show)}.`,
      cannot: (id: string, show: Show) => t`${person(id)} ne peut pas venir à ${about(show)}.`,
      free: (free: number) => t`${places(free)} ${plural(free, 'libre', 'libres')}.`,
      full: (rank: number) => t`Il n’y a plus de place : rang ${rank} en liste d’attente.`,
      waits: (rank: number, why: Text) => t`Une place n’est pas possible tout de suite (${why}) : rang ${rank} en liste d’attente.`,
      stillOpen: t`La demande reste ouverte : vous pourrez y répondre plus tard.`,
      book: t`Réserver`,
      queue: t`Mettre en liste d’attente`,
      notNow: t`Pas cette fois`,
      cancel: t`Annuler la place`,
      leave: t`Quitter la liste d’attente`,
      keep: t`Garder la place`,
      hinder: t`Noter l’empêchement`,
      next: t`Demande suivante`,
      booked: (id: string) => t`${person(id)} : la place est réservée.`,
      queued: (id: string, rank: number) => t`${person(id)} : rang ${rank} en liste d’attente.`,
      tells: (id: string) => t`J’écris la réponse à ${person(id, 'first')}.`,
      refused: (id: string) => t`C’est noté : pas cette fois pour ${person(id)}.`,
      cancelled: (people: readonly string[]) => t`C’est annulé pour ${names(people)}.`,
      kept: (id: string) => t`C’est noté : la place de ${person(id)} est gardée.`,
      noted: (id: string) => t`L’empêchement de ${person(id)} est noté. La place reste à libérer par téléphone.`,
      gone: t`Il n’y a plus rien à répondre : la place n’existe plus.`,
      has: (id: string) => t`Il n’y a plus rien à répondre : ${person(id)} a déjà une place ou un rang pour cette sortie.`,
      unknown: t`Je ne trouve pas cette demande.`,
      already: (by: string, when: Date) => t`Déjà répondu par ${account(by, 'full')}, ${at.full(when)}.`,
      answers: { granted: t`La réponse était : oui.`, refused: t`La réponse était : non.`, withdrawn: t`Plus personne n’attend de réponse : la demande n’est plus valable.`, open: t`La demande attend une réponse.` },
    },

    /** To a visitor: what became of it. */
    decided: {
      booked: (show: Show) => t`C’est réservé : ${about(show)}.`,
      queued: (show: Show, rank: number) => t`Votre référent a dit oui. Il n’y a pas encore de place : vous êtes en liste d’attente, rang ${rank}. ${about(show)}.`,
      granted: (show: Show) => t`Votre référent a dit oui : ${about(show)}. Il n’y a plus de place à votre nom : parlez-en à votre référent.`,
      refused: (show: Show) => t`Votre référent a répondu : pas cette fois. ${about(show)}.`,
      expired: (show: Show) => t`Votre demande est close : il n’y a pas eu de réponse à temps. ${about(show)}.`,
      freed: (show: Show) => t`La place est annulée : ${about(show)}.`,
      noted: (show: Show) => t`Votre référent l’a bien noté : ${about(show)}.`,
      kept: (show: Show) => t`Votre référent garde la place : ${about(show)}. Parlez-en ensemble.`,
      see: t`Voir`,
      others: t`Voir d’autres sorties`,
    },

    /** A referent gives access. */
    access: {
      title: t`Accès des personnes`,
      about: t`Avec un accès, une personne voit les sorties et ses invitations. Elle peut vous dire « je voudrais y aller » ou « je ne peux pas venir ». Elle ne peut pas réserver.`,
      leaderAbout: t`Avec un accès, une personne qui accompagne voit les sorties où elle a une place, et les noms du groupe. Elle ne voit rien d’autre.`,
      none: t`Personne n’a encore d’accès.`,
      who: t`À qui donner un accès ? Écrivez un nom.`,
      which: t`De qui parlez-vous ?`,
      unknown: t`Je ne trouve pas ce nom parmi vos participants et vos accompagnateurs. Écrivez-le autrement, ou « annuler ».`,
      guest: (id: string) => t`${person(id)} est proche d’un participant : seuls les participants et les personnes qui accompagnent ont un accès. L’accès du participant montre aussi ses invitations.`,
      removed: (id: string) => t`La fiche de ${person(id)} n’est plus active. Réactivez-la d’abord.`,
      linked: { yes: t`accès utilisé`, no: t`code pas encore utilisé` },
      linkedLong: { yes: t`Le code a été utilisé : l’accès marche.`, no: t`Le code n’a pas encore été utilisé. S’il est perdu, donnez-en un nouveau.` },
      roles: { visitor: t`participant`, leader: t`accompagnement` },
      ask: (id: string) => t`Donner un accès à ${person(id)} ?`,
      has: (id: string) => t`${person(id)} a un accès.`,
      give: t`Donner un accès`,
      newOne: t`Nouvel accès`,
      newCode: t`Nouveau code`,
      take: t`Retirer l’accès`,
      takeAsk: (id: string) => t`Retirer l’accès de ${person(id)} ? Il s’arrête tout de suite, partout. La fiche et les réservations restent.`,
      takeYes: t`Oui, retirer`,
      takeNo: t`Non, garder`,
      taken: (id: string) => t`L’accès de ${person(id)} est retiré.`,
      kept: t`D’accord, l’accès est gardé.`,
      left: t`D’accord, rien n’a été changé.`,
      code: (id: string, code: string) => t`Le code de ${person(id)} : ${strong(code)}`,
      once: (until: Date) => t`Il sert une seule fois, jusqu’au ${at.full(until)}. Notez-le et donnez-le à la personne : je ne le montrerai plus.`,
      how: t`La personne ouvre cette page ou cette application, et écrit ce code.`,
      list: t`Tous les accès`,
    },
  };
};
