import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NotSentError, type Channel, type Letter } from '../../bots/channel.ts';
import { Deliverer } from '../../bots/delivery.ts';
import { Lease } from '../../bots/lease.ts';
import { Pace } from '../../bots/pace.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { PUSH_KINDS, toldTo, type PushKind } from '../../core/domain/told.ts';
import { systemIds } from '../../core/ids.ts';
import type { Limits } from '../../core/ports.ts';
import { sealAddress } from '../../db/chats.ts';
import { rows } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { openHouse, type House } from '../support/house.ts';
import { START } from '../support/world.ts';

describe('X6 what one process keeps of the pace', () => {
  it('X6 messages that are late leave hardly closer than the pace, whatever is asked for', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 100 }), (pauses) => {
      let now = 0;
      const pace = new Pace({ perSecond: 20 }, () => now);
      const left = pauses.map((pause) => {
        now += pause;
        return now + pace.follow();
      });
      left.slice(1).forEach((at, i) => expect(at - (left[i] ?? 0)).toBeGreaterThanOrEqual(48.5 - 1e-6));
    }));
  });

  it('X6 « too many » in one chat is that chat’s, in a second one at the same time the channel’s', () => {
    let now = 0;
    const pace = new Pace({ perSecond: 20 }, () => now);
    expect(pace.limited('a', 3_000)).toBe(false);
    expect(pace.limited('a', 3_000)).toBe(false);
    expect(pace.limited('b', 3_000)).toBe(true);
    now = 3_001;
    expect(pace.limited('c', 3_000)).toBe(false);
    pace.hold(500);
    expect(pace.heldMs).toBe(500);
    now = 4_000;
    expect(pace.heldMs).toBe(0);
  });
});

/** A platform of one test: when it took what, and what it says instead. */
class Platform implements Channel<string> {
  readonly name = 'telegram';
  readonly title = 'Telegram';
  readonly taken: { readonly at: number; readonly to: string }[] = [];
  refuses: ((to: string) => NotSentError | undefined) | undefined;

  render = ({ message, names, naming }: Letter): readonly string[] => [plainText(message, names, naming)];
  async send(to: string): Promise<string> {
    const no = this.refuses?.(to);
    if (no !== undefined) throw no;
    this.taken.push({ at: performance.now(), to });
    return String(this.taken.length);
  }
  start = async (): Promise<void> => undefined;
  stop = async (): Promise<void> => undefined;
}

let house: House;
let structure: string;
const open: Deliverer[] = [];
let seq = 1_000_000;

beforeAll(async () => {
  house = await openHouse();
  structure = await house.world.structure('Foyer du Rythme');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  await house.fresh.admin.raw(`update delivery set state = 'dropped' where state = 'due'`);
  await house.fresh.admin.raw('delete from pace');
});

/** Something to be said in a chat of its own account, as a push of that kind, or an answer. */
async function toSay(chat: string, kind = 'answer', n = 1): Promise<void> {
  const { world, fresh } = house;
  const account = await world.referent(structure);
  await fresh.admin('chat_address').insert({ channel: 'telegram', chat_key: chat, address: sealAddress(fresh.keys, 'telegram', chat, chat), used_at: START }).onConflict().ignore();
  await fresh.admin('chat').insert({ channel: 'telegram', chat_key: chat, operator_id: world.operator, account_id: account.id, active: true, linked_at: START });
  for (let i = 0; i < n; i += 1) {
    const id = systemIds.uuid();
    await world.asOperator(async (trx) => trx('outbox').insert({
      operator_id: world.operator, id, account_id: account.id, kind, dedupe_key: id, due_at: START, state: 'sent', seq: (seq += 1),
      body: await sealed({ trx, account, keys: fresh.keys }, { blocks: [{ kind: 'paragraph', text: ['Bonjour'] }] }, id),
    }));
    const [{ urgency } = { urgency: 0 }] = await rows<{ urgency: number }>(fresh.admin, 'select urgency_of(?) as urgency', [kind]);
    await fresh.admin('delivery').insert({ operator_id: world.operator, id: systemIds.uuid(), outbox_id: id, account_id: account.id, channel: 'telegram', chat_key: chat, seq, urgency });
  }
}

function process(platform: Platform, limits: Limits): Deliverer {
  const { post, gate } = house.running;
  const deliverer = new Deliverer({ post, gate, outlets: [{ channel: platform, limits }], web: () => house.running.address, log: () => undefined });
  open.push(deliverer);
  return deliverer;
}

const mostWithin = (instants: readonly number[], ms: number): number => Math.max(0, ...instants.map((from) => instants.filter((at) => at >= from && at < from + ms).length));
const left = async (): Promise<number> => (await rows(house.fresh.admin, `select id from delivery where state = 'due'`)).length;

