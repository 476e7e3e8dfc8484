import { expect } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cast, inDays, later, type Dialogue, type Stage } from './talker.ts';

const states = async ({ house }: Stage, performance: string, people: ReadonlyMap<string, string>): Promise<Record<string, string>> => {
  const names = new Map([...people].map(([name, id]) => [id, name]));
  return Object.fromEntries((await house.world.seats(performance)).map((seat) => [names.get(seat.person) ?? '?', seat.state]));
};

export const booking: readonly Dialogue[] = [
  {
    name: 'A8 A9 three people for two seats: two invitations with their documents, one rank; a seat that comes free',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Essais');
      const show = await house.world.show({ title: 'Gospel du Rhône', capacity: 2, startsAt: await inDays(house, 8) });
      await sophie.says('menu');
      sophie.sees('Bonjour Sophie').offers('Chercher', 'Mes réservations');
      await sophie.says('gospel du rhône');
      sophie.sees('Gospel du Rhône', 'à 20 h', '2 places').offers('Réserver');
      await sophie.presses('Réserver');
      sophie.sees('Pour qui').offers('Soraya F.');
      await sophie.says('soraya, jean claude et malika');
      sophie.sees('Il reste 2 places pour 3 personnes').offers('2 places + 1 en attente');
      await sophie.presses('2 places + 1 en attente');
      sophie.sees('Je récapitule', 'Malika Koné', 'rang 1').offers('Confirmer', 'Modifier', 'Abandonner');
      expect(await states(stage, show.id, people)).toEqual({});
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé', 'Malika Koné : rang 1 en attente', '2 invitations, 1 agenda');
      expect(await states(stage, show.id, people)).toEqual({ Soraya: 'booked', 'Jean-Claude': 'booked', Malika: 'waiting' });
      const papers = await sophie.papers();
      expect(papers.map(({ mime }) => mime.split(';')[0])).toEqual(['application/pdf', 'text/calendar']);
      for (const { name, mime, bytes } of papers) {
        expect(name).not.toMatch(/soraya|ferrand|olivier/i);
        if (mime.startsWith('text/')) expect(bytes.toString('utf8')).not.toMatch(/Soraya|Ferrand|Olivier/);
        else expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      }
      await sophie.says('annuler soraya');
      sophie.sees('Soraya Ferrand', 'Gospel du Rhône');
      await sophie.presses('Oui, annuler');
      sophie.sees('annulé pour Soraya Ferrand');
      await later(house, 60_000);
      await sophie.rings('Une place s’est libérée');
      sophie.seesNot('Malika', 'Koné').offers('Voir');
      expect(await sophie.papers()).toEqual([]);
      await sophie.presses('Voir');
      sophie.sees('La place est pour Malika Koné');
      expect(await sophie.papers()).toHaveLength(2);
      expect(await house.world.faults(await house.now())).toEqual([]);
    },
  },
  {
    name: 'X4 A8 a confirmation tapped six times over is one booking',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Bouleaux');
      const show = await house.world.show({ title: 'Tango des Docks', capacity: 5, startsAt: await inDays(house, 9) });
      await sophie.says('tango des docks');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      sophie.offers('Confirmer');
      await sophie.presses('Confirmer', 6);
      await sophie.says('mes réservations');
      sophie.sees('Hugo Petit', 'Tango des Docks');
      expect(await states(stage, show.id, people)).toEqual({ Hugo: 'booked' });
      expect(await rows(house.fresh.admin, 'select id from request where performance_id = ?', [show.id])).toHaveLength(1);
    },
  },
  {
    name: 'A8 X1 people are ticked on one card, which is drawn again in its place',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Charmes');
      const show = await house.world.show({ title: 'Cirque des Brotteaux', capacity: 5, startsAt: await inDays(house, 10) });
      await sophie.says('cirque des brotteaux');
      await sophie.presses('Réserver');
      await sophie.presses('Soraya F.');
      expect(sophie.redrew).toBe(true);
      await sophie.presses('Malika K.');
      expect(sophie.redrew).toBe(true);
      await sophie.presses('Soraya F.');
      await sophie.presses('Continuer');
      sophie.sees('Je récapitule', 'Malika Koné').seesNot('Soraya');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé');
      expect(await states(stage, show.id, people)).toEqual({ Malika: 'booked' });
    },
  },
  {
    name: 'A6 A5 X8 no: over the weekly quota, not open yet, too late, each with what is possible instead',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Saules');
      const monday = await inDays(house, 14);
      monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
      const day = (n: number): Date => new Date(monday.getTime() + n * 86_400_000);
      for (const [i, title] of ['Marionnettes une', 'Marionnettes deux', 'Marionnettes trois'].entries()) await house.world.show({ title, capacity: 5, startsAt: day(i) });
      for (const title of ['marionnettes une', 'marionnettes deux']) {
        await sophie.says(title);
        await sophie.presses('Réserver');
        await sophie.says('hugo');
        await sophie.presses('Confirmer');
        sophie.sees('C’est réservé');
      }
      await sophie.says('marionnettes trois');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      sophie.sees('Hugo Petit a déjà 2 invitations', 'rang 1 en attente').offers('Confirmer');
      await sophie.says('annuler');
      await house.world.show({ title: 'Casse-Noisette demain', capacity: 5, startsAt: await inDays(house, 40) });
      await sophie.says('casse-noisette demain');
      sophie.sees('Ouverture', 'à 9 h').offers('Me prévenir');
      await house.world.show({ title: 'Orgue ce soir', capacity: 5, startsAt: await inDays(house, 1), opensAt: await house.now(), closesAt: new Date((await house.now()).getTime() + 1_000) });
      await later(house, 60_000);
      await sophie.says('orgue ce soir');
      sophie.offersNot('Réserver');
    },
  },
  {
    name: 'A11 X8 my reservations: paged in place, one opened, given back after a question',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Tilleuls', ['Ana Un', 'Ben Deux', 'Cleo Trois', 'Dana Quatre', 'Eloi Cinq', 'Fanny Six', 'Gael Sept', 'Hanna Huit']);
      await house.world.show({ title: 'Bal des Pentes', capacity: 8, startsAt: await inDays(house, 11) });
      await sophie.says('bal des pentes');
      await sophie.presses('Réserver');
      await sophie.says('ana, ben, cleo, dana, eloi, fanny, gael et hanna');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé', '8 invitations');
      await sophie.says('mes réservations');
      sophie.sees('1 à 6 sur 8').offers('Suite');
      await sophie.presses('Suite');
      expect(sophie.redrew).toBe(true);
      sophie.sees('7 à 8 sur 8');
      await sophie.presses('Gael S.');
      sophie.sees('Gael Sept', 'Bal des Pentes', 'Place réservée').offers('Annuler cette place', 'Invitation et agenda');
      await sophie.presses('Annuler cette place');
      await sophie.presses('Oui, annuler');
      sophie.sees('annulé pour Gael Sept');
    },
  },
];
