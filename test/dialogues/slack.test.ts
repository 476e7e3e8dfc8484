import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.ts';
import { EVERY_WIRE } from '../support/sample.ts';
import { SlackFake } from '../support/slackFake.ts';
import { dialogues } from './index.ts';
import { SlackTalker } from './slackTalker.ts';
import { slackWire } from './slackWire.ts';
import { LARGE_MS, type Stage } from './talker.ts';
import { WebTalker } from './webTalker.ts';

/** The whole house with Slack, against our own fake, which checks every call against Slack's limits. */
describe.each(['HTTP', 'Socket Mode'] as const)('X1 the dialogues on Slack by %s', (way) => {
  let house: House;
  let fake: SlackFake;
  let people = 100;

  beforeAll(async () => {
    fake = await SlackFake.open();
    house = await openHouse({ env: {
      SLACK_BOT_TOKEN: fake.botToken, SLACK_API_URL: fake.url, SLACK_RATE: '1000/1000', ...(way === 'HTTP' ? { SLACK_SIGNING_SECRET: fake.secret } : { SLACK_APP_TOKEN: fake.appToken }),
    } });
    if (way === 'HTTP') fake.target = new URL('slack/events', house.running.address).href;
    await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'slack', naming: 'full' }));
  });
  afterEach(() => {
    expect(fake.violations).toEqual([]);
  });

  const wire = (): ReturnType<typeof slackWire> => slackWire(fake, fake.user(`U${(people += 1)}`));
  const stage: Stage = {
    get house() { return house; },
    channel: 'slack',
    phone: (who) => SlackTalker.of(house, wire(), who),
    stranger: () => new SlackTalker(house, wire()),
    sent: () => JSON.stringify(fake.calls),
    desktop: (who) => WebTalker.of(house, who),
  };
  // What differs by a socket is how something arrives: a few in the suite, all with `npm run test:dialogues`.
  for (const { name, play, large } of dialogues.filter(({ large }, i) => way === 'HTTP' || EVERY_WIRE || (large !== true && i % 4 === 0))) it(name, () => play(stage), large === true ? LARGE_MS : undefined);
});
