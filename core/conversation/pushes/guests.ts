import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, type Pushed } from './push.ts';

/** Booking is closed: the venue's guest list is ready (A16), or has changed since (`again`); its subject is the performance. */
export const guests: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  // Moved since: another closing comes.
  if (show === undefined || windowOf(show, now) !== 'closed') return DROP;
  const list = await store.documents.guests(show.id);
  const again = detail['again'] === true;
  // Nobody comes: nothing to tell, but where a list was told before.
  if (list === undefined || (list.guests.length === 0 && !again)) return DROP;
  return held(writing, show.startsAt, show.zone) ?? { send: message([paragraph(again ? say.papers.changed(show, list.guests.length) : say.papers.ready(show, list.guests.length))], [{ id: button('papers', 'guests', show.id), label: say.actions.see, style: 'primary' }]) };
};
