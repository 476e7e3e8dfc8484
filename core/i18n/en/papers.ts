import { spoken } from '../../ids.ts';
import { strong, t } from '../../messages/text.ts';
import type { papers as french } from '../fr/papers.ts';
import type { Times } from '../times.ts';
import { persons, plural } from './words.ts';

const invitations = (n: number): string => `${n} ${plural(n, 'invitation', 'invitations')}`;

export const papers = (at: Times): ReturnType<typeof french> => ({
  carried: (seats) => t`📄 ${invitations(seats)}, 1 calendar entry.`,
  carriedWithList: (seats) => t`📄 ${invitations(seats)}, 1 calendar entry, 1 list for the outing.`,
  carriedAlone: (seats) => t`📄 ${invitations(seats)}.`,
  invitations: (n) => (n === 1 ? t`Invitation and calendar` : t`${invitations(n)} and calendar`),
  list: t`List for the outing`,
  guests: t`Guest list`,
  lists: t`Your guest lists`,
  noLists: t`No outing is planned at your place for now.`,
  hereFor: (title, when) => t`${strong(title)}, ${when}.`,
  number: (number) => t`Invitation no. ${spoken(number)}`,
  nothing: t`There is no valid invitation for this outing.`,
  unknown: (number) => t`I find no invitation no. ${spoken(number)} among yours. Check the number, or choose:`,
  void: (number) => t`Invitation no. ${spoken(number)} is no longer valid: it was cancelled.`,
  over: (number) => t`Invitation no. ${spoken(number)} was for an outing that is over.`,
  changed: (show, people) => t`The guest list has changed: ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}${people === 0 ? '. Nobody comes any more.' : `, ${persons(people)}.`}`,
  ready: (show, people) => t`The guest list for ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}, is ready: ${persons(people)}.`,
  guestsWhy: t`The list changes while booking is open. Ask for it again after it has closed.`,
  name: (file) => {
    switch (file.kind) {
      case 'invitations':
        return file.seats.length === 1 ? 'Invitation' : invitations(file.seats.length);
      case 'agenda':
        return 'Date and place';
      case 'guests':
        return 'Guest list';
      case 'outing':
        return 'List for the outing';
    }
  },
});
