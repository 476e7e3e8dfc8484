import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Turn, Taken } from '../../core/conversation/turn.ts';
import { systemIds } from '../../core/ids.ts';
import { freshSession } from '../../core/conversation/session.ts';
import { encodePress } from '../../core/messages/actions.ts';
import { message, paragraph } from '../../core/messages/build.ts';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { intake, runLane, runTurn, type TurnHouse } from '../../db/turns.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk, untilBlocked, type Wanted } from '../support/desk.ts';
import { START, World } from '../support/world.ts';

/** Who is served before whom: lanes, tiers, groups, kinds, and who is told of it. */
let fresh: Fresh;
let world: World;
let desk: Desk;
let home: string;
let sophie: Account;
let other: string;
let karim: Account;
const now = START;

beforeAll(async () => {
  fresh = await freshDatabase();
});

beforeEach(async () => {
  world = await World.make(fresh);
  desk = new Desk(fresh);
  home = await world.structure('Foyer des Essais');
  sophie = await world.referent(home);
  other = await world.structure('Association du Quai');
  karim = await world.referent(other, 'Karim Blin');
});

const participant = (id: string): Wanted => ({ id, kind: 'participant' });
const people = (n: number, structure = home): Promise<string[]> => world.people(structure, Array.from({ length: n }, (_, i) => `Personne ${i + 1}`));
const booked = async (performance: string): Promise<string[]> => (await world.seats(performance)).filter((seat) => seat.state === 'booked').map((seat) => seat.person);
const waiting = async (performance: string): Promise<string[]> => (await world.asOperator((trx) => rows<{ person_id: string }>(trx,
  'select s.person_id from ranks_of(?, ?, ?) r join seat s on s.id = r.seat_id order by r.rank', [world.operator, [performance], now]))).map((r) => r.person_id);
const seatsOf = async (who: Account, performance: string, ...wanted: string[]): Promise<string[]> =>
  (await desk.current(who, now, performance)).filter((seat) => wanted.includes(seat.personId)).map((seat) => seat.id);

