import { createHash } from 'node:crypto';
import type { Incoming } from '../../core/messages/incoming.ts';
import type { Arrived } from '../channel.ts';
import { PICK, PRESS } from './buttons.ts';
import { FORM, formOf } from './modal.ts';
import type { EventCallback, Interaction, Payload, SlackFile, SlashCommand } from './payload.ts';

/** What a payload is to us. A command answers in the chat where it was typed; the rest of a payload's kinds are asked by their own names. */
export type Told =
  | { readonly kind: 'arrived'; readonly arrived: readonly Arrived[] }
  /** Typed with a slash, for the person's own chat; `elsewhere`: where they do not see it. */
  | { readonly kind: 'command'; readonly arrived: readonly Arrived[]; readonly elsewhere: boolean }
  /** A form is to be opened, before `trigger` is 3 s old. */
  | { readonly kind: 'opens'; readonly chat: string; readonly value: string; readonly trigger: string }
  /** `fields`: those whose input a word can stand under. */
  | { readonly kind: 'submitted'; readonly arrived: readonly Arrived[]; readonly fields: readonly string[] }
  | { readonly kind: 'suggests'; readonly chat: string; readonly picker: string; readonly query: string }
  | { readonly kind: 'home'; readonly chat: string }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'nothing' };

/** Who we are on Slack, and how bytes are fetched. */
export interface Self {
  readonly user: string;
  readonly fetch: (url: string) => Promise<Buffer>;
}

const NOTHING: Told = { kind: 'nothing' };
const USLACKBOT = 'USLACKBOT';
/** Files of one message that are taken: each is answered. */
const FILES = 20;

/** A person's own chat with us, in a workspace. */
export const personal = (team: string, user: string): string => `${team}:${user}`;
/** A chat where others read along, and who spoke to us in it: that is who is answered, unseen by the others where Slack can. */
const shared = (team: string, channel: string, user: string): string => `${team}:${channel}:${user}`;

/**
 * A payload of Slack as something that arrived (X4). An event is one by its id, which is the same each time it is delivered; what is
 * pressed, by the id that Slack gives the press; a form that is sent, by its view and what it says. Where others read along, only that
 * guichet was spoken to is told, and nothing of what was said (X5).
 */
export function parse(payload: Payload, self: Self): Told {
  if ('command' in payload) return ofCommand(payload);
  switch (payload.type) {
    case 'url_verification':
      return { kind: 'challenge', challenge: payload.challenge };
    case 'event_callback':
      return ofEvent(payload, self);
    case 'block_actions':
      return ofPress(payload);
    case 'view_submission':
      return ofSubmission(payload);
    case 'block_suggestion':
      return payload.action_id?.startsWith(PICK) === true ? { kind: 'suggests', chat: personal(teamOf(payload), payload.user.id), picker: payload.action_id.slice(PICK.length), query: payload.value ?? '' } : NOTHING;
    case 'view_closed':
      return NOTHING;
  }
}

const told = (platformId: string, chat: string, incoming: Arrived['incoming']): Told => ({ kind: 'arrived', arrived: [{ platformId, chat, incoming }] });

/** A message in a person's own chat with us. */
const isOwn = ({ type, channel_type: kind, channel = '' }: EventCallback['event']): boolean => type === 'message' && (kind ?? (channel.startsWith('D') ? 'im' : '')) === 'im';

function ofEvent({ event, event_id: id, team_id: team }: EventCallback, self: Self): Told {
  const { channel = '', user } = event;
  if (event.type === 'app_home_opened') return user !== undefined && event.tab === 'home' ? { kind: 'home', chat: personal(team, user) } : NOTHING;
  if (isOwn(event) && event.subtype === 'message_changed') return ofChanged(event, id, team, self);
  if (user === undefined || user === self.user || user === USLACKBOT || event.bot_id !== undefined) return NOTHING;
  // What is said to us in our own chat arrives as a message.
  if (event.type === 'app_mention') return channel === '' || channel.startsWith('D') ? NOTHING : told(`e${id}`, shared(team, channel, user), { kind: 'shared' });
  if (!isOwn(event)) return NOTHING;
  const chat = personal(team, user);
  if (event.subtype === 'file_share' || (event.subtype === undefined && (event.files ?? []).length > 0)) {
    // What is written beside a file is not read: it says what the file is.
    const files = (event.files ?? []).slice(0, FILES + 1);
    return { kind: 'arrived', arrived: files.map((file, i) => ({ platformId: i === 0 ? `e${id}` : `e${id}.${i}`, chat, incoming: i < FILES ? ofFile(file, self) : { kind: 'unreadable', what: 'other' } })) };
  }
  return event.subtype === undefined ? told(`e${id}`, chat, { kind: 'text', text: unescaped(event.text ?? '') }) : NOTHING;
}

