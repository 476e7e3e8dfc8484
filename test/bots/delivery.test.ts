import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NotSentError, type Channel, type Letter } from '../../bots/channel.ts';
import { Deliverer } from '../../bots/delivery.ts';
import { inboundOf } from '../../bots/inbound.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { rows } from '../../db/connection.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

/** The way from a message to a chat and back, with a platform that does as it is told. */
interface Sent { readonly to: string; readonly text: string; readonly edits?: string }

/** A platform of one test: what it took, and what goes wrong next. */
class Platform implements Channel<string> {
  readonly name = 'telegram';
  readonly title = 'Telegram';
  readonly sent: Sent[] = [];
  readonly faults: (Error | undefined)[] = [];
  slow: Promise<void> | undefined;
  #n = 0;

  render({ message, names, naming }: Letter): readonly string[] {
    return [plainText(message, names, naming)];
  }

  async send(to: string, text: string, edits?: string): Promise<string> {
    await this.slow;
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
    this.sent.push({ to, text, ...(edits === undefined ? {} : { edits }) });
    return edits ?? String((this.#n += 1));
  }

  start = async (): Promise<void> => undefined;
  stop = async (): Promise<void> => undefined;
}

const FAST = { perSecond: 10_000, chatPerSecond: 10_000, burst: 100 };

let house: House;
const open: Deliverer[] = [];

beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  await house.fresh.admin.raw(`update delivery set state = 'dropped' where state = 'due'`);
});

function outlet(platform = new Platform()): { platform: Platform; deliverer: Deliverer; logged: unknown[] } {
  const logged: unknown[] = [];
  const { post, gate } = house.running;
  const deliverer = new Deliverer({ post, gate, outlets: [{ channel: platform, limits: FAST }], web: () => house.running.address, log: (error) => logged.push(error) });
  open.push(deliverer);
  return { platform, deliverer, logged };
}

const inbound = () => inboundOf({ gate: house.running.gate, worker: house.running.worker, log: () => undefined });
let ids = 0;
/** Says something from a chat, and waits until its answer is on its way. */
async function says(chat: string, text: string, platformId = `p${(ids += 1)}`): Promise<void> {
  await inbound().take('telegram', { platformId, chat, incoming: { kind: 'text', text } });
  await settled();
}
async function settled(): Promise<void> {
  await expect.poll(async () => (await rows(house.fresh.admin, `select no from inbox where state = 'pending'`)).length, { timeout: 10_000 }).toBe(0);
}
const deliveries = (state: string): Promise<{ error: string | null }[]> => rows(house.fresh.admin, 'select error from delivery where state = ?', [state]);

const code = async (of: Referent): Promise<string> => house.world.code(of.id, new Date((await house.now()).getTime() + 3_600_000));
const naming = (how: string): Promise<unknown> => house.world.asOperator((trx) => trx.raw(`insert into naming (operator_id, channel, naming) values (?, 'telegram', ?)
  on conflict (operator_id, channel) do update set naming = excluded.naming`, [house.world.operator, how]));

/** A chat that is linked to a new referent's account. */
async function linked(chat: string, platform: Platform, deliverer: Deliverer): Promise<Referent> {
  const structure = await house.world.structure('Foyer des Essais');
  const referent = await house.world.referent(structure);
  await says(chat, referent.code);
  await deliverer.drain();
  platform.sent.length = 0;
  return referent;
}

