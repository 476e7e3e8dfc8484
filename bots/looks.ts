import { strings } from '../core/i18n/index.ts';
import { leaving } from '../core/messages/leaving.ts';
import type { Message } from '../core/messages/message.ts';
import type { Naming } from '../core/messages/naming.ts';
import type { Gate, Lang } from '../core/ports.ts';
import { oneLine } from './adaptive/words.ts';
import type { Looks } from './channel.ts';

/** A message as it may leave by a channel (X5). `web`: address of the web chat, where names can be seen. */
export function left(message: Message, naming: Naming, lang: Lang, web: string): Message {
  // A sentence without a date: any clock will do.
  const say = strings(lang, { now: new Date(0), zone: 'Europe/Paris' });
  return leaving(message, naming, { url: web, label: say.misc.namesThere });
}

/** The database behind what channels show beside the conversation. */
export function looksOf(gate: Pick<Gate, 'homeOf' | 'choicesIn'>, web: () => string): Looks {
  return {
    async home(channel, chat) {
      const seen = await gate.homeOf(channel, chat);
      if (seen === undefined) return undefined;
      const { account: { id, lang }, shown, names, naming } = seen;
      return { account: id, message: left(shown, naming, lang, web()), names, naming, lang, files: [] };
    },
    async choices(channel, chat, picker, typed) {
      const seen = await gate.choicesIn(channel, chat, picker, typed);
      // Choices that would all read 'une personne' choose nobody.
      if (seen === undefined || seen.naming === 'none') return [];
      return seen.shown.map(({ id, label }) => ({ id, label: oneLine(label, { book: seen.names, naming: seen.naming }) }));
    },
  };
}
