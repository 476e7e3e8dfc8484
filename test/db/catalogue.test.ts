import { beforeEach, describe, expect, it } from 'vitest';
import { collectOffer } from '../../core/importing/collect.ts';
import type { EventDraft } from '../../core/importing/offer.ts';
import { rows } from '../../db/connection.ts';
import { freshDatabase } from '../support/database.ts';
import { fiche } from '../support/fiches.ts';
import { strays } from '../support/changes.ts';
import { date, everything, firstOf, FRIDAY, into, ones, performances, show, staff, theatre } from '../support/imported.ts';
import { START, World } from '../support/world.ts';

/** The offer's way into PostgreSQL: what an import writes, and what it leaves alone. */
const fresh = await freshDatabase();
const now = START;
let world: World;
beforeEach(async () => {
  world = await World.make(fresh);
});

describe('A4 an offer goes in', () => {
  it('with its venue, its text to search in, and the instants of the rules', async () => {
    const applied = await into(world, [show({ summary: 'Cinquante voix', performances: [date(FRIDAY, { capacity: 4, endsAt: new Date('2026-12-04T20:30:00Z') })] })]);
    expect(applied).toEqual({ ...ones({ created: 1 }), ignored: 0, performances: ones({ created: 1 }), problems: [] });
    const [event] = await rows(fresh.admin, 'select e.title, e.search, e.programme_id, v.name, v.phone from event e join venue v on v.id = e.venue_id where e.operator_id = ?', [world.operator]);
    expect(event).toEqual({ title: 'Le Gospel des ateliers', search: 'le gospel des ateliers|lyon|theatre des tanneurs|cinquante voix|musique', programme_id: world.programme, name: theatre.name, phone: theatre.phone });
    expect(await firstOf(world)).toMatchObject({
      external_id: `@${FRIDAY}`, starts_at: new Date(FRIDAY), zone: 'Europe/Paris', week: '2026-W49', month: '2026-12', capacity: 4, taken: 0, cancelled_at: null,
      opens_at: new Date('2026-11-04T08:00:00Z'), closes_at: new Date('2026-12-02T19:00:00Z'), release_at: new Date('2026-12-01T19:00:00Z'),
    });
    const due = await rows(fresh.admin, `select kind, due_at from due where operator_id = ? and kind in ('opening', 'release')`, [world.operator]);
    expect(due).toEqual([{ kind: 'release', due_at: new Date('2026-12-01T19:00:00Z') }]);
  });

  it('A5 what the venue says of opening and closing counts; the release is the later of opening and closing − 24 h', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 20, opensAt: new Date('2026-12-04T10:00:00Z'), closesAt: new Date('2026-12-04T18:00:00Z') })] })]);
    expect(await firstOf(world)).toMatchObject({ opens_at: new Date('2026-12-04T10:00:00Z'), closes_at: new Date('2026-12-04T18:00:00Z'), release_at: new Date('2026-12-04T10:00:00Z') });
    expect(await rows(fresh.admin, `select kind from due where operator_id = ? and kind in ('opening', 'release') order by kind`, [world.operator])).toEqual([{ kind: 'opening' }, { kind: 'release' }]);
  });

  it('A5 an opening after the closing is said: nobody could book', async () => {
    const { problems } = await into(world, [show({ performances: [date(FRIDAY, { opensAt: new Date('2026-12-04T10:00:00Z') })] })]);
    expect(problems).toMatchObject([{ line: 0, code: 'close-before-open', refused: false, externalId: '1' }]);
  });

  it('A5 overseas, the venue’s own clock decides', async () => {
    await into(world, [show({ venue: { ...theatre, zone: 'Indian/Reunion' }, performances: [date('2026-12-06T21:00:00.000Z')] })]);
    expect(await firstOf(world)).toMatchObject({ zone: 'Indian/Reunion', week: '2026-W50', month: '2026-12', opens_at: new Date('2026-11-07T05:00:00Z') });
  });

  it('what nobody knew and has nothing to offer stays out', async () => {
    const applied = await into(world, [show({ cancelled: true }), show({ externalId: '2', performances: [] })]);
    expect(applied).toEqual({ ...ones({}), ignored: 2, performances: ones({}), problems: [] });
    expect(await everything(world)).toHaveLength(2);
  });

  it('importing again changes nothing at all', async () => {
    const records = [fiche('1'), fiche('2', { at: [['2026-12-05T15:00:00+01:00'], ['2026-12-06T15:00:00+01:00']] }), fiche('3', { state: 6 })];
    const drafts = (): EventDraft[] => {
      const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: now });
      for (const [i, record] of records.entries()) collector.add({ kind: 'record', line: i + 1, record });
      return collector.finish().events;
    };
    expect(await into(world, drafts())).toMatchObject({ ...ones({ created: 2 }), ignored: 1, performances: ones({ created: 3 }) });
    const before = await everything(world);
    expect(await into(world, drafts(), new Date('2026-11-21T09:00:00Z'))).toEqual({ ...ones({ same: 2 }), ignored: 1, performances: ones({ same: 3 }), problems: [] });
    expect(await everything(world)).toEqual(before);
  });

  it('what changed at the source is changed; what the source leaves out stays', async () => {
    await into(world, [show({ price: 'Plein tarif 16 €', summary: 'Un chœur' })]);
    const applied = await into(world, [show({ title: 'Le Grand Gospel', venue: { externalId: theatre.externalId, name: 'Grand Théâtre', city: 'Bron' } })]);
    expect(applied).toMatchObject({ ...ones({ changed: 1 }), performances: ones({ same: 1 }) });
    const found = await rows(fresh.admin, 'select e.title, e.price, e.search, v.name, v.city, v.phone from event e join venue v on v.id = e.venue_id where e.operator_id = ?', [world.operator]);
    expect(found).toEqual([{ title: 'Le Grand Gospel', price: 'Plein tarif 16 €', search: 'le grand gospel|bron|grand theatre|un choeur|musique', name: 'Grand Théâtre', city: 'Bron', phone: theatre.phone }]);
  });

  it('an event in another place takes its performances along, with that place’s clock', async () => {
    await into(world, [show()]);
    await into(world, [show({ venue: { externalId: 'lieu:ailleurs', name: 'Ailleurs', city: 'Saint-Denis', zone: 'Indian/Reunion' } })]);
    expect(await firstOf(world)).toMatchObject({ zone: 'Indian/Reunion', opens_at: new Date('2026-11-04T05:00:00Z') });
    expect(await rows(fresh.admin, 'select 1 from performance p join event e on e.id = p.event_id where p.venue_id = e.venue_id and p.operator_id = ?', [world.operator])).toHaveLength(1);
  });

  it('what has begun is history', async () => {
    const old = show({ performances: [date('2026-11-19T19:00:00.000Z'), date(FRIDAY)] });
    await into(world, [old], new Date('2026-11-18T09:00:00Z'));
    const applied = await into(world, [show({ performances: [date('2026-11-19T19:00:00.000Z', { capacity: 9 }), date(FRIDAY)] })]);
    expect(applied.performances).toEqual(ones({ same: 2 }));
    expect((await performances(world)).map((one) => [one.capacity, one.cancelled_at])).toEqual([[0, null], [0, null]]);
  });

  it('what the database does not take is told, and stops nothing else', async () => {
    const bad = show({ externalId: 'bad', title: 'Zéro\u0000', performances: [date(FRIDAY)] });
    const nowhere = show({ externalId: 'nowhere', venue: { ...theatre, externalId: 'x', zone: 'Europe/Pari' } });
    const { problems, ...applied } = await into(world, [bad, show(), nowhere, show({ externalId: '2' })]);
    expect(applied).toEqual({ ...ones({ created: 2 }), ignored: 0, performances: ones({ created: 2 }) });
    expect(problems.map((one) => [one.externalId, one.code, one.refused, one.line])).toEqual([['bad', 'not-written', true, 0], ['nowhere', 'not-written', true, 0]]);
    expect(await rows(fresh.admin, 'select 1 from venue where operator_id = ?', [world.operator])).toHaveLength(1);
  });

  it('two operators import one catalogue side by side, and neither sees the other', async () => {
    const other = await World.make(fresh, { name: 'Autre' });
    const season = Array.from({ length: 30 }, (_, i) => show({ externalId: String(i) }));
    const both = await Promise.all([into(world, season), into(other, season)]);
    for (const applied of both) expect(applied).toMatchObject({ ...ones({ created: 30 }), performances: ones({ created: 30 }) });
    const before = await everything(other);
    await into(world, [show({ externalId: '0', title: 'Autre titre', cancelled: true })]);
    expect(await everything(other)).toEqual(before);
  });

  it('two imports of one operator at once take turns', async () => {
    const all = await Promise.all([into(world, [show()]), into(world, [show()]), into(world, [show()])]);
    expect(all.map((one) => [one.created, one.same]).sort()).toEqual([[0, 1], [0, 1], [1, 0]]);
    expect(await performances(world)).toHaveLength(1);
  });
});

