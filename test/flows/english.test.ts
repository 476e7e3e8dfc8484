import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  const home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Malika Haddad', 'Hugo Petit']) await world.person(home, name);
  sophie = await house.login(await world.referent(home));
  // What partners wrote is shown as they wrote it; here it is English, so that any French is guichet's own.
  const venue = await world.venue('Town Hall', { address: '1 Main Street', access: 'Metro A, Main Street stop' });
  const themes = { event_more: { themes: ['music'] } };
  await world.show({ title: 'Gospel Experience', capacity: 2, venue, ...themes });
  await world.show({ title: 'Winter Circus', capacity: 5, venue, startsAt: new Date('2026-12-02T19:00:00Z'), ...themes });
  await world.show({ title: 'Nutcracker', venue, startsAt: new Date('2026-12-21T19:00:00Z'), ...themes });
});

const FRENCH = /(?<!\p{L})(?:le|la|les|une|vous|votre|est|des|du|et|pour|je|personnes?|places?|invitation n|à|de|réserv\p{L}*|annul\p{L}*|sorties?|chercher|aide|retour)(?!\p{L})/iu;

/** All that the last message was answered with, the card that is drawn included, is English. */
function inEnglish(chat: Chat): Chat {
  const shown = JSON.stringify(chat.last.map(({ text, title, actions, card, form }) => ({ text, title, labels: actions.map(({ label }) => label), card, fields: form?.fields.map(({ label }) => label) })));
  // Ids of buttons are no words.
  expect(shown.replace(/"(?:press|submit)":"[^"]*"/g, '')).not.toMatch(FRENCH);
  return chat;
}

const says = async (text: string): Promise<Chat> => inEnglish(await sophie.says(text));
const presses = async (label: string): Promise<Chat> => inEnglish(await sophie.presses(label));

describe('X7 a conversation in English', () => {
  it('X7 switches, and opens on the home page', async () => {
    await sophie.says('menu');
    sophie.sees('Bonjour Sophie').offers('English');
    await sophie.presses('English');
    inEnglish(sophie).sees('I will now answer you in English').offers('Menu', 'Français');
    await presses('Menu');
    sophie.sees('Hello Sophie', 'Today is Friday 20 November', 'No bookings coming up', 'Next outings with free seats', 'Saturday 28 November at 8 pm').offers('Search', 'My bookings', 'More…', 'Français');
    await presses('More…');
    sophie.offers('Help', 'Menu');
    await says('help');
    sophie.sees('What I can do', 'at most 2 per person per week');
  });

  it('X7 A4 searches', async () => {
    await says('search');
    sophie.sees('3 dates coming up', 'Gospel Experience', '2 seats', 'opens on Saturday 21 November at 9 am').offers('Narrow down');
    await presses('Narrow down');
    await presses('4 seats or more');
    sophie.sees('2 dates with 4 seats or more').seesNot('Gospel');
    await says('gospel');
    sophie.sees('Getting there', 'Book or cancel', 'until Thursday 26 November at 8 pm').offers('Book');
  });

  it('A8 books, with a rank on the waitlist', async () => {
    await presses('Book');
    sophie.sees('Who is it for', '2 seats left').offers('Soraya F.', 'New person');
    await says('soraya, malika and hugo');
    sophie.sees('There are 2 seats left for 3 people').offers('2 seats + 1 waiting', 'Change the people');
    await presses('2 seats + 1 waiting');
    sophie.sees('To sum up', '2 seats for Soraya Ferrand and Malika Haddad', 'Hugo Petit: rank 1 on the waitlist (there are no seats left)', 'You can cancel until Thursday 26 November').offers('Confirm', 'Change', 'Leave it');
    await presses('Confirm');
    sophie.sees('It is booked', 'Soraya Ferrand: one seat, invitation no.', 'Hugo Petit: rank 1 on the waitlist', 'as soon as a seat comes free');
  });

  it('A11 finds the bookings, cancels one, and hears of the freed seat', async () => {
    await says('my bookings');
    sophie.sees('Your bookings coming up', 'seat booked', 'rank 1 on the waitlist');
    await presses('Hugo');
    sophie.sees('1, nobody ahead', 'Why not yet').offers('Leave the waitlist');
    await says('cancel soraya');
    sophie.sees('this will be cancelled', 'Soraya Ferrand: the seat for Gospel Experience', 'will go to somebody else').offers('Yes, cancel', 'No, keep');
    await presses('Yes, cancel');
    sophie.sees('It is cancelled for Soraya Ferrand');
    await sophie.receives('A seat has come free');
    inEnglish(sophie).seesNot('Hugo').offers('See');
    await presses('See');
    sophie.sees('The seat is for Hugo Petit').offers('Noted', 'Give the seat back');
    expect(await house.world.faults(await house.now())).toEqual([]);
  });

  it('X8 says no with a reason, and what is possible instead', async () => {
    await says('nutcracker');
    sophie.sees('Booking opens', '(in 23 hours)').offers('Choose the people now', 'Tell me when booking opens');
    await presses('Tell me when booking opens');
    sophie.sees('Noted', 'I will tell you on Saturday 21 November at 9 am. Then you only need to choose the people');
    await says('gospel');
    await presses('Waitlist');
    await says('hugo');
    sophie.sees('Hugo Petit: a seat is already booked for this date', 'You can find it in your bookings');
    await says('cancel');
    sophie.sees('Nothing was changed');
    await house.clock('2026-11-26T19:00:00Z');
    await says('cancel hugo');
    sophie.sees('It is too late to cancel here (the limit was Thursday 26 November at 8 pm)', 'Call Town Hall on 04 65 71 00 01').offers('Note as unable to come');
    await says('zzz qqq');
    sophie.sees('I did not understand', 'I can note who is unable to come');
    await presses('No, keep');
    sophie.sees('I will keep everything');
  });

  it('X7 goes back to French', async () => {
    await sophie.says('français');
    sophie.sees('Je vous réponds maintenant en français').offers('English');
    await sophie.says('menu');
    sophie.sees('Bonjour Sophie', 'Nous sommes');
  });
});
