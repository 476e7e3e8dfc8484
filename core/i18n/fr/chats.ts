import { strong, t } from '../../messages/text.ts';
import type { Times } from '../times.ts';

/** What a channel is called. */
const CHANNELS: Readonly<Record<string, string>> = { web: 'cette page web', telegram: 'Telegram', slack: 'Slack', teams: 'Teams' };
export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;

/** Words about the chats of an account (A2, X6). */
export const chats = (at: Times) => ({
  title: t`Vos conversations`,
  open: t`Mes conversations`,
  none: t`Votre compte est relié à la page web seule.`,
  one: (channel: string, here: boolean) => t`${strong(channelName(channel))}${here ? ' (ici)' : ''}`,
  since: (linked: Date, used: Date) => t`reliée le ${at.short(linked)}, utilisée le ${at.short(used)}`,
  silent: t`rien n’y arrive : guichet y est bloqué`,
  leave: (channel: string) => t`Délier ${channelName(channel)}`,
  leaveHere: t`Délier cette conversation`,
  sure: (channel: string) => t`Délier ${channelName(channel)} ? Plus rien n’y sera écrit, et il faudra un nouveau code pour y revenir. Vos réservations restent.`,
  yes: t`Oui, délier`,
  left: (channel: string) => t`C’est fait : ${channelName(channel)} n’est plus relié à votre compte.`,
  leftHere: t`C’est fait : cette conversation n’est plus reliée à votre compte. Pour revenir, il faudra un code.`,
  gone: t`Cette conversation n’est pas, ou plus, reliée à votre compte.`,
  add: t`Relier une autre messagerie`,
  code: (code: string) => t`Votre code : ${strong(code)}`,
  codeUntil: (until: Date) => t`Il sert une seule fois, jusqu’au ${at.full(until)}.`,
  codeHow: t`Écrivez-le au guichet dans l’autre messagerie.`,
  tied: (channel: string, since: Date) => t`Une conversation ${channelName(channel)} a été reliée à votre compte, ${at.full(since)}.`,
  entered: (since: Date) => t`Quelqu’un est entré sur la page web avec un code de votre compte, ${at.full(since)}.`,
  notYou: t`C’est bien vous ? Il n’y a rien à faire. Sinon, déliez-la ou prévenez l’équipe du programme.`,
  pushes: (channel: string | null) => (channel === null ? t`Les nouvelles arrivent là où vous avez écrit en dernier.` : channel === 'web' ? t`Les nouvelles arrivent sur la page web seule.` : t`Les nouvelles arrivent sur ${channelName(channel)}.`),
  prefer: (channel: string | null) => (channel === null ? t`M’écrire là où j’ai écrit` : channel === 'web' ? t`M’écrire sur la page seule` : t`M’écrire sur ${channelName(channel)}`),
  preferred: (channel: string | null) => (channel === null ? t`C’est noté : là où vous avez écrit en dernier.` : channel === 'web' ? t`C’est noté : sur la page web seule.` : t`C’est noté : sur ${channelName(channel)}.`),
});