describe('A8 a lane: pressed confirmations in the order of their numbers', () => {
  /** Turns whose conversation is one booking: for whom, and what goes wrong with it. */
  function house(wants: ReadonlyMap<string, Wanted>, wrong: (turn: Turn) => Error | undefined = () => undefined): TurnHouse & { machineNow: Date; failures: number[] } {
    const made = {
      db: fresh.app, keys: fresh.keys, ids: systemIds, clock: { now: async () => now }, machineNow: new Date('2026-11-20T09:00:00Z'), failures: [] as number[],
      machine: () => made.machineNow,
      link: async () => undefined,
      sorry: () => message([paragraph(['désolé'])]),
      failed: (_error: unknown, no: number) => void made.failures.push(no),
      take: async (turn: Turn): Promise<Taken> => {
        const person = wants.get(turn.account.id);
        if (turn.incoming.kind === 'press' && turn.incoming.id.startsWith('book.confirm') && person !== undefined) {
          const press = turn.incoming.id.split(':')[1] ?? '';
          await turn.store.booking.ask({ performance: longOf.get(press) ?? '', people: [person], minimum: 1, waitSeq: turn.inLane ? turn.no : undefined, join: undefined }, turn.now);
        }
        const error = wrong(turn);
        if (error !== undefined) throw error;
        return { session: freshSession, messages: [message([paragraph(['fait'])])] };
      },
    };
    return made;
  }
  const longOf = new Map<string, string>();
  const press = async (to: TurnHouse, account: Account, performance: string): Promise<number> => {
    const id = encodePress({ flow: 'book', name: 'confirm', args: [performance], stamp: { of: 'revision', value: 0 } });
    longOf.set(id.slice('book.confirm:'.length).split('~')[0] ?? '', performance);
    longOf.set(id.split(':')[1] ?? '', performance);
    const { no } = await intake(to, { channel: 'web', platformId: randomUUID(), chatKey: account.id, incoming: { kind: 'press', id }, at: now });
    return no;
  };

  async function referents(n: number): Promise<{ accounts: Account[]; wants: Map<string, Wanted> }> {
    const accounts: Account[] = [];
    const wants = new Map<string, Wanted>();
    const persons = await people(n);
    for (const id of persons) {
      const account = await world.referent(home);
      await fresh.admin('chat').insert({ channel: 'web', chat_key: account.id, operator_id: world.operator, account_id: account.id, active: true, linked_at: now });
      accounts.push(account);
      wants.set(account.id, participant(id));
    }
    return { accounts, wants };
  }
  const states = async (): Promise<Record<number, { state: string; attempts: number }>> =>
    Object.fromEntries((await rows<{ no: number; state: string; attempts: number }>(fresh.admin, 'select no, state, attempts from inbox where operator_id = ? order by no', [world.operator])).map(({ no, state, attempts }) => [no, { state, attempts }]));

  it('A8 X4 one request that fails is set aside alone, keeps its number, and the others are served in order', async () => {
    const { accounts, wants } = await referents(5);
    const show = await world.show({ capacity: 3 });
    const broken = accounts[1]?.id;
    let works = false;
    const at = house(wants, (turn) => (turn.account.id === broken && !works ? new Error('broken') : undefined));
    const nos = [];
    for (const account of accounts) nos.push(await press(at, account, show.id));
    expect(await runLane(at, world.operator, show.id)).toBe(5);
    expect(at.failures).toEqual([nos[1]]);
    expect(await states()).toMatchObject({ [nos[1] ?? 0]: { state: 'pending', attempts: 1 }, [nos[0] ?? 0]: { state: 'done' }, [nos[4] ?? 0]: { state: 'done' } });
    // Nothing of what the broken one wrote is left; those behind it have moved up.
    const of = (i: number): string => wants.get(accounts[i]?.id ?? '')?.id ?? '';
    expect(await booked(show.id)).toEqual([0, 2, 3].map(of));
    expect(await waiting(show.id)).toEqual([of(4)]);
    // Not before its time; then under its own number, ahead of who waits.
    expect(await runLane(at, world.operator, show.id)).toBe(0);
    works = true;
    at.machineNow = new Date(at.machineNow.getTime() + 60_000);
    expect(await runLane(at, world.operator, show.id)).toBe(1);
    expect(await waiting(show.id)).toEqual([of(1), of(4)]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 X4 one that goes on failing is given up after three tries, and its sender told', async () => {
    const { accounts, wants } = await referents(2);
    const show = await world.show({ capacity: 3 });
    const at = house(wants, (turn) => (turn.account.id === accounts[0]?.id ? new Error('broken') : undefined));
    const nos = [];
    for (const account of accounts) nos.push(await press(at, account, show.id));
    for (let i = 0; i < 4; i += 1) {
      await runLane(at, world.operator, show.id);
      at.machineNow = new Date(at.machineNow.getTime() + 60_000);
    }
    expect(await states()).toEqual({ [nos[0] ?? 0]: { state: 'failed', attempts: 3 }, [nos[1] ?? 0]: { state: 'done', attempts: 0 } });
    expect(await rows(fresh.admin, 'select 1 from outbox where operator_id = ? and account_id = ? and answers = ?', [world.operator, accounts[0]?.id, nos[0]])).toHaveLength(1);
    expect(await booked(show.id)).toEqual([wants.get(accounts[1]?.id ?? '')?.id]);
  });

  it('A8 X4 a conflict in one is run again with the whole batch, each with one effect', async () => {
    const { accounts, wants } = await referents(4);
    const show = await world.show({ capacity: 2 });
    let conflicts = 2;
    const at = house(wants, (turn) => (turn.account.id === accounts[3]?.id && (conflicts -= 1) >= 0 ? Object.assign(new Error('conflict'), { code: '40001' }) : undefined));
    for (const account of accounts) await press(at, account, show.id);
    expect(await runLane(at, world.operator, show.id)).toBe(4);
    expect(at.failures).toEqual([]);
    const of = (i: number): string => wants.get(accounts[i]?.id ?? '')?.id ?? '';
    expect(await booked(show.id)).toEqual([of(0), of(1)]);
    expect(await waiting(show.id)).toEqual([of(2), of(3)]);
  });

  it('A8 a batch holds its performance: nobody is dealt a seat between what a confirmation saw and what it asks', async () => {
    const { accounts, wants } = await referents(1);
    const [late = ''] = await people(1, other);
    const show = await world.show({ capacity: 1 });
    let typed: Promise<unknown> = Promise.resolve();
    let free: number | undefined;
    const plain = house(wants);
    const at: TurnHouse = {
      ...plain,
      take: async (turn) => {
        const seen = await turn.store.offer.performance(show.id);
        free = seen === undefined ? undefined : seen.capacity - seen.taken;
        typed = desk.ask(karim, show.id, [participant(late)], now);
        // It takes the seat, or waits for this batch.
        await untilBlocked(fresh.admin, 1, typed);
        return plain.take(turn);
      },
    };
    await press(at, accounts[0] as Account, show.id);
    await runLane(at, world.operator, show.id);
    await typed;
    expect(free).toBe(1);
    expect(await booked(show.id)).toEqual([wants.get(accounts[0]?.id ?? '')?.id]);
  });

  it('A8 X4 a press still on its way in is waited for by those after it: the rank that is told is the rank that stays', async () => {
    const { accounts, wants } = await referents(2);
    const show = await world.show({ capacity: 0 });
    const at = house(wants);
    const [early, late] = accounts as [Account, Account];
    let pressed: Promise<unknown> = Promise.resolve();
    const taken: number[] = [];
    await fresh.app.transaction(async (trx) => {
      await press({ ...at, db: trx }, early, show.id);
      pressed = press(at, late, show.id);
      await untilBlocked(fresh.admin, 1, pressed);
      taken.push(await runLane(at, world.operator, show.id));
    });
    await pressed;
    taken.push(await runLane(at, world.operator, show.id));
    expect(taken).toEqual([0, 2]);
    expect(await waiting(show.id)).toEqual([early, late].map((account) => wants.get(account.id)?.id));
    // At another performance nobody waits for anybody.
    const elsewhere = await world.show({ capacity: 0 });
    await fresh.app.transaction(async (trx) => {
      await press({ ...at, db: trx }, early, show.id);
      await press(at, late, elsewhere.id);
    });
  });

  it('A8 a pressed confirmation counts from its number, a typed one from its turn', async () => {
    const { accounts, wants } = await referents(3);
    const show = await world.show({ capacity: 0 });
    const at = house(wants);
    const [first, second, third] = accounts as [Account, Account, Account];
    // Typed first, by its number; its turn comes after the two presses.
    const typedNo = (await intake(at, { channel: 'web', platformId: randomUUID(), chatKey: first.id, incoming: { kind: 'text', text: 'oui' }, at: now })).no;
    const pressed = [await press(at, second, show.id), await press(at, third, show.id)];
    await runLane(at, world.operator, show.id);
    const confirming: TurnHouse = { ...at, take: async (turn) => {
      await turn.store.booking.ask({ performance: show.id, people: [wants.get(first.id) ?? participant('')], minimum: 1, waitSeq: turn.inLane ? turn.no : undefined, join: undefined }, turn.now);
      return { session: freshSession, messages: [] };
    } };
    expect(await runTurn(confirming, { operator: world.operator, account: first.id })).toBe(true);
    expect(await waiting(show.id)).toEqual([second, third, first].map((account) => wants.get(account.id)?.id));
    const seqs = (await world.seats(show.id)).map((seat) => seat.wait_seq);
    expect(seqs.slice(0, 2)).toEqual(pressed);
    expect(seqs[2]).toBeGreaterThan(Math.max(...pressed, typedNo));
  });
});

describe('A6 the two tiers', () => {
  it('A6 A8 at the release instant vacant seats go to people over quota in their order, after everybody within', async () => {
    const [a = '', b = '', c = ''] = await people(3);
    const [d = '', e = ''] = await people(2, other);
    for (let i = 0; i < 2; i += 1) {
      const earlier = await world.show();
      await desk.ask(sophie, earlier.id, [participant(a), participant(b)], now);
    }
    const show = await world.show({ capacity: 3 });
    await desk.ask(sophie, show.id, [participant(b)], now);
    await desk.ask(sophie, show.id, [participant(a)], now);
    // Within quota and later: served at once, however long the others have waited.
    await desk.ask(karim, show.id, [participant(d)], now);
    expect(await booked(show.id)).toEqual([d]);
    expect(await waiting(show.id)).toEqual([b, a]);
    const [at] = await rows<{ release_at: Date }>(fresh.admin, 'select release_at from performance where id = ?', [show.id]);
    const release = at?.release_at ?? now;
    await desk.due(new Date(release.getTime() - 1));
    expect(await booked(show.id)).toEqual([d]);
    await desk.ask(karim, show.id, [participant(e)], new Date(release.getTime() - 1));
    await desk.due(release);
    // d and e within their quota, then one of the two over it: the one who asked first.
    expect(await booked(show.id)).toEqual([b, d, e]);
    await desk.ask(sophie, show.id, [participant(c)], release);
    expect(await waiting(show.id)).toEqual([c, a]);
    expect((await world.seats(show.id)).filter((seat) => seat.state === 'booked').map((seat) => seat.tier)).toEqual([2, 1, 1]);
    expect(await world.faults(release)).toEqual([]);
  });

  it('A6 companions have no quota, guests have their own', async () => {
    const [p = ''] = await people(1);
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', p);
    const companion = await world.person(home, 'Paul Renard', 'companion');
    const party: Wanted[] = [participant(p), { id: guest, kind: 'guest' }, { id: companion, kind: 'companion' }];
    for (let i = 0; i < 2; i += 1) await desk.ask(sophie, (await world.show()).id, party, now);
    const [q = ''] = await people(1);
    const third = await desk.ask(sophie, (await world.show()).id, [participant(q), ...party.slice(1)], now);
    expect(third.map(({ kind, state, waitsIn }) => ({ kind, state, waitsIn }))).toEqual([
      { kind: 'participant', state: 'booked', waitsIn: undefined },
      { kind: 'guest', state: 'waiting', waitsIn: 2 },
      { kind: 'companion', state: 'booked', waitsIn: undefined },
    ]);
  });
});

describe('A8 A13 groups', () => {
  it('A8 A13 one whose minimum does not fit is passed over and keeps its place', async () => {
    const [x = ''] = await people(1, other);
    const show = await world.show({ capacity: 1 });
    await desk.ask(karim, show.id, [participant(x)], now);
    const group = await people(3);
    await desk.ask(sophie, show.id, group.map(participant), now, { minimum: 3 });
    const [y = '', z = ''] = await people(2, other);
    await desk.ask(karim, show.id, [participant(y)], now);
    await world.setCapacity(show.id, 2, now);
    expect(await booked(show.id)).toEqual([x, y]);
    await desk.ask(karim, show.id, [participant(z)], now);
    expect(await waiting(show.id)).toEqual([...group, z]);
    // The venue adds some (A13): the group comes first although there would be one for z at once.
    await world.setCapacity(show.id, 5, now);
    expect(await waiting(show.id)).toEqual([z]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 at least k of n: the best k sit, the others wait singly with the same place', async () => {
    const [over = ''] = await people(1);
    for (let i = 0; i < 2; i += 1) await desk.ask(sophie, (await world.show()).id, [participant(over)], now);
    const rest = await people(3);
    const show = await world.show({ capacity: 0 });
    await desk.ask(sophie, show.id, [over, ...rest].map(participant), now, { minimum: 2 });
    const [later = ''] = await people(1, other);
    await desk.ask(karim, show.id, [participant(later)], now);
    await world.setCapacity(show.id, 2, now);
    expect(await booked(show.id)).toEqual(rest.slice(0, 2));
    expect(await waiting(show.id)).toEqual([rest[2], later, over]);
    await world.setCapacity(show.id, 3, now);
    expect(await booked(show.id)).toEqual(rest);
  });

  it('A8 A6 the best k of people over and within their quota are those within it first', async () => {
    const over = await people(2);
    for (let i = 0; i < 2; i += 1) await desk.ask(sophie, (await world.show()).id, over.map(participant), now);
    const within = await people(2);
    const show = await world.show({ capacity: 3 });
    const [at] = await rows<{ release_at: Date }>(fresh.admin, 'select release_at from performance where id = ?', [show.id]);
    await desk.ask(sophie, show.id, [...over, ...within].map(participant), now, { minimum: 3 });
    expect(await booked(show.id)).toEqual([]);
    await desk.due(at?.release_at ?? now);
    expect(await booked(show.id)).toEqual([over[0], ...within]);
    expect((await world.seats(show.id)).map((seat) => seat.tier)).toEqual([2, null, 1, 1]);
  });

  it('A8 A10 A6 the best k always hold a participant, be it one over the quota', async () => {
    const over = await people(2);
    for (let i = 0; i < 2; i += 1) await desk.ask(sophie, (await world.show()).id, over.map(participant), now);
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', over[0] ?? null);
    const companion = await world.person(home, 'Paul Renard', 'companion');
    const show = await world.show({ capacity: 2 });
    await desk.ask(sophie, show.id, [...over.map(participant), { id: guest, kind: 'guest' }, { id: companion, kind: 'companion' }], now, { minimum: 2 });
    const [at] = await rows<{ release_at: Date }>(fresh.admin, 'select release_at from performance where id = ?', [show.id]);
    await desk.due(at?.release_at ?? now);
    expect((await booked(show.id)).sort()).toEqual([over[0], guest].sort());
  });

  it('A8 all or none: when some leave, the others still sit together', async () => {
    const group = await people(3);
    const show = await world.show({ capacity: 2 });
    await desk.ask(sophie, show.id, group.map(participant), now, { minimum: 3 });
    expect(await booked(show.id)).toEqual([]);
    await desk.cancel(sophie, await seatsOf(sophie, show.id, group[2] ?? ''), now);
    expect(await booked(show.id)).toEqual(group.slice(0, 2));
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 A10 somebody who joins a group that waits does not take the place of one of it', async () => {
    const [p = '', q = ''] = await people(2);
    const companion = await world.person(home, 'Paul Renard', 'companion');
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', p);
    const show = await world.show({ capacity: 0 });
    const [first] = await desk.ask(sophie, show.id, [participant(p), participant(q), { id: companion, kind: 'companion' }], now, { minimum: 3 });
    await desk.ask(sophie, show.id, [{ id: guest, kind: 'guest' }], now, first === undefined ? {} : { join: first.requestId });
    await world.setCapacity(show.id, 3, now);
    expect(await booked(show.id)).toEqual([p, q, companion]);
    await world.setCapacity(show.id, 4, now);
    expect(await booked(show.id)).toEqual([p, q, companion, guest]);
  });
});

describe('A10 nobody without a participant', () => {
  it('A10 seats go to participants, then guests, then companions, whatever the order given', async () => {
    const [p = ''] = await people(1);
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', p);
    const companion = await world.person(home, 'Paul Renard', 'companion');
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [{ id: companion, kind: 'companion' }, { id: guest, kind: 'guest' }, participant(p)], now);
    expect(await booked(show.id)).toEqual([p]);
    await world.setCapacity(show.id, 2, now);
    expect((await booked(show.id)).sort()).toEqual([p, guest].sort());
  });

  it('A10 a guest is passed over while no participant of the same request sits, even beside one of another', async () => {
    const [p = '', q = ''] = await people(2);
    for (let i = 0; i < 2; i += 1) await desk.ask(sophie, (await world.show()).id, [participant(p)], now);
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', p);
    const show = await world.show({ capacity: 4 });
    await desk.ask(sophie, show.id, [participant(q)], now);
    await desk.ask(sophie, show.id, [participant(p), { id: guest, kind: 'guest' }], now);
    // p is over quota until the release: the guest, who is not, waits with p beside two vacant seats.
    expect(await booked(show.id)).toEqual([q]);
    const [at] = await rows<{ release_at: Date }>(fresh.admin, 'select release_at from performance where id = ?', [show.id]);
    await desk.due(at?.release_at ?? now);
    expect((await booked(show.id)).sort()).toEqual([p, q, guest].sort());
  });

  it('A10 once the participant has gone, nobody of the request is served any more', async () => {
    const [p = ''] = await people(1);
    const guest = await world.person(home, 'Nadia Ferrand', 'guest', p);
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [participant(p), { id: guest, kind: 'guest' }], now);
    await desk.cancel(sophie, await seatsOf(sophie, show.id, p), now);
    expect(await booked(show.id)).toEqual([]);
    expect(await world.faults(now)).toEqual([]);
  });
});

