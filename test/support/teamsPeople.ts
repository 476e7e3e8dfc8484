import { pressablesOf, valuesOf, linesOf, type Pressable } from './teamsLimits.ts';
import type { Delivered, Room, Shown, TeamsFake } from './teamsFake.ts';

/** A file as somebody sends it. */
export interface Posted { readonly bytes: Buffer; readonly name?: string }

type Activity = Record<string, unknown>;

/** Somebody in an organisation, and their own chat with the bot. */
export class FakeColleague {
  /** As the bot knows them, and as their organisation does. */
  readonly id: string;
  readonly object: string;
  readonly room: Room;
  readonly tenant: string;
  readonly #fake: TeamsFake;

  constructor(fake: TeamsFake, name: string, tenant: string) {
    this.#fake = fake;
    this.id = `29:1${name}`;
    this.object = `0b1ec7${Buffer.from(name).toString('hex')}`;
    this.tenant = tenant;
    this.room = fake.room(`a:1${name}`, 'personal');
  }

  /** The chat as it is called inside. */
  get chat(): string {
    return `${this.tenant}:${this.object}`;
  }

  /** What Teams delivers of whatever somebody does. */
  activity(type: string, more: Activity = {}, room: Room = this.room): Activity {
    const { bot, serviceUrl } = this.#fake;
    return {
      type, id: `1${this.#fake.nextId()}`, timestamp: '2026-11-20T13:05:00.000Z', channelId: 'msteams', serviceUrl,
      from: { id: this.id, name: 'Essai', aadObjectId: this.object }, recipient: { id: bot, name: 'Guichet' },
      conversation: { id: room.id, conversationType: room.kind, tenantId: this.tenant, ...(room.kind === 'personal' ? {} : { isGroup: true }) },
      channelData: { tenant: { id: this.tenant }, ...(room.kind === 'channel' ? { team: { id: '19:equipe@thread.tacv2' } } : {}) }, locale: 'fr-FR', ...more,
    };
  }

