import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { books, nothingIsWrong, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { newSeed, sample } from '../support/sample.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let home: string;
let sophie: Chat;
let driss: Chat;
let sophieAccount: Referent;
let soraya: Chat;
let sorayaAccount: Referent;
let people: Record<string, string>;
let minutes = 0;

/** Lets pushes go out: one more minute. */
const tick = (): Promise<unknown> => house.clock(new Date(START.getTime() + (minutes += 1) * 60_000));
const decisions = () => rows<{ id: string; kind: string; state: string; person_id: string; performance_id: string }>(house.fresh.admin, 'select id, kind, state, person_id, performance_id from decision order by created_at, id');
const latest = async () => (await decisions()).at(-1);

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Lilas');
  sophieAccount = await house.world.referent(home, 'Sophie Martin');
  sophie = await house.login(sophieAccount);
  driss = await house.login(await house.world.referent(home, 'Driss Amrani'));
  await new Desk(house.fresh).as(sophieAccount, (store) => store.structures.edit({ phone: '04 00 00 00 07' }));
  const ids = await house.world.people(home, ['Soraya Ferrand', 'Hugo Ferrand', 'Malika Koné', 'Karim Haddad']);
  people = { soraya: ids[0] ?? '', hugo: ids[1] ?? '', malika: ids[2] ?? '', karim: ids[3] ?? '' };
  people['lina'] = await house.world.person(home, 'Lina Ferrand', 'guest', people['soraya'] ?? '');
  sorayaAccount = await house.world.account('visitor', home, 'Soraya Ferrand', { person: people['soraya'] ?? '', invitedBy: sophieAccount.id });
  soraya = await house.login(sorayaAccount);
});

describe('A14 a visitor sees their own', () => {
  it('A14 their invitation and their guest’s, with all it takes to go there, and nobody else’s', async () => {
    await house.world.show({ title: 'Gospel Experience', capacity: 6 });
    await books(sophie, 'gospel', 'soraya, lina et malika');
    sophie.sees('C’est réservé');
    await soraya.says('mes invitations');
    soraya.sees('Vos invitations', 'Gospel Experience', 'samedi 28 novembre à 20 h', 'vous', 'Lina Ferrand').seesNot('Malika', 'Koné', 'Hugo');
    await soraya.says('1');
    const number = (await rows<{ number: string }>(house.fresh.admin, 'select number from seat where person_id = ?', [people['soraya']]))[0]?.number ?? '';
    soraya.sees('samedi 28 novembre à 20 h', number.replace(/(\d{3})(?=\d)/g, '$1 '), '1 rue de l’Essai', 'Métro A', '04 65 71 00 01', 'Foyer des Lilas', '04 00 00 00 07', 'La place est réservée')
      .offers('Je ne peux pas venir', 'Voir la sortie', 'Mes invitations').offersNot('Réserver', 'Annuler cette place');
    await soraya.presses('Voir la sortie');
    soraya.sees('2 places pour Soraya Ferrand et Lina Ferrand').seesNot('Malika').offersNot('Réserver', 'Je voudrais y aller');
  });

  it('A14 without a person behind the account: says so, and who mends it', async () => {
    const eric = await house.login(await house.world.account('visitor', home, 'Eric Petit'));
    await eric.says('mes invitations');
    eric.sees('relié à aucune fiche', 'Demandez un nouveau code à votre référent').offers('Chercher', 'Menu').seesNot('Soraya', 'Malika');
    await eric.says('gospel');
    await eric.says('1');
    eric.offersNot('Je voudrais y aller', 'Réserver').seesNot('Soraya');
    const show = (await rows<{ performance_id: string }>(house.fresh.admin, 'select performance_id from seat limit 1'))[0]?.performance_id ?? '';
    await eric.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show] }));
    eric.sees('relié à aucune fiche');
    expect(await decisions()).toEqual([]);
  });

  it('A8 A14 hears of their own seat that came free, and never of a rank they no longer have', async () => {
    const gigi = await house.login(await house.world.account('visitor', home, 'Gigi Blanc', { person: await house.world.person(home, 'Gigi Blanc'), invitedBy: sophieAccount.id }));
    const show = await house.world.show({ title: 'Bal Prune', capacity: 0, startsAt: new Date('2026-12-16T19:00:00Z') });
    await books(sophie, 'bal prune', 'gigi');
    await house.world.setCapacity(show.id, 1, await house.now());
    await tick();
    const heard = (await gigi.history()).map(({ text }) => text).join('\n');
    expect(heard).toContain('Une place s’est libérée pour Bal Prune');
    expect(heard).not.toMatch(/rang 0|Gigi/);
    await gigi.receives('bal prune');
    await gigi.presses('Voir');
    gigi.sees('Bal Prune');
  });
});

