import { endOfQuiet } from '../../domain/time.ts';
import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, type Pushed } from './push.ts';

/** 'Qui vient ?' some days before closing (A17); its subject is the performance, `closes` the closing it was planned by. */
export const confirm: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  // Moved since, or closed: an answer would free nothing, or another reminder comes.
  if (show === undefined || show.closesAt.getTime() !== detail['closes'] || ['cancelled', 'past', 'closed'].includes(windowOf(show, now))) return DROP;
  const later = held(writing, show.closesAt);
  if (later !== undefined) return later;
  // Nobody is woken to be asked: no answer keeps the seats.
  if (endOfQuiet(now, writing.programme.zone, writing.programme) > now) return DROP;
  const seats = await store.attendance.coming(show.id, now);
  if (!seats.some(({ confirmedAt }) => confirmedAt === null)) return DROP;
  const { waiting } = await store.booking.facts(show, now);
  const { coming } = say.presence;
  const reply = button('coming', 'open', show.id);
  return { send: message([paragraph(coming.push(show, waiting))], [{ id: reply, label: coming.reply, style: 'primary' }], { reply }) };
};
