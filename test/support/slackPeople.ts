import type { Button, KnownBlock } from '@slack/types';
import { wordsOf } from './slackLimits.ts';
import type { Delivered, OpenView, Room, Shown, SlackFake } from './slackFake.ts';

/** A file as somebody sends it. `size`: what Slack says of it; `more`: what else it says. */
export interface Posted {
  readonly bytes: Buffer;
  readonly name?: string;
  readonly mime?: string;
  readonly size?: number;
  readonly more?: Record<string, unknown>;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
export const buttonsOf = (blocks: readonly KnownBlock[]): { readonly button: Button; readonly line: string }[] => blocks.flatMap((block) => {
  if (block.type === 'actions') return block.elements.filter((one) => one.type === 'button').map((button) => ({ button, line: '' }));
  return block.type === 'section' && block.accessory?.type === 'button' ? [{ button: block.accessory, line: block.text?.text ?? '' }] : [];
});

const menuOf = (blocks: readonly KnownBlock[]): string | undefined => blocks.flatMap((block) => (block.type === 'actions' ? block.elements.flatMap((one) => (one.type === 'external_select' ? (one.action_id ?? []) : [])) : []))[0];

/** Somebody in the workspace, and their own chat with the app. */
export class FakeMember {
  readonly id: string;
  readonly room: Room;
  /** What the app is told when it opens their chat. */
  refuses: string | undefined;
  readonly #fake: SlackFake;

  constructor(fake: SlackFake, id: string) {
    this.#fake = fake;
    this.id = id;
    this.room = fake.channel(`D${id.slice(1)}`, [id]);
  }

  /** What `says` delivers, to be delivered otherwise. */
  saying(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
    const ts = this.#fake.nextTs();
    if (more['subtype'] === undefined) this.room.messages.push({ ts, from: this.id, text, blocks: [], edits: 0 });
    return this.event({ type: 'message', channel: this.room.id, channel_type: 'im', user: this.id, text: escaped(text), ts, event_ts: ts, ...more });
  }

