/** The sender's own id of it, where the channel has one: lets a page recognise its own words in a history. */
export interface Marked { readonly client?: string }

/** What came in, whatever the channel. */
export type Incoming = Marked & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'press'; readonly id: string; readonly label?: string }
  | { readonly kind: 'submit'; readonly form: string; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly file: string; readonly name: string; readonly mime: string; readonly size: number });
