import type { Problem, ProblemCode } from './problems.ts';

export type { Problem } from './problems.ts';

/**
 * The offer as it goes in (A4, A5, A7, A19): what a catalogue, a table or an allotment file says, checked,
 * in one shape. Readers in this folder make it; an {@link OfferSink} puts it into the database.
 * Every instant is a `Date`, whatever zone the source wrote it in. A field that the source does not give
 * is absent, which is not the same as empty: the sink leaves what it has.
 */

/** A place (lieu, partenaire). `externalId` is unique over all sources ('openagenda:104598', 'lieu:…'). */
export interface VenueDraft {
  externalId: string;
  name: string;
  address?: string;
  postalCode?: string;
  city: string;
  /** Official name of the region or overseas territory, in its one spelling. */
  region?: string;
  /** Degrees, WGS 84. */
  latitude?: number;
  longitude?: number;
  phone?: string;
  website?: string;
  /** How to come, plain text. */
  access?: string;
  /** IANA name, for venues that do not keep the programme's time (overseas). */
  zone?: string;
}

/** One dated occurrence (représentation). */
export interface PerformanceDraft {
  /**
   * Stable over imports, unique within its event: the source's own id, else the event's id and the instant it
   * begins ('12616484@2025-03-12T19:00:00Z'). The second kind changes when the performance moves: the sink asks
   * `pairPerformances`, and writes the new id on the performance that it kept.
   */
  externalId: string;
  startsAt: Date;
  /** After `startsAt`. */
  endsAt?: Date;
  /**
   * Seats given, as the source (or option, or allotment) says now. The sink compares with what was said at the
   * last import, not with today's seats, so that seats a venue added or withdrew since then stay so.
   */
  capacity?: number;
  /** Booking opens and closes, where the venue says so; else the programme's rule (A5). */
  opensAt?: Date;
  closesAt?: Date;
  /** A7: seats that any one structure may have here, a week, a month or in all. */
  quota?: StructureQuota;
  cancelled: boolean;
}

export interface StructureQuota {
  seats: number;
  period: 'week' | 'month' | 'all';
}

/**
 * Between these instants (`until` exclusive, absent: for ever) the draft lists every performance there is:
 * one that is known and not listed was withdrawn or moved upstream. Without a window, absence says nothing.
 */
export interface Window {
  from: Date;
  until?: Date;
}

export const ACCESSIBILITIES = ['hearing', 'visual', 'psychic', 'motor', 'intellectual'] as const;
export type Accessibility = (typeof ACCESSIBILITIES)[number];

/** A show (événement). Known by (`source`, `externalId`). */
export interface EventDraft {
  source: string;
  externalId: string;
  title: string;
  /** One paragraph, plain text. */
  summary?: string;
  /** Plain text, paragraphs separated by an empty line. */
  description?: string;
  /** Genres in our words first ('théâtre'), then the source's keywords in lower case; no two alike. */
  themes: string[];
  audience?: string;
  /** Years. */
  ageMin?: number;
  ageMax?: number;
  accessibility: Accessibility[];
  /** Public price and conditions, plain text. */
  price?: string;
  /** http(s) only. */
  purchaseUrl?: string;
  url?: string;
  venue: VenueDraft;
  /** By instant; possibly none left in the window. */
  performances: PerformanceDraft[];
  window?: Window;
  /** All of it is cancelled, and so is each performance (A19). */
  cancelled: boolean;
  /** The source says that dates were moved: see `pairPerformances`. */
  rescheduled: boolean;
}

export interface Checked {
  events: EventDraft[];
  /** By line. */
  problems: Problem[];
  /** Records or rows read, refused ones included. */
  read: number;
  /** Performances kept out because they begin before the instant asked for, or beyond the cap. */
  left: { past: number; capped: number };
}

export interface Tally {
  created: number;
  changed: number;
  same: number;
  cancelled: number;
}

export interface Applied extends Tally {
  /** Events that nobody knew and that have nothing to offer: cancelled, or without a performance left. */
  ignored: number;
  performances: Tally;
  problems: Problem[];
  /** Ids of the accounts that were told of a date cancelled, moved or back on sale (A19); absent: nobody was. */
  told?: readonly string[];
}

/**
 * Where drafts go. Applying the same drafts again changes nothing and counts `same`. What is different now is
 * changed; a performance that moved is moved and one that was cancelled or withdrawn is cancelled, with all that
 * A19 asks for. An event that is unknown, and cancelled or without performances, is not created (`ignored`).
 * An event that is absent is left alone: a catalogue is read by a filter, and its silence proves nothing.
 */
export interface OfferSink {
  apply(events: readonly EventDraft[], options: ApplyOptions): Promise<Applied>;
}

export interface ApplyOptions {
  /** The programme's time of this import: a performance that began before it is history and stays as it is. */
  at: Date;
}

/** One unit of a source on its way to a reader. */
export type SourceLine =
  | { kind: 'record'; line: number; record: unknown }
  | { kind: 'row'; line: number; cells: readonly Cell[] }
  | { kind: 'fault'; line: number; code: ProblemCode; value?: string };

/** A cell of a table. A `Date` is a wall clock kept in its UTC fields, as spreadsheets have no zones. */
export type Cell = string | number | boolean | Date | null;

export function nothingApplied(): Applied {
  const none = (): Tally => ({ created: 0, changed: 0, same: 0, cancelled: 0 });
  return { ...none(), ignored: 0, performances: none(), problems: [] };
}

/** What one part of an offer did, added to the sum of the parts before. */
export function addApplied(sum: Applied, more: Applied): void {
  for (const count of ['created', 'changed', 'same', 'cancelled'] as const) {
    sum[count] += more[count];
    sum.performances[count] += more.performances[count];
  }
  sum.ignored += more.ignored;
  sum.problems.push(...more.problems);
  if (more.told !== undefined) sum.told = [...new Set([...(sum.told ?? []), ...more.told])];
}
