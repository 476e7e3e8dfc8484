import { beforeAll, describe, it } from 'vitest';
import { openHouse, type House } from '../support/house.ts';
import { EVERY_WIRE } from '../support/sample.ts';
import { freePort, telegramEmulator, type Emulator } from '../support/telegramEmulator.ts';
import { dialogues } from './index.ts';
import type { Stage } from './talker.ts';
import { TelegramTalker } from './telegramTalker.ts';
import { WebTalker } from './webTalker.ts';

let house: House;
let telegram: Emulator;

beforeAll(async () => {
  telegram = await telegramEmulator();
  const port = await freePort();
  house = await openHouse({ env: {
    PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-ours', TELEGRAM_RATE: '1000/1000',
  } });
  await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'telegram', naming: 'full' }));
});

describe('X1 the dialogues on Telegram, as telegram-test-api plays it', () => {
  // All are played on our own fake; here a few in the suite, and all with `npm run test:dialogues`.
  // Not where many write at once: it gives them the same number, and most are taken for one.
  for (const { name, play } of dialogues.filter(({ drops, large }, i) => drops !== true && large !== true && (EVERY_WIRE || i % 4 === 0))) {
    it(name, async () => {
      const stage: Stage = { house, channel: 'telegram', phone: (who) => TelegramTalker.of(house, telegram.wire(), who), stranger: () => new TelegramTalker(house, telegram.wire()), desktop: (who) => WebTalker.of(house, who) };
      await play(stage);
    });
  }
});
