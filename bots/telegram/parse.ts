import type { Incoming, Unreadable } from '../../core/messages/incoming.ts';
import type { Arrived, ArrivedFile } from '../channel.ts';
import type { CallbackQuery, Entity, Kept, Message, Photo, Update } from './update.ts';
import { wordsOf } from './words.ts';

/** What an update is to us. `answers`: the tap that waits for a word from us, whatever it was. */
export type Told =
  | { readonly kind: 'arrived'; readonly arrived: Arrived; readonly answers?: string }
  | { readonly kind: 'reachable'; readonly chat: string; readonly reachable: boolean }
  | { readonly kind: 'nothing'; readonly answers?: string };

/** Who we are on Telegram, and how bytes are fetched. */
export interface Self {
  readonly id: number;
  /** Without the '@'. */
  readonly username: string;
  readonly fetch: (file: string) => Promise<Buffer>;
}

/** Telegram gives bots no file above this. */
export const DOWNLOAD_BYTES = 20 * 1024 * 1024;

const NOTHING: Told = { kind: 'nothing' };

/**
 * An update of Telegram as something that arrived (X4): a message is one by its update's id, which is the same each time it
 * is delivered; a tap by its own id, since one tap can be delivered under several update ids. Where others read along, only
 * that guichet was spoken to is told, and nothing of what was said (X5).
 */
export function parse(update: Update, self: Self): Told {
  const { message, edited_message: edited, callback_query: tap, my_chat_member: member } = update;
  const platformId = `u${update.update_id}`;
  if (message !== undefined) return ofMessage(message, platformId, self);
  if (edited !== undefined) return ofEdited(edited, platformId);
  if (tap !== undefined) return ofTap(tap);
  if (member === undefined || member.chat.type === 'channel') return NOTHING;
  const { status, is_member: still } = member.new_chat_member;
  return { kind: 'reachable', chat: String(member.chat.id), reachable: status === 'restricted' ? still === true : status !== 'left' && status !== 'kicked' };
}

const arrived = (platformId: string, chat: number, incoming: Arrived['incoming']): Told => ({ kind: 'arrived', arrived: { platformId, chat: String(chat), incoming } });

function ofMessage(message: Message, platformId: string, self: Self): Told {
  const { chat } = message;
  // Other bots, channels that speak as one, and what was written through an inline bot.
  if (message.from?.is_bot !== false || message.via_bot !== undefined) return NOTHING;
  if (chat.type === 'group' || chat.type === 'supergroup') return meansUs(message, self) ? arrived(platformId, chat.id, { kind: 'shared' }) : NOTHING;
  if (chat.type !== 'private') return NOTHING;
  const incoming = message.text === undefined ? ofThing(message, self) : ({ kind: 'text', text: typed(message.text, self) } as const);
  return incoming === undefined ? NOTHING : arrived(platformId, chat.id, incoming);
}

/** Only words: a place that moves is edited every few seconds, and nobody wrote anything. */
function ofEdited(message: Message, platformId: string): Told {
  if (message.chat.type !== 'private' || message.from?.is_bot !== false || message.via_bot !== undefined) return NOTHING;
  return message.text === undefined && message.caption === undefined ? NOTHING : arrived(platformId, message.chat.id, { kind: 'unreadable', what: 'edited' });
}

function ofTap({ id, data, message, from }: CallbackQuery): Told {
  if (message === undefined || data === undefined || from.is_bot || message.chat.type === 'channel') return { kind: 'nothing', answers: id };
  const label = message.reply_markup?.inline_keyboard.flat().find((button) => button.callback_data === data)?.text;
  const incoming: Incoming = message.chat.type === 'private'
    ? { kind: 'press', id: data, on: String(message.message_id), ...(label === undefined ? {} : { label }) }
    : { kind: 'shared' };
  return { kind: 'arrived', arrived: { platformId: `c${id}`, chat: String(message.chat.id), incoming }, answers: id };
}

