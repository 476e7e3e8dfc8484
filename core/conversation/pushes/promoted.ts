import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, type Pushed } from './push.ts';

/** 'A seat has come free' (A8); its subject is the performance. */
export const promoted: Pushed = async (writing) => {
  const { subject, store, now, say, button, account } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || ['cancelled', 'past'].includes(windowOf(show, now))) return DROP;
  const later = held(writing, show.startsAt, show.zone);
  if (later !== undefined) return later;
  const seats = await store.booking.list({ which: 'current', performance: show.id, mine: true }, { offset: 0, limit: 100 }, now);
  if (!seats.items.some(({ state }) => state === 'booked')) return DROP;
  // A visitor's own (A14): their invitations show it.
  const see = account.role === 'visitor' ? button('mine', 'open') : button('promoted', 'see', show.id);
  return { send: message([paragraph(say.push.promoted(show))], [{ id: see, label: say.actions.see, style: 'primary' }]) };
};
