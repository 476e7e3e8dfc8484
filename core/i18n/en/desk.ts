import type { Performance } from '../../domain/performance.ts';
import type { Text } from '../../messages/message.ts';
import { account, hidden, person, strong, t } from '../../messages/text.ts';
import type { desk as french } from '../fr/desk.ts';
import type { Times } from '../times.ts';
import { names, persons, plural } from './words.ts';

type Show = Pick<Performance, 'title' | 'startsAt' | 'zone'>;

/** Words about the operator’s own conversation, and what structures ask of the operator (A1, A5). */
export const desk = (at: Times): ReturnType<typeof french> => {
  const about = (show: Show): Text => t`${strong(show.title)}, ${at.full(show.startsAt, show.zone)}`;

  return {
    home: {
      waiting: (n) => t`${n} ${plural(n, 'request is', 'requests are')} waiting for your answer.`,
      none: t`No request is waiting for your answer.`,
    },
    actions: { decisions: t`Requests`, structures: t`Organisations`, asked: t`My requests to the team` },

    asked: {
      joining: t`An organisation would like to join the programme.`,
      exception: t`An organisation asks you for an exception.`,
      suspension: t`A suspended organisation asks to start again.`,
    },

    title: t`Requests to answer`,
    kinds: { joining: t`Joining the programme`, free: t`Freeing a seat`, question: t`A question`, suspension: t`Booking again` },
    line: (structure, since) => t`${structure}, asked on ${at.full(since)}`,
    labels: { structure: t`Organisation`, kind: t`Kind`, city: t`Town`, who: t`Contact person`, email: t`Email`, phone: t`Phone`, by: t`Asked by`, since: t`Since`, person: t`For`, outing: t`Outing`, said: t`Request`, venue: t`Phone of the venue` },
    since: (when) => t`${at.full(when)}`,
    outing: (show) => about(show),

    joining: {
      what: t`Accepting creates the organisation and the account of this first contact, and sends them a code by email.`,
      sameName: t`An organisation has this name already. Check before you accept.`,
      accept: t`Accept`,
      refuse: t`Refuse`,
      admitted: (name) => t`Done: ${strong(name)} is part of the programme. The code is on its way by email.`,
      refused: t`Refused. Nothing was created.`,
      emailTaken: t`This email address has an account already. Nothing was created and the request stays open.`,
      emailInstead: t`Refuse the request, or call the person: with that account they can ask for a new code.`,
      conventions: t`The agreement has no dates: the organisation can book at once.`,
    },
    free: {
      what: t`Booking is closed: only your answer frees this seat.`,
      dependents: (people) => t`Without a participant, ${names(people)} ${plural(people.length, 'does', 'do')} not keep a seat either.`,
      grant: t`Free the seat`,
      refuse: t`Keep the seat`,
      freed: (n) => t`Done: ${n} ${plural(n, 'seat is', 'seats are')} free. Booking is closed: ${plural(n, 'it is', 'they are')} not given to anybody else.`,
      gone: t`This seat was cancelled already. The request is closed.`,
      kept: t`Noted: the seat is kept.`,
    },
    question: { grant: t`Grant`, refuse: t`Refuse`, granted: t`Granted. The answer goes out at once.`, refused: t`Refused. The answer goes out at once.` },
    suspension: { lift: t`End the suspension`, keep: t`Keep the suspension`, kept: t`The suspension stands. The answer goes out at once.`, notSuspended: t`This organisation is not suspended any more. The request is closed.` },

    unknown: t`I cannot find this request.`,
    already: (by, when) => t`Already answered by ${account(by, 'full')}, ${at.full(when)}.`,
    answers: { granted: t`The answer was: yes.`, refused: t`The answer was: no.`, withdrawn: t`The request is no longer valid: the date is over.`, open: t`The request is waiting for an answer.` },
    next: t`Next request`,

    structures: {
      title: t`Organisations`,
      none: t`There is no organisation yet.`,
      notFound: (said) => t`No organisation is called “${hidden(said)}”.`,
      search: t`Write a name or a town to search.`,
      state: { active: t`is active`, suspended: t`suspended` },
      labels: { state: t`State`, referents: t`Referents`, people: t`People`, convention: t`Agreement`, contact: t`Contact details` },
      noReferent: t`none`,
      people: (n) => t`${persons(n)}`,
      convention: (from, until) => {
        const day = (iso: string): string => at.day(new Date(`${iso}T12:00:00Z`));
        if (from === null) return until === null ? t`no dates` : t`until ${day(until)}`;
        return until === null ? t`since ${day(from)}` : t`from ${day(from)} to ${day(until)}`;
      },
      since: (when) => t`suspended since ${at.full(when)}`,
      suspend: t`Suspend`,
      lift: t`End the suspension`,
      all: t`All`,
      confirm: (name) => t`Suspend ${strong(name)}?`,
      means: t`The organisation will be able to look at outings, but not to book. Seats already given stay. People on the waitlist keep their rank, but get no seat. The referents are told.`,
      yes: t`Yes, suspend`,
      no: t`No`,
      left: t`All right, nothing was changed.`,
      suspended: (name) => t`Done: booking is suspended for ${strong(name)}. The referents are told.`,
      lifted: (name) => t`Done: ${strong(name)} can book again. Free seats go to people who wait, in order.`,
      already: t`It is done already.`,
      unknown: t`I cannot find this organisation.`,
    },

    told: {
      suspended: t`Booking is suspended for your organisation. You can look at the outings. Seats already booked stay.`,
      lifted: t`Your organisation can book again.`,
    },

    exceptions: {
      resume: t`Ask to start again`,
      ask: t`Ask the team`,
      resumeSent: t`I have asked the team: to book again. I write to you as soon as there is an answer.`,
      freeSent: (people) => t`I have asked the team to free the ${plural(people.length, 'seat', 'seats')} of ${names(people)}. It is noted that they cannot come. Until there is an answer, the ${plural(people.length, 'seat stays', 'seats stay')} booked.`,
      again: t`You have asked already. The team has not answered yet.`,
      notSuspended: t`Booking is not suspended for your organisation.`,
      notLate: t`You can still cancel this seat without the help of the team.`,
      question: t`What would you like to ask the team? Write it in one or two sentences.`,
      questionLong: t`That is too long for a request. Say the main thing in two or three sentences.`,
      questionSent: t`Sent to the team. I write to you as soon as there is an answer.`,
      questionWaits: (text) => t`A question from your organisation is still waiting for an answer: “${hidden(text)}”. You can ask another one after that.`,
      title: t`Your requests to the team`,
      none: t`Your organisation has asked the team for nothing.`,
      kinds: { free: (id, show) => t`Freeing the seat of ${person(id)}: ${about(show)}`, question: (text) => t`“${hidden(text)}”`, suspension: t`Booking again` },
      states: { open: t`waiting for an answer`, granted: t`granted`, refused: t`not granted`, withdrawn: t`closed without an answer` },
      detail: (state, when) => t`${state}, asked on ${at.full(when)}`,
      decided: {
        freed: (show) => t`The team has freed the seat you reported: ${about(show)}.`,
        kept: (show) => t`The team does not free the seat you reported: ${about(show)}. Call the venue if need be.`,
        expired: (show) => t`Your request to the team is closed: the outing has begun. ${about(show)}.`,
        granted: t`The team answered yes to your request.`,
        refused: t`The team answered no to your request.`,
        stillSuspended: t`The team keeps the suspension for now. You can look at the outings, and call the team.`,
      },
    },
  };
};
