/**
 * The part of the Adaptive Cards 1.5 schema that our cards are made of, and nothing more: the web
 * page refuses every other element, and Teams draws each of these on all its clients.
 * There is no TextBlock and no FactSet here on purpose (see `card.ts`).
 */

export type Spacing = 'none' | 'small' | 'default' | 'medium' | 'large';

export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'bolder';
  readonly size?: 'small' | 'medium';
  readonly isSubtle?: true;
}

export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: Spacing;
}

export interface Column {
  readonly type: 'Column';
  /** A weight, or 'auto', 'stretch', '28px'. */
  readonly width: number | string;
  readonly items: readonly Element[];
  readonly verticalContentAlignment?: 'center';
  readonly spacing?: Spacing;
}

export interface ColumnSet {
  readonly type: 'ColumnSet';
  readonly columns: readonly Column[];
  readonly spacing?: Spacing;
}

export interface Container {
  readonly type: 'Container';
  readonly items: readonly Element[];
  readonly style?: 'emphasis' | 'good' | 'warning' | 'attention' | 'accent';
  readonly spacing?: Spacing;
  readonly selectAction?: Execute;
}

export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly CardAction[];
  readonly spacing?: Spacing;
}

interface Input {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: true;
  readonly errorMessage?: string;
  readonly placeholder?: string;
  readonly value?: string;
}

export interface InputText extends Input {
  readonly type: 'Input.Text';
  readonly maxLength: number;
}

export interface InputChoiceSet extends Input {
  readonly type: 'Input.ChoiceSet';
  readonly style: 'compact' | 'filtered';
  /** Asked for while it is typed in, beside `choices`; Teams alone knows it. */
  readonly 'choices.data'?: { readonly type: 'Data.Query'; readonly dataset: string };
  readonly choices: readonly { readonly title: string; readonly value: string }[];
}

export type Element = RichTextBlock | ColumnSet | Container | ActionSet | InputText | InputChoiceSet;

/** What comes back from a card; the values of a form's inputs stand beside `submit`, what was found by typing beside `pick`. */
export type CardData = { readonly press: string } | { readonly submit: string } | { readonly pick: string };

interface Sends {
  readonly title: string;
  readonly data: CardData;
  readonly style?: 'positive' | 'destructive';
  readonly associatedInputs: 'auto' | 'none';
}

export interface Submit extends Sends {
  readonly type: 'Action.Submit';
}

export interface Execute extends Sends {
  readonly type: 'Action.Execute';
  readonly verb: 'press' | 'submit';
  readonly fallback: Submit;
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}

export type CardAction = Execute | OpenUrl;

export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly Element[];
}
