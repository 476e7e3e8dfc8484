import type { BotCommand, InlineKeyboardMarkup } from '@grammyjs/types';

/**
 * What Telegram takes (channels.md 2.1, 2.2), written down apart from what is sent by us. Each check gives what Telegram would say, or undefined.
 * Stricter than Telegram where it is lenient: a sign that HTML wants escaped is never let through bare.
 */
export const TEXT = 4_096;
export const CAPTION = 1_024;
export const FILE_BYTES = 50 * 1024 * 1024;
export const PHOTO_BYTES = 10 * 1024 * 1024;

const TAGS = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'tg-spoiler', 'a', 'code', 'pre', 'blockquote']);
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

export interface Parsed {
  readonly text: string;
  /** What stands between the tags of a name, in their order. */
  readonly marked: readonly { readonly tag: string; readonly text: string; readonly href?: string }[];
}

/** HTML as Telegram parses it. @throws Error with what it would say */
export function parseHtml(html: string): Parsed {
  const open: { tag: string; from: number; href?: string }[] = [];
  const marked: { tag: string; text: string; href?: string }[] = [];
  let text = '';
  for (let at = 0; at < html.length;) {
    const rest = html.slice(at);
    const [whole, close, tag = '', attribute] = /^<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<>]*")*)>/.exec(rest) ?? [];
    if (whole !== undefined) {
      if (!TAGS.has(tag)) throw new Error(`can't parse entities: Unsupported start tag "${tag}" at byte offset ${at}`);
      if (close === '/') {
        const last = open.pop();
        if (last?.tag !== tag) throw new Error(`can't parse entities: Unmatched end tag at byte offset ${at}, expected "</${last?.tag ?? ''}>", found "</${tag}>"`);
        marked.push({ tag, text: text.slice(last.from), ...(last.href === undefined ? {} : { href: last.href }) });
      } else {
        const href = /^\s+href="([^"]*)"$/.exec(attribute ?? '')?.[1];
        if (tag === 'a' ? href === undefined : attribute !== '') throw new Error(`can't parse entities: attributes of "${tag}" at byte offset ${at}`);
        open.push({ tag, from: text.length, ...(href === undefined ? {} : { href: entities(href) }) });
      }
      at += whole.length;
      continue;
    }
    if (rest.startsWith('<') || rest.startsWith('>')) throw new Error(`can't parse entities: Unexpected character "${rest.charAt(0)}" at byte offset ${at}`);
    const plain = /^[^<>]+/.exec(rest)?.[0] ?? '';
    text += entities(plain);
    at += plain.length;
  }
  if (open.length > 0) throw new Error(`can't parse entities: Can't find end tag corresponding to start tag "${open.at(-1)?.tag ?? ''}"`);
  return { text, marked };
}

function entities(words: string): string {
  return words.replace(/&(?:#x([0-9a-f]+);|#(\d+);|([a-z]+);)?/gi, (whole, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number(digits));
    const sign = name === undefined ? undefined : NAMED[name];
    if (sign === undefined) throw new Error(`can't parse entities: unknown entity "${whole}"`);
    return sign;
  });
}

/** A text as it would stand there; what is wrong with it. */
export function checkText(given: unknown, mode: unknown): { text: string; wrong?: string } {
  if (typeof given !== 'string') return { text: '', wrong: 'message text is empty' };
  if (!given.isWellFormed()) return { text: given, wrong: 'text must be encoded in UTF-8' };
  try {
    if (mode !== undefined && mode !== 'HTML') return { text: given, wrong: `unsupported parse_mode` };
    const text = (mode === 'HTML' ? parseHtml(given).text : given).trim();
    if (!/[^\s\p{C}]/u.test(text)) return { text, wrong: 'message text is empty' };
    return text.length > TEXT ? { text, wrong: 'message is too long' } : { text };
  } catch (error) {
    return { text: given, wrong: (error as Error).message };
  }
}

/** Signs of a field that is not ours to send, or has the wrong shape. */
const BUTTON_KEYS = new Set(['text', 'callback_data', 'url', 'style']);

export function checkKeyboard(markup: InlineKeyboardMarkup | undefined): string | undefined {
  if (markup === undefined) return undefined;
  const rows: unknown = markup.inline_keyboard;
  if (!Array.isArray(rows) || rows.length === 0) return 'inline keyboard expected';
  const buttons = markup.inline_keyboard.flat();
  if (markup.inline_keyboard.some((row) => row.length === 0 || row.length > 8)) return 'a row has 1 to 8 buttons';
  if (buttons.length > 100) return 'reply markup is too long: buttons';
  if (Buffer.byteLength(JSON.stringify(markup)) > 10_000) return 'reply markup is too long';
  const seen = new Set<string>();
  for (const button of buttons) {
    if (Object.keys(button).some((key) => !BUTTON_KEYS.has(key))) return 'unknown field of a button';
    if (!button.text.isWellFormed() || !/[^\s\p{C}]/u.test(button.text)) return 'text buttons are unallowed in the inline keyboard';
    if (button.text.length > 64) return 'a label that no phone shows';
    if (('callback_data' in button) === ('url' in button)) return 'a button does one thing';
    if ('url' in button && !/^https?:\/\/\S+$/.test(button.url)) return 'BUTTON_URL_INVALID';
    if (!('callback_data' in button)) continue;
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > 64) return 'BUTTON_DATA_INVALID';
    if (seen.has(button.callback_data)) return 'the same button twice';
    seen.add(button.callback_data);
  }
  return undefined;
}

export function checkCommands(commands: readonly BotCommand[]): string | undefined {
  if (commands.length > 100) return 'BOT_COMMANDS_TOO_MUCH';
  if (commands.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))) return 'BOT_COMMAND_INVALID';
  if (commands.some(({ description }) => description.trim().length < 1 || description.length > 256)) return 'BOT_COMMAND_DESCRIPTION_INVALID';
  return new Set(commands.map(({ command }) => command)).size === commands.length ? undefined : 'a command stands there twice';
}

export const checkLength = (text: string | undefined, longest: number): string | undefined => ((text ?? '').length > longest ? `longer than ${longest}` : undefined);