describe('X4 from outbox to a chat', () => {
  it('X4 an answer goes to the chat that asked, in order, once', async () => {
    const { platform, deliverer } = outlet();
    await says('chat a', 'bonjour');
    await says('chat b', 'aide');
    await says('chat a', 'j’ai un code');
    await deliverer.drain();
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to).sort()).toEqual(['chat a', 'chat a', 'chat b']);
    const [first, second] = platform.sent.filter(({ to }) => to === 'chat a').map(({ text }) => text);
    expect(first).toContain('code');
    expect(second).not.toBe(first);
    expect(await deliveries('due')).toEqual([]);
  });

  it('X4 the same message again is stored once and answered once', async () => {
    const { platform, deliverer } = outlet();
    await says('chat c', 'bonjour', 'twice');
    await says('chat c', 'bonjour', 'twice');
    await deliverer.drain();
    expect(platform.sent).toHaveLength(1);
  });

  it('X4 two processes send each message once', async () => {
    const platform = new Platform();
    const [one, two] = [outlet(platform), outlet(platform)];
    for (let i = 0; i < 12; i += 1) await says(`chat d${i % 6}`, 'bonjour');
    await Promise.all([one.deliverer.drain(), two.deliverer.drain()]);
    await Promise.all([one.deliverer.drain(), two.deliverer.drain()]);
    expect(platform.sent).toHaveLength(12);
  });

  it('X4 what the platform does not take now is sent later, and what stands behind it waits', async () => {
    const { platform, deliverer, logged } = outlet();
    platform.faults.push(new NotSentError('later', 'busy', { afterMs: 150 }), new NotSentError('later', 'gone for a moment', { afterMs: 50 }));
    await says('chat e', 'bonjour');
    await says('chat e', 'aide');
    deliverer.start();
    await expect.poll(() => platform.sent.length, { timeout: 5_000 }).toBe(2);
    // A pause that the platform asks for is no try.
    await expect.poll(async () => (await rows(house.fresh.admin, 'select attempts, state from delivery order by seq desc limit 2')).reverse(), { timeout: 5_000 }).toEqual([{ attempts: 1, state: 'sent' }, { attempts: 1, state: 'sent' }]);
    expect(logged).toEqual([]);
  });

  it('X4 X6 a platform that says when to come back is not given up, however often it says so', async () => {
    const { platform, deliverer } = outlet();
    platform.faults.push(new NotSentError('later', 'too many', { afterMs: 20, limited: true }));
    await says('chat e2', 'bonjour');
    await house.fresh.admin.raw(`update delivery set attempts = 100 where state = 'due'`);
    deliverer.start();
    await expect.poll(() => platform.sent.length, { timeout: 5_000 }).toBe(1);
    expect(await deliveries('failed')).toEqual([]);
  });

  it('X4 what a process was sending when it died is sent by another, once its lease is over', async () => {
    const { platform, deliverer } = outlet();
    await says('chat f', 'bonjour');
    expect(await house.running.post.claim('telegram', FAST, 10)).toMatchObject({ deliveries: [{ channel: 'telegram' }] });
    await deliverer.drain();
    expect(platform.sent).toEqual([]);
    await house.fresh.admin.raw(`update delivery set leased_until = leased_until - interval '13 seconds' where state = 'due'`);
    await deliverer.drain();
    expect(platform.sent).toHaveLength(1);
  });

  it('X4 what will never be taken is given up at once, and told in the log without a word of it', async () => {
    const { platform, deliverer, logged } = outlet();
    platform.faults.push(new NotSentError('refused', '400 Bad Request'));
    await says('chat g', 'bonjour');
    await says('chat g', 'aide');
    await deliverer.drain();
    expect(platform.sent).toHaveLength(1);
    expect(logged.map(String)).toEqual(['NotSentError: 400 Bad Request']);
    expect((await deliveries('failed')).map(({ error }) => error)).toContain('refused');
  });

  it('X4 a chat that has moved is written to at its new address', async () => {
    const { platform, deliverer } = outlet();
    platform.faults.push(new NotSentError('moved', 'migrated', { address: 'chat h2' }));
    await says('chat h', 'bonjour');
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to)).toEqual(['chat h2']);
  });
});

