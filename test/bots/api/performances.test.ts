import { beforeAll, describe, expect, it } from 'vitest';
import { Chat } from '../../support/chat.ts';
import { Desk } from '../../support/desk.ts';
import { nothingIsWrong, Phone } from '../../support/dialogue.ts';
import { openHouse, type House } from '../../support/house.ts';
import { nobody, type Said, type Script } from '../../support/script.ts';
import type { Referent } from '../../support/world.ts';

let house: House;
let script: Script;
let venue: string;
let structure: string;
let sophie: Referent;

beforeAll(async () => {
  house = await openHouse();
  script = await house.script();
  venue = (await script.post('/venues', { name: 'Salle des Essais', city: 'Lyon' })).id;
  structure = await house.world.structure('Foyer');
  sophie = await house.world.referent(structure);
});

const made = async (performance: object, title = 'Essai', at = venue): Promise<Said & { event: string }> => {
  const event = await script.post('/events', { title, venueId: at, performances: [{ capacity: 2, ...performance }] });
  return { ...(event.performances[0] as Said), event: event.id };
};
const asks = async (performance: string, ...names: string[]): Promise<string[]> => {
  const people = await house.world.people(structure, names);
  await new Desk(house.fresh).ask(sophie, performance, people.map((id) => ({ id, kind: 'participant' as const })), await house.now());
  return people;
};
const states = async (performance: string): Promise<string[]> => (await script.list(`/performances/${performance}/reservations`)).map(({ state }) => state);

describe('A5 A6 instants', () => {
  it.each([
    // Sunday 29 March 2027 has 23 hours, Sunday 25 October 2026 (before the start of these tests) 25.
    ['2027-03-28T20:00:00+02:00', 'Europe/Paris', '2027-02-26T08:00:00.000Z', '2027-03-26T18:00:00.000Z', '2027-W12'],
    ['2027-04-10T20:00:00+02:00', 'Europe/Paris', '2027-03-11T08:00:00.000Z', '2027-04-08T18:00:00.000Z', '2027-W14'],
    ['2027-11-06T20:00:00+01:00', 'Europe/Paris', '2027-10-07T07:00:00.000Z', '2027-11-04T19:00:00.000Z', '2027-W44'],
    ['2027-01-02T10:00:00+01:00', 'Europe/Paris', '2026-12-03T08:00:00.000Z', '2026-12-31T09:00:00.000Z', '2026-W53'],
    ['2026-12-20T20:00:00+04:00', 'Indian/Reunion', '2026-11-20T05:00:00.000Z', '2026-12-18T16:00:00.000Z', '2026-W51'],
    ['2026-12-21T03:00:00Z', 'America/Martinique', '2026-11-20T13:00:00.000Z', '2026-12-19T03:00:00.000Z', '2026-W51'],
  ])('A5 A6 %s in %s opens at 9 of that place on the 30th day before', async (startsAt, zone, opensAt, closesAt, week) => {
    const there = (await script.post('/venues', { name: `Salle ${zone}`, city: 'Ville', zone })).id;
    const releaseAt = new Date(new Date(closesAt).getTime() - 24 * 3_600_000).toISOString();
    expect(await made({ startsAt }, 'Heure', there)).toMatchObject({ startsAt: new Date(startsAt).toISOString(), zone, opensAt, closesAt, releaseAt, week });
  });

  it('A5 the postal code of an overseas venue gives its zone', async () => {
    expect(await script.post('/venues', { name: 'Case', city: 'Saint-Denis', postalCode: '97 400' })).toMatchObject({ zone: 'Indian/Reunion', postalCode: '97400' });
    await script.post('/venues', { name: 'Case', city: 'Ville', zone: 'Europe/Nulle-Part' }, 'zone_unknown');
  });

  it('A5 a performance that opens late and closes an hour before', async () => {
    expect(await made({ startsAt: '2026-11-20T20:00:00+01:00', opensAt: '2026-11-20T11:00:00+01:00', closesAt: '2026-11-20T19:00:00+01:00' })).toMatchObject({
      opensAt: '2026-11-20T10:00:00.000Z', closesAt: '2026-11-20T18:00:00.000Z', releaseAt: '2026-11-20T10:00:00.000Z', window: 'not_open',
    });
  });

  it.each([
    [{ startsAt: '2026-11-20T10:00:00+01:00' }, 'start_past'], [{ startsAt: '2026-11-28T20:00:00' }, 'invalid_body'], [{ startsAt: '2027-02-29T20:00:00+01:00' }, 'invalid_body'],
    [{ startsAt: '2026-12-01T20:00:00+01:00', endsAt: '2026-12-01T20:00:00+01:00' }, 'end_before_start'], [{ startsAt: '2026-12-01T20:00:00+01:00', closesAt: '2026-12-01T20:00:01+01:00' }, 'closing_after_start'],
    [{ startsAt: '2026-12-01T20:00:00+01:00', opensAt: '2026-11-30T20:00:00+01:00' }, 'opening_after_closing'], [{ startsAt: '2026-12-01T20:00:00+01:00', capacity: -1 }, 'invalid_body'],
    [{ startsAt: '2026-12-01T20:00:00+01:00', capacity: 2.5 }, 'invalid_body'], [{ startsAt: '2026-12-01T20:00:00+01:00', capacity: '2' }, 'invalid_body'],
  ])('A5 %j is refused: %s, and nothing is made', async (performance, code) => {
    const before = await house.fresh.admin('event').count<{ count: number }[]>();
    await script.post('/events', { title: 'Refusé', venueId: venue, performances: [{ startsAt: '2026-12-05T20:00:00+01:00', capacity: 1 }, { capacity: 2, ...performance }] }, code);
    expect(await house.fresh.admin('event').count()).toEqual(before);
  });

  it('A5 the opening is told to who asked, at its instant', async () => {
    const later = await openHouse();
    const theirs = await later.script();
    const there = (await theirs.post('/venues', { name: 'Salle', city: 'Lyon' })).id;
    await theirs.post('/events', { title: 'Bientôt ouvert', venueId: there, performances: [{ startsAt: '2026-12-21T20:00:00+01:00', capacity: 1 }] });
    const referent = await later.world.referent(await later.world.structure('Foyer'));
    const chat = await later.login(referent);
    await chat.says('Bientôt ouvert');
    await chat.presses('Me prévenir');
    const phone = await Phone.of(chat);
    await later.clock('2026-11-21T07:59:00Z');
    await phone.isSilent();
    await later.clock('2026-11-21T08:00:00Z');
    expect((await phone.news()).map(({ text }) => text).join('\n')).toContain('Bientôt ouvert');
  });
});

