import { it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { openHouse } from '../support/house.ts';

const show = (who: string, chat: Chat): void => {
  for (const m of chat.last) console.log(`${who} ◂ ${(m.title ? `# ${m.title}\n` : '')}${m.text}\n   ${m.actions.map((a) => `[${a.label}]`).join(' ')}${m.form ? ` FORM ${JSON.stringify(m.form.fields.map((f) => f.label))}` : ''}`);
};
it('plays', async () => {
  const house = await openHouse();
  const { world } = house;
  const home = await world.structure('Foyer des Essais', { latitude: 45.76, longitude: 4.85 });
  const people: string[] = [];
  for (const name of ['Soraya Ferrand', 'Jean-Claude Olivier', 'Malika Koné', 'Hugo Petit', 'Fatima Benali', 'Fatima Benaissa']) people.push(await world.person(home, name));
  await world.person(home, 'Nadia Ferrand', 'guest', people[0]);
  await world.person(home, 'Paul Renard', 'companion');
  const sophie = await house.login(await world.referent(home));
  const go = async (...lines: string[]): Promise<void> => {
    for (const line of lines) {
      console.log(`\n> ${line}`);
      if (line.startsWith('[')) await sophie.presses(line.slice(1, -1)).catch(() => console.log('!!! NO BUTTON'));
      else await sophie.says(line);
      show('', sophie);
    }
  };
  await world.show({ title: 'Gospel Experience', capacity: 2 });
  await world.show({ title: 'Cirque Lune', startsAt: new Date('2026-11-25T13:00:00Z'), event_more: { themes: ['cirque'] } });
  await world.show({ title: 'Musée des Essais', startsAt: new Date('2026-11-24T13:00:00Z'), event_more: { themes: ['musée'] } });
  await world.show({ title: 'Casse-Noisette', startsAt: new Date('2026-12-21T19:00:00Z'), event_more: { themes: ['danse'], price: '25 €', purchase_url: 'https://example.org/x', accessibility: ['motor'] } });
  await go('gospel', '[Réserver]', 'hugo', '[Confirmer]', 'chercher', '[Affiner]', '[Places libres]', 'samedi', 'il fait beau non ?', 'xyz', 'trrrr', 'des concerts à moins de 10 km', 'il reste 4 places quelque part ?', 'spectacles accessibles en fauteuil roulant', 'danse', 'danse samedi à Lyon', 'ce week-end', '28 novembre', 'réserver', '1', 'fatima', 'nadia', '[Confirmer]', 'qui vient samedi ?', 'mes réservations de fatima', 'annuler fatima', 'fatima benali', 'nouveau participant', 'merci');
  const eric = await house.login(await world.account('visitor', null, 'Eric Petit'));
  for (const line of ['bonjour', 'gospel', 'théâtre', 'Affiner', 'mes réservations', 'réserver', 'annuler', 'samedi']) { console.log('\n>> ' + line); await eric.says(line); show('E', eric); }
}, 60000);
