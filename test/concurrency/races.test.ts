import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk, untilBlocked, type Wanted } from '../support/desk.ts';
import { START, World } from '../support/world.ts';

/** Interleavings laid out one by one: a transaction stays open while others run beside it. */
let fresh: Fresh;
let world: World;
let desk: Desk;
let home: string;
let sophie: Account;
let karim: Account;

const now = START;
const participant = (id: string): Wanted => ({ id, kind: 'participant' });

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
  home = await world.structure('Foyer des Essais');
  sophie = await world.referent(home);
  karim = await world.referent(home, 'Karim Blin');
  await world.person(home, 'Clé Première');
});


const people = async (n: number, structure = home): Promise<string[]> => world.people(structure, Array.from({ length: n }, (_, i) => `Personne ${i + 1}`));
const stateOf = async (performance: string, person: string): Promise<string | undefined> => (await world.seats(performance)).find((seat) => seat.person === person && seat.state !== 'cancelled')?.state;
const seatOf = async (who: Account, performance: string, person: string): Promise<string> => (await desk.current(who, now, performance)).find((seat) => seat.personId === person)?.id ?? '';

describe('A6 a quota given back reaches whoever waits for it', () => {
  /** Somebody with both invitations of the week, and a third show of that week. */
  async function overQuota(capacity: number): Promise<{ a: string; c: string; x: string; y: string }> {
    desk = new Desk(fresh);
    const [x = '', y = ''] = await people(2);
    const [a, b, c] = [await world.show(), await world.show(), await world.show({ capacity })];
    await desk.ask(sophie, a.id, [participant(x)], now);
    await desk.ask(sophie, b.id, [participant(x)], now);
    return { a: a.id, c: c.id, x, y };
  }

  it('A6 A8 while the seat is freed at the same moment', async () => {
    const { a, c, x, y } = await overQuota(1);
    await desk.ask(karim, c, [participant(y)], now);
    await desk.ask(sophie, c, [participant(x)], now);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const freeing = desk.cancel(karim, [await seatOf(karim, c, y)], now);
    await untilBlocked(fresh.admin, 1, freeing);
    await giving.commit();
    await freeing;
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 A8 while the person is asking for the vacant seat', async () => {
    const { a, c, x } = await overQuota(1);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const asking = desk.ask(karim, c, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, asking);
    await giving.commit();
    await asking;
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 A8 while the person joins the queue and the seat is freed', async () => {
    const { a, c, x, y } = await overQuota(1);
    await desk.ask(karim, c, [participant(y)], now);
    const seat = await seatOf(karim, c, y);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const joining = desk.ask(karim, c, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, joining);
    const freeing = desk.cancel(sophie, [seat], now);
    await untilBlocked(fresh.admin, 2, freeing);
    await giving.commit();
    await Promise.all([joining, freeing]);
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });
});