describe('A4 search', () => {
  it('A4 by words with accents and slips, by town, between instants or days; to is exclusive for an instant, included for a day', async () => {
    const there = (await script.post('/venues', { name: 'Le Dôme', city: 'Oullins' })).id;
    const event = await script.post('/events', { title: 'Cendrillon à la Chaufferie', venueId: there, themes: ['Ballet'], performances: [
      { startsAt: '2027-05-01T20:00:00+02:00', capacity: 1 }, { startsAt: '2027-05-02T00:00:00+02:00', capacity: 1 }, { startsAt: '2027-05-02T20:00:00+02:00', capacity: 1 },
    ] });
    const ids = event.performances.map(({ id }) => id);
    const found = async (query: string): Promise<string[]> => (await script.read(`/performances?${query}`)).items.map(({ id }) => id).filter((id) => ids.includes(id));
    expect(await found('q=cendrillon')).toEqual(ids);
    expect(await found('q=CENDRILON%20chauferie')).toEqual(ids);
    expect(await found('q=ballet&city=oull')).toEqual(ids);
    expect(await found('q=cendrillon&city=lyon')).toEqual([]);
    expect(await found('q=cendrillon&from=2027-05-01&to=2027-05-01')).toEqual([ids[0]]);
    expect(await found('q=cendrillon&from=2027-05-02')).toEqual([ids[1], ids[2]]);
    expect(await found('q=cendrillon&from=2027-05-02T00:00:00%2B02:00&to=2027-05-02T20:00:00%2B02:00')).toEqual([ids[1]]);
    // As people write it, the plus not encoded.
    expect(await found('q=cendrillon&to=2027-05-02T00:00:00+02:00')).toEqual([ids[0]]);
    await script.post(`/performances/${ids[1]}/cancel`, undefined, 200);
    expect(await found('q=cendrillon')).toEqual([ids[0], ids[2]]);
    expect(await script.read(`/performances/${ids[1]}`)).toMatchObject({ window: 'cancelled' });
  });

  it('pages stay true while rows are added before and after, also at one instant', async () => {
    const event = await script.post('/events', { title: 'Feuilleton', venueId: venue, performances: Array.from({ length: 7 }, () => ({ startsAt: '2027-06-01T20:00:00+02:00', capacity: 1 })) });
    const ids = event.performances.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Said = await script.read(`/performances?q=feuilletn&limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      await script.post(`/events/${event.id}/performances`, { startsAt: '2027-05-01T20:00:00+02:00', capacity: 1 });
    } while (cursor !== null);
    expect(seen).toEqual(ids.sort());
  });

  it.each(['cursor=x', 'cursor=W10', `cursor=${Buffer.from('["a","b"]').toString('base64url')}`])('a made-up cursor is refused: %s', async (query) => {
    await script.read(`/performances?${query}`, 'invalid_cursor');
    await script.read(`/structures?${query}`, 'invalid_cursor');
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'from=demain', 'to=2027-02-30', 'q=a&q=b', 'page=2'])('an unreadable parameter is refused with its place: %s', async (query) => {
    expect((await script.read(`/performances?${query}`, 'invalid_query')).errors).toEqual([{ path: `?${query.split('=')[0]}`, detail: expect.any(String) as string }]);
  });
});

describe('A8 A16 seats', () => {
  it('A8 freed and added seats go to those who wait, in order; given ones are not withdrawn', async () => {
    const { id } = await made({ startsAt: '2026-11-29T20:00:00+01:00', capacity: 1 });
    const people = await asks(id, 'Ada Un', 'Bea Deux', 'Cléo Trois');
    expect((await script.list(`/performances/${id}/reservations`)).map((one) => [one.personId, one.state, one.rank, typeof one.number])).toEqual([
      [people[0], 'booked', undefined, 'string'], [people[1], 'waiting', 1, 'undefined'], [people[2], 'waiting', 2, 'undefined'],
    ]);
    expect(await script.post(`/performances/${id}/seats`, { delta: 4 }, 200)).toEqual({ id, capacity: 5, taken: 3, given: 2, waiting: 0, window: 'open' });
    expect(await script.post(`/performances/${id}/seats`, { delta: -3 }, 'seats_taken')).toMatchObject({ status: 409, withdrawable: 2 });
    expect(await script.post(`/performances/${id}/seats`, { delta: -2 }, 200)).toMatchObject({ capacity: 3, taken: 3 });
    await nothingIsWrong(house);
  });

  it('A9 the number of somebody who waits is void, and one who is there is used', async () => {
    const { id } = await made({ startsAt: '2026-11-29T15:00:00+01:00', capacity: 1 });
    await asks(id, 'Dan Quatre', 'Eva Cinq');
    const [booked, waiting] = await house.fresh.admin('seat').where({ performance_id: id }).orderBy('position').select<{ number: string }[]>('number');
    expect(await script.read(`/verify/${waiting?.number}`)).toEqual({ valid: false, state: 'void' });
    await house.fresh.admin('seat').where({ number: booked?.number }).update({ attendance: 'present' });
    expect(await script.read(`/verify/${booked?.number}`)).toEqual({ valid: false, state: 'used' });
  });

  it('A16 after closing seats go by the operator’s word alone, which is not a venue’s', async () => {
    const late = await openHouse();
    const [operator, there] = await Promise.all([late.script(), late.script('venue')]);
    const show = await late.world.show({ capacity: 0 });
    const home = await late.world.structure('Foyer');
    const referent = await late.world.referent(home);
    await new Desk(late.fresh).ask(referent, show.id, [{ id: await late.world.person(home, 'Ada Un'), kind: 'participant' }], await late.now());
    await late.clock('2026-11-27T09:00:00Z');
    expect(await there.post(`/performances/${show.id}/seats`, { delta: 1 }, 200)).toMatchObject({ given: 0, window: 'closed' });
    await there.post(`/performances/${show.id}/seats`, { delta: 1, afterClosing: true }, 'operator_word_needed');
    const given = await operator.post(`/performances/${show.id}/seats`, { delta: 1, afterClosing: true }, 200);
    expect(given.capacity).toBe(2);
    await late.clock('2026-11-28T19:00:00Z');
    await operator.post(`/performances/${show.id}/seats`, { delta: 1 }, 'performance_past');
    await operator.patch(`/performances/${show.id}`, { startsAt: '2026-12-28T20:00:00+01:00' }, 'performance_past');
    await operator.post(`/performances/${show.id}/cancel`, undefined, 'performance_past');
  });

  it('A7 a quota a structure is kept', async () => {
    const { id } = await made({ startsAt: '2026-12-01T20:00:00+01:00', capacity: 5, quota: { seats: 2, period: 'all' } });
    await asks(id, 'Fay Six', 'Gus Sept', 'Hal Huit');
    expect(await states(id)).toEqual(['booked', 'booked', 'waiting']);
  });
});

describe('A19 moved and cancelled', () => {
  it('A19 moved: seats are kept, instants are new, holders are told, and the same again tells nobody', async () => {
    const { id, event } = await made({ startsAt: '2026-12-02T20:00:00+01:00', endsAt: '2026-12-02T22:00:00+01:00' }, 'Le Grand Départ');
    await asks(id, 'Ivy Neuf');
    const phone = await Phone.of(await Chat.login(house.running.address, sophie.code));
    const there = (await script.post('/venues', { name: 'Halle des Essais', city: 'Bron' })).id;
    expect(await script.patch(`/performances/${id}`, { startsAt: '2026-12-09T20:30:00+01:00', venueId: there })).toMatchObject({
      startsAt: '2026-12-09T19:30:00.000Z', endsAt: '2026-12-09T21:30:00.000Z', opensAt: '2026-11-09T08:00:00.000Z', closesAt: '2026-12-07T19:30:00.000Z', week: '2026-W50', venue: { id: there, city: 'Bron' }, taken: 1,
    });
    await house.clock(await house.now());
    expect(await phone.news()).toHaveLength(1);
    await script.patch(`/performances/${id}`, { startsAt: '2026-12-09T20:30:00+01:00' });
    await house.clock(await house.now());
    await phone.isSilent();
    expect(await states(id)).toEqual(['booked']);
    // All of it has gone there: so is it found.
    expect((await script.read('/performances?q=depart&city=bron')).items.map((one) => one.eventId)).toEqual([event]);
    await nothingIsWrong(house);
  });

  it('A5 a window that opens now serves those who wait; null is the programme’s rule again', async () => {
    const { id } = await made({ startsAt: '2027-01-28T20:00:00+01:00' });
    expect(await script.read(`/performances/${id}`)).toMatchObject({ window: 'not_open' });
    expect(await script.patch(`/performances/${id}`, { opensAt: '2026-11-20T10:00:00+01:00', closesAt: '2027-01-28T19:00:00+01:00' })).toMatchObject({ window: 'open', closesAt: '2027-01-28T18:00:00.000Z' });
    expect(await script.patch(`/performances/${id}`, { opensAt: null, closesAt: null })).toMatchObject({ window: 'not_open', opensAt: '2026-12-29T08:00:00.000Z', closesAt: '2027-01-26T19:00:00.000Z' });
    await script.patch(`/performances/${id}`, { closesAt: '2027-01-28T21:00:00+01:00' }, 'closing_after_start');
    await script.patch(`/performances/${id}`, { venueId: nobody() }, 'venue_not_found');
    await script.patch(`/performances/${id}`, { startsAt: '2026-11-20T09:00:00+01:00' }, 'start_past');
  });

  it('A19 cancelled once: twice is no error, and nothing else can be done with it', async () => {
    const { id, event } = await made({ startsAt: '2026-12-03T20:00:00+01:00' });
    await asks(id, 'Jo Dix');
    await script.post(`/performances/${id}/cancel`, undefined, 200);
    // Scripts often say JSON of a request without a body.
    expect((await script.send('POST', `/performances/${id}/cancel`, undefined, { 'content-type': 'application/json' })).status).toBe(200);
    expect(await states(id)).toEqual(['cancelled']);
    await script.post(`/performances/${id}/seats`, { delta: 1 }, 'performance_cancelled');
    await script.patch(`/performances/${id}`, { endsAt: null }, 'performance_cancelled');
    await script.post(`/events/${event}/performances`, { startsAt: '2026-12-04T20:00:00+01:00', capacity: 1 });
    await nothingIsWrong(house);
  });
});

describe('A4 events', () => {
  it('A4 what is changed is found, the rest stays', async () => {
    const { event, id } = await made({ startsAt: '2026-12-10T20:00:00+01:00' }, 'Ancien titre');
    expect(await script.patch(`/events/${event}`, { title: 'Nouveau titre', themes: ['Danse', 'danse', 'Hip-hop'], ageMin: 6, purchaseUrl: 'https://example.org/x' })).toMatchObject({
      title: 'Nouveau titre', themes: ['danse', 'hip-hop'], ageMin: 6, ageMax: null, purchaseUrl: 'https://example.org/x', performances: [{ id }],
    });
    expect((await script.read('/performances?q=nouveau%20titre')).items.map((one) => one.id)).toEqual([id]);
    expect((await script.read('/performances?q=ancien%20titre')).items).toEqual([]);
    await script.patch(`/events/${event}`, { ageMax: 5 }, 'age_order');
    await script.patch(`/events/${event}`, { purchaseUrl: 'javascript:alert(1)' }, 'invalid_body');
    await script.patch(`/events/${nobody()}`, { title: 'X' }, 'event_not_found');
  });

  it('unknown fields are refused with their place', async () => {
    const body = { title: 'X', venueId: venue, performances: [{ startsAt: '2026-12-10T20:00:00+01:00', capacity: 1, 'prix/€': 3 }] };
    expect((await script.post('/events', body, 'invalid_body')).errors).toEqual([{ path: '/performances/0/prix~1€', detail: 'Ce champ n’existe pas ici.' }]);
  });
});

describe('settings', () => {
  it('A6 a raised weekly quota serves those who wait over it, a lowered one takes no seat away', async () => {
    const one = await made({ startsAt: '2026-12-14T20:00:00+01:00', capacity: 1 });
    const others = [await made({ startsAt: '2026-12-15T20:00:00+01:00', capacity: 1 }), await made({ startsAt: '2026-12-16T20:00:00+01:00', capacity: 1 })];
    const [kim = ''] = await asks(one.id, 'Kim Onze');
    for (const { id } of others) await new Desk(house.fresh).ask(sophie, id, [{ id: kim, kind: 'participant' }], await house.now());
    const last = others[1]?.id ?? '';
    expect(await script.list(`/performances/${last}/reservations`)).toMatchObject([{ state: 'waiting', tier: 2 }]);
    expect(await script.patch('/programme', { weeklyQuota: 3 })).toMatchObject({ weeklyQuota: 3 });
    await house.clock(await house.now());
    expect(await script.list(`/performances/${last}/reservations`)).toMatchObject([{ state: 'booked', tier: 1 }]);
    expect(await script.patch('/programme', { weeklyQuota: null })).toMatchObject({ weeklyQuota: null });
    await script.patch('/programme', { weeklyQuota: 1 });
    expect(await states(last)).toEqual(['booked']);
    await script.patch('/programme', { weeklyQuota: 2 });
    await nothingIsWrong(house);
  });

  it('X6 A12 A17 the other numbers are changed as they are given', async () => {
    const before = await script.read('/programme');
    expect(await script.patch('/programme', { quietFrom: '21:30', confirmDaysBefore: [1, 5], attendanceAt: '10:00' })).toEqual({ ...before, quietFrom: '21:30', confirmDaysBefore: [5, 1], attendanceAt: '10:00' });
    await script.patch('/programme', { quietFrom: '24:00' }, 'invalid_body');
    await script.patch('/programme', { opensDaysBefore: 10 }, 'invalid_body');
  });

  it('X5 how names leave: the list is replaced; the web chat always shows some', async () => {
    expect(await script.put('/naming', [{ channel: 'telegram', naming: 'none' }, { channel: 'slack', naming: 'initials' }])).toHaveLength(2);
    expect(await script.put('/naming', [{ channel: 'telegram', naming: 'full' }])).toEqual([{ channel: 'telegram', naming: 'full' }]);
    await script.put('/naming', [{ channel: 'web', naming: 'none' }], 'channel_shows_names');
    await script.put('/naming', [{ channel: 'a', naming: 'none' }, { channel: 'a', naming: 'full' }], 'channel_twice');
    expect(await script.read('/naming')).toEqual([{ channel: 'telegram', naming: 'full' }]);
    expect(await script.put('/naming', [])).toEqual([]);
  });
});
