/** A structure as the operator's list shows it (A1). */
export interface DeskStructure {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly suspendedAt: Date | null;
}

export interface DeskSheet extends DeskStructure {
  readonly kind: string;
  /** ISO dates, both included; null: no limit. */
  readonly conventionFrom: string | null;
  readonly conventionUntil: string | null;
  /** How many participants can be booked. A count: the operator's list names nobody accompanied (X5). */
  readonly participants: number;
  /** Accounts of its referents. */
  readonly referents: readonly string[];
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** What became of letting somebody in who asked to join (A1). */
export type Admission =
  | { readonly kind: 'admitted'; readonly structure: string; readonly account: string }
  /** The address has an account with this operator already: nothing was made, the question stays open. */
  | { readonly kind: 'email-taken' }
  /** Answered already, or no such question. */
  | { readonly kind: 'answered' };
