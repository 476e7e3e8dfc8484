import type { Store } from '../core/ports.ts';
import { alerts } from './alerts.ts';
import { booking } from './booking.ts';
import type { Bound } from './context.ts';
import { offer } from './offer.ts';
import { people } from './people.ts';
import { programmeOf, structureOf } from './programme.ts';

/** The store of one turn: bound once to its transaction and account, so that neither can be forgotten. */
export function storeOf(bound: Bound): Store {
  const { trx, account, ids } = bound;
  return {
    programme: () => programmeOf(bound),
    structure: () => structureOf(bound),
    people: people(bound),
    offer: offer(bound),
    booking: booking(bound),
    alerts: alerts(bound),
    account: {
      async setLang(lang) {
        await trx('account').where({ operator_id: account.operator, id: account.id }).update({ lang });
      },
    },
    async audit(action, subject, detail, now) {
      await trx('audit').insert({
        operator_id: account.operator, id: ids.uuid(), at: now, account_id: account.id, structure_id: account.structure, action, subject, detail: JSON.stringify(detail),
      });
    },
  };
}
