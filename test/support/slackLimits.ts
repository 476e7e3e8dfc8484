import type { ActionsBlock, Button, ExternalSelect, HeaderBlock, InputBlock, KnownBlock, PlainTextElement, RichTextBlock, SectionBlock, View } from '@slack/types';

/**
 * What Slack takes (channels.md 3.1 to 3.3), written down apart from what is sent by us. Each check gives what is wrong, or undefined.
 * Stricter than Slack: only what we mean to send is let through, and nothing that is read as markup.
 */
type Wrong = string | undefined;
const first = (...checks: readonly (() => Wrong)[]): Wrong => {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};
const each = <T>(all: readonly T[], check: (one: T) => Wrong): Wrong => first(...all.map((one) => () => check(one)));
const keys = (value: object, allowed: readonly string[]): Wrong => {
  const other = Object.keys(value).find((key) => !allowed.includes(key));
  return other === undefined ? undefined : `unknown field ${other}`;
};
const seen = (text: string): boolean => /[^\s\p{C}]/u.test(text);

function plain(text: PlainTextElement | undefined, longest: number): Wrong {
  if (text === undefined || !['plain_text'].includes(text.type)) return 'must be plain text';
  if (!text.text.isWellFormed() || !seen(text.text)) return 'text says nothing';
  if (text.text.length > longest) return `longer than ${longest}`;
  return keys(text, ['type', 'text', 'emoji']);
}

/** `home`: what is pressed there is answered in the messages, which the button opens. */
function button(one: Button, home: boolean): Wrong {
  return first(
    () => keys(one, ['type', 'action_id', 'text', 'value', 'url', 'style', 'accessibility_label']),
    () => plain(one.text, 75),
    () => ((one.action_id ?? '').length < 1 || (one.action_id ?? '').length > 255 ? 'action_id' : undefined),
    () => (one.value !== undefined && (one.value.length < 1 || one.value.length > 2_000) ? 'value' : undefined),
    () => (one.url !== undefined && (one.url.length > 3_000 || !/^(?:https?|slack):\/\/\S+$/.test(one.url)) ? 'url' : undefined),
    () => (!home && (one.url === undefined) === (one.value === undefined) ? 'a button does one thing' : undefined),
    () => (one.style !== undefined && !['primary', 'danger'].includes(one.style) ? 'style' : undefined),
    () => (one.accessibility_label !== undefined && (one.accessibility_label.length > 75 || !seen(one.accessibility_label)) ? 'accessibility_label' : undefined),
  );
}

function rich(block: RichTextBlock): Wrong {
  if (block.elements.length === 0) return 'rich text without elements';
  return each(block.elements, (section) => (section.type !== 'rich_text_section' || section.elements.length === 0 ? 'a section says something' : each(section.elements, (run) => {
    if (run.type === 'text') return run.text === '' || !run.text.isWellFormed() ? 'empty text' : undefined;
    if (run.type === 'link') return /^https?:\/\/\S+$/.test(run.url) && run.url.length <= 3_000 ? undefined : 'link';
    return `element ${run.type}`;
  })));
}

function input(block: InputBlock): Wrong {
  const { element } = block;
  return first(
    () => plain(block.label, 2_000),
    () => ((block.block_id ?? '').length < 1 || (block.block_id ?? '').length > 255 ? 'block_id' : undefined),
    () => {
      if (element.type === 'plain_text_input') {
        return first(() => ((element.initial_value ?? '').length > 3_000 ? 'initial_value' : undefined), () => (element.placeholder === undefined ? undefined : plain(element.placeholder, 150)));
      }
      if (element.type !== 'radio_buttons' && element.type !== 'static_select') return `element ${element.type}`;
      const options = element.options ?? [];
      return first(
        () => (options.length < 1 || options.length > (element.type === 'radio_buttons' ? 10 : 100) ? 'options' : undefined),
        () => each(options, (option) => first(() => plain(option.text as PlainTextElement, 75), () => ((option.value ?? '').length < 1 || (option.value ?? '').length > 75 ? 'option value' : undefined))),
        () => (new Set(options.map(({ value }) => value)).size === options.length ? undefined : 'the same option twice'),
        () => (element.initial_option !== undefined && !options.some((option) => JSON.stringify(option) === JSON.stringify(element.initial_option)) ? 'initial_option is none of the options' : undefined),
      );
    },
  );
}

