import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readPeopleText } from '../../core/importing/people.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let home: string;
let sophie: Chat;

beforeAll(async () => {
  house = await openHouse();
});

beforeEach(async () => {
  home = await house.world.structure('Foyer des Essais');
  sophie = await house.login(await house.world.referent(home));
});

const count = async (): Promise<number> => (await rows<{ n: number }>(house.fresh.admin, 'select count(*)::int as n from person where structure_id = ?', [home]))[0]?.n ?? 0;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const last = (i: number): string => `Test${LETTERS[Math.floor(i / 676) % 26] ?? ''}${LETTERS[Math.floor(i / 26) % 26] ?? ''}${LETTERS[i % 26] ?? ''}`;

/** A file dropped into the chat; the newest answers are then those of this file. */
async function drops(chat: Chat, name: string, bytes: Uint8Array | string, sees: string): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : Buffer.from(bytes)]), name);
  const response = await fetch(`${house.running.address.replace(/\/$/, '')}/web/messages`, { method: 'POST', headers: { authorization: `Bearer ${chat.token}` }, body: form });
  expect(response.status).toBe(200);
  await chat.receives(sees);
}

const HEADS = ['Prénom', 'Nom', 'Type', 'Invité de', 'Téléphone', 'E-mail', 'Année de naissance', 'Langue', 'Discret'] as const;
/** Eight ways to be wrong, each in place of a good row. */
const WRONG: readonly (readonly [why: string, row: (i: number) => string[]])[] = [
  ['il manque le nom de famille', (i) => [`Lucas${LETTERS[i % 26] ?? ''}`, '', '', '', '', '', '', '', '']],
  ['il manque le prénom', (i) => ['', last(i), '', '', '', '', '', '', '']],
  ['ce numéro de téléphone n’est pas correct', (i) => ['Ana', last(i), '', '', '12', '', '', '', '']],
  ['cette adresse e-mail n’est pas correcte', (i) => ['Ana', last(i), '', '', '', 'ana chez nous', '', '', '']],
  ['cette année de naissance n’est pas possible', (i) => ['Ana', last(i), '', '', '', '', '1790', '', '']],
  ['cette langue n’est pas connue', (i) => ['Ana', last(i), '', '', '', '', '', 'klingon', '']],
  ['je ne trouve pas le participant dont c’est le proche', (i) => ['Ana', last(i), 'invité', 'Zorro Vega', '', '', '', '', '']],
  ['cette personne est déjà plus haut dans la liste', () => ['Prénom', last(1), '', '', '', '', '', '', '']],
];
/** 300 rows, 40 of them faulty: five of each kind. Among the good ones guests of people of the file and of the structure. */
const table = (): string[][] => Array.from({ length: 300 }, (_, i) => {
  if (i >= 20 && (i - 20) % 7 === 0 && (i - 20) / 7 < 40) return WRONG[((i - 20) / 7) % 8]?.[1](i) ?? [];
  const guest = i % 10 === 9;
  return ['Prénom', last(i), guest ? 'invité' : '', guest ? (i % 20 === 9 ? `Prénom ${last(1)}` : 'Soraya Ferrand') : '', '06 12 34 56 78', '', String(1950 + (i % 60)), i % 3 === 0 ? 'arabe' : '', ''];
});
const asText = (all: readonly (readonly string[])[]): string => [HEADS, ...all].map((cells) => cells.join(';')).join('\n');

describe('A3 300 people in one go, 40 lines of them faulty in 8 ways', () => {
  beforeEach(async () => {
    await house.world.person(home, 'Soraya Ferrand');
  });

  /** Everything told, nothing written before it is confirmed, good ones written, faulty ones given back whole. */
  async function through(): Promise<void> {
    sophie.sees('J’ai lu 301 lignes : 260 bonnes, 40 à corriger', 'Rien n’est encore enregistré', 'Et 30 autres lignes à corriger');
    // Each kind of fault is told, by line or counted.
    for (const [why] of WRONG) sophie.sees(why);
    sophie.sees('ligne 22 : « Lucasu », il manque le nom de famille');
    expect(await count()).toBe(1);
    await sophie.presses('Ajouter les 260');
    sophie.sees('C’est fait : 260 personnes sont maintenant dans votre liste', 'Voici les 40 lignes à corriger');
    expect(await count()).toBe(261);
    // Pasted back as they are, the same forty are told again: none was lost on the way.
    const back = sophie.last.filter(({ text }) => text.includes('À corriger')).map(({ text }) => text.slice(text.indexOf('Prénom;'))).join('\n');
    const wrong = readPeopleText(back, { year: 2026, existing: [] });
    expect(wrong.lines - wrong.ignored).toBe(40);
    for (const row of table().filter((_, i) => i >= 20 && (i - 20) % 7 === 0 && (i - 20) / 7 < 40)) expect(back).toContain(row[1] === '' ? row[0] : row[1]);
    const guests = await rows<{ of_person: string; n: number }>(house.fresh.admin, `select of_person, count(*)::int as n from person where structure_id = ? and kind = 'guest' group by 1`, [home]);
    expect(guests.length).toBe(2);
    const sealed = await rows<{ sealed: Buffer }>(house.fresh.admin, 'select sealed from person where structure_id = ?', [home]);
    for (const one of sealed) expect(one.sealed.toString('latin1')).not.toMatch(/Test|Prénom|Soraya/);
    expect((await rows<{ n: number }>(house.fresh.admin, `select count(*)::int as n from audit where structure_id = ? and action = 'person.added'`, [home]))[0]?.n).toBe(260);
  }

  it('A3 pasted', async () => {
    await sophie.says(asText(table()));
    await through();
  });

  it('A3 dropped as a workbook', async () => {
    const sheet = [[...HEADS], ...table()].map((cells) => cells.map((value) => ({ value, type: String })));
    await drops(sophie, 'liste.xlsx', await writeXlsxFile(sheet as never).toBuffer(), 'J’ai lu 301 lignes');
    await through();
  });

  it('A3 dropped as CSV of another encoding', async () => {
    await drops(sophie, 'liste.csv', Buffer.from(asText(table()), 'latin1'), 'J’ai lu 301 lignes');
    await through();
  });
});

