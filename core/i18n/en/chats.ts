import { strong, t } from '../../messages/text.ts';
import type { chats as french } from '../fr/chats.ts';
import type { Times } from '../times.ts';

const CHANNELS: Readonly<Record<string, string>> = { web: 'this web page', telegram: 'Telegram', slack: 'Slack', teams: 'Teams' };
export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;

export const chats = (at: Times): ReturnType<typeof french> => ({
  title: t`Your conversations`,
  open: t`My conversations`,
  none: t`Your account is linked to the web page only.`,
  one: (channel, here) => t`${strong(channelName(channel))}${here ? ' (here)' : ''}`,
  since: (linked, used) => t`linked on ${at.short(linked)}, used on ${at.short(used)}`,
  silent: t`nothing gets there: guichet is blocked`,
  leave: (channel) => t`Unlink ${channelName(channel)}`,
  leaveHere: t`Unlink this conversation`,
  sure: (channel) => t`Unlink ${channelName(channel)}? Nothing more will be written there, and coming back takes a new code. Your bookings stay.`,
  yes: t`Yes, unlink`,
  left: (channel) => t`Done: ${channelName(channel)} is no longer linked to your account.`,
  leftHere: t`Done: this conversation is no longer linked to your account. Coming back takes a code.`,
  gone: t`This conversation is not, or no longer, linked to your account.`,
  add: t`Link another messenger`,
  code: (code) => t`Your code: ${strong(code)}`,
  codeUntil: (until) => t`It works once, until ${at.full(until)}.`,
  codeHow: t`Write it to guichet in the other messenger.`,
  tied: (channel, since) => t`A conversation on ${channelName(channel)} was linked to your account on ${at.full(since)}.`,
  entered: (since) => t`Somebody entered the web page with a code of your account on ${at.full(since)}.`,
  notYou: t`Was it you? There is nothing to do. If not, unlink it or tell the programme’s team.`,
  pushes: (channel) => (channel === null ? t`News arrives where you wrote last.` : channel === 'web' ? t`News arrives on the web page only.` : t`News arrives on ${channelName(channel)}.`),
  prefer: (channel) => (channel === null ? t`Write to me where I wrote last` : channel === 'web' ? t`Write to me on the web page only` : t`Write to me on ${channelName(channel)}`),
  preferred: (channel) => (channel === null ? t`Noted: where you wrote last.` : channel === 'web' ? t`Noted: on the web page only.` : t`Noted: on ${channelName(channel)}.`),
});
