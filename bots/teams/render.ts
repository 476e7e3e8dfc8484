import type { Block, Form, Message, Picker, Span, Text } from '../../core/messages/message.ts';
import type { Document, Lang } from '../../core/ports.ts';
import { toCard, type AdaptiveCard } from '../adaptive/card.ts';
import type { ActionSet, CardAction, Container, Element, Execute, InputChoiceSet, RichTextBlock, Submit, TextRun } from '../adaptive/elements.ts';
import { oneLine, words as wordsOf, type Reader } from '../adaptive/words.ts';
import type { Letter } from '../channel.ts';
import { clean, visible } from '../runs.ts';
import { PICKED } from './parse.ts';
import { LINES } from './words.ts';

/** A document of a letter. `token`: what stands in its link, by which it is made again once somebody wants it. */
export type OfferedFile = Document & { readonly token?: string };

/** One call to Teams. `summary`: what a notification reads, on a locked screen too: nobody is named in it. */
export type TeamsPart =
  | { readonly kind: 'card'; readonly summary: string; readonly card: AdaptiveCard }
  | { readonly kind: 'file'; readonly lang: Lang; readonly name: string; readonly size: number; readonly token?: string };

/** Bytes of a card, whatever version of Teams' own limit holds (28 to 100 KB). */
const CARD = 25_000;
/** Characters of one text, where it has to be cut. */
const PIECE = 4_000;
const SUMMARY = 100;
/** More are looked for by typing. */
const LISTED = 10;
const OPTIONS = 300;
/** Letters of a button that a phone shows: its words stand on one line, and Teams cuts the rest off. */
const LABEL = 36;
/** Rows with room between them; more than these take more than two screens of a phone. */
const ROWS = 12;

/**
 * A letter as Teams shows it: cards of at most 25 KB, the buttons on the last, then one part a document. A card goes alone: with a text
 * beside it, Teams makes two messages of one. `appId`: that of the bot.
 */
export function render(letter: Letter, appId: string): TeamsPart[] {
  const { message, names, naming, lang, files } = letter;
  const reader: Reader = { book: names, naming };
  const draw = (part: Message): Element[] => close(toCard(part, names, naming, { choosing }).body.flatMap((element) => readable(element, reader))).map(tidy);
  const blocks = message.blocks.map((block) => opened(block, appId));
  const units = [
    ...draw({ blocks, ...(message.title === undefined ? {} : { title: message.title }) }).flatMap(fitting).map((element) => [element]),
    ...(message.form === undefined ? [] : [formOf(message.form, draw, lang)]),
    ...(message.picker === undefined ? [] : [pickerOf(message.picker, reader, lang).map(tidy)]),
    ...draw({ blocks: [], ...(message.actions === undefined ? {} : { actions: message.actions }) }).flatMap(fitting).map((element) => [element]),
  ];
  const documents = files.map((file): TeamsPart => fileOf(file, lang));
  if (units.length === 0 && documents.length === 0) units.push(draw({ blocks: [{ kind: 'paragraph', text: ['…'] }] }));
  const summary = summaryOf(message.title, reader) ?? LINES[lang].summary;
  return [...cards(units).map((card): TeamsPart => ({ kind: 'card', summary, card })), ...documents];
}

/**
 * A link that opens a person's own chat with us, wherever Teams is. That of the bot, and not of the app (`/l/app/…`): the app's id in
 * an organisation's catalogue is given there, and known to nobody here.
 */
export const doorOf = (appId: string): string => `https://teams.microsoft.com/l/chat/0/0?users=28:${encodeURIComponent(appId)}`;

const opened = (block: Block, appId: string): Block => (block.kind === 'private' ? { kind: 'link', label: block.label, url: doorOf(appId) } : block);

/** A long list is typed in; but what is typed finds a choice by its words, so not where two read alike. */
const choosing = (titles: readonly string[]): InputChoiceSet['style'] => (titles.length > LISTED && new Set(titles).size === titles.length ? 'filtered' : 'compact');

/** Several sets keep as far apart as the rows of one; a button whose words would be cut off is a row, where they go on in the next line. */
function readable(element: Element, reader: Reader): Element[] {
  if (element.type !== 'ActionSet') return [element];
  const made: (ActionSet | Container)[] = [];
  let set: CardAction[] = [];
  const ends = (): void => {
    if (set.length > 0) made.push({ type: 'ActionSet', actions: set });
    set = [];
  };
  for (const action of element.actions) {
    if (action.type === 'Action.OpenUrl' || action.associatedInputs !== 'none' || action.title.length <= LABEL) {
      set.push(action);
      continue;
    }
    ends();
    made.push(rowOf(action, reader));
  }
  ends();
  return made.map((one, i) => (i > 0 || element.spacing === 'none' ? { ...one, spacing: 'small' } : one));
}

/** As a row of a list is drawn; a box says by itself that it is touched. */
const rowOf = (action: Execute, reader: Reader): Container => ({
  type: 'Container', style: 'emphasis', selectAction: action,
  items: [{ type: 'ColumnSet', columns: [
    { type: 'Column', width: 'stretch', items: wordsOf([action.title], reader) },
    ...(/^[☐☑] /.test(action.title) ? [] : [{ type: 'Column', width: 'auto', items: wordsOf(['›'], reader, { isSubtle: true }), spacing: 'small', verticalContentAlignment: 'center' } as const]),
  ] }],
});

