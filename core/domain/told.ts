import type { Role } from '../ports.ts';

/** One kind of what is sent unasked (X6): the one table of what is told to whom and when (docs/told.md is made of it). */
interface Told {
  readonly to: readonly Role[];
  /** In English, for docs/told.md. */
  readonly when: string;
  readonly rules: string;
  /** It can be done without: an account may switch it off. Everything else a booking or an account needs. */
  readonly optional?: true;
  /** What leaves first where much waits: 1 what somebody must know now, 2 who waits in vain, 3 a reminder (urgency_of in db/functions/claims.sql). Answers are 0. */
  readonly urgency: 1 | 2 | 3;
  /** A message of its own, whatever is due beside it: one tap books or marks, and seconds count; or it goes to other chats. */
  readonly alone?: true;
}

export const TOLD = {
  opened: { urgency: 1, to: ['referent'], when: 'booking opens, and they asked to be told; with the people chosen beforehand', rules: 'A5', optional: true, alone: true },
  draft: { urgency: 3, to: ['referent'], when: 'a booking is half done and booking closes: 24 hours before, or 2 when it was begun later; once', rules: 'A5 X3', optional: true },
  confirm: { urgency: 3, to: ['referent'], when: '7 and 2 days before closing, at the hour of the closing: who comes, and how many wait; others due within three hours are in the same message', rules: 'A17' },
  practical: { urgency: 3, to: ['referent', 'leader', 'visitor'], when: 'at 17:00 on the day before: hour, place, how to get there', rules: 'A17', optional: true },
  here: { urgency: 1, to: ['leader'], when: '15 minutes before the beginning: is everybody there? By a tap, or a number', rules: 'A12', optional: true, alone: true },
  attendance: { urgency: 3, to: ['referent', 'leader'], when: 'at 09:00 on the morning after, and once again two days later: who was there, one message for all outings', rules: 'A12', optional: true },
  promoted: { urgency: 1, to: ['referent', 'visitor'], when: 'somebody who waited was given a seat', rules: 'A8' },
  lost: { urgency: 2, to: ['referent', 'visitor'], when: 'booking closes and somebody still waits', rules: 'A8', optional: true },
  cancelled: { urgency: 1, to: ['referent', 'visitor', 'leader'], when: 'an outing is cancelled', rules: 'A19' },
  moved: { urgency: 1, to: ['referent', 'visitor', 'leader'], when: 'it moves, or is elsewhere', rules: 'A19' },
  revived: { urgency: 1, to: ['referent', 'visitor', 'leader'], when: 'it takes place after all', rules: 'A19' },
  guests: { urgency: 3, to: ['venue'], when: 'booking closes: the guest list; and ten minutes after it changed since', rules: 'A16' },
  asked: { urgency: 1, to: ['referent', 'operator'], when: 'somebody asks for a yes or no', rules: 'A1 A5 A14' },
  decided: { urgency: 1, to: ['referent', 'visitor'], when: 'the answer, or that nobody answered in time', rules: 'A1 A5 A14' },
  suspended: { urgency: 1, to: ['referent'], when: 'the structure is suspended, or may book again', rules: 'A1' },
  joined: { urgency: 1, to: ['reception'], when: 'the operator answers somebody who asked to join', rules: 'A1' },
  tied: { urgency: 1, to: ['referent', 'visitor', 'leader', 'venue', 'operator', 'jury'], when: 'a code of the account was used: told in its other chats', rules: 'A2', alone: true },
  arrived: { urgency: 2, to: ['referent'], when: 'somebody they invited has used their code', rules: 'A2' },
} as const satisfies Readonly<Record<string, Told>>;

export type PushKind = keyof typeof TOLD;
export type OptionalKind = { [K in PushKind]: (typeof TOLD)[K] extends { readonly optional: true } ? K : never }[PushKind];

export const PUSH_KINDS = Object.keys(TOLD) as readonly PushKind[];
const entries: Readonly<Record<string, Told>> = TOLD;

export const isOptional = (kind: string): kind is OptionalKind => entries[kind]?.optional === true;
/** Whether a push may be a line among others that are due at the same moment. */
export const gathers = (kind: string): boolean => entries[kind]?.alone !== true;
/** What a role is sent and can do without, in the order of the table. */
export const optionalFor = (role: Role): readonly OptionalKind[] => PUSH_KINDS.filter(isOptional).filter((kind) => entries[kind]?.to.includes(role));
export const toldTo = (kind: PushKind): Told => TOLD[kind];
