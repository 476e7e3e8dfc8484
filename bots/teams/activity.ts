/** What is read of an activity of the Bot Framework, as far as it is read. Only those whom Microsoft vouches for get this far, but nothing in it is relied on to be there. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  /** Of an invoke: what is asked. */
  readonly name?: string;
  readonly channelId?: string;
  readonly serviceUrl?: string;
  readonly timestamp?: string;
  readonly from?: Somebody;
  readonly recipient?: Somebody;
  readonly conversation?: { readonly id?: string; readonly conversationType?: string; readonly isGroup?: boolean; readonly tenantId?: string };
  readonly channelData?: { readonly tenant?: { readonly id?: string }; readonly eventType?: string };
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly attachments?: readonly Attached[];
  /** The message that it answers, or whose card was used. */
  readonly replyToId?: string;
  /** What a card sends: an object of ours; what an invoke asks with. */
  readonly value?: unknown;
  readonly membersAdded?: readonly Somebody[];
  /** Of an `installationUpdate`. */
  readonly action?: string;
}

/** `id`: '29:…' a person, another for each bot; '28:APPID' a bot. */
export interface Somebody {
  readonly id?: string;
  readonly aadObjectId?: string;
}

export interface Entity {
  readonly type?: string;
  readonly text?: string;
  readonly mentioned?: { readonly id?: string };
}

export interface Attached {
  readonly contentType?: string;
  readonly contentUrl?: string;
  readonly name?: string;
  readonly content?: unknown;
}

/** What somebody said to a card that asked whether a file may be put into their drive. */
export interface Consent {
  readonly action?: string;
  readonly context?: { readonly token?: string };
  readonly uploadInfo?: { readonly uploadUrl?: string; readonly contentUrl?: string; readonly name?: string; readonly uniqueId?: string; readonly fileType?: string };
}

const object = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
/** An id: nothing that an address or a key of the database could not hold. */
const word = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
/** An object whose fields of these names are ids, where they are there at all. */
const named = (...fields: readonly string[]) => (value: unknown): boolean => object(value) && fields.every((field) => value[field] === undefined || value[field] === null || word(value[field]));

/** Every field that is read, with what it must be where it is there at all. */
const SHAPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: word, name: (value) => typeof value === 'string', channelId: (value) => typeof value === 'string', serviceUrl: word,
  timestamp: (value) => typeof value === 'string', from: named('id', 'aadObjectId'), recipient: named('id'), conversation: named('id', 'conversationType', 'tenantId'),
  channelData: (value) => object(value) && (value['tenant'] === undefined || value['tenant'] === null || named('id')(value['tenant'])), text: (value) => typeof value === 'string',
  entities: (value) => Array.isArray(value) && value.every(object), attachments: (value) => Array.isArray(value) && value.every(object), replyToId: (value) => typeof value === 'string',
  membersAdded: (value) => Array.isArray(value) && value.every(object), action: (value) => typeof value === 'string',
};

/** Whether it is something that a bot is sent, and that can be read. */
export const isActivity = (body: unknown): body is Activity =>
  object(body) && typeof body['type'] === 'string' && Object.entries(SHAPE).every(([key, is]) => body[key] === undefined || body[key] === null || is(body[key]));

/** Without what is null: Teams writes it for what is not there. */
export function activityOf(body: string): Activity | undefined {
  try {
    const read: unknown = JSON.parse(body, (_key, value: unknown) => (value === null ? undefined : value));
    return isActivity(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
