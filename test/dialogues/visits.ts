import { expect } from 'vitest';
import { rows } from '../../db/connection.ts';
import { move } from '../support/changes.ts';
import { cast, inDays, later, type Dialogue, type Stage } from './talker.ts';

/** The number of somebody's invitation, as it is read out. */
const numberOf = async ({ house }: Stage, person: string | undefined): Promise<string> =>
  (await rows<{ number: string }>(house.fresh.admin, 'select number from seat where person_id = ?', [person ?? '']))[0]?.number.replace(/(\d{3})(?=\d)/g, '$1 ') ?? '';

export const visits: readonly Dialogue[] = [
  {
    name: 'A9 the number of an invitation, typed, opens it; one that is no one’s, or was given back, says so',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Noyers');
      await house.world.show({ title: 'Quatuor des Noyers', capacity: 5, startsAt: await inDays(house, 8) });
      await sophie.says('quatuor des noyers');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      await sophie.presses('Confirmer');
      const number = await numberOf(stage, people.get('Hugo'));
      await sophie.says(number);
      sophie.sees('Quatuor des Noyers', 'Hugo Petit', number);
      expect((await sophie.papers()).map(({ mime }) => mime.split(';')[0])).toEqual(['application/pdf', 'text/calendar']);
      await sophie.says('100 000 001');
      sophie.sees('Je ne trouve pas d’invitation n° 100 000 001');
      // Another structure's is as unknown as one that is nobody's.
      const other = await cast(stage, 'Maison des Noyers', ['Ines Morel']);
      await other.sophie.says(number);
      other.sophie.sees('Je ne trouve pas').seesNot('Hugo', 'Quatuor');
      await sophie.says('annuler hugo');
      await sophie.presses('Oui, annuler');
      await sophie.says(number);
      sophie.sees('ne vaut plus');
      expect(await sophie.papers()).toEqual([]);
    },
  },
  {
    name: 'A19 A9 moved by the venue: told without a name, seats kept, new documents; one tap gives a seat back',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Lauriers');
      const show = await house.world.show({ title: 'Chorale des Lauriers', capacity: 5, startsAt: await inDays(house, 12) });
      await sophie.says('chorale des lauriers');
      await sophie.presses('Réserver');
      await sophie.says('hugo');
      await sophie.presses('Confirmer');
      const [, before] = await sophie.papers();
      await move(house.world, [{ id: show.id, startsAt: new Date((await inDays(house, 13)).getTime() - 3_600_000) }], await house.now());
      await later(house, 60_000);
      await sophie.rings('change de date');
      sophie.seesNot('Hugo').offers('Voir');
      await sophie.presses('Voir');
      sophie.sees('Hugo Petit', 'à 19 h').offers('Rendre la place');
      const [, after] = await sophie.papers();
      const said = (paper: typeof before, what: RegExp): string => what.exec(paper?.bytes.toString('utf8') ?? '')?.[1] ?? '';
      expect(said(after, /^UID:(.*)$/m)).toBe(said(before, /^UID:(.*)$/m));
      expect(Number(said(after, /^SEQUENCE:(\d+)/m))).toBeGreaterThan(Number(said(before, /^SEQUENCE:(\d+)/m)));
    },
  },
  {
    name: 'A12 X2 who was there: asked the morning after, answered by words and by buttons',
    async play(stage) {
      const { house } = stage;
      const { sophie, people } = await cast(stage, 'Foyer des Sorbiers');
      const show = await house.world.show({ title: 'Conte des Sorbiers', capacity: 5, startsAt: await inDays(house, 4) });
      await sophie.says('conte des sorbiers');
      await sophie.presses('Réserver');
      await sophie.says('hugo et malika');
      await sophie.presses('Confirmer');
      await later(house, 5 * 86_400_000);
      await sophie.rings('Qui était là');
      sophie.seesNot('Hugo', 'Malika');
      await sophie.says('hugo absent, prévenu');
      sophie.sees('Hugo');
      const marked = async (name: string): Promise<string | undefined> => (await rows<{ attendance: string }>(house.fresh.admin, 'select attendance from seat where performance_id = ? and person_id = ?', [show.id, people.get(name) ?? '']))[0]?.attendance;
      if (await marked('Hugo') === 'unknown') await sophie.presses(sophie.labels.find((label) => /oui|enregistrer|envoyer|confirmer/i.test(label)) ?? '');
      expect(await marked('Hugo')).toBe('excused');
    },
  },
  {
    name: 'A14 A9 a visitor has their own invitation, nobody else’s, and cannot book',
    async play(stage) {
      const { house } = stage;
      const { sophie, people, structure, account } = await cast(stage, 'Foyer des Lilas');
      await house.world.show({ title: 'Fado des Lilas', capacity: 5, startsAt: await inDays(house, 8) });
      await sophie.says('fado des lilas');
      await sophie.presses('Réserver');
      await sophie.says('soraya et hugo');
      await sophie.presses('Confirmer');
      const soraya = await stage.phone(await house.world.account('visitor', structure, 'Soraya Ferrand', { person: people.get('Soraya') ?? '', invitedBy: account.id }));
      await soraya.says('mes invitations');
      soraya.sees('Fado des Lilas').seesNot('Hugo');
      await soraya.says('1');
      soraya.offers('Invitation et agenda', 'Je ne peux pas venir').offersNot('Réserver');
      await soraya.presses('Invitation et agenda');
      expect(await soraya.papers()).toHaveLength(2);
    },
  },
  {
    name: 'A16 X5 the venue has its guest list, as a page and as a table; another venue has none',
    async play(stage) {
      const { house } = stage;
      const { sophie } = await cast(stage, 'Foyer des Platanes');
      const show = await house.world.show({ title: 'Revue des Platanes', capacity: 5, startsAt: await inDays(house, 10), at: await house.now() });
      await sophie.says('revue des platanes');
      await sophie.presses('Réserver');
      await sophie.says('soraya et hugo');
      await sophie.presses('Confirmer');
      const gaspard = await stage.phone(await house.world.account('venue', null, 'Gaspard Lieu', { venue: show.venue }));
      await gaspard.says('liste des invités');
      gaspard.sees('Vos listes d’invités', 'Revue des Platanes');
      await gaspard.says('menu');
      await gaspard.says('revue des platanes');
      gaspard.offers('Liste des invités').offersNot('Réserver');
      await gaspard.presses('Liste des invités');
      const [pdf, csv] = await gaspard.papers();
      expect(pdf?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(csv?.bytes.toString('utf8')).toMatch(/Ferrand.*Soraya[\s\S]*Petit.*Hugo/);
      await later(house, 9 * 86_400_000);
      await gaspard.rings('est prête');
      gaspard.sees('2 personnes');
      gaspard.seesNot('Soraya', 'Hugo').offers('Voir');
      await gaspard.presses('Voir');
      expect(await gaspard.papers()).toHaveLength(2);
      const other = await stage.phone(await house.world.account('venue', null, 'Olga Ailleurs', { venue: await house.world.venue('Autre salle') }));
      await other.says('revue des platanes');
      other.sees('Revue des Platanes').offersNot('Liste des invités');
    },
  },
];
