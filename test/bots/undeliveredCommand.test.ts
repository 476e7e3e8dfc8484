import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { Guichet, type Ended } from '../support/guichet.ts';
import { openHouse, type House } from '../support/house.ts';
import { Undeliverable } from '../support/undelivered.ts';
import { START, World, type Referent } from '../support/world.ts';

/** `undelivered` as an operator runs it: processes of their own beside a server. */
let house: House;
let beside: Record<string, string>;
let sophie: Referent;
let chat: string;
let lost: Undeliverable;
const UNKNOWN = '01938f2e-7b1c-7a53-9b0e-0d6c1f0a2b3c';

beforeAll(async () => {
  house = await openHouse();
  const { fresh, world } = house;
  beside = { DATABASE_URL: fresh.appUrl, ...(fresh.adminUrl === fresh.appUrl ? {} : { DATABASE_ADMIN_URL: fresh.adminUrl }), GUICHET_SECRET_KEY: fresh.secret, GUICHET_DEMO: '0', GUICHET_CLOCK: `test@${(await house.now()).toISOString()}` };
  sophie = await world.referent(await world.structure('Foyer des Lilas'), 'Sophie Martin');
  lost = new Undeliverable(house);
  chat = await lost.chat(sophie);
});
beforeEach(async () => {
  await house.fresh.admin.raw(`update delivery set state = 'dropped'`);
});

const guichet = (...args: string[]): Promise<Ended> => new Guichet(['undelivered', ...args], beside).ended;
const stateOf = async (id: string): Promise<unknown> => (await rows<{ state: string }>(house.fresh.admin, 'select state from delivery where id = ?', [id]))[0]?.state;

describe('X4 guichet undelivered', { timeout: 120_000 }, () => {
  it('X4 nothing: says so', async () => {
    expect(await guichet()).toEqual({ code: 0, out: "Tout est remis : rien n'attend.\n", err: '' });
    expect(JSON.parse((await guichet('--json')).out)).toEqual({ undelivered: [], unreachable: [] });
    expect(await guichet('--retry-all')).toMatchObject({ code: 0, out: 'Rien à réessayer : tout est remis, ou reparti.\n' });
  });

  it('X4 X5 tells what, to whom, when and why, and whom nothing reaches; nobody accompanied is named', async () => {
    const { world } = house;
    const id = await lost.message(sophie, chat);
    const ada = await world.account('visitor', sophie.structure, 'Ada Lovelune');
    const theirs = await lost.message(ada, await lost.chat(ada, { gone: START }), { at: new Date(START.getTime() - 60_000), error: 'later' });
    const { code, out, err } = await guichet();
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe([
      `${id}  Sophie Martin, Foyer des Lilas : une nouvelle sur Telegram, depuis vendredi 20 novembre à 10 h : la messagerie l’a refusé.`,
      `${theirs}  un visiteur, Foyer des Lilas : une nouvelle sur Telegram, depuis vendredi 20 novembre à 9 h 59 : le service n’a pas répondu.`,
      '1 compte que rien n’atteint plus, ni messagerie ni e-mail (la page web reçoit tout) :',
      '  un visiteur, Foyer des Lilas, depuis vendredi 20 novembre à 10 h', '',
    ].join('\n'));
    expect(JSON.parse((await guichet('--json')).out)).toEqual({
      undelivered: [
        { what: 'message', id, kind: 'promoted', accountId: sophie.id, channel: 'telegram', error: 'refused', since: '2026-11-20T09:00:00.000Z', tries: 7 },
        { what: 'message', id: theirs, kind: 'promoted', accountId: ada.id, channel: 'telegram', error: 'later', since: '2026-11-20T08:59:00.000Z', tries: 7 },
      ],
      unreachable: [{ id: ada.id, role: 'visitor', structureId: sophie.structure, since: '2026-11-20T09:00:00.000Z' }],
    });
  });

  it('X4 tries one again, and all; twice is said, and changes nothing', async () => {
    const [one, two, three] = [await lost.message(sophie, chat), await lost.message(sophie, chat), await lost.message(sophie, chat)];
    expect(await guichet('--retry', one)).toEqual({ code: 0, out: "C'est reparti : 1 ligne. Le serveur réessaie.\n", err: '' });
    expect(await Promise.all([one, two, three].map(stateOf))).toEqual(['due', 'failed', 'failed']);
    expect(await guichet('--retry', one)).toEqual({ code: 2, out: '', err: "Refusé : c'est déjà reparti, ou fait depuis. Rien n'est changé.\n" });
    const all = await guichet('--retry-all', '--json');
    expect([all.code, JSON.parse(all.out)]).toEqual([0, { retried: 2 }]);
    expect(await rows(house.fresh.admin, `select subject, detail from audit where action = 'undelivered.retried' order by id`)).toEqual([{ subject: one, detail: { message: 1, by: 'command' } }, { subject: null, detail: { message: 2, by: 'command' } }]);
  });

  it('X4 X5 what is not this operator’s is not found', async () => {
    const id = await lost.message(sophie, chat);
    await World.make(house.fresh, { name: 'Autre programme' });
    expect(await guichet('--operator', 'Autre programme')).toMatchObject({ code: 0, out: "Tout est remis : rien n'attend.\n" });
    expect(await guichet('--operator', 'Autre programme', '--retry', id)).toMatchObject({ code: 2, err: expect.stringContaining(`n'a rien de tel : ${id}`) as string });
    const unknown = await guichet('--operator', 'Essai', '--retry', UNKNOWN, '--json');
    expect([unknown.code, JSON.parse(unknown.out)]).toMatchObject([2, { error: { code: 'undelivered_not_found' } }]);
    expect(await guichet()).toMatchObject({ code: 1, err: expect.stringContaining('il y a plusieurs opérateurs') as string });
    expect(await stateOf(id)).toBe('failed');
  });

  it.each([[['--retry', 'x'], 1, 'Un identifiant est attendu'], [['--retry', UNKNOWN, '--retry-all', '--operator', 'Essai'], 2, 'ne vont pas ensemble'], [['--operator', 'Ailleurs'], 1, "n'existe pas"]])('%j is refused with a sentence and exit code %i', async (args, code, sentence) => {
    const ran = await guichet(...args);
    expect(ran.err).toContain(sentence);
    expect([ran.code, ran.out]).toEqual([code, '']);
  });

  it('--help helps, and opens nothing', async () => {
    const { code, out } = await new Guichet(['undelivered', '--help'], {}).ended;
    expect(code).toBe(0);
    for (const word of ['--retry', '--retry-all', '--operator', '--json', 'Codes de sortie', 'Exemples']) expect(out).toContain(word);
  });
});