describe('A8 who is told', () => {
  const told = (performance: string): Promise<{ account_id: string }[]> =>
    rows(fresh.admin, `select account_id from outbox where operator_id = ? and kind = 'promoted' and subject = ? order by id`, [world.operator, performance]);

  it('A8 one push an account and deal, and none for seats given in the own turn', async () => {
    const [a = '', b = '', c = ''] = await people(3);
    const [d = '', e = ''] = await people(2, other);
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [participant(a)], now);
    expect(await told(show.id)).toEqual([]);
    await desk.ask(karim, show.id, [participant(d)], now);
    await desk.ask(sophie, show.id, [participant(b)], now);
    await desk.ask(sophie, show.id, [participant(c)], now);
    await desk.ask(karim, show.id, [participant(e)], now);
    await world.setCapacity(show.id, 5, now);
    expect((await told(show.id)).map((row) => row.account_id).sort()).toEqual([sophie.id, karim.id].sort());
  });

  it('A8 A6 a seat at another performance, where the quota was needed, is told too', async () => {
    const [a = ''] = await people(1);
    const shows = [await world.show(), await world.show(), await world.show()];
    for (const show of shows) await desk.ask(sophie, show.id, [participant(a)], now);
    await desk.cancel(sophie, await seatsOf(sophie, shows[0]?.id ?? '', a), now);
    await desk.due(now);
    expect(await booked(shows[2]?.id ?? '')).toEqual([a]);
    expect(await told(shows[2]?.id ?? '')).toEqual([{ account_id: sophie.id }]);
  });
});

