import type { WaitReason } from '../domain/refusal.ts';
import type { Performance } from '../domain/performance.ts';
import { spoken } from '../ids.ts';
import type { Text } from '../messages/message.ts';
import { account, hidden, join, person, stopAfter, strong, t } from '../messages/text.ts';
import { changes } from './fr/changes.ts';
import { chats } from './fr/chats.ts';
import { desk } from './fr/desk.ts';
import { notices } from './fr/notices.ts';
import { papers } from './fr/papers.ts';
import { participants } from './fr/participants.ts';
import { presence } from './fr/presence.ts';
import { refusals } from './fr/refusals.ts';
import { structure } from './fr/structure.ts';
import { undelivered } from './fr/undelivered.ts';
import { visits } from './fr/visits.ts';
import { capital, names, persons, places, seatsFor } from './fr/words.ts';
import type { Times } from './times.ts';
import { plural } from './plural.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

/**
 * French, the source of all keys: `en` must give the same ones. 'Vous', short sentences, one question at
 * a time, dates in full with their weekday (X7); no agreement that would need a civility.
 */
export const fr = (at: Times) => {
  const when = (show: Show): string => at.full(show.startsAt, show.zone);

  const quotaFull = (people: readonly string[], week: string): Text =>
    t`${names(people)} : le maximum d’invitations est atteint pour la semaine du ${week}.`;

  const reasons: Record<WaitReason | 'over', Text> = {
    full: t`il n’y a plus de place`,
    weekly_quota: t`limite de la semaine atteinte`,
    structure_quota: t`votre structure a déjà toutes ses places`,
    group: t`pas assez de places pour tout le groupe`,
    participant_first: t`un participant doit d’abord avoir sa place`,
    over: t`la liste d’attente est close`,
  };

  return {
    refusals: refusals(at),
    reasons,
    places,
    persons,
    names,
    when,
    at,

    actions: {
      search: t`Chercher`,
      reservations: t`Mes réservations`,
      menu: t`Menu`,
      help: t`Aide`,
      back: t`Retour`,
      more: t`Suite`,
      findPerson: t`Chercher quelqu’un par son nom`,
      previous: t`Précédent`,
      book: t`Réserver`,
      wait: t`Liste d’attente`,
      otherDates: t`Autres dates`,
      otherDate: t`Une autre date`,
      confirm: t`Confirmer`,
      change: t`Modifier`,
      giveUp: t`Abandonner`,
      alert: t`Me prévenir à l’ouverture`,
      chooseAhead: t`Choisir déjà les personnes`,
      resume: t`Reprendre`,
      see: t`Voir`,
      seeEvent: t`Voir la sortie`,
      language: t`English`,
      yes: t`Oui`,
      no: t`Non`,
    },

    file: {
      notHere: (name: string) => t`J’ai bien reçu « ${hidden(name)} », mais je ne sais pas encore quoi en faire ici. Rien n’a été changé.`,
    },

    misc: {
      empty: t`Je n’ai rien pu lire. Écrivez quelques mots, ou choisissez :`,
      stale: t`Ce bouton ne vaut plus : c’est déjà fait, ou les choses ont changé. Voici où nous en sommes.`,
      pressedTwice: t`Ce bouton ne vaut plus : c’est déjà fait.`,
      notUnderstood: t`Je n’ai pas compris. Dites-le autrement : un nom, un titre, une date. Ou choisissez :`,
      tooLong: t`Ce message est trop long pour moi. Dites-le en une phrase, ou choisissez :`,
      notUnderstoodAgain: t`Je ne comprends toujours pas ; je ne sais répondre que sur les sorties et les réservations. Choisissez ici, ou écrivez « aide ».`,
      left: t`D’accord, je laisse cela. Rien n’a été changé.`,
      welcome: t`Avec plaisir.`,
      oneThing: t`Une chose à la fois : d’abord l’annulation, la suite après.`,
      sorry: t`Quelque chose n’a pas marché de notre côté. Rien n’a été fait ; réessayez dans un instant.`,
      notYet: t`Cela ne se fait pas encore ici.`,
      /** Beside a link into the web chat, on channels where names do not go out. */
      namesThere: 'Voir les noms et les documents',
      shared: t`Parlons-en en privé, pour ne nommer personne ici.`,
      privately: t`Ouvrir la conversation`,
      unreadable: {
        edited: t`Je lis seulement ce qui est envoyé : un message modifié après coup ne change rien. Envoyez-le à nouveau si besoin.`,
        sticker: t`Joli, mais je ne lis que les mots.`,
        video: t`Je ne sais pas lire les vidéos. Écrivez-moi plutôt.`,
        place: t`Je ne sais pas lire une position. Écrivez plutôt le nom de la ville.`,
        contact: t`Je ne sais pas lire une fiche de contact. Écrivez plutôt le nom.`,
        poll: t`Je ne sais pas répondre aux sondages. Écrivez-moi plutôt.`,
        tooBig: t`Ce fichier est trop gros : 10 Mo au plus. Rien n’a été enregistré.`,
        lost: t`Ce fichier n’est pas arrivé entier. Envoyez-le à nouveau.`,
        other: t`Je n’ai pas pu lire ce message. Écrivez-moi quelques mots, ou choisissez :`,
      },
    },

    help: {
      title: t`Ce que je peux faire`,
      /** By whom they are for. */
      examples: {
        everybody: [
          [t`Trouver une sortie`, t`« concerts samedi », « théâtre à Villeurbanne », ou un titre`],
        ],
        referent: [
          [t`Réserver`, t`« réserver », puis tapez les noms, ou touchez-les ; « sans Awa » en enlève un`],
          [t`Voir ou annuler`, t`« mes réservations », « qui vient jeudi », « annuler Awa »`],
          [t`Dire qui était là`, t`« présence », « tous sauf Awa », « Awa absente, prévenue »`],
          [t`Vos participants`, t`« mes participants », « ajouter Awa Sangaré », ou déposez une liste`],
          [t`Votre structure`, t`« ma structure », « mes collègues », « partenaires », « des idées »`],
        ],
        visitor: [
          [t`Vos invitations`, t`« mes invitations »`],
          [t`Demander`, t`sur une sortie : « Je voudrais y aller » ; sur une invitation : « Je ne peux pas venir »`],
        ],
        leader: [
          [t`Vos sorties`, t`« mes sorties », pour voir qui vient, et où`],
          [t`Dire qui était là`, t`« présence », « tout le monde est là »`],
        ],
        operator: [
          [t`Répondre aux structures`, t`« demandes »`],
          [t`Voir une structure`, t`« structures », puis son nom`],
          [t`Voir ce qui n’arrive pas`, t`« messages non remis »`],
        ],
      } as Readonly<Record<'everybody' | 'referent' | 'visitor' | 'leader' | 'operator', readonly (readonly [Text, Text])[]>>,
      language: [t`Changer de langue`, t`« English »`] as readonly [Text, Text],
      anywhere: t`À tout moment : « retour » revient d’un pas, « annuler » laisse la demande en cours, « menu » revient à l’accueil.`,
      rules: (quota: number | null) =>
        quota === null ? t`Les invitations sont gratuites et personnelles.` : t`Les invitations sont gratuites et personnelles : ${quota} au plus par personne et par semaine. Au-delà, la liste d’attente sert les places restées libres.`,
    },

    home: {
      hello: (id: string, day: string) => t`Bonjour ${account(id, 'first')}. Nous sommes ${day}.`,
      coming: (seats: number, show: Show, people: number) => t`${places(seats)} à venir. La prochaine : ${strong(show.title)}, ${when(show)}, ${persons(people)}.`,
      noneComing: t`Aucune réservation à venir.`,
      waiting: (n: number) => t`${persons(n)} en liste d’attente.`,
      opening: (show: Performance) => t`${capital(at.relative(show.opensAt, show.zone) ?? at.day(show.opensAt, show.zone))} à ${at.hour(show.opensAt, show.zone)} ouvrent les réservations pour ${strong(show.title)}${stopAfter(show.title)}`,
      draft: (show: Show, people: number) => t`Vous prépariez une réservation pour ${strong(show.title)}, ${when(show)} (${persons(people)} ${plural(people, 'choisie', 'choisies')}).`,
      draftPossible: (free: number) => (free > 0 ? t`Elle est encore possible : ${places(free)}.` : t`C’est complet maintenant, mais la liste d’attente est ouverte.`),
      halfDone: t`Vous aviez commencé quelque chose : vous pouvez le reprendre.`,
      more: t`Plus…`,
      moreWhat: t`Que voulez-vous faire d’autre ?`,
      next: t`Prochaines sorties avec des places :`,
      mine: t`Mes réservations :`,
      visitor: t`Vous pouvez voir les sorties. Les réservations se font avec un compte de référent : parlez-en à votre référent.`,
    },

    show: {
      line: (show: Performance) => t`${when(show)}, ${show.venue.name}, ${show.venue.city}`,
      state: (show: Performance, free: number, waiting: number, window: 'not_open' | 'open' | 'closed' | 'past' | 'cancelled') => {
        switch (window) {
          case 'cancelled': return t`annulé`;
          case 'past': return t`passé`;
          case 'closed': return t`réservations closes`;
          case 'not_open': return t`ouvre ${at.full(show.opensAt, show.zone)}`;
          case 'open': return free > 0 ? t`${places(free)}` : t`complet${waiting > 0 ? `, ${persons(waiting)} en attente` : ''}`;
        }
      },
      far: (km: number) => t`${km < 1 ? 'moins de 1' : Math.round(km)} km`,
      labels: { when: t`Quand`, where: t`Où`, access: t`Pour venir`, reach: t`Contact du lieu`, seats: t`Places`, opens: t`Ouverture`, closes: t`Réserver ou annuler`, accessibility: t`Accessibilité`, price: t`Tarif public`, themes: t`Genre` },
      opens: (show: Performance) => t`${at.full(show.opensAt, show.zone)} (${at.wait(show.opensAt)})`,
      opened: (show: Performance) => t`jusqu’au ${at.full(show.closesAt, show.zone)}`,
      buy: t`Acheter des places au tarif public`,
      mine: (people: readonly string[]) => t`${capital(seatsFor(people.length))} pour ${names(people)}.`,
      mineWaiting: (id: string, rank: number) => t`${person(id)} : rang ${rank} en attente.`,
      alertSet: (people: number) => (people === 0 ? t`Je vous préviendrai à l’ouverture.` : t`Je vous préviendrai à l’ouverture, avec votre choix de ${persons(people)}.`),
      accessibilities: { hearing: 'malentendants', visual: 'malvoyants', psychic: 'handicap psychique', motor: 'fauteuil roulant', intellectual: 'handicap mental' } as Readonly<Record<string, string>>,
      otherDates: (title: string) => t`Autres dates de ${strong(title)} :`,
      noOtherDate: t`Il n’y a pas d’autre date.`,
    },

    search: {
      found: (n: number, about: Text | undefined) => t`${n} ${plural(n, 'date', 'dates')} ${about ?? 'à venir'}.`,
      page: (from: number, to: number, total: number) => t`${from} à ${to} sur ${total}.`,
      none: (about: Text | undefined) => (about === undefined ? t`Je n’ai rien trouvé.` : t`Je n’ai rien trouvé ${about}.`),
      noneInstead: t`Il n’y a pas encore de date à venir. Revenez bientôt.`,
      nearest: (about: Text | undefined) => (about === undefined ? t`Voici les prochaines dates :` : t`En cherchant plus large (${about}) :`),
      noDistance: t`Je n’ai pas l’adresse de votre structure : je ne peux pas mesurer les distances.`,
      about: {
        text: (text: string) => t`pour « ${hidden(text.length > 60 ? `${text.slice(0, 60)}…` : text)} »`,
        day: (from: Date, to: Date | undefined) => to === undefined ? `à partir du ${at.day(from)}` : to.getTime() - from.getTime() <= 26 * 3_600_000 ? at.day(from) : `du ${at.day(from)} au ${at.day(new Date(to.getTime() - 1))}`,
        city: (city: string) => `à ${city}`,
        theme: (theme: string) => `de genre « ${theme} »`,
        access: (name: string) => `avec accès « ${name} »`,
        near: (km: number) => `à moins de ${km} km`,
        seats: (n: number) => `avec ${places(n)} ou plus`,
      },
      choose: t`Touchez une ligne ou tapez son numéro. Vous pouvez aussi préciser : une date, une ville, un genre.`,
      toBook: t`Pour quelle sortie ?`,
      filters: t`Affiner`,
      filterQuestion: t`Que voulez-vous préciser ? Vous pouvez aussi l’écrire.`,
      filter: { weekend: t`Ce week-end`, sevenDays: t`7 jours`, month: t`30 jours`, free: t`Places libres`, places4: t`4 places ou plus`, near: (km: number) => t`À ${km} km`, clear: t`Tout enlever`, themes: t`Genre`, cities: t`Ville`, access: t`Accessibilité`, show: t`Voir les dates` },
      pickTheme: t`Quel genre ?`,
      pickCity: t`Quelle ville ?`,
      pickAccess: t`Quelle accessibilité ?`,
    },

    book: {
      for: (show: Show) => t`${strong(show.title)}, ${when(show)}`,
      who: t`Pour qui ? Tapez des noms, ou choisissez.`,
      whoElse: t`Quelqu’un d’autre ? Tapez un nom, ou « continuer ».`,
      chosen: (people: readonly string[]) => t`${persons(people.length)} : ${names(people)}.`,
      free: (free: number, waiting: number) => (free > 0 ? t`${places(free)} ${plural(free, 'libre', 'libres')}.` : t`Complet : ${waiting === 0 ? 'personne n’attend encore' : `${persons(waiting)} en attente`}. Vous pouvez demander une place en liste d’attente.`),
      ahead: (show: Performance) => t`Les réservations ouvrent ${at.full(show.opensAt, show.zone)}. Je garde votre choix et je vous le propose à l’ouverture.`,
      kinds: { participant: '', guest: ' (proche)', companion: ' (accompagnement)' },
      has: { booked: ' : a une place', waiting: ' : en attente' },
      party: (name: string, n: number) => t`${hidden(name)} (${n})`,
      newPerson: t`Nouvelle personne`,
      go: t`Continuer`,
      nobodyYet: t`Votre structure n’a encore personne ici. Commencez par ajouter quelqu’un.`,
      added: (people: readonly string[]) => t`J’ai ajouté ${names(people)}.`,
      removed: (people: readonly string[]) => t`J’ai enlevé ${names(people)}.`,
      which: (said: string) => t`« ${hidden(said)} » : de qui parlez-vous ?`,
      unknown: (said: readonly string[]) => t`Je ne connais pas ${join(said.map((s) => t`« ${hidden(s)} »`), ', ')}.`,
      create: (said: string) => t`Ajouter « ${hidden(said)} »`,
      newName: t`Quel est son nom ? Écrivez le prénom, puis le nom.`,
      newNameAgain: t`Il me faut le prénom et le nom, par exemple « Awa Sangaré ».`,
      fields: { first: t`Prénom`, last: t`Nom`, kind: t`Qui est-ce ?`, of: t`De qui ?` },
      newKind: (first: string) => t`${hidden(first)} : qui est-ce ?`,
      kindChoices: { participant: t`Participant`, guest: t`Proche d’un participant`, companion: t`Accompagnement (professionnel ou bénévole)` },
      newOf: (first: string) => t`${hidden(first)} est proche de qui ?`,
      created: (id: string) => t`${person(id)} est dans votre liste, et dans cette demande.`,
      sameName: (id: string) => t`${person(id)} est déjà dans votre liste. Est-ce la même personne ?`,
      same: t`Oui, c’est elle`,
      another: t`Non, une autre`,
      companionWhy: (people: readonly string[]) => t`${names(people)} : un accompagnement est-il nécessaire pour cette sortie ? Ces places ne sont données que dans ce cas.`,
      companionReasons: { minors: t`Oui, des mineurs`, disability: t`Oui, un handicap`, group: t`Oui, un groupe`, none: t`Non, sans accompagnement` },
      fewer: (free: number, people: number) => (free === 0 ? t`Il n’y a plus de place : ${persons(people)} en liste d’attente.` : t`Il reste ${places(free)} pour ${persons(people)}.`),
      structureFewer: (left: number, people: number) => (left === 0 ? t`Votre structure a déjà toutes ses places ici : ${persons(people)} en liste d’attente.` : t`Votre structure peut encore avoir ${places(left)} ici, pour ${persons(people)}.`),
      quotaOf: (id: string, week: string, titles: readonly string[]) =>
        titles.length === 0 ? quotaFull([id], week) : t`${person(id)} a déjà ${titles.length} ${plural(titles.length, 'invitation', 'invitations')} la semaine du ${week} (${join(titles.map((title) => strong(title)), ', ')}) : c’est le maximum.`,
      quotaFull,
      quotaLater: (show: Performance) => t`Les places encore libres ${at.full(show.releaseAt, show.zone)} iront aux personnes en attente, dans l’ordre.`,
      howSeats: t`Que préférez-vous ?`,
      split: (seats: number, waiting: number) => (seats === 0 ? t`Chacun à son tour` : t`${places(seats)} + ${waiting} en attente`),
      together: (n: number) => t`Attendre ${places(n)} ensemble`,
      atLeast: t`Au moins… ensemble`,
      atLeastQuestion: (n: number) => t`Combien de places ensemble au moins, sur ${n} ?`,
      changePeople: t`Changer les personnes`,
      recap: t`Je récapitule :`,
      recapSeat: (people: readonly string[]) => t`${capital(seatsFor(people.length))} pour ${names(people)}.`,
      recapWait: (id: string, rank: number, why: Text) => t`${person(id)} : rang ${rank} en attente (${why}).`,
      recapTogether: (minimum: number, people: readonly string[], rank: number) =>
        minimum === people.length ? t`${names(people)} : en attente de ${places(minimum)} ensemble, rang ${rank}.` : t`${names(people)} : en attente d’au moins ${places(minimum)} ensemble, rang ${rank}.`,
      because: (why: Text) => t`Pourquoi : ${why}.`,
      recapAlready: (people: readonly string[]) => t`${names(people)} : déjà dans vos réservations pour cette date, rien ne change.`,
      recapUntil: (show: Pick<Performance, 'closesAt' | 'zone'>) => t`Annulation possible jusqu’au ${at.full(show.closesAt, show.zone)}.`,
      booked: t`C’est réservé.`,
      waitingOnly: t`C’est noté en liste d’attente.`,
      seatOf: (id: string, number: string) => t`${person(id)} : une place, invitation n° ${spoken(number)}.`,
      rankOf: (id: string, rank: number) => t`${person(id)} : rang ${rank} en attente.`,
      written: t`Je vous écris dès qu’une place se libère.`,
      meanwhileFull: t`Entre-temps, les dernières places ont été prises. J’ai gardé votre tour en liste d’attente.`,
      meanwhileFewer: (free: number) => t`Entre-temps, des places ont été prises : ${free === 0 ? 'il n’en reste plus' : `il en reste ${free}`}. Rien n’est perdu : je garde votre tour, pour que vous restiez ensemble.`,
      takeNow: (people: readonly string[]) => t`${capital(seatsFor(people.length))} pour ${names(people, 'first')}, les autres en attente`,
      elsewhere: (show: Show, free: number) => t`Une autre date : ${at.day(show.startsAt, show.zone)}, ${places(free)}`,
      waitTogether: t`Attendre ensemble`,
      leaveQueue: t`Quitter la liste`,
      aheadKept: (people: number) => (people === 0 ? t`C’est noté.` : t`C’est noté : ${persons(people)}.`),
      aheadWhen: (show: Performance, people: number) => t`Je vous préviens ${at.full(show.opensAt, show.zone)}. Il vous restera à ${people === 0 ? 'choisir les personnes' : 'confirmer'}.`,
      alertOff: t`C’est noté, je ne vous préviendrai pas.`,
      noAlert: t`Ne plus me prévenir`,
    },

    reservations: {
      title: { current: t`Vos réservations à venir`, waiting: t`En liste d’attente`, past: t`Vos sorties passées` },
      none: { current: t`Aucune réservation à venir.`, waiting: t`Personne n’est en liste d’attente.`, past: t`Aucune sortie passée.` },
      noneFor: t`Rien de prévu pour ce choix.`,
      line: (show: Show) => t`${show.title}, ${when(show)}`,
      state: {
        booked: (hindered: boolean) => (hindered ? t`place réservée, empêchement signalé` : t`place réservée`),
        waiting: (rank: number) => t`rang ${rank} en attente`,
        cancelled: t`annulée`,
        performanceCancelled: t`sortie annulée par le lieu`,
        unknown: t`présence non indiquée`, present: t`présence`, absent: t`absence`, excused: t`absence, prévenue`,
      },
      filter: { current: t`À venir`, waiting: t`En attente`, past: t`Passées`, person: t`Par personne`, event: t`Par sortie`, all: t`Tout` },
      pickPerson: t`Les réservations de qui ?`,
      pickEvent: t`Pour quelle sortie ?`,
      labels: { who: t`Pour`, number: t`Invitation n°`, rank: t`Rang`, why: t`Pourquoi pas encore`, until: t`Annulation possible` },
      until: (show: { closesAt: Date; zone: string }) => t`jusqu’au ${at.full(show.closesAt, show.zone)}`,
      number: (number: string) => t`${spoken(number)}`,
      rank: (rank: number) => (rank === 1 ? t`1, personne devant` : t`${rank}, ${persons(rank - 1)} devant`),
      tier: (show: Performance) => t`Cette personne a déjà son maximum d’invitations cette semaine-là : elle passe après les autres. Les places encore libres ${at.full(show.releaseAt, show.zone)} iront aux personnes en attente, dans l’ordre.`,
      group: t`Ce groupe attend assez de places pour être ensemble ; ceux qui suivent peuvent passer, votre rang est gardé.`,
      cancelSeat: t`Annuler cette place`,
      leaveQueue: t`Quitter la liste d’attente`,
    },

    cancel: {
      which: t`Que voulez-vous annuler ?`,
      nothing: t`Il n’y a rien à annuler.`,
      nothingFor: t`Je ne trouve pas de réservation à venir pour cela.`,
      recap: t`Je récapitule ce qui sera annulé :`,
      seats: (people: readonly string[], show: Show) => t`${names(people)} : ${plural(people.length, 'la place', 'les places')} pour ${strong(show.title)}, ${when(show)}.`,
      wait: (id: string, show: Show, rank: number) => t`${person(id)} : le rang ${rank} en attente pour ${strong(show.title)}, ${when(show)}.`,
      dependents: (people: readonly string[]) => t`Sans participant, ${names(people)} ne ${plural(people.length, 'garde pas sa place', 'gardent pas leur place')} non plus.`,
      gone: (n: number) => (n < 2 ? t`Cette place ira à quelqu’un d’autre : on ne pourra pas la reprendre.` : t`Ces places iront à d’autres : on ne pourra pas les reprendre.`),
      rankLost: t`Le rang est perdu : un retour se ferait à la fin de la liste.`,
      confirm: t`Oui, annuler`,
      keep: t`Non, garder`,
      done: (people: readonly string[]) => t`C’est annulé pour ${names(people)}.`,
      kept: t`D’accord, je garde tout.`,
      late: t`Je peux noter l’empêchement : le lieu et l’équipe le verront.`,
      hinder: t`Noter l’empêchement`,
      comes: t`Finalement, la place est gardée`,
      hindered: (people: readonly string[]) => t`Empêchement noté pour ${names(people)}. La place reste à libérer par téléphone.`,
      unhindered: (people: readonly string[]) => t`C’est noté : ${names(people)} ${plural(people.length, 'vient', 'viennent')}.`,
    },

    push: {
      digest: (n: number) => t`${n} nouvelles pour vous :`,
      practical: (show: Show, seats: number) => t`${capital(at.relative(show.startsAt, show.zone) ?? at.day(show.startsAt, show.zone))}, ${when(show)} : ${strong(show.title)}, ${places(seats)}.`,
      lost: (show: Show, waiting: number) => t`Les réservations sont closes pour ${strong(show.title)}, ${when(show)} : il n’y a pas eu de place pour ${waiting < 2 ? 'la personne' : `les ${waiting} personnes`} en attente.`,
      draft: (show: Show, closesAt: Date) => t`Votre réservation n’est pas terminée : ${strong(show.title)}, ${when(show)}. Les réservations ferment ${at.relative(closesAt, show.zone) ?? `le ${at.day(closesAt, show.zone)}`} à ${at.hour(closesAt, show.zone)}.`,
      arrived: t`La personne que vous avez invitée a utilisé son code : elle a maintenant accès au guichet.`,
      promoted: (show: Show) => t`Une place s’est libérée pour ${strong(show.title)}, ${when(show)}.`,
      seats: (people: readonly string[]) => (people.length < 2 ? t`La place est pour ${names(people)}.` : t`Les places sont pour ${names(people)}.`),
      seatsGone: t`Il n’y a plus de place à votre nom pour cette sortie.`,
      noted: t`C’est noté`,
      giveBack: t`Rendre la place`,
      fine: t`Bonne sortie.`,
      opened: (show: Show, people: number) => people === 0 ? t`Les réservations sont ouvertes pour ${strong(show.title)}, ${when(show)}.` : t`Les réservations sont ouvertes pour ${strong(show.title)}, ${when(show)} : ${people === 1 ? 'pour la personne choisie' : `votre choix de ${persons(people)}`}.`,
    },

    participants: participants(at),
    structure: structure(at),
    visits: visits(at),
    presence: presence(at),
    changes: changes(at),
    chats: chats(at),
    notices: notices(at),
    papers: papers(at),
    desk: desk(at),
    undelivered: undelivered(at),

    link: {
      ask: t`Bonjour. Ici, on réserve des sorties gratuites pour les personnes que votre structure accompagne. Avez-vous un code d’accès ? Écrivez-le (par exemple ABCD-2345), ou choisissez :`,
      code: t`Écrivez le code que votre collègue ou l’équipe vous a donné (par exemple ABCD-2345). Il sert une seule fois, pendant 48 heures.`,
      haveCode: t`J’ai un code`,
      noAccount: t`Je n’ai pas de compte`,
      lost: t`J’ai perdu mon accès`,
      added: (operator: string) => t`C’est fait : ${operator} répond maintenant dans cette conversation. Écrivez « menu » pour commencer, ou « changer de compte » pour revenir.`,
      outcome: {
        linked: t`C’est fait : cette conversation est reliée à votre compte. Écrivez « menu » pour commencer.`,
        unknown: t`Je ne connais pas ce code. Vérifiez-le, ou demandez-en un autre.`,
        used: t`Ce code a déjà servi. Un code ne sert qu’une fois : demandez-en un autre.`,
        expired: t`Ce code est trop ancien (il vaut 48 heures). Demandez-en un autre.`,
        removed: t`Ce compte n’est plus actif. Adressez-vous à votre structure.`,
        tooMany: t`Trop d’essais. Attendez un quart d’heure, puis réessayez.`,
        already: t`Cette conversation est déjà reliée à ce compte. Le code n’a pas servi.`,
        taken: t`Ce code est pour un autre compte, et cette conversation est déjà reliée au vôtre. Le code n’a pas servi : donnez-le à la personne. Pour changer de compte ici, déliez d’abord cette conversation (« mes conversations »).`,
        elsewhere: t`C’est un code d’accès. Sur cette page, un seul compte à la fois : déconnectez-vous, puis entrez ce code.`,
      },
    },

    language: { changed: t`Je vous réponds maintenant en français.`, other: t`English` },
  };
};

export type Strings = ReturnType<typeof fr>;
