/** The sender's own id of it, where the channel has one: lets a page recognise its own words in a history. */
export interface Marked { readonly client?: string }

/** What came in, whatever the channel. */
export type Incoming = Marked & (
  | { readonly kind: 'text'; readonly text: string }
  /** `on`: what the platform calls the message whose button it was. */
  | { readonly kind: 'press'; readonly id: string; readonly label?: string; readonly on?: string }
  | { readonly kind: 'submit'; readonly form: string; readonly values: Readonly<Record<string, string>>; readonly on?: string }
  | { readonly kind: 'file'; readonly file: string; readonly name: string; readonly mime: string; readonly size: number }
  /** Said to guichet where others read along (X5): answered with a way into a private chat, whatever it said, which is not kept. */
  | { readonly kind: 'shared' }
  /** Something that is no answer to anything; the sender is told so. */
  | { readonly kind: 'unreadable'; readonly what: Unreadable });

/** `edited`: a message sent before was changed; `tooBig`, `lost`: a file that was not taken, or could not be fetched. */
export type Unreadable = 'edited' | 'sticker' | 'video' | 'place' | 'contact' | 'poll' | 'tooBig' | 'lost' | 'other';