describe('A3 a pasted list', () => {
  it('A3 X3 a message of a few names is read, told and written only when confirmed', async () => {
    await sophie.says('Awa Diallo\nKarim Benali, invité de Awa Diallo\nLucas');
    sophie.sees('J’ai lu 3 lignes : 2 bonnes, 1 à corriger', 'ligne 3 : « Lucas », il manque le nom de famille', 'À ajouter : 1 participant, 1 proche').offers('Ajouter les 2', 'Abandonner');
    expect(await count()).toBe(0);
    await sophie.says('non');
    sophie.sees('rien n’a été ajouté');
    expect(await count()).toBe(0);
  });

  it('A3 those who are there already are told and not doubled; corrected lines come in afterwards', async () => {
    await house.world.people(home, ['Soraya Ferrand', 'Hugo Petit']);
    await sophie.says('participants');
    await sophie.presses('Coller une liste');
    sophie.sees('une personne par ligne');
    await sophie.says('Soraya Ferrand\nAwa Diallo\nLucas\nPETIT Hugo');
    sophie.sees('J’ai lu 4 lignes : 1 bonne, 1 à corriger', 'Déjà dans votre liste, rien à ajouter : Soraya Ferrand et Hugo Petit').offers('Ajouter la personne');
    await sophie.says('oui');
    sophie.sees('1 personne est maintenant dans votre liste', 'Voici la ligne à corriger', 'Lucas;il manque le nom de famille');
    await sophie.says('Personne;À corriger\nLucas Martin;il manque le nom de famille');
    sophie.sees('J’ai lu 2 lignes : 1 bonne.');
    await sophie.presses('Ajouter');
    expect(await count()).toBe(4);
  });

  it('A3 corrected before they are confirmed: the good ones stay, the new lines take the place of the faulty', async () => {
    await sophie.says('Awa Diallo\nKarim Benali\nLucas');
    await sophie.says('Lucas Martin\nAwa Diallo\nLéa Roux, invitée de Karim Benali');
    sophie.sees('remplacent celles qui étaient à corriger', 'J’ai lu 3 lignes : 2 bonnes, 1 à corriger', 'déjà plus haut');
    sophie.offers('Ajouter les 4');
    await sophie.says('retour');
    sophie.offers('Ajouter les 2').sees('Lucas');
    await sophie.says('Zoé Martin\nLou Petit');
    sophie.offers('Ajouter les 4');
    await sophie.presses('Sans ces lignes');
    sophie.offers('Ajouter les 2').offersNot('Sans ces lignes').sees('Lucas');
    await sophie.says('Lucas Martin\nLéa Roux, invitée de Karim Benali');
    await sophie.presses('Ajouter les 4');
    sophie.sees('C’est fait : 4 personnes');
    expect(await count()).toBe(4);
  });

  it('A3 nothing good in it: told, given back, and asked for again', async () => {
    await sophie.says('coller une liste');
    await sophie.says('Lucas\nMalika');
    sophie.sees('0 bonne, 2 à corriger', 'Il n’y a rien à ajouter', 'Voici les 2 lignes', 'Collez votre liste ici');
    await sophie.says('Lucas Martin\nMalika Koné');
    await sophie.presses('Ajouter les 2');
    expect(await count()).toBe(2);
  });

  it('A3 the same button twice, an older one, and somebody added in between write nobody twice', async () => {
    await sophie.says('Awa Diallo\nKarim Benali');
    const write = sophie.idOf('Ajouter les 2');
    await house.world.person(home, 'Awa Diallo');
    await sophie.pressesId(write);
    sophie.sees('Votre liste a changé entre-temps', '1 bonne', 'Déjà dans votre liste');
    expect(await count()).toBe(1);
    await sophie.pressesId(write);
    sophie.sees('Ce bouton ne vaut plus');
    const again = sophie.idOf('Ajouter la personne');
    await sophie.pressesId(again, 'again');
    await sophie.pressesId(again, 'again');
    await sophie.pressesId(again);
    expect(await count()).toBe(2);
  });

  it('X3 interrupted and picked up, after a restart', async () => {
    await sophie.says('Awa Diallo\nKarim Benali');
    await sophie.says('mes réservations');
    await house.restart();
    await sophie.says('reprendre');
    sophie.sees('2 bonnes').offers('Ajouter les 2');
    await sophie.says('oui');
    expect(await count()).toBe(2);
  });

  it.each(['des concerts\nsamedi soir', 'réserve pour\nSoraya Ferrand\nsamedi', 'bonjour\nmes réservations svp', 'annule Soraya Ferrand\nmerci beaucoup'])('X2 a sentence on two lines is no list: %s', async (text) => {
    await house.world.person(home, 'Soraya Ferrand');
    await sophie.says(text);
    sophie.seesNot('J’ai lu', 'à corriger');
  });

  it('A3 namesakes are told apart by their birth years; somebody deactivated is there already', async () => {
    await sophie.says('Awa Diallo, née en 1990\nHugo Petit');
    await sophie.says('oui');
    await sophie.says('désactiver hugo petit');
    await sophie.says('oui');
    await sophie.says('Awa Diallo, née en 2001\nAwa Diallo, née en 1990\nHugo Petit\nLéa Roux');
    sophie.sees('4 lignes : 2 bonnes.', 'rien à ajouter : Awa Diallo et Hugo Petit', 'la fiche est désactivée pour Hugo Petit');
    await sophie.says('oui');
    expect(await count()).toBe(4);
  });

  it('A3 a guest whose participant has a namesake is told, not guessed', async () => {
    await house.world.people(home, ['Soraya Ferrand', 'Soraya Diallo']);
    await sophie.says('Karim Benali, invité de Soraya\nLou Petit, invitée de Soraya Diallo\nNina Sow, invitée de Ferrand');
    sophie.sees('3 lignes : 2 bonnes, 1 à corriger', 'ligne 1 : « Karim Benali », plusieurs participants portent ce nom');
    await sophie.says('oui');
    sophie.sees('Karim Benali, invité de Soraya');
  });

  it('A3 pasted where one name was asked for: all of it is read', async () => {
    await sophie.says('ajouter une personne');
    await sophie.says('Awa Diallo\nKarim Benali\nLéa Roux');
    sophie.offers('Ajouter les 3');
    await sophie.says('annuler');
    sophie.sees('Rien n’a été changé');
    expect(await count()).toBe(0);
  });

  it('A3 too long a paste is kindly refused, and a file asked for', async () => {
    await sophie.says(Array.from({ length: 4_000 }, (_, i) => `Prénom ${last(i)}, née en 1990, langue arabe, participante, discrète, 06 12 34 56 78`).join('\n'));
    sophie.sees('C’est trop long pour un message. Déposez plutôt la liste en fichier', 'Collez votre liste ici');
  });

  it('A14 a visitor’s message or file is no list', async () => {
    const visitor = await house.login(await house.world.account('visitor', home, 'Lou Visiteur'));
    await visitor.says('Awa Diallo\nKarim Benali');
    visitor.seesNot('J’ai lu');
    await drops(visitor, 'liste.csv', 'Awa Diallo\nKarim Benali', 'je ne sais pas encore quoi en faire');
    expect(await count()).toBe(0);
  });
});

