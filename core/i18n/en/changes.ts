import { strong, t } from '../../messages/text.ts';
import type { changes as french } from '../fr/changes.ts';
import type { Times } from '../times.ts';
import { names, plural } from './words.ts';

export const changes = (at: Times): ReturnType<typeof french> => ({
  cancelled: (show) => t`The outing ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}, has been called off by the venue.`,
  revived: (show) => t`The outing ${strong(show.title)}, ${at.full(show.startsAt, show.zone)}, had been called off: it can be booked again. The earlier seats are no longer valid.`,
  moved: (show, from, fromVenue) => {
    const place = `${show.venue.name}, ${show.venue.city}`;
    const now = at.full(show.startsAt, show.zone);
    if (from === undefined) return t`The outing ${strong(show.title)} is in another place: ${place}${fromVenue === undefined ? '' : ` (instead of ${fromVenue})`}. The date is the same: ${now}.`;
    const sameDay = at.day(from, show.zone) === at.day(show.startsAt, show.zone);
    const what = `${sameDay ? 'time' : 'date'}${fromVenue === undefined ? '' : ' and place'}`;
    return t`The outing ${strong(show.title)} has a new ${what}: ${now} (instead of ${sameDay ? at.hour(from, show.zone) : at.full(from, show.zone)}).${fromVenue === undefined ? '' : ` Place: ${place} (instead of ${fromVenue}).`}`;
  },
  kept: t`The seats are kept.`,

  meanwhile: (show) => t`In the meantime the venue has changed this outing: ${at.full(show.startsAt, show.zone)}, ${show.venue.name}, ${show.venue.city}. Nothing is booked yet.`,
  nobody: t`None of your bookings is concerned.`,
  alertGone: t`If you had asked for a message at the opening, it will not come.`,
  had: (people) => t`${names(people)} had ${people.length === 1 ? 'a seat. This invitation is void, and no longer counts' : 'seats. These invitations are void, and no longer count'} towards the limit of the week.`,
  waited: (people) => t`${names(people)} ${plural(people.length, 'was', 'were')} on the waitlist.`,
  takesPlace: t`This outing can be booked again.`,

  keep: (people) => t`${names(people)} ${plural(people.length, 'keeps their seat', 'keep their seats')}.`,
  giveBackOrNot: (people) => (people < 2
    ? t`If it does not suit, give the seat back: it will go to somebody else. Otherwise there is nothing to do.`
    : t`If it does not suit somebody, touch their name to give the seat back. Otherwise there is nothing to do.`),
  tellReferent: t`If it does not suit you, tell your referent.`,
  closed: t`It is too late to give seats back here. If somebody cannot come, I can note it.`,
  giveBack: t`Give the seat back`,
  giveAllBack: t`Give all seats back`,
  keepAll: (people) => (people < 2 ? t`Keep the seat` : t`Keep the seats`),
  allKept: t`Noted, everything is kept.`,
});
