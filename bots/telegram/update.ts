/** What is read of Telegram's updates, as far as it is read. Only those whom Telegram vouches for get this far, but nothing in it is relied on to be there. */
export interface Update {
  readonly update_id: number;
  readonly message?: Message;
  readonly edited_message?: Message;
  readonly callback_query?: CallbackQuery;
  readonly my_chat_member?: { readonly chat: Chat; readonly new_chat_member: { readonly status: string; readonly is_member?: boolean } };
}

export interface Chat {
  readonly id: number;
  readonly type: string;
}

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly user?: User;
}

/** Something with bytes, which Telegram keeps until they are asked for. Sizes in bytes. */
export interface Kept {
  readonly file_id: string;
  readonly file_size?: number;
  readonly file_name?: string;
  readonly mime_type?: string;
}

export interface Photo extends Kept {
  readonly width: number;
  readonly height: number;
}

export interface Message {
  readonly message_id: number;
  readonly chat: Chat;
  readonly from?: User;
  readonly via_bot?: User;
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly caption?: string;
  readonly caption_entities?: readonly Entity[];
  readonly reply_to_message?: { readonly from?: User };
  readonly document?: Kept;
  readonly photo?: readonly Photo[];
  readonly voice?: Kept;
  readonly audio?: Kept;
}

export interface CallbackQuery {
  readonly id: string;
  readonly from: User;
  readonly message?: { readonly message_id: number; readonly chat: Chat; readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[] } };
  readonly data?: string;
}

/** The kinds of updates that are asked for, and no other. */
export const ALLOWED = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** Whether a body is an update at all. */
export const isUpdate = (body: unknown): body is Update => typeof body === 'object' && body !== null && 'update_id' in body && Number.isSafeInteger(body.update_id);

/** The chat of an update: what belongs to one is taken in one after the other. */
export const chatOf = ({ message, edited_message, callback_query, my_chat_member }: Update): number | undefined =>
  (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat.id;
