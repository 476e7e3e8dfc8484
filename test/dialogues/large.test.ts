import { describe, expect, it } from 'vitest';
import { flows } from '../../core/conversation/flows/index.ts';
import { PUSH_KINDS } from '../../core/domain/told.ts';
import { openHouse, type House } from '../support/house.ts';
import { EVERY_WIRE, LONG } from '../support/sample.ts';
import { SlackFake } from '../support/slackFake.ts';
import type { FakeMember } from '../support/slackPeople.ts';
import { TelegramFake } from '../support/telegramFake.ts';
import { fakeWire } from './fakeWire.ts';
import { large, type Walked } from './large.ts';
import type { Tap, Walker } from './largeGuest.ts';
import { SlackTalker, type Shown as SlackShown, type Wire as SlackWire } from './slackTalker.ts';
import { slackWire } from './slackWire.ts';
import { TelegramTalker, type Shown as TelegramShown } from './telegramTalker.ts';

/** So many messages back may an answer change one: a chat of hundreds is not compared whole at each turn. */
const RECENT = 40;
const recent = <W extends { messages(): Promise<readonly unknown[]> }>(wire: W): W => ({ ...wire, messages: async () => (await wire.messages()).slice(-RECENT) });

class TelegramWalker extends TelegramTalker implements Walker {
  readonly formed = false;
  #card: TelegramShown | undefined;

  get taps(): readonly Tap[] {
    return this.last.flatMap(({ buttons }, card) => buttons.flatMap(({ text, data }) => (data === undefined ? [] : [{ id: data, label: text, card }])));
  }

  get cards(): number {
    return this.last.filter(({ paper }) => paper === undefined).length;
  }

  pressesId(id: string): Promise<this> {
    const card = (this.#card = this.last.findLast(({ buttons }) => buttons.length > 0) ?? this.#card);
    if (card === undefined) throw new Error(`nothing to press ${id} on`);
    return this.does(() => this.wire.press(card, id));
  }
}

class SlackWalker extends SlackTalker implements Walker {
  readonly #member: FakeMember;
  #card: SlackShown | undefined;

  readonly #fake: SlackFake;

  constructor(house: House, wire: SlackWire, member: FakeMember, fake: SlackFake) {
    super(house, wire);
    this.#member = member;
    this.#fake = fake;
  }

  get taps(): readonly Tap[] {
    return this.last.flatMap(({ buttons }, card) => buttons.flatMap(({ id, text, value }) => (value === undefined || id === 'form' ? [] : [{ id: value, label: text, card }])));
  }

  get cards(): number {
    return this.last.filter(({ paper }) => paper === undefined).length;
  }

  get formed(): boolean {
    return this.last.some(({ buttons }) => buttons.some(({ id }) => id === 'form'));
  }

  pressesId(id: string): Promise<this> {
    const card = (this.#card = this.last.findLast(({ buttons }) => buttons.length > 0) ?? this.#card);
    if (card === undefined) throw new Error(`nothing to press ${id} on`);
    const pressing: SlackShown = { ...card, buttons: [{ id: 'press-1', text: '…', line: '', value: id }] };
    return this.does(() => this.wire.press(pressing, 'press-1'));
  }

  async opensHome(): Promise<void> {
    await this.#member.opensHome();
    const shown = await this.#fake.until(() => this.#fake.homes.get(this.#member.id));
    // As many as Slack takes: what came after would have been left out without a word.
    expect(shown.length).toBeLessThan(100);
  }

  async finds(query: string): Promise<readonly string[]> {
    let found: readonly string[] = [];
    await this.does(async () => {
      found = await this.#member.picks(query);
    });
    return found;
  }
}

/** Flows without a button or a step of their own. */
const SILENT: Readonly<Record<string, string>> = { decisions: '« demandes », typed, leads to desk, decide or mine' };

/** Lists that are not paged: seventy-five names at their longest take a third message, or a fourth. */
const KNOWN = ['referent, changed.cancelled', 'leader, changed.cancelled', 'leader, mine.outing'];

/** The same on every channel: everything met, and nothing wrong with it. */
function right({ steps, pressed, shown, pushes, wrong }: Walked): void {
  const all: readonly { readonly name: string; readonly steps: object; readonly anytime?: object }[] = Object.values(flows);
  const asked = all.flatMap((flow) => Object.keys(flow.steps).map((step) => `${flow.name}/${step}`));
  const handled = all.flatMap((flow) => Object.keys(flow.anytime ?? {}).map((name) => `${flow.name}.${name}`));
  const met = new Set([...[...pressed, ...shown].map((key) => key.split('.')[0]), ...[...steps].map((key) => key.split('/')[0])]);
  expect(wrong.filter((fault) => !KNOWN.some((known) => new RegExp(`^${known}: 1 messages in [34]$`).test(fault)))).toEqual([]);
  expect(all.map(({ name }) => name).filter((name) => !met.has(name))).toEqual(Object.keys(SILENT));
  expect(asked.filter((step) => !steps.has(step))).toEqual([]);
  expect(handled.filter((name) => !pressed.has(name))).toEqual([]);
  expect(PUSH_KINDS.length).toBeGreaterThan(10);
  expect(PUSH_KINDS.filter((kind) => !pushes.has(kind))).toEqual([]);
}

describe('X1 X7 every flow at its largest', () => {
  // With `npm run test:dialogues`.
  it.runIf(EVERY_WIRE)('on Slack by HTTP', async () => {
    const fake = await SlackFake.open();
    const house = await openHouse({ env: { SLACK_BOT_TOKEN: fake.botToken, SLACK_API_URL: fake.url, SLACK_RATE: '1000/1000', SLACK_SIGNING_SECRET: fake.secret } });
    fake.target = new URL('slack/events', house.running.address).href;
    await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'slack', naming: 'full' }));
    let people = 100;
    const stranger = (): SlackWalker => {
      const member = fake.user(`U${(people += 1)}`);
      return new SlackWalker(house, recent(slackWire(fake, member)), member, fake);
    };
    const walked = await large({ house, channel: 'slack', stranger, phone: (who) => stranger().links(who) });
    expect(fake.violations).toEqual([]);
    for (const { text = '', blocks = [] } of [...fake.called('chat.postMessage'), ...fake.called('chat.update')] as { text?: string; blocks?: unknown }[]) {
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(typeof blocks === 'string' ? (JSON.parse(blocks) as unknown[]).length : (blocks as unknown[]).length).toBeLessThanOrEqual(50);
    }
    right(walked);
  }, 120_000);

  // With GUICHET_LONG=1.
  it.runIf(LONG)('on Telegram by polling', async () => {
    const fake = await TelegramFake.open();
    const house = await openHouse({ env: { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000' } });
    await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'telegram', naming: 'full' }));
    let people = 10_000;
    const stranger = (): TelegramWalker => new TelegramWalker(house, recent(fakeWire(fake.user((people += 1), { first_name: 'Zoé' }))));
    const walked = await large({ house, channel: 'telegram', stranger, phone: (who) => stranger().links(who, (code) => `/start ${code}`) });
    expect(fake.violations).toEqual([]);
    right(walked);
  }, 120_000);

  // Teams: a walker over its wire, and the same two lines.
});
