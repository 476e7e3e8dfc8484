import { createHash } from 'node:crypto';
import type { Incoming } from '../../core/messages/incoming.ts';
import type { Arrived } from '../channel.ts';
import type { Activity, Attached, Consent } from './activity.ts';
import { addressOf, tenantsIn, type Place } from './place.ts';

/** What arrived, with where the chat that it came from is reached. */
export type TeamsArrived = Arrived & { readonly address: string };

/** What an activity is to us. */
export type Told =
  | { readonly kind: 'arrived'; readonly arrived: readonly TeamsArrived[] }
  /** A button or a form of a card: Teams waits for an answer, and shows the person an error without one. */
  | { readonly kind: 'used'; readonly arrived: readonly TeamsArrived[] }
  | { readonly kind: 'suggests'; readonly chat: string; readonly picker: string; readonly query: string }
  /** A file is let into somebody's drive, or is not. `card`: what asked. */
  | { readonly kind: 'consents'; readonly chat: string; readonly place: Place; readonly card: string | undefined; readonly consent: Consent }
  | { readonly kind: 'reachable'; readonly chat: string; readonly reachable: boolean }
  /** An invoke that nobody here asked for. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'nothing' };

/** How bytes are fetched; `ours`: from the server that the message came by, which wants our token. */
export interface Self {
  readonly fetch: (url: string, ours: boolean) => Promise<Buffer>;
}

/** What was found by typing comes back under this name. */
export const PICKED = 'picked';

const NOTHING: Told = { kind: 'nothing' };
/** Files of one message that are taken: each is answered. */
const FILES = 20;
const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';

/** The chat of an activity, as far as one can be told. */
interface Chat {
  readonly key: string;
  readonly place: Place;
  /** The bot is meant by it. */
  readonly bot: string;
}

/**
 * An activity as something that arrived (X4): one by its conversation and its id, which are the same each time it is delivered; what a
 * card sends, by what it says as well. Where others read along, only that guichet was spoken to is told, and nothing of what was said (X5).
 */
export function parse(activity: Activity, self: Self): Told {
  const chat = chatOf(activity);
  if (chat === undefined) return activity.type === 'invoke' ? { kind: 'unknown' } : NOTHING;
  switch (activity.type) {
    case 'message':
      return ofMessage(activity, chat, self);
    case 'invoke':
      return ofInvoke(activity, chat);
    case 'messageUpdate':
      return chat.place.alone && activity.channelData?.eventType === 'editMessage' ? told(activity, chat, [{ kind: 'unreadable', what: 'edited' }], activity.timestamp ?? activity.text ?? '') : NOTHING;
    case 'conversationUpdate':
      return chat.place.alone && (activity.membersAdded ?? []).some(({ id }) => id === chat.bot) ? told(activity, chat, [{ kind: 'text', text: 'menu' }]) : NOTHING;
    case 'installationUpdate':
      return ofInstallation(activity, chat);
    default:
      return NOTHING;
  }
}

function chatOf(activity: Activity): Chat | undefined {
  const { from, recipient, conversation, serviceUrl } = activity;
  if (from?.id === undefined || recipient?.id === undefined || conversation?.id === undefined || serviceUrl === undefined || from.id === recipient.id) return undefined;
  // Without a type: the emulator and clients like it, whose chats are nobody else's. Ids of threads that several read begin so.
  const alone = (conversation.conversationType ?? 'personal') === 'personal' && conversation.isGroup !== true && !conversation.id.startsWith('19:');
  const [tenant = ''] = tenantsIn(activity);
  const who = from.aadObjectId ?? from.id;
  return {
    key: alone ? personal(tenant, who) : `${tenant}:${conversation.id}:${who}`, bot: recipient.id,
    place: { serviceUrl, conversation: conversation.id, bot: recipient.id, tenant, alone },
  };
}

/** A person's own chat with us. */
export const personal = (tenant: string, who: string): string => `${tenant}:${who}`;

const digest = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);

/** `more`: what tells it from others of one conversation and id. Nothing arrives without an id. */
function told({ id }: Activity, { key, place }: Chat, incoming: readonly Arrived['incoming'][], more = '', kind: 'arrived' | 'used' = 'arrived'): Told {
  if (id === undefined) return NOTHING;
  const one = digest(place.conversation, id, more);
  const address = addressOf(place);
  return { kind, arrived: incoming.map((what, i) => ({ platformId: i === 0 ? one : `${one}.${i}`, chat: key, address, incoming: what })) };
}

