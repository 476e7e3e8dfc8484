import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, type Pushed } from './push.ts';

/** Booking is closed, and some still wait (A8); its subject is the performance, `mark` the closing it was planned by. */
export const lost: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button, account } = writing;
  const show = await store.offer.performance(subject);
  // Moved since: another closing comes.
  if (show === undefined || show.closesAt.getTime() !== detail['mark'] || windowOf(show, now) !== 'closed') return DROP;
  const later = held(writing, show.startsAt, show.zone);
  if (later !== undefined) return later;
  const { items } = await store.booking.list({ which: 'current', performance: show.id, mine: true }, { offset: 0, limit: 100 }, now);
  const waiting = items.filter(({ state }) => state === 'waiting').length;
  if (waiting === 0) return DROP;
  const see = account.role === 'referent' ? button('reservations', 'at', show.id) : button('mine', 'open');
  return { send: message([paragraph(say.push.lost(show, waiting))], [{ id: see, label: say.actions.see, style: 'primary' }, { id: button('search', 'open'), label: say.actions.search }]) };
};
