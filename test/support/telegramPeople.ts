import type { Chat, Message, MessageEntity, Update, User } from '@grammyjs/types';
import type { Room, Shown, TelegramFake } from './telegramFake.ts';

/** A file as somebody sends it. `size`: what Telegram says of it, where that is not what it is. */
export interface Posted {
  readonly kind: 'document' | 'photo' | 'voice' | 'audio';
  readonly bytes: Buffer;
  readonly name?: string;
  readonly mime?: string;
  readonly size?: number;
  readonly caption?: string;
}

type Received = Message & Update.NonChannel;

/** What Telegram sees in a text by itself. */
function entitiesIn(text: string): MessageEntity[] {
  return [...text.matchAll(/(?<=^|\s)(?:\/[a-z0-9_]{1,32}(?:@\w+)?|@\w{3,32})/gi)].map((found) => ({ type: found[0].startsWith('/') ? 'bot_command' as const : 'mention' as const, offset: found.index, length: found[0].length }));
}

/** Somebody who uses Telegram, and their private chat with the bot. */
export class FakeUser {
  readonly user: User;
  readonly room: Room & { readonly chat: Chat.PrivateChat };
  readonly #fake: TelegramFake;

  constructor(fake: TelegramFake, id: number, more: Partial<User>) {
    this.#fake = fake;
    this.user = { id, is_bot: false, first_name: 'Essai', ...more };
    this.room = { chat: { id, type: 'private', first_name: this.user.first_name }, messages: [], refuses: undefined };
    fake.rooms.set(id, this.room);
  }

  /** The id of the message; `times`: delivered so often, under different update ids. */
  says(text: string): number {
    const entities = entitiesIn(text);
    return this.#posts({ text, ...(entities.length === 0 ? {} : { entities }) }, text);
  }

  sends(file: Posted): number {
    const id = `F${this.#fake.nextId()}`;
    const size = file.size ?? file.bytes.length;
    this.#fake.files.set(id, { path: `${file.kind}s/file_${id.slice(1)}${/\.\w+$/.exec(file.name ?? '')?.[0] ?? ''}`, bytes: file.bytes, size });
    const kept = { file_id: id, file_unique_id: `u${id}`, file_size: size, ...(file.name === undefined ? {} : { file_name: file.name }), ...(file.mime === undefined ? {} : { mime_type: file.mime }) };
    const caption = file.caption === undefined ? {} : { caption: file.caption };
    switch (file.kind) {
      case 'document':
        return this.#posts({ document: kept, ...caption });
      case 'photo':
        return this.#posts({ photo: [{ file_id: `${id}-s`, file_unique_id: `s${id}`, width: 90, height: 67, file_size: 1_200 }, { ...kept, width: 1_280, height: 960 }], ...caption });
      case 'voice':
        return this.#posts({ voice: { ...kept, duration: 4 }, ...caption });
      case 'audio':
        return this.#posts({ audio: { ...kept, duration: 4 }, ...caption });
    }
  }

  /** Anything else of a message: a sticker, a place. */
  posts(what: Record<string, unknown>): number {
    return this.#posts(what);
  }

  edits(id: number, text: string): void {
    const edited: NonNullable<Update['edited_message']> = { message_id: id, date: 1_795_000_000 + id, edit_date: 1_795_000_001 + id, chat: this.room.chat, from: this.user, text };
    this.#fake.deliver({ edited_message: edited });
  }

  /** Taps a button of a message as it stands now; `times`: one tap, delivered so often under different update ids. @throws when it is not there */
  presses(message: number, data: string, times = 1): string {
    const shown = this.room.messages.find(({ id }) => id === message);
    if (shown?.buttons.flat().some((button) => 'callback_data' in button && button.callback_data === data) !== true) throw new Error(`no button ${data} on ${message}`);
    return this.taps(shown, data, times);
  }

  /** Taps the button of this label on the newest message that has it. */
  pressesLabel(label: string): string {
    for (const shown of this.room.messages.toReversed()) {
      const button = shown.buttons.flat().find(({ text }) => text === label);
      if (button !== undefined && 'callback_data' in button) return this.taps(shown, button.callback_data);
    }
    throw new Error(`no button '${label}' in ${JSON.stringify(this.room.messages.map(({ buttons }) => buttons.flat().map(({ text }) => text)))}`);
  }

  /** A tap, whether or not the button is still there. The tap's id. */
  taps(shown: Shown, data: string, times = 1): string {
    const id = `${this.user.id}${this.#fake.nextId()}`;
    this.#fake.deliver({ callback_query: { id, from: this.user, chat_instance: `i${this.user.id}`, data, message: this.#fake.asMessage(this.room, shown) } }, times);
    return id;
  }

  blocks(): void {
    this.#member('kicked');
    this.room.refuses = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
  }

  unblocks(): void {
    this.room.refuses = undefined;
    this.#member('member');
  }

  /** The messages as they stand now, edits applied. */
  chat(): readonly Shown[] {
    return this.room.messages;
  }

  /** The newest message of the bot that fits, once it is there. Only those after the message `after`. */
  gets(pattern: RegExp | ((shown: Shown) => boolean), after = 0): Promise<Shown> {
    const fits = pattern instanceof RegExp ? ({ text }: Shown) => pattern.test(text) : pattern;
    return this.#fake.until(() => this.room.messages.findLast((shown) => shown.from === 'bot' && shown.id > after && fits(shown)));
  }

  #posts(what: Record<string, unknown>, text = ''): number {
    const id = this.#fake.nextId();
    this.room.messages.push({ id, from: 'user', text, marked: [], buttons: [], edits: 0 });
    this.#fake.deliver({ message: { message_id: id, date: 1_795_000_000 + id, chat: this.room.chat, from: this.user, ...what } });
    return id;
  }

  #member(status: 'kicked' | 'member'): void {
    const { bot } = this.#fake;
    const of = (one: 'kicked' | 'member') => (one === 'kicked' ? { status: one, user: bot, until_date: 0 } : { status: one, user: bot });
    this.#fake.deliver({ my_chat_member: { chat: this.room.chat, from: this.user, date: 1_795_000_000, old_chat_member: of(status === 'kicked' ? 'member' : 'kicked'), new_chat_member: of(status) } });
  }
}

/** A chat in which others read along. */
export class FakeGroup {
  readonly room: Room;
  readonly #fake: TelegramFake;

  constructor(fake: TelegramFake, id: number, type: 'group' | 'supergroup') {
    this.#fake = fake;
    this.room = { chat: { id, type, title: 'Essai' }, messages: [], refuses: undefined };
    fake.rooms.set(id, this.room);
  }

  /** `to`: the message that it answers. */
  says({ user }: FakeUser, text: string, to?: number): number {
    const id = this.#fake.nextId();
    const answered = this.room.messages.find((one) => one.id === to);
    this.room.messages.push({ id, from: 'user', text, marked: [], buttons: [], edits: 0 });
    const message = { message_id: id, date: 1_795_000_000 + id, chat: this.room.chat, from: user, text, entities: entitiesIn(text), ...(answered === undefined ? {} : { reply_to_message: this.#fake.asMessage(this.room, answered) }) };
    this.#fake.deliver({ message: message as unknown as Received });
    return id;
  }

  chat(): readonly Shown[] {
    return this.room.messages;
  }

  /** The group becomes a supergroup with another id; what is sent to the old one is told so. */
  moves(id: number): FakeGroup {
    this.room.refuses = { error_code: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: id } };
    const moved = new FakeGroup(this.#fake, id, 'supergroup');
    moved.room.messages = this.room.messages;
    return moved;
  }
}
