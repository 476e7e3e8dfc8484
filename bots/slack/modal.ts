import type { Field, Form, Text } from '../../core/messages/message.ts';
import type { Lang } from '../../core/ports.ts';
import { oneLine, type Reader } from '../adaptive/words.ts';
import { clean, visible } from '../runs.ts';
import { cut, plainText, type Button, type Input, type InputElement, type Modal } from './blocks.ts';
import { LINES } from './words.ts';

/** What the button of a form and its modal are called by. */
export const FORM = 'form';

/** Slack's own lengths. */
const VALUE = 2_000;
const NAME = 255;
const TITLE = 24;
const LABEL = 2_000;
const PLACEHOLDER = 150;
const OPTION = 75;
const OPTIONS = 100;
/** That many stand below each other; more are a list to choose from. */
const RADIOS = 10;
const INPUTS = 100;

/** A form as its button carries it: what a modal needs, and nothing of the message is looked up when it is pressed. */
interface Carried {
  readonly id: string;
  readonly lang: Lang;
  readonly title: string;
  readonly submit: string;
  /** Name, label, required, what stands there to begin with, what an example looks like, choices. */
  readonly fields: readonly (readonly [name: string, label: string, required: 0 | 1, value: string, placeholder: string, options?: readonly (readonly [value: string, label: string])[]])[];
}

/** The button that opens a form; undefined where the form does not fit in one: then its fields are asked in words. */
export function formButton(form: Form, title: Text | undefined, reader: Reader, lang: Lang): Button | undefined {
  const line = (text: Text | undefined): string => (text === undefined ? '' : clean(oneLine(text, reader)));
  const field = ({ name, label, required, value, placeholder, type, options = [] }: Field, examples: boolean): Carried['fields'][number] => {
    const ends = [name, line(label), required ? 1 : 0, line(value), examples ? line(placeholder) : ''] as const;
    return type === 'text' ? ends : [...ends, options.map((option) => [option.value, cut(line(option.label), OPTION)] as const)];
  };
  if (form.fields.length === 0 || form.fields.length > INPUTS || form.fields.some(({ name, type, options = [] }) => name === '' || name.length > NAME || (type === 'choice' && !fits(options)))) return undefined;
  for (const examples of [true, false]) {
    const carried: Carried = { id: form.id, lang, title: cut(line(title), TITLE), submit: cut(line(form.submit), TITLE), fields: form.fields.map((one) => field(one, examples)) };
    const value = JSON.stringify(carried);
    if (value.length <= VALUE) return { type: 'button', action_id: FORM, text: plainText(LINES[lang].fill), value, style: 'primary' };
  }
  return undefined;
}

const fits = (options: NonNullable<Field['options']>): boolean =>
  options.length > 0 && options.length <= OPTIONS && options.every(({ value }) => value !== '' && value.length <= OPTION) && new Set(options.map(({ value }) => value)).size === options.length;

/** The modal of a form whose button was pressed in a chat; undefined for what no button of ours says. */
export function modalOf(value: string, chat: string): Modal | undefined {
  const form = carriedIn(value);
  if (form === undefined) return undefined;
  const { close, title } = LINES[form.lang];
  const said = (words: string, otherwise: string): string => (visible(words) ? words : otherwise);
  return {
    type: 'modal', callback_id: FORM, private_metadata: JSON.stringify({ form: form.id, chat }),
    title: plainText(said(form.title, title)), submit: plainText(said(form.submit, 'OK')), close: plainText(close),
    blocks: form.fields.map(([name, label, required, begins, example, options]): Input => ({
      type: 'input', block_id: name, label: plainText(cut(said(label, name), LABEL)), optional: required === 0, element: elementOf(name, begins, example, options),
    })),
  };
}

function elementOf(name: string, begins: string, example: string, choices: Carried['fields'][number][5]): InputElement {
  if (choices === undefined) {
    return { type: 'plain_text_input', action_id: name, ...(begins === '' ? {} : { initial_value: begins }), ...(visible(example) ? { placeholder: plainText(cut(example, PLACEHOLDER)) } : {}) };
  }
  const options = choices.map(([value, label]) => ({ text: plainText(visible(label) ? label : '…'), value }));
  const initial = options.find(({ value, text }) => begins !== '' && (value === begins || text.text === begins));
  return { type: options.length <= RADIOS ? 'radio_buttons' : 'static_select', action_id: name, options, ...(initial === undefined ? {} : { initial_option: initial }) };
}

function carriedIn(value: string): Carried | undefined {
  try {
    const read = JSON.parse(value) as Partial<Carried> | null;
    return typeof read?.id === 'string' && Array.isArray(read.fields) && (read.lang === 'fr' || read.lang === 'en') ? (read as Carried) : undefined;
  } catch {
    return undefined;
  }
}

/** The form that a modal of ours was opened for; undefined: none of ours. */
export function formOf(metadata: string): string | undefined {
  try {
    const read = JSON.parse(metadata) as { form?: unknown } | null;
    return typeof read?.form === 'string' ? read.form : undefined;
  } catch {
    return undefined;
  }
}
