import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, type Pushed } from './push.ts';

/** 'Is everybody there?', to a leader as people gather (A12); its subject is the performance, `mark` its beginning when that was planned. */
export const here: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || show.startsAt.getTime() !== detail['mark'] || ['cancelled', 'past'].includes(windowOf(show, now))) return DROP;
  const later = held(writing, show.startsAt, show.zone);
  if (later !== undefined) return later;
  const seats = await store.attendance.toMark(now, { performance: show.id });
  if (seats.length < 2) return DROP;
  const { here: words } = say.presence;
  const some = button('presence', 'open', show.id);
  const actions = [{ id: button('presence', 'all', show.id), label: words.all, style: 'primary' as const }, { id: some, label: words.some }];
  return { send: message([paragraph(words.push(show, seats.length)), paragraph(words.how(seats.length))], actions, { reply: some }) };
};
