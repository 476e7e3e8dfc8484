import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import type { Chat, Seen } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { books, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let home: string;
let sophieAccount: Referent;
let sophie: Chat;
let marc: Chat;
const names = new Map<string, string>();
const people = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  // The eve and the closing are told elsewhere (test/flows/reminders.test.ts).
  await house.fresh.admin.raw(`alter table account alter column push_off set default '{practical,lost}'`);
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null, confirm_days_before: [] }));
  const add = async (structure: string, all: readonly string[]): Promise<void> => {
    for (const name of all) {
      const id = await world.person(structure, name);
      names.set(id, name);
      people.set(name.split(' ')[0] ?? '', id);
    }
  };
  home = await world.structure('Foyer des Essais');
  await add(home, ['Soraya Ferrand', 'Jean-Claude Olivier', 'Malika Koné', 'Hugo Petit', 'Fatima Benali', 'Fatima Saïdi']);
  const other = await world.structure('Maison des Essais');
  await add(other, ['Ines Morel']);
  sophieAccount = await world.referent(home);
  sophie = await house.login(sophieAccount);
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

interface Show { id: string; event: string; venue: string }
const show = async (title: string, startsAt: string, more: { endsAt?: string; zone?: string } = {}): Promise<Show> => {
  const at = await house.now();
  const made = await house.world.show({ title, capacity: 9, startsAt: new Date(startsAt), closesAt: new Date(Date.parse(startsAt) - 3_600_000), opensAt: START, at, ...(more.zone === undefined ? {} : { zone: more.zone }) });
  if (more.endsAt !== undefined) {
    await house.world.asOperator(async (trx) => {
      await trx('performance').where({ operator_id: house.world.operator, id: made.id }).update({ ends_at: new Date(more.endsAt ?? '') });
      await schedulePerformance(trx, house.world.operator, [made.id], at);
    });
  }
  return made;
};
const marks = async ({ id }: Show): Promise<Record<string, string>> =>
  Object.fromEntries((await rows<{ person_id: string; attendance: string }>(house.fresh.admin, `select person_id, attendance from seat where performance_id = ? and state = 'booked' order by position`, [id])).map((seat) => [names.get(seat.person_id)?.split(' ')[0] ?? '', seat.attendance]));
const pushes = (performance: Show): Promise<{ state: string; sent_at: Date | null }[]> =>
  rows(house.fresh.admin, `select state, sent_at from outbox where kind = 'attendance' and jsonb_exists(detail, ?) order by due_at`, [performance.id]);
const later = async (hours: number): Promise<void> => {
  await house.clock(new Date((await house.now()).getTime() + hours * 3_600_000));
};

