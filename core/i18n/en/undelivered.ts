import type { UndeliveredReason } from '../../domain/undelivered.ts';
import type { Text } from '../../messages/message.ts';
import { account, join, strong, t } from '../../messages/text.ts';
import type { undelivered as french } from '../fr/undelivered.ts';
import type { Times } from '../times.ts';
import { channelName } from './chats.ts';
import { persons, plural } from './words.ts';

const WORK: Readonly<Record<string, string>> = {
  deal: 'giving free seats', release: 'giving free seats', opening: 'announcing an opening', confirm: 'asking who comes', practical: 'reminding of an outing', lost: 'telling who still waits at closing',
  guests: 'sending a guest list', attendance: 'asking who was there', lapse: 'closing a request',
};
const through = (channel: string | null): string => (channel === 'web' ? 'the web page' : channelName(channel ?? ''));

const messages = (n: number): string => `${n} ${plural(n, 'message', 'messages')}`;
const tasks = (n: number): string => `${n} ${plural(n, 'automatic task', 'automatic tasks')}`;

/** Words about what did not arrive, and whom nothing reaches (X4). */
export const undelivered = (at: Times): ReturnType<typeof french> => ({
  home: {
    messages: (n) => t`${messages(n)} could not be delivered.`,
    work: (n) => t`${tasks(n)} ${plural(n, 'does', 'do')} not succeed.`,
    people: (n) => t`${persons(n)} can no longer be reached.`,
    see: t`See what does not arrive`,
  },
  title: t`Undelivered messages`,
  none: t`Nothing is waiting here: everything was delivered.`,
  help: t`Touch a line, or write its number, to try again. What is refused may be refused again: then telephone.`,
  retry: (n) => t`Try again ${n}`,
  all: t`Try all again`,
  people: (n) => t`No longer reachable: ${persons(n)}`,
  messages: t`Undelivered messages`,
  who: ({ account: id, role, structureName }) => {
    const who = role === 'visitor' ? t`a visitor` : role === 'leader' ? t`a group leader` : t`${account(id, 'full')}`;
    return structureName === null ? who : t`${who}, ${structureName}`;
  },
  nobody: t`Automatic task`,
  what: ({ what, kind, channel }) => {
    switch (what) {
      case 'message':
        return channel === null ? t`news` : kind === 'answer' ? t`an answer on ${through(channel)}` : t`news on ${through(channel)}`;
      case 'mail':
        return kind === 'mail-code' ? t`a code by email` : t`an email`;
      case 'received':
        return t`a message received through ${through(channel)}, never answered`;
      case 'work':
        return t`${WORK[kind] ?? 'a planned task'}`;
    }
  },
  why: ({ what, error }) => {
    const why: Record<UndeliveredReason, Text> = {
      refused: what === 'mail' ? t`the address or the message was refused` : t`the messaging service refused it`,
      later: t`the service did not answer`, unreadable: t`our mistake, the message can no longer be opened`, error: t`our mistake`,
    };
    return why[error];
  },
  line: (what, why, since) => t`${what}, since ${at.full(since)}: ${why}.`,
  again: (n, work) => t`On its way again: ${join([...(n === 0 ? [] : [messages(n)]), ...(work === 0 ? [] : [tasks(work)])], ' and ')}.`,
  nothing: t`Nothing has changed: it is on its way again already, or was done meanwhile.`,
  open: t`Back to the list`,

  unreachable: {
    title: t`People no longer reachable`,
    none: t`Everybody can be reached.`,
    help: t`Their messaging service does not take our messages any more, and we have no email address. Their web page has everything.`,
    see: (n) => t`What to do ${n}`,
    since: (when) => t`since ${at.full(when)}`,
    labels: { who: t`Account`, structure: t`Organisation`, since: t`Since`, phone: t`Phone of the organisation`, contact: t`Contact of the organisation` },
    what: t`Telephone, and give a new code: it opens the web page, or links another messaging service. Writing here from the old one unblocks it too.`,
    theirs: t`The organisation can talk to them, and give them a new code. Telephone the organisation.`,
    code: t`Give a new code`,
    structure: t`See the organisation`,
    given: (who, code) => t`Access code for ${who}: ${strong(code)}`,
    gone: t`This account can be reached again, or does not exist any more.`,
  },
});