/** Only what somebody changed: Slack changes a message, too, when it adds what a link leads to. */
function ofChanged({ message, previous_message: before }: EventCallback['event'], id: string, team: string, self: Self): Told {
  const { user, bot_id: bot, edited, text } = message ?? {};
  if (user === undefined || user === self.user || user === USLACKBOT || bot !== undefined || edited === undefined || text === before?.text) return NOTHING;
  return told(`e${id}`, personal(team, user), { kind: 'unreadable', what: 'edited' });
}

/** Slack escapes three signs, and writes links and names between angle brackets: 'https://x' and '#salle' are what was typed. */
const unescaped = (text: string): string => text
  .replace(/<(?:(https?:[^|>]*|mailto:[^|>]*)(?:\|([^>]*))?|[@#!][^|>]*(?:\|([^>]*))?)>/g, (_whole, url: string | undefined, label: string | undefined, name: string | undefined) => label ?? url ?? name ?? '')
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function ofFile({ name, mimetype, size, mode, url_private_download: url }: SlackFile, { fetch }: Self): Arrived['incoming'] {
  if (mode === 'external') return { kind: 'unreadable', what: 'other' };
  if (url === undefined) return { kind: 'unreadable', what: 'lost' };
  return { kind: 'arrivedFile', file: { name: name ?? 'document', mime: mimetype ?? 'application/octet-stream', size, read: () => fetch(url) } };
}

const teamOf = ({ team, user }: Interaction): string => team?.id ?? user.team_id ?? '';

/** The workspace that a payload is from; undefined: it says none. */
export const teamIn = (payload: Payload): string | undefined => ('team_id' in payload ? payload.team_id : 'user' in payload ? teamOf(payload) || undefined : undefined);

/** Whose own chat with us a payload comes from, and the channel that it is. */
export function ownChatIn(payload: Payload): { readonly team: string; readonly user: string; readonly channel: string } | undefined {
  const team = teamIn(payload);
  const [user, channel] = 'event' in payload
    ? [payload.event.user, isOwn(payload.event) ? payload.event.channel : undefined]
    : 'user' in payload ? [payload.user.id, payload.container?.channel_id ?? payload.channel?.id] : [];
  return team === undefined || user === undefined || channel?.startsWith('D') !== true ? undefined : { team, user, channel };
}

/** Slack's own ids of presses open modals for 3 s: only what cannot be turned back is kept. */
const digest = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32);

function ofPress(payload: Interaction): Told {
  const { actions = [], trigger_id: trigger, user, container, channel } = payload;
  const [action] = actions;
  const team = teamOf(payload);
  const value = action?.value ?? action?.selected_option?.value;
  if (action === undefined || trigger === undefined || typeof value !== 'string' || team === '') return NOTHING;
  const place = container?.channel_id ?? channel?.id;
  const chat = personal(team, user.id);
  if (action.action_id === FORM) return { kind: 'opens', chat, value, trigger };
  if (!action.action_id.startsWith(`${PRESS}-`) && !action.action_id.startsWith(PICK)) return NOTHING;
  if (place !== undefined && !place.startsWith('D')) return told(`t${digest(trigger)}`, shared(team, place, user.id), { kind: 'shared' });
  const label = (action.text ?? action.selected_option?.text)?.text;
  const on = container?.message_ts;
  const incoming: Incoming = { kind: 'press', id: value, ...(label === undefined ? {} : { label: drawn(label) }), ...(on === undefined ? {} : { on }) };
  return told(`t${digest(trigger)}`, chat, incoming);
}

/** The tick comes back as its code. */
const drawn = (label: string): string => label.replace(/^:white_check_mark:/, '✅').replace(/^:heavy_check_mark:/, '✅');

function ofSubmission(payload: Interaction): Told {
  const { view, user } = payload;
  const form = view?.callback_id === FORM ? formOf(view.private_metadata ?? '') : undefined;
  const team = teamOf(payload);
  if (view === undefined || form === undefined || team === '') return NOTHING;
  const values = Object.fromEntries(Object.entries(view.state?.values ?? {}).map(([field, inputs]) => {
    const input = Object.values(inputs)[0];
    const given: unknown = input?.value ?? input?.selected_option?.value;
    return [field, typeof given === 'string' ? given : ''];
  }));
  // Sent again unchanged it is one, after a change another.
  const platformId = `v${digest(view.id, view.hash ?? '', JSON.stringify(Object.entries(values).sort()))}`;
  return {
    kind: 'submitted', arrived: [{ platformId, chat: personal(team, user.id), incoming: { kind: 'submit', form, values } }],
    fields: (view.blocks ?? []).flatMap(({ type, block_id: id }) => (type === 'input' && id !== undefined ? [id] : [])),
  };
}

/** What is typed after the slash is seen by nobody else, wherever it is: it is said in the person's own chat. */
function ofCommand({ text = '', team_id: team, user_id: user, channel_name: place, trigger_id: trigger }: SlashCommand): Told {
  if (trigger === undefined) return NOTHING;
  const words = unescaped(text).trim();
  return { kind: 'command', elsewhere: place !== 'directmessage', arrived: [{ platformId: `t${digest(trigger)}`, chat: personal(team, user), incoming: { kind: 'text', text: words === '' ? 'menu' : words } }] };
}
