import type { Action, Block, Facts, Field, Form, Link, List, ListItem, Message, Notice } from '../../core/messages/message.ts';
import type { NameBook, Naming } from '../../core/messages/naming.ts';
import type {
  ActionSet, AdaptiveCard, CardAction, CardData, ColumnSet, Container, Element, Execute, InputChoiceSet, InputText, Submit,
} from './elements.ts';
import { labelOf, oneLine, tick, words, type Reader } from './words.ts';

export type { AdaptiveCard } from './elements.ts';

/** What a host draws in its own way. */
export interface CardOptions {
  /** How a choice is made among options that read so: compact, unless told. */
  readonly choosing?: Choosing;
}

type Choosing = (titles: readonly string[]) => InputChoiceSet['style'];

/**
 * A {@link Message} as an Adaptive Card 1.5: the same JSON in Teams and on the web page.
 *
 * Every text is a RichTextBlock of TextRuns, never a TextBlock or a FactSet: those two are parsed as
 * Markdown, for which Teams publishes no escape rule (backslashes show on some clients), while a
 * TextRun is shown as typed everywhere and still carries `strong`. Titles of buttons, labels and
 * choices are plain on every client; `errorMessage` is Markdown, so it holds no text of anybody.
 */
export function toCard(message: Message, book: NameBook, naming: Naming, { choosing = () => 'compact' }: CardOptions = {}): AdaptiveCard {
  const reader: Reader = { book, naming };
  const body: Element[] = [];
  if (message.title !== undefined) body.push(...words(message.title, reader, { size: 'medium', weight: 'bolder' }));
  for (const block of message.blocks) body.push(...draw(block, reader));
  if (message.form !== undefined) body.push(...form(message.form, reader, choosing));
  body.push(...buttons((message.actions ?? []).map((action) => press(action, labelOf(action, reader)))));
  return { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.5', body };
}

function draw(block: Block, reader: Reader): Element[] {
  switch (block.kind) {
    case 'paragraph':
      return words(block.text, reader);
    case 'notice':
      return notice(block, reader);
    case 'list':
      return list(block, reader);
    case 'facts':
      return facts(block, reader);
    case 'link':
      return link(block, reader);
    case 'private':
      return words(block.label, reader);
  }
}

const TONES = {
  good: { style: 'good', mark: '✅' },
  wait: { style: 'warning', mark: '⏳' },
  bad: { style: 'attention', mark: '❌' },
  info: { style: 'accent', mark: 'ℹ️' },
} as const satisfies Record<Notice['tone'], { style: NonNullable<Container['style']>; mark: string }>;

/** The mark says what the colour says, for those who do not see it. */
function notice(block: Notice, reader: Reader): Element[] {
  const { style, mark } = TONES[block.tone];
  const items = words(block.text, reader);
  return items.length === 0 ? [] : [{ type: 'Container', style, items: [marked(mark, items)] }];
}

const marked = (mark: string, items: readonly Element[], last?: string): ColumnSet => ({
  type: 'ColumnSet',
  columns: [
    { type: 'Column', width: '26px', items: words([mark], NOBODY, { isSubtle: true }) },
    { type: 'Column', width: 'stretch', items, spacing: 'small' },
    ...(last === undefined
      ? []
      : [{ type: 'Column', width: 'auto', items: words([last], NOBODY, { isSubtle: true }), spacing: 'small', verticalContentAlignment: 'center' } as const]),
  ],
});

const NOBODY: Reader = { book: { people: new Map(), accounts: new Map() }, naming: 'none' };

function list(block: List, reader: Reader): Element[] {
  return block.items.map((item, i) => {
    const mark = block.numbered === true ? `${i + 1}.` : '•';
    const lines = [
      ...words(item.text, reader),
      ...(item.detail === undefined ? [] : words(item.detail, reader, { isSubtle: true, size: 'small' }, 'none')),
    ];
    if (item.action === undefined) return { ...marked(mark, lines), spacing: i === 0 ? 'default' : 'small' };
    const last = item.action.ticked === undefined ? '›' : tick(item.action.ticked);
    return {
      type: 'Container',
      style: 'emphasis',
      spacing: 'small',
      selectAction: press(item.action, rowTitle(item, item.action, block.numbered === true ? `${mark} ` : '', reader)),
      items: [marked(mark, lines, last)],
    };
  });
}

/** A row is read out by its title, so that says all of what it shows (the label may be just '1'). */
function rowTitle(item: ListItem, action: Action, mark: string, reader: Reader): string {
  const box = action.ticked === undefined ? '' : `${tick(action.ticked)} `;
  const shown = [item.text, item.detail ?? []].map((text) => oneLine(text, reader)).filter((text) => text !== '');
  return shown.length === 0 ? labelOf(action, reader) : `${box}${mark}${shown.join(', ')}`;
}

/** Two columns by weight: aligned, and both wrap on a phone. */
function facts(block: Facts, reader: Reader): Element[] {
  return block.facts.map((fact, i) => ({
    type: 'ColumnSet',
    spacing: i === 0 ? 'default' : 'small',
    columns: [
      { type: 'Column', width: 1, items: words(fact.label, reader, { isSubtle: true }) },
      { type: 'Column', width: 2, items: words(fact.value, reader) },
    ],
  }));
}

/** The address when it leads to the web, else undefined: nothing else is ever made a link. */
function webAddress(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === 'https:' || parsed?.protocol === 'http:' ? parsed.href : undefined;
}

function link(block: Link, reader: Reader): Element[] {
  const url = webAddress(block.url);
  if (url === undefined) return words([...block.label, ' : ', block.url], reader);
  return buttons([{ type: 'Action.OpenUrl', title: oneLine(block.label, reader), url }]);
}

const STYLES = { primary: 'positive', danger: 'destructive' } as const;

/** A press never waits for the inputs of a form on the same card. */
const press = (action: Action, title: string): Execute =>
  sends('press', {
    title,
    data: { press: action.id },
    associatedInputs: 'none',
    ...(action.style === undefined ? {} : { style: STYLES[action.style] }),
  });

/** `Action.Submit` with the same data is for clients without `Action.Execute`; the host takes either. */
function sends(verb: Execute['verb'], what: Omit<Submit, 'type'> & { readonly data: CardData }): Execute {
  return { type: 'Action.Execute', verb, ...what, fallback: { type: 'Action.Submit', ...what } };
}

/** Teams shows six buttons a set and hides the rest behind '…'; several sets show all. */
const BUTTONS_A_SET = 6;

function buttons(actions: readonly CardAction[]): ActionSet[] {
  const sets: ActionSet[] = [];
  for (let i = 0; i < actions.length; i += BUTTONS_A_SET) {
    sets.push({ type: 'ActionSet', actions: actions.slice(i, i + BUTTONS_A_SET), ...(i === 0 ? {} : { spacing: 'none' }) });
  }
  return sets;
}

const MISSING = 'Cette réponse est nécessaire.';
const MAX_ANSWER = 2000;

function form(asked: Form, reader: Reader, choosing: Choosing): Element[] {
  const submit = sends('submit', {
    title: oneLine(asked.submit, reader),
    data: { submit: asked.id },
    associatedInputs: 'auto',
    style: 'positive',
  });
  return [...asked.fields.map((field) => input(field, reader, choosing)), ...buttons([submit])];
}

/**
 * Choices are compact where nothing else is told: the filtered style is not in the published 1.5 schema, and it finds a
 * choice by its title, so of two people with one name it would always take the first.
 * @throws when a field bears one of the two names that the card's own data uses: its value would overwrite them.
 */
function input(field: Field, reader: Reader, choosing: Choosing): InputText | InputChoiceSet {
  if (field.name === 'press' || field.name === 'submit') throw new Error(`A form field cannot be named '${field.name}'.`);
  const common = {
    id: field.name,
    label: oneLine(field.label, reader),
    ...(field.required ? { isRequired: true, errorMessage: MISSING } as const : {}),
    ...(field.placeholder === undefined ? {} : { placeholder: oneLine(field.placeholder, reader) }),
    ...(field.value === undefined ? {} : { value: oneLine(field.value, reader) }),
  };
  switch (field.type) {
    case 'text':
      return { type: 'Input.Text', ...common, maxLength: MAX_ANSWER };
    case 'choice': {
      const choices = (field.options ?? []).map((option) => ({ title: oneLine(option.label, reader), value: option.value }));
      return { type: 'Input.ChoiceSet', ...common, style: choosing(choices.map(({ title }) => title)), choices };
    }
  }
}
