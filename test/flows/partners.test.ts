import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { systemIds } from '../../core/ids.ts';
import type { Chat } from '../support/chat.ts';
import { books } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { World } from '../support/world.ts';

let house: House;
let home: string;
let chat: Chat;

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Essais');
  chat = await house.login(await house.world.referent(home));
  await house.world.people(home, ['Soraya Ferrand']);
  const theatre = await house.world.venue('Théâtre des Célestes', { address: '4 rue du Ciel', phone: '04 65 71 00 30', access: 'Métro D, arrêt Ciel' });
  for (let i = 0; i < 9; i += 1) await house.world.venue(`Salle ${i + 1}`, { city: 'Bron' });
  await house.world.show({ title: 'Le Malade', venue: theatre, event_more: { themes: ['théâtre'] } });
  await house.world.show({ title: 'Cendrillon', venue: theatre, event_more: { themes: ['théâtre'] }, startsAt: new Date('2026-12-05T19:00:00Z') });
  await house.world.show({ title: 'Nuit du jazz', venueName: 'Le Club', event_more: { themes: ['jazz'] }, startsAt: new Date('2026-12-04T19:00:00Z') });
  const other = await World.make(house.fresh);
  await other.venue('Théâtre d’ailleurs');
});

describe('A4 the directory of partners', () => {
  it('A4 lists them by name, a page at a time', async () => {
    await chat.says('annuaire');
    chat.sees('11 lieux partenaires', 'Le Club', 'aucune date à venir').seesNot('ailleurs', 'Célestes');
    await chat.presses('Suite');
    chat.sees('Théâtre des Célestes — Lyon · 2 dates à venir');
    await chat.presses('Précédent');
    chat.sees('Le Club');
  });

  it('A4 is searched by a name or a town; a genre or a day stays a search of outings', async () => {
    await chat.says('partenaires');
    await chat.says('bron');
    chat.sees('9 lieux pour « bron »').seesNot('Célestes');
    await chat.presses('Tous les partenaires');
    chat.sees('11 lieux');
    await chat.says('célestes');
    chat.sees('Théâtre des Célestes', '4 rue du Ciel, Lyon', 'Métro D, arrêt Ciel', '04 65 71 00 30', '2 dates à venir').offers('Voir les dates');
    await chat.presses('Voir les dates');
    chat.sees('Le Malade', 'Cendrillon').seesNot('Nuit du jazz');
    await chat.says('partenaires');
    await chat.says('samedi 28 novembre');
    chat.sees('Le Malade');
  });

  it('A4 a venue that is no more, or of another operator, is none', async () => {
    for (const id of [systemIds.uuid(), 'x']) {
      await chat.pressesId(encodePress({ flow: 'partners', name: 'show', args: [id] }));
      chat.sees('Je ne trouve plus ce lieu');
    }
  });

  it.each(['visitor', 'venue', 'operator', 'jury'] as const)('A4 a %s may look, too', async (role) => {
    const one = await house.login(await house.world.account(role, role === 'visitor' ? home : null, 'Una Autre'));
    await one.says('partenaires');
    one.sees('11 lieux partenaires');
  });
});

describe('A4 suggestions', () => {
  it('A4 before anything was booked: the next dates with seats, and that it is said', async () => {
    await chat.says('des idées');
    chat.sees('Je n’ai pas encore de suggestion', 'Le Malade');
  });

  it('A4 after a booking: the same genre, without what was booked', async () => {
    await books(chat, 'Le Malade', 'Soraya');
    await chat.says('quoi de bien pour nous ?');
    chat.sees('Vous aimerez aussi', 'D’après vos sorties', 'Cendrillon').seesNot('Le Malade', 'Nuit du jazz');
    await chat.presses('Cendrillon');
    chat.offers('Réserver');
  });

  it('A4 another structure’s bookings say nothing here; a venue’s account has none', async () => {
    const other = await house.login(await house.world.referent(await house.world.structure('Maison des Autres'), 'Marc Leroy'));
    await other.says('suggestions');
    other.sees('Je n’ai pas encore de suggestion');
    const venue = await house.login(await house.world.account('venue', null, 'Vic Lieu'));
    await venue.says('suggestions');
    venue.sees('Votre compte ne permet pas cela');
    expect(venue.text).not.toContain('Cendrillon');
  });
});
