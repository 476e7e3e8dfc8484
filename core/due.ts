/**
 * Timed work by kind (architecture, Time): a row with a `due_at`, claimed under the Clock by any
 * process, run in one transaction that ends with the row's deletion.
 */
export const dueKinds = {
  deal: 'Deals a performance again: a quota was given back elsewhere, a setting raised, somebody reactivated.',
  release: 'Deals at the release instant, when seats still vacant go to people over their weekly quota (A6).',
  opening: 'Tells those who asked to be told that booking has opened (A5).',
  confirm: 'Asks those who booked whether everybody comes, some days before closing (A17).',
  practical: 'Tells those who come, the day before, where and when it is, and how to get there (A17).',
  draft: 'Tells those who have a booking half done that booking closes soon (A5).',
  here: 'Asks leaders, as people gather, whether everybody is there (A12).',
  lost: 'Tells those who still wait, at closing, that there was no seat for them (A8).',
  guests: 'Tells the venue at closing that its guest list is ready (A16).',
  attendance: 'Asks who was there, the morning after and once again (A12).',
  plan: 'Plans the timed work of an operator’s coming performances anew: there is a kind that there was not before.',
  lapse: 'Withdraws what was asked about a performance that has begun and that nobody answered (A14).',
  joining: 'Carries what somebody without an account asked (to join) from the reception to the operator that is meant (A1).',
  joined: 'Carries the operator’s answer back to the reception, into the chat that asked (A1).',
  feed: 'Has an operator’s offer read again from its source, and plans the next day’s reading (A4).',
} as const;

export type DueKind = keyof typeof dueKinds;
