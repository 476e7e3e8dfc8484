import { beforeAll, describe, expect, it } from 'vitest';
import { offer } from '../../db/offer.ts';
import { withScope } from '../../db/scopes.ts';
import { freshDatabase } from '../support/database.ts';
import { START, World } from '../support/world.ts';

const TITLES = ['Gospel Experience', 'Le Bruit des clés', 'Casse-Noisette', 'Quatuor à la bougie', 'Planétarium en famille', 'Cendrillon'];
let world: World;

beforeAll(async () => {
  world = await World.make(await freshDatabase());
  for (const title of TITLES) await world.show({ title });
});

const titles = (text: string): Promise<string[]> =>
  withScope(world.fresh.app, { as: 'operator', operator: world.operator }, async (trx) => {
    const account = { operator: world.operator, id: world.operator, role: 'operator', structure: null, lang: 'fr' } as const;
    return (await offer({ trx, account }).search({ from: START, text }, { offset: 0, limit: 10 })).items.map(({ title }) => title);
  });

describe('A4 quick search', () => {
  it.each([
    ['gospel', 'Gospel Experience'], ['GOSPEL', 'Gospel Experience'], ['gopsel', 'Gospel Experience'], ['gospal', 'Gospel Experience'], ['gosple experiance', 'Gospel Experience'],
    ['bruit cles', 'Le Bruit des clés'], ['casse noisete', 'Casse-Noisette'], ['quatour', 'Quatuor à la bougie'], ['planetariom', 'Planétarium en famille'], ['cendrilon', 'Cendrillon'],
  ])('A4 finds by %s: %s', async (text, title) => {
    expect(await titles(text)).toEqual([title]);
  });

  it('A4 finds nothing for what is near to nothing, and does not mistake one title for another', async () => {
    expect(await titles('rugby')).toEqual([]);
    expect(await titles('gospel rugby')).toEqual([]);
    expect(await titles('%')).toHaveLength(TITLES.length);
    expect(await titles('_ospel')).toEqual(['Gospel Experience']);
  });
});
