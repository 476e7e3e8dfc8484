import { beforeAll, describe, expect, it } from 'vitest';
import { Chat } from '../../support/chat.ts';
import { Desk } from '../../support/desk.ts';
import { books, nothingIsWrong, Phone } from '../../support/dialogue.ts';
import { openHouse, type House } from '../../support/house.ts';
import { nobody, type Said, type Script } from '../../support/script.ts';

let house: House;
let script: Script;

beforeAll(async () => {
  house = await openHouse();
  script = await house.script();
});

const structure = async (name = 'Foyer'): Promise<string> => (await script.post('/structures', { name })).id;
const person = async (of: string, name: string, more: object = {}): Promise<string> => (await script.post(`/structures/${of}/participants`, { name, ...more })).id;

describe('A1 structures', () => {
  it('A1 are found by words of name and town, and paged while others are added', async () => {
    const made = [];
    for (let n = 0; n < 5; n += 1) made.push((await script.post('/structures', { name: `Résidence ${n}`, city: 'Écully' })).id);
    const first = await script.read('/structures?q=residence%20ecully&limit=2');
    await structure('Résidence ajoutée');
    const second = await script.read(`/structures?q=residence%20ecully&limit=2&cursor=${first.next}`);
    const third = await script.read(`/structures?q=residence%20ecully&limit=2&cursor=${second.next}`);
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(made);
    expect(third.next).toBeNull();
    expect((await script.read('/structures?q=sidence')).items).toEqual([]);
  });

  it('A1 what is given is changed, null empties, the rest stays', async () => {
    const id = await structure();
    await script.patch(`/structures/${id}`, { city: 'Lyon', latitude: 45.7, longitude: 4.8, conventionFrom: '2026-01-01', conventionUntil: '2026-12-31', email: 'un@example.org', phone: '04' });
    expect(await script.patch(`/structures/${id}`, { city: null, phone: null })).toEqual({
      id, name: 'Foyer', kind: 'association', city: null, latitude: 45.7, longitude: 4.8, conventionFrom: '2026-01-01', conventionUntil: '2026-12-31', suspended: false, contact: null, phone: null, email: 'un@example.org', address: null,
    });
    await script.patch(`/structures/${id}`, { latitude: null }, 'place_incomplete');
    await script.patch(`/structures/${id}`, { conventionUntil: '2025-12-31' }, 'convention_order');
    await script.patch(`/structures/${id}`, {}, 'invalid_body');
    await script.patch(`/structures/${nobody()}`, { kind: 'foyer' }, 'structure_not_found');
    expect(await script.read(`/structures/${id}`)).toMatchObject({ latitude: 45.7, conventionUntil: '2026-12-31' });
  });

  it('A1 A8 suspended it waits beside free seats; the end of the suspension serves it', async () => {
    const id = await structure('Suspendue');
    const sophie = await script.post(`/structures/${id}/referents`, { name: 'Sophie Martin' });
    const soraya = await person(id, 'Soraya Ferrand');
    const show = await house.world.show({ title: 'Complet des Essais', capacity: 0 });
    const account = { operator: house.world.operator, id: sophie.account.id, role: 'referent' as const, structure: id, lang: 'fr' as const };
    await new Desk(house.fresh).ask(account, show.id, [{ id: soraya, kind: 'participant' }], await house.now());
    expect(await script.patch(`/structures/${id}`, { suspended: true })).toMatchObject({ suspended: true });
    expect(await script.post(`/performances/${show.id}/seats`, { delta: 1 }, 200)).toMatchObject({ given: 0, waiting: 1 });
    const phone = await Phone.of(await Chat.login(house.running.address, sophie.code));
    expect(await script.patch(`/structures/${id}`, { suspended: false })).toMatchObject({ suspended: false });
    await house.clock(await house.now());
    expect(await script.list(`/performances/${show.id}/reservations`)).toMatchObject([{ personId: soraya, state: 'booked' }]);
    expect((await phone.news()).map(({ text }) => text).join('\n')).toContain('Une place s’est libérée');
    await nothingIsWrong(house);
  });

  it('A1 outside its convention it is served once the convention is prolonged', async () => {
    const id = await structure('Échue');
    const sophie = await script.post(`/structures/${id}/referents`, { name: 'Sophie Martin' });
    const soraya = await person(id, 'Soraya Ferrand');
    const show = await house.world.show({ capacity: 0 });
    const account = { operator: house.world.operator, id: sophie.account.id, role: 'referent' as const, structure: id, lang: 'fr' as const };
    await new Desk(house.fresh).ask(account, show.id, [{ id: soraya, kind: 'participant' }], await house.now());
    await script.patch(`/structures/${id}`, { conventionUntil: '2026-11-19' });
    expect(await script.post(`/performances/${show.id}/seats`, { delta: 1 }, 200)).toMatchObject({ given: 0, waiting: 1 });
    await script.patch(`/structures/${id}`, { conventionUntil: '2026-11-20' });
    await house.clock(await house.now());
    expect(await script.list(`/performances/${show.id}/reservations`)).toMatchObject([{ state: 'booked' }]);
  });
});

