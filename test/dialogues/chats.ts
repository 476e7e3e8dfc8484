import { expect } from 'vitest';
import { CHANNELS, type ChannelName } from '../../bots/parity.ts';
import { cast, inDays, later, named, type Dialogue } from './talker.ts';

const titleOf = (channel: string): string => CHANNELS[channel as ChannelName];

/** What a chat on a platform is, and the web page is not: one of several, and a place where names may not go. */
export const chats: readonly Dialogue[] = [
  {
    name: 'A2 X6 two chats of one person: tied by a code, news where they are wanted, untied from elsewhere and from within',
    platform: true,
    async play(stage) {
      const { house, channel } = stage;
      const title = titleOf(channel);
      const { sophie, account } = await cast(stage, 'Foyer des Deux Rives', ['Hugo Petit', 'Awa Diallo']);
      const desktop = await stage.desktop(account);
      await desktop.says('mes conversations');
      desktop.sees('Vos conversations', title, 'là où vous avez écrit en dernier').offers(`Délier ${title}`, 'M’écrire sur la page seule');
      await desktop.presses('Relier une autre messagerie');
      const [, code = ''] = /Votre code : ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(desktop.text) ?? [];
      const second = stage.stranger();
      await later(house, 60_000);
      await second.says(code);
      second.sees('C’est fait');
      await second.says('mes conversations');
      second.sees(`${title} (ici)`);

      // A push that is always there: somebody gives a seat back.
      const news = async (show: string): Promise<void> => {
        await house.world.show({ title: show, capacity: 1, startsAt: await inDays(house, 8) });
        for (const [who, button] of [['hugo', 'Réserver'], ['awa', 'Liste d’attente']] as const) {
          await desktop.says(show.toLowerCase());
          await desktop.presses(button);
          await desktop.says(who);
          await desktop.presses('Confirmer');
        }
        await desktop.says('annuler hugo');
        if (!desktop.labels.includes('Oui, annuler')) await desktop.presses(show);
        await desktop.presses('Oui, annuler');
        await later(house, 60_000);
      };
      await news('Valse des Rives');
      await second.rings('Valse des Rives');
      await expect(sophie.rings('Valse des Rives')).rejects.toThrow('no push');
      await desktop.says('mes conversations');
      await desktop.presses('M’écrire sur la page seule');
      desktop.sees('sur la page web seule');
      await news('Polka des Rives');
      await expect(second.rings('Polka des Rives')).rejects.toThrow('no push');
      await desktop.rings('Polka des Rives');

      await second.says('mes conversations');
      await second.presses(`Délier ${title}`);
      second.sees('il faudra un nouveau code');
      await second.presses('Oui, délier');
      await sophie.says('menu');
      sophie.sees('code').seesNot('Bonjour Sophie');
      await second.says('mes conversations');
      await second.presses('Délier cette conversation');
      await second.presses('Oui, délier');
      second.sees('cette conversation n’est plus reliée');
      await second.says('mes réservations');
      second.sees('code').seesNot('Hugo', 'Awa');
      await desktop.says('mes conversations');
      desktop.sees('page web seule').offersNot(`Délier ${title}`);
    },
  },
  {
    name: 'X6 notifications: own days and hours, one kind switched off',
    async play(stage) {
      const { sophie } = await cast(stage, 'Foyer des Heures', ['Hugo Petit']);
      await sophie.says('mes notifications');
      sophie.sees('Vos notifications', 'tous les jours', 'à toute heure', 'Ce qui touche une réservation arrive toujours').offers('Lundi', 'Dimanche', '9 h – 17 h', 'La veille', 'Mes conversations', 'Menu');
      await sophie.presses('Mercredi');
      expect(sophie.redrew).toBe(true);
      sophie.sees('le lundi, le mardi, le jeudi').offers('Défaire');
      await sophie.presses('9 h – 17 h');
      sophie.sees('de 9 h à 17 h');
      await sophie.presses('La veille : adresse et horaire');
      sophie.sees('Vous ne recevez pas', 'la veille');
      await sophie.says('2');
      sophie.sees('Les cases n’ont pas de numéro', 'de 9 h à 17 h');
      await sophie.says('sauf le week-end');
      sophie.sees('le lundi, le mardi, le jeudi et le vendredi');
      await sophie.says('de 22h à 6h');
      sophie.sees('heures calmes du programme', 'de 9 h à 17 h');
      await sophie.says('toute la journée');
      await sophie.says('avec la veille');
      sophie.sees('à toute heure').seesNot('Vous ne recevez pas');
      await sophie.says('ne me dérangez pas le lundi');
      sophie.sees('le mardi, le jeudi et le vendredi');
      await sophie.says('défaire');
      sophie.sees('le lundi, le mardi, le jeudi et le vendredi');
      await sophie.presses('Mes conversations');
      sophie.sees('Vos conversations');
    },
  },
  {
    name: 'X3 what is done on the web chat makes the card that is open here say that it is over',
    platform: true,
    async play(stage) {
      const { house } = stage;
      const { sophie, account } = await cast(stage, 'Foyer des Deux Écrans', ['Hugo Petit']);
      await house.world.show({ title: 'Bal des Écrans', capacity: 5, startsAt: await inDays(house, 8) });
      await sophie.says('bal des écrans');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      sophie.offers('Confirmer');
      const desktop = await stage.desktop(account);
      await desktop.says('annuler');
      await sophie.presses('Confirmer');
      sophie.sees('Ce bouton ne vaut plus');
    },
  },
  {
    name: 'X5 names “none”: nobody’s name leaves, in no text, button or file; a link leads to the web chat',
    platform: true,
    play: (stage) => named(stage, 'none', async () => {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Secrets', ['Zoraline Duvallon', 'Odhran Kvistad']);
      const hidden = ['Zoraline', 'Duvallon', 'Odhran', 'Kvistad'];
      const before = stage.sent?.().length;
      await house.world.show({ title: 'Concert des Secrets', capacity: 1, startsAt: await inDays(house, 8) });
      await sophie.says('concert des secrets');
      await sophie.presses('Réserver');
      sophie.seesNot(...hidden);
      await sophie.says('zoraline et odhran');
      sophie.seesNot(...hidden);
      if (sophie.labels.includes('1 place + 1 en attente')) await sophie.presses('1 place + 1 en attente');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé', 'Voir les noms').seesNot(...hidden);
      expect(await sophie.papers()).toEqual([]);
      for (const words of ['mes réservations', 'mes participants', 'menu']) {
        await sophie.says(words);
        sophie.seesNot(...hidden);
      }
      if (stage.sent !== undefined) expect(stage.sent().slice(before)).not.toMatch(/Zoraline|Duvallon|Odhran|Kvistad/);
    }),
  },
  {
    name: 'X5 names “initials”: nobody’s name in full, on documents neither',
    platform: true,
    play: (stage) => named(stage, 'initials', async () => {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Lettres', ['Zoraline Duvallon', 'Zénobie Dupré']);
      const before = stage.sent?.().length;
      await house.world.show({ title: 'Concert des Lettres', capacity: 1, startsAt: await inDays(house, 8) });
      await sophie.says('concert des lettres');
      await sophie.presses('Réserver');
      // Two people of the same initials are told apart.
      sophie.offers('Z. D. (2)');
      await sophie.says('zoraline');
      const shown = /Z\. D\.(?: \(2\))?/.exec(sophie.text)?.[0] ?? '';
      sophie.seesNot('Zoraline', 'Duvallon', 'Zénobie', 'Dupré');
      await sophie.presses('Confirmer');
      // The same one, with the same number.
      sophie.sees(`${shown} : une place`).seesNot('Zoraline', 'Duvallon');
      const papers = await sophie.papers();
      expect(papers.some(({ bytes }) => /Zoraline|Duvallon/.test(bytes.toString('latin1')))).toBe(false);
      if (stage.sent !== undefined) expect(stage.sent().slice(before)).not.toMatch(/Zoraline|Duvallon/);
    }),
  },
];
