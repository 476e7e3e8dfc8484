import type { Action, List, ListItem, Message } from '../../core/messages/message.ts';
import { oneLine, type Reader } from '../adaptive/words.ts';
import { clean, visible } from '../runs.ts';
import { cut, plainText, type Button } from './blocks.ts';

/** Slack's own lengths. */
const LABEL = 75;
const VALUE = 2_000;

/** What is pressed comes back under such an id; what only opens something, under the other. */
export const PRESS = 'press';
/** A menu is called so, and by what its options are asked with. */
export const PICK = 'pick-';
const OPEN = 'open';

const tick = (ticked: boolean): string => (ticked ? '✅' : '☐');

/** The buttons of one message: each thing once, each with an id of its own. */
export class Buttons {
  /** Something did not fit; it can still be typed. */
  unshown = false;
  readonly #reader: Reader;
  readonly #used = new Set<string>();
  /** Two lists with a '1' each: then a number says nothing. */
  readonly #numbers: boolean;
  #count = 0;

  constructor(reader: Reader, message: Message) {
    this.#reader = reader;
    this.#numbers = message.blocks.filter((block) => block.kind === 'list' && block.numbered === true && block.items.some(({ action }) => action !== undefined)).length === 1;
  }

  /** A button that says what it does, after its box when it is a choice that is ticked or not. Nothing for what stands there already. */
  named(action: Action): Button[] {
    const words = oneLine(action.label, this.#reader);
    return this.#press(action, action.ticked === undefined ? words : `${tick(action.ticked)} ${words}`);
  }

  /** The button of a line: its number, where that says which. */
  ofLine(item: ListItem, action: Action, { numbered }: List, index: number): Button[] {
    const words = clean(oneLine(item.text, this.#reader));
    if (numbered !== true || !this.#numbers || action.ticked !== undefined || !visible(words)) return this.named(action);
    return this.#press(action, String(index + 1), `${index + 1}. ${words}`);
  }

  opening(words: string, url: string): Button {
    return { type: 'button', action_id: this.#id(OPEN), text: labelled(words), url };
  }

  #press(action: Action, words: string, read?: string): Button[] {
    if (this.#used.has(action.id)) return [];
    this.#used.add(action.id);
    if (action.id === '' || action.id.length > VALUE) {
      this.unshown = true;
      return [];
    }
    return [{
      type: 'button', action_id: this.#id(PRESS), text: labelled(words), value: action.id,
      ...(action.style === undefined ? {} : { style: action.style }), ...(read === undefined ? {} : { accessibility_label: cut(read, LABEL) }),
    }];
  }

  #id(kind: string): string {
    this.#count += 1;
    return `${kind}-${this.#count}`;
  }
}

/** A button always says something. */
function labelled(text: string): Button['text'] {
  const words = clean(text);
  return plainText(visible(words) ? cut(words, LABEL) : '…');
}