describe('A12 who was there, from the push', () => {
  let gospel: Show;

  it('A12 X5 is asked the morning after at 09:00, and names nobody', async () => {
    gospel = await show('Gospel Experience', '2026-11-21T19:00:00Z');
    await books(sophie, 'gospel', 'soraya, jean claude et malika');
    const phone = await Phone.of(sophie);
    const theirs = await Phone.of(marc);
    await house.clock('2026-11-22T07:59:00Z');
    await phone.isSilent();
    await house.clock('2026-11-22T08:00:00Z');
    const push = await phone.rings('Qui était là hier ? Gospel Experience, samedi 21 novembre à 20 h.');
    expect(push.actions.map(({ label }) => label)).toEqual(['Répondre', 'Tous présents']);
    expect(JSON.stringify(push)).not.toMatch(/Soraya|Ferrand|Jean|Malika|Koné/);
    await theirs.isSilent();
  });

  it('A12 everybody at once from the push; pressed again it changes nothing; corrected later', async () => {
    const all = sophie.idOf('Tous présents');
    await sophie.presses('Tous présents');
    sophie.sees('C’est noté', 'Présence : Soraya Ferrand, Jean-Claude Olivier et Malika Koné').offers('Corriger', 'Menu');
    expect(await marks(gospel)).toEqual({ Soraya: 'present', 'Jean-Claude': 'present', Malika: 'present' });
    await sophie.presses('Corriger');
    sophie.sees('Présence : Soraya Ferrand, Jean-Claude Olivier et Malika Koné').offers('Malika K.', 'Enregistrer');
    const tap = sophie.idOf('Malika K.');
    await sophie.pressesId(tap);
    sophie.sees('Absence : Malika Koné');
    await sophie.pressesId(tap);
    sophie.sees('Absence : Malika Koné');
    await sophie.presses('Malika K.');
    sophie.sees('Absence prévenue : Malika Koné');
    expect(await marks(gospel)).toMatchObject({ Malika: 'present' });
    const save = sophie.idOf('Enregistrer');
    await sophie.presses('Enregistrer');
    sophie.sees('C’est noté', 'Absence prévenue : Malika Koné');
    expect(await marks(gospel)).toEqual({ Soraya: 'present', 'Jean-Claude': 'present', Malika: 'excused' });
    await sophie.pressesId(save);
    sophie.sees('Ce bouton ne vaut plus');
    await sophie.pressesId(all);
    sophie.sees('C’est déjà noté', 'Absence prévenue : Malika Koné');
    expect(await marks(gospel)).toMatchObject({ Malika: 'excused' });
    expect(await rows(house.fresh.admin, `select detail->>'as' as as, count(*)::int as n from audit where action = 'seat.attendance' group by 1 order by 1`)).toEqual([{ as: 'excused', n: 1 }, { as: 'present', n: 3 }]);
    // Everybody is answered for: it is not asked again.
    const phone = await Phone.of(sophie);
    await house.clock('2026-11-24T12:00:00Z');
    await phone.isSilent();
    expect(await pushes(gospel)).toHaveLength(1);
  });

  it('A12 one by one, by number, in words from the push; asked again once, then it stays unknown', async () => {
    const circus = await show('Cirque Lune', '2026-11-25T13:00:00Z');
    await books(sophie, 'cirque', 'soraya, jean claude et malika');
    const phone = await Phone.of(sophie);
    await house.clock('2026-11-26T12:00:00Z');
    await phone.rings('Qui était là hier ? Cirque Lune');
    const reply = sophie.idOf('Répondre');
    await sophie.presses('Répondre');
    sophie.sees('Qui était là', 'Soraya Ferrand, Jean-Claude Olivier et Malika Koné').offers('Tous', 'Personne', 'Un par un');
    await sophie.says('2 sur 3');
    sophie.sees('Qui manquait').offers('Malika K.');
    await sophie.says('malika');
    sophie.sees('Absence : Malika Koné', 'Présence : Soraya Ferrand et Jean-Claude Olivier');
    // Looked at, left, and come back to after a restart, days later.
    await sophie.says('menu');
    await house.restart();
    await house.clock('2026-11-28T12:00:00Z');
    await phone.news();
    expect((await pushes(circus)).map(({ sent_at }) => sent_at?.toISOString())).toEqual(['2026-11-26T08:00:00.000Z', '2026-11-28T08:00:00.000Z']);
    await sophie.says('reprendre');
    sophie.sees('Absence : Malika Koné');
    expect(await marks(circus)).toEqual({ Soraya: 'unknown', 'Jean-Claude': 'unknown', Malika: 'unknown' });
    await sophie.pressesId(reply);
    await sophie.says('tous sauf Hugo');
    sophie.sees('Je ne trouve pas « Hugo » dans cette sortie');
    await sophie.says('tous sauf malika, excusée');
    sophie.sees('Je récapitule', 'Cirque Lune', 'Présence : Soraya Ferrand et Jean-Claude Olivier', 'Absence prévenue : Malika Koné').offers('Enregistrer', 'Modifier', 'Abandonner');
    await sophie.presses('Abandonner');
    sophie.sees('Rien n’a été changé');
    await house.clock('2026-12-05T12:00:00Z');
    expect(await pushes(circus)).toHaveLength(2);
    expect(await marks(circus)).toEqual({ Soraya: 'unknown', 'Jean-Claude': 'unknown', Malika: 'unknown' });
    await sophie.pressesId(reply);
    await sophie.presses('Un par un');
    await sophie.presses('Enregistrer');
    sophie.sees('Rien n’est encore indiqué');
    await sophie.presses('Soraya F.');
    await sophie.presses('Les autres étaient là');
    sophie.sees('Présence : Soraya Ferrand, Jean-Claude Olivier et Malika Koné');
    await sophie.presses('Enregistrer');
    expect(await marks(circus)).toEqual({ Soraya: 'present', 'Jean-Claude': 'present', Malika: 'present' });
  });

  it('A12 several outings of one day are one push; those checked at the door are not asked', async () => {
    const [one, two, checked] = [await show('Matinée', '2026-12-06T10:00:00Z'), await show('Soirée', '2026-12-06T19:00:00Z', { endsAt: '2026-12-06T23:30:00Z' }), await show('À la porte', '2026-12-06T15:00:00Z')];
    await books(sophie, 'matinée', 'soraya et malika');
    await books(sophie, 'soirée', 'soraya et hugo');
    await books(sophie, 'à la porte', 'jean claude');
    await house.clock('2026-12-06T21:00:00Z');
    await house.fresh.admin('seat').where({ performance_id: checked.id }).update({ attendance: 'present' });
    const phone = await Phone.of(sophie);
    await house.clock('2026-12-07T12:00:00Z');
    const push = await phone.rings('Qui était là hier ? 2 sorties.');
    expect(push.actions.map(({ label }) => label)).toEqual(['Répondre']);
    expect(await pushes(checked)).toEqual([]);
    await sophie.presses('Répondre');
    sophie.sees('1. Soirée', '2. Matinée').seesNot('À la porte');
    await sophie.says('2');
    sophie.sees('Matinée', 'Soraya Ferrand et Malika Koné');
    await sophie.presses('Personne');
    sophie.sees('Je récapitule', 'Absence : Soraya Ferrand et Malika Koné');
    await sophie.presses('Enregistrer');
    sophie.sees('C’est noté', 'Encore 1 sortie à noter').offers('Sortie suivante');
    await sophie.presses('Sortie suivante');
    sophie.sees('Soirée', 'Soraya Ferrand et Hugo Petit');
    await sophie.presses('Tous');
    await sophie.presses('Enregistrer');
    expect([await marks(one), await marks(two), await marks(checked)]).toEqual([{ Soraya: 'absent', Malika: 'absent' }, { Soraya: 'present', Hugo: 'present' }, { 'Jean-Claude': 'present' }]);
  });
});