describe('X6 the pace of a channel, kept by all processes together', () => {
  it('X6 three of them stay under what the platform takes in a second, and each message leaves once', async () => {
    const limits = { perSecond: 40, chatPerSecond: 1, burst: 1 };
    for (let i = 0; i < 100; i += 1) await toSay(`many ${i}`, 'confirm');
    const platform = new Platform();
    const several = [process(platform, limits), process(platform, limits), process(platform, limits)];
    await Promise.all(several.map((one) => one.drain()));
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    expect(platform.taken.map(({ to }) => to).toSorted()).toEqual(Array.from({ length: 100 }, (_, i) => `many ${i}`).toSorted());
    // All together: the last has its turn 99 turns after the first, however late that one was.
    const instants = platform.taken.map(({ at }) => at);
    expect(Math.max(...instants) - Math.min(...instants)).toBeGreaterThan(0.7 * (99 / 40) * 1_000);
  });

  it('X6 one chat: answers may follow closely, what is sent unasked keeps to the second; the others do not wait for it', async () => {
    const limits = { perSecond: 1_000, chatPerSecond: 1, burst: 3 };
    await toSay('answers', 'answer', 3);
    await toSay('pushes', 'confirm', 3);
    await toSay('other', 'confirm');
    const platform = new Platform();
    await process(platform, limits).drain();
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    const at = (chat: string): number[] => platform.taken.filter(({ to }) => to === chat).map(({ at: when }) => when);
    expect(Math.max(...at('answers'))).toBeLessThan(Math.max(...at('pushes')));
    expect(mostWithin(at('pushes'), 700)).toBe(1);
    expect(Math.max(...at('other'))).toBeLessThan(Math.max(...at('pushes')));
  });

  it('X6 the database knows how urgent each kind is as the table of kinds has it', async () => {
    const known = await rows<{ kind: PushKind; urgency: number }>(house.fresh.admin, 'select k as kind, urgency_of(k) as urgency from unnest(cast(? as text[])) k', [PUSH_KINDS]);
    expect(known.map(({ kind, urgency }) => [kind, urgency])).toEqual(PUSH_KINDS.map((kind) => [kind, toldTo(kind).urgency]));
    expect(await rows(house.fresh.admin, `select urgency_of('answer') as urgency`)).toEqual([{ urgency: 0 }]);
  });

  it('X6 what is urgent leaves first: answers, seats that came free, who waits in vain, reminders', async () => {
    for (const kind of ['practical', 'lost', 'promoted', 'answer']) for (let i = 0; i < 3; i += 1) await toSay(`${kind} ${i}`, kind);
    const platform = new Platform();
    await process(platform, { perSecond: 30, chatPerSecond: 1, burst: 1 }).drain();
    await expect.poll(left, { timeout: 10_000 }).toBe(0);
    // One that took long to write may be overtaken by the next.
    const places = (kind: string): number => platform.taken.reduce((sum, { to }, place) => sum + (to.startsWith(kind) ? place : 0), 0);
    const order = ['answer', 'promoted', 'lost', 'practical'];
    expect(order.toSorted((a, b) => places(a) - places(b))).toEqual(order);
  });

  it('X6 a chat that takes no more holds up itself alone; two of them, the channel, in every process', async () => {
    const limits = { perSecond: 200, chatPerSecond: 200, burst: 1 };
    const platform = new Platform();
    let first = true;
    platform.refuses = (to) => {
      if (to !== 'full' || !first) return undefined;
      first = false;
      return new NotSentError('later', '429', { afterMs: 60_000, limited: true });
    };
    await toSay('full');
    await toSay('free');
    await process(platform, limits).drain();
    expect(platform.taken.map(({ to }) => to)).toEqual(['free']);
    await house.fresh.admin.raw(`update delivery set not_before = null where state = 'due'`);
    const refused = new Set<string>();
    platform.refuses = (to) => (!to.startsWith('flood') || refused.size >= 2 || refused.has(to) ? undefined : (refused.add(to), new NotSentError('later', '429', { afterMs: 60_000, limited: true })));
    for (const chat of ['flood 1', 'flood 2']) await toSay(chat);
    await process(platform, limits).drain();
    platform.taken.length = 0;
    await toSay('later');
    await process(platform, limits).drain();
    expect(platform.taken).toEqual([]);
    expect(await house.running.post.claim('telegram', limits, 5)).toMatchObject({ deliveries: [], againMs: expect.any(Number) as number });
  });
});

describe('X4 work that one process does at a time', () => {
  it('X4 what was given back while it was asked for stays free, and renews itself no more', async () => {
    const { post } = house.running;
    let asked = (): void => undefined;
    const waits = new Promise<void>((resolve) => { asked = resolve; });
    const slow = { lease: async (...of: Parameters<typeof post.lease>) => { await waits; return post.lease(...of); }, release: (...of: Parameters<typeof post.release>) => post.release(...of) };
    const one = new Lease(slow, 'essai', 'one');
    const mine = one.mine();
    await one.release();
    asked();
    expect(await mine).toBe(false);
    const two = new Lease(post, 'essai', 'two');
    expect(await two.mine()).toBe(true);
    expect(await post.lease('essai', 'three', 1_000)).toBe(false);
    await two.release();
    const three = new Lease(post, 'essai', 'three');
    expect(await three.mine()).toBe(true);
    await three.release();
  });
});
