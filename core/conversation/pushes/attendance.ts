import { wasYesterday } from '../../domain/time.ts';
import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, NEVER, type Pushed } from './push.ts';

/** 'Qui était là hier ?' (A12), one an account: its detail is the outings of that morning, of which some may be answered by now. */
export const attendance: Pushed = async (writing) => {
  const { detail, store, now, say, button } = writing;
  const seats = (await store.attendance.toMark(now, { mine: true })).filter(({ performanceId }) => Object.hasOwn(detail, performanceId));
  const outings = [...Map.groupBy(seats, ({ performanceId }) => performanceId).values()];
  const [first] = outings[0] ?? [];
  if (first === undefined) return DROP;
  const later = held(writing, NEVER, first.zone);
  if (later !== undefined) return later;
  const { after } = say.presence;
  const yesterday = seats.every(({ startsAt, zone }) => wasYesterday(startsAt, now, zone));
  if (outings.length > 1) return { send: message([paragraph(after.several(outings.length, yesterday))], [{ id: button('presence', 'list'), label: after.reply, style: 'primary' }]) };
  const reply = button('presence', 'open', first.performanceId);
  return {
    send: message([paragraph(after.one(first, yesterday))], [
      { id: reply, label: after.reply, style: 'primary' },
      { id: button('presence', 'all', first.performanceId), label: after.allPresent(seats.length) },
    ], { reply }),
  };
};
