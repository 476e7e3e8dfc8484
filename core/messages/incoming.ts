/** What came in, whatever the channel. */
export type Incoming =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'press'; readonly id: string; readonly label?: string }
  | { readonly kind: 'submit'; readonly form: string; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly file: string; readonly name: string; readonly mime: string; readonly size: number };