function ofMessage(activity: Activity, chat: Chat, self: Self): Told {
  const sent = sentBy(activity.value, activity.replyToId);
  if (!chat.place.alone) return sent !== undefined || meansUs(activity, chat) ? told(activity, chat, [{ kind: 'shared' }]) : NOTHING;
  if (sent !== undefined) return told(activity, chat, [sent], contents(sent));
  const text = typed(activity, chat);
  // What is written beside a file is not read: it says what the file is.
  const files = (activity.attachments ?? []).flatMap((one) => fileIn(one, self));
  if (files.length > FILES) return told(activity, chat, [...files.slice(0, FILES), { kind: 'unreadable', what: 'other' }]);
  if (files.length > 0) return told(activity, chat, files);
  return told(activity, chat, [text === '' ? { kind: 'unreadable', what: 'other' } : { kind: 'text', text }]);
}

const meansUs = ({ entities = [] }: Activity, { bot }: Chat): boolean => entities.some(({ type, mentioned }) => type === 'mention' && mentioned?.id === bot);

/** Without our own name: Teams writes it into the text, and says where in `entities`. */
function typed({ text = '', entities = [] }: Activity, { bot }: Chat): string {
  const said = entities.reduce((words, { type, mentioned, text: name }) => (type === 'mention' && mentioned?.id === bot && name !== undefined && name !== '' ? words.replace(name, ' ') : words), text);
  return said.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ').replace(/\r\n?/g, '\n').trim();
}

/** What a card of ours sends; undefined: none of ours. */
function sentBy(value: unknown, on: string | undefined): Extract<Incoming, { kind: 'press' | 'submit' }> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { press, submit, pick, ...given } = value as Record<string, unknown>;
  const where = on === undefined ? {} : { on };
  if (typeof press === 'string') return { kind: 'press', id: press, ...where };
  const picked = given[PICKED];
  if (typeof pick === 'string' && typeof picked === 'string' && picked !== '') return { kind: 'press', id: picked, ...where };
  if (typeof submit !== 'string') return undefined;
  const values = Object.fromEntries(Object.entries(given).flatMap(([field, one]) => (typeof one === 'string' || typeof one === 'number' ? [[field, String(one)]] : [])));
  return { kind: 'submit', form: submit, values, ...where };
}

const contents = (sent: Incoming): string => (sent.kind === 'submit' ? JSON.stringify([sent.form, Object.entries(sent.values).sort()]) : sent.kind === 'press' ? sent.id : '');

function ofInvoke(activity: Activity, chat: Chat): Told {
  const value = (activity.value ?? {}) as Record<string, unknown>;
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const action = value['action'] as { data?: unknown } | undefined;
      const sent = sentBy(action?.data, activity.replyToId);
      if (sent === undefined) return { kind: 'unknown' };
      return chat.place.alone ? told(activity, chat, [sent], contents(sent), 'used') : told(activity, chat, [{ kind: 'shared' }], '', 'used');
    }
    case 'application/search': {
      const { queryText: query, dataset: picker } = value;
      if (typeof query !== 'string' || typeof picker !== 'string' || !chat.place.alone) return { kind: 'unknown' };
      return { kind: 'suggests', chat: chat.key, picker, query };
    }
    case 'fileConsent/invoke':
      return chat.place.alone ? { kind: 'consents', chat: chat.key, place: chat.place, card: activity.replyToId, consent: value } : { kind: 'unknown' };
    default:
      return { kind: 'unknown' };
  }
}

/** 'add-upgrade' and 'remove-upgrade' come as a pair when the app gets a new version. */
function ofInstallation({ action }: Activity, { key, place }: Chat): Told {
  if (!place.alone || (action !== 'add' && action !== 'add-upgrade' && action !== 'remove')) return NOTHING;
  return { kind: 'reachable', chat: key, reachable: action !== 'remove' };
}

const MIME: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', csv: 'text/csv', txt: 'text/plain', ics: 'text/calendar', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', mp3: 'audio/mpeg', m4a: 'audio/mp4', ogg: 'audio/ogg', wav: 'audio/wav',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** The words of a message stand in an attachment of HTML once more, which is no file. */
function fileIn({ contentType = '', contentUrl, name, content }: Attached, { fetch }: Self): Arrived['incoming'][] {
  if (contentType === DOWNLOAD) {
    const { downloadUrl: url, fileType } = (content ?? {}) as { downloadUrl?: unknown; fileType?: unknown };
    if (typeof url !== 'string') return [{ kind: 'unreadable', what: 'lost' }];
    const ending = typeof fileType === 'string' ? fileType.toLowerCase() : (name ?? '').toLowerCase().split('.').at(-1) ?? '';
    return [{ kind: 'arrivedFile', file: { name: name ?? 'document', mime: MIME[ending] ?? 'application/octet-stream', size: undefined, read: () => fetch(url, false) } }];
  }
  if (!contentType.startsWith('image/')) return [];
  if (contentUrl === undefined) return [{ kind: 'unreadable', what: 'lost' }];
  const mime = contentType === 'image/*' ? 'image/png' : contentType;
  return [{ kind: 'arrivedFile', file: { name: name ?? `image.${mime.slice('image/'.length)}`, mime, size: undefined, read: () => fetch(contentUrl, true) } }];
}