describe('A14 je voudrais y aller', () => {
  it('A14 reaches the referent who gave the code, without a name; [Voir] names; one tap books, and the visitor is told', async () => {
    const show = await house.world.show({ title: 'Cendrillon', capacity: 3, startsAt: new Date('2026-12-05T14:00:00Z') });
    const [hers, his, own] = [await Phone.of(sophie), await Phone.of(driss), await Phone.of(soraya)];
    await soraya.says('cendrillon');
    soraya.offers('Je voudrais y aller').offersNot('Réserver', 'Liste d’attente');
    await soraya.presses('Je voudrais y aller');
    soraya.sees('C’est demandé : Cendrillon, samedi 5 décembre à 15 h', 'Ce n’est pas encore une réservation');
    await own.news();
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    soraya.sees('Vous l’avez déjà demandé');
    await own.news();
    expect((await decisions()).map(({ kind, state }) => [kind, state])).toEqual([['wish', 'open']]);
    await tick();
    const push = await hers.rings('Une personne que vous accompagnez voudrait aller à Cendrillon');
    expect(JSON.stringify(push)).not.toMatch(/Soraya|Ferrand/);
    await his.isSilent();
    await house.restart();
    await sophie.presses('Voir');
    sophie.sees('Soraya Ferrand voudrait aller à Cendrillon', '3 places libres').offers('Réserver', 'Pas cette fois');
    const grant = sophie.idOf('Réserver');
    await sophie.pressesId(grant);
    sophie.sees('Soraya Ferrand : la place est réservée', 'J’écris la réponse à Soraya');
    await tick();
    const answer = await own.rings('C’est réservé : Cendrillon, samedi 5 décembre à 15 h');
    expect(JSON.stringify(answer)).not.toMatch(/Soraya|Ferrand/);
    await soraya.presses('Voir');
    soraya.sees('La place est réservée', 'vous');
    // Pressed once more, by somebody else too: said, and nothing done.
    for (const chat of [sophie, driss]) {
      await chat.pressesId(grant);
      chat.sees('Déjà répondu par Sophie Martin', 'oui');
    }
    expect(await house.world.seats(show.id)).toHaveLength(1);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    soraya.sees('Vous avez déjà une place');
    await nothingIsWrong(house);
  });

  it('A14 two referents press at the same moment: one seat, one answer', async () => {
    const show = await house.world.show({ title: 'Turandot', capacity: 3, startsAt: new Date('2026-12-19T19:00:00Z') });
    const own = await Phone.of(soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    await own.news();
    const grant = encodePress({ flow: 'decide', name: 'grant', args: [show.id, (await latest())?.id ?? ''] });
    await Promise.all([sophie.pressesId(grant), driss.pressesId(grant)]);
    expect([sophie.text, driss.text].filter((text) => text.includes('la place est réservée'))).toHaveLength(1);
    expect([sophie.text, driss.text].filter((text) => text.includes('Déjà répondu par'))).toHaveLength(1);
    await tick();
    await own.rings('C’est réservé : Turandot');
    expect(await house.world.seats(show.id)).toHaveLength(1);
  });

  it('A14 refused: the visitor is told, and asks no second time', async () => {
    const show = await house.world.show({ title: 'Carmen', startsAt: new Date('2026-12-08T19:00:00Z') });
    const own = await Phone.of(soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    await own.news();
    await sophie.says('demandes');
    sophie.sees('Soraya Ferrand voudrait y aller', 'Carmen');
    await sophie.says('1');
    await sophie.presses('Pas cette fois');
    sophie.sees('pas cette fois pour Soraya Ferrand');
    await tick();
    await own.rings('Votre référent a répondu : pas cette fois. Carmen');
    await soraya.says('carmen');
    soraya.sees('pas cette fois').offersNot('Je voudrais y aller');
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    soraya.sees('pas cette fois');
    expect(await latest()).toMatchObject({ kind: 'wish', state: 'refused' });
    expect(await house.world.seats(show.id)).toEqual([]);
  });

  it('A14 A8 a full house: the referent is told the rank first, the visitor afterwards', async () => {
    const show = await house.world.show({ title: 'Hamlet', capacity: 1, startsAt: new Date('2026-12-09T19:00:00Z') });
    await books(sophie, 'hamlet', 'karim');
    const own = await Phone.of(soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    await own.news();
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [(await latest())?.id ?? ''] }));
    sophie.sees('Il n’y a plus de place : rang 1').offersNot('Réserver');
    await sophie.presses('Mettre en liste d’attente');
    sophie.sees('Soraya Ferrand : rang 1 en liste d’attente');
    await tick();
    await own.rings('vous êtes en liste d’attente, rang 1');
    await soraya.presses('Voir');
    soraya.sees('rang 1', 'personne devant');
  });

  it('A14 A6 over the weekly limit: said on the card, and it waits in the second tier', async () => {
    const week = { startsAt: new Date('2026-12-05T19:00:00Z') };
    const [one, two] = [await house.world.show({ title: 'Opéra des rues', ...week }), await house.world.show({ title: 'Cirque du Nord', startsAt: new Date('2026-12-03T19:00:00Z') })];
    const three = await house.world.show({ title: 'Marionnettes du matin', startsAt: new Date('2026-12-04T09:00:00Z') });
    for (const title of ['opera des rues', 'marionnettes']) await books(sophie, title, 'soraya');
    expect(await house.world.seats(one.id)).toHaveLength(1);
    expect(await house.world.seats(three.id)).toHaveLength(1);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [two.id] }));
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [(await latest())?.id ?? ''] }));
    sophie.sees('limite de la semaine atteinte', 'rang 1', 'iront aux personnes en attente').offers('Mettre en liste d’attente', 'Pas cette fois');
    await sophie.presses('Mettre en liste d’attente');
    expect(await house.world.seats(two.id)).toMatchObject([{ state: 'waiting' }]);
    await nothingIsWrong(house);
  });

  it('A1 A14 a suspended structure: the referent is told why and what is possible, and the wish stays open', async () => {
    const show = await house.world.show({ title: 'Giselle', startsAt: new Date('2026-12-15T19:00:00Z') });
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    const id = (await latest())?.id ?? '';
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [id] }));
    const grant = sophie.idOf('Réserver');
    const suspend = (at: Date | null) => house.world.asOperator((trx) => trx('structure').where({ operator_id: house.world.operator, id: home }).update({ suspended_at: at }));
    await suspend(START);
    await sophie.pressesId(grant);
    sophie.sees('suspendues', 'La demande reste ouverte').offers('Pas cette fois', 'Demander la reprise');
    expect(await latest()).toMatchObject({ state: 'open' });
    expect(await house.world.seats(show.id)).toEqual([]);
    await suspend(null);
    await sophie.pressesId(grant);
    sophie.sees('la place est réservée');
  });

  it('A14 before the opening: it is asked, and the referent is told when', async () => {
    const show = await house.world.show({ title: 'Faust', startsAt: new Date('2027-01-20T19:00:00Z') });
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    soraya.sees('C’est demandé', 'Les réservations ouvrent lundi 21 décembre à 9 h');
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [(await latest())?.id ?? ''] }));
    sophie.sees('Les réservations ouvrent', 'La demande reste ouverte').offers('Me prévenir à l’ouverture', 'Pas cette fois').offersNot('Réserver');
  });

  it('A14 booked in the ordinary way meanwhile: nothing is left to answer, and the visitor is told', async () => {
    const show = await house.world.show({ title: 'Tosca', startsAt: new Date('2026-12-30T19:00:00Z'), opensAt: START });
    const own = await Phone.of(soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    await own.news();
    await books(driss, 'tosca', 'soraya');
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [(await latest())?.id ?? ''] }));
    sophie.sees('a déjà une place');
    await tick();
    await own.rings('C’est réservé : Tosca');
    expect(await house.world.seats(show.id)).toHaveLength(1);
  });

  it('A14 closed, cancelled or past: a reason and a way on, nothing asked', async () => {
    const before = (await decisions()).length;
    const closed = await house.world.show({ title: 'Fermé', startsAt: new Date('2026-11-21T19:00:00Z') });
    const off = await house.world.show({ title: 'Annulé', startsAt: new Date('2026-12-20T19:00:00Z') });
    await house.world.asOperator((trx) => trx('performance').where({ operator_id: house.world.operator, id: off.id }).update({ cancelled_at: START }));
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [closed.id] }));
    soraya.sees('Les réservations sont closes');
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [off.id] }));
    soraya.sees('annulée par le lieu').offers('Chercher');
    expect((await decisions()).length).toBe(before);
  });
});