describe('A2 A14 accounts', () => {
  it('A2 the code opens the conversation once', async () => {
    const id = await structure('Le Relais');
    const { code, account } = await script.post(`/structures/${id}/referents`, { first: 'Amine', last: 'Diallo', lang: 'en' });
    const login = async (): Promise<{ status: number; body: { account?: object } }> => {
      const response = await fetch(`${house.running.address}web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
      return { status: response.status, body: await response.json() as { account?: object } };
    };
    expect(await login()).toMatchObject({ status: 200, body: { account: { id: account.id, name: 'Amine Diallo', role: 'referent', structure: 'Le Relais' } } });
    expect(await house.fresh.admin('account').where({ id: account.id }).select('lang')).toEqual([{ lang: 'en' }]);
    expect((await login()).status).toBe(401);
  });

  it('A2 an address has one account, and who has it is not said', async () => {
    const id = await structure();
    await script.post(`/structures/${id}/referents`, { name: 'Une Première', email: 'une@example.org' });
    const refused = await script.post(`/structures/${id}/referents`, { name: 'Une Seconde', email: ' Une@Example.org'.trim() }, 'email_taken');
    expect(JSON.stringify(refused)).not.toMatch(/Première|une@/);
    expect(await house.fresh.admin('account').where({ structure_id: id })).toHaveLength(1);
  });

  it.each([
    [{}, 'name_needed'], [{ name: 'Sophie' }, 'name_needed'], [{ first: 'Sophie' }, 'name_needed'], [{ first: 'Sophie', last: '  ' }, 'invalid_body'],
    [{ name: 'Sophie Martin', email: 'sophie' }, 'invalid_body'], [{ name: 'Sophie Martin', role: 'operator' }, 'invalid_body'], [{ name: 'Sophie Martin', role: 'visitor' }, 'participant_needed'],
    [{ name: 'Sophie Martin', participantId: '01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c' }, 'participant_not_wanted'],
  ])('A2 %j is refused: %s', async (body, code) => {
    await script.post(`/structures/${await structure()}/referents`, body, code);
  });

  it('A14 a visitor is a participant of the structure, and sees their own invitation', async () => {
    const id = await structure('Accueil');
    const karim = await person(id, 'Karim Diallo');
    const guest = await person(id, 'Ida Diallo', { kind: 'guest', of: karim });
    const { account, code } = await script.post(`/structures/${id}/referents`, { role: 'visitor', participantId: karim });
    expect(account).toEqual({ id: expect.any(String) as string, role: 'visitor', structureId: id, participantId: karim });
    await script.post(`/structures/${id}/referents`, { role: 'visitor', participantId: karim }, 'account_exists');
    await script.post(`/structures/${id}/referents`, { role: 'visitor', participantId: guest }, 'participant_needed');
    await script.post(`/structures/${id}/referents`, { role: 'visitor', participantId: nobody() }, 'participant_not_found');
    const login = await fetch(`${house.running.address}web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
    expect(await login.json()).toMatchObject({ account: { name: 'Karim Diallo', role: 'visitor' } });
  });

  it('A14 a leader is a companion: by id, found by name, or made', async () => {
    const id = await structure('Groupe');
    const lea = await person(id, 'Léa Martin', { kind: 'companion' });
    const karim = await person(id, 'Karim Diallo');
    expect((await script.post(`/structures/${id}/referents`, { role: 'leader', name: 'Lea MARTIN' })).account.participantId).toBe(lea);
    await script.post(`/structures/${id}/referents`, { role: 'leader', participantId: lea }, 'account_exists');
    await script.post(`/structures/${id}/referents`, { role: 'leader', participantId: karim }, 'companion_needed');
    const made = await script.post(`/structures/${id}/referents`, { role: 'leader', name: 'Tom Petit' });
    expect((await script.read(`/structures/${id}/participants`)).items).toContainEqual({ id: made.account.participantId, kind: 'companion', of: null, first: 'Tom', last: 'Petit', removed: false });
  });

  it('A14 two leaders of one name asked for at once are one companion with one account', async () => {
    const id = await structure('Course');
    const answers = await Promise.all(Array.from({ length: 4 }, () => script.send('POST', `/structures/${id}/referents`, { role: 'leader', name: 'Tom Petit' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect((await script.read(`/structures/${id}/participants`)).items).toHaveLength(1);
  });
});

describe('A3 participants', () => {
  it('A3 are added with what is known, booked by chat under their name, and listed in pages', async () => {
    const id = await structure('Les Tilleuls');
    const { code } = await script.post(`/structures/${id}/referents`, { name: 'Sophie Martin' });
    const ada = await person(id, 'Ada Bell', { civility: 'Mme', birthYear: 1980, access: 'fauteuil roulant', lang: 'ar', discreet: true });
    const guest = await person(id, 'Zoé Bell', { kind: 'guest', of: ada });
    await house.world.show({ title: 'Pour Ada', capacity: 2 });
    const chat = await Chat.login(house.running.address, code);
    await books(chat, 'Pour Ada', 'ada et zoé');
    chat.sees('C’est réservé');
    const first = await script.read(`/structures/${id}/participants?limit=1`);
    const second = await script.read(`/structures/${id}/participants?limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual([
      { id: ada, kind: 'participant', of: null, first: 'Ada', last: 'Bell', removed: false }, { id: guest, kind: 'guest', of: ada, first: 'Zoé', last: 'Bell', removed: false },
    ]);
    expect(second.next).toBeNull();
  });

  it.each([
    [{ name: 'Zoé Bell', kind: 'guest' }, 'participant_needed'], [{ name: 'Zoé Bell', kind: 'companion', of: '01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c' }, 'participant_not_wanted'],
    [{ name: 'Zoé Bell', kind: 'guest', of: '01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c' }, 'participant_not_found'], [{ name: 'Zoé' }, 'name_needed'], [{ first: '<b>', last: 'x' }, 'invalid_body'],
  ])('A3 %j is refused: %s', async (body, code) => {
    await script.post(`/structures/${await structure()}/participants`, body, code);
  });
});

describe('X4 Idempotency-Key', () => {
  it('X4 the same key again gives the same answer and no second effect, also at once', async () => {
    const id = await structure();
    const again = (): Promise<Said> => script.post(`/structures/${id}/referents`, { name: 'Sophie Martin' }, 201, { 'idempotency-key': 'soir-1' });
    const answers = [...(await Promise.all([again(), again(), again()])), await again()];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await house.fresh.admin('account').where({ structure_id: id })).toHaveLength(1);
    expect(JSON.stringify(await house.fresh.admin('api_once'))).not.toContain(answers[0]?.code);
  });

  it('X4 another request under that key is refused; another script’s key is its own', async () => {
    const headers = { 'idempotency-key': 'soir-2' };
    const first = await script.post('/structures', { name: 'Un' }, 201, headers);
    await script.post('/structures', { name: 'Deux' }, 'key_reused', headers);
    await script.post('/venues', { name: 'Un', city: 'Lyon' }, 'key_reused', headers);
    const other = await house.script();
    expect((await other.post('/structures', { name: 'Un' }, 201, headers)).id).not.toBe(first.id);
  });

  it('X4 what was refused can be asked again', async () => {
    const id = await structure();
    const headers = { 'idempotency-key': 'soir-3' };
    await script.post(`/structures/${id}/referents`, { name: 'Sophie' }, 'name_needed', headers);
    await script.post(`/structures/${id}/referents`, { name: 'Sophie Martin' }, 201, headers);
  });
});