describe('A3 a dropped file', () => {
  it.each([
    ['photo.xlsx', Buffer.from([0x50, 0x4b, 1, 2, 3, 4]), 'Je ne lis pas ce genre de fichier'], ['vieux.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'Enregistrez-le en .xlsx'],
    ['grand.csv', Buffer.alloc(5_100_000, 'Awa Diallo\n'), 'C’est trop pour une fois'], ['long.txt', Buffer.alloc(300_000, 'Awa Diallo\n'), 'C’est trop pour une fois'],
  ])('A3 %s: kindly refused, and what would do', async (name, bytes, why) => {
    await drops(sophie, name, bytes, 'Collez votre liste ici');
    expect((await sophie.history()).map(({ text }) => text).join('\n')).toContain(why);
    expect(await count()).toBe(0);
  });

  it('A3 2,000 people in one turn, and what is beyond given back', async () => {
    await drops(sophie, 'tous.csv', asText(Array.from({ length: 2_010 }, (_, i) => ['Prénom', last(i), '', '', '', '', '', '', ''])), 'J’ai lu 2011 lignes');
    sophie.sees('2000 bonnes, 10 à corriger', 'pas lue : 2 000 personnes au plus');
    const { state } = (await rows<{ state: Buffer }>(house.fresh.admin, 'select s.state from session s join account a on a.id = s.account_id where a.structure_id = ?', [home]))[0] ?? { state: Buffer.alloc(0) };
    // The file is read again at the confirmation: the session carries its id.
    expect(state.length).toBeLessThan(20_000);
    await sophie.presses('Ajouter les 2000');
    sophie.sees('C’est fait : 2000 personnes', 'Voici les 10 lignes');
    expect(await count()).toBe(2_000);
  });
});
