import type { Reservation } from '../../domain/reservation.ts';
import { hidden, join, person, stopAfter, strong, t } from '../../messages/text.ts';
import type { presence as french } from '../fr/presence.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { names, persons } from './words.ts';

type Show = Pick<Reservation, 'title' | 'startsAt' | 'zone'>;

export const presence = (at: Times): ReturnType<typeof french> => {
  const when = (show: Show): string => at.full(show.startsAt, show.zone);
  const outings = (n: number): string => `${n} ${plural(n, 'outing', 'outings', 'en')}`;
  const more = (n: number): string => (n === 0 ? '' : `, and ${n} other ${plural(n, 'outing', 'outings', 'en')}`);
  const comes = (n: number): string => plural(n, 'is', 'are', 'en');

  return {
    strangers: (said) => t`I cannot find ${join(said.map((one) => t`"${hidden(one)}"`), ', ', ' or ')} in this outing.`,
    wrongCount: (n) => t`There ${plural(n, 'is', 'are', 'en')} ${persons(n)} in this outing.`,
    unclear: (people) => t`${names(people)}: what shall I note?`,

    coming: {
      push: (show, waiting) => t`${when(show)}: your outing ${strong(show.title)}${stopAfter(show.title)} Who is coming?${waiting > 0 ? ` ${persons(waiting)} ${comes(waiting)} waiting for a seat.` : ''}`,
      reply: t`Answer`,
      question: t`Who is coming?`,
      comes: (people) => t`Coming: ${names(people)}.`,
      stays: (people) => t`Not coming: ${names(people)}.`,
      how: (id) => t`Tap a name to change it, or type it: "everybody except ${person(id, 'first')}". Nothing is sent before "Send my answers". Without an answer the seats are kept.`,
      all: t`Everybody is coming`,
      none: t`Nobody is coming`,
      send: t`Send my answers`,
      missing: (n) => (n === 1 ? t`Who is not coming? Tap the name, or type it.` : t`${persons(n)} are not coming. Who? Tap their names, or type them.`),
      recap: t`To sum up:`,
      kept: (people) => t`${names(people)}: ${plural(people.length, 'the seat is kept', 'the seats are kept', 'en')}.`,
      given: (people) => t`${names(people)}: ${plural(people.length, 'the seat is given back', 'the seats are given back', 'en')}.`,
      confirm: t`Send`,
      confirmed: (people) => t`Noted: ${names(people)} ${comes(people.length)} coming.`,
      nobodyLeft: t`Nobody has a seat for this outing any more.`,
      nothing: t`No outing is waiting for your answer.`,
      which: t`For which outing?`,
    },

    here: {
      push: (show: Show, people: number) => t`${strong(show.title)} begins at ${at.hour(show.startsAt, show.zone)}. Is everybody there? The group: ${persons(people)}, with you.`,
      how: (people: number) => t`Tap, or type how many are there, for example “${people - 1}”.`,
      all: t`Everybody is there`,
      some: t`Somebody is missing`,
    },

    after: {
      one: (show, yesterday) => t`Who was there${yesterday ? ' yesterday' : ''}? ${strong(show.title)}, ${when(show)}.`,
      several: (n, yesterday) => t`Who was there${yesterday ? ' yesterday' : ''}? ${outings(n)}.`,
      reply: t`Answer`,
      allPresent: (n) => (n < 2 ? t`Was there` : t`All were there`),
      question: t`Who was there?`,
      questionNow: t`Who is there?`,
      people: (people) => t`${names(people)}.`,
      how: (id) => t`You can also type it: "all except ${person(id, 'first')}", "${person(id, 'first')} excused", or a number: "2 out of 3".`,
      all: t`All`,
      none: t`Nobody`,
      each: t`One by one`,
      present: t`Was there`,
      absent: t`Was not there`,
      excused: t`Excused`,
      eachHow: t`Tap a name to change it: present, absent, excused; or type it. Then "Save".`,
      missing: (n) => (n === 1 ? t`Who was missing? Tap the name, or type it.` : t`${persons(n)} were missing. Who? Tap their names, or type them.`),
      stillMissing: (n) => t`You said ${persons(n)} ${plural(n, 'was', 'were', 'en')} missing. Correct the names, or save it like this.`,
      others: t`The others were there`,
      save: t`Save`,
      saveAnyway: t`Save it like this`,
      recap: t`To sum up:`,
      marks: {
        present: (people) => t`Present: ${names(people)}.`,
        absent: (people) => t`Absent: ${names(people)}.`,
        excused: (people) => t`Excused: ${names(people)}.`,
        unknown: (people) => t`No answer yet: ${names(people)}.`,
      },
      nothingSaid: t`Nothing is noted yet. Tap a name, or type it.`,
      done: t`Noted.`,
      already: t`That is noted already.`,
      correct: t`Correct`,
      next: (n) => t`${outings(n)} still to note.`,
      nextOne: t`Next outing`,
      title: t`Presence to note`,
      line: (show, people) => t`${when(show)} · ${persons(people)}`,
      which: t`Which outing do you mean?`,
      nothing: t`No presence to note.`,
      nothingFor: t`I cannot find a past outing for that.`,
      notYet: (show) => t`${strong(show.title)}: ${when(show)}. Presence is noted after the outing.`,
      mark: t`Note who was there`,
    },

    home: {
      marks: (people, show, others) => t`Presence to note (${persons(people)}): ${strong(show.title)}, ${at.day(show.startsAt, show.zone)}${more(others)}.`,
      confirm: (show, others) => t`To confirm: ${strong(show.title)}, ${when(show)}${more(others)}. Who is coming?`,
      answer: t`Say who is coming`,
    },
  };
};