const isRow = (element: Element | undefined): boolean => element?.type === 'Container' && element.selectAction !== undefined;

/** Without the room between the rows of a long list. */
const close = (elements: readonly Element[]): Element[] =>
  elements.filter(isRow).length <= ROWS ? [...elements] : elements.map((one, i) => (isRow(one) && isRow(elements[i - 1]) ? { ...one, spacing: 'none' } : one));

/** A field that asks us for choices while it is typed in, and the button that takes the one that was found. */
function pickerOf({ id, label }: Picker, reader: Reader, lang: Lang): Element[] {
  const { pick, missing } = LINES[lang];
  const what: Omit<Submit, 'type'> = { title: pick, data: { pick: id }, associatedInputs: 'auto', style: 'positive' };
  return [
    { type: 'Input.ChoiceSet', id: PICKED, label: oneLine(label, reader), isRequired: true, errorMessage: missing, style: 'filtered', choices: [], 'choices.data': { type: 'Data.Query', dataset: id } },
    { type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'press', ...what, fallback: { type: 'Action.Submit', ...what } }] },
  ];
}

/** The inputs of a form and its button stay on one card: a button sends only what stands beside it. */
function formOf(form: Form, draw: (part: Message) => Element[], lang: Lang): Element[] {
  const cut = form.fields.some(({ options = [] }) => options.length > OPTIONS);
  const fields = form.fields.map((field) => (field.options === undefined ? field : { ...field, options: field.options.slice(0, OPTIONS) }));
  const said = cut ? draw({ blocks: [{ kind: 'paragraph', text: [LINES[lang].unshown] }] }) : [];
  return [...said, ...draw({ blocks: [], form: { ...form, fields } })];
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Units in as few cards as take them. */
function cards(units: readonly (readonly Element[])[]): AdaptiveCard[] {
  const made: Element[][] = [];
  let room = 0;
  for (const unit of units) {
    const size = sizeOf(unit);
    if (made.length === 0 || size > room) {
      made.push([]);
      room = CARD - sizeOf(cardOf([]));
    }
    made.at(-1)?.push(...unit);
    room -= size;
  }
  return made.map(cardOf);
}

const cardOf = (body: readonly Element[]): AdaptiveCard => ({ $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.5', body });

/** An element that fits on a card: a text of any length in several; of anything else, its texts are cut, which nobody writes in good faith. */
function fitting(element: Element): Element[] {
  if (sizeOf(element) <= CARD / 2) return [element];
  if (element.type === 'RichTextBlock') return parted(element);
  for (let longest = PIECE; longest > 10; longest /= 2) {
    const shorter = shortened(element, longest);
    if (sizeOf(shorter) <= CARD / 2) return [shorter];
  }
  return [];
}

function parted(block: RichTextBlock): RichTextBlock[] {
  const made: TextRun[][] = [];
  let room = 0;
  for (const run of block.inlines) {
    for (let rest = run.text; rest !== ''; ) {
      if (made.length === 0 || room <= 0) {
        made.push([]);
        room = PIECE / 2;
      }
      const piece = cut(rest, room);
      made.at(-1)?.push({ ...run, text: piece });
      rest = rest.slice(piece.length);
      room = rest === '' ? room - piece.length : 0;
    }
  }
  return made.map((inlines, i) => ({ ...block, inlines, ...(i === 0 ? {} : { spacing: 'none' }) }));
}

/** The beginning of a text, up to the end of a line or a word, and never inside a letter of two halves. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  for (const border of ['\n', ' ']) {
    const at = text.lastIndexOf(border, longest);
    if (at > longest / 2) return text.slice(0, at + 1);
  }
  const end = /[\udc00-\udfff]/.test(text.charAt(longest)) && longest > 1 ? longest - 1 : longest;
  return text.slice(0, end);
}

const shortened = (value: Element, longest: number): Element =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) => ((key === 'text' || key === 'title') && typeof one === 'string' && one.length > longest ? `${cut(one, longest)}…` : one)) as Element;

/** Without signs that no client shows; a button and a choice always say something. */
function tidy(value: Element): Element {
  return JSON.parse(JSON.stringify(value), (key, one: unknown) => {
    if (typeof one !== 'string') return one;
    const words = clean(one);
    if (key === 'title') return visible(words) ? words : '…';
    return key === 'text' && words === '' ? ' ' : words;
  }) as Element;
}

/** The title, where it is made of our own words alone. */
function summaryOf(title: Text | undefined, reader: Reader): string | undefined {
  const plain = (span: Span): boolean => typeof span === 'string' || ('strong' in span && span.strong.every(plain));
  const words = title === undefined || !title.every(plain) ? '' : clean(oneLine(title, reader));
  return visible(words) ? cut(words, SUMMARY).trim() : undefined;
}

function fileOf(file: OfferedFile, lang: Lang): TeamsPart {
  const name = clean(file.name).replace(/["*:<>?|\\/\n\t#%]/g, '_').slice(0, 120).trim();
  return { kind: 'file', lang, name: name === '' ? 'document' : name, size: file.bytes.length, ...(file.token === undefined ? {} : { token: file.token }) };
}
