import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import { runDue } from '../../db/dueWork.ts';
import { RECEPTION } from '../../db/scopes.ts';
import { systemIds } from '../../core/ids.ts';
import { AnyChat } from '../support/anyChat.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import { codeIn, Postbox } from '../support/postbox.ts';
import { START, World, type Referent } from '../support/world.ts';

let house: House;
let post: Postbox;
let operator: Referent;
let other: World;
let desk: Desk;
let n = 0;

const HOUR = 3_600_000;
const newChat = (): AnyChat => new AnyChat(house, `stranger ${(n += 1)}`);

beforeAll(async () => {
  post = await Postbox.open();
  house = await openHouse({ env: { SMTP_URL: post.url } });
  other = await World.make(house.fresh, { name: 'Autre Programme' });
  operator = await house.world.account('operator', null, 'Olga Bureau');
  desk = new Desk(house.fresh);
});

/** Up to the recap, by typing alone. */
async function fills(chat: AnyChat, email = 'awa@essai.example'): Promise<AnyChat> {
  await chat.says('devenir partenaire');
  chat.sees('À quel programme', '1. Autre Programme', '2. Essai');
  await chat.says('2');
  for (const answer of ['Horizons', 'association', 'Villeurbanne', 'Awa Diallo', email]) await chat.says(answer);
  chat.sees('numéro de téléphone');
  await chat.says('passer');
  return chat;
}

const open = (): Promise<readonly { id: string; joining: unknown }[]> => desk.as(operator, (store) => store.decisions.open());
async function arrived(count: number): Promise<readonly { id: string; joining: unknown }[]> {
  await expect.poll(async () => (await open()).length, { timeout: 8_000 }).toBe(count);
  return open();
}

