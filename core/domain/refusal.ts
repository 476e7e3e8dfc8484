import type { PersonKind } from './person.ts';

/**
 * Every 'no' of booking, each with when it occurs. A refusal is a value, never an exception; its
 * sentence and the nearest thing that is possible stand in core/i18n under the same code (X8).
 */
export const refusalCodes = {
  unknown_performance: 'No such performance with this operator (a stale or forged button).',
  performance_cancelled: 'The venue has cancelled the performance.',
  performance_past: 'The performance has begun.',
  not_open: 'Booking has not opened yet (A5).',
  closed: 'Booking has closed (A5).',
  cannot_book: 'The account may look but not book: visitor, leader… (A14).',
  not_for_account: 'The account is of a kind that this is not for: a visitor at the structure’s sheet… (A14).',
  structure_suspended: 'The structure is suspended: it can look, not book (A1).',
  convention_over: 'Today is outside the dates of the convention (A1).',
  nobody_chosen: 'No person was chosen.',
  too_many_people: 'More people than one request may hold.',
  unknown_person: 'A person is not (or no longer) one of this structure.',
  person_removed: 'A person was deactivated and cannot be booked (A3).',
  already_booked: 'Everybody chosen has a seat already.',
  already_waiting: 'Everybody chosen is waiting already.',
  participant_needed: 'A guest or companion without a participant (A10).',
  companion_not_needed: 'A companion where the referent has not said that one is needed (A10).',
  minimum_impossible: 'The group that must sit together is larger than the room or than the people chosen.',
  too_late_to_cancel: 'Booking has closed: only the venue can free the seat now (A5).',
  unknown_reservation: 'No such reservation of this structure, or cancelled already.',
} as const;

export type RefusalCode = keyof typeof refusalCodes;

export interface Refusal {
  readonly code: RefusalCode;
  /** Whom it is about, where it is about somebody. */
  readonly people?: readonly string[];
}

/** Why somebody waits although asked for a seat, the nearest reason first (X8: 'why not yet'). */
export type WaitReason = 'full' | 'weekly_quota' | 'structure_quota' | 'group' | 'participant_first';

export type { PersonKind };
