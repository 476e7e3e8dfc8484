import type { Performance } from '../../domain/performance.ts';
import type { Text } from '../../messages/message.ts';
import { account, hidden, person, strong, t } from '../../messages/text.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { names, persons } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

/** Words about the operator’s own conversation, and what structures ask of the operator (A1, A5). */
export const desk = (at: Times) => {
  const about = (show: Show): Text => t`${strong(show.title)}, ${at.full(show.startsAt, show.zone)}`;

  return {
    home: {
      waiting: (n: number) => t`${n} ${plural(n, 'demande attend', 'demandes attendent')} votre réponse.`,
      none: t`Aucune demande n’attend votre réponse.`,
    },
    actions: { decisions: t`Demandes`, structures: t`Structures`, asked: t`Mes demandes à l’équipe` },

    /** Unsolicited, to the operator: nobody is named. */
    asked: {
      joining: t`Une structure voudrait rejoindre le programme.`,
      exception: t`Une structure vous demande une exception.`,
      suspension: t`Une structure suspendue demande à reprendre.`,
    },

    title: t`Demandes à traiter`,
    kinds: { joining: t`Rejoindre le programme`, free: t`Libérer une place`, question: t`Question`, suspension: t`Reprendre les réservations` },
    line: (structure: string, since: Date) => t`${structure}, demandé ${at.full(since)}`,
    labels: { structure: t`Structure`, kind: t`Type`, city: t`Ville`, who: t`Contact`, email: t`E-mail`, phone: t`Téléphone`, by: t`Demandé par`, since: t`Depuis`, person: t`Pour`, outing: t`Sortie`, said: t`Demande`, venue: t`Téléphone du lieu` },
    since: (when: Date) => t`${at.full(when)}`,
    outing: (show: Show) => about(show),

    joining: {
      what: t`Accepter crée la structure et le compte de ce premier contact, et lui envoie un code par e-mail.`,
      sameName: t`Une structure porte déjà ce nom. Vérifiez avant d’accepter.`,
      accept: t`Accepter`,
      refuse: t`Refuser`,
      admitted: (name: string) => t`C’est fait : ${strong(name)} fait partie du programme. Le code part par e-mail.`,
      refused: t`C’est refusé. Rien n’a été créé.`,
      emailTaken: t`Cette adresse e-mail a déjà un compte. Rien n’a été créé et la demande reste ouverte.`,
      emailInstead: t`Refusez la demande, ou appelez la personne : avec ce compte, elle peut demander un nouveau code.`,
      conventions: t`La convention n’a pas de dates : la structure peut réserver tout de suite.`,
    },
    free: {
      what: t`Les réservations sont closes : seule votre réponse libère cette place.`,
      dependents: (people: readonly string[]) => t`Sans participant, ${names(people)} ne ${plural(people.length, 'garde pas sa place', 'gardent pas leur place')} non plus.`,
      grant: t`Libérer la place`,
      refuse: t`Garder la place`,
      freed: (n: number) => t`C’est fait : ${n} ${plural(n, 'place est libérée', 'places sont libérées')}. Les réservations sont closes : ${plural(n, 'elle n’est pas redonnée', 'elles ne sont pas redonnées')}.`,
      gone: t`Cette place était déjà annulée. La demande est close.`,
      kept: t`C’est noté : la place est gardée.`,
    },
    question: { grant: t`Accorder`, refuse: t`Refuser`, granted: t`C’est accordé. La réponse part tout de suite.`, refused: t`C’est refusé. La réponse part tout de suite.` },
    suspension: { lift: t`Lever la suspension`, keep: t`Maintenir la suspension`, kept: t`La suspension est maintenue. La réponse part tout de suite.`, notSuspended: t`Cette structure n’est plus suspendue. La demande est close.` },

    unknown: t`Je ne trouve pas cette demande.`,
    already: (by: string, when: Date) => t`Déjà répondu par ${account(by, 'full')}, ${at.full(when)}.`,
    answers: { granted: t`La réponse était : oui.`, refused: t`La réponse était : non.`, withdrawn: t`La demande n’est plus valable : la date est passée.`, open: t`La demande attend une réponse.` },
    next: t`Demande suivante`,

    structures: {
      title: t`Structures`,
      none: t`Il n’y a pas encore de structure.`,
      notFound: (said: string) => t`Aucune structure ne s’appelle « ${hidden(said)} ».`,
      search: t`Écrivez un nom ou une ville pour chercher.`,
      state: { active: t`active`, suspended: t`suspendue` },
      labels: { state: t`État`, referents: t`Référents`, people: t`Participants`, convention: t`Convention`, contact: t`Contact` },
      noReferent: t`aucun`,
      people: (n: number) => t`${persons(n)}`,
      convention: (from: string | null, until: string | null) => {
        const day = (iso: string): string => at.day(new Date(`${iso}T12:00:00Z`));
        if (from === null) return until === null ? t`sans dates` : t`jusqu’au ${day(until)}`;
        return until === null ? t`depuis le ${day(from)}` : t`du ${day(from)} au ${day(until)}`;
      },
      since: (when: Date) => t`suspendue depuis ${at.full(when)}`,
      suspend: t`Suspendre`,
      lift: t`Lever la suspension`,
      all: t`Toutes`,
      confirm: (name: string) => t`Suspendre ${strong(name)} ?`,
      means: t`La structure pourra voir les sorties, mais pas réserver. Les places déjà données restent. Les personnes en liste d’attente gardent leur rang, mais ne reçoivent pas de place. Les référents sont prévenus.`,
      yes: t`Oui, suspendre`,
      no: t`Non`,
      left: t`D’accord, rien n’a été changé.`,
      suspended: (name: string) => t`C’est fait : les réservations de ${strong(name)} sont suspendues. Les référents sont prévenus.`,
      lifted: (name: string) => t`C’est fait : ${strong(name)} peut réserver de nouveau. Les places libres vont aux personnes en attente, dans l’ordre.`,
      already: t`C’est déjà fait.`,
      unknown: t`Je ne trouve pas cette structure.`,
    },

    /** To the referents of a structure. */
    told: {
      suspended: t`Les réservations de votre structure sont suspendues. Vous pouvez voir les sorties. Les places déjà réservées restent.`,
      lifted: t`Votre structure peut réserver de nouveau.`,
    },

    /** What a referent asks of the operator, and the answers. */
    exceptions: {
      resume: t`Demander la reprise`,
      ask: t`Demander à l’équipe`,
      resumeSent: t`C’est demandé à l’équipe : reprendre les réservations. Je vous écris dès qu’il y a une réponse.`,
      freeSent: (people: readonly string[]) => t`C’est demandé à l’équipe : libérer ${plural(people.length, 'la place', 'les places')} de ${names(people)}. L’empêchement est noté. Tant qu’il n’y a pas de réponse, ${plural(people.length, 'la place reste réservée', 'les places restent réservées')}.`,
      again: t`C’est déjà demandé. L’équipe n’a pas encore répondu.`,
      notSuspended: t`Les réservations de votre structure ne sont pas suspendues.`,
      notLate: t`Vous pouvez encore annuler cette place sans l’aide de l’équipe.`,
      question: t`Que voulez-vous demander à l’équipe ? Écrivez-le en une ou deux phrases.`,
      questionLong: t`C’est trop long pour une demande. Dites l’essentiel en deux ou trois phrases.`,
      questionSent: t`C’est envoyé à l’équipe. Je vous écris dès qu’il y a une réponse.`,
      questionWaits: (text: string) => t`Une question de votre structure attend déjà une réponse : « ${hidden(text)} ». Vous pourrez en poser une autre ensuite.`,
      title: t`Vos demandes à l’équipe`,
      none: t`Votre structure n’a rien demandé à l’équipe.`,
      kinds: { free: (id: string, show: Show) => t`Libérer la place de ${person(id)} : ${about(show)}`, question: (text: string) => t`« ${hidden(text)} »`, suspension: t`Reprendre les réservations` },
      states: { open: t`en attente d’une réponse`, granted: t`accordé`, refused: t`refusé`, withdrawn: t`close sans réponse` },
      detail: (state: Text, when: Date) => t`${state}, demandé ${at.full(when)}`,
      decided: {
        freed: (show: Show) => t`L’équipe a libéré la place que vous avez signalée : ${about(show)}.`,
        kept: (show: Show) => t`L’équipe ne libère pas la place que vous avez signalée : ${about(show)}. Appelez le lieu si besoin.`,
        expired: (show: Show) => t`Votre demande à l’équipe est close : la sortie a commencé. ${about(show)}.`,
        granted: t`L’équipe a répondu oui à votre demande.`,
        refused: t`L’équipe a répondu non à votre demande.`,
        stillSuspended: t`L’équipe maintient la suspension pour le moment. Vous pouvez voir les sorties, et appeler l’équipe.`,
      },
    },
  };
};
