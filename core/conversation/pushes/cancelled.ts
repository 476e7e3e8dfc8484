import { message, paragraph } from '../../messages/build.ts';
import { DROP, heldUnlessSoon, type Pushed } from './push.ts';

/** 'The venue has cancelled it' (A19); its subject is the performance. [Voir] says who is concerned. */
export const cancelled: Pushed = async (writing) => {
  const { subject, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  // Back on sale meanwhile: another push says both.
  if (show === undefined || show.cancelledAt === null || show.startsAt <= now) return DROP;
  return heldUnlessSoon(writing, show.zone, show.startsAt) ?? {
    send: message([paragraph(say.changes.cancelled(show))], [{ id: button('changed', 'cancelled', show.id), label: say.actions.see, style: 'primary' }]),
  };
};