describe('A12 X2 in words, at any time', () => {
  let ballet: Show;
  let museum: Show;

  it('A12 a sentence leads to a recap of the one outing it can mean', async () => {
    ballet = await show('Ballet du Nord', '2026-12-08T19:00:00Z');
    museum = await show('Musée des ombres', '2026-12-09T13:00:00Z');
    await books(sophie, 'ballet', 'soraya, malika et hugo');
    await books(sophie, 'musée', 'soraya et jean claude');
    await house.clock('2026-12-10T12:00:00Z');
    await sophie.says('menu');
    await sophie.says('Malika excusée et Hugo absent');
    sophie.sees('Je récapitule', 'Ballet du Nord', 'Absence : Hugo Petit', 'Absence prévenue : Malika Koné', 'Sans réponse : Soraya Ferrand');
    expect(await marks(ballet)).toEqual({ Soraya: 'unknown', Malika: 'unknown', Hugo: 'unknown' });
    await sophie.presses('Enregistrer');
    sophie.sees('C’est noté');
    expect(await marks(ballet)).toEqual({ Soraya: 'unknown', Malika: 'excused', Hugo: 'absent' });
  });

  it('A12 several outings: asked which, the sentence is kept; a day or a title says which', async () => {
    await sophie.says('Soraya était absente');
    sophie.sees('De quelle sortie parlez-vous', 'Ballet du Nord', 'Musée des ombres');
    await sophie.says('Musée des ombres');
    sophie.sees('Je récapitule', 'Musée des ombres', 'Absence : Soraya Ferrand');
    await sophie.presses('Abandonner');
    await sophie.says('Soraya était absente mardi');
    sophie.sees('Je récapitule', 'Ballet du Nord', 'Absence : Soraya Ferrand');
    await sophie.presses('Abandonner');
    await sophie.says('Soraya était absente au musée');
    sophie.sees('Je récapitule', 'Musée des ombres', 'Absence : Soraya Ferrand', 'Sans réponse : Jean-Claude Olivier');
    await sophie.says('non');
    sophie.offers('Soraya F.', 'Enregistrer');
    await sophie.says('tout le monde était là');
    sophie.sees('Je récapitule', 'Présence : Soraya Ferrand et Jean-Claude Olivier');
    await sophie.says('oui');
    sophie.sees('C’est noté');
    expect(await marks(museum)).toEqual({ Soraya: 'present', 'Jean-Claude': 'present' });
    expect(await marks(ballet)).toMatchObject({ Soraya: 'unknown' });
  });

  it('A12 X3 in the middle of one outing, a sentence about another day or title begins anew', async () => {
    await sophie.says('Soraya était absente mardi');
    sophie.sees('Ballet du Nord', 'Absence : Soraya Ferrand');
    await sophie.says('Soraya était absente mercredi');
    sophie.sees('Je récapitule', 'Musée des ombres', 'Absence : Soraya Ferrand');
    await sophie.says('tout le monde était là au ballet');
    sophie.sees('Je récapitule', 'Ballet du Nord', 'Présence : Soraya Ferrand');
    await sophie.says('Hugo était absent au ballet');
    sophie.sees('Je récapitule', 'Ballet du Nord', 'Absence : Hugo Petit').seesNot('Je ne trouve pas');
    await sophie.presses('Abandonner');
    expect(await marks(ballet)).toEqual({ Soraya: 'unknown', Malika: 'excused', Hugo: 'absent' });
  });

  it('A12 jean claude absent, prévenu: what is marked already is corrected', async () => {
    await sophie.says('jean claude absent, prévenu, au musée');
    sophie.sees('Je récapitule', 'Musée des ombres', 'Absence prévenue : Jean-Claude Olivier');
    await sophie.presses('Enregistrer');
    expect(await marks(museum)).toEqual({ Soraya: 'present', 'Jean-Claude': 'excused' });
  });

  it('A12 présence alone lists what waits; nothing waits: said so', async () => {
    const opera = await show('Opéra de poche', '2026-12-11T13:00:00Z');
    await books(sophie, 'opéra', 'fatima benali et fatima saidi');
    await house.clock('2026-12-12T12:00:00Z');
    await sophie.says('menu');
    await sophie.says('présence');
    sophie.sees('Présences à indiquer', 'Opéra de poche', 'Ballet du Nord');
    await sophie.says('retour');
    await sophie.says('Fatima était absente');
    sophie.sees('« Fatima » : de qui parlez-vous').offers('Fatima Benali', 'Fatima Saïdi');
    await sophie.says('Fatima Saïdi');
    sophie.sees('Je récapitule', 'Absence : Fatima Saïdi');
    await sophie.presses('Enregistrer');
    expect(await marks(opera)).toMatchObject({ Fatima: 'absent' });
    await marc.says('présence');
    marc.sees('Aucune présence à indiquer');
  });

  it('A12 an outing to come cannot be marked, nor somebody who was nowhere', async () => {
    const soon = await show('Bientôt', '2026-12-19T19:00:00Z');
    await books(sophie, 'bientôt', 'hugo');
    await sophie.says('Hugo était absent samedi 19 décembre 2026');
    sophie.sees('La présence se note après la sortie');
    await marc.says('Ines était absente');
    marc.sees('Je ne trouve pas de sortie passée pour cela');
    await sophie.says('menu');
    await sophie.says('Farid était absent');
    expect(await marks(soon)).toEqual({ Hugo: 'unknown' });
    sophie.seesNot('Enregistrer');
  });

  it('A11 A12 corrected from a past reservation', async () => {
    await sophie.says('mes réservations');
    await sophie.presses('Passées');
    await sophie.presses('Malika K., Ballet du Nord');
    sophie.sees('absence, prévenue').offers('Corriger');
    await sophie.presses('Corriger');
    await sophie.presses('Présence');
    sophie.sees('Je récapitule', 'Présence : Malika Koné').seesNot('Hugo');
    await sophie.presses('Enregistrer');
    expect(await marks(ballet)).toEqual({ Soraya: 'unknown', Malika: 'present', Hugo: 'absent' });
  });
});

