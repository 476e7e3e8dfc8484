import type { Block as Said, Form, Link, List, ListItem, Message, Text } from '../../core/messages/message.ts';
import { namesSomebody, spansOf } from '../../core/messages/naming.ts';
import type { Document, Lang } from '../../core/ports.ts';
import { oneLine, type Reader } from '../adaptive/words.ts';
import type { Letter } from '../channel.ts';
import { clean, pieces, visible, type Run } from '../runs.ts';
import { cut, plainText, type Block, type RichRun, type SlackPart } from './blocks.ts';
import { Buttons, PICK } from './buttons.ts';
import { formButton } from './modal.ts';
import { LINES } from './words.ts';

/** Slack's own lengths (channels.md 3.1, 3.2). */
const BLOCKS = 50;
const HEADER = 150;
const TEXT = 4_000;
/** A message says at most so much in its texts, and with its labels: Slack has been seen to refuse blocks from 13,200 characters on. */
const SAID = 3_500;
const SHOWN = 9_000;
/** One block of rich text, well under what a section may hold. */
const RICH = 2_500;
const SECTION = 2_900;
/** So many lines with a button at their end, each a block; more lines stand together, with the buttons below. */
const ROWS = 15;
const ROW_BUTTONS = 25;
const PLACEHOLDER = 150;

/** The app in a workspace, for links that open its messages. */
export interface App { readonly team: string; readonly id: string }

/** A block, the words that it shows, and how long its labels are. */
interface Drawn { readonly block: Block; readonly words: string; readonly labels: number }

interface Drawing {
  readonly reader: Reader;
  readonly lang: Lang;
  readonly app: App | undefined;
  readonly buttons: Buttons;
  /** Lines carry their button at their end. */
  readonly apart: boolean;
}

/**
 * A letter as Slack shows it: messages of at most 50 blocks, then one part a document. What people wrote stands in rich text and
 * plain text alone, where nothing is read as markup. `app`: known once it has started.
 */
export function render(letter: Letter, app: App | undefined): SlackPart[] {
  const parts = drawnParts(letter, app);
  if (letter.naming === 'none' || !namesSomebody(letter.message)) return parts;
  // Notifications show it, on a locked phone too: it says the same of 'une personne'.
  const quiet = drawnParts({ ...letter, naming: 'none' }, app);
  return parts.map((part, i) => {
    const other = quiet[i];
    return part.kind === 'file' ? part : { ...part, text: quiet.length === parts.length && other?.kind === 'message' ? other.text : LINES[letter.lang].news };
  });
}

function drawnParts(letter: Letter, app: App | undefined): SlackPart[] {
  const { message, names, naming, lang, files } = letter;
  const reader: Reader = { book: names, naming };
  const lines = message.blocks.flatMap((block) => (block.kind === 'list' ? block.items.filter(({ action }) => action !== undefined) : []));
  const buttons = new Buttons(reader, message);
  const drawing: Drawing = { reader, lang, app, buttons, apart: lines.length <= ROWS };
  const drawn: Drawn[] = [
    ...(message.title === undefined ? [] : titled(message.title, reader)),
    ...message.blocks.flatMap((block) => draw(block, drawing)),
  ];
  if (message.picker !== undefined) drawn.push(menu(message.picker, reader));
  const form = message.form === undefined ? undefined : formButton(message.form, message.title, reader, lang);
  if (message.form !== undefined && form === undefined && !message.blocks.some(({ kind }) => kind === 'paragraph')) drawn.push(...rich([{ text: fieldsOf(message.form, drawing) }]));
  const below = [...(form === undefined ? [] : [form]), ...(message.actions ?? []).flatMap((action) => buttons.named(action))];
  drawn.push(...rowsOf(below));
  if (buttons.unshown) drawn.push(...rich([{ text: LINES[lang].unshown, look: 'i' }]));
  const documents = files.map(fileOf);
  if (drawn.length === 0 && documents.length === 0) drawn.push(...rich([{ text: '…' }]));
  return [...messages(drawn), ...documents];
}

/** Blocks in as few messages as take them. */
function messages(drawn: readonly Drawn[]): SlackPart[] {
  const made: Drawn[][] = [];
  const size = (all: readonly Drawn[], of: (one: Drawn) => number): number => all.reduce((sum, one) => sum + of(one), 0);
  for (const one of drawn) {
    const last = made.at(-1);
    const fits = last !== undefined && last.length < BLOCKS && size([...last, one], ({ words }) => words.length + 1) <= SAID
      && size([...last, one], ({ words, labels }) => words.length + labels) <= SHOWN;
    if (fits) last.push(one);
    else made.push([one]);
  }
  return made.map((all) => ({ kind: 'message', text: fallback(all.map(({ words }) => words).filter((words) => words !== '').join('\n')), blocks: all.map(({ block }) => block) }));
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The words of a message where blocks are not shown. Slack reads markup in them: mentions and links are made harmless. */
function fallback(words: string): string {
  const escaped = (words === '' ? '…' : words).replace(/[&<>]/g, (sign) => SIGNS[sign] ?? sign);
  return escaped.length <= TEXT ? escaped : `${escaped.slice(0, TEXT - 1).replace(/&[a-z]{0,3}$|[\ud800-\udbff]$/, '')}…`;
}

function titled(title: Text, reader: Reader): Drawn[] {
  const words = clean(oneLine(title, reader));
  if (!visible(words)) return [];
  // A longer one would be cut.
  return words.length <= HEADER ? [{ block: { type: 'header', text: plainText(words) }, words, labels: 0 }] : rich([{ text: words, look: 'b' }]);
}

function draw(block: Said, drawing: Drawing): Drawn[] {
  const { reader, lang } = drawing;
  switch (block.kind) {
    case 'paragraph':
      return rich(runs(block.text, reader));
    case 'notice': {
      const words = runs(block.text, reader);
      return words.length === 0 ? [] : rich([{ text: `${MARKS[block.tone]} ` }, ...words]);
    }
    case 'list':
      return list(block, drawing);
    case 'facts':
      return rich(block.facts.flatMap((fact, i) => [{ text: i === 0 ? '' : '\n' }, ...runs(fact.label, reader, 'b'), { text: LINES[lang].colon }, ...runs(fact.value, reader)]));
    case 'link':
      return rich(link(block, drawing));
    case 'private':
      return privately(block.label, drawing);
  }
}

const MARKS = { good: '✅', wait: '⏳', bad: '❌', info: 'ℹ️' } as const;

function runs(text: Text, reader: Reader, look?: Run['look']): Run[] {
  return spansOf(text, reader.book, reader.naming).flatMap((span): Run[] => {
    if (typeof span !== 'string') return runs(span.strong, reader, 'b');
    const words = clean(span);
    return words === '' ? [] : [{ text: words, ...(look === undefined ? {} : { look }) }];
  });
}

/** Rich text in as many blocks as it takes; nothing comes of nothing that is seen. */
function rich(all: readonly Run[]): Drawn[] {
  return pieces(all, RICH).map((piece) => ({
    block: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: piece.map(richRun) }] },
    words: piece.map(({ text, href }) => (href === undefined || href === text ? text : `${text} : ${href}`)).join(''), labels: 0,
  }));
}