describe('A14 je ne peux pas venir', () => {
  const hinder = async (title: string, when = '2026-12-22T19:00:00Z', who = 'soraya'): Promise<{ id: string; decision: string; hers: Phone }> => {
    const show = await house.world.show({ title, startsAt: new Date(when), opensAt: START, capacity: 4 });
    await books(sophie, title, who);
    // Before it is said: the push may come at once.
    const hers = await Phone.of(sophie);
    await soraya.says(`je ne peux pas venir à ${title}`);
    soraya.sees('Pour quelle sortie', title).seesNot('Gospel', 'Hamlet');
    await soraya.presses(title);
    soraya.sees('C’est dit à votre référent', title, 'La place est gardée pour l’instant');
    return { id: show.id, decision: (await latest())?.id ?? '', hers };
  };

  it('A14 the referent cancels in one tap, those who come along are named, and the visitor is told', async () => {
    const { id, hers } = await hinder('Balade nocturne', '2026-12-22T19:00:00Z', 'soraya, lina');
    const own = await Phone.of(soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'cannot', args: [(await rows<{ id: string }>(house.fresh.admin, `select id from seat where performance_id = ? and person_id = ?`, [id, people['soraya']]))[0]?.id ?? ''] }));
    soraya.sees('Vous l’avez déjà dit');
    await own.news();
    await tick();
    const push = await hers.rings('Une personne que vous accompagnez ne peut pas venir à Balade nocturne');
    expect(JSON.stringify(push)).not.toMatch(/Soraya|Lina|Ferrand/);
    await sophie.presses('Voir');
    sophie.sees('Soraya Ferrand ne peut pas venir', 'Sans participant, Lina Ferrand ne garde pas sa place').offers('Annuler la place', 'Garder la place');
    const cancel = sophie.idOf('Annuler la place');
    await sophie.pressesId(cancel);
    sophie.sees('C’est annulé pour Soraya Ferrand et Lina Ferrand');
    await sophie.pressesId(cancel);
    sophie.sees('Déjà répondu par Sophie Martin');
    await tick();
    await own.rings('La place est annulée : Balade nocturne');
    expect((await house.world.seats(id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    await nothingIsWrong(house);
  });

  it('A14 kept: nothing is cancelled', async () => {
    const { id, decision } = await hinder('Soirée contes', '2026-12-28T19:00:00Z');
    const own = await Phone.of(soraya);
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'no', args: [decision] }));
    sophie.sees('la place de Soraya Ferrand est gardée');
    await tick();
    await own.rings('Votre référent garde la place');
    expect(await house.world.seats(id)).toMatchObject([{ state: 'booked' }]);
  });

  it('A14 nobody is cancelled whom the card did not name: it is shown again', async () => {
    const { id, decision } = await hinder('Nuit des masques', '2027-01-05T19:00:00Z');
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [decision] }));
    const cancel = sophie.idOf('Annuler la place');
    await books(driss, 'masques', 'lina');
    await sophie.pressesId(cancel);
    sophie.sees('Sans participant, Lina Ferrand');
    expect((await house.world.seats(id)).map(({ state }) => state)).toEqual(['booked', 'booked']);
  });
});

