import { beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../../support/desk.ts';
import { Guichet, type Ended } from '../../support/guichet.ts';
import { openHouse, type House } from '../../support/house.ts';
import { Script } from '../../support/script.ts';
import { World } from '../../support/world.ts';

/** Keys as an operator makes them, and `seats` at a server: processes of their own. */
let house: House;
let beside: Record<string, string>;

beforeAll(async () => {
  house = await openHouse();
  const { fresh } = house;
  beside = { DATABASE_URL: fresh.appUrl, ...(fresh.adminUrl === fresh.appUrl ? {} : { DATABASE_ADMIN_URL: fresh.adminUrl }), GUICHET_SECRET_KEY: fresh.secret, GUICHET_DEMO: '0', GUICHET_CLOCK: `test@${(await house.now()).toISOString()}` };
});

const guichet = (args: readonly string[], env: Record<string, string> = beside): Promise<Ended> => new Guichet(args, env).ended;

describe('api-key', { timeout: 120_000 }, () => {
  it('makes a key that opens, lists it without its secret, and revokes it', async () => {
    const made = await guichet(['api-key', 'create', '--operator', 'essai', '--role', 'read', '--name', 'tableau de bord']);
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^guichet_[\w-]{43}\n$/)]);
    expect(made.err).toMatch(/^Clé [0-9a-f-]{36} de « Essai », rôle read : .* Elle ne sera plus montrée\.\n$/);
    const script = new Script(house.running.address, made.out.trim());
    expect(await script.read('/structures')).toEqual({ items: [], next: null });
    await script.post('/structures', { name: 'X' }, 'role_forbidden');

    const listed = await guichet(['api-key', 'list']);
    expect([listed.code, listed.out]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36} {2}read · tableau de bord · faite vendredi 20 novembre à 10 h\n$/)]);
    const id = listed.out.slice(0, 36);
    expect(await guichet(['api-key', 'revoke', id])).toMatchObject({ code: 0, out: `Clé ${id} révoquée : elle n'ouvre plus rien.\n` });
    await script.read('/structures', 'key_unknown');
    expect(await guichet(['api-key', 'revoke', id])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Refusé') as string });
    expect(JSON.parse((await guichet(['api-key', 'list', '--json'])).out)).toEqual([{ id, name: 'tableau de bord', role: 'read', venue: null, createdAt: '2026-11-20T09:00:00.000Z', revokedAt: '2026-11-20T09:00:00.000Z' }]);
  });

  it('answers in JSON, for a venue too', async () => {
    const venue = await house.world.venue('Bourse des Essais');
    const made = await guichet(['api-key', 'create', '--operator', 'Essai', '--role', 'venue', '--venue', 'bourse des essais', '--json']);
    expect(JSON.parse(made.out)).toEqual({ key: expect.stringMatching(/^guichet_/) as string, id: expect.any(String) as string, role: 'venue', operator: 'Essai', venueId: venue });
    const refused = await guichet(['api-key', 'create', '--role', 'venue', '--venue', 'Ailleurs', '--json']);
    expect([refused.code, JSON.parse(refused.out)]).toEqual([2, { error: { code: 'venue_unknown', message: expect.stringContaining('Bourse des Essais, Lyon') as string } }]);
  });

  it.each([
    [['api-key', 'create', '--operator', 'Essai', '--role', 'admin'], 1, 'Rôles possibles : operator, venue, read.'], [['api-key', 'create', '--operator', 'Essai'], 1, '--role'],
    [['api-key', 'create', '--operator', 'Ailleurs', '--role', 'read'], 1, "l'opérateur « Ailleurs » n'existe pas"], [['api-key', 'create', '--role', 'read', '--venue', 'X'], 2, '--venue ne va qu'],
    [['api-key', 'revoke', 'x'], 1, 'Un identifiant est attendu'], [['seats', 'x', '+1', '--server', 'ici', '--key', 'x'], 1, 'Une adresse est attendue'],
  ])('%j is refused with a sentence and exit code %i', async (args, code, sentence) => {
    const ran = await guichet(args);
    expect(ran.err).toContain(sentence);
    expect([ran.code, ran.out]).toEqual([code, '']);
  });

  it.each([['api-key create'], ['api-key list'], ['api-key revoke'], ['seats']])('%s --help helps, and opens nothing', async (command) => {
    const { code, out } = await guichet([...command.split(' '), '--help'], {});
    expect(code).toBe(0);
    for (const word of ['--operator', '--json', 'Codes de sortie', 'Exemples']) expect(out).toContain(word);
  });
});

describe('seats --server', { timeout: 120_000 }, () => {
  it('A8 shows, adds and is refused, by the API alone', async () => {
    const key = (await guichet(['api-key', 'create', '--role', 'venue'])).out.trim();
    const at = ['--server', house.running.address, '--key', key];
    const { world, fresh } = house;
    const show = await world.show({ title: 'Gospel des Essais', capacity: 1 });
    const structure = await world.structure('Foyer');
    const people = await world.people(structure, ['Ada Un', 'Bea Deux']);
    await new Desk(fresh).ask(await world.referent(structure), show.id, people.map((id) => ({ id, kind: 'participant' as const })), await house.now());

    // No setting of the installation reaches it.
    const shown = await guichet(['seats', 'gospel', '+1', ...at], {});
    expect([shown.code, shown.out, shown.err]).toEqual([2, '', expect.stringContaining(`${show.id}  « Gospel des Essais », Théâtre des Essais, samedi 28 novembre`)]);
    const added = await guichet(['seats', show.id, '+1', '--server', house.running.address], { GUICHET_API_KEY: key });
    expect([added.code, added.out, added.err]).toEqual([0, '2 places, dont 2 données.\n1 personne a reçu une place.\n', '']);
    const refused = await guichet(['seats', show.id, '-1', ...at], {});
    expect([refused.code, refused.out, refused.err]).toEqual([2, '', "Refusé : Ces places sont déjà données. On peut en retirer aucune. Rien n'est changé.\n"]);
    expect(JSON.parse((await guichet(['seats', show.id, '+3', ...at, '--json'], {})).out)).toEqual({ performance: show.id, capacity: { before: 2, after: 5 }, given: 0, waiting: 0, window: 'open' });
    const other = await (await World.make(fresh, { name: 'Autre' })).show({});
    expect(await guichet(['seats', other.id, '+1', ...at], {})).toMatchObject({ code: 2, err: "Refusé : Cette représentation n’existe pas ici. Rien n'est changé.\n" });
  });

  it('a wrong key, or no server, stops it with exit code 1', async () => {
    expect(await guichet(['seats', 'x', '+1', '--server', house.running.address, '--key', 'guichet_x', '--json'], {})).toMatchObject({ code: 1, out: expect.stringContaining('key_unknown') as string });
    expect(await guichet(['seats', 'x', '+1', '--server', 'http://localhost:1', '--key', 'x'], {})).toMatchObject({ code: 1, err: expect.stringContaining('ne répond pas') as string });
  });
});