describe('A12 A14 who may', () => {
  it('A12 a leader marks the outings they hold a seat at, and no other; a visitor none; another structure neither', async () => {
    const { world } = house;
    const guide = await world.person(home, 'Guy Guide', 'companion');
    names.set(guide, 'Guy Guide');
    const leaderAccount = await world.account('leader', home, 'Guy Guide');
    await house.fresh.admin('account').where({ id: leaderAccount.id }).update({ person_id: guide });
    const visitorAccount = await world.account('visitor', home, 'Soraya Ferrand');
    await house.fresh.admin('account').where({ id: visitorAccount.id }).update({ person_id: people.get('Soraya') });
    const leader = await house.login(leaderAccount);
    const visitor = await house.login(visitorAccount);

    const led = await show('Grand orchestre', '2026-12-14T19:00:00Z');
    const alone = await show('Quatuor Debussy', '2026-12-14T13:00:00Z');
    await books(sophie, 'grand orchestre', 'soraya et malika');
    await books(sophie, 'quatuor debussy', 'soraya et hugo');
    // A companion joins: who needs one is another file's subject.
    const [first] = await rows<{ request_id: string }>(house.fresh.admin, 'select request_id from seat where performance_id = ? limit 1', [led.id]);
    await house.fresh.admin('seat').insert({ operator_id: world.operator, id: guide, performance_id: led.id, request_id: first?.request_id, structure_id: home, person_id: guide, kind: 'companion', wait_seq: 1, position: 9, number: 'GUIDE', week: '2026-W51', state: 'booked', holds: true, tier: 1, booked_at: START, created_at: START });
    await house.fresh.admin('performance').where({ id: led.id }).increment('taken', 1);
    await sophie.says('menu');
    await house.clock('2026-12-14T18:50:00Z');
    const push = await Phone.of(leader);
    await house.clock('2026-12-15T12:00:00Z');
    await push.rings('Qui était là hier ? Grand orchestre');
    await sophie.receives('Qui était là hier ? 2 sorties.');
    await leader.presses('Répondre');
    leader.sees('Soraya Ferrand', 'Malika Koné');
    await leader.says('2 sur 3');
    await leader.says('Malika');
    leader.sees('Absence : Malika Koné');
    await leader.presses('Enregistrer');
    leader.sees('C’est noté');
    expect(await marks(led)).toEqual({ Soraya: 'present', Malika: 'absent', Guy: 'present' });

    await leader.says('Hugo était absent');
    leader.seesNot('Quatuor Debussy');
    await sophie.says('Hugo était absent lundi 14 décembre');
    const id = sophie.idOf('Enregistrer');
    for (const chat of [leader, visitor, marc]) {
      await chat.pressesId(`presence.open:${Buffer.from(alone.id.replaceAll('-', ''), 'hex').toString('base64url')}`);
      chat.seesNot('Hugo');
      await chat.pressesId(`presence.all:${Buffer.from(alone.id.replaceAll('-', ''), 'hex').toString('base64url')}`);
      await chat.pressesId(id);
    }
    expect(await marks(alone)).toEqual({ Soraya: 'unknown', Hugo: 'unknown' });
    await visitor.says('Soraya était absente');
    visitor.sees('Votre compte ne permet pas cela');
  });
});