const COMMAND = /^\/([a-z0-9_]{1,32})(?:@([a-z0-9_]+))?(?:\s+|$)/i;
/** The links of groups into a private chat bring this, and no code. */
const PRIVATE = 'prive';

/** The words that a command stands for, and what follows it; anything else as it was typed. */
function typed(text: string, self: Self): string {
  const [head, name = '', bot] = COMMAND.exec(text) ?? [];
  if (head === undefined || (bot !== undefined && !isUs(bot, self))) return text;
  const rest = text.slice(head.length).trim();
  if (name.toLowerCase() === 'start') return rest === '' || rest.toLowerCase() === PRIVATE ? 'menu' : rest;
  const words = wordsOf(name) ?? name;
  return rest === '' ? words : `${words} ${rest}`;
}

const isUs = (name: string, { username }: Self): boolean => name.toLowerCase() === username.toLowerCase();

/** Whether a message in a group is for us: a command of ours, our name, an answer to what we wrote. */
function meansUs(message: Message, self: Self): boolean {
  if (message.reply_to_message?.from?.id === self.id && !isService(message)) return true;
  const { text = message.caption ?? '', entities = message.caption_entities ?? [] } = message;
  return entities.some((entity) => {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    return names(entity, words, self);
  });
}

function names({ type, user }: Entity, words: string, self: Self): boolean {
  if (type === 'mention') return isUs(words.slice(1), self);
  if (type === 'text_mention') return user?.id === self.id;
  const [, name = '', bot] = type === 'bot_command' ? COMMAND.exec(words) ?? [] : [];
  return bot === undefined ? name.toLowerCase() === 'start' || wordsOf(name) !== undefined : isUs(bot, self);
}

/** Sent by somebody, and no words. The first that is there says what it is: an animation is a document too, a venue a location. */
const THINGS: readonly (readonly [key: string, what: Unreadable])[] = [
  ['sticker', 'sticker'], ['animation', 'video'], ['video', 'video'], ['video_note', 'video'], ['venue', 'place'], ['location', 'place'],
  ['contact', 'contact'], ['poll', 'poll'], ['dice', 'other'], ['game', 'other'], ['story', 'other'], ['paid_media', 'other'], ['live_photo', 'other'],
  ['checklist', 'other'], ['rich_message', 'other'], ['invoice', 'other'], ['giveaway', 'other'],
];

/** Pinned, joined, a new title: nobody said anything. */
const isService = (message: Message): boolean => message.text === undefined && fileIn(message) === undefined && !THINGS.some(([key]) => key in message);

/** What came instead of words; undefined for what nobody sent. A caption is not read: it says what the file is. */
function ofThing(message: Message, { fetch }: Self): Arrived['incoming'] | undefined {
  const what = THINGS.find(([key]) => key in message)?.[1];
  if (what !== undefined) return { kind: 'unreadable', what };
  const found = fileIn(message);
  if (found === undefined) return undefined;
  const { kept, name, mime } = found;
  if ((kept.file_size ?? 0) > DOWNLOAD_BYTES) return { kind: 'unreadable', what: 'tooBig' };
  const file: ArrivedFile = { name: kept.file_name ?? name, mime: kept.mime_type ?? mime, size: kept.file_size, read: () => fetch(kept.file_id) };
  return { kind: 'arrivedFile', file };
}

function fileIn({ document, photo, voice, audio }: Message): { kept: Kept; name: string; mime: string } | undefined {
  if (document !== undefined) return { kept: document, name: 'document', mime: 'application/octet-stream' };
  const largest = photo?.reduce<Photo | undefined>((best, one) => (best === undefined || one.width * one.height >= best.width * best.height ? one : best), undefined);
  if (largest !== undefined) return { kept: largest, name: 'photo.jpg', mime: 'image/jpeg' };
  if (voice !== undefined) return { kept: voice, name: 'message-vocal.ogg', mime: 'audio/ogg' };
  return audio === undefined ? undefined : { kept: audio, name: 'audio.mp3', mime: 'audio/mpeg' };
}
