import type { Performance } from '../../domain/performance.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { Text } from '../../messages/message.ts';
import { t } from '../../messages/text.ts';
import type { No, Situation } from '../no.ts';
import type { Times } from '../times.ts';
import { names, plural } from './words.ts';

/** Every 'no', by its code (core/domain/refusal.ts): why, and the nearest thing that is possible (X8). */
export const refusals = (at: Times): Record<RefusalCode, (about: Situation) => No> => {
  const phone = (show: Performance | undefined): Text =>
    show?.venue.phone == null ? t`Call ${show?.venue.name ?? 'the venue'}` : t`Call ${show.venue.name} on ${show.venue.phone}`;

  return {
    unknown_performance: () => ({ why: t`I can no longer find this date.`, instead: t`It may have been withdrawn. Please look for another one.` }),
    performance_cancelled: ({ performance }) => ({ why: t`The venue has cancelled this date.`, instead: t`${performance === undefined ? 'See' : `See the other dates of “${performance.title}”, or`} another outing.` }),
    performance_past: () => ({ why: t`This outing has already begun.`, instead: t`See the next dates.` }),
    not_open: ({ performance }) => ({
      why: performance === undefined ? t`Booking is not open yet.` : t`Booking opens on ${at.full(performance.opensAt, performance.zone)} (${at.wait(performance.opensAt)}).`,
      instead: t`I can tell you when it opens, and keep your choice of people from now on.`,
    }),
    closed: ({ performance }) => ({
      why: performance === undefined ? t`Booking is closed.` : t`Booking closed on ${at.full(performance.closesAt, performance.zone)}.`,
      instead: t`${phone(performance)}: sometimes something is still possible there. Or choose another date.`,
    }),
    cannot_book: () => ({ why: t`Your account lets you see outings, but not book them.`, instead: t`Talk to the person who supports you: they can book for you.` }),
    not_for_account: () => ({ why: t`Your account does not allow this.`, instead: t`Write “help” to see what you can do here.` }),
    structure_suspended: () => ({ why: t`Booking is suspended for your organisation at the moment.`, instead: t`You can still see the outings. To start again, contact the programme team.` }),
    convention_over: () => ({ why: t`Your organisation’s agreement does not cover today.`, instead: t`You can still see the outings. To book, contact the programme team.` }),
    nobody_chosen: () => ({ why: t`You have not chosen anyone.`, instead: t`Type a name, or tap it in the list.` }),
    too_many_people: () => ({ why: t`That is too many people for one request.`, instead: t`Make two requests: the second will follow the first.` }),
    unknown_person: () => ({ why: t`I cannot find this person in your organisation.`, instead: t`Choose them in the list, or add them.` }),
    person_removed: ({ people = [] }) => ({
      why: t`${names(people)}: ${plural(people.length, 'this person is', 'these people are')} no longer active here.`,
      instead: t`Book for somebody else, or make ${plural(people.length, 'this person', 'these people')} active again.`,
    }),
    already_booked: ({ people = [] }) => ({
      why: t`${names(people)}: ${plural(people.length, 'a seat is', 'seats are')} already booked for this date.`,
      instead: t`You can find ${plural(people.length, 'it', 'them')} in your bookings.`,
    }),
    already_waiting: ({ people = [] }) => ({
      why: t`${names(people)}: already on the waitlist for this date.`,
      instead: t`The ${plural(people.length, 'rank is', 'ranks are')} kept. See your bookings.`,
    }),
    participant_needed: () => ({ why: t`A guest or a companion always comes with a participant.`, instead: t`Add a participant to this request.` }),
    companion_not_needed: ({ people = [] }) => ({ why: t`${names(people)}: a companion gets a seat only where one is needed.`, instead: t`Say so (under-18s, disability, group), or book without a companion.` }),
    minimum_impossible: () => ({ why: t`This group is too large to sit together on this date.`, instead: t`Ask for fewer seats together, or for another date.` }),
    too_late_to_cancel: ({ performance }) => ({
      why: performance === undefined ? t`It is too late to cancel here.` : t`It is too late to cancel here (the limit was ${at.full(performance.closesAt, performance.zone)}).`,
      instead: t`${phone(performance)} to free the seat.`,
    }),
    unknown_reservation: () => ({ why: t`I cannot find this booking: it may have been cancelled.`, instead: t`See your bookings.` }),
  };
};