describe('A12 X5 the store itself', () => {
  it('A12 X5 marks no seat of an outing to come, of another structure, of a cancelled one, nor for a visitor', async () => {
    const desk = new Desk(house.fresh);
    const now = await house.now();
    const [past, coming, off] = [await show('Hier encore', new Date(now.getTime() + 3_600_000 * 3).toISOString()), await show('Les Jours bleus', new Date(now.getTime() + 86_400_000 * 3).toISOString()), await show('Perdu', new Date(now.getTime() + 3_600_000 * 3).toISOString())];
    for (const title of ['hier encore', 'les jours bleus', 'perdu']) await books(sophie, title, 'soraya');
    await house.fresh.admin('performance').where({ id: off.id }).update({ cancelled_at: now });
    const ids = (await rows<{ id: string }>(house.fresh.admin, 'select id from seat where performance_id = any (?)', [[past.id, coming.id, off.id]])).map(({ id }) => id);
    const [own] = await rows<{ id: string }>(house.fresh.admin, 'select id from seat where performance_id = ?', [past.id]);
    const after = new Date(now.getTime() + 86_400_000);
    const stranger = await house.world.referent(await house.world.structure('Ailleurs'), 'Zoé Ailleurs');
    const visitor = await house.world.account('visitor', home, 'Soraya Bis');
    await house.fresh.admin('account').where({ id: visitor.id }).update({ person_id: people.get('Hugo') });
    const mark = (who: Referent): Promise<readonly string[]> => desk.as(who, (store) => store.attendance.mark(ids, 'present', after));
    expect(await mark(stranger)).toEqual([]);
    expect(await mark(visitor)).toEqual([]);
    expect(await mark(sophieAccount)).toEqual([own?.id]);
    expect([await marks(past), await marks(coming), await marks(off)]).toEqual([{ Soraya: 'present' }, { Soraya: 'unknown' }, { Soraya: 'unknown' }]);
  });
});