describe('A19 an offer that changes upstream', () => {
  it('A19 a performance that moves within its day keeps its row and its name', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 4, endsAt: new Date('2026-12-04T20:30:00Z') })] })]);
    const before = await firstOf(world);
    const later = '2026-12-04T20:00:00.000Z';
    const applied = await into(world, [show({ performances: [date(later, { capacity: 4 })] })]);
    expect(applied.performances).toEqual(ones({ changed: 1 }));
    expect(await firstOf(world)).toMatchObject({ id: before.id, external_id: `@${later}`, starts_at: new Date(later), ends_at: new Date('2026-12-04T21:30:00Z'), closes_at: new Date('2026-12-02T20:00:00Z') });
    const due = await rows(fresh.admin, `select kind, due_at from due where operator_id = ? and kind in ('opening', 'release')`, [world.operator]);
    expect(due).toEqual([{ kind: 'release', due_at: new Date('2026-12-01T20:00:00Z') }]);
    expect((await into(world, [show({ performances: [date(later, { capacity: 4 })] })])).performances).toEqual(ones({ same: 1 }));
  });

  it('A19 moved to another week: seats stay, the week is the new one', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { externalId: 'own-1', capacity: 1 })] })]);
    const { desk, sophie, people: [awa = ''] } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, [{ id: awa, kind: 'participant' }], now);
    expect((await into(world, [show({ performances: [date('2026-12-11T19:00:00.000Z', { externalId: 'own-1', capacity: 1 })] })])).told).toEqual([sophie.id]);
    expect(await firstOf(world)).toMatchObject({ id, week: '2026-W50', taken: 1 });
    expect(await world.seats(id)).toMatchObject([{ person: awa, state: 'booked' }]);
    expect(await rows(fresh.admin, 'select week, taken from week_quota where operator_id = ? order by week', [world.operator])).toEqual([{ week: '2026-W49', taken: 0 }, { week: '2026-W50', taken: 1 }]);
    expect(await rows(fresh.admin, 'select kind, detail from outbox where operator_id = ?', [world.operator])).toEqual([{ kind: 'moved', detail: { from: FRIDAY } }]);
    expect([...(await world.faults(now)), ...(await strays(world))]).toEqual([]);
  });

  it('A19 an event that goes elsewhere: holders are told of the place they knew', async () => {
    await into(world, [show()]);
    const { desk, sophie, people: [awa = ''] } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, [{ id: awa, kind: 'participant' }], now);
    const [before] = await rows<{ venue_id: string }>(fresh.admin, 'select venue_id from performance where id = ?', [id]);
    await into(world, [show({ venue: { externalId: 'lieu:salle:lyon', name: 'Salle des essais', city: 'Lyon' } })]);
    expect(await rows(fresh.admin, 'select kind, detail from outbox where operator_id = ?', [world.operator])).toEqual([{ kind: 'moved', detail: { from: FRIDAY, fromVenue: before?.venue_id } }]);
    expect(await rows(fresh.admin, `select action from audit where operator_id = ? and action like 'performance.%'`, [world.operator])).toEqual([{ action: 'performance.relocated' }]);
  });

  it('A19 cancelled, then back on sale: the seats of before stay void, and those concerned are told', async () => {
    const own = (cancelled: boolean) => [show({ performances: [date(FRIDAY, { externalId: 'own-1', capacity: 4, cancelled })] })];
    await into(world, own(false));
    const { desk, sophie, people: [awa = ''] } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, [{ id: awa, kind: 'participant' }], now);
    await into(world, own(true));
    expect((await into(world, own(false))).told).toEqual([sophie.id]);
    expect((await into(world, own(false))).told).toBeUndefined();
    expect(await world.seats(id)).toMatchObject([{ state: 'cancelled' }]);
    expect((await rows<{ kind: string }>(fresh.admin, 'select kind from outbox where operator_id = ? order by id', [world.operator])).map(({ kind }) => kind)).toEqual(['cancelled', 'revived']);
    await desk.ask(sophie, id, [{ id: awa, kind: 'participant' }], now);
    expect((await world.seats(id)).map(({ state }) => state)).toEqual(['cancelled', 'booked']);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A19 one that is not listed any more is cancelled, at the programme’s time; listed again, it is back', async () => {
    const saturday = '2026-12-05T19:00:00.000Z';
    await into(world, [show({ performances: [date(FRIDAY), date(saturday)] })]);
    const at = new Date('2026-11-21T10:00:00Z');
    expect((await into(world, [show({ performances: [date(FRIDAY)] })], at)).performances).toEqual(ones({ same: 1, cancelled: 1 }));
    expect((await performances(world)).map((one) => one.cancelled_at)).toEqual([null, at]);
    expect(await rows(fresh.admin, `select 1 from due where operator_id = ? and kind in ('opening', 'release')`, [world.operator])).toHaveLength(1);
    expect((await into(world, [show({ performances: [date(FRIDAY), date(saturday)] })], at)).performances).toEqual(ones({ same: 1, changed: 1 }));
    expect((await performances(world)).map((one) => one.cancelled_at)).toEqual([null, null]);
  });

  it('without a window, silence says nothing', async () => {
    await into(world, [show({ performances: [date(FRIDAY), date('2026-12-05T19:00:00.000Z')] })]);
    const { window: _none, ...partly } = show({ performances: [date(FRIDAY)] });
    expect((await into(world, [partly])).performances).toEqual(ones({ same: 1 }));
    expect(await into(world, [])).toMatchObject(ones({}));
    expect((await performances(world)).map((one) => one.cancelled_at)).toEqual([null, null]);
  });

  it('A19 an event is cancelled: so is each of its dates, invitations are void and holders told', async () => {
    const saturday = '2026-12-05T19:00:00.000Z';
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 2 }), date(saturday)] })]);
    const { desk, sophie, people: [awa = ''] } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, [{ id: awa, kind: 'participant' }], now);
    const { window: _none, ...gone } = show({ cancelled: true, performances: [date(FRIDAY, { capacity: 2, cancelled: true })] });
    expect(await into(world, [gone])).toMatchObject({ ...ones({ cancelled: 1 }), performances: ones({ cancelled: 2 }), told: [sophie.id] });
    expect((await performances(world)).map((one) => [one.cancelled_at, one.taken])).toEqual([[now, 0], [now, 0]]);
    expect(await world.seats(id)).toMatchObject([{ state: 'cancelled' }]);
    expect(await rows(fresh.admin, 'select kind, account_id, subject from outbox where operator_id = ?', [world.operator])).toEqual([{ kind: 'cancelled', account_id: sophie.id, subject: id }]);
    expect(await world.faults(now)).toEqual([]);
    expect(await rows(fresh.admin, `select action from audit where operator_id = ? and action = 'performance.cancelled'`, [world.operator])).toHaveLength(2);
    expect(await into(world, [gone])).toMatchObject({ ...ones({ same: 1 }), performances: ones({ same: 1 }) });
  });

  it('A19 what the house itself cancelled or moved since is not undone', async () => {
    await into(world, [show({ performances: [date(FRIDAY), date('2026-12-05T19:00:00.000Z')] })]);
    const [one, two] = await performances(world);
    await world.asOperator(async (trx) => {
      await trx('performance').where({ operator_id: world.operator, id: one?.id }).update({ cancelled_at: now });
      await trx('performance').where({ operator_id: world.operator, id: two?.id }).update({ starts_at: new Date('2026-12-05T20:00:00Z') });
    });
    const before = await everything(world);
    expect((await into(world, [show({ performances: [date(FRIDAY), date('2026-12-05T19:00:00.000Z')] })])).performances).toEqual(ones({ same: 2 }));
    expect(await everything(world)).toEqual(before);
  });
});
