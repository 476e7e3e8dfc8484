import type { Decision } from '../../domain/decision.ts';
import type { Performance } from '../../domain/performance.ts';
import { message, paragraph } from '../../messages/build.ts';
import type { Action, Text } from '../../messages/message.ts';
import { DROP, held, NEVER, type Push, type Pushed, type Writing } from './push.ts';

/** What became of what somebody asked (A1, A5, A14), told to who asked; its subject is the decision. */
export const decided: Pushed = async (writing) => {
  const { subject, store, now } = writing;
  const decision = await store.decisions.get(subject);
  if (decision === undefined || decision.state === 'open') return DROP;
  const show = decision.performance === null ? undefined : await store.offer.performance(decision.performance);
  // What is withdrawn is withdrawn because the outing begins: that is told even then, the rest not any more.
  if (show !== undefined && show.startsAt <= now && decision.state !== 'withdrawn') return DROP;
  const later = held(writing, show === undefined || show.startsAt <= now ? NEVER : show.startsAt, show?.zone);
  if (later !== undefined) return later;
  switch (decision.kind) {
    case 'wish':
      return show === undefined ? DROP : toWish(decision, show, writing);
    case 'hindrance':
      return show === undefined ? DROP : toHindrance(decision, show, writing);
    case 'exception':
    case 'suspension':
      return toReferent(decision, show, writing);
    case 'joining':
      // Whoever asks to join has no account with this operator: they are told where they asked.
      return DROP;
  }
};

const told = (text: Text, ...actions: readonly Action[]): Push => ({ send: message([paragraph(text)], actions) });

async function toWish({ state, person }: Decision, show: Performance, { say, store, now, button }: Writing): Promise<Push> {
  const { decided: words } = say.visits;
  const others = { id: button('search', 'open'), label: words.others };
  if (state === 'refused') return told(words.refused(show), others);
  if (state === 'withdrawn') return told(words.expired(show), others);
  const [seat] = person === null ? [] : (await store.booking.list({ which: 'current', performance: show.id, person }, { offset: 0, limit: 1 }, now)).items;
  if (seat === undefined) return told(words.granted(show), others);
  const see = { id: button('mine', 'show', seat.id), label: words.see, style: 'primary' as const };
  // Without a rank it waits no more: it was given the seat between two looks.
  return told(seat.state === 'booked' || seat.rank === undefined ? words.booked(show) : words.queued(show, seat.rank), see);
}

async function toHindrance({ state, person }: Decision, show: Performance, { say, store, now, button }: Writing): Promise<Push> {
  const { decided: words, actions } = say.visits;
  const mine = { id: button('mine', 'open'), label: actions.mine };
  if (state === 'withdrawn') return told(words.expired(show), mine);
  if (state === 'refused') return told(words.kept(show), mine);
  const [seat] = person === null ? [] : (await store.booking.list({ which: 'current', performance: show.id, person }, { offset: 0, limit: 1 }, now)).items;
  return told(seat === undefined ? words.freed(show) : words.noted(show), mine);
}

function toReferent({ kind, state }: Decision, show: Performance | undefined, { say, button }: Writing): Push {
  const { decided: words } = say.desk.exceptions;
  const see = { id: button('exceptions', 'open'), label: say.actions.see };
  // The end of a suspension is told to every referent of the structure, by a push of its own.
  if (kind === 'suspension') return state === 'refused' ? told(words.stillSuspended, see) : DROP;
  if (show === undefined) return told(state === 'granted' ? words.granted : words.refused, see);
  if (state === 'withdrawn') return told(words.expired(show), see);
  return told(state === 'granted' ? words.freed(show) : words.kept(show), see);
}
