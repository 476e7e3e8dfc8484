import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { books } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

/** What somebody found who tried the whole as its users do: each once, so that it does not come back. */
let house: House;
let home: string;
let anaAccount: Referent;
let ana: Chat;
let people: Record<string, string>;

const tick = async (): Promise<unknown> => house.clock(new Date((await house.now()).getTime() + 60_000));
const texts = async (chat: Chat): Promise<string> => (await chat.history()).map(({ text }) => text).join('\n');

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Lilas');
  anaAccount = await house.world.referent(home, 'Ana Moreau');
  ana = await house.login(anaAccount);
  const ids = await house.world.people(home, ['Luc Perrin', 'Karim Essai', 'Gigi Blanc', 'Mona Vert']);
  people = { luc: ids[0] ?? '', karim: ids[1] ?? '', gigi: ids[2] ?? '', mona: ids[3] ?? '' };
});

describe('A8 a seat that comes free is told to whoever is there', () => {
  it('A8 A2 the referent who asked has left: the others are told', async () => {
    const clea = await house.world.referent(home, 'Cléa Partie');
    const show = await house.world.show({ title: 'Orage', capacity: 0 });
    await books(await house.login(clea), 'orage', 'luc');
    await house.fresh.admin('account').where({ id: clea.id }).update({ removed_at: await house.now() });
    await house.world.setCapacity(show.id, 1, await house.now());
    await tick();
    expect(await texts(ana)).toContain('Une place s’est libérée pour Orage');
  });

  it('A14 a visitor hears of their own seat, and never of a rank they no longer have', async () => {
    const karim = await house.login(await house.world.account('visitor', home, 'Karim Essai', { person: people['karim'] ?? '', invitedBy: anaAccount.id }));
    const show = await house.world.show({ title: 'Bal Prune', capacity: 0 });
    await books(ana, 'bal prune', 'karim');
    await house.world.setCapacity(show.id, 1, await house.now());
    await tick();
    const heard = await texts(karim);
    expect(heard).toContain('Une place s’est libérée pour Bal Prune');
    expect(heard).not.toMatch(/rang 0|Karim/);
    await karim.receives('bal prune');
    await karim.presses('Voir');
    karim.sees('Bal Prune');
  });
});

describe('A19 an outing moved to soon', () => {
  it('A19 can be given back for a day, until an hour before', async () => {
    const show = await house.world.show({ title: 'Opéra Uno', capacity: 3, startsAt: new Date('2026-12-16T19:00:00Z') });
    await books(ana, 'opera uno', 'mona');
    const { performancesMoved } = await import('../../db/changes.ts');
    const soon = new Date((await house.now()).getTime() + 30 * 3_600_000);
    await house.world.asOperator(async (trx) => {
      await trx.raw(`update performance set starts_at = ?, closes_at = ?, release_at = ? where operator_id = ? and id = ?`, [soon, new Date(soon.getTime() - 48 * 3_600_000), new Date(soon.getTime() - 72 * 3_600_000), house.world.operator, show.id]);
      await performancesMoved(trx, house.world.operator, [{ id: show.id, from: new Date('2026-12-16T19:00:00Z') }], await house.now());
    });
    await tick();
    await ana.receives('opéra uno');
    await ana.presses('Voir');
    ana.sees('Mona Vert').offers('Rendre la place');
    await ana.presses('Rendre la place');
    await ana.presses('Oui, annuler');
    expect((await rows<{ state: string }>(house.fresh.admin, 'select state from seat where performance_id = ?', [show.id])).map(({ state }) => state)).toEqual(['cancelled']);
  });
});

describe('A12 X2 who was there, as people say it', () => {
  beforeAll(async () => {
    await house.world.show({ title: 'Contes du bout du monde', capacity: 5, startsAt: new Date('2026-12-05T16:00:00Z') });
    await books(ana, 'contes', 'luc, gigi et mona');
    await house.clock('2026-12-06T10:00:00Z');
    await ana.says('menu');
  });

  it.each([
    ['tout le monde était là', ['Présence : Gigi Blanc, Luc Perrin et Mona Vert'], ['Je ne trouve pas']],
    ['tout le monde sauf Mona', ['Absence : Mona Vert'], ['Je ne trouve pas']],
    ['luc pas venu mais prévenu', ['Absence prévenue : Luc Perrin'], []],
  ])('A12 « %s »', async (said, sees, seesNot) => {
    await ana.says('présence');
    await ana.says('1');
    await ana.says(said);
    for (const part of sees) expect(ana.text.split('\n').some((line) => part.split(/ : |, | et /).every((word) => line.includes(word))), `${part}\n${ana.text}`).toBe(true);
    ana.seesNot(...seesNot);
    await ana.presses('Abandonner');
  });

  it('A12 « gigi aussi » adds to what was said, and makes nobody absent', async () => {
    await ana.says('présence');
    await ana.says('1');
    await ana.says('luc présent, mona malade');
    await ana.says('gigi aussi');
    expect(ana.text).toMatch(/Absence prévenue : Mona Vert/);
    expect(ana.text).not.toMatch(/Absence : /);
    await ana.presses('Abandonner');
  });
});

describe('X8 an operator is not sent to a referent', () => {
  it('X8 asked to book, they are told so in words that fit', async () => {
    const operator = await house.login(await house.world.account('operator', null, 'Marga Equipe'));
    await operator.says('annuler luc');
    operator.sees('Votre compte ne permet pas cela').seesNot('votre référent');
  });
});
