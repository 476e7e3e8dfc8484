import { endOfQuiet } from '../../domain/time.ts';
import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, type Pushed } from './push.ts';

/** 'Qui vient ?' some days before closing (A17); its subject is the performance, `closes` the closing it was planned by. */
export const confirm: Pushed = async ({ subject, detail, store, now, say, programme, button }) => {
  const show = await store.offer.performance(subject);
  // Moved since, or closed: an answer would free nothing, or another reminder comes.
  if (show === undefined || show.closesAt.getTime() !== detail['closes'] || ['cancelled', 'past', 'closed'].includes(windowOf(show, now))) return DROP;
  const quietUntil = endOfQuiet(now, programme.zone, programme);
  if (quietUntil > now) return quietUntil < show.closesAt ? { holdUntil: quietUntil } : DROP;
  const seats = await store.attendance.coming(show.id, now);
  if (!seats.some(({ confirmedAt }) => confirmedAt === null)) return DROP;
  const { waiting } = await store.booking.facts(show, now);
  const { coming } = say.presence;
  return { send: message([paragraph(coming.push(show, waiting))], [{ id: button('coming', 'open', show.id), label: coming.reply, style: 'primary' }]) };
};
