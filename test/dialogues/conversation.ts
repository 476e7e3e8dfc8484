import { expect } from 'vitest';
import { cast, inDays, type Dialogue } from './talker.ts';

export const conversation: readonly Dialogue[] = [
  {
    name: 'X3 aide, retour and annuler in the middle; a button of a card that is over says so',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Ormes');
      await house.world.show({ title: 'Opéra des Ormes', capacity: 5, startsAt: await inDays(house, 8) });
      await sophie.says('opéra des ormes');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      sophie.sees('Je récapitule');
      await sophie.says('aide');
      sophie.sees('Ce que je peux faire', 'Je récapitule').offers('Confirmer');
      await sophie.says('retour');
      sophie.sees('Quelqu’un d’autre');
      await sophie.says('hugo');
      await sophie.says('annuler');
      sophie.sees('Rien n’a été changé');
      await sophie.pressesEarlier('Confirmer', 'Je récapitule');
      sophie.sees('Ce bouton ne vaut plus');
    },
  },
  {
    name: 'X2 two misses bring choices; what is out of scope is said',
    async play(stage) {
      const { sophie } = await cast(stage, 'Foyer des Frênes');
      await sophie.says('blorp zzz qqq');
      await sophie.says('blorp zzz qqq');
      sophie.offers('Menu');
    },
  },
  {
    name: 'X1 English, and back to French',
    async play(stage) {
      const { sophie } = await cast(stage, 'Foyer des Aulnes');
      await sophie.says('english');
      await sophie.says('menu');
      sophie.sees('Hello Sophie').offers('Search');
      await sophie.says('français');
      await sophie.says('menu');
      sophie.sees('Bonjour Sophie').offers('Chercher');
    },
  },
  {
    name: 'X1 X3 a booking begun here is finished on the web chat',
    async play(stage) {
      const { house } = stage;
      const { sophie, account } = await cast(stage, 'Foyer des Hêtres');
      const show = await house.world.show({ title: 'Danse des Hêtres', capacity: 5, startsAt: await inDays(house, 9) });
      await sophie.says('danse des hêtres');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      const desktop = await stage.desktop(account);
      await desktop.says('retour');
      desktop.sees('Quelqu’un d’autre');
      await desktop.says('hugo et malika');
      await desktop.presses('Confirmer');
      desktop.sees('C’est réservé');
      expect(await house.world.seats(show.id)).toHaveLength(2);
      await sophie.pressesEarlier('Confirmer', 'Je récapitule').catch(() => undefined);
      expect(await house.world.seats(show.id)).toHaveLength(2);
    },
  },
  {
    name: 'A3 people: added by typing, found with a typo, changed, not bookable any more',
    async play(stage) {
      const { sophie } = await cast(stage, 'Foyer des Pins');
      await sophie.says('mes participants');
      sophie.sees('Soraya Ferrand', 'Malika Koné');
      await sophie.says('ajouter Fanta Diarra');
      sophie.sees('Fanta Diarra', 'qui est-ce');
      await sophie.presses('Participant');
      sophie.sees('Fanta Diarra');
      await sophie.says('menu');
      await sophie.says('mes participants');
      await sophie.says('fanta diara');
      sophie.sees('Fanta Diarra');
    },
  },
  {
    name: 'A3 X4 a list dropped as a file: good lines kept, each faulty one with its reason',
    drops: true,
    async play(stage) {
      const { sophie } = await cast(stage, 'Foyer des Cèdres', ['Ana Un']);
      await sophie.drops({ name: 'liste.csv', mime: 'text/csv', bytes: Buffer.from('Prénom;Nom;Année de naissance\nBintou;Camara;2009\nLucas;;2010\nÉlodie;Nguyễn;2008\n', 'utf8') });
      sophie.sees('ligne 3');
    },
  },
];