describe('A19 A8 where nothing is given', () => {
  it('A19 A8 a cancelled event deals no seat, whoever waits', async () => {
    const [a = '', b = ''] = await people(2);
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [participant(a), participant(b)], now);
    await world.asOperator((trx) => trx('event').where({ operator_id: world.operator, id: show.event }).update({ cancelled_at: now }));
    await desk.cancel(sophie, await seatsOf(sophie, show.id, a), now);
    expect(await booked(show.id)).toEqual([]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A5 A8 nothing before the opening and nothing from the closing on, but by the operator\'s word', async () => {
    const [a = '', b = ''] = await people(2);
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [participant(a), participant(b)], now);
    const [at] = await rows<{ opens_at: Date; closes_at: Date }>(fresh.admin, 'select opens_at, closes_at from performance where id = ?', [show.id]);
    await world.setCapacity(show.id, 2, new Date((at?.opens_at ?? now).getTime() - 1));
    await world.setCapacity(show.id, 2, at?.closes_at ?? now);
    expect(await booked(show.id)).toEqual([a]);
    await world.asOperator((trx) => trx.raw('select deal(?, ?, ?, null, true)', [world.operator, show.id, at?.closes_at ?? now]));
    expect(await booked(show.id)).toEqual([a, b]);
  });
});
