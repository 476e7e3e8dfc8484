import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { START, World, type Referent } from '../support/world.ts';

let fresh: Fresh;
let world: World;
let desk: Desk;
let home: string;
let sophie: Referent;
let marc: Referent;

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
  desk = new Desk(fresh);
  home = await world.structure('Foyer des Essais');
  sophie = await world.referent(home);
  marc = await world.referent(await world.structure('Maison voisine'), 'Marc Leroy');
});

const row = async (id: string) => (await rows<{ sealed: Buffer; of_person: string | null; removed_at: Date | null; discreet: boolean }>(fresh.admin, 'select * from person where id = ?', [id]))[0];

describe('A3 people in the store', () => {
  it('A3 X5 a list in one go: guests tied within it, details sealed, one line of audit each', async () => {
    const ids = await desk.as(sophie, (store) => store.people.addAll([
      { kind: 'guest', of: null, host: 1, first: 'Karim', last: 'Benali' },
      { kind: 'participant', of: null, first: 'Soraya', last: 'Ferrand', details: { birthYear: 1990, access: 'fauteuil' }, discreet: true },
      { kind: 'companion', of: null, first: 'Nadia', last: 'Roux' },
    ], START));
    expect(await row(ids[0] ?? '')).toMatchObject({ of_person: ids[1], discreet: false });
    const soraya = await row(ids[1] ?? '');
    expect(soraya?.discreet).toBe(true);
    expect(soraya?.sealed.toString('latin1')).not.toMatch(/Soraya|Ferrand|fauteuil|1990/);
    expect(await desk.as(sophie, (store) => store.people.sheet(ids[1] ?? ''))).toEqual({
      id: ids[1], kind: 'participant', of: null, first: 'Soraya', last: 'Ferrand', removed: false, discreet: true, details: { birthYear: 1990, access: 'fauteuil' },
    });
    expect(await desk.as(sophie, (store) => store.people.births())).toEqual(new Map([[ids[1], 1990]]));
    expect(await rows(fresh.admin, 'select action, detail from audit where subject = ?', [ids[1]])).toEqual([{ action: 'person.added', detail: { kind: 'participant', list: true } }]);
  });

  it('A3 all of a list or nothing of it', async () => {
    const before = await rows(fresh.admin, 'select id from person');
    await expect(desk.as(sophie, (store) => store.people.addAll([
      { kind: 'participant', of: null, first: 'Awa', last: 'Diallo' },
      // A guest of nobody: refused by the table itself.
      { kind: 'guest', of: null, first: 'Lou', last: 'Petit' },
    ], START))).rejects.toThrow();
    expect(await rows(fresh.admin, 'select id from person')).toHaveLength(before.length);
  });

  it('A3 X5 another structure neither reads, changes, deactivates nor ties to anybody here', async () => {
    const mine = await world.person(home, 'Hugo Petit');
    await desk.as(marc, async (store) => {
      expect(await store.people.all()).toEqual([]);
      expect(await store.people.sheet(mine)).toBeUndefined();
      await store.people.edit(mine, { first: 'Autre' }, START);
      await store.people.setRemoved(mine, true, START);
      expect((await store.people.births()).size).toBe(0);
    });
    expect((await row(mine))?.removed_at).toBeNull();
    await expect(desk.as(marc, (store) => store.people.add({ kind: 'guest', of: mine, first: 'Lou', last: 'Petit' }, START))).rejects.toThrow();
    await expect(desk.as(marc, (store) => store.people.saveParty({ name: 'Vol', members: [mine] }))).rejects.toThrow();
    expect(await desk.as(sophie, async (store) => (await store.people.sheet(mine))?.first)).toBe('Hugo');
    expect(await rows(fresh.admin, 'select 1 from audit where subject = ?', [mine])).toEqual([]);
  });

  it('A3 edited as a whole or in part, deactivated and active again, once each', async () => {
    const id = await world.person(home, 'Lila Ferrand');
    await desk.as(sophie, async (store) => {
      await store.people.edit(id, { details: { phone: '+33612345678' }, discreet: true }, START);
      await store.people.edit(id, { last: 'Diallo' }, START);
      expect(await store.people.sheet(id)).toMatchObject({ first: 'Lila', last: 'Diallo', discreet: true, details: { phone: '+33612345678' } });
      await store.people.edit(id, { details: {} }, START);
      expect((await store.people.sheet(id))?.details).toEqual({});
      await store.people.setRemoved(id, true, START);
      await store.people.setRemoved(id, true, START);
      expect((await store.people.sheet(id))?.removed).toBe(true);
      await store.people.setRemoved(id, false, START);
    });
    expect((await rows<{ action: string }>(fresh.admin, 'select action from audit where subject = ? order by id', [id])).map(({ action }) => action)).toEqual(['person.edited', 'person.edited', 'person.edited', 'person.removed', 'person.restored']);
  });

  it('A13 a group is made, changed and dropped; members who are deactivated are left out while they are', async () => {
    const [soraya = '', samir = ''] = await world.people(home, ['Soraya Essai', 'Samir Essai']);
    const id = await desk.as(sophie, (store) => store.people.saveParty({ name: 'Famille Essai', members: [soraya, samir, soraya] }));
    await desk.as(sophie, async (store) => {
      await store.people.setRemoved(samir, true, START);
      expect(await store.people.parties()).toContainEqual({ id, name: 'Famille Essai', members: [soraya] });
      await store.people.saveParty({ id, name: 'Les Essai', members: [soraya] });
      expect(await store.people.parties()).toContainEqual({ id, name: 'Les Essai', members: [soraya] });
    });
    await desk.as(marc, async (store) => {
      expect(await store.people.parties()).toEqual([]);
      await store.people.dropParty(id);
    });
    expect(await rows(fresh.admin, 'select 1 from party where id = ?', [id])).toHaveLength(1);
    await desk.as(sophie, (store) => store.people.dropParty(id));
    expect(await rows(fresh.admin, 'select 1 from party_member where party_id = ?', [id])).toHaveLength(0);
  });
});
