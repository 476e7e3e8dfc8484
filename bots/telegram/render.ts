import type { Block, Facts, Form, List, Notice, Text } from '../../core/messages/message.ts';
import { spansOf } from '../../core/messages/naming.ts';
import type { Document, Lang } from '../../core/ports.ts';
import { oneLine, type Reader } from '../adaptive/words.ts';
import type { Letter } from '../channel.ts';
import { clean, pieces, visible, type Run } from '../runs.ts';
import { htmlOf } from './html.ts';
import { keyboardOf, type Keyboard } from './keyboard.ts';
import { LINES } from './words.ts';

/** One call to Telegram. `html`: at most 4,096 characters once parsed; `keyboard`: undefined for none. */
export type TelegramPart =
  | { readonly kind: 'text'; readonly html: string; readonly keyboard?: Keyboard }
  | { readonly kind: 'document' | 'photo' | 'voice'; readonly name: string; readonly bytes: Buffer };

interface Drawing {
  readonly reader: Reader;
  readonly lang: Lang;
  /** A private chat with the bot can be opened by a button. */
  readonly way: boolean;
}

/**
 * A letter as Telegram shows it: texts in HTML, the last one with the buttons, then one part a document. `bot`: the bot's user
 * name, known once it has started.
 */
export function render(letter: Letter, bot: string | undefined): TelegramPart[] {
  const { message, names, naming, lang, files } = letter;
  const reader: Reader = { book: names, naming };
  const { keyboard, unshown } = keyboardOf(message, reader, bot === undefined ? undefined : `https://t.me/${bot}?start=prive`);
  const drawing: Drawing = { reader, lang, way: bot !== undefined };
  const drawn: { kind: Block['kind'] | 'title' | 'line'; runs: Run[] }[] = [];
  if (message.title !== undefined) drawn.push({ kind: 'title', runs: runs(message.title, reader, 'b') });
  for (const block of message.blocks) drawn.push({ kind: block.kind, runs: draw(block, drawing) });
  if (message.form !== undefined && !message.blocks.some(({ kind }) => kind === 'paragraph')) drawn.push({ kind: 'line', runs: [{ text: fieldsOf(message.form, drawing) }] });
  if (unshown) drawn.push({ kind: 'line', runs: [{ text: LINES[lang].unshown, look: 'i' }] });

  const text: Run[] = [];
  let before: string | undefined;
  for (const { kind, runs: words } of drawn) {
    if (!visible(words.map((run) => run.text).join(''))) continue;
    // A list belongs to the sentence above it, and what a title is about to the title.
    const close = before === 'title' || ((kind === 'list' || kind === 'facts') && (before === 'paragraph' || before === 'notice'));
    if (before !== undefined) text.push({ text: close ? '\n' : '\n\n' });
    text.push(...words);
    before = kind;
  }
  const texts = pieces(text).map(htmlOf);
  const documents = files.map(fileOf);
  if (texts.length === 0 && (keyboard.length > 0 || documents.length === 0)) texts.push('…');
  return [...texts.map((html, i): TelegramPart => ({ kind: 'text', html, ...(i === texts.length - 1 && keyboard.length > 0 ? { keyboard } : {}) })), ...documents];
}

function draw(block: Block, drawing: Drawing): Run[] {
  const { reader } = drawing;
  switch (block.kind) {
    case 'paragraph':
      return runs(block.text, reader);
    case 'notice':
      return noticed(block, reader);
    case 'list':
      return list(block, reader);
    case 'facts':
      return facts(block, drawing);
    case 'link':
      return link(oneLine(block.label, reader), block.url, drawing.lang);
    case 'private':
      return drawing.way ? [] : runs(block.label, reader);
  }
}

function noticed(block: Notice, reader: Reader): Run[] {
  const words = runs(block.text, reader);
  return words.length === 0 ? [] : [{ text: `${MARKS[block.tone]} ` }, ...words];
}

const MARKS = { good: '✅', wait: '⏳', bad: '❌', info: 'ℹ️' } as const satisfies Record<Notice['tone'], string>;

function runs(text: Text, reader: Reader, look?: Run['look']): Run[] {
  return spansOf(text, reader.book, reader.naming).flatMap((span): Run[] => {
    if (typeof span !== 'string') return runs(span.strong, reader, 'b');
    const words = clean(span);
    return words === '' ? [] : [{ text: words, ...(look === undefined ? {} : { look }) }];
  });
}

function list(block: List, reader: Reader): Run[] {
  return block.items.flatMap((item, i) => {
    const detail = item.detail === undefined ? [] : runs(item.detail, reader, 'i');
    return [
      { text: `${i === 0 ? '' : '\n'}${block.numbered === true ? `${i + 1}.` : '·'} ` }, ...runs(item.text, reader),
      ...(detail.length === 0 ? [] : [{ text: '\n' }, ...detail]),
    ];
  });
}

function facts(block: Facts, { reader, lang }: Drawing): Run[] {
  return block.facts.flatMap((fact, i) => [{ text: i === 0 ? '' : '\n' }, ...runs(fact.label, reader, 'b'), { text: LINES[lang].colon }, ...runs(fact.value, reader)]);
}

/** Nothing but the web is ever made a link. */
function link(label: string, url: string, lang: Lang): Run[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const words = clean(label);
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return [{ text: `${words}${LINES[lang].colon}${clean(url)}` }];
  return [{ text: visible(words) ? words : parsed.href, href: parsed.href }];
}

/** What there is to type, where nothing else says so: flows ask in words as well, one question at a time. */
function fieldsOf({ fields }: Form, { reader, lang }: Drawing): string {
  const { colon, toGive, or } = LINES[lang];
  const named = fields.map(({ label, options }) => {
    const choices = (options ?? []).map((option) => oneLine(option.label, reader));
    return `${oneLine(label, reader)}${choices.length === 0 ? '' : ` (${choices.join(or)})`}`;
  });
  return clean(`${toGive}${colon}${named.join(', ')}.`);
}

/** Photos are taken up to 10 MB and only as pictures of points. */
const PHOTO_BYTES = 10 * 1024 * 1024;
const PHOTOS = /^image\/(?:jpeg|png|webp)\b/;

/** The name stands in a header between quotes. */
function fileOf({ name, mime, bytes }: Document): TelegramPart {
  const kind = PHOTOS.test(mime) && bytes.length <= PHOTO_BYTES ? 'photo' : /^audio\/ogg\b/.test(mime) ? 'voice' : 'document';
  return { kind, name: clean(name).replace(/["\\/\n\t]/g, '_') || 'document', bytes };
}
