/** Participant, invité (of a participant) or accompagnateur of a structure (A3, A10). */
export type PersonKind = 'participant' | 'guest' | 'companion';

/** Seats go to participants first, then their guests, then companions (A10). */
export const kindOrder: readonly PersonKind[] = ['participant', 'guest', 'companion'];

export interface Person {
  readonly id: string;
  readonly kind: PersonKind;
  /** The participant whose guest this is. */
  readonly of: string | null;
  readonly first: string;
  readonly last: string;
  /** Cannot be booked any more; history kept (A3). */
  readonly removed: boolean;
}

/** What may be known beside a name (A3); access needs are health data (X5). All of it is sealed. */
export interface PersonDetails {
  /** 'M.' or 'Mme': without it nothing that is said agrees in gender. */
  readonly civility?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly birthYear?: number;
  readonly access?: string;
  /** Language that the person reads, ISO 639-1. */
  readonly lang?: string;
}

export interface NewPerson {
  readonly kind: PersonKind;
  readonly of: string | null;
  readonly first: string;
  readonly last: string;
  readonly details?: PersonDetails;
  readonly discreet?: boolean;
}

export interface PersonSheet extends Person {
  readonly details: PersonDetails;
  /** Initials and number alone in documents for a venue (A3). */
  readonly discreet: boolean;
}

/** `details` replaces what was kept, whole. */
export type PersonChanges = Partial<NewPerson>;

/** Named group booked in one go: 'famille Ferrand' (A3, A13). */
export interface Party {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** Longest name taken from a person: beyond it is a paste gone wrong, not a name. */
export const NAME_LENGTH = 80;

/**
 * First and last name out of what was typed: 'Awa Diallo', 'DIALLO Awa', 'Jean Claude de la Tour'.
 * Capitals mark the last name; else the first word is the first name.
 */
export function splitName(typed: string): { first: string; last: string } | undefined {
  const parts = typed.normalize('NFC').replace(/[\p{C}<>{}[\]|\\]/gu, ' ').trim().split(/\s+/u).filter((part) => part !== '');
  if (parts.length < 2 || !parts.every((part) => /\p{L}/u.test(part))) return undefined;
  const shouted = parts.filter((part) => part.length > 1 && part === part.toLocaleUpperCase('fr') && part !== part.toLocaleLowerCase('fr'));
  const marked = shouted.length > 0 && shouted.length < parts.length;
  // By place, not by value: somebody may be called Ali Ali.
  const last = marked ? shouted : parts.slice(1);
  const first = marked ? parts.filter((part) => !shouted.includes(part)) : parts.slice(0, 1);
  const name = { first: first.join(' '), last: last.join(' ') };
  return name.first.length > NAME_LENGTH || name.last.length > NAME_LENGTH ? undefined : name;
}
