import type { Lang, Role } from '../ports.ts';

/** The sheet of a structure (A1). Whom to reach and where is sealed: a shelter's address is a secret. */
export interface StructureSheet {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly city: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}

/** A service or establishment of a structure. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly phone: string | null;
}

/** An account of a structure, as its referents see it. */
export interface Colleague {
  readonly id: string;
  readonly role: Role;
  readonly first: string;
  readonly last: string;
  readonly email: string | null;
  /** The accompanied person a visitor is, the companion a leader is (A14). */
  readonly person: string | null;
  /** Whether any chat or page has been linked yet. */
  readonly linked: boolean;
}

export interface Invited {
  readonly role: 'referent' | 'visitor' | 'leader';
  readonly first: string;
  readonly last: string;
  readonly email?: string;
  readonly person?: string;
  readonly lang?: Lang;
}