function richRun({ text, look, href }: Run): RichRun {
  const style = look === undefined ? {} : { style: look === 'b' ? { bold: true as const } : { italic: true as const } };
  return href === undefined ? { type: 'text', text, ...style } : { type: 'link', url: href, text, ...style };
}

function list(block: List, { reader, buttons, apart }: Drawing): Drawn[] {
  const mark = (i: number): string => (block.numbered === true ? `${i + 1}.` : '·');
  const line = ({ text, detail }: ListItem, i: number): Run[] => {
    const second = detail === undefined ? [] : runs(detail, reader, 'i');
    return [{ text: `${mark(i)} ` }, ...runs(text, reader), ...(second.length === 0 ? [] : [{ text: '\n' }, ...second])];
  };
  const made: Drawn[] = [];
  let together: Run[] = [];
  const close = (): void => {
    made.push(...rich(together));
    together = [];
  };
  const below = block.items.flatMap((item, i) => {
    const own = item.action === undefined ? [] : buttons.ofLine(item, item.action, block, i);
    const [button] = own;
    const words = [item.text, item.detail ?? []].map((text) => clean(oneLine(text, reader))).filter(visible).join('\n');
    if (!apart || button === undefined || words === '' || words.length > SECTION) {
      together.push({ text: together.length === 0 ? '' : '\n' }, ...line(item, i));
      return own;
    }
    close();
    const said = block.numbered === true ? `${mark(i)} ${words}` : words;
    made.push({ block: { type: 'section', text: plainText(said), accessory: button }, words: block.numbered === true ? said : `· ${said}`, labels: button.text.text.length });
    return [];
  });
  close();
  return [...made, ...rowsOf(below)];
}

/** Found by typing, among more than buttons show. Before anything is typed, everybody. */
function menu({ id, label }: NonNullable<Message['picker']>, reader: Reader): Drawn {
  const words = cut(clean(oneLine(label, reader)), PLACEHOLDER);
  return { block: { type: 'actions', elements: [{ type: 'external_select', action_id: `${PICK}${id}`, placeholder: plainText(words), min_query_length: 0 }] }, words: '', labels: words.length };
}

function rowsOf(all: readonly ReturnType<Buttons['named']>[number][]): Drawn[] {
  const made: Drawn[] = [];
  for (let from = 0; from < all.length; from += ROW_BUTTONS) {
    const elements = all.slice(from, from + ROW_BUTTONS);
    made.push({ block: { type: 'actions', elements }, words: '', labels: elements.reduce((sum, { text }) => sum + text.text.length, 0) });
  }
  return made;
}

/** Nothing but the web is ever made a link. */
function link({ label, url }: Link, { reader, lang }: Drawing): Run[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const words = clean(oneLine(label, reader));
  if ((parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') || parsed.href.length > LINK) return [{ text: `${words}${LINES[lang].colon}${clean(url)}` }];
  return [{ text: visible(words) ? words : parsed.href, href: parsed.href }];
}

const LINK = 3_000;

function privately(label: Text, { reader, app, buttons }: Drawing): Drawn[] {
  const words = clean(oneLine(label, reader));
  if (app === undefined) return rich([{ text: words }]);
  return rowsOf([buttons.opening(words, doorOf(app))]);
}

/** A link that opens the app's own messages, wherever Slack is. */
export const doorOf = ({ team, id }: App): string => `slack://app?team=${encodeURIComponent(team)}&id=${encodeURIComponent(id)}&tab=messages`;

/** What there is to type, where no button opens the form and nothing else says so. */
function fieldsOf({ fields }: Form, { reader, lang }: Drawing): string {
  const { colon, toGive, or } = LINES[lang];
  const named = fields.map(({ label, options }) => {
    const choices = (options ?? []).map((option) => oneLine(option.label, reader));
    return `${oneLine(label, reader)}${choices.length === 0 ? '' : ` (${choices.join(or)})`}`;
  });
  return clean(`${toGive}${colon}${named.join(', ')}.`);
}

const fileOf = ({ name, bytes }: Document): SlackPart => ({ kind: 'file', name: cut(clean(name).replace(/["\\/\n\t]/g, '_'), 200) || 'document', bytes });
