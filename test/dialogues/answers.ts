import { expect } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cancel } from '../support/changes.ts';
import { cast, inDays, later, type Dialogue, type Stage } from './talker.ts';

const DAY = 86_400_000;
const seatsOf = async ({ house }: Stage, performance: string): Promise<string[]> => (await house.world.seats(performance)).map(({ state }) => state).sort();

/** What guichet asks unasked, and what others decide. */
export const answers: readonly Dialogue[] = [
  {
    name: 'A17 X3 who comes: asked before closing, toggled on one card, freed when the answers are sent',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Platanes du Parc');
      const show = await house.world.show({ title: 'Slam du Parc', capacity: 3, startsAt: await inDays(house, 14), opensAt: await house.now(), at: await house.now() });
      await sophie.says('slam du parc');
      await sophie.presses('Réserver');
      await sophie.says('soraya, hugo et malika');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé');
      await later(house, 6 * DAY);
      await sophie.rings('votre sortie Slam du Parc');
      sophie.seesNot('Soraya', 'Hugo', 'Malika');
      await sophie.presses('Répondre');
      sophie.sees('Qui vient').offers('Malika K.', 'Envoyer mes réponses');
      await sophie.presses('Malika K.');
      expect(sophie.redrew).toBe(true);
      sophie.sees('Ne vient pas : Malika Koné');
      expect(await seatsOf(stage, show.id)).toEqual(['booked', 'booked', 'booked']);
      await sophie.presses('Envoyer mes réponses');
      sophie.sees('la place est rendue');
      await sophie.presses('Envoyer');
      sophie.sees('C’est noté');
      expect(await seatsOf(stage, show.id)).toEqual(['booked', 'booked', 'cancelled']);
    },
  },
  {
    name: 'A5 chosen ahead: the opening is told without a name, one tap confirms',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer de l’Aube');
      const opens = new Date((await house.now()).getTime() + 2 * DAY);
      opens.setUTCHours(8, 0, 0, 0);
      const show = await house.world.show({ title: 'Aubade de Fourvière', capacity: 3, startsAt: await inDays(house, 20), opensAt: opens, at: await house.now() });
      await sophie.says('aubade de fourvière');
      sophie.offers('Choisir déjà les personnes').offersNot('Réserver');
      await sophie.presses('Choisir déjà les personnes');
      await sophie.says('hugo');
      if (sophie.labels.some((label) => /confirmer|enregistrer|continuer/i.test(label))) await sophie.presses(sophie.labels.find((label) => /confirmer|enregistrer|continuer/i.test(label)) ?? '');
      await later(house, 3 * DAY);
      await sophie.rings('Aubade de Fourvière');
      sophie.seesNot('Hugo').offers('Confirmer', 'Voir');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé', 'Hugo Petit');
      expect(await seatsOf(stage, show.id)).toEqual(['booked']);
    },
  },
  {
    name: 'A13 A3 a named group is booked in one go',
    async play(stage) {
      const { house } = stage;
      const { sophie, structure, people } = await cast(stage, 'Foyer des Familles');
      await house.world.party(structure, 'Groupe du mercredi', ['Soraya', 'Hugo', 'Malika'].map((name) => people.get(name) ?? ''));
      const show = await house.world.show({ title: 'Atelier des Familles', capacity: 5, startsAt: await inDays(house, 9) });
      await sophie.says('atelier des familles');
      await sophie.presses('Réserver');
      await sophie.says('groupe du mercredi');
      sophie.sees('3 ');
      if (!sophie.labels.includes('Confirmer')) await sophie.presses('Continuer');
      await sophie.presses('Confirmer');
      expect(await seatsOf(stage, show.id)).toEqual(['booked', 'booked', 'booked']);
    },
  },
  {
    name: 'A14 a visitor would like to go: a nameless word to the referent, whose yes books',
    async play(stage) {
      const { house } = stage;
      const { sophie, structure, people, account } = await cast(stage, 'Foyer des Souhaits');
      const soraya = await stage.phone(await house.world.account('visitor', structure, 'Soraya Ferrand', { person: people.get('Soraya') ?? '', invitedBy: account.id }));
      const show = await house.world.show({ title: 'Ballet des Souhaits', capacity: 3, startsAt: await inDays(house, 10) });
      await soraya.says('ballet des souhaits');
      soraya.offersNot('Réserver');
      await soraya.presses('Je voudrais y aller');
      await later(house, 60_000);
      await sophie.rings('voudrait aller à');
      sophie.seesNot('Soraya');
      await sophie.presses('Voir');
      sophie.sees('Soraya Ferrand voudrait');
      await sophie.presses('Réserver');
      expect(await seatsOf(stage, show.id)).toEqual(['booked']);
      await later(house, 60_000);
      await soraya.rings('Ballet des Souhaits');
    },
  },
  {
    name: 'A19 X8 cancelled by the venue: told without a name, void, other dates offered',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Brumes');
      const show = await house.world.show({ title: 'Opérette des Brumes', capacity: 3, startsAt: await inDays(house, 9) });
      await house.world.show({ title: 'Opérette des Brumes', capacity: 3, startsAt: await inDays(house, 12), event: show.event });
      await sophie.says('opérette des brumes');
      if (!sophie.labels.includes('Réserver')) await sophie.says('1');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      await sophie.presses('Confirmer');
      await cancel(house.world, show.id, await house.now());
      await later(house, 60_000);
      await sophie.rings('est annulée par le lieu');
      sophie.seesNot('Hugo');
      await sophie.presses('Voir');
      sophie.sees('Hugo Petit').offers('Autres dates');
      const [number] = await rows<{ number: string }>(house.fresh.admin, 'select number from seat where person_id = ?', [people.get('Hugo') ?? '']);
      await sophie.says(number?.number ?? '');
      sophie.sees('ne vaut plus');
    },
  },
  {
    name: 'A1 A2 the structure’s telephone by typing; a colleague let in by a code',
    async play(stage) {
      const { house } = stage;
      const { sophie, structure } = await cast(stage, 'Foyer des Voisins');
      await sophie.says('ma structure');
      sophie.sees('Foyer des Voisins');
      await sophie.says('téléphone 04 65 71 00 10');
      sophie.sees('04 65 71 00 10');
      const driss = await house.world.referent(structure, 'Driss Amrani');
      await sophie.says('mes collègues');
      await sophie.presses('Driss Amrani');
      await sophie.presses('Montrer le code');
      const [, code = ''] = /([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(sophie.text) ?? [];
      const phone = await stage.phone({ ...driss, code });
      await phone.says('menu');
      phone.sees('Bonjour Driss');
      await sophie.says('mes collègues');
      await sophie.presses('Driss Amrani');
      await sophie.presses('Retirer');
      await sophie.presses('Retirer l’accès');
      expect((await rows<{ removed: boolean }>(house.fresh.admin, 'select removed_at is not null as removed from account where id = ?', [driss.id]))[0]?.removed).toBe(true);
    },
  },
  {
    name: 'X3 X4 a restart in the middle changes nothing',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Nuits');
      const show = await house.world.show({ title: 'Nocturne des Nuits', capacity: 3, startsAt: await inDays(house, 8) });
      await sophie.says('nocturne des nuits');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      sophie.sees('Je récapitule');
      await house.restart();
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé');
      expect(await seatsOf(stage, show.id)).toEqual(['booked']);
    },
  },
];
