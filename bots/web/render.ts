import type { Action, Block, Form, Message } from '../../core/messages/message.ts';
import { plain, type NameBook, type Naming } from '../../core/messages/naming.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { toCard, type AdaptiveCard } from '../adaptive/card.ts';
import { labelOf, type Reader } from '../adaptive/words.ts';

export interface WebAction {
  readonly id: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
}

export interface WebField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'choice';
  readonly required: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** A message on the web chat's wire. `text` always says everything; `card` is the same, drawn. */
export interface WebMessage {
  readonly id: string;
  /** Instant, ISO 8601. */
  readonly at: string;
  readonly text: string;
  readonly title?: string;
  readonly card?: AdaptiveCard;
  /** Address of a picture: on this server, or `data:`. */
  readonly image?: string;
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly url: string }[];
  readonly actions: readonly WebAction[];
  readonly form?: { readonly id: string; readonly fields: readonly WebField[] };
  /** This answer takes the place of the message whose button was pressed. */
  readonly redraws?: boolean;
}

/**
 * A stored message for the web chat. `actions` holds every button of the message, those of list
 * items first (in the order in which they are seen), each id once. Files are the caller's to add.
 */
export function toWebMessage(stored: { readonly id: string; readonly at: string }, message: Message, book: NameBook, naming: Naming): WebMessage {
  const reader: Reader = { book, naming };
  return {
    id: stored.id,
    at: stored.at,
    text: plainText(message, book, naming),
    ...(message.title === undefined ? {} : { title: plain(message.title, book, naming) }),
    card: toCard(message, book, naming),
    actions: actionsOf(message).map((action) => webAction(action, reader)),
    ...(message.form === undefined ? {} : { form: webForm(message.form, reader) }),
    ...(message.redraws === true ? { redraws: true } : {}),
  };
}

function actionsOf(message: Message): Action[] {
  const inBlock = (block: Block): Action[] =>
    block.kind === 'list' ? block.items.flatMap((item) => (item.action === undefined ? [] : [item.action])) : [];
  const all = [...message.blocks.flatMap(inBlock), ...(message.actions ?? [])];
  return [...new Map(all.toReversed().map((action) => [action.id, action])).values()].toReversed();
}

const webAction = (action: Action, reader: Reader): WebAction => ({
  id: action.id,
  label: labelOf(action, reader),
  ...(action.style === undefined ? {} : { style: action.style }),
});

const webForm = (form: Form, { book, naming }: Reader): NonNullable<WebMessage['form']> => ({
  id: form.id,
  fields: form.fields.map((field) => ({
    name: field.name,
    label: plain(field.label, book, naming),
    type: field.type,
    required: field.required,
    ...(field.options === undefined
      ? {}
      : { options: field.options.map((option) => ({ value: option.value, label: plain(option.label, book, naming) })) }),
  })),
});
