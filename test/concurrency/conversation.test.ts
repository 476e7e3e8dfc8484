import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { untilBlocked } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';

/** The same through conversations: two people at once, and what is told when. Friday 20 November, 20:30 in Paris: quiet hours. */
let house: House;
let home: string;
let sophie: Chat;
let karim: Chat;

beforeAll(async () => {
  house = await openHouse({ at: new Date('2026-11-20T19:30:00Z') });
  home = await house.world.structure('Foyer des Essais');
  sophie = await house.login(await house.world.referent(home));
  karim = await house.login(await house.world.referent(home, 'Karim Blin'));
});

const states = async (performance: string): Promise<string[]> => (await house.world.seats(performance)).map(({ kind, state }) => `${kind} ${state}`).sort();

async function books(who: Chat, title: string, names: string): Promise<Chat> {
  await who.says(title);
  await who.presses(who.actions.some(({ label }) => label.startsWith('Réserver')) ? 'Réserver' : 'attente');
  await who.says(names);
  return who;
}

describe('A10 the last participant', () => {
  it('A10 A8 two referents cancel the two participants of one request at the same moment: the guest goes with them', async () => {
    const lina = await house.world.person(home, 'Lina Perrin');
    await house.world.person(home, 'Hugo Petit');
    await house.world.person(home, 'Nadia Perrin', 'guest', lina);
    const show = await house.world.show({ title: 'Gospel Experience', capacity: 4 });
    await (await books(sophie, 'gospel', 'lina, hugo et nadia')).presses('Confirmer');
    expect(await states(show.id)).toEqual(['guest booked', 'participant booked', 'participant booked']);
    await sophie.says('annuler lina');
    await karim.says('annuler hugo');
    // Both have read that the other one stays, and wait for the performance's row.
    const busy = await house.fresh.admin.transaction();
    await busy.raw('select 1 from performance where id = ? for update', [show.id]);
    const both = [sophie.presses('Oui, annuler'), karim.presses('Oui, annuler')];
    await untilBlocked(house.fresh.admin, 2, ...both);
    await busy.commit();
    await Promise.all(both);
    expect(await states(show.id)).toEqual(['guest cancelled', 'participant cancelled', 'participant cancelled']);
    expect(await house.world.faults(await house.now())).toEqual([]);
  });
});

describe('A8 X6 told', () => {
  it('A8 X6 a seat freed at night is given at once, and told when quiet hours end', async () => {
    await house.world.person(home, 'Awa Diallo');
    await house.world.person(home, 'Malika Koné');
    const show = await house.world.show({ title: 'Cirque Lune', capacity: 1 });
    await (await books(sophie, 'cirque', 'awa')).presses('Confirmer');
    await (await books(karim, 'cirque', 'malika')).presses('Confirmer');
    karim.sees('rang 1 en attente');
    await sophie.says('annuler awa');
    await sophie.presses('Oui, annuler');
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['cancelled', 'booked']);
    // Each minute of the night it stays unsaid; one push, for one account, and none to who cancelled.
    await house.clock('2026-11-21T06:59:00Z');
    const pushes = (): Promise<{ state: string; due_at: Date }[]> => rows(house.fresh.admin, `select state, due_at from outbox where kind = 'promoted' and subject = ?`, [show.id]);
    expect(await pushes()).toEqual([{ state: 'due', due_at: new Date('2026-11-21T07:00:00Z') }]);
    await house.clock('2026-11-21T07:00:00Z');
    expect((await pushes()).map(({ state }) => state)).toEqual(['sent']);
    await karim.receives('Une place s’est libérée');
    karim.seesNot('Malika');
  });
});

describe('A8 confirmations', () => {
  it('A8 a pressed one has the number of its message, a typed one a later number than every message before its turn', async () => {
    await house.world.people(home, ['Tom Garnier', 'Zoé Marchal']);
    const show = await house.world.show({ title: 'Quatuor Debussy', capacity: 0 });
    const seqs = async (): Promise<number[]> => (await house.world.seats(show.id)).map((seat) => seat.wait_seq);
    const newest = async (): Promise<number> => (await rows<{ no: number }>(house.fresh.admin, 'select max(no) as no from inbox'))[0]?.no ?? 0;
    await (await books(sophie, 'quatuor', 'tom')).presses('Confirmer');
    expect(await seqs()).toEqual([await newest()]);
    await (await books(karim, 'quatuor', 'zoé')).says('oui');
    karim.sees('rang 2 en attente');
    expect((await seqs())[1]).toBeGreaterThan(await newest());
  });
});
