import type { Performance } from '../../domain/performance.ts';
import type { Text } from '../../messages/message.ts';
import { account, person, strong, t } from '../../messages/text.ts';
import type { visits as french } from '../fr/visits.ts';
import type { Times } from '../times.ts';
import { names, persons, places, plural } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

/** Words about visitors and leaders, and what they ask (A14). */
export const visits = (at: Times): ReturnType<typeof french> => {
  const about = (show: Show): Text => t`${strong(show.title)}, ${at.full(show.startsAt, show.zone)}`;

  return {
    home: {
      coming: (n, next) => t`You have ${n} ${plural(n, 'invitation', 'invitations')}. The next one: ${about(next)}.`,
      none: t`You have no invitation at the moment.`,
      asked: (n) => t`${n} ${plural(n, 'request is', 'requests are')} waiting for an answer from the person who supports you.`,
      outings: (n, next) => t`You go along on ${n} ${plural(n, 'outing', 'outings')}. The next one: ${about(next)}.`,
      noOuting: t`You do not go along on an outing at the moment.`,
      wishes: (n) => t`${n} ${plural(n, 'request', 'requests')} from people you support ${plural(n, 'is', 'are')} waiting for your answer.`,
      venue: t`Your account is that of a partner venue. Here you can look at the outings, and at the guest lists of yours. For your seats and dates, contact the programme team.`,
      jury: t`Your account is that of a member of the jury. Listening and scoring cannot be done here yet. You can look at the outings.`,
    },

    actions: {
      mine: t`My invitations`,
      outings: t`My outings`,
      past: t`Past outings`,
      coming: t`Coming up`,
      go: t`I would like to go`,
      cannot: t`I cannot come`,
      cannotGuest: t`This person cannot come`,
      answer: t`Answer the requests`,
    },

    nobody: t`Your account is not linked to anybody here: I cannot tell which invitations are yours. Ask the person who supports you for a new code.`,

    mine: {
      title: t`Your invitations`,
      past: t`Your past outings`,
      outings: t`Your outings`,
      none: t`You have no invitation at the moment.`,
      nonePast: t`You have no past outing.`,
      how: t`If you like an outing, say so with “I would like to go”.`,
      noOuting: t`You do not go along on an outing at the moment. When your organisation books a seat for you, the outing is here.`,
      you: t`you`,
      group: (n) => t`${persons(n)}`,
      labels: { who: t`For`, number: t`Invitation no.`, rank: t`Your turn`, when: t`When`, where: t`Where`, access: t`How to get there`, venue: t`Phone of the venue`, structure: t`Your organisation`, people: t`The group` },
      reserved: t`The seat is booked.`,
      waits: (rank) => t`There is no seat yet: rank ${rank} on the waitlist.`,
      rank: (rank) => (rank === 1 ? t`rank 1, nobody ahead of you` : t`rank ${rank}, ${persons(rank - 1)} ahead of you`),
      over: t`This outing is over.`,
      void: t`This invitation is no longer valid.`,
      called: t`The venue has cancelled this outing.`,
      hindered: t`The person who supports you has been told. There is no answer yet.`,
      noted: t`The person who supports you knows, and has noted it.`,
      show: t`Show the number at the door.`,
      change: t`To change something, call your organisation.`,
      gone: t`I cannot find this invitation. Here are yours:`,
    },

    wish: {
      sent: (show) => t`I have asked: ${about(show)}.`,
      next: t`The person who supports you will answer. I write to you when the answer is there. It is not a booking yet.`,
      again: t`You have already asked. The person who supports you has not answered yet.`,
      refused: t`The person who supports you answered: not this time. You can talk about it together.`,
      already: t`You already have a seat for this outing.`,
      alreadyWaits: t`You are already on the waitlist for this outing.`,
      openLater: (show) => t`Booking opens on ${at.full(show.opensAt, show.zone)}. The person who supports you sees that too.`,
    },

    cannot: {
      sent: (show) => t`I have told the person who supports you: ${about(show)}.`,
      next: t`The seat is kept for now. I write to you when the answer is there.`,
      again: t`You have already said so. The person who supports you has not answered yet.`,
      which: t`For which outing?`,
      nothing: t`You have no invitation coming up.`,
      late: t`The outing is soon. Please call your organisation too.`,
    },

    asked: {
      wish: (show) => t`Somebody you support would like to go to ${about(show)}.`,
      hindrance: (show) => t`Somebody you support cannot come to ${about(show)}.`,
      title: t`Requests to answer`,
      none: t`No request is waiting for your answer.`,
      line: { wish: t`would like to go`, hindrance: t`cannot come` },
      since: (when) => t`Asked on ${at.full(when)}.`,
      wants: (id, show) => t`${person(id)} would like to go to ${about(show)}.`,
      cannot: (id, show) => t`${person(id)} cannot come to ${about(show)}.`,
      free: (free) => t`${places(free)} free.`,
      full: (rank) => t`There is no seat left: rank ${rank} on the waitlist.`,
      waits: (rank, why) => t`A seat is not possible at once (${why}): rank ${rank} on the waitlist.`,
      stillOpen: t`The request stays open: you can answer it later.`,
      book: t`Book`,
      queue: t`Put on the waitlist`,
      notNow: t`Not this time`,
      cancel: t`Cancel the seat`,
      leave: t`Leave the waitlist`,
      keep: t`Keep the seat`,
      hinder: t`Note that they cannot come`,
      next: t`Next request`,
      booked: (id) => t`${person(id)}: the seat is booked.`,
      queued: (id, rank) => t`${person(id)}: rank ${rank} on the waitlist.`,
      tells: (id) => t`I am writing the answer to ${person(id, 'first')}.`,
      refused: (id) => t`Noted: not this time for ${person(id)}.`,
      cancelled: (people) => t`Cancelled for ${names(people)}.`,
      kept: (id) => t`Noted: the seat of ${person(id)} is kept.`,
      noted: (id) => t`Noted: ${person(id)} cannot come. The seat still has to be freed by phone.`,
      gone: t`There is nothing left to answer: the seat no longer exists.`,
      has: (id) => t`There is nothing left to answer: ${person(id)} already has a seat or a rank for this outing.`,
      unknown: t`I cannot find this request.`,
      already: (by, when) => t`Already answered by ${account(by, 'full')}, ${at.full(when)}.`,
      answers: { granted: t`The answer was: yes.`, refused: t`The answer was: no.`, withdrawn: t`Nobody is waiting for an answer any more: the request is no longer valid.`, open: t`The request is waiting for an answer.` },
    },

    decided: {
      booked: (show) => t`It is booked: ${about(show)}.`,
      queued: (show, rank) => t`The person who supports you said yes. There is no seat yet: you are on the waitlist, rank ${rank}. ${about(show)}.`,
      granted: (show) => t`The person who supports you said yes: ${about(show)}. There is no longer a seat in your name: talk about it together.`,
      refused: (show) => t`The person who supports you answered: not this time. ${about(show)}.`,
      expired: (show) => t`Your request is closed: there was no answer in time. ${about(show)}.`,
      freed: (show) => t`The seat is cancelled: ${about(show)}.`,
      noted: (show) => t`The person who supports you has noted it: ${about(show)}.`,
      kept: (show) => t`The person who supports you keeps the seat: ${about(show)}. Talk about it together.`,
      see: t`See`,
      others: t`See other outings`,
    },

    access: {
      title: t`Access of people`,
      about: t`With an access, somebody sees the outings and their own invitations. They can tell you “I would like to go” or “I cannot come”. They cannot book.`,
      leaderAbout: t`With an access, a companion sees the outings where they have a seat, and the names of the group. They see nothing else.`,
      none: t`Nobody has an access yet.`,
      who: t`Who should get an access? Write a name.`,
      which: t`Who do you mean?`,
      unknown: t`I cannot find this name among your participants and companions. Write it another way, or “cancel”.`,
      guest: (id) => t`${person(id)} is a guest of a participant: only participants and companions get an access. The participant’s access also shows the invitations of their guests.`,
      removed: (id) => t`${person(id)} is no longer active here. Make them active again first.`,
      linked: { yes: t`access in use`, no: t`code not used yet` },
      linkedLong: { yes: t`The code was used: the access works.`, no: t`The code has not been used yet. If it is lost, give a new one.` },
      roles: { visitor: t`participant (visitor)`, leader: t`companion` },
      ask: (id) => t`Give ${person(id)} an access?`,
      has: (id) => t`${person(id)} has an access.`,
      give: t`Give an access`,
      newOne: t`New access`,
      newCode: t`New code`,
      take: t`Take the access away`,
      takeAsk: (id) => t`Take the access of ${person(id)} away? It ends at once, everywhere. The person and their bookings stay.`,
      takeYes: t`Yes, take it away`,
      takeNo: t`No, keep it`,
      taken: (id) => t`The access of ${person(id)} is taken away.`,
      kept: t`All right, the access is kept.`,
      left: t`All right, nothing was changed.`,
      code: (id, code) => t`The code of ${person(id)}: ${strong(code)}`,
      once: (until) => t`It works once, until ${at.full(until)}. Write it down and give it to the person: I will not show it again.`,
      how: t`They open this page or this app, and write the code.`,
      list: t`Everybody with an access`,
    },
  };
};
