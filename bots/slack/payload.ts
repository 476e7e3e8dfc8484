/** What is read of Slack's payloads, as far as it is read. Only those whom Slack vouches for get this far, but nothing in it is relied on to be there. */
export type Payload = EventCallback | Interaction | SlashCommand | { readonly type: 'url_verification'; readonly challenge: string };

export interface EventCallback {
  readonly type: 'event_callback';
  readonly team_id: string;
  readonly api_app_id?: string;
  readonly event_id: string;
  readonly event: MessageEvent;
}

/** `message`, `app_mention` and `app_home_opened` alike. */
export interface MessageEvent {
  readonly type: string;
  readonly subtype?: string;
  readonly channel?: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly tab?: string;
  readonly files?: readonly SlackFile[];
  /** Of a message that was changed: how it stands now, and how it stood. */
  readonly message?: { readonly user?: string; readonly bot_id?: string; readonly text?: string; readonly edited?: { readonly user?: string } };
  readonly previous_message?: { readonly text?: string };
}

/** `mode`: 'hosted' where Slack keeps the bytes. */
export interface SlackFile {
  readonly id: string;
  readonly name?: string;
  readonly mimetype?: string;
  /** Bytes. */
  readonly size?: number;
  readonly mode?: string;
  readonly url_private_download?: string;
}

export interface Interaction {
  readonly type: 'block_actions' | 'view_submission' | 'view_closed' | 'block_suggestion';
  readonly team?: { readonly id: string } | null;
  readonly user: { readonly id: string; readonly team_id?: string };
  readonly api_app_id?: string;
  readonly trigger_id?: string;
  readonly container?: { readonly type?: string; readonly channel_id?: string; readonly message_ts?: string };
  readonly channel?: { readonly id: string };
  readonly actions?: readonly { readonly action_id: string; readonly type?: string; readonly value?: string; readonly text?: { readonly text?: string }; readonly selected_option?: { readonly value?: string; readonly text?: { readonly text?: string } } | null }[];
  readonly view?: {
    readonly id: string; readonly hash?: string; readonly callback_id?: string; readonly private_metadata?: string;
    readonly blocks?: readonly { readonly type: string; readonly block_id?: string }[];
    readonly state?: { readonly values?: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null; readonly selected_option?: { readonly value: string } | null }>>>> };
  };
  /** Of a `block_suggestion`: the menu, and what was typed in it. */
  readonly action_id?: string;
  readonly value?: string;
}

export interface SlashCommand {
  readonly command: string;
  readonly text?: string;
  readonly team_id: string;
  readonly user_id: string;
  readonly channel_id?: string;
  readonly channel_name?: string;
  readonly api_app_id?: string;
  readonly trigger_id?: string;
}

const INTERACTIONS = new Set(['block_actions', 'view_submission', 'view_closed', 'block_suggestion']);
const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
/** Fields of an event that say who, where and what. */
const SAID = ['type', 'channel', 'user', 'text'] as const;
const isEvent = (event: unknown): boolean => typeof event === 'object' && event !== null && SAID.every((field) => ['string', 'undefined'].includes(typeof (event as Record<string, unknown>)[field]));

/** Whether it is something that Slack sends, and that we read. */
export function isPayload(body: unknown): body is Payload {
  if (typeof body !== 'object' || body === null) return false;
  const { type, event, event_id: id, team_id: team, challenge, user, command, user_id: who } = body as Record<string, unknown>;
  if (type === 'url_verification') return text(challenge);
  if (type === 'event_callback') return text(id) && text(team) && isEvent(event);
  if (typeof type === 'string' && INTERACTIONS.has(type)) return typeof user === 'object' && user !== null && text((user as { id?: unknown }).id);
  return text(command) && text(who) && text(team);
}

/** The body of a request as Slack posts it: JSON for events, a form for everything else. Undefined: not readable. */
export function payloadOf(type: string, body: string): Payload | undefined {
  try {
    const read: unknown = type.startsWith('application/x-www-form-urlencoded') ? ofForm(new URLSearchParams(body)) : JSON.parse(body);
    return isPayload(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function ofForm(form: URLSearchParams): unknown {
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : JSON.parse(payload);
}
