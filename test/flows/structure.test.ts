import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

let house: House;
let home: string;
let sophie: Referent;
let chat: Chat;

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Essais', { kind: 'foyer', city: 'Lyon', convention_from: '2026-01-01', convention_until: '2027-08-31' });
  sophie = await house.world.referent(home);
  chat = await house.login(sophie);
});

describe('A1 the sheet of a structure', () => {
  it('A1 is read by its referents, the convention in full, and says whose it is to change', async () => {
    await chat.says('ma structure');
    chat.sees('Nom : Foyer des Essais', 'Type de structure : foyer', 'Ville : Lyon', 'Téléphone : à compléter', 'Convention : du jeudi 1er janvier 2026 au mardi 31 août 2027 inclus', 'équipe du programme').offers('Modifier', 'Nos services', 'Collègues');
  });

  it('A1 is changed by the form, all of it or nothing', async () => {
    await chat.presses('Modifier');
    await chat.submits({ name: 'Foyer des Essais', kind: 'foyer', city: 'Villeurbanne', contact: 'Lina Essai', phone: 'appelez-moi', email: 'lina@essai.example', address: '3 rue de l’Essai' });
    chat.sees('Ce numéro ne semble pas complet');
    expect(await rows(house.fresh.admin, 'select city from structure where id = ?', [home])).toEqual([{ city: 'Lyon' }]);
    await chat.submits({ name: 'Foyer des Essais', kind: 'foyer', city: 'Villeurbanne', contact: 'Lina Essai', phone: '04 65 71 00 09', email: 'lina@essai.example', address: '3 rue de l’Essai' });
    chat.sees('C’est enregistré', 'Ville : Villeurbanne', 'Personne à contacter : Lina Essai', 'Téléphone : 04 65 71 00 09', 'Adresse e-mail : lina@essai.example', 'Adresse postale : 3 rue de l’Essai');
  });

  it('A1 a kind that was chosen is shown in words, in the form too, and stays what it is when that is sent back', async () => {
    const other = await house.world.structure('Abri des Essais', { kind: 'shelter', city: 'Lyon' });
    const abri = await house.login(await house.world.referent(other));
    await abri.says('ma structure');
    abri.sees('Type de structure : hébergement');
    await abri.presses('Modifier');
    expect(JSON.stringify(abri.last)).not.toContain('shelter');
    await abri.submits({ name: 'Abri des Essais', kind: 'Hebergement', city: 'Bron', contact: '', phone: '', email: '', address: '' });
    abri.sees('Ville : Bron', 'hébergement');
    await abri.says('type de structure : atelier');
    abri.sees('Type de structure : atelier');
    await abri.says('type de structure : insertion');
    expect(await rows(house.fresh.admin, 'select kind, city from structure where id = ?', [other])).toEqual([{ kind: 'integration', city: 'Bron' }]);
  });

  it('A1 one line is changed by typing it, from the sheet or from its form', async () => {
    await chat.says('ma structure');
    await chat.says('téléphone 04 65 71 00 10');
    chat.sees('C’est enregistré. Téléphone : 04 65 71 00 10');
    await chat.says('notre adresse : 5 place de l’Épreuve, 69003 Lyon');
    chat.sees('Adresse postale : 5 place de l’Épreuve, 69003 Lyon');
    await chat.says('contact');
    chat.sees('Personne à contacter ?');
    await chat.says('Malo Essai');
    chat.sees('Personne à contacter : Malo Essai');
    await chat.presses('Modifier');
    await chat.says('e-mail effacer');
    chat.sees('Adresse e-mail : à compléter');
    await chat.says('téléphone bonjour');
    chat.sees('Ce numéro ne semble pas complet');
    await chat.says('retour');
    await chat.says('nom');
    await chat.says('<b>{}</b>');
    chat.sees('Nom : b /b');
    await chat.says('nom Foyer des Essais');
    chat.sees('Nom : Foyer des Essais');
  });

  it('A1 keeps address, contact, phone and e-mail sealed, and says of each change who made it', async () => {
    const stored = JSON.stringify(await rows(house.fresh.admin, `select name, kind, city, encode(sealed, 'escape') as sealed from structure where id = ?`, [home]));
    for (const secret of ['Épreuve', 'Malo', '04 65']) expect(stored).not.toContain(secret);
    const audit = await rows<{ account_id: string; detail: object }>(house.fresh.admin, `select account_id, detail from audit where action = 'structure.edited' and subject = ?`, [home]);
    expect(audit.length).toBeGreaterThan(4);
    expect(new Set(audit.map((one) => one.account_id))).toEqual(new Set([sophie.id]));
    expect(JSON.stringify(audit)).not.toMatch(/Malo|Essai/);
  });

  it('A1 a visitor does not see it', async () => {
    const visitor = await house.login(await house.world.account('visitor', home, 'Vera Visite'));
    await visitor.says('ma structure');
    visitor.seesNot('04 65 71');
    await visitor.pressesId(encodePress({ flow: 'structure', name: 'open', args: [] }));
    visitor.seesNot('04 65 71').sees('Votre compte ne permet pas cela');
    await visitor.pressesId(encodePress({ flow: 'sheet', name: 'save', args: [] }));
    visitor.seesNot('04 65 71');
  });
});

