import { withheld } from './actions.ts';
import type { Action, Field, Form, Link, Message } from './message.ts';
import { namesSomebody, type Naming } from './naming.ts';

/** Where names can be seen: the web chat, with what the link is called. */
export interface NamesShown {
  readonly url: string;
  readonly label: string;
}

/**
 * A message as it leaves by a channel on which names do not go out (X5, `none`): choices that would all read 'une
 * personne' are left out, those found while typing too (typing a name still chooses), nothing is filled in beforehand, documents stay away, and a link leads
 * to the web chat, where they and the names are. By `initials` only its fields are left empty, by `full` it leaves as it is; `plain` shows its names accordingly.
 */
export function leaving(message: Message, naming: Naming, shown: NamesShown): Message {
  if (naming === 'initials') return message.form === undefined ? message : { ...message, form: unfilled(message.form) };
  if (naming !== 'none' || (!namesSomebody(message) && message.files === undefined)) return message;
  const { actions, form, blocks, files: _, picker: __, ...rest } = message;
  const link: Link = { kind: 'link', label: [shown.label], url: shown.url };
  return {
    ...rest,
    blocks: [...blocks, link],
    ...(actions === undefined ? {} : { actions: actions.filter(tellsApart) }),
    ...(form === undefined ? {} : { form: nameless(unfilled(form)) }),
  };
}

/** A label of words, with somebody in it or not: one that is a name alone tells nobody from anybody else. */
const tellsApart = ({ label }: Action): boolean => !namesSomebody(label) || label.some((span) => typeof span === 'string' && /\p{L}{3}/u.test(span));

/** What stands in a field is sent back: an initial, or '…', is no answer. What comes back empty was then not emptied by anybody. */
function unfilled(form: Form): Form {
  const isHidden = ({ value }: Field): boolean => value !== undefined && namesSomebody(value);
  if (!form.fields.some(isHidden)) return form;
  return { ...form, id: withheld(form.id), fields: form.fields.map(({ value, ...rest }) => ({ ...rest, ...(value === undefined || namesSomebody(value) ? {} : { value }) })) };
}

const unchosen = ({ options, ...rest }: Field): Field => ({ ...rest, ...(options === undefined ? {} : { options: options.filter(({ label }) => !namesSomebody(label)) }) });

const nameless = (form: Form): Form => ({ ...form, fields: form.fields.map(unchosen) });