  /** What `says` delivers, to be delivered otherwise. */
  saying(text: string, more: Activity = {}): Activity {
    const activity = this.activity('message', { text, textFormat: 'plain', attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }], ...more });
    this.room.messages.push({ id: String(activity['id']), from: this.id, text, summary: '', edits: 0 });
    return activity;
  }

  says(text: string): Promise<Delivered> {
    return this.#fake.deliver(this.saying(text));
  }

  sends(...files: readonly Posted[]): Promise<Delivered> {
    const attachments = files.map(({ bytes, name = 'liste.csv' }) => {
      const id = `f${this.#fake.nextId()}`;
      this.#fake.drive.set(id, { name, bytes });
      const downloadUrl = `${this.#fake.url}/files/${id}`;
      return { contentType: 'application/vnd.microsoft.teams.file.download.info', contentUrl: `https://essai-my.sharepoint.com/${name}`, name, content: { downloadUrl, uniqueId: id, fileType: name.split('.').at(-1) } };
    });
    return this.#fake.deliver(this.activity('message', { text: '', attachments: [...attachments, { contentType: 'text/html', content: '<div></div>' }] }));
  }

  /** A picture that is pasted into the text. */
  pastes(bytes: Buffer, more: Activity = {}): Promise<Delivered> {
    const id = `i${this.#fake.nextId()}`;
    this.#fake.drive.set(id, { name: 'image', bytes });
    return this.#fake.deliver(this.activity('message', { attachments: [{ contentType: 'image/*', contentUrl: `${this.#fake.serviceUrl}v3/attachments/${id}/views/original`, ...more }, { contentType: 'text/html', content: '<img>' }] }));
  }

  edits(text: string): Promise<Delivered> {
    return this.#fake.deliver(this.activity('messageUpdate', { text, channelData: { eventType: 'editMessage', tenant: { id: this.tenant } } }));
  }

  mentions(room: Room, text: string, who: string = this.#fake.bot): Promise<Delivered> {
    const activity = this.activity('message', { text: `<at>Guichet</at> ${text}`, entities: [{ type: 'mention', text: '<at>Guichet</at>', mentioned: { id: who, name: 'Guichet' } }, { type: 'clientInfo', platform: 'Windows' }] }, room);
    room.messages.push({ id: String(activity['id']), from: this.id, text, summary: '', edits: 0 });
    return this.#fake.deliver(activity);
  }

  installs(): Promise<Delivered> {
    return this.#fake.deliver(this.activity('conversationUpdate', { membersAdded: [{ id: this.#fake.bot }] }));
  }

  removes(action = 'remove'): Promise<Delivered> {
    return this.#fake.deliver(this.activity('installationUpdate', { action }));
  }

  /** What pressing a button delivers, with these values in the card's inputs; `old`: by a client that knows `Action.Submit` alone. */
  pressing(shown: Shown, { action }: Pressable, values: Readonly<Record<string, string>> = {}, { old = false, room = this.room }: { old?: boolean; room?: Room } = {}): Activity {
    const asked = action as { associatedInputs?: string };
    const data = { ...(asked.associatedInputs === 'none' ? {} : { ...valuesOf(shown.card), ...values }), ...action.data };
    if (old) return this.activity('message', { value: { ...data, ...action.fallback?.data }, replyToId: shown.id }, room);
    return this.activity('invoke', { name: 'adaptiveCard/action', value: { action: { type: action.type, verb: action.verb, data }, trigger: 'manual' }, replyToId: shown.id }, room);
  }

  /** Presses the button of this title on the newest card that has it. @throws when there is none */
  presses(title: string, values: Readonly<Record<string, string>> = {}, how: { old?: boolean; room?: Room } = {}): Promise<Delivered> {
    const { room = this.room } = how;
    for (const shown of room.messages.toReversed()) {
      const found = pressablesOf(shown.card).find((one) => one.title === title);
      if (found !== undefined) return this.#fake.deliver(this.pressing(shown, found, values, how));
    }
    throw new Error(`no button '${title}' in ${JSON.stringify(room.messages.map(({ card }) => pressablesOf(card).map((one) => one.title)))}`);
  }

  /** Types in a field that looks for choices. */
  types(dataset: string, queryText: string): Promise<Delivered> {
    return this.#fake.deliver(this.activity('invoke', { name: 'application/search', value: { queryText, queryOptions: { skip: 0, top: 15 }, dataset } }));
  }

  /** What saying yes to a file delivers. */
  accepting(shown: Shown, uploadUrl?: string): Activity {
    const id = `d${this.#fake.nextId()}`;
    const name = shown.consent?.name ?? '';
    this.#fake.drive.set(id, { name, bytes: Buffer.alloc(0) });
    const uploadInfo = { uploadUrl: uploadUrl ?? `${this.#fake.url}/drive/${id}`, contentUrl: `https://essai-my.sharepoint.com/${id}`, name, uniqueId: id, fileType: name.split('.').at(-1) };
    return this.activity('invoke', { name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'accept', context: shown.consent?.accept, uploadInfo }, replyToId: shown.id });
  }

  accepts(shown: Shown): Promise<Delivered> {
    return this.#fake.deliver(this.accepting(shown));
  }

  declines(shown: Shown): Promise<Delivered> {
    return this.#fake.deliver(this.activity('invoke', { name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'decline', context: shown.consent?.decline }, replyToId: shown.id }));
  }

  /** The newest message of the bot that fits, once it is there. */
  gets(pattern: RegExp | ((shown: Shown) => boolean), room: Room = this.room): Promise<Shown> {
    const fits = pattern instanceof RegExp ? ({ card }: Shown) => pattern.test(linesOf(card).join('\n')) : pattern;
    return this.#fake.until(() => room.messages.findLast((shown) => shown.from === 'bot' && fits(shown)));
  }
}
