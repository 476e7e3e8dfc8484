import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import { AnyChat } from '../support/anyChat.ts';
import { Chat } from '../support/chat.ts';
import { Events } from '../support/events.ts';
import { openHouse, type House } from '../support/house.ts';
import { codeIn, Postbox } from '../support/postbox.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let post: Postbox;
let home: string;
let sophie: Referent;
let chat: Chat;

const HOUR = 3_600_000;
const base = (): string => house.running.address.replace(/\/$/, '');
const login = async (code: string): Promise<{ status: number; code?: string }> => {
  const response = await fetch(`${base()}/web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
  return { ...((await response.json()) as object), status: response.status };
};
const shown = (): string => /\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b/.exec(chat.text)?.[0] ?? '';

beforeAll(async () => {
  post = await Postbox.open();
  house = await openHouse({ env: { SMTP_URL: post.url } });
  home = await house.world.structure('Foyer des Essais');
  sophie = await house.world.referent(home);
  chat = await house.login(sophie);
});

describe('A2 inviting a colleague', () => {
  it('A2 by a code shown once: it lets in once, for 48 hours, and stands nowhere else', async () => {
    await chat.says('mes collègues');
    chat.sees('1 compte dans votre structure', 'Sophie Martin', 'vous');
    await chat.presses('Inviter un collègue');
    await chat.says('Malo');
    chat.sees('Il me faut un prénom et un nom');
    await chat.says('Malo Bertin');
    chat.sees('Quelle est son adresse e-mail');
    await chat.presses('Passer');
    chat.sees('Malo Bertin aura un compte de référent').seesNot('par e-mail');
    await chat.presses('Montrer le code');
    chat.sees('Code d’accès pour Malo Bertin', 'une seule fois, jusqu’au dimanche 22 novembre à 10 h', '48 heures', 'Je ne le montre qu’une fois');
    const code = shown();
    expect(code).not.toBe('');
    await chat.says('mes collègues');
    chat.sees('2 comptes', 'Malo Bertin', 'pas encore relié').seesNot(code);
    expect((await login(code)).status).toBe(200);
    expect(await login(code)).toMatchObject({ status: 401, code: 'code_used' });
    await chat.says('mes collègues');
    chat.sees('Malo Bertin — compte de référent · relié à une conversation');
    for (const table of ['audit', 'link_code', 'route', 'account', 'due']) expect(JSON.stringify(await rows(house.fresh.admin, `select * from ${table}`)), table).not.toContain(code);
  });

  it('A2 by a code sent by e-mail: the mail names nobody, and holds the code and where to use it', async () => {
    await chat.says('inviter un collègue');
    await chat.submits({ first: 'Inès', last: 'Moreau', email: 'pas une adresse' });
    chat.sees('Cette adresse e-mail ne semble pas complète');
    await chat.submits({ first: 'Inès', last: 'Moreau', email: 'Ines.Moreau@essai.example' });
    await chat.presses('Lui envoyer un code par e-mail');
    chat.sees('un code part à son adresse e-mail');
    const [mail] = await post.to('ines.moreau@essai.example');
    expect(mail?.subject).toBe('Votre code d’accès');
    expect(mail?.from?.text).toContain('guichet@localhost');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.text).toContain('billetterie « Essai »');
    expect(mail?.text).toContain('jusqu’au dimanche 22 novembre à 10 h');
    expect(mail?.text).toContain(house.running.address);
    expect(mail?.html).toContain(codeIn(mail));
    for (const name of ['Inès', 'Moreau', 'Sophie', 'Foyer']) expect(`${mail?.subject} ${mail?.text} ${String(mail?.html)}`).not.toContain(name);
    const ines = await Chat.login(house.running.address, codeIn(mail));
    await ines.says('ma structure');
    ines.sees('Foyer des Essais');
    expect(await login(codeIn(mail))).toMatchObject({ status: 401, code: 'code_used' });
  });

  it('A2 an address that is another account’s is refused, with what is possible', async () => {
    const other = await house.world.structure('Maison des Autres');
    const marc = await house.login(await house.world.referent(other, 'Marc Leroy'));
    await marc.says('inviter un collègue');
    await marc.submits({ first: 'Inès', last: 'Double', email: ' INES.moreau@essai.example ' });
    await marc.presses('Lui envoyer un code');
    marc.sees('déjà celle d’un autre compte').offers('Donner une autre adresse', 'Continuer sans adresse').seesNot('Foyer');
    await marc.presses('Continuer sans adresse');
    await marc.presses('Montrer le code');
    marc.sees('Code d’accès pour Inès Double');
    expect(await post.to('ines.moreau@essai.example')).toHaveLength(1);
  });

  it('A2 hostile names stay words: no markup, no line break, no other direction', async () => {
    await chat.says('inviter un collègue');
    await chat.submits({ first: '<img src=x onerror=alert(1)>', last: 'O’Neil\u202E\n[lien](http://x)', email: '' });
    chat.sees(/img src=x onerror=alert\(1\) O’Neil lien \(http:\/\/x\) aura/);
    expect(chat.text).not.toMatch(/[<>\u202E[\]]/);
    await chat.presses('Abandonner');
    chat.sees('Rien n’a été changé');
    await chat.says('inviter un collègue');
    await chat.submits({ first: 'A'.repeat(81), last: 'B', email: '' });
    chat.sees('Il me faut un prénom et un nom');
    await chat.says('menu');
  });

  it('A2 a code that nobody used in 48 hours is none any more, and a new one is a tap away', async () => {
    await chat.says('mes collègues');
    await chat.presses('Malo Bertin');
    await chat.presses('Montrer le code');
    const late = shown();
    await house.clock(new Date(START.getTime() + 48 * HOUR));
    expect(await login(late)).toMatchObject({ status: 401, code: 'code_expired' });
    await chat.says('mes collègues');
    await chat.presses('Malo Bertin');
    chat.offers('Montrer le code');
    await chat.presses('Montrer le code');
    expect((await login(shown())).status).toBe(200);
  });
});

describe('A2 the end of an access', () => {
  it('A2 takes effect at once: page, event stream, messenger, codes and pushes', async () => {
    const malo = await house.world.referent(home, 'Malo Parti');
    const page = await house.login(malo);
    await page.says('bonjour');
    const code = await house.world.code(malo.id, new Date(START.getTime() + 200 * HOUR));
    const phone = new AnyChat(house, 'chat-of-malo');
    await phone.says(await house.world.code(malo.id, new Date(START.getTime() + 200 * HOUR)));
    await phone.says('bonjour');
    phone.sees('Bonjour Malo');
    const stream = await Events.open(base(), page.token);
    await house.fresh.admin('outbox').insert({ operator_id: malo.operator, id: malo.id, account_id: malo.id, kind: 'opened', subject: malo.id, dedupe_key: 'later', due_at: new Date(START.getTime() + 300 * HOUR) });

    await chat.says('mes collègues');
    await chat.presses('Malo Parti');
    await chat.presses('Retirer l’accès');
    chat.sees('Retirer l’accès de Malo Parti ? C’est immédiat').offers('Garder');
    await chat.presses('Garder');
    expect((await page.send({ text: 'menu' })).status).toBe(200);
    await chat.presses('Malo Parti');
    await chat.presses('Retirer l’accès');
    await chat.says('oui');
    chat.sees('cet accès est fermé partout').seesNot('Malo Parti');

    expect((await page.send({ text: 'menu' })).status).toBe(401);
    await stream.ends();
    expect(await login(code)).toMatchObject({ status: 401, code: 'code_removed' });
    expect(await login(malo.code)).toMatchObject({ status: 401, code: 'code_removed' });
    await phone.says('bonjour');
    phone.sees('Avez-vous un code d’accès').seesNot('Malo');
    expect(phone.account?.role).toBe('reception');
    expect(await rows(house.fresh.admin, `select state from outbox where dedupe_key = 'later'`)).toEqual([{ state: 'dropped' }]);
    expect(await rows(house.fresh.admin, 'select 1 from chat where account_id = ?', [malo.id])).toEqual([]);
    expect(await rows(house.fresh.admin, `select 1 from route where kind = 'token' and ref = ?`, [malo.id])).toEqual([]);
    expect(await rows(house.fresh.admin, `select account_id from audit where action = 'account.removed' and subject = ?`, [malo.id])).toEqual([{ account_id: sophie.id }]);
  });

  it('A2 is not one’s own to give oneself, and never that of the last referent', async () => {
    await chat.pressesId(encodePress({ flow: 'colleagues', name: 'remove', args: [sophie.id] }));
    chat.sees('Vous ne pouvez pas retirer votre propre accès');
    const alone = await house.world.structure('Maison Seule');
    const only = await house.world.referent(alone, 'Una Seule');
    const page = await house.login(only);
    await page.pressesId(encodePress({ flow: 'colleagues', name: 'remove', args: [only.id] }));
    page.sees('C’est le seul compte de référent de votre structure').seesNot('fermé partout');
    expect((await page.send({ text: 'menu' })).status).toBe(200);
  });

  it('A2 of two who remove each other at the same moment, one stays', async () => {
    const place = await house.world.structure('Maison des Deux');
    const both = [await house.world.referent(place, 'Ada Une'), await house.world.referent(place, 'Bea Deux')] as const;
    const pages = [await house.login(both[0]), await house.login(both[1])] as const;
    await pages[0].pressesId(encodePress({ flow: 'colleagues', name: 'remove', args: [both[1].id] }));
    await pages[1].pressesId(encodePress({ flow: 'colleagues', name: 'remove', args: [both[0].id] }));
    const answers = await Promise.all(pages.map((page) => page.send({ press: page.idOf('Retirer l’accès') })));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await rows(house.fresh.admin, 'select id from account where structure_id = ? and removed_at is null', [place])).toHaveLength(1);
  });

  it('A2 accounts of another structure are out of reach, whatever button is pressed', async () => {
    const other = await house.world.structure('Maison d’à côté');
    const stranger = await house.world.referent(other, 'Noé Voisin');
    for (const name of ['show', 'code', 'mail', 'remove']) {
      await chat.pressesId(encodePress({ flow: 'colleagues', name, args: [stranger.id] }));
      chat.sees('Je ne trouve pas ce compte dans votre structure').seesNot('Noé', 'Voisin');
      expect(shown()).toBe('');
    }
    expect((await login(stranger.code)).status).toBe(200);
    expect(await rows(house.fresh.admin, 'select removed_at from account where id = ?', [stranger.id])).toEqual([{ removed_at: null }]);
  });

  it('A14 a visitor gives nobody access, and ends none', async () => {
    const visitor = await house.login(await house.world.account('visitor', home, 'Vera Visite'));
    for (const [flow, name] of [['colleagues', 'open'], ['colleagues', 'code'], ['invite', 'begin']] as const) {
      await visitor.pressesId(encodePress({ flow, name, args: name === 'code' ? [sophie.id] : [] }));
      visitor.sees('Votre compte ne permet pas cela');
    }
  });
});