describe('A1 somebody without an account', () => {
  it('A2 is told three ways on, whatever they say first, and no word is taken for a code', async () => {
    for (const said of ['bonjour', 'concerts', 'réserver pour samedi', 'menu', 'qui êtes-vous ?']) {
      const chat = newChat();
      await chat.says(said);
      chat.sees('Avez-vous un code d’accès').offers('J’ai un code', 'Je n’ai pas de compte', 'J’ai perdu mon accès').seesNot('Je ne connais pas ce code');
    }
    const chat = newChat();
    await chat.says('bonjour');
    await chat.presses('J’ai un code');
    chat.sees('Écrivez le code');
    await chat.says('ABCD-2346');
    chat.sees('Je ne connais pas ce code').offers('J’ai perdu mon accès');
  });

  it.each([
    ['devenir partenaire', 'À quel programme'], ['je voudrais rejoindre le programme', 'À quel programme'], ['comment s’inscrire ?', 'À quel programme'], ['Je n’ai pas de compte', 'À quel programme'],
    ['j’ai perdu mon code', 'Quelle est votre adresse e-mail'], ['je n’ai plus accès', 'Quelle est votre adresse e-mail'], ['j’ai un code', 'Écrivez le code'],
  ])('A1 %s', async (said, answer) => {
    const chat = newChat();
    await chat.says(said);
    chat.sees(answer);
  });

  it('A1 asks to join by typing alone; the operator that was meant has it, sealed, once', async () => {
    const chat = await fills(newChat());
    chat.sees('Je récapitule', 'Programme : Essai', 'Structure : Horizons', 'Type de structure : association', 'Ville : Villeurbanne', 'Vous : Awa Diallo', 'Adresse e-mail : awa@essai.example');
    expect(await open()).toEqual([]);
    await chat.presses('Envoyer la demande');
    chat.sees('Votre demande est envoyée à Essai', 'La réponse arrivera dans cette conversation');
    const [asked] = await arrived(1);
    expect(asked?.joining).toEqual({ structure: 'Horizons', kind: 'association', city: 'Villeurbanne', first: 'Awa', last: 'Diallo', email: 'awa@essai.example' });
    expect(await rows(house.fresh.admin, `select kind from outbox where account_id = ?`, [operator.id])).toEqual([{ kind: 'asked' }]);
    expect(await rows(house.fresh.admin, `select operator_id from decision where kind = 'joining' order by operator_id`)).toEqual([{ operator_id: RECEPTION }, { operator_id: house.world.operator }].sort((a, b) => a.operator_id.localeCompare(b.operator_id)));
    expect(await rows(house.fresh.admin, 'select 1 from decision where operator_id = ?', [other.operator])).toEqual([]);
    const stored = JSON.stringify(await rows(house.fresh.admin, `select id, encode(sealed, 'escape') as sealed from decision union all select id, encode(state, 'escape') from (select account_id as id, state from session) s`));
    for (const secret of ['Horizons', 'Awa', 'essai.example', 'Villeurbanne']) expect(stored).not.toContain(secret);

    // The due work was cut after its second transaction: run again, it finds the request there.
    await house.fresh.admin('due').insert({ operator_id: RECEPTION, id: systemIds.uuid(), kind: 'joining', subject: asked?.id, due_at: START, dedupe_key: 'again' });
    const { app, keys } = house.fresh;
    await runDue({ db: app, beside: app, keys, ids: systemIds, clock: { now: async () => START }, machine: () => new Date(), failed: (error) => { throw error; } });
    expect(await open()).toHaveLength(1);
    expect(await rows(house.fresh.admin, `select 1 from outbox where account_id = ?`, [operator.id])).toHaveLength(1);
  });

  it('A1 is answered in the same chat: yes, with a code by e-mail that opens it', async () => {
    const chat = newChat();
    await chat.says('rejoindre');
    await chat.presses('Essai');
    await chat.submits({ structure: 'Maison <b>Neuve</b>', kind: '', city: 'Bron', first: 'Zoé', last: 'Petit', email: 'zoe@essai', phone: 'non' });
    chat.sees('Je n’ai pas pu lire ce nom');
    await chat.submits({ structure: 'Maison <b>Neuve</b>', kind: 'CCAS', city: 'Bron', first: 'Zoé', last: 'Petit', email: 'zoe@essai.example', phone: '04 65 71 00 20' });
    chat.sees('Structure : Maison b Neuve /b', 'Téléphone');
    await chat.presses('Modifier');
    await chat.says('Maison Neuve');
    for (const answer of ['CCAS', 'Bron', 'PETIT Zoé', 'zoe@essai.example', '04 65 71 00 20']) await chat.says(answer);
    chat.sees('Vous : Zoé PETIT');
    await chat.says('oui');
    const all = await arrived(2);
    const asked = all.find(({ joining }) => JSON.stringify(joining).includes('Neuve'));
    expect(asked?.joining).toMatchObject({ structure: 'Maison Neuve', phone: '04 65 71 00 20' });
    expect(await desk.as(operator, (store) => store.desk.admit(asked?.id ?? '', START))).toMatchObject({ kind: 'admitted' });
    await chat.receives('Votre demande est acceptée');
    chat.sees('code d’accès a été envoyé').seesNot('zoe@');
    const [mail] = await post.to('zoe@essai.example');
    await chat.says(codeIn(mail));
    chat.sees('cette conversation est reliée à votre compte');
    await chat.says('ma structure');
    chat.sees('Nom : Maison Neuve');
  });

  it('A1 is answered in the same chat: no, with what is possible; answered once', async () => {
    const chat = await fills(newChat(), 'non@essai.example');
    await chat.presses('Envoyer la demande');
    const asked = (await arrived(2)).find(({ joining }) => JSON.stringify(joining).includes('non@'));
    await desk.as(operator, (store) => store.decisions.decide(asked?.id ?? '', false, START));
    expect(await desk.as(operator, (store) => store.decisions.decide(asked?.id ?? '', true, START))).toBeUndefined();
    await chat.receives('n’a pas été retenue');
    chat.sees('à l’équipe du programme').offers('Je n’ai pas de compte');
  });

  it('A1 three requests a day from one chat, and a fourth the day after', async () => {
    const chat = newChat();
    for (let i = 0; i < 3; i += 1) {
      await fills(chat, `many${i}@essai.example`);
      await chat.presses('Envoyer la demande');
      chat.sees('Votre demande est envoyée');
    }
    await fills(chat, 'many3@essai.example');
    await chat.presses('Envoyer la demande');
    chat.sees('Plusieurs demandes ont déjà été envoyées aujourd’hui');
    await house.clock(new Date(START.getTime() + 25 * HOUR));
    await fills(chat, 'many4@essai.example');
    await chat.presses('Envoyer la demande');
    chat.sees('Votre demande est envoyée');
  });

  it('A1 a request half made is dropped, or left for something else', async () => {
    const chat = await fills(newChat(), 'drop@essai.example');
    await chat.presses('Abandonner');
    chat.sees('je n’ai rien envoyé').offers('J’ai un code');
    await fills(chat, 'drop@essai.example');
    await chat.says('annuler');
    chat.seesNot('envoyée');
    expect(JSON.stringify(await open())).not.toContain('drop@');
  });

  it('A1 an account has no business there: buttons of the reception lead it home', async () => {
    const page = await house.login(operator);
    for (const [flow, name] of [['join', 'open'], ['lost', 'open'], ['link', 'code']] as const) {
      await page.pressesId(encodePress({ flow, name, args: [] }));
      page.seesNot('À quel programme', 'Quelle est votre adresse');
    }
  });
});

describe('A2 a code in the middle of a question', () => {
  it('A2 still opens the chat; a word of eight letters is an answer', async () => {
    const home = await house.world.structure('Foyer des Codes');
    const marc = await house.world.referent(home, 'Marc Leroy');
    const code = await house.world.code(marc.id, new Date('2027-01-01'));
    const chat = newChat();
    await chat.says('rejoindre');
    await chat.says('essai');
    await chat.says('Horizons');
    chat.sees('Quel type de structure').seesNot('Je ne connais pas ce code');
    await chat.says(code.toLowerCase());
    chat.sees('cette conversation est reliée à votre compte');
    await chat.says('menu');
    chat.sees('Bonjour Marc');
  });

  it('A2 guessing is slowed down: after ten wrong codes in a chat even the right one waits', async () => {
    const home = await house.world.structure('Foyer des Essais');
    const marc = await house.world.referent(home, 'Marc Essai');
    const right = await house.world.code(marc.id, new Date('2027-01-01'));
    const chat = newChat();
    for (let i = 0; i < 10; i += 1) {
      await chat.says(`AAAA-${2222 + i}`);
      chat.sees('Je ne connais pas ce code');
    }
    await chat.says(right);
    chat.sees('Trop d’essais');
    expect(chat.account?.role).toBe('reception');
    const elsewhere = newChat();
    await elsewhere.says(right);
    elsewhere.sees('reliée à votre compte');
  });
});
