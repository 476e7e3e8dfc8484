/**
 * Timed work by kind (architecture, Time): a row with a `due_at`, claimed under the Clock by any
 * process, run in one transaction that ends with the row's deletion.
 */
export const dueKinds = {
  deal: 'Deals a performance again: a quota was given back elsewhere, a setting raised, somebody reactivated.',
  release: 'Deals at the release instant, when seats still vacant go to people over their weekly quota (A6).',
  opening: 'Tells those who asked to be told that booking has opened (A5).',
} as const;

export type DueKind = keyof typeof dueKinds;