describe('A14 X5 a visitor changes nothing and sees nobody', () => {
  it('A14 whatever ids are pressed', async () => {
    const foreign = await house.world.structure('Maison Saint-Roch');
    const marc = await house.world.referent(foreign, 'Marc Leroy');
    const idris = await house.world.person(foreign, 'Idris Lemaire');
    await house.world.account('visitor', foreign, 'Idris Lemaire', { person: idris, invitedBy: marc.id });
    const show = await house.world.show({ title: 'Ballet', startsAt: new Date('2026-12-16T19:00:00Z') });
    const marcs = await house.login(marc);
    await books(marcs, 'ballet', 'idris');
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    const open = (await latest())?.id ?? '';
    const ids = [home, foreign, show.id, idris, open, marc.id, sophieAccount.id, people['malika'] ?? '', people['soraya'] ?? '',
      ...(await rows<{ id: string; request_id: string }>(house.fresh.admin, `(select id, request_id from seat where structure_id = ?) union all (select id, request_id from seat where person_id = ? limit 1) union all (select id, request_id from seat where person_id = ? and state = 'booked' limit 1)`, [foreign, people['malika'], people['soraya']])).flatMap((seat) => [seat.id, seat.request_id])];
    const everything = () => Promise.all(['select id, state, hindered_at, attendance from seat order by id', 'select id, state from decision order by id', 'select id, removed_at from account order by id', 'select id, removed_at from person order by id', 'select id, suspended_at from structure order by id', 'select count(*) from link_code'].map((sql) => rows(house.fresh.admin, sql)));
    const before = await everything();
    const seed = newSeed('forged by a visitor');
    const buttons: readonly (readonly [string, readonly string[]])[] = [
      ['book', ['begin', 'ahead', 'split', 'confirm']], ['cancel', ['seat', 'request']], ['reservations', ['open', 'at', 'show']], ['promoted', ['see']], ['alert', ['set', 'see', 'confirm', 'drop']],
      ['participants', ['open', 'show', 'edit', 'remove']], ['structure', ['open', 'edit']], ['colleagues', ['open', 'code', 'remove']], ['access', ['open', 'for', 'code', 'take']],
      ['decide', ['open', 'see', 'no', 'hinder', 'cancel']], ['exceptions', ['open', 'resume', 'free']], ['desk', ['open', 'see', 'yes', 'no']], ['structures', ['open', 'see', 'suspend', 'lift']], ['mine', ['show', 'outing']],
    ];
    for (const [flow, names] of buttons) {
      for (const name of names) {
        // In the short form, four of the ids on each.
        for (const id of sample(ids, 4, `${seed}${flow}${name}`)) {
          await soraya.pressesId(encodePress({ flow, name, args: [id] }));
          soraya.seesNot('Malika', 'Koné', 'Karim', 'Hugo', 'Idris', 'Lemaire', 'Saint-Roch', 'Leroy', 'Sophie');
        }
      }
    }
    await soraya.pressesId(encodePress({ flow: 'decide', name: 'grant', args: [show.id, open] }));
    soraya.sees('ne permet pas');
    expect(await everything()).toEqual(before);
    // Somebody else's referent reaches a question as little.
    for (const name of ['see', 'no', 'hinder', 'cancel']) {
      await marcs.pressesId(encodePress({ flow: 'decide', name, args: [open] }));
      marcs.sees('Je ne trouve pas cette demande').seesNot('Soraya');
    }
    await marcs.pressesId(encodePress({ flow: 'decide', name: 'grant', args: [show.id, open] }));
    marcs.sees('Je ne trouve pas cette demande');
    expect(await everything()).toEqual(before);
  }, 120_000);
});

