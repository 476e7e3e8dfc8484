/**
 * What the conversation says, as plain data: no channel, no markup, and no name of a person.
 * A person is a reference ({@link PersonRef}); the one masking step at rendering turns it into
 * a name, initials or nothing (X5). Each renderer (`bots/*`) switches exhaustively over `kind`.
 */

/** How a person is shown where names are `full`: 'Soraya Ferrand', 'Soraya', 'Soraya F.'. */
export type NameForm = 'full' | 'first' | 'short';

/** Somebody accompanied (or their guest or companion), by id. */
export interface PersonRef {
  readonly person: string;
  readonly as: NameForm;
}

/** The holder of an account (a referent), by id. */
export interface AccountRef {
  readonly account: string;
  readonly as: NameForm;
}

/** Several of them: 'Soraya Ferrand, Malika Koné et Awa Diallo', or '3 personnes' where names do not go out. */
export interface PeopleRef {
  readonly people: readonly string[];
  readonly as: NameForm;
}

/**
 * Words that may name somebody and are no reference: the name of a group, what was typed, a note. Shown where names go
 * out in full, '…' elsewhere.
 */
export interface Hidden {
  readonly hidden: string;
}

export interface Strong {
  readonly strong: Text;
}

/** What stands for somebody's name, or hides words that may be one. */
export type Masked = PersonRef | PeopleRef | AccountRef | Hidden;
export type Span = string | Masked | Strong;
export type Text = readonly Span[];

/** One button. `id` is what comes back when it is pressed (see `actions.ts`), at most 64 bytes. */
export interface Action {
  readonly id: string;
  readonly label: Text;
  readonly style?: 'primary' | 'danger';
  /** A choice among several that stays where it is and is ticked or not. */
  readonly ticked?: boolean;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: Text;
}

/** Something that went well, must wait, did not work, or is good to know. */
export interface Notice {
  readonly kind: 'notice';
  readonly tone: 'good' | 'wait' | 'bad' | 'info';
  readonly text: Text;
}

/** `detail` is the second, quieter line; `action` is what tapping the item does. */
export interface ListItem {
  readonly text: Text;
  readonly detail?: Text;
  readonly action?: Action;
}

export interface List {
  readonly kind: 'list';
  /** Items are numbered 1, 2, …: typing the number is choosing the item's action. */
  readonly numbered?: boolean;
  readonly items: readonly ListItem[];
}

/** Label and value pairs: date, place, access… */
export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly { readonly label: Text; readonly value: Text }[];
}

/** A link to somewhere public (a venue's own ticket office). */
export interface Link {
  readonly kind: 'link';
  readonly label: Text;
  readonly url: string;
}

/** A way from a shared chat into a private one, drawn by the channel (X5); nothing on the web, which is private. */
export interface Private {
  readonly kind: 'private';
  readonly label: Text;
}

export type Block = Paragraph | Notice | List | Facts | Link | Private;

/**
 * A document, by what it shows: made when it is sent or opened, from what is true then, in the reader's scope. Where names
 * do not go out it stays away (X5).
 */
export type FileRef =
  /** The invitations of these seats as one PDF, a page a person (A9). */
  | { readonly kind: 'invitations'; readonly seats: readonly string[] }
  /** The reader's own seats at a performance, for a calendar; nobody is named in it. */
  | { readonly kind: 'agenda'; readonly performance: string }
  /** A venue's guest list of a performance (A16). */
  | { readonly kind: 'guests'; readonly performance: string; readonly as: 'pdf' | 'csv' }
  /** The list of those whom the reader's structure sends to a performance. */
  | { readonly kind: 'outing'; readonly performance: string };

export interface Field {
  readonly name: string;
  readonly label: Text;
  readonly type: 'text' | 'choice';
  readonly required: boolean;
  readonly placeholder?: Text;
  /** What stands there to begin with; left empty where names do not go out. */
  readonly value?: Text;
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

/** Several fields asked at once where the channel can; one question after the other elsewhere. */
export interface Form {
  readonly id: string;
  readonly fields: readonly Field[];
  readonly submit: Text;
}

/**
 * A choice among more than buttons hold, found while it is typed where the channel can; elsewhere the words are typed as an
 * answer. `id` is what the channel asks for choices with.
 */
export interface Picker {
  readonly id: string;
  readonly label: Text;
}

export interface Message {
  readonly title?: Text;
  readonly blocks: readonly Block[];
  readonly actions?: readonly Action[];
  readonly files?: readonly FileRef[];
  readonly form?: Form;
  readonly picker?: Picker;
  /** This answer redraws the message whose button was pressed, rather than following it. */
  readonly redraws?: boolean;
  /** Of a push that asks: what is typed in answer to it ('8', 'oui', names) is said to the question behind this button (X7). */
  readonly reply?: string;
}
