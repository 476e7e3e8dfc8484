import { endOfQuiet } from '../domain/time.ts';
import { windowOf } from '../domain/performance.ts';
import { strings } from '../i18n/index.ts';
import { encodePress } from '../messages/actions.ts';
import { chosenAhead } from './flows/alert.ts';
import { message, paragraph } from '../messages/build.ts';
import type { Message } from '../messages/message.ts';
import type { Account, Store } from '../ports.ts';

/** What is sent unasked, by kind; its subject is a performance. */
export type PushKind = 'promoted' | 'opened';

/** What becomes of a push at the moment of sending. */
export type Push =
  | { readonly send: Message }
  /** Quiet hours: later, at this instant (X6). */
  | { readonly holdUntil: Date }
  /** No longer true: nothing is sent. */
  | { readonly drop: true };

/**
 * Writes a push at the moment it is sent, from what is true then (X6). It names nobody, in no text and
 * no button (X5): [Voir] does. Held during quiet hours unless the performance begins before they end.
 */
export async function writePush(kind: string, subject: string, { account, store, now }: { account: Account; store: Store; now: Date }): Promise<Push> {
  const programme = await store.programme();
  const show = await store.offer.performance(subject);
  if (show === undefined || windowOf(show, now) === 'cancelled' || windowOf(show, now) === 'past') return { drop: true };
  const quietUntil = endOfQuiet(now, programme.zone, programme);
  if (quietUntil > now && quietUntil < show.startsAt) return { holdUntil: quietUntil };

  const say = strings(account.lang, { now, zone: programme.zone });
  const button = (flow: string, name: string): string => encodePress({ flow, name, args: [show.id] });
  switch (kind as PushKind) {
    case 'promoted': {
      const seats = await store.booking.list({ which: 'current', performance: show.id }, { offset: 0, limit: 1 }, now);
      if (!seats.items.some(({ state }) => state === 'booked')) return { drop: true };
      return { send: message([paragraph(say.push.promoted(show))], [{ id: button('promoted', 'see'), label: say.actions.see, style: 'primary' }]) };
    }
    case 'opened': {
      if ((await store.alerts.get(show.id)) === undefined || windowOf(show, now) !== 'open') return { drop: true };
      const people = await chosenAhead(show.id, { store });
      return {
        send: message([paragraph(say.push.opened(show, people.length))], [
          ...(people.length === 0 ? [] : [{ id: button('alert', 'confirm'), label: say.actions.confirm, style: 'primary' as const }]),
          { id: button('alert', 'see'), label: say.actions.see },
        ]),
      };
    }
  }
}
