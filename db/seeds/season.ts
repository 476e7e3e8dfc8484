import type { Joining } from '../../core/domain/decision.ts';
import type { PersonKind } from '../../core/domain/person.ts';
import type { Role } from '../../core/ports.ts';
import type { When } from './calendar.ts';

/**
 * A demo season as it is written down: everything is invented, and each thing is called by a short key or by
 * its name. Ids, instants and sealing are given when it is loaded.
 */
export interface Season {
  readonly name: string;
  readonly kind: 'solidarity' | 'packs';
  readonly programme: string;
  readonly structures: readonly StructureSeed[];
  readonly accounts: readonly AccountSeed[];
  readonly venues: readonly VenueSeed[];
  readonly shows: readonly ShowSeed[];
  readonly outings: readonly Outing[];
  readonly asked: readonly AskedSeed[];
  readonly alerts: readonly { readonly by: string; readonly show: string; readonly people: readonly string[] }[];
}

export interface StructureSeed {
  readonly key: string;
  readonly name: string;
  readonly kind: 'shelter' | 'integration' | 'child_protection';
  readonly city: string;
  readonly at: readonly [latitude: number, longitude: number];
  readonly people: PeopleSeed;
  /** Whom to reach there, and where. */
  readonly reach: { readonly contact: string; readonly phone: string; readonly email: string; readonly address: string };
  readonly services: readonly ServiceSeed[];
}

/** A service or establishment of a structure, at an address of its own (A1). */
export interface ServiceSeed {
  readonly name: string;
  readonly address: string;
  readonly postalCode: string;
  readonly city: string;
  readonly phone: string;
}

/** What waits for an answer at the start, asked so many hours before (A1, A14). */
export type AskedSeed =
  | { readonly kind: 'wish'; readonly by: string; readonly show: string; readonly hours: number }
  | { readonly kind: 'exception'; readonly by: string; readonly text: string; readonly hours: number }
  | { readonly kind: 'joining'; readonly joining: Joining; readonly hours: number };

/** 'Jean-Claude Olivier': the first word is the first name. Unique within the structure, not beyond it. */
export interface PeopleSeed {
  readonly participants: readonly string[];
  readonly guests: readonly (readonly [guest: string, of: string])[];
  readonly companions: readonly string[];
  readonly parties: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** Shown to venues by initials and number only (A3). */
  readonly discreet: readonly string[];
}

export const nobody: PeopleSeed = { participants: [], guests: [], companions: [], parties: [], discreet: [] };

export interface AccountSeed {
  /** What the account is called in this season, and the rest of its code: 'SOPH' is reached by DEMO-SOPH. */
  readonly key: string;
  readonly name: string;
  readonly role: Role;
  readonly structure?: string;
  /** The person of that structure whom the account stands for, and the account that gave it its code (A14). */
  readonly person?: string;
  readonly invitedBy?: string;
  /** The venue that the account stands for (A16). */
  readonly venue?: string;
}

export interface VenueSeed {
  readonly key: string;
  readonly name: string;
  readonly address: string;
  readonly postalCode: string;
  readonly city: string;
  readonly phone: string;
  readonly access: string;
  readonly at: readonly [latitude: number, longitude: number];
  /** A7: seats that one structure may have here in a month. */
  readonly monthly?: number;
}

export interface ShowSeed {
  readonly key: string;
  readonly venue: string;
  readonly title: string;
  readonly summary: string;
  readonly themes: readonly string[];
  readonly access?: readonly ('motor' | 'hearing' | 'visual' | 'psychic' | 'intellectual')[];
  /** From this age, in years. */
  readonly age?: number;
  readonly price: string;
  readonly minutes: number;
  readonly dates: readonly (readonly [when: When, seats: number])[];
}

/** One pressed confirmation: who asked for whom, so many hours after booking opened. */
export interface Outing {
  readonly show: string;
  /** Which of its dates; the first when absent. */
  readonly date?: number;
  readonly by: string;
  readonly after: number;
  readonly people: readonly string[];
  /** Wants all of them together, or none. */
  readonly together?: boolean;
  /** Given back so many hours after the opening. */
  readonly cancelledAfter?: number;
}

/** A person of a structure as outings and parties find them. */
export interface Known {
  readonly id: string;
  readonly kind: PersonKind;
}