  event(event: Record<string, unknown>): Record<string, unknown> {
    const { team, app } = this.#fake;
    return { token: 'unused', team_id: team, api_app_id: app, event, type: 'event_callback', event_id: `Ev${this.#fake.nextId()}`, event_time: 1_795_000_000, authorizations: [{ team_id: team, user_id: this.#fake.bot, is_bot: true }] };
  }

  says(text: string): Promise<Delivered> {
    return this.#fake.deliver('events_api', this.saying(text));
  }

  sends(...files: readonly Posted[]): Promise<Delivered> {
    const kept = files.map(({ bytes, name = 'liste.csv', mime = 'text/csv', size = bytes.length, more = {} }) => {
      const id = `F${this.#fake.nextId()}`;
      this.#fake.files.set(id, { name, bytes, done: true });
      return { id, name, mimetype: mime, size, mode: 'hosted', url_private_download: `${this.#fake.url.replace(/api\/$/, '')}files/${id}`, ...more };
    });
    return this.#fake.deliver('events_api', this.saying('', { subtype: 'file_share', files: kept }));
  }

  edits(before: string, text: string): Promise<Delivered> {
    const message = { type: 'message', user: this.id, text, edited: { user: this.id, ts: this.#fake.nextTs() }, ts: this.#fake.nextTs() };
    return this.#fake.deliver('events_api', this.event({ type: 'message', subtype: 'message_changed', channel: this.room.id, channel_type: 'im', message, previous_message: { ...message, text: before, edited: undefined }, ts: this.#fake.nextTs() }));
  }

  mentions(room: Room, text: string): Promise<Delivered> {
    const ts = this.#fake.nextTs();
    room.messages.push({ ts, from: this.id, text, blocks: [], edits: 0 });
    return this.#fake.deliver('events_api', this.event({ type: 'app_mention', channel: room.id, user: this.id, text: `<@${this.#fake.bot}> ${escaped(text)}`, ts }));
  }

  opensHome(tab = 'home'): Promise<Delivered> {
    return this.#fake.deliver('events_api', this.event({ type: 'app_home_opened', user: this.id, channel: this.room.id, tab }));
  }

  commands(text: string, room?: Room): Promise<Delivered> {
    const { team, app } = this.#fake;
    return this.#fake.deliver('slash_commands', {
      token: 'unused', team_id: team, team_domain: 'essai', channel_id: room?.id ?? this.room.id, channel_name: room === undefined ? 'directmessage' : 'essai', user_id: this.id, user_name: 'essai',
      command: '/guichet', text: escaped(text), api_app_id: app, is_enterprise_install: 'false', response_url: 'https://hooks.slack.com/commands/x', trigger_id: this.#fake.trigger(this.id),
    });
  }

  #interaction(type: string, more: Record<string, unknown>): Record<string, unknown> {
    const { team, app } = this.#fake;
    return { type, team: { id: team, domain: 'essai' }, user: { id: this.id, username: 'essai', name: 'essai', team_id: team }, api_app_id: app, token: 'unused', trigger_id: this.#fake.trigger(this.id), ...more };
  }

  /** What pressing a button delivers, whether or not it is still there. */
  pressing(shown: Shown, button: Button, room: Room = this.room): Record<string, unknown> {
    const action = { type: 'button', action_id: button.action_id, block_id: 'b', text: button.text, ...(button.value === undefined ? {} : { value: button.value }), action_ts: this.#fake.nextTs() };
    return this.#interaction('block_actions', {
      container: { type: 'message', message_ts: shown.ts, channel_id: room.id, is_ephemeral: shown.only !== undefined }, channel: { id: room.id, name: 'directmessage' },
      message: { type: 'message', ts: shown.ts, text: shown.text, blocks: shown.blocks }, state: { values: {} }, response_url: 'https://hooks.slack.com/actions/x', actions: [action],
    });
  }

  /** Presses the button of this label on the newest message that has it. @throws when there is none */
  presses(label: string, room: Room = this.room): Promise<Delivered> {
    for (const shown of room.messages.toReversed()) {
      const found = buttonsOf(shown.blocks).find(({ button }) => button.text.text === label);
      if (found !== undefined) return this.#fake.deliver('interactive', this.pressing(shown, found.button, room));
    }
    throw new Error(`no button '${label}' in ${JSON.stringify(room.messages.map(({ blocks }) => buttonsOf(blocks).map(({ button }) => button.text.text)))}`);
  }

  /** Presses a button of the home page. */
  pressesHome(label: string): Promise<Delivered> {
    const found = buttonsOf(this.#fake.homes.get(this.id) ?? []).find(({ button }) => button.text.text === label);
    if (found === undefined) throw new Error(`no button '${label}' at home`);
    const { action_id: id, value, text } = found.button;
    return this.#fake.deliver('interactive', this.#interaction('block_actions', { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home' }, actions: [{ type: 'button', action_id: id, block_id: 'b', value, text }] }));
  }

  /** The modal on top, once it is open. */
  modal(): Promise<OpenView> {
    return this.#fake.until(() => this.#fake.modals.get(this.id)?.at(-1));
  }

  /** What sending the modal on top delivers, with these values in it; the rest as it was. */
  submitting(opened: OpenView, values: Readonly<Record<string, string>>): Record<string, unknown> {
    const state = Object.fromEntries((opened.view.blocks as KnownBlock[]).flatMap((block): [string, Record<string, unknown>][] => {
      if (block.type !== 'input') return [];
      const { element, block_id: id = '' } = block;
      const given = values[id];
      if (element.type === 'plain_text_input') return [[id, { [element.action_id ?? '']: { type: element.type, value: given ?? element.initial_value ?? null } }]];
      if (element.type !== 'radio_buttons' && element.type !== 'static_select') return [];
      return [[id, { [element.action_id ?? '']: { type: element.type, selected_option: (element.options ?? []).find(({ value }) => value === given) ?? element.initial_option ?? null } }]];
    }));
    return this.#interaction('view_submission', { view: { ...opened.view, id: opened.id, hash: opened.hash, state: { values: state } }, response_urls: [] });
  }

  /** Sends the modal on top, and does with it what the answer says. */
  async submits(values: Readonly<Record<string, string>>): Promise<Delivered> {
    const opened = await this.modal();
    const answer = await this.#fake.deliver('interactive', this.submitting(opened, values));
    const open = this.#fake.modals.get(this.id) ?? [];
    const { response_action: does, errors } = (answer.body ?? {}) as { response_action?: string; errors?: Record<string, string> };
    if (answer.status === 200 && does === 'clear') this.#fake.modals.set(this.id, []);
    else if (answer.status === 200 && does === undefined) this.#fake.modals.set(this.id, open.slice(0, -1));
    else this.#fake.modals.set(this.id, open.map((one) => (one === opened ? { ...one, errors: errors ?? {} } : one)));
    return answer;
  }

  /** Types in a menu that looks for choices, called so, of a message. */
  types(menu: string, query: string): Promise<Delivered> {
    return this.#fake.deliver('interactive', this.#interaction('block_suggestion', { action_id: menu, block_id: 'b', value: query, container: { type: 'message', channel_id: this.room.id } }));
  }

  /** Types in the newest menu of the chat, and takes the first of what it then offers. What it offered. @throws when there is no menu */
  async picks(query: string): Promise<readonly string[]> {
    const shown = this.room.messages.findLast(({ blocks }) => menuOf(blocks) !== undefined);
    const menu = menuOf(shown?.blocks ?? []);
    if (shown === undefined || menu === undefined) throw new Error('no menu');
    const { options = [] } = ((await this.types(menu, query)).body ?? {}) as { options?: { text: { type: 'plain_text'; text: string }; value: string }[] };
    const [first] = options;
    if (first !== undefined) {
      await this.#fake.deliver('interactive', this.#interaction('block_actions', {
        container: { type: 'message', message_ts: shown.ts, channel_id: this.room.id }, channel: { id: this.room.id, name: 'directmessage' }, state: { values: {} },
        actions: [{ type: 'external_select', action_id: menu, block_id: 'b', selected_option: first, action_ts: this.#fake.nextTs() }],
      }));
    }
    return options.map(({ text }) => text.text);
  }

  /** The messages as they stand now, edits made. */
  chat(): readonly Shown[] {
    return this.room.messages;
  }

  /** The newest message of the app that fits, once it is there. */
  gets(pattern: RegExp | ((shown: Shown) => boolean), room: Room = this.room): Promise<Shown> {
    const fits = pattern instanceof RegExp ? ({ text, blocks }: Shown) => pattern.test([text, ...blocks.flatMap(wordsOf)].join('\n')) : pattern;
    return this.#fake.until(() => room.messages.findLast((shown) => shown.from === 'bot' && fits(shown)));
  }
}