describe('A14 a code from the referent', () => {
  const codeIn = (chat: Chat): string => /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(chat.text)?.[0] ?? '';

  it('A14 given by a sentence, shown once, used once; a new one when lost; taken away at once', async () => {
    await sophie.says('donner un accès à Malika');
    sophie.sees('Donner un accès à Malika Koné', 'ne peut pas réserver');
    const give = sophie.idOf('Donner un accès');
    await sophie.pressesId(give);
    const code = codeIn(sophie);
    expect(code).not.toBe('');
    sophie.sees('Le code de Malika Koné', 'une seule fois', 'dimanche 22 novembre');
    await sophie.pressesId(give);
    sophie.sees('Ce bouton ne vaut plus');
    expect(await rows(house.fresh.admin, `select role from account where person_id = ? and removed_at is null`, [people['malika']])).toEqual([{ role: 'visitor' }]);
    const malika = await house.login(code);
    await malika.says('mes invitations');
    malika.sees('Gospel Experience').seesNot('Soraya', 'Lina');
    await sophie.says('acces');
    sophie.sees('Malika Koné', 'Soraya Ferrand');
    await sophie.presses('Malika K.');
    sophie.sees('Malika Koné a un accès');
    await sophie.presses('Nouveau code');
    const second = codeIn(sophie);
    expect(second).not.toBe(code);
    await (await house.login(second)).says('menu');
    const show = await house.world.show({ title: 'Rigoletto', startsAt: new Date('2026-12-17T19:00:00Z') });
    await malika.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    await sophie.says('retirer l’accès de Malika');
    await sophie.presses('Retirer l’accès');
    sophie.sees('s’arrête tout de suite');
    await sophie.presses('Oui, retirer');
    sophie.sees('L’accès de Malika Koné est retiré');
    expect((await malika.send({ text: 'menu' })).status).toBe(401);
    expect(await latest()).toMatchObject({ kind: 'wish', state: 'withdrawn' });
    // And again, later: a new account, and a question that an older one had asked.
    await sophie.says('donner un accès à Malika');
    await sophie.presses('Donner un accès');
    const again = await house.login(codeIn(sophie));
    await again.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    again.sees('C’est demandé : Rigoletto');
  });

  it('A14 not to a guest, not to a person of another structure, not twice', async () => {
    await sophie.says('donner un accès à Lina');
    sophie.sees('Lina Ferrand est proche d’un participant').offers('Soraya');
    await sophie.says('donner un accès à Soraya');
    sophie.sees('Soraya Ferrand a un accès').offersNot('Donner un accès');
    const [stranger] = await rows<{ id: string }>(house.fresh.admin, 'select id from person where structure_id <> ?', [home]);
    for (const name of ['for', 'code', 'take']) {
      await sophie.pressesId(encodePress({ flow: 'access', name, args: [stranger?.id ?? ''] }));
      sophie.sees('Je ne trouve pas cette personne').seesNot('Idris');
    }
    await sophie.says('donner un accès');
    await sophie.presses('Nouvel accès');
    await sophie.says('zzzz');
    sophie.sees('Je ne trouve pas ce nom');
    await sophie.says('hugo');
    sophie.sees('Donner un accès à Hugo Ferrand');
    await sophie.says('non');
    sophie.sees('rien n’a été changé');
    expect(await rows(house.fresh.admin, 'select id from account where person_id = ?', [people['hugo']])).toEqual([]);
  });
});

