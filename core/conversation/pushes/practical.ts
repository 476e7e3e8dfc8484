import { windowOf } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import { t } from '../../messages/text.ts';
import { whereOf } from '../flows/event.ts';
import { DROP, held, type Pushed } from './push.ts';

/** The day before: when, where, how to get there, whom to call; its subject is the performance, `mark` its beginning when that was planned. [Voir] names who comes. */
export const practical: Pushed = async (writing) => {
  const { subject, detail, store, now, say, button, account } = writing;
  const show = await store.offer.performance(subject);
  if (show === undefined || show.startsAt.getTime() !== detail['mark'] || ['cancelled', 'past'].includes(windowOf(show, now))) return DROP;
  const later = held(writing, show.startsAt, show.zone);
  if (later !== undefined) return later;
  const { items } = await store.booking.list({ which: 'current', performance: show.id, mine: true }, { offset: 0, limit: 100 }, now);
  const seats = items.filter(({ state }) => state === 'booked').length;
  if (seats === 0) return DROP;
  const { labels } = say.show;
  const see = account.role === 'referent' ? button('reservations', 'at', show.id) : button('mine', 'outing', show.id);
  return {
    send: message(
      [
        paragraph(say.push.practical(show, seats)),
        { kind: 'facts', facts: [
          { label: labels.where, value: t`${whereOf(show)}` },
          ...(show.venue.access === null ? [] : [{ label: labels.access, value: t`${show.venue.access.slice(0, 200)}` }]),
          ...(show.venue.phone === null ? [] : [{ label: labels.reach, value: t`${show.venue.phone}` }]),
        ] },
      ],
      [{ id: see, label: say.actions.see, style: 'primary' }],
    ),
  };
};
