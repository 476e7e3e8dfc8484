import type { Action, Block, Message } from '../../core/messages/message.ts';
import { oneLine, type Reader } from '../adaptive/words.ts';
import { clean, visible } from '../runs.ts';

/** An inline button as Telegram takes it; clients that know no colours show none. */
export type Button = { readonly text: string; readonly style?: 'primary' | 'danger' } & ({ readonly callback_data: string } | { readonly url: string });
export type Keyboard = readonly (readonly Button[])[];

export interface Drawn {
  readonly keyboard: Keyboard;
  /** Something did not fit; it can still be typed. */
  readonly unshown: boolean;
}

/** Telegram's own limits, but for the markup, of which about 10 kB are taken (channels.md 2.2). */
const MAX_BUTTONS = 100;
const MARKUP_BYTES = 9_000;
const DATA_BYTES = 64;

const LABEL = 60;
/** Of a label that is cut, what is kept of its end: a date and an hour, which tell two dates of one long title apart. */
const END = 24;
/** Two labels of this length stand side by side on a phone. */
const SHORT = 18;
const ROW = { number: 5, tick: 2, plain: 2, alone: 1 } as const;

interface Placed {
  readonly button: Button;
  readonly kind: keyof typeof ROW;
}

const tick = (ticked: boolean): string => (ticked ? '✅' : '☐');
const letters = new Intl.Segmenter('fr');

/** Cut in its middle to what a phone shows, never inside a letter; a button always says something. */
function label(text: string): string {
  const words = clean(text);
  if (!visible(words)) return '…';
  if (words.length <= LABEL) return words;
  const all = Array.from(letters.segment(words), ({ segment }) => segment);
  let end = '';
  for (const letter of all.toReversed()) {
    if (end.length + letter.length > END) break;
    end = letter + end;
  }
  let begin = '';
  for (const letter of all) {
    if (begin.length + letter.length + end.length >= LABEL) break;
    begin += letter;
  }
  return `${begin.trimEnd()}…${end.trimStart()}`;
}

/**
 * Everything that can be tapped in a message, each thing once: what list items do, as numbers where the item stands above
 * with its own, then the message's own buttons in their order. `way`: where a private chat with the bot opens; undefined: nobody knows yet.
 */
export function keyboardOf(message: Message, reader: Reader, way: string | undefined): Drawn {
  const used = new Set<string>();
  const unfit: Action[] = [];
  const press = (action: Action, words: string, kind: keyof typeof ROW): Placed[] => {
    if (used.has(action.id)) return [];
    used.add(action.id);
    const bytes = Buffer.byteLength(action.id);
    if (bytes === 0 || bytes > DATA_BYTES) {
      unfit.push(action);
      return [];
    }
    return [{ button: { text: label(words), callback_data: action.id, ...(action.style === undefined ? {} : { style: action.style }) }, kind }];
  };
  const named = (action: Action): Placed[] => {
    const words = oneLine(action.label, reader);
    return action.ticked === undefined ? press(action, words, 'plain') : press(action, `${tick(action.ticked)} ${words}`, 'tick');
  };
  // Two lists with a '1' each: then a number says nothing.
  const numbers = message.blocks.filter((block) => block.kind === 'list' && block.numbered === true && block.items.some(({ action }) => action !== undefined)).length === 1;
  const ofBlock = (block: Block): Placed[] => {
    if (block.kind === 'private') return way === undefined ? [] : [{ button: { text: label(oneLine(block.label, reader)), url: way }, kind: 'alone' }];
    if (block.kind !== 'list') return [];
    return block.items.flatMap(({ action, text }, i) => {
      if (action === undefined) return [];
      const shown = block.numbered === true && numbers && action.ticked === undefined && oneLine(text, reader) !== '';
      return shown ? press(action, String(i + 1), 'number') : named(action);
    });
  };
  const { keyboard, left } = fitting(rows([...message.blocks.flatMap(ofBlock), ...(message.actions ?? []).flatMap(named)]));
  return { keyboard, unshown: left || unfit.length > 0 };
}

/** Buttons of one kind side by side, as far as their labels are short; the order stays. */
function rows(placed: readonly Placed[]): Button[][] {
  const made: { kind: keyof typeof ROW; buttons: Button[] }[] = [];
  for (const { button, kind } of placed) {
    const place = button.text.length <= SHORT ? kind : 'alone';
    const last = made.at(-1);
    if (last?.kind === place && last.buttons.length < ROW[place]) last.buttons.push(button);
    else made.push({ kind: place, buttons: [button] });
  }
  return made.map(({ buttons }) => buttons);
}

/** As many rows as Telegram takes, from the first. */
function fitting(all: readonly Button[][]): { keyboard: Keyboard; left: boolean } {
  const keyboard: Button[][] = [];
  let buttons = 0;
  let bytes = 0;
  for (const row of all) {
    buttons += row.length;
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (buttons > MAX_BUTTONS || bytes > MARKUP_BYTES) return { keyboard, left: true };
    keyboard.push(row);
  }
  return { keyboard, left: false };
}
