import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, loudAt, type Pushed } from './push.ts';

/** Somebody who said something so shortly ago is in the middle of it: milliseconds. */
const AT_IT = 15 * 60_000;

/** A booking is half done, and booking closes soon (A5); its subject is the performance, `mark` the closing it was planned by. */
export const draft: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || show.closesAt.getTime() !== detail['mark'] || windowOf(show, now) !== 'open') return DROP;
  const left = await store.account.preparing();
  if (left?.performance !== show.id) return DROP;
  const later = held(writing, show.closesAt, show.zone);
  if (later !== undefined) return later;
  // Nobody is woken for it.
  if (loudAt(writing, show.zone) > now) return DROP;
  const idle = new Date(left.at.getTime() + AT_IT);
  if (idle > now && idle < show.closesAt) return { holdUntil: idle };
  return {
    send: message([paragraph(say.push.draft(show, show.closesAt))], [{ id: button('turn', 'resume'), label: say.actions.resume, style: 'primary' }]),
  };
};