describe('A2 X6 pushes to the chat in use', () => {
  /** A push that is due now to an account: its colleague's suspension, say; the simplest that always has something to say. */
  async function push(referent: Referent): Promise<void> {
    const show = await house.world.show({ title: 'Gospel Experience', capacity: 1 });
    const other = await house.world.referent(await house.world.structure('Association du Quai'));
    const [mine = ''] = await house.world.people(referent.structure ?? '', ['Awa Diallo']);
    const [theirs = ''] = await house.world.people(other.structure ?? '', ['Karim Blin']);
    const desk = new Desk(house.fresh);
    const now = await house.now();
    await desk.ask(other, show.id, [{ id: theirs, kind: 'participant' }], now);
    await desk.ask(referent, show.id, [{ id: mine, kind: 'participant' }], now);
    await desk.cancel(other, (await desk.current(other, now, show.id)).map(({ id }) => id), now);
    await house.clock(now);
  }

  /** That a chat was tied is told in the others. */
  async function told(deliverer: Deliverer): Promise<void> {
    await house.clock(await house.now());
    await deliverer.drain();
  }

  it('A8 X6 goes to the reachable chat that was used last, and to that one alone', async () => {
    const { platform, deliverer } = outlet();
    const referent = await linked('chat i', platform, deliverer);
    const colleague = await code(referent);
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await says('chat j', colleague);
    await told(deliverer);
    platform.sent.length = 0;
    await push(referent);
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to)).toEqual(['chat j']);
    expect(platform.sent[0]?.text).not.toContain('Awa');
  });

  it('A2 X6 a chat that is blocked passes it on to the next one, and is asked again once somebody writes from there', async () => {
    const { platform, deliverer } = outlet();
    const referent = await linked('chat k', platform, deliverer);
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await says('chat l', await code(referent));
    await told(deliverer);
    platform.sent.length = 0;
    platform.faults.push(new NotSentError('unreachable', '403'));
    await push(referent);
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to)).toEqual(['chat k']);
    await push(referent);
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to)).toEqual(['chat k', 'chat k']);
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await says('chat l', 'aide');
    platform.sent.length = 0;
    await push(referent);
    await deliverer.drain();
    expect(platform.sent.map(({ to }) => to)).toEqual(['chat l', 'chat l']);
  });

  it('A2 nothing more goes out to an account that was removed, not even what was on its way', async () => {
    const { platform, deliverer } = outlet();
    const referent = await linked('chat m', platform, deliverer);
    await says('chat m', 'menu');
    await house.world.asOperator((trx) => trx.raw('select end_account(?, ?, ?)', [house.world.operator, referent.id, new Date()]));
    await deliverer.drain();
    expect(platform.sent).toEqual([]);
  });

  it('X5 where names do not go out, none does, and a link leads to where they are', async () => {
    const { platform, deliverer } = outlet();
    const referent = await linked('chat n', platform, deliverer);
    await house.world.people(referent.structure ?? '', ['Zoraline Duvallon']);
    await naming('none');
    await says('chat n', 'mes participants');
    await deliverer.drain();
    expect(platform.sent.map(({ text }) => text).join('\n')).toContain(house.running.address);
    expect(JSON.stringify(platform.sent)).not.toMatch(/Zoraline|Duvallon/);
    await naming('full');
    await says('chat n', 'mes participants');
    await deliverer.drain();
    expect(JSON.stringify(platform.sent)).toMatch(/Duvallon/);
  });
});

describe('X4 files that arrive', () => {
  const file = (bytes: Buffer, more: { size?: number } = {}) => ({ name: 'liste.csv', mime: 'text/csv', size: more.size, read: async () => bytes });
  const drop = async (chat: string, given: ReturnType<typeof file>): Promise<void> => {
    await inbound().take('telegram', { platformId: `p${(ids += 1)}`, chat, incoming: { kind: 'arrivedFile', file: given } });
    await settled();
  };

  it('A3 X4 are kept sealed and read by the flow that is for them', async () => {
    const { platform, deliverer } = outlet();
    await linked('chat o', platform, deliverer);
    await drop('chat o', file(Buffer.from('Prénom;Nom\nZoraline;Duvallon\n')));
    await deliverer.drain();
    expect(platform.sent[0]?.text).toMatch(/1 (?:personne|ligne)/);
  });

  it('X4 too big, lost on the way, or from somebody without an account: said so, nothing kept', async () => {
    const { platform, deliverer } = outlet();
    await linked('chat p', platform, deliverer);
    const before = await rows(house.fresh.admin, 'select id from file');
    await drop('chat p', file(Buffer.alloc(0), { size: 11 * 1024 * 1024 }));
    await drop('chat p', { ...file(Buffer.alloc(0)), read: async () => { throw new Error('cut'); } });
    await drop('chat q', file(Buffer.from('x')));
    await deliverer.drain();
    const [big, lost] = platform.sent.filter(({ to }) => to === 'chat p').map(({ text }) => text);
    expect(big).toContain('trop gros');
    expect(lost).toContain('Envoyez-le à nouveau');
    expect(platform.sent.find(({ to }) => to === 'chat q')?.text).toContain('pas pu lire');
    expect(await rows(house.fresh.admin, 'select id from file')).toEqual(before);
  });
});

describe('X4 the mark of what was sent', () => {
  it('X4 is made once the database is back: nothing is sent twice, and what is behind it goes out', async () => {
    const { platform } = outlet();
    const { post, gate } = house.running;
    let away = 3;
    const logged: unknown[] = [];
    const deliverer = new Deliverer({
      post: { ...post, settle: async (...how) => { if ((away -= 1) >= 0) throw new Error('Connection terminated'); await post.settle(...how); } },
      gate, outlets: [{ channel: platform, limits: FAST }], web: () => house.running.address, log: (error) => logged.push(error),
    });
    open.push(deliverer);
    const referent = await house.world.referent(await house.world.structure('Foyer des Coupures'));
    await says('chat cut', referent.code);
    await says('chat cut', 'aide');
    await deliverer.drain();
    expect(platform.sent.filter(({ to }) => to === 'chat cut').map(({ text }) => /C’est fait/.test(text))).toEqual([true, false]);
    expect(logged).toHaveLength(3);
    expect(await deliveries('due')).toEqual([]);
  });
});
