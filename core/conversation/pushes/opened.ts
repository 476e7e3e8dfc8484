import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { chosenAhead } from '../flows/alert.ts';
import { DROP, held, type Pushed } from './push.ts';

/** Booking has opened, with the people chosen beforehand (A5); its subject is the performance. */
export const opened: Pushed = async (writing) => {
  const { subject, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || ['cancelled', 'past'].includes(windowOf(show, now))) return DROP;
  // Their own hours may begin when it is too late to book.
  const later = held(writing, show.closesAt, show.zone);
  if (later !== undefined) return later;
  if ((await store.alerts.get(show.id)) === undefined || windowOf(show, now) !== 'open') return DROP;
  const people = await chosenAhead(show.id, { store });
  return {
    send: message([paragraph(say.push.opened(show, people.length))], [
      ...(people.length === 0 ? [] : [{ id: button('alert', 'confirm', show.id), label: say.actions.confirm, style: 'primary' as const }]),
      { id: button('alert', 'see', show.id), label: say.actions.see },
    ]),
  };
};
