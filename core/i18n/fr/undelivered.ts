import type { Undelivered, UndeliveredReason, Whose } from '../../domain/undelivered.ts';
import type { Text } from '../../messages/message.ts';
import { account, join, strong, t } from '../../messages/text.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { channelName } from './chats.ts';
import { persons } from './words.ts';

const WORK: Readonly<Record<string, string>> = {
  deal: 'donner des places libres', release: 'donner des places libres', opening: 'annoncer une ouverture', confirm: 'demander qui vient', practical: 'rappeler une sortie', lost: 'prévenir qui attend encore à la clôture',
  guests: 'envoyer une liste d’invités', attendance: 'demander qui était là', lapse: 'clore une demande',
};
const through = (channel: string | null): string => (channel === 'web' ? 'la page web' : channelName(channel ?? ''));

const messages = (n: number): string => `${n} ${plural(n, 'message', 'messages')}`;
const tasks = (n: number): string => `${n} ${plural(n, 'tâche automatique', 'tâches automatiques')}`;

/** Words about what did not arrive, and whom nothing reaches (X4). */
export const undelivered = (at: Times) => ({
  home: {
    messages: (n: number) => t`${messages(n)} ${plural(n, 'n’a pas pu être remis', 'n’ont pas pu être remis')}.`,
    work: (n: number) => t`${tasks(n)} ${plural(n, 'n’aboutit pas', 'n’aboutissent pas')}.`,
    people: (n: number) => t`${persons(n)} ${plural(n, 'n’est plus joignable', 'ne sont plus joignables')}.`,
    see: t`Voir ce qui n’arrive pas`,
  },
  title: t`Messages non remis`,
  none: t`Rien n’attend ici : tout est remis.`,
  help: t`Touchez une ligne, ou écrivez son numéro, pour réessayer. Ce qui est refusé peut l’être encore : dans ce cas, téléphonez.`,
  retry: (n: number) => t`Réessayer ${n}`,
  all: t`Tout réessayer`,
  people: (n: number) => t`Plus joignables : ${persons(n)}`,
  messages: t`Messages non remis`,
  /** Who it is, without naming anybody accompanied, or who goes with them (X5). */
  who: ({ account: id, role, structureName }: Whose) => {
    const who = role === 'visitor' ? t`un visiteur` : role === 'leader' ? t`un responsable de groupe` : t`${account(id, 'full')}`;
    return structureName === null ? who : t`${who}, ${structureName}`;
  },
  nobody: t`Tâche automatique`,
  what: ({ what, kind, channel }: Pick<Undelivered, 'what' | 'kind' | 'channel'>) => {
    switch (what) {
      case 'message':
        return channel === null ? t`une nouvelle` : kind === 'answer' ? t`une réponse sur ${through(channel)}` : t`une nouvelle sur ${through(channel)}`;
      case 'mail':
        return kind === 'mail-code' ? t`un code par e-mail` : t`un e-mail`;
      case 'received':
        return t`un message reçu par ${through(channel)}, resté sans réponse`;
      case 'work':
        return t`${WORK[kind] ?? 'une tâche prévue'}`;
    }
  },
  why: ({ what, error }: Pick<Undelivered, 'what' | 'error'>) => {
    const why: Record<UndeliveredReason, Text> = {
      refused: what === 'mail' ? t`l’adresse ou le message a été refusé` : t`la messagerie l’a refusé`,
      later: t`le service n’a pas répondu`, unreadable: t`erreur de notre part, le message ne s’ouvre plus`, error: t`erreur de notre part`,
    };
    return why[error];
  },
  line: (what: Text, why: Text, since: Date) => t`${what}, depuis ${at.full(since)} : ${why}.`,
  again: (n: number, work: number) => t`C’est reparti : ${join([...(n === 0 ? [] : [messages(n)]), ...(work === 0 ? [] : [tasks(work)])], ' et ')}.`,
  nothing: t`Rien n’a changé : c’est déjà reparti, ou fait depuis.`,
  open: t`Retour à la liste`,

  unreachable: {
    title: t`Personnes plus joignables`,
    none: t`Tout le monde est joignable.`,
    help: t`Leur messagerie ne prend plus nos messages, et nous n’avons pas d’adresse e-mail. Leur page web reçoit tout.`,
    see: (n: number) => t`Que faire ${n}`,
    since: (when: Date) => t`depuis ${at.full(when)}`,
    labels: { who: t`Compte`, structure: t`Structure`, since: t`Depuis`, phone: t`Téléphone de la structure`, contact: t`Contact de la structure` },
    what: t`Téléphonez, et donnez un nouveau code : il ouvre la page web, ou relie une autre messagerie. Écrire au guichet depuis l’ancienne la débloque aussi.`,
    theirs: t`Le référent de la structure peut lui parler, et lui donner un nouveau code. Téléphonez à la structure.`,
    code: t`Donner un nouveau code`,
    structure: t`Voir la structure`,
    given: (who: Text, code: string) => t`Code d’accès pour ${who} : ${strong(code)}`,
    gone: t`Ce compte est de nouveau joignable, ou n’existe plus.`,
  },
});
