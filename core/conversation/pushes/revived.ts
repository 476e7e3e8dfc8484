import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, heldUnlessSoon, type Pushed } from './push.ts';

/** 'It takes place after all' (A19): the seats of before are void, booking is possible again; its subject is the performance. */
export const revived: Pushed = async (writing) => {
  const { subject, store, now, say, button, account } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || ['cancelled', 'past'].includes(windowOf(show, now))) return DROP;
  return heldUnlessSoon(writing, show.zone, show.startsAt) ?? {
    send: message([paragraph(say.changes.revived(show))], [
      ...(account.role === 'referent' && windowOf(show, now) === 'open' ? [{ id: button('book', 'begin', show.id), label: say.actions.book, style: 'primary' as const }] : []),
      { id: button('event', 'show', show.id), label: say.actions.see },
    ]),
  };
};
