import type { Reservation } from '../../../domain/reservation.ts';
import { paragraph } from '../../../messages/build.ts';
import type { Action, Block } from '../../../messages/message.ts';
import type { Context } from '../../flow.ts';

/** Days after which the home page does not ask any more who was there; 'présence' still lists it. */
const ASKED_DAYS = 30;

/** What the home page of a referent or leader says: presence to indicate (A12), outings to confirm (A17), and their buttons. */
export async function presenceOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  const { say, store, now, account } = ctx;
  const { home, after } = say.presence;
  const blocks: Block[] = [];
  const actions: Action[] = [];
  if (account.role !== 'referent' && account.role !== 'leader') return { blocks, actions };
  const groups = (seats: readonly Reservation[]): (readonly Reservation[])[] => [...Map.groupBy(seats, ({ performanceId }) => performanceId).values()];

  const [confirm, ...confirms] = groups(await store.attendance.toConfirm(now));
  if (confirm?.[0] !== undefined) {
    blocks.push(paragraph(home.confirm(confirm[0], confirms.length)));
    actions.push({ id: confirms.length === 0 ? ctx.anytime('coming', 'open', confirm[0].performanceId) : ctx.anytime('coming', 'waiting'), label: home.answer });
  }
  const since = new Date(now.getTime() - ASKED_DAYS * 86_400_000);
  const waiting = (await store.attendance.toMark(now, { mine: true })).filter(({ startsAt }) => startsAt > since);
  const [mark, ...marks] = groups(waiting);
  if (mark?.[0] !== undefined) {
    blocks.push(paragraph(home.marks(waiting.length, mark[0], marks.length)));
    actions.push({ id: marks.length === 0 ? ctx.anytime('presence', 'open', mark[0].performanceId) : ctx.anytime('presence', 'list'), label: after.mark });
  }
  return { blocks, actions };
}
