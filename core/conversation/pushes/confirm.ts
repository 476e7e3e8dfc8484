import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, loudAt, type Pushed } from './push.ts';

/** 'Qui vient ?' some days before closing (A17); its subject is the performance, `closes` the closing it was planned by. */
export const confirm: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  // Moved since, or closed: an answer would free nothing, or another reminder comes.
  if (show === undefined || show.closesAt.getTime() !== detail['closes'] || ['cancelled', 'past', 'closed'].includes(windowOf(show, now))) return DROP;
  const later = held(writing, show.closesAt, show.zone);
  if (later !== undefined) return later;
  // Nobody is woken to be asked: no answer keeps the seats.
  if (loudAt(writing, show.zone) > now) return DROP;
  if (!(await store.attendance.isToAsk(show.id, now))) return DROP;
  const { waiting } = await store.booking.facts(show, now);
  const { coming } = say.presence;
  const reply = button('coming', 'open', show.id);
  return { send: message([paragraph(coming.push(show, waiting))], [{ id: reply, label: coming.reply, style: 'primary' }], { reply }) };
};