describe('A12 X2 who was there, as people say it', () => {
  let ana: Chat;

  beforeAll(async () => {
    const own = await house.world.structure('Foyer des Lilas');
    await house.world.people(own, ['Luc Perrin', 'Gigi Blanc', 'Mona Vert']);
    ana = await house.login(await house.world.referent(own, 'Ana Moreau'));
    await show('Contes du bout du monde', new Date((await house.now()).getTime() + 3 * 3_600_000).toISOString());
    await books(ana, 'contes', 'luc, gigi et mona');
    await later(24);
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

describe('A12 X6 at its local hour', () => {
  it('A12 X4 across the change of the clock, overseas, and once although two processes work', async () => {
    await house.beside();
    const paris = await show('Printemps', '2027-03-27T19:00:00Z');
    const reunion = await show('Sous le vent', '2027-03-27T16:00:00Z', { zone: 'Indian/Reunion' });
    await books(sophie, 'printemps', 'soraya');
    await books(sophie, 'sous le vent', 'soraya');
    await house.clock('2027-03-30T12:00:00Z');
    // 09:00 in Paris is 07:00 UTC from 28 March on; 09:00 in Réunion is 05:00 UTC, a quiet hour in Paris until 06:00.
    expect((await pushes(paris)).map(({ state, sent_at }) => [state, sent_at?.toISOString()])).toEqual([['sent', '2027-03-28T07:00:00.000Z'], ['sent', '2027-03-30T07:00:00.000Z']]);
    expect((await pushes(reunion)).map(({ state, sent_at }) => [state, sent_at?.toISOString()])).toEqual([['sent', '2027-03-28T06:00:00.000Z'], ['sent', '2027-03-30T06:00:00.000Z']]);
    const all = await sophie.history();
    expect(all.filter(({ text }: Seen) => text.includes('Printemps') && text.includes('Qui était là'))).toHaveLength(2);
  });

  it('A12 the autumn change, and nothing about a cancelled outing', async () => {
    const [autumn, off] = [await show('Automne', '2027-10-30T18:00:00Z'), await show('Maldonne', '2027-10-30T18:00:00Z')];
    await books(sophie, 'automne', 'soraya');
    await books(sophie, 'maldonne', 'soraya');
    await house.clock('2027-10-30T20:00:00Z');
    await house.world.asOperator(async (trx) => {
      await trx('performance').where({ operator_id: house.world.operator, id: off.id }).update({ cancelled_at: new Date('2027-10-30T20:00:00Z') });
      await schedulePerformance(trx, house.world.operator, [off.id], new Date('2027-10-30T20:00:00Z'));
    });
    await later(24);
    expect((await pushes(autumn)).map(({ sent_at }) => sent_at?.toISOString())).toEqual(['2027-10-31T08:00:00.000Z']);
    expect(await pushes(off)).toEqual([]);
    await sophie.pressesId(`presence.open:${Buffer.from(off.id.replaceAll('-', ''), 'hex').toString('base64url')}`);
    sophie.sees('Cette date a été annulée par le lieu');
  });
});
