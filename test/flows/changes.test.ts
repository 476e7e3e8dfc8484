import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cancel, move } from '../support/changes.ts';
import type { Chat, Seen } from '../support/chat.ts';
import { books, nothingIsWrong, Phone, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { date, into, show as draft, theatre } from '../support/imported.ts';
import type { Referent } from '../support/world.ts';

/** What people read and tap when the venue cancels, moves or changes place (A19), over HTTP. */
let house: House;
let sophie: Chat;
let marc: Chat;
let account: Referent;
const NAMES = ['Soraya', 'Ferrand', 'Malika', 'Koné', 'Hugo', 'Petit', 'Ines', 'Morel'];

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const home = await world.structure('Foyer des Essais');
  await world.people(home, ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit']);
  const other = await world.structure('Maison des Essais');
  await world.people(other, ['Ines Morel']);
  account = await world.referent(home);
  sophie = await house.login(account);
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

const SATURDAY = '2026-11-28T19:00:00Z';
const make = (title: string, more: { startsAt?: string; event?: string; venueName?: string; capacity?: number } = {}) => {
  const { startsAt = SATURDAY, ...rest } = more;
  return house.world.show({ title, startsAt: new Date(startsAt), ...rest });
};
/** The worker sends what is due when the clock has moved. */
const tick = async (ms = 1_000): Promise<void> => {
  await house.clock(new Date((await house.now()).getTime() + ms));
};
const cancels = async (id: string): Promise<boolean> => cancel(house.world, id, await house.now());
const moves = async (id: string, to: { startsAt?: string; venue?: string }): Promise<void> => {
  await move(house.world, [{ id, ...(to.startsAt === undefined ? {} : { startsAt: new Date(to.startsAt) }), ...(to.venue === undefined ? {} : { venue: to.venue }) }], await house.now());
};
const statesOf = async (id: string): Promise<string[]> => (await house.world.seats(id)).map(({ state }) => state).sort();
/** Pushes about changes and freed seats alone: others may come as the clock moves. */
const heard = async (phone: Phone): Promise<readonly Seen[]> => (await phone.news()).filter(({ text }) => /^(?:La sortie|Une place|\d+ nouvelles) /.test(text));
const rings = async (chat: Chat, phone: Phone, part: string): Promise<Seen> => {
  const all = await heard(phone);
  expect(all.map(({ text }) => text)).toEqual([expect.stringContaining(part)]);
  await chat.receives(part);
  return all[0] as Seen;
};
const isSilent = async (phone: Phone): Promise<void> => {
  expect((await heard(phone)).map(({ text }) => text)).toEqual([]);
};
const namesNobody = (message: object): void => {
  for (const name of NAMES) expect(JSON.stringify(message)).not.toContain(name);
};

describe('A19 the venue cancels', () => {
  it('A19 X5 told at once without a name; [Voir] says who, and offers other dates', async () => {
    const gospel = await make('Gospel Experience', { capacity: 1 });
    const sunday = await make('Gospel Experience', { startsAt: '2026-11-29T15:00:00Z', event: gospel.event });
    await sophie.says('gospel samedi 28');
    await sophie.presses('Réserver');
    await sophie.says('soraya et malika');
    await sophie.presses('1 place + 1 en attente');
    await sophie.presses('Confirmer');
    expect(await statesOf(gospel.id)).toEqual(['booked', 'waiting']);
    const [phone, his] = [await Phone.of(sophie), await Phone.of(marc)];
    expect(await cancels(gospel.id)).toBe(true);
    await tick();
    const push = await rings(sophie, phone, 'La sortie Gospel Experience, samedi 28 novembre à 20 h, est annulée par le lieu.');
    namesNobody(push);
    await isSilent(his);
    const voir = sophie.idOf('Voir');
    await sophie.presses('Voir');
    sophie.sees('Soraya Ferrand avait une place. Cette invitation ne vaut plus', 'ne compte plus dans la limite de la semaine', 'Malika Koné était en liste d’attente', 'Autres dates de Gospel Experience', 'dimanche 29 novembre à 16 h')
      .offers('Autres dates', 'Chercher');
    await sophie.presses('Autres dates');
    sophie.sees('dimanche 29 novembre à 16 h');
    // Somebody else's press of the same button says nothing of them.
    await marc.pressesId(voir);
    marc.sees('est annulée par le lieu', 'Aucune de vos réservations n’est concernée').seesNot('Soraya', 'Malika');
    // Days later, and twice.
    await house.clock('2026-11-23T10:00:00Z');
    await sophie.pressesId(voir);
    await sophie.pressesId(voir);
    sophie.sees('Soraya Ferrand avait une place');
    await sophie.says('mes réservations');
    sophie.sees('Soraya Ferrand', 'Gospel Experience, samedi 28 novembre à 20 h · sortie annulée par le lieu');
    await sophie.presses('Soraya F., Gospel Experience');
    sophie.sees('Sortie annulée par le lieu').offersNot('Annuler cette place');
    await sophie.says('annuler soraya');
    sophie.seesNot('Oui, annuler');
    await books(sophie, 'gospel dimanche', 'soraya');
    expect(await statesOf(sunday.id)).toEqual(['booked']);
    await nothingIsWrong(house);
  });

  it('A19 cancelled twice is told once; it cannot be booked by a button from before', async () => {
    const jazz = await make('Nuit du jazz');
    await books(sophie, 'nuit du jazz', 'hugo');
    const phone = await Phone.of(sophie);
    expect([await cancels(jazz.id), await cancels(jazz.id)]).toEqual([true, false]);
    await tick();
    await rings(sophie, phone, 'est annulée par le lieu');
    await sophie.presses('Voir');
    sophie.sees('Hugo Petit avait une place', 'Il n’y a pas d’autre date').offersNot('Autres dates');
    await marc.says('nuit du jazz');
    marc.offersNot('Réserver');
  });

  it('A19 A5 who had asked to be told at the opening is told that there will be none', async () => {
    const late = await make('Casse-Noisette', { startsAt: '2027-01-20T19:00:00Z' });
    await marc.says('casse-noisette');
    await marc.presses('Me prévenir à l’ouverture');
    const phone = await Phone.of(marc);
    await cancels(late.id);
    await tick();
    await rings(marc, phone, 'La sortie Casse-Noisette, mercredi 20 janvier à 20 h, est annulée par le lieu.');
    await marc.presses('Voir');
    marc.sees('Aucune de vos réservations n’est concernée', 'il ne viendra plus');
    await house.clock('2026-11-24T10:00:00Z');
    await phone.news();
  });

  it('X6 A19 at night: held until the morning, but for an outing within 24 hours', async () => {
    const [far, soon] = [await make('Opéra lointain'), await make('Opéra proche', { startsAt: '2026-11-25T18:00:00Z' })];
    await house.world.asOperator((trx) => trx('performance').where({ operator_id: house.world.operator, id: soon.id }).update({ closes_at: new Date('2026-11-25T17:00:00Z') }));
    await books(sophie, 'opéra lointain', 'hugo');
    await books(sophie, 'opéra proche', 'hugo');
    await house.clock('2026-11-24T21:30:00Z');
    const phone = await Phone.of(sophie);
    await cancels(far.id);
    await cancels(soon.id);
    await tick();
    await rings(sophie, phone, 'La sortie Opéra proche, mercredi 25 novembre à 19 h, est annulée par le lieu.');
    await house.clock('2026-11-25T06:59:00Z');
    await isSilent(phone);
    await house.clock('2026-11-25T07:00:00Z');
    await rings(sophie, phone, 'La sortie Opéra lointain');
  });
});

describe('A19 the venue moves it', () => {
  it('A19 X5 seats are kept, told without a name; one tap and one confirmation give one back', async () => {
    const circus = await make('Cirque Lune', { startsAt: '2026-12-01T19:00:00Z', capacity: 1 });
    await books(sophie, 'cirque', 'soraya');
    await marc.says('cirque');
    await marc.presses('Liste d’attente');
    await marc.says('ines');
    await marc.presses('Confirmer');
    const [phone, his] = [await Phone.of(sophie), await Phone.of(marc)];
    await moves(circus.id, { startsAt: '2026-12-05T19:00:00Z' });
    await tick();
    const push = await rings(sophie, phone, 'La sortie Cirque Lune change de date : samedi 5 décembre à 20 h (au lieu du mardi 1er décembre à 20 h).');
    expect(push.text).toContain('Les places sont gardées.');
    namesNobody(push);
    const theirs = await rings(marc, his, 'change de date');
    expect(theirs.text).not.toContain('gardées');
    await marc.presses('Voir');
    marc.sees('Ines Morel : rang 1 en attente');
    const voir = sophie.idOf('Voir');
    await sophie.presses('Voir');
    sophie.sees('samedi 5 décembre à 20 h', 'Soraya Ferrand garde sa place', 'Si cela ne convient pas, rendez la place', 'jusqu’au jeudi 3 décembre à 20 h').offers('Rendre la place', 'Garder la place');
    await sophie.says('mes réservations');
    sophie.sees('Cirque Lune, samedi 5 décembre à 20 h · place réservée');
    // Days later the push still leads there; pressed by another house it shows nobody.
    await house.clock('2026-11-27T10:00:00Z');
    await marc.pressesId(voir);
    marc.seesNot('Soraya');
    await sophie.pressesId(voir);
    const back = sophie.idOf('Rendre la place');
    await marc.pressesId(back);
    marc.sees('ne trouve pas').offersNot('Oui, annuler');
    await sophie.pressesId(back);
    sophie.sees('Soraya Ferrand : la place pour Cirque Lune, samedi 5 décembre à 20 h');
    const yes = sophie.idOf('Oui, annuler');
    await his.news();
    await sophie.pressesId(yes);
    sophie.sees('C’est annulé pour Soraya Ferrand');
    await sophie.pressesId(yes);
    expect(await statesOf(circus.id)).toEqual(['booked', 'cancelled']);
    await tick();
    await rings(marc, his, 'Une place s’est libérée pour Cirque Lune, samedi 5 décembre à 20 h');
    await sophie.pressesId(voir);
    sophie.sees('Aucune de vos réservations n’est concernée').seesNot('Soraya');
    await nothingIsWrong(house);
  });

  it('A19 several people: each by name behind [Voir], or all at once; [Garder] changes nothing', async () => {
    const magic = await make('Magie blanche', { startsAt: '2026-12-02T19:00:00Z' });
    await books(sophie, 'magie', 'soraya, malika et hugo');
    const phone = await Phone.of(sophie);
    await moves(magic.id, { startsAt: '2026-12-02T18:55:00Z' });
    await tick();
    namesNobody(await rings(sophie, phone, 'La sortie Magie blanche change d’heure : mercredi 2 décembre à 19 h 55 (au lieu de 20 h).'));
    await sophie.presses('Voir');
    sophie.sees('Hugo Petit', 'gardent leur place', 'touchez son nom').offers('Rendre toutes les places', 'Garder les places');
    const voir = sophie.last;
    await sophie.presses('Garder les places');
    sophie.sees('tout est gardé');
    expect(await statesOf(magic.id)).toEqual(['booked', 'booked', 'booked']);
    const button = voir.flatMap((message) => JSON.stringify(message).match(/cancel\.seat:[\w-]{22}/g) ?? [])[0];
    await sophie.pressesId(button ?? '');
    await sophie.presses('Oui, annuler');
    expect(await statesOf(magic.id)).toEqual(['booked', 'booked', 'cancelled']);
    await sophie.pressesId(voir.flatMap(({ actions }) => actions).find(({ label }) => label === 'Rendre toutes les places')?.id ?? '');
    sophie.sees('les places pour Magie blanche');
    await sophie.presses('Oui, annuler');
    expect(await statesOf(magic.id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('A19 another place is told as such; place and date together in one', async () => {
    const mime = await make('Le mime', { startsAt: '2026-12-03T19:00:00Z', venueName: 'Petit Théâtre' });
    const hall = await house.world.venue('Grande Salle', { city: 'Bron' });
    await books(sophie, 'le mime', 'hugo');
    const phone = await Phone.of(sophie);
    await moves(mime.id, { venue: hall });
    await tick();
    await rings(sophie, phone, 'La sortie Le mime change de lieu : Grande Salle, Bron (au lieu de : Petit Théâtre). La date reste la même : jeudi 3 décembre à 20 h.');
    await moves(mime.id, { venue: mime.venue, startsAt: '2026-12-04T19:00:00Z' });
    await tick();
    await rings(sophie, phone, 'La sortie Le mime change de date et de lieu : vendredi 4 décembre à 20 h (au lieu du jeudi 3 décembre à 20 h). Lieu : Petit Théâtre, Lyon (au lieu de : Grande Salle).');
  });

  it('A19 X6 twice in one night: one push in the morning, from what they know to what is; back again: none', async () => {
    const [tango, salsa] = [await make('Tango', { startsAt: '2026-12-08T19:00:00Z' }), await make('Salsa', { startsAt: '2026-12-08T19:00:00Z' })];
    await books(sophie, 'tango', 'hugo');
    await books(sophie, 'salsa', 'malika');
    await house.clock('2026-11-28T21:00:00Z');
    const phone = await Phone.of(sophie);
    await moves(tango.id, { startsAt: '2026-12-09T19:00:00Z' });
    await moves(salsa.id, { startsAt: '2026-12-09T19:00:00Z' });
    await tick();
    await isSilent(phone);
    await moves(tango.id, { startsAt: '2026-12-10T19:00:00Z' });
    await moves(salsa.id, { startsAt: '2026-12-08T19:00:00Z' });
    await tick();
    await isSilent(phone);
    await house.clock('2026-11-29T07:00:00Z');
    await rings(sophie, phone, 'La sortie Tango change de date : jeudi 10 décembre à 20 h (au lieu du mardi 8 décembre à 20 h).');
  });

  it('A19 X6 moved into the next 24 hours at night: told at once, and the seat can still be given back, until an hour before', async () => {
    const polka = await make('Polka', { startsAt: '2026-12-06T19:00:00Z' });
    await books(sophie, 'polka', 'hugo');
    await house.clock('2026-11-29T21:00:00Z');
    const phone = await Phone.of(sophie);
    await moves(polka.id, { startsAt: '2026-11-30T19:00:00Z' });
    await tick();
    await rings(sophie, phone, 'La sortie Polka change de date : lundi 30 novembre à 20 h');
    await sophie.presses('Voir');
    sophie.sees('Hugo Petit garde sa place', 'Annulation possible jusqu’au lundi 30 novembre à 19 h').offers('Rendre la place');
    // Moved into the past: told, and the seat stays.
    await moves(polka.id, { startsAt: '2026-11-27T19:00:00Z' });
    await house.clock('2026-11-30T09:00:00Z');
    await sophie.receives('La sortie Polka change de date : vendredi 27 novembre à 20 h');
    await sophie.presses('Voir');
    expect(await statesOf(polka.id)).toEqual(['booked']);
  });

  it('A19 X6 moved to soon, past its closing: it can be given back for a day', async () => {
    const opera = await make('Opéra Uno', { startsAt: '2026-12-16T19:00:00Z', capacity: 3 });
    await books(sophie, 'opera uno', 'malika');
    const phone = await Phone.of(sophie);
    await moves(opera.id, { startsAt: new Date((await house.now()).getTime() + 30 * 3_600_000).toISOString() });
    await tick();
    await rings(sophie, phone, 'La sortie Opéra Uno change de date');
    await sophie.presses('Voir');
    sophie.sees('Malika Koné').offers('Rendre la place');
    await sophie.presses('Rendre la place');
    await sophie.presses('Oui, annuler');
    expect(await statesOf(opera.id)).toEqual(['cancelled']);
  });

  it('A19 X3 moved while the recap is read: nothing is booked before the new date was shown', async () => {
    const rumba = await make('Rumba', { startsAt: '2026-12-09T19:00:00Z' });
    await prepares(sophie, 'rumba', 'hugo');
    sophie.sees('mercredi 9 décembre à 20 h');
    const old = sophie.idOf('Confirmer');
    await moves(rumba.id, { startsAt: '2026-12-10T19:00:00Z' });
    await sophie.presses('Confirmer');
    sophie.sees('Entre-temps, le lieu a changé cette sortie : jeudi 10 décembre à 20 h', 'Rien n’est encore réservé', 'Je récapitule');
    expect(await statesOf(rumba.id)).toEqual([]);
    await sophie.pressesId(old);
    expect(await statesOf(rumba.id)).toEqual([]);
    await moves(rumba.id, { startsAt: '2026-12-11T19:00:00Z' });
    await sophie.says('oui');
    sophie.sees('vendredi 11 décembre à 20 h', 'Je récapitule');
    await sophie.says('oui');
    sophie.sees('C’est réservé');
    expect(await statesOf(rumba.id)).toEqual(['booked']);
    await prepares(marc, 'rumba', 'ines');
    await cancels(rumba.id);
    await marc.presses('Confirmer');
    marc.sees('annulé').seesNot('C’est réservé');
    expect(await statesOf(rumba.id)).toEqual(['cancelled']);
  });

  it('A19 moved, then cancelled before it was told: only the cancelling is told', async () => {
    const valse = await make('Valse', { startsAt: '2026-12-11T19:00:00Z' });
    await books(sophie, 'valse', 'hugo');
    const phone = await Phone.of(sophie);
    // In quiet hours nothing is told before the morning, however slow the machine is between the two.
    const night = new Date((await house.now()).getTime());
    night.setUTCHours(21, 0, 0, 0);
    await house.clock(night);
    await moves(valse.id, { startsAt: '2026-12-12T19:00:00Z' });
    await cancels(valse.id);
    await house.clock(new Date(night.getTime() + 10 * 3_600_000));
    expect((await phone.news()).map(({ text }) => text).filter((text) => text.includes('Valse'))).toEqual([expect.stringContaining('samedi 12 décembre à 20 h, est annulée par le lieu')]);
  });
});

describe('A19 A14 a visitor', () => {
  it('A19 A14 is told of the own seat, and gives nothing back alone', async () => {
    const { world } = house;
    const vera = await world.account('visitor', account.structure, 'Hugo Petit');
    const [hugo] = await rows<{ id: string }>(house.fresh.admin, `select s.person_id as id from seat s join performance p on p.id = s.performance_id join event e on e.id = p.event_id where e.title = 'Tango' and e.operator_id = ?`, [world.operator]);
    await house.fresh.admin('account').where({ id: vera.id }).update({ person_id: hugo?.id });
    const chat = await house.login(vera);
    const [tango] = await rows<{ id: string }>(house.fresh.admin, `select p.id from performance p join event e on e.id = p.event_id where e.title = 'Tango' and e.operator_id = ?`, [world.operator]);
    await chat.says('menu');
    const phone = await Phone.of(chat);
    await moves(tango?.id ?? '', { startsAt: '2026-12-11T19:00:00Z' });
    await tick();
    namesNobody(await rings(chat, phone, 'La sortie Tango change de date : vendredi 11 décembre à 20 h'));
    await chat.presses('Voir');
    chat.sees('Hugo Petit garde sa place', 'dites-le à votre référent').offersNot('Rendre la place', 'Garder la place');
    await phone.news();
    await cancels(tango?.id ?? '');
    await tick();
    namesNobody(await rings(chat, phone, 'est annulée par le lieu'));
    await chat.presses('Voir');
    chat.sees('Hugo Petit avait une place');
  });
});

describe('A19 an import', () => {
  it('A19 cancels a whole event, and brings it back: told each time, the seats of before stay void', async () => {
    const at = await house.now();
    const give = (cancelled: boolean) => into(house.world, [draft({
      externalId: 'polyphonies', title: 'Polyphonies', venue: { ...theatre, externalId: 'lieu:polyphonies' }, cancelled,
      performances: [date('2026-12-15T19:00:00.000Z', { externalId: 'p1', capacity: 4, cancelled }), date('2026-12-16T19:00:00.000Z', { externalId: 'p2', capacity: 4, cancelled })],
    })], at);
    await give(false);
    await books(sophie, 'polyphonies mardi 15', 'soraya');
    await books(sophie, 'polyphonies mercredi 16', 'malika');
    const phone = await Phone.of(sophie);
    expect((await give(true)).told).toEqual([account.id]);
    await tick();
    const both = await heard(phone);
    // One message, a line each (X6).
    expect(both.map(({ text }) => text)).toEqual([expect.stringMatching(/^2 nouvelles pour vous :/)]);
    expect(both[0]?.text).toContain('mardi 15 décembre à 20 h, est annulée');
    expect(both[0]?.text).toContain('mercredi 16 décembre à 20 h, est annulée');
    await give(false);
    await tick();
    const back = await heard(phone);
    const lines = back[0]?.text.split('\n').slice(1) ?? [];
    expect([...lines].map((line) => line.slice(3)).sort()).toEqual([expect.stringContaining('mardi 15 décembre à 20 h, était annulée : elle est de nouveau possible. Les places d’avant ne valent plus.'), expect.stringContaining('mercredi 16')]);
    back.forEach(namesNobody);
    await sophie.pressesId(back[0]?.actions[lines.findIndex((line) => line.includes('mardi 15'))]?.id ?? '');
    await sophie.says('soraya');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });
});
