import type { Performance } from '../../domain/performance.ts';
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Message } from '../../messages/message.ts';
import type { Context } from '../flow.ts';

/** What can be done instead, as buttons, for every refusal (X8). */
function instead(code: RefusalCode, ctx: Context, performance: Performance | undefined): readonly Action[] {
  const { say, anytime } = ctx;
  const search = { id: anytime('search', 'open'), label: say.actions.search };
  const reservations = { id: anytime('reservations', 'open'), label: say.actions.reservations };
  const menu = { id: anytime('home', 'open'), label: say.actions.menu };
  const dates = performance === undefined ? [] : [{ id: anytime('event', 'dates', performance.id), label: say.actions.otherDates }];
  const again = performance === undefined ? [] : [{ id: anytime('book', 'begin', performance.id), label: say.book.changePeople }];
  // A referent asks the operator for what only the operator can give (A1).
  const team = (name: string, label: Action['label']): readonly Action[] => (ctx.account.role === 'referent' ? [{ id: anytime('exceptions', name), label }] : []);
  switch (code) {
    case 'not_open':
      return performance === undefined ? [search, menu] : [
        { id: anytime('alert', 'set', performance.id), label: say.actions.alert, style: 'primary' },
        { id: anytime('book', 'ahead', performance.id), label: say.actions.chooseAhead },
        ...dates,
      ];
    case 'unknown_performance':
    case 'performance_cancelled':
    case 'performance_past':
    case 'closed':
      return [...dates, search, menu];
    case 'cannot_book':
    case 'not_for_account':
      return [search, menu];
    case 'structure_suspended':
      return [...team('resume', say.desk.exceptions.resume), search, menu];
    case 'convention_over':
      return [...team('ask', say.desk.exceptions.ask), search, menu];
    case 'already_booked':
    case 'already_waiting':
    case 'unknown_reservation':
      return [reservations, ...again, menu];
    case 'nobody_chosen':
    case 'too_many_people':
    case 'unknown_person':
    case 'person_removed':
    case 'participant_needed':
    case 'companion_not_needed':
    case 'minimum_impossible':
      return [...again, ...dates, menu];
    case 'too_late_to_cancel':
      return [reservations, menu];
  }
}

/** A 'no': its reason, the nearest thing that is possible, and the buttons for it (X8). */
export function refuse(refusal: Refusal, ctx: Context, performance?: Performance): Message {
  // 'Parlez-en à votre référent' is for those who have one.
  const code = refusal.code === 'cannot_book' && !['visitor', 'leader'].includes(ctx.account.role) ? 'not_for_account' : refusal.code;
  const no = ctx.say.refusals[code]({ performance, people: refusal.people });
  return message([notice('bad', no.why), paragraph(no.instead)], instead(code, ctx, performance));
}
