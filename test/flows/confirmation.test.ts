import { beforeAll, describe, expect, it } from 'vitest';
import { row, rows } from '../../db/connection.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import { cancel as cancelIt, move } from '../support/changes.ts';
import type { Chat, Seen } from '../support/chat.ts';
import { books, prepares, nothingIsWrong, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let sophie: Chat;
let marc: Chat;
let sophieAccount: Referent;
let home: string;
const names = new Map<string, string>();
const people = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const add = async (structure: string, all: readonly string[]): Promise<void> => {
    for (const name of all) {
      const id = await world.person(structure, name);
      names.set(id, name.split(' ')[0] ?? '');
      people.set(name.split(' ')[0] ?? '', id);
    }
  };
  home = await world.structure('Foyer des Essais');
  await add(home, ['Soraya Ferrand', 'Jean-Claude Olivier', 'Malika Koné']);
  const lina = await world.person(home, 'Lina Ferrand', 'guest', people.get('Soraya') ?? '');
  names.set(lina, 'Lina');
  const other = await world.structure('Maison des Essais');
  await add(other, ['Ines Morel', 'Tom Garnier']);
  sophieAccount = await world.referent(home);
  sophie = await house.login(sophieAccount);
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

/** Open from the start of the test on; planned from now on. */
const show = async (title: string, capacity: number, startsAt: string): Promise<{ id: string; event: string; venue: string }> =>
  house.world.show({ title, capacity, startsAt: new Date(startsAt), opensAt: START, at: await house.now() });

/** Pushes of this rule alone: who was there is asked beside them. */
class Asked {
  readonly #phone: Phone;
  readonly #chat: Chat;
  private constructor(phone: Phone, chat: Chat) {
    this.#phone = phone;
    this.#chat = chat;
  }
  static async of(chat: Chat): Promise<Asked> {
    return new Asked(await Phone.of(chat), chat);
  }
  async news(): Promise<readonly Seen[]> {
    return (await this.#phone.news()).filter(({ text }) => text.includes(' : votre sortie '));
  }
  async rings(part: string): Promise<Seen> {
    const news = await this.news();
    expect(news.map(({ text }) => text)).toEqual([expect.stringContaining(part)]);
    await this.#chat.receives(part);
    return news[0] as Seen;
  }
  async isSilent(): Promise<void> {
    expect((await this.news()).map(({ text }) => text)).toEqual([]);
  }
}
const seats = async ({ id }: { id: string }): Promise<Record<string, string>> =>
  Object.fromEntries((await house.world.seats(id)).map((seat) => [names.get(seat.person) ?? '', seat.state]));
const confirmed = async ({ id }: { id: string }): Promise<string[]> =>
  (await rows<{ person_id: string }>(house.fresh.admin, 'select person_id from seat where performance_id = ? and confirmed_at is not null', [id])).map(({ person_id }) => names.get(person_id) ?? '').sort();
const pushes = (performance: { id: string }): Promise<{ state: string; sent_at: Date | null }[]> =>
  rows(house.fresh.admin, `select state, sent_at from outbox where kind = 'confirm' and subject = ? order by due_at`, [performance.id]);
const moves = async ({ id }: { id: string }, startsAt: string): Promise<unknown> => move(house.world, [{ id, startsAt: new Date(startsAt) }], await house.now());

describe('A17 who comes', () => {
  it('A17 X5 X6 asks some days before closing, out of quiet hours, and names nobody', async () => {
    const gospel = await show('Gospel Experience', 3, '2026-12-05T19:00:00Z');
    await books(sophie, 'gospel', 'soraya, jean claude et malika');
    await prepares(marc, 'gospel', 'ines et tom');
    await marc.presses('Chacun à son tour');
    await marc.presses('Confirmer');
    const phone = await Asked.of(sophie);
    const theirs = await Asked.of(marc);
    // Closing is Thursday 3 December at 20:00: seven days before is Thursday 26 November at 20:00, a quiet hour.
    await house.clock('2026-11-26T22:00:00Z');
    await phone.isSilent();
    await house.clock('2026-11-27T08:00:00Z');
    const push = await phone.rings('Samedi 5 décembre à 20 h : votre sortie Gospel Experience. Qui vient ? 2 personnes attendent une place.');
    expect(push.at).toBe('2026-11-27T07:00:00.000Z');
    expect(push.actions.map(({ label }) => label)).toEqual(['Répondre']);
    expect(JSON.stringify(push)).not.toMatch(/Soraya|Ferrand|Jean|Malika|Koné/);
    // Who only waits is not asked.
    await theirs.isSilent();
    expect(await pushes(gospel)).toMatchObject([{ state: 'sent' }]);
  });

  it('A17 X3 nothing is freed before the answers are sent, and the recap says what will be', async () => {
    const [gospel] = await rows<{ id: string }>(house.fresh.admin, `select p.id from performance p join event e on e.id = p.event_id where e.title = 'Gospel Experience'`);
    if (gospel === undefined) throw new Error('no gospel');
    const reply = sophie.idOf('Répondre');
    await sophie.presses('Répondre');
    sophie.sees('Qui vient', 'Viennent : Soraya Ferrand, Jean-Claude Olivier et Malika Koné').offers('Soraya F.', 'Jean-Claude O.', 'Malika K.', 'Personne ne vient', 'Envoyer mes réponses');
    const tick = sophie.idOf('Malika K.');
    await sophie.pressesId(tick);
    sophie.sees('Ne vient pas : Malika Koné').offers('Tout le monde vient');
    // A doubled tap says the same again; it does not undo it.
    await sophie.pressesId(tick);
    sophie.sees('Ne vient pas : Malika Koné');
    expect(await seats(gospel)).toMatchObject({ Malika: 'booked', Ines: 'waiting' });

    // Something else first: the ticks are still there, also after a restart.
    await sophie.says('menu');
    await house.restart();
    await sophie.pressesId(reply);
    sophie.sees('Ne vient pas : Malika Koné');
    await sophie.presses('Envoyer mes réponses');
    sophie.sees('Je récapitule', 'Soraya Ferrand et Jean-Claude Olivier : les places sont gardées', 'Malika Koné : la place est rendue', 'Cette place ira à quelqu’un d’autre').offers('Envoyer', 'Modifier');
    expect(await seats(gospel)).toMatchObject({ Malika: 'booked', Ines: 'waiting' });
    const send = sophie.idOf('Envoyer');
    await sophie.pressesId(send);
    sophie.sees('C’est noté : Soraya Ferrand et Jean-Claude Olivier viennent', 'C’est annulé pour Malika Koné');
    expect(await seats(gospel)).toEqual({ Soraya: 'booked', 'Jean-Claude': 'booked', Malika: 'cancelled', Ines: 'booked', Tom: 'waiting' });
    expect(await confirmed(gospel)).toEqual(['Jean-Claude', 'Soraya']);
    await sophie.pressesId(send);
    sophie.sees('Ce bouton ne vaut plus');
    expect(await seats(gospel)).toMatchObject({ Soraya: 'booked', 'Jean-Claude': 'booked', Ines: 'booked', Tom: 'waiting' });
    await nothingIsWrong(house);
  });

  it('A17 everybody has answered, or got the seat within a day: the second time is silent', async () => {
    const phone = await Asked.of(sophie);
    const theirs = await Asked.of(marc);
    await house.clock('2026-12-02T12:00:00Z');
    await phone.isSilent();
    // Ines got her seat days ago: Marc is asked, about her alone.
    await theirs.rings('Gospel Experience. Qui vient ? 1 personne attend une place.');
    await marc.presses('Répondre');
    marc.sees('Vient : Ines Morel').seesNot('Tom Garnier');
    await marc.says('oui');
    marc.sees('C’est noté : Ines Morel vient');
    expect(await house.now()).toEqual(new Date('2026-12-02T12:00:00Z'));
  });

  it('A17 X2 by words and by numbers; names that nobody bears are asked about', async () => {
    const circus = await show('Cirque Lune', 5, '2026-12-12T19:00:00Z');
    await books(sophie, 'cirque', 'soraya, jean claude et malika');
    const phone = await Asked.of(sophie);
    await house.clock('2026-12-04T12:00:00Z');
    await phone.rings('Cirque Lune. Qui vient ?');
    await sophie.presses('Répondre');
    await sophie.says('tout le monde sauf Malika');
    sophie.sees('Ne vient pas : Malika Koné', 'Viennent : Soraya Ferrand et Jean-Claude Olivier');
    await sophie.says('tout le monde');
    sophie.sees('Viennent : Soraya Ferrand, Jean-Claude Olivier et Malika Koné');
    await sophie.says('2 sur 3');
    sophie.sees('Qui ne vient pas ?');
    await sophie.says('jean claude');
    sophie.sees('Ne vient pas : Jean-Claude Olivier', 'Viennent : Soraya Ferrand et Malika Koné');
    await sophie.says('Soraya et Jean-Claude oui, Malika non');
    sophie.sees('Ne vient pas : Malika Koné');
    await sophie.says('Malika vient');
    sophie.sees('Viennent : Soraya Ferrand, Jean-Claude Olivier et Malika Koné');
    await sophie.says('Malika vient pas');
    sophie.sees('Ne vient pas : Malika Koné');
    await sophie.says('Farid vient pas');
    sophie.sees('Je ne trouve pas « Farid » dans cette sortie', 'Ne vient pas : Malika Koné');
    await sophie.says('4 sur 5');
    sophie.sees('Cette sortie compte 3 personnes');
    await sophie.says('3 viennent');
    sophie.sees('Viennent : Soraya Ferrand, Jean-Claude Olivier et Malika Koné');
    expect(await seats(circus)).toEqual({ Soraya: 'booked', 'Jean-Claude': 'booked', Malika: 'booked' });
    expect(await confirmed(circus)).toEqual([]);
    await sophie.says('oui');
    sophie.sees('C’est noté', 'viennent');
    expect(await confirmed(circus)).toEqual(['Jean-Claude', 'Malika', 'Soraya']);
    // Something else in the middle is understood as such.
    await sophie.says('mes réservations');
    sophie.sees('Vos réservations à venir');
  });

  it('A17 A10 a guest left without a participant goes too, and is named first', async () => {
    const ballet = await show('Ballet du Nord', 5, '2026-12-13T19:00:00Z');
    await books(sophie, 'ballet', 'soraya et lina');
    const phone = await Asked.of(sophie);
    await house.clock('2026-12-10T12:00:00Z');
    await phone.rings('Ballet du Nord. Qui vient ?');
    await sophie.presses('Répondre');
    await sophie.says('Soraya ne vient pas');
    await sophie.presses('Envoyer mes réponses');
    sophie.sees('Soraya Ferrand : la place est rendue', 'Sans participant, Lina Ferrand ne garde pas sa place non plus', 'Ces places iront à d’autres');
    await sophie.presses('Modifier');
    sophie.sees('Qui vient');
    expect(await seats(ballet)).toEqual({ Soraya: 'booked', Lina: 'booked' });
    await sophie.presses('Envoyer mes réponses');
    await sophie.says('oui');
    sophie.sees('C’est annulé pour Soraya Ferrand et Lina Ferrand');
    expect(await seats(ballet)).toEqual({ Soraya: 'cancelled', Lina: 'cancelled' });
    await nothingIsWrong(house);
  });

  it('A17 A5 no answer keeps the seat; after closing the venue is called, and the empêchement noted', async () => {
    const opera = await show('Opéra de poche', 5, '2026-12-21T19:00:00Z');
    await books(sophie, 'opéra', 'soraya et malika');
    const phone = await Asked.of(sophie);
    await house.clock('2026-12-13T12:00:00Z');
    await phone.rings('Opéra de poche. Qui vient ?');
    const reply = sophie.idOf('Répondre');
    await sophie.receives('Opéra de poche');
    await house.clock('2026-12-18T12:00:00Z');
    await phone.rings('Opéra de poche. Qui vient ?');
    await house.clock('2026-12-20T12:00:00Z');
    expect(await seats(opera)).toEqual({ Soraya: 'booked', Malika: 'booked' });
    await sophie.pressesId(reply);
    await sophie.says('Malika ne vient pas');
    await sophie.presses('Envoyer mes réponses');
    sophie.sees('C’est noté : Soraya Ferrand vient', 'C’est trop tard pour annuler ici', '04 65 71 00 01').offers('Noter l’empêchement');
    await sophie.presses('Noter l’empêchement');
    sophie.sees('Empêchement noté pour Malika Koné');
    expect(await seats(opera)).toEqual({ Soraya: 'booked', Malika: 'booked' });
    await house.clock('2026-12-21T20:00:00Z');
    await sophie.pressesId(reply);
    sophie.sees('Cette sortie a déjà commencé');
  });
});

describe('A17 when it is not asked', () => {
  it('A17 not about a booking of that day, a cancelled outing, nor when nobody is booked any more', async () => {
    const [late, off, given] = [await show('Retardataires', 5, '2027-01-09T13:00:00Z'), await show('Maldonne', 5, '2027-01-09T13:00:00Z'), await show('Boomerang', 5, '2027-01-09T13:00:00Z')];
    await books(sophie, 'maldonne', 'soraya');
    await books(sophie, 'boomerang', 'soraya');
    // Seven days before the closing of Thursday 7 January at 14:00.
    await house.clock('2026-12-31T10:00:00Z');
    await books(sophie, 'retardataires', 'soraya');
    await sophie.says('annuler soraya boomerang');
    await sophie.presses('Oui, annuler');
    await cancelIt(house.world, off.id, await house.now());
    const phone = await Asked.of(sophie);
    await house.clock('2026-12-31T15:00:00Z');
    await phone.isSilent();
    for (const one of [late, off, given]) expect(await pushes(one)).toEqual([]);
    // Two days before, the late one is no news any more.
    await house.clock('2027-01-05T15:00:00Z');
    await phone.rings('Retardataires. Qui vient ?');
    expect(await pushes(late)).toMatchObject([{ state: 'sent', sent_at: new Date('2027-01-05T13:00:00Z') }]);
  });

  it('A17 A19 one that moved overnight is not asked about by the old reminder, and asks again', async () => {
    const moved = await show('Nomade', 5, '2027-01-23T19:00:00Z');
    await books(sophie, 'nomade', 'soraya');
    await house.clock('2027-01-14T20:00:00Z');
    expect(await pushes(moved)).toMatchObject([{ state: 'due' }]);
    await moves(moved, '2027-01-30T14:00:00Z');
    const phone = await Asked.of(sophie);
    await house.clock('2027-01-15T12:00:00Z');
    await phone.isSilent();
    expect(await pushes(moved)).toMatchObject([{ state: 'dropped' }]);
    await house.clock('2027-01-21T14:00:00Z');
    await phone.rings('Samedi 30 janvier à 15 h : votre sortie Nomade. Qui vient ?');
    await sophie.presses('Répondre');
    await sophie.presses('Envoyer mes réponses');
    expect(await confirmed(moved)).toEqual(['Soraya']);
    await moves(moved, '2027-02-06T14:00:00Z');
    expect(await confirmed(moved)).toEqual([]);
    await house.clock('2027-01-28T14:00:00Z');
    await phone.rings('Samedi 6 février à 15 h : votre sortie Nomade. Qui vient ?');
  });

  it('A17 A2 the others are asked when who booked is gone; a stranger’s button answers nothing', async () => {
    const { world } = house;
    const paul = await world.referent(home, 'Paul Petit');
    const paulChat = await house.login(paul);
    const solo = await show('Seul en scène', 5, '2027-02-20T14:00:00Z');
    await books(paulChat, 'seul en scène', 'malika');
    await house.fresh.admin('account').where({ id: paul.id }).update({ removed_at: new Date('2027-01-28T14:00:00Z') });
    const phone = await Asked.of(sophie);
    await house.clock('2027-02-11T15:00:00Z');
    const news = (await phone.news()).filter(({ text }) => text.includes('Seul en scène'));
    expect(news).toHaveLength(1);
    await sophie.receives('Seul en scène');
    const reply = sophie.idOf('Répondre');
    await sophie.pressesId(reply);
    const tick = sophie.idOf('Malika K.');
    await marc.pressesId(reply);
    marc.sees('Plus personne n’a de place pour cette sortie').seesNot('Malika');
    await marc.pressesId(tick);
    marc.sees('Ce bouton ne vaut plus');
    const visitor = await house.login(await world.account('visitor', home, 'Vera Visite'));
    await visitor.pressesId(reply);
    visitor.seesNot('Malika');
    expect(await seats(solo)).toEqual({ Malika: 'booked' });
  });

  it('X4 X6 two processes ask once', async () => {
    await house.beside();
    const twice = await show('Deux fois', 5, '2027-03-13T14:00:00Z');
    await books(sophie, 'deux fois', 'soraya et malika');
    await house.clock('2027-03-04T15:00:00Z');
    await house.clock('2027-03-04T15:00:01Z');
    expect(await pushes(twice)).toMatchObject([{ state: 'sent', sent_at: new Date('2027-03-04T14:00:00Z') }]);
  });

  it('A17 two local days before the closing of 27 March 2027 at 20:00, the day before the clock changes', async () => {
    const spring = await show('Printemps', 5, '2027-03-29T18:00:00Z');
    await house.world.asOperator(async (trx) => {
      await trx('performance').where({ operator_id: house.world.operator, id: spring.id }).update({ closes_at: new Date('2027-03-29T12:00:00Z') });
      await schedulePerformance(trx, house.world.operator, [spring.id], await house.now());
    });
    await books(sophie, 'printemps', 'soraya');
    await house.clock('2027-03-29T06:00:00Z');
    // 14:00 by the clock on the wall: 13:00 UTC in winter, on the Saturday before the change and on the Monday before.
    expect((await pushes(spring)).map(({ sent_at }) => sent_at?.toISOString())).toEqual(['2027-03-22T13:00:00.000Z', '2027-03-27T13:00:00.000Z']);
    expect(await row<{ n: number }>(house.fresh.admin, `select count(*)::int as n from outbox where kind = 'confirm' and state = 'failed'`)).toEqual({ n: 0 });
  });
});