/** A menu whose options are asked for: at least its placeholder says what for. */
function menu(one: ExternalSelect): Wrong {
  return first(
    () => keys(one, ['type', 'action_id', 'placeholder', 'min_query_length']),
    () => ((one.action_id ?? '').length < 1 || (one.action_id ?? '').length > 255 ? 'action_id' : undefined),
    () => plain(one.placeholder, 150),
  );
}

function block(one: KnownBlock, home: boolean): Wrong {
  switch (one.type) {
    case 'header':
      return plain((one satisfies HeaderBlock).text, 150);
    case 'rich_text':
      return rich(one);
    case 'section': {
      const { text, accessory } = one satisfies SectionBlock;
      return first(() => (text?.type === 'plain_text' ? plain(text, 3_000) : 'must be plain text'), () => (accessory === undefined ? undefined : accessory.type === 'button' ? button(accessory, home) : 'accessory'));
    }
    case 'actions': {
      const { elements } = one satisfies ActionsBlock;
      return elements.length < 1 || elements.length > 25 ? '1 to 25 elements' : each(elements, (element) => (element.type === 'button' ? button(element, home) : element.type === 'external_select' ? menu(element) : 'element'));
    }
    case 'input':
      return input(one);
    default:
      return `block ${one.type}`;
  }
}

const buttonsIn = (blocks: readonly KnownBlock[]): Button[] => blocks.flatMap((one) => (one.type === 'actions' ? one.elements.filter((element) => element.type === 'button') : one.type === 'section' && one.accessory?.type === 'button' ? [one.accessory] : []));

/** Blocks of a message, a modal or a home page, of which there are at most so many. */
export function checkBlocks(blocks: readonly KnownBlock[], most: number, home = false): Wrong {
  const ids = blocks.flatMap((one) => (one.type === 'actions' ? one.elements.map(({ action_id: id }) => id) : buttonsIn([one]).map(({ action_id: id }) => id)));
  const named = blocks.flatMap(({ block_id: id }) => id ?? []);
  return first(
    () => (blocks.length < 1 || blocks.length > most ? `1 to ${most} blocks` : undefined),
    () => each(blocks, (one) => { const wrong = block(one, home); return wrong === undefined ? undefined : `${one.type}: ${wrong}`; }),
    () => (new Set(ids).size === ids.length ? undefined : 'duplicate_action_id'),
    () => (new Set(named).size === named.length ? undefined : 'duplicate block_id'),
    () => (JSON.stringify(blocks.flatMap(wordsOf)).length > 13_200 ? 'msg_blocks_too_long' : undefined),
  );
}

/** Everything that a block shows. */
export function wordsOf(one: KnownBlock): string[] {
  switch (one.type) {
    case 'header':
      return [one.text.text];
    case 'rich_text':
      return [one.elements.flatMap((section) => (section.type === 'rich_text_section' ? section.elements : [])).map((run) => (run.type === 'text' ? run.text : run.type === 'link' ? (run.text ?? run.url) : '')).join('')];
    case 'section':
      return [one.text?.text ?? '', ...buttonsIn([one]).map(({ text }) => text.text)];
    case 'actions':
      return buttonsIn([one]).map(({ text }) => text.text);
    case 'input':
      return [one.label.text];
    default:
      return [];
  }
}

export function checkMessage(text: unknown, blocks: readonly KnownBlock[] | undefined): Wrong {
  if (typeof text !== 'string' || !seen(text) || !text.isWellFormed()) return 'no_text';
  if (text.length > 4_000) return 'msg_too_long';
  if (/[<>]|&(?!amp;|lt;|gt;)/.test(text)) return 'text has markup in it';
  return blocks === undefined ? undefined : checkBlocks(blocks, 50);
}

export function checkView(view: View): Wrong {
  if (view.type === 'home') return checkBlocks(view.blocks as KnownBlock[], 100, true);
  if (view.type !== 'modal') return `view ${view.type}`;
  const { title, submit, close, callback_id: callback = '', private_metadata: metadata = '' } = view;
  return first(
    () => plain(title, 24), () => plain(submit, 24), () => plain(close, 24),
    () => (callback.length < 1 || callback.length > 255 ? 'callback_id' : undefined),
    () => (metadata.length > 3_000 ? 'private_metadata' : undefined),
    () => checkBlocks(view.blocks as KnownBlock[], 100),
  );
}