describe('A1 services, each with its address', () => {
  it('A1 are added by typing, one answer after the other', async () => {
    await chat.says('nos services');
    chat.sees('Aucun service');
    await chat.presses('Ajouter un service');
    await chat.says('Accueil de jour');
    chat.sees('Quelle est son adresse');
    await chat.says('12 quai de l’Essai');
    await chat.says('69009');
    await chat.says('Lyon');
    await chat.says('zéro quatre');
    chat.sees('Ce numéro ne semble pas complet');
    await chat.says('passer');
    chat.sees('C’est enregistré : Accueil de jour', '1. Accueil de jour — 12 quai de l’Essai, 69009 Lyon');
  });

  it('A1 are added and changed by the form, and deleted after a question', async () => {
    await chat.presses('Ajouter un service');
    await chat.submits({ name: '', address: '', postalCode: '', city: '', phone: '' });
    chat.sees('Je n’ai pas pu lire ce nom');
    await chat.submits({ name: 'Maison des Ados', address: '', postalCode: '', city: 'Bron', phone: '' });
    chat.sees('2. Maison des Ados — Bron');
    await chat.says('2');
    chat.sees('Ville : Bron', 'Adresse postale : à compléter');
    await chat.presses('Modifier');
    await chat.submits({ name: 'Maison des Ados', address: '1 rue Neuve', postalCode: '69500', city: 'Bron', phone: '04 65 71 00 11' });
    chat.sees('Maison des Ados — 1 rue Neuve, 69500 Bron, 04 65 71 00 11');
    await chat.presses('Maison des Ados');
    await chat.presses('Supprimer ce service');
    chat.sees('Supprimer « Maison des Ados » de votre fiche ? Cela ne se défait pas.');
    await chat.says('non');
    chat.sees('Rien n’a changé', 'Maison des Ados');
    await chat.presses('Maison des Ados');
    await chat.presses('Supprimer ce service');
    await chat.presses('Supprimer');
    chat.sees('Maison des Ados ne figure plus sur votre fiche').offers('Accueil de jour');
    expect(chat.actions.some(({ label }) => label === 'Maison des Ados')).toBe(false);
  });

  it('A1 those of another structure are out of reach, whatever button is pressed', async () => {
    const other = await house.world.structure('Maison des Autres');
    const marc = await house.login(await house.world.referent(other, 'Marc Leroy'));
    const [service] = await rows<{ id: string }>(house.fresh.admin, 'select id from service where structure_id = ? and removed_at is null', [home]);
    for (const [flow, name] of [['structure', 'service'], ['service', 'edit'], ['service', 'remove']] as const) {
      await marc.pressesId(encodePress({ flow, name, args: [service?.id ?? ''] }));
      marc.sees('Ce service ne figure plus').seesNot('Accueil de jour', 'quai de l’Essai');
    }
    expect(await rows(house.fresh.admin, 'select id from service where id = ? and removed_at is null', [service?.id])).toHaveLength(1);
  });
});

describe('A1 suspended, or out of its convention', () => {
  it.each([
    ['suspended', { suspended_at: '2026-11-01' }, 'Votre structure est suspendue pour le moment : vous pouvez voir les sorties'],
    ['over', { convention_until: '2026-11-19' }, 'La convention de votre structure s’est terminée le jeudi 19 novembre : vous pouvez voir les sorties'],
    ['not begun', { convention_from: '2026-11-21' }, 'La convention de votre structure commence le samedi 21 novembre'],
    ['ending soon', { convention_until: '2026-12-01' }, 'La convention de votre structure se termine le mardi 1er décembre'],
  ])('A1 %s: it is said, with what is possible', async (_, more, said) => {
    const id = await house.world.structure('Maison du Temps', more);
    const referent = await house.login(await house.world.referent(id, 'Paule Temps'));
    await referent.says('ma structure');
    referent.sees(said);
    if (_ !== 'ending soon') referent.sees('pas réserver');
  });

  it('A1 the last day of the convention is still inside', async () => {
    const id = await house.world.structure('Maison du Jour', { convention_until: '2026-11-20', convention_from: '2026-11-20' });
    const referent = await house.login(await house.world.referent(id, 'Paule Jour'));
    await referent.says('ma structure');
    referent.seesNot('pas réserver');
  });
});
