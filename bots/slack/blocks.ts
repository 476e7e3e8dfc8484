/** What of Block Kit is sent by us, as far as it is: tests hold it against @slack/types. Lengths are those of channels.md 3.2. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  /** Whether ':smile:' becomes a picture. */
  readonly emoji: boolean;
}

export type RichRun =
  | { readonly type: 'text'; readonly text: string; readonly style?: RunStyle }
  | { readonly type: 'link'; readonly url: string; readonly text: string; readonly style?: RunStyle };

export interface RunStyle { readonly bold?: true; readonly italic?: true }

export interface RichText {
  readonly type: 'rich_text';
  readonly elements: readonly { readonly type: 'rich_text_section'; readonly elements: readonly RichRun[] }[];
}

/** `value` comes back when it is pressed; a button with `url` opens it. */
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value?: string;
  readonly url?: string;
  readonly style?: 'primary' | 'danger';
  readonly accessibility_label?: string;
}

/** A menu that finds people while somebody types: Slack asks for its options, and what is chosen comes back as a press. */
export interface Picker {
  readonly type: 'external_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly min_query_length: number;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | RichText
  | { readonly type: 'section'; readonly text: PlainText; readonly accessory?: Button }
  | { readonly type: 'actions'; readonly elements: readonly (Button | Picker)[] };

export interface Option { readonly text: PlainText; readonly value: string }

export type InputElement =
  | { readonly type: 'plain_text_input'; readonly action_id: string; readonly initial_value?: string; readonly placeholder?: PlainText }
  | { readonly type: 'static_select' | 'radio_buttons'; readonly action_id: string; readonly options: Option[]; readonly initial_option?: Option };

export interface Input {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: PlainText;
  readonly optional: boolean;
  readonly element: InputElement;
}

export interface Modal {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly title: PlainText;
  readonly submit: PlainText;
  readonly close: PlainText;
  readonly blocks: readonly Input[];
}

/** One call to Slack. `text`: everything that the blocks say, for notifications and screen readers, and nobody's name. */
export type SlackPart =
  | { readonly kind: 'message'; readonly text: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer };

const letters = new Intl.Segmenter('fr');

/** Cut in its middle to so many UTF-16 units, never inside a letter: the end of a label often tells two apart. */
export function cut(words: string, longest: number): string {
  if (words.length <= longest) return words;
  const all = Array.from(letters.segment(words), ({ segment }) => segment);
  let end = '';
  for (const letter of all.toReversed()) {
    if (end.length + letter.length > longest / 3) break;
    end = letter + end;
  }
  let begin = '';
  for (const letter of all) {
    if (begin.length + letter.length + end.length >= longest) break;
    begin += letter;
  }
  return `${begin.trimEnd()}…${end.trimStart()}`;
}

/** Words that Slack shows as they are; what somebody typed as ':smile:' stays that. */
export const plainText = (words: string): PlainText => ({ type: 'plain_text', text: words, emoji: !/:[\w+-]+:/.test(words) });
