import { isUuid } from '../../messages/actions.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, heldUnlessSoon, type Pushed } from './push.ts';

/**
 * 'It moves, or changes place' (A19); its subject is the performance, its detail where that stood when the account was
 * last told: `from`, an instant, and `fromVenue`, a venue's id, when it is another. Where it is now is looked up.
 */
export const moved: Pushed = async (writing) => {
  const { subject, detail, account, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || show.cancelledAt !== null) return DROP;
  const before = new Date(String(detail['from']));
  const isElsewhere = isUuid(String(detail['fromVenue'])) && detail['fromVenue'] !== show.venueId;
  const isMoved = !Number.isNaN(before.getTime()) && before.getTime() !== show.startsAt.getTime();
  if (!isMoved && !isElsewhere) return DROP;
  // Over, whichever of the two was true.
  if (show.startsAt <= now && (!isMoved || before <= now)) return DROP;
  const mine = await store.booking.list({ which: 'current', performance: show.id, mine: true }, { offset: 0, limit: 100 }, now);
  const seated = mine.items.some(({ state }) => state === 'booked');
  const isConcerned = mine.items.length > 0 || (account.role === 'referent' && (await store.alerts.get(show.id)) !== undefined);
  if (!isConcerned && show.startsAt > now) return DROP;
  const later = heldUnlessSoon(writing, show.zone, show.startsAt, ...(isMoved ? [before] : []));
  if (later !== undefined) return later;
  const venue = isElsewhere ? await store.offer.venue(String(detail['fromVenue'])) : undefined;
  return {
    send: message(
      [paragraph(say.changes.moved(show, isMoved ? before : undefined, isElsewhere ? venue?.name : undefined)), seated ? paragraph(say.changes.kept) : undefined],
      [{ id: button('changed', 'moved', show.id), label: say.actions.see, style: 'primary' }],
    ),
  };
};
