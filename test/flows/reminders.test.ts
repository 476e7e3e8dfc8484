import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cancel, move } from '../support/changes.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

let house: House;
let home: string;
let n = 0;

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Veilles');
  await house.world.people(home, ['Zoraline Duvallon', 'Odhran Kvistad']);
});

interface Outing { readonly id: string; readonly title: string; readonly startsAt: Date; readonly closesAt: Date; readonly chat: Chat; readonly account: Referent }

/** Zoraline has a seat, and Odhran where there are two; else he waits. */
async function outing(capacity: number): Promise<Outing> {
  const title = `Veillée ${'abcdefghij'.charAt((n += 1))}${'klmnopqrst'.charAt(n)}`;
  const startsAt = new Date((await house.now()).getTime() + 10 * 86_400_000);
  startsAt.setUTCHours(19, 0, 0, 0);
  const show = await house.world.show({ title, capacity, startsAt });
  const account = await house.world.referent(home);
  const chat = await house.login(account);
  for (const [who, button] of [['zoraline', 'Réserver'], ['odhran', capacity > 1 ? 'Réserver' : 'Liste d’attente']] as const) {
    await chat.says(title.toLowerCase());
    await chat.presses(button);
    await chat.says(who);
    await chat.presses('Confirmer');
  }
  return { id: show.id, title, startsAt, closesAt: new Date(startsAt.getTime() - 48 * 3_600_000), chat, account };
}
const eveOf = ({ startsAt }: Outing): Date => new Date(startsAt.getTime() - 27 * 3_600_000);
const sent = (kind: string, { id }: Outing): Promise<{ state: string; sent_at: Date | null }[]> => rows(house.fresh.admin, 'select state, sent_at from outbox where kind = ? and subject = ? order by due_at', [kind, id]);

describe('A17 X6 the day before', () => {
  it('X5 at 17 h of the eve: where, when, how to get there, naming nobody; [Voir] names who comes', async () => {
    const one = await outing(3);
    await house.clock(new Date(eveOf(one).getTime() - 1_000));
    expect(await sent('practical', one)).toEqual([]);
    await house.clock(eveOf(one));
    expect(await sent('practical', one)).toEqual([{ state: 'sent', sent_at: eveOf(one) }]);
    await one.chat.receives('Demain');
    one.chat.sees(one.title, '2 places', 'Métro A', '1 rue de l’Essai').seesNot('Zoraline', 'Odhran');
    await one.chat.presses('Voir');
    one.chat.sees('Zoraline Duvallon', 'Odhran Kvistad');
    await house.clock(one.startsAt);
    expect(await sent('practical', one)).toHaveLength(1);
  });

  it('X6 goes with the date when that moves; nothing for what was cancelled, given back, or switched off', async () => {
    const [moved, gone, back, off] = [await outing(3), await outing(3), await outing(3), await outing(3)];
    const to = new Date(moved.startsAt.getTime() + 86_400_000);
    await move(house.world, [{ id: moved.id, startsAt: to }], await house.now());
    await cancel(house.world, gone.id, await house.now());
    await back.chat.says('annuler zoraline et odhran');
    for (const who of ['zoraline', 'odhran']) {
      await back.chat.says(`annuler ${who} ${back.title}`);
      await back.chat.presses('Oui, annuler');
    }
    await off.chat.says('mes notifications');
    await off.chat.presses('La veille');
    await house.clock(eveOf(moved));
    for (const none of [moved, gone, back]) expect((await sent('practical', none)).filter(({ state }) => state === 'sent'), none.title).toEqual([]);
    expect(await sent('practical', off)).toEqual([{ state: 'dropped', sent_at: null }]);
    await house.clock(eveOf({ ...moved, startsAt: to }));
    expect((await sent('practical', moved)).map(({ state }) => state)).toEqual(['sent']);
  });
});

describe('A8 who had no seat', () => {
  it('A8 is told at closing, naming nobody, in the morning where that is at night; nobody is told who has one', async () => {
    const [full, roomy] = [await outing(1), await outing(3)];
    await house.clock(full.closesAt);
    // 20 h: quiet hours begin.
    expect(await sent('lost', full)).toEqual([{ state: 'due', sent_at: null }]);
    const morning = new Date(full.closesAt.getTime() + 12 * 3_600_000);
    await house.clock(morning);
    expect(await sent('lost', full)).toEqual([{ state: 'sent', sent_at: morning }]);
    expect(await sent('lost', roomy)).toEqual([]);
    await full.chat.receives('il n’y a pas eu de place pour la personne en attente');
    full.chat.seesNot('Odhran').offers('Voir', 'Chercher');
    await full.chat.presses('Voir');
    full.chat.sees('Odhran Kvistad');
  });
});

describe('A16 the guest list', () => {
  it('A16 X5 is told at closing, and again when it changes after that: once for several, naming nobody; never after the beginning', async () => {
    const startsAt = new Date((await house.now()).getTime() + 12 * 86_400_000);
    startsAt.setUTCHours(13, 0, 0, 0);
    const show = await house.world.show({ title: 'Liste du Jour', capacity: 5, startsAt });
    const sophie = await house.login(await house.world.referent(home));
    await sophie.says('liste du jour');
    await sophie.presses('Réserver');
    await sophie.says('zoraline et odhran');
    await sophie.presses('Confirmer');
    const gaspard = await house.login(await house.world.account('venue', null, 'Gaspard Lieu', { venue: show.venue }));
    const driss = await house.world.account('operator', null, 'Driss Equipe');
    const frees = async (): Promise<void> => {
      const [seat] = await rows<{ id: string }>(house.fresh.admin, `select id from seat where performance_id = ? and state = 'booked' order by id`, [show.id]);
      const at = await house.now();
      await new Desk(house.fresh).as(driss, (store) => store.booking.cancel([seat?.id ?? ''], at));
    };
    const closes = new Date(startsAt.getTime() - 48 * 3_600_000);
    await house.clock(new Date(closes.getTime() - 60_000));
    expect(await sent('guests', { id: show.id } as Outing)).toEqual([]);
    await house.clock(closes);
    await gaspard.receives('La liste des invités est prête');
    gaspard.sees('2 personnes').seesNot('Zoraline', 'Odhran');
    await frees();
    await house.clock(new Date(closes.getTime() + 9 * 60_000));
    expect(await sent('guests', { id: show.id } as Outing)).toHaveLength(1);
    await house.clock(new Date(closes.getTime() + 10 * 60_000));
    await gaspard.receives('La liste des invités a changé');
    gaspard.sees('1 personne').seesNot('Zoraline', 'Odhran').offers('Voir');
    await house.clock(new Date(startsAt.getTime() + 60_000));
    await frees();
    await house.clock(new Date(startsAt.getTime() + 3_600_000));
    expect((await sent('guests', { id: show.id } as Outing)).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });
});
