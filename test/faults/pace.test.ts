import { expect, describe, it } from 'vitest';
import { systemIds } from '../../core/ids.ts';
import { sealAddress } from '../../db/chats.ts';
import { sealed } from '../../db/context.ts';
import { openHouse } from '../support/house.ts';
import { StrictTelegram } from '../support/strictTelegram.ts';
import { startProcesses, stopProcess } from '../support/processes.ts';
import { START } from '../support/world.ts';
import { noted } from './report.ts';

/** GUICHET_LONG=1: as many as the issue of a season's best evening; the suite plays some seconds of it. */
const LONG = process.env['GUICHET_LONG'] === '1';
const REMINDERS = LONG ? 10_000 : 240;
const SENDERS = 2;

describe('X6 many reminders due at one instant', () => {
  it(`X6 X4 ${REMINDERS} of them, from ${SENDERS} processes, to a bot that takes 30 a second and 1 a second in a chat: each once, none refused once they have found the pace`, async () => {
    const fake = await StrictTelegram.open();
    const env = { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url };
    // The platform of the test lives in this process: others send.
    const house = await openHouse({ env: { ...env, GUICHET_ROLES: 'web' } });
    const { world, fresh } = house;
    const others = await startProcesses(fresh, SENDERS, env);
    try {
      const structure = await world.structure('Foyer du Matin');
      const opensAt = new Date(START.getTime() + 3_600_000);
      const show = await world.show({ title: 'Ouverture', startsAt: new Date(START.getTime() + 20 * 86_400_000), opensAt });
      const accounts = Array.from({ length: REMINDERS }, (_, i) => ({ operator: world.operator, id: systemIds.uuid(), role: 'referent' as const, structure, lang: 'fr' as const, chat: String(900_000 + i) }));
      await world.asOperator(async (trx) => {
        for (let at = 0; at < accounts.length; at += 500) {
          const some = accounts.slice(at, at + 500);
          await trx('account').insert(await Promise.all(some.map(async (one) => ({ operator_id: one.operator, id: one.id, role: one.role, structure_id: structure, created_at: START, sealed: await sealed({ trx, account: one, keys: fresh.keys }, { first: 'Sophie', last: 'Martin' }, one.id) }))));
          await trx('alert').insert(some.map((one) => ({ operator_id: one.operator, account_id: one.id, structure_id: structure, performance_id: show.id, created_at: START })));
        }
      });
      for (let at = 0; at < accounts.length; at += 500) {
        const some = accounts.slice(at, at + 500);
        await fresh.admin('chat_address').insert(some.map(({ chat }) => ({ channel: 'telegram', chat_key: `k${chat}`, address: sealAddress(fresh.keys, 'telegram', `k${chat}`, chat), used_at: START })));
        await fresh.admin('chat').insert(some.map((one) => ({ channel: 'telegram', chat_key: `k${one.chat}`, operator_id: one.operator, account_id: one.id, active: true, linked_at: START })));
      }
      // The clock answers when all are on their way or sent; moved by hand, since that takes longer than a request may.
      await fresh.admin('test_clock').update({ now: opensAt });
      await expect.poll(() => fake.taken.length, { timeout: LONG ? 900_000 : 50_000, interval: 200 }).toBe(REMINDERS);
      const [first, last] = [fake.taken[0]?.at ?? 0, fake.taken.at(-1)?.at ?? 0];
      const rate = (REMINDERS - 1) / ((last - first) / 1_000);
      const late = fake.refused.filter(({ at }) => at > first + 1_000).length;
      noted('pace', { reminders: REMINDERS, processes: SENDERS, allowedPerSecond: 30, perSecond: rate.toFixed(2), shareOfAllowed: `${((rate / 30) * 100).toFixed(1)} %`, seconds: Math.round((last - first) / 1_000), took: fake.taken.length, chats: new Set(fake.taken.map(({ chat }) => chat)).size, refused: fake.refused.length, refusedAfterFirstSecond: late });
      expect(new Set(fake.taken.map(({ chat }) => chat)).size).toBe(REMINDERS);
      // A machine that stands still for a tenth of a second bunches what it has on its way: beside other tests more often than alone.
      expect(late).toBeLessThanOrEqual(REMINDERS / (LONG ? 1_000 : 8));
    } finally {
      await Promise.all(others.map(stopProcess));
    }
  }, LONG ? 1_200_000 : 60_000);
});
