import { spoken } from '../ids.ts';
import type { Text } from '../messages/message.ts';
import { account, hidden, join, person, stopAfter, strong, t } from '../messages/text.ts';
import type { Strings } from './fr.ts';
import { changes } from './en/changes.ts';
import { chats } from './en/chats.ts';
import { desk } from './en/desk.ts';
import { notices } from './en/notices.ts';
import { papers } from './en/papers.ts';
import { participants } from './en/participants.ts';
import { presence } from './en/presence.ts';
import { refusals } from './en/refusals.ts';
import { structure } from './en/structure.ts';
import { undelivered } from './en/undelivered.ts';
import { visits } from './en/visits.ts';
import { capital, names, persons, places, plural, seatsFor } from './en/words.ts';
import type { Times } from './times.ts';

/**
 * English, with the keys of French (`Strings`): plain British words and short sentences (X7), 'they' for
 * one person, since no civility is known. Buttons bear no word that interrupts (core/language/interrupts.ts)
 * unless they do the same.
 */
export const en = (at: Times): Strings => {
  const when: Strings['when'] = (show) => at.full(show.startsAt, show.zone);

  const quotaFull = (people: readonly string[], week: string): Text =>
    t`${names(people)}: the limit of invitations is reached for the week of ${week}.`;

  return {
    refusals: refusals(at),
    reasons: {
      full: t`there are no seats left`,
      weekly_quota: t`the limit of the week is reached`,
      structure_quota: t`your organisation already has all its seats`,
      group: t`not enough seats for the whole group`,
      participant_first: t`a participant must have a seat first`,
      over: t`the waitlist is closed`,
    },
    places,
    persons,
    names,
    when,
    at,

    actions: {
      search: t`Search`,
      reservations: t`My bookings`,
      menu: t`Menu`,
      help: t`Help`,
      back: t`Back`,
      more: t`More`,
      findPerson: t`Find someone by name`,
      previous: t`Previous`,
      book: t`Book`,
      wait: t`Waitlist`,
      otherDates: t`Other dates`,
      otherDate: t`Another date`,
      confirm: t`Confirm`,
      change: t`Change`,
      giveUp: t`Leave it`,
      alert: t`Tell me when booking opens`,
      chooseAhead: t`Choose the people now`,
      resume: t`Carry on`,
      see: t`See`,
      seeEvent: t`See the outing`,
      language: t`Français`,
      yes: t`Yes`,
      no: t`No`,
    },

    file: {
      notHere: (name) => t`I have received “${hidden(name)}”, but I do not know what to do with it here yet. Nothing was changed.`,
    },

    misc: {
      empty: t`I could not read anything. Write a few words, or choose:`,
      stale: t`This button is out of date: it is already done, or things have changed. Here is where we are.`,
      pressedTwice: t`This button is out of date: it is already done.`,
      notUnderstood: t`I did not understand. Say it another way: a name, a title, a date. Or choose:`,
      tooLong: t`This message is too long for me. Say it in one sentence, or choose:`,
      notUnderstoodAgain: t`I still do not understand; I can only answer about outings and bookings. Choose here, or write “help”.`,
      left: t`All right, I will leave that. Nothing was changed.`,
      welcome: t`You’re welcome.`,
      oneThing: t`One thing at a time: the cancelling first, the rest after.`,
      sorry: t`Something went wrong on our side. Nothing was done; please try again in a moment.`,
      notYet: t`This cannot be done here yet.`,
      namesThere: 'See the names and the documents',
      shared: t`Let us talk in private, so that nobody is named here.`,
      privately: t`Open the conversation`,
      unreadable: {
        edited: t`I only read what is sent: a message changed afterwards changes nothing. Send it again if needed.`,
        sticker: t`Nice, but I only read words.`,
        video: t`I cannot read videos. Please write to me instead.`,
        place: t`I cannot read a location. Write the name of the town instead.`,
        contact: t`I cannot read a contact card. Write the name instead.`,
        poll: t`I cannot answer polls. Please write to me instead.`,
        tooBig: t`This file is too big: 10 MB at most. Nothing was kept.`,
        lost: t`This file did not arrive whole. Please send it again.`,
        other: t`I could not read this message. Write a few words, or choose:`,
      },
    },

    help: {
      title: t`What I can do`,
      examples: {
        everybody: [
          [t`Find an outing`, t`“concerts on Saturday”, “theatre in Villeurbanne”, or a title`],
        ],
        referent: [
          [t`Book`, t`“book”, then type the names, or tap them; “without Awa” takes one out`],
          [t`See or cancel`, t`“my bookings”, “who comes on Thursday”, “cancel Awa”`],
          [t`Say who was there`, t`“attendance”, “everybody except Awa”, “Awa was away”`],
          [t`Your people`, t`“my participants”, “add Awa Sangaré”, or drop a list`],
          [t`Your organisation`, t`“my organisation”, “my colleagues”, “partners”, “ideas”`],
        ],
        visitor: [
          [t`Your invitations`, t`“my invitations”`],
          [t`Ask`, t`on an outing: “I would like to go”; on an invitation: “I cannot come”`],
        ],
        leader: [
          [t`Your outings`, t`“my invitations”, to see who comes, and where`],
          [t`Say who was there`, t`“attendance”, “everybody is here”`],
        ],
        operator: [
          [t`Answer organisations`, t`“requests”`],
          [t`See an organisation`, t`“organisations”, then its name`],
          [t`See what does not arrive`, t`“undelivered messages”`],
        ],
      },
      language: [t`Change the language`, t`“Français”`],
      anywhere: t`At any time: “back” goes back one step, “cancel” leaves the request you are making, “menu” goes to the home page.`,
      rules: (quota) =>
        quota === null ? t`Invitations are free and personal.` : t`Invitations are free and personal: at most ${quota} per person per week. Beyond that, the waitlist gives out the seats that stay free.`,
    },

    home: {
      hello: (id, day) => t`Hello ${account(id, 'first')}. Today is ${day}.`,
      coming: (seats, show, people) => t`${places(seats)} coming up. The next: ${strong(show.title)}, ${when(show)}, ${persons(people)}.`,
      noneComing: t`No bookings coming up.`,
      waiting: (n) => t`${persons(n)} on the waitlist.`,
      opening: (show) => t`${capital(at.relative(show.opensAt, show.zone) ?? `on ${at.day(show.opensAt, show.zone)}`)} at ${at.hour(show.opensAt, show.zone)}, booking opens for ${strong(show.title)}${stopAfter(show.title)}`,
      draft: (show, people) => t`You were preparing a booking for ${strong(show.title)}, ${when(show)} (${persons(people)} chosen).`,
      draftPossible: (free) => (free > 0 ? t`It is still possible: ${places(free)} left.` : t`It is full now, but the waitlist is open.`),
      halfDone: t`You had begun something: you can go on with it.`,
      more: t`More…`,
      moreWhat: t`What else would you like to do?`,
      next: t`Next outings with free seats:`,
      mine: t`My bookings:`,
      visitor: t`You can see the outings. To book, talk to the person who supports you.`,
    },

    show: {
      line: (show) => t`${when(show)}, ${show.venue.name}, ${show.venue.city}`,
      state: (show, free, waiting, window) => {
        switch (window) {
          case 'cancelled': return t`cancelled`;
          case 'past': return t`past`;
          case 'closed': return t`booking closed`;
          case 'not_open': return t`opens on ${at.full(show.opensAt, show.zone)}`;
          case 'open': return free > 0 ? t`${places(free)}` : t`full${waiting > 0 ? `, ${persons(waiting)} waiting` : ''}`;
        }
      },
      far: (km) => t`${km < 1 ? 'less than 1' : Math.round(km)} km`,
      labels: { when: t`When`, where: t`Where`, access: t`Getting there`, reach: t`Venue contact`, seats: t`Seats`, opens: t`Booking opens`, closes: t`Book or cancel`, accessibility: t`Accessibility`, price: t`Public price`, themes: t`Genre` },
      opens: (show) => t`${at.full(show.opensAt, show.zone)} (${at.wait(show.opensAt)})`,
      opened: (show) => t`until ${at.full(show.closesAt, show.zone)}`,
      buy: t`Buy tickets at the public price`,
      mine: (people) => t`${capital(seatsFor(people.length))} for ${names(people)}.`,
      mineWaiting: (id, rank) => t`${person(id)}: rank ${rank} on the waitlist.`,
      alertSet: (people) => (people === 0 ? t`I will tell you when booking opens.` : t`I will tell you when booking opens, with your choice of ${persons(people)}.`),
      accessibilities: { hearing: 'hard of hearing', visual: 'partially sighted', psychic: 'mental health', motor: 'wheelchair', intellectual: 'learning disability' },
      otherDates: (title) => t`Other dates of ${strong(title)}:`,
      noOtherDate: t`There is no other date.`,
    },

    search: {
      found: (n, about) => t`${n} ${plural(n, 'date', 'dates')} ${about ?? 'coming up'}.`,
      page: (from, to, total) => t`${from} to ${to} of ${total}.`,
      none: (about) => (about === undefined ? t`I found nothing.` : t`I found nothing ${about}.`),
      noneInstead: t`There are no dates coming up yet. Please come back soon.`,
      nearest: (about) => (about === undefined ? t`Here are the next dates:` : t`Looking more widely (${about}):`),
      noDistance: t`I do not have your organisation’s address, so I cannot measure distances.`,
      about: {
        text: (text) => t`for “${hidden(text.length > 60 ? `${text.slice(0, 60)}…` : text)}”`,
        day: (from, to) => to === undefined ? `from ${at.day(from)} on` : to.getTime() - from.getTime() <= 26 * 3_600_000 ? `on ${at.day(from)}` : `from ${at.day(from)} to ${at.day(new Date(to.getTime() - 1))}`,
        city: (city) => `in ${city}`,
        theme: (theme) => `of the genre “${theme}”`,
        access: (name) => `with “${name}” access`,
        near: (km) => `within ${km} km`,
        seats: (n) => `with ${places(n)} or more`,
      },
      choose: t`Tap a line or type its number. You can also say more: a date, a town, a genre.`,
      toBook: t`For which outing?`,
      filters: t`Narrow down`,
      filterQuestion: t`What would you like to narrow down? You can also write it.`,
      filter: { weekend: t`This weekend`, sevenDays: t`7 days`, month: t`30 days`, free: t`Free seats`, places4: t`4 seats or more`, near: (km) => t`Within ${km} km`, clear: t`Clear all`, themes: t`Genre`, cities: t`Town`, access: t`Accessibility`, show: t`See the dates` },
      pickTheme: t`Which genre?`,
      pickCity: t`Which town?`,
      pickAccess: t`Which kind of access?`,
    },

    book: {
      for: (show) => t`${strong(show.title)}, ${when(show)}`,
      who: t`Who is it for? Type names, or choose.`,
      whoElse: t`Anyone else? Type a name, or “continue”.`,
      chosen: (people) => t`${persons(people.length)}: ${names(people)}.`,
      free: (free, waiting) => (free > 0 ? t`${places(free)} left.` : t`Full: ${waiting === 0 ? 'nobody is waiting yet' : `${persons(waiting)} waiting`}. You can ask for a seat on the waitlist.`),
      ahead: (show) => t`Booking opens on ${at.full(show.opensAt, show.zone)}. I will keep your choice and offer it to you then.`,
      kinds: { participant: '', guest: ' (guest)', companion: ' (companion)' },
      has: { booked: ': has a seat', waiting: ': waiting' },
      party: (name, n) => t`${hidden(name)} (${n})`,
      newPerson: t`New person`,
      go: t`Continue`,
      nobodyYet: t`Your organisation has nobody here yet. Begin by adding somebody.`,
      added: (people) => t`I have added ${names(people)}.`,
      removed: (people) => t`I have taken out ${names(people)}.`,
      which: (said) => t`“${hidden(said)}”: who do you mean?`,
      unknown: (said) => t`I do not know ${join(said.map((s) => t`“${hidden(s)}”`), ', ')}.`,
      create: (said) => t`Add “${hidden(said)}”`,
      newName: t`What is their name? Write the first name, then the last name.`,
      newNameAgain: t`I need the first name and the last name, for example “Awa Sangaré”.`,
      fields: { first: t`First name`, last: t`Last name`, kind: t`Who are they?`, of: t`Whose guest?` },
      newKind: (first) => t`${hidden(first)}: who are they?`,
      kindChoices: { participant: t`Participant`, guest: t`Guest of a participant`, companion: t`Companion (professional or volunteer)` },
      newOf: (first) => t`Whose guest is ${hidden(first)}?`,
      created: (id) => t`${person(id)} is on your list, and in this request.`,
      sameName: (id) => t`${person(id)} is already on your list. Is it the same person?`,
      same: t`Yes, the same person`,
      another: t`No, somebody else`,
      companionWhy: (people) => t`${names(people)}: is a companion needed for this outing? These seats are given only then.`,
      companionReasons: { minors: t`Yes, under-18s`, disability: t`Yes, a disability`, group: t`Yes, a group`, none: t`No, without a companion` },
      fewer: (free, people) => (free === 0 ? t`There are no seats left: ${persons(people)} on the waitlist.` : t`${plural(free, 'There is', 'There are')} ${places(free)} left for ${persons(people)}.`),
      structureFewer: (left, people) => (left === 0 ? t`Your organisation already has all its seats here: ${persons(people)} on the waitlist.` : t`Your organisation can still have ${places(left)} here, for ${persons(people)}.`),
      quotaOf: (id, week, titles) =>
        titles.length === 0 ? quotaFull([id], week) : t`${person(id)} already has ${titles.length} ${plural(titles.length, 'invitation', 'invitations')} in the week of ${week} (${join(titles.map((title) => strong(title)), ', ')}): this is the limit.`,
      quotaFull,
      quotaLater: (show) => t`Seats still free on ${at.full(show.releaseAt, show.zone)} will go to the people waiting, in order.`,
      howSeats: t`Which would you prefer?`,
      split: (seats, waiting) => (seats === 0 ? t`Each in turn` : t`${places(seats)} + ${waiting} waiting`),
      together: (n) => t`Wait for ${places(n)} together`,
      atLeast: t`At least… together`,
      atLeastQuestion: (n) => t`At least how many seats together, out of ${n}?`,
      changePeople: t`Change the people`,
      recap: t`To sum up:`,
      recapSeat: (people) => t`${capital(seatsFor(people.length))} for ${names(people)}.`,
      recapWait: (id, rank, why) => t`${person(id)}: rank ${rank} on the waitlist (${why}).`,
      recapTogether: (minimum, people, rank) =>
        minimum === people.length ? t`${names(people)}: waiting for ${places(minimum)} together, rank ${rank}.` : t`${names(people)}: waiting for at least ${places(minimum)} together, rank ${rank}.`,
      because: (why) => t`Why: ${why}.`,
      recapAlready: (people) => t`${names(people)}: already in your bookings for this date, nothing changes.`,
      recapUntil: (show) => t`You can cancel until ${at.full(show.closesAt, show.zone)}.`,
      booked: t`It is booked.`,
      waitingOnly: t`It is noted on the waitlist.`,
      seatOf: (id, number) => t`${person(id)}: one seat, invitation no. ${spoken(number)}.`,
      rankOf: (id, rank) => t`${person(id)}: rank ${rank} on the waitlist.`,
      written: t`I will write to you as soon as a seat comes free.`,
      meanwhileFull: t`Meanwhile, the last seats were taken. I have kept your turn on the waitlist.`,
      meanwhileFewer: (free) => t`Meanwhile, some seats were taken: ${free === 0 ? 'none are left' : `${free} ${plural(free, 'is', 'are')} left`}. Nothing is lost: I am keeping your turn, so that you stay together.`,
      takeNow: (people) => t`${capital(seatsFor(people.length))} for ${names(people, 'first')}, the others on the waitlist`,
      elsewhere: (show, free) => t`Another date: ${at.day(show.startsAt, show.zone)}, ${places(free)}`,
      waitTogether: t`Wait together`,
      leaveQueue: t`Leave the waitlist`,
      aheadKept: (people) => (people === 0 ? t`Noted.` : t`Noted: ${persons(people)}.`),
      aheadWhen: (show, people) => t`I will tell you on ${at.full(show.opensAt, show.zone)}. Then you only need to ${people === 0 ? 'choose the people' : 'confirm'}.`,
      alertOff: t`Noted, I will not tell you.`,
      noAlert: t`Do not tell me any more`,
    },

    reservations: {
      title: { current: t`Your bookings coming up`, waiting: t`On the waitlist`, past: t`Your past outings` },
      none: { current: t`No bookings coming up.`, waiting: t`Nobody is on the waitlist.`, past: t`No past outings.` },
      noneFor: t`Nothing is planned for this choice.`,
      line: (show) => t`${show.title}, ${when(show)}`,
      state: {
        booked: (hindered) => (hindered ? t`seat booked, noted as unable to come` : t`seat booked`),
        waiting: (rank) => t`rank ${rank} on the waitlist`,
        cancelled: t`cancelled`,
        performanceCancelled: t`outing cancelled by the venue`,
        unknown: t`attendance not given`, present: t`present`, absent: t`absent`, excused: t`absent, told us before`,
      },
      filter: { current: t`Coming up`, waiting: t`Waiting`, past: t`Past`, person: t`By person`, event: t`By outing`, all: t`All` },
      pickPerson: t`Whose bookings?`,
      pickEvent: t`For which outing?`,
      labels: { who: t`For`, number: t`Invitation no.`, rank: t`Rank`, why: t`Why not yet`, until: t`You can cancel` },
      until: (show) => t`until ${at.full(show.closesAt, show.zone)}`,
      number: (number) => t`${spoken(number)}`,
      rank: (rank) => (rank === 1 ? t`1, nobody ahead` : t`${rank}, ${persons(rank - 1)} ahead`),
      tier: (show) => t`This person already has all their invitations for that week: they come after the others. Seats still free on ${at.full(show.releaseAt, show.zone)} will go to the people waiting, in order.`,
      group: t`This group is waiting for enough seats to be together; those behind may go first, and your rank is kept.`,
      cancelSeat: t`Cancel this seat`,
      leaveQueue: t`Leave the waitlist`,
    },

    cancel: {
      which: t`What would you like to cancel?`,
      nothing: t`There is nothing to cancel.`,
      nothingFor: t`I cannot find a booking coming up for that.`,
      recap: t`To sum up, this will be cancelled:`,
      seats: (people, show) => t`${names(people)}: the ${plural(people.length, 'seat', 'seats')} for ${strong(show.title)}, ${when(show)}.`,
      wait: (id, show, rank) => t`${person(id)}: rank ${rank} on the waitlist for ${strong(show.title)}, ${when(show)}.`,
      dependents: (people) => t`Without a participant, ${names(people)} cannot keep their ${plural(people.length, 'seat', 'seats')} either.`,
      gone: (n) => t`${plural(n, 'This seat will go to somebody else: it cannot be taken back.', 'These seats will go to others: they cannot be taken back.')}`,
      rankLost: t`The rank is lost: coming back would be at the end of the list.`,
      confirm: t`Yes, cancel`,
      keep: t`No, keep`,
      done: (people) => t`It is cancelled for ${names(people)}.`,
      kept: t`All right, I will keep everything.`,
      late: t`I can note who is unable to come: the venue and the team will see it.`,
      hinder: t`Note as unable to come`,
      comes: t`Keep the seat after all`,
      hindered: (people) => t`Noted as unable to come: ${names(people)}. The ${plural(people.length, 'seat', 'seats')} must still be freed by phone.`,
      unhindered: (people) => t`Noted: ${names(people)} ${plural(people.length, 'is', 'are')} coming.`,
    },

    push: {
      digest: (n) => t`${n} things for you:`,
      practical: (show, seats) => t`${capital(at.relative(show.startsAt, show.zone) ?? at.day(show.startsAt, show.zone))}, ${when(show)}: ${strong(show.title)}, ${places(seats)}.`,
      lost: (show, waiting) => t`Booking is closed for ${strong(show.title)}, ${when(show)}: there was no seat for ${waiting < 2 ? 'the person' : `the ${waiting} people`} waiting.`,
      draft: (show, closesAt) => t`Your booking is not finished: ${strong(show.title)}, ${when(show)}. Booking closes ${at.relative(closesAt, show.zone) ?? `on ${at.day(closesAt, show.zone)}`} at ${at.hour(closesAt, show.zone)}.`,
      arrived: t`The person you invited has used their code: they now have access to the guichet.`,
      promoted: (show) => t`A seat has come free for ${strong(show.title)}, ${when(show)}.`,
      seats: (people) => (people.length < 2 ? t`The seat is for ${names(people)}.` : t`The seats are for ${names(people)}.`),
      seatsGone: t`There is no longer a seat in your name for this outing.`,
      noted: t`Noted`,
      giveBack: t`Give the seat back`,
      fine: t`Enjoy the outing.`,
      opened: (show, people) => people === 0 ? t`Booking is open for ${strong(show.title)}, ${when(show)}.` : t`Booking is open for ${strong(show.title)}, ${when(show)}: your choice of ${persons(people)}.`,
    },

    participants: participants(at),
    structure: structure(at),
    visits: visits(at),
    presence: presence(at),
    changes: changes(at),
    chats: chats(at),
    notices: notices(at),
    papers: papers(at),
    desk: desk(at),
    undelivered: undelivered(at),

    link: {
      ask: t`Hello. This is where free outings are booked for the people your organisation supports. Do you have an access code? Write it (for example ABCD-2345), or choose:`,
      code: t`Write the code that your colleague or the team gave you (for example ABCD-2345). It works once, for 48 hours.`,
      haveCode: t`I have a code`,
      noAccount: t`I have no account`,
      lost: t`I have lost my access`,
      added: (operator) => t`Done: ${operator} now answers in this conversation. Write “menu” to begin, or “switch account” to go back.`,
      outcome: {
        linked: t`Done: this conversation is linked to your account. Write “menu” to begin.`,
        unknown: t`I do not know this code. Check it, or ask for another one.`,
        used: t`This code has already been used. A code works only once: ask for another one.`,
        expired: t`This code is too old (it works for 48 hours). Ask for another one.`,
        removed: t`This account is no longer active. Please ask your organisation.`,
        tooMany: t`Too many tries. Wait a quarter of an hour, then try again.`,
        already: t`This conversation is tied to this account already. The code was not used.`,
        taken: t`This code is for another account, and this conversation is tied to yours already. The code was not used: give it to that person. To change the account here, first leave this conversation (“my conversations”).`,
        elsewhere: t`This is an access code. On this page there is one account at a time: log out, then enter this code.`,
      },
    },

    language: { changed: t`I will now answer you in English.`, other: t`Français` },
  };
};