describe('A14 A5 time goes on', () => {
  it('A5 closing passes while the card is open: it is noted, not cancelled', async () => {
    const show = await house.world.show({ title: 'Atelier tard', startsAt: new Date('2026-12-23T19:00:00Z'), opensAt: START });
    await books(sophie, 'atelier tard', 'soraya');
    const [seat] = await rows<{ id: string }>(house.fresh.admin, 'select id from seat where performance_id = ?', [show.id]);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'cannot', args: [seat?.id ?? ''] }));
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'see', args: [(await latest())?.id ?? ''] }));
    const cancel = sophie.idOf('Annuler la place');
    await house.clock('2026-12-22T09:00:00Z');
    await sophie.pressesId(cancel);
    sophie.sees('C’est trop tard pour annuler ici', '04 65 71 00 01').offers('Noter l’empêchement', 'Garder la place');
    expect(await house.world.seats(show.id)).toMatchObject([{ state: 'booked' }]);
    const own = await Phone.of(soraya);
    await sophie.presses('Noter l’empêchement');
    sophie.sees('L’empêchement de Soraya Ferrand est noté');
    await house.clock('2026-12-22T09:01:00Z');
    await own.rings('Votre référent l’a bien noté : Atelier tard');
    expect(await rows(house.fresh.admin, 'select state, hindered_at is not null as noted from seat where performance_id = ?', [show.id])).toEqual([{ state: 'booked', noted: true }]);
  });

  it('X8 a wish that nobody answered ends when the outing begins, and the visitor is told', async () => {
    const show = await house.world.show({ title: 'Dernier soir', startsAt: new Date('2026-12-26T14:00:00Z'), opensAt: START, at: new Date('2026-12-22T09:01:00Z') });
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    const { id = '' } = (await latest()) ?? {};
    const own = await Phone.of(soraya);
    await house.clock('2026-12-26T13:59:00Z');
    expect(await latest()).toMatchObject({ id, state: 'open' });
    await house.clock('2026-12-26T14:00:00Z');
    expect(await latest()).toMatchObject({ id, state: 'withdrawn' });
    expect((await own.news()).map(({ text }) => text).join()).toContain('il n’y a pas eu de réponse à temps');
    await sophie.pressesId(encodePress({ flow: 'decide', name: 'grant', args: [show.id, id] }));
    sophie.sees('n’est plus valable');
    expect(await house.world.seats(show.id)).toEqual([]);
  });

  it('A19 an outing that moved ends the wish when it begins, not at the old hour', async () => {
    const show = await house.world.show({ title: 'Bal reporté', startsAt: new Date('2026-12-29T14:00:00Z'), opensAt: START, at: new Date('2026-12-26T14:00:00Z') });
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [show.id] }));
    soraya.sees('C’est demandé');
    await house.world.asOperator((trx) => trx('performance').where({ operator_id: house.world.operator, id: show.id }).update({ starts_at: new Date('2026-12-30T14:00:00Z') }));
    await house.clock('2026-12-29T14:00:00Z');
    expect(await latest()).toMatchObject({ performance_id: show.id, state: 'open' });
    await house.clock('2026-12-30T14:00:00Z');
    expect(await latest()).toMatchObject({ performance_id: show.id, state: 'withdrawn' });
  });
});
