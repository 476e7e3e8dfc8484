import { beforeAll, describe, expect, it } from 'vitest';
import { Chat } from '../../support/chat.ts';
import { nothingIsWrong, prepares } from '../../support/dialogue.ts';
import { openHouse, type House } from '../../support/house.ts';
import type { Script } from '../../support/script.ts';

/** An operator's evening, by a script and two people: nothing here knows the database. */
let house: House;
let script: Script;

beforeAll(async () => {
  house = await openHouse();
  script = await house.script();
});

describe('the operator API, from nothing to a cancelled performance', () => {
  it('A1 A2 A5 A8 A9 A19 structure, referent, code, event, booking by message, seats, verifying, cancelling', async () => {
    const structure = await script.post('/structures', { name: 'Foyer des Essais', city: 'Lyon', contact: 'Léa Essai', email: 'foyer@example.org' });
    expect(structure).toMatchObject({ name: 'Foyer des Essais', suspended: false, conventionFrom: null, contact: 'Léa Essai', phone: null });
    const sophie = await script.post(`/structures/${structure.id}/referents`, { first: 'Sophie', last: 'Martin', email: 'sophie@example.org' });
    expect(sophie).toMatchObject({ account: { role: 'referent', structureId: structure.id, participantId: null }, code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) as string, expiresAt: '2026-11-22T09:00:00.000Z' });
    const people: string[] = [];
    for (const name of ['Soraya Ferrand', 'Malika Koné', 'Karim Diallo']) people.push((await script.post(`/structures/${structure.id}/participants`, { name })).id);
    const venue = await script.post('/venues', { name: 'Salle des Essais', city: 'Lyon', phone: '04 00 00 00 00' });
    const event = await script.post('/events', { title: 'Gospel des Essais', venueId: venue.id, themes: ['Musique'], performances: [{ startsAt: '2026-11-28T20:00:00+01:00', capacity: 2 }] });
    const id = event.performances[0]?.id ?? '';
    expect(event.performances[0]).toMatchObject({
      startsAt: '2026-11-28T19:00:00.000Z', opensAt: '2026-10-29T08:00:00.000Z', closesAt: '2026-11-26T19:00:00.000Z', releaseAt: '2026-11-25T19:00:00.000Z', week: '2026-W48', capacity: 2, free: 2, window: 'open',
    });

    const chat = await Chat.login(house.running.address, sophie.code);
    await prepares(chat, 'Gospel des Essais', 'soraya, malika et karim');
    await (await chat.presses('2 places + 1 en attente')).presses('Confirmer');
    const reservations = await script.list(`/performances/${id}/reservations`);
    expect(reservations).toEqual([
      { id: expect.any(String) as string, personId: people[0], participantId: people[0], structureId: structure.id, state: 'booked', tier: 1, number: expect.stringMatching(/^\d{9}$/) as string, attendance: 'unknown', at: '2026-11-20T09:00:00.000Z' },
      { id: expect.any(String) as string, personId: people[1], participantId: people[1], structureId: structure.id, state: 'booked', tier: 1, number: expect.stringMatching(/^\d{9}$/) as string, attendance: 'unknown', at: '2026-11-20T09:00:00.000Z' },
      { id: expect.any(String) as string, personId: people[2], participantId: people[2], structureId: structure.id, state: 'waiting', tier: 1, rank: 1, attendance: 'unknown', at: '2026-11-20T09:00:00.000Z' },
    ]);
    const number = reservations[0]?.number ?? '';
    expect(await script.read(`/verify/${number}`)).toEqual({ valid: true, state: 'valid' });
    expect(await script.read(`/verify/${encodeURIComponent(`${number.slice(0, 3)} ${number.slice(3, 6)}\u202F${number.slice(6)} `)}`)).toEqual({ valid: true, state: 'valid' });
    expect(await script.read('/verify/000000000')).toEqual({ valid: false, state: 'unknown' });

    expect(await script.post(`/performances/${id}/seats`, { delta: 1 }, 200)).toEqual({ id, capacity: 3, taken: 3, given: 1, waiting: 0, window: 'open' });
    expect(await script.post(`/performances/${id}/seats`, { delta: -1 }, 'seats_taken')).toMatchObject({ status: 409, withdrawable: 0 });
    await chat.receives('Une place s’est libérée');

    expect(await script.post(`/performances/${id}/cancel`, undefined, 200)).toMatchObject({ window: 'cancelled', cancelledAt: '2026-11-20T09:00:00.000Z' });
    expect(await script.read(`/verify/${number}`)).toEqual({ valid: false, state: 'void' });
    expect((await script.list(`/performances/${id}/reservations`)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    await nothingIsWrong(house);
  });
});
