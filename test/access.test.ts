import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../core/language/fold.ts';
import { encodePress } from '../core/messages/actions.ts';
import type { Account } from '../core/ports.ts';
import { rows } from '../db/connection.ts';
import type { Chat } from './support/chat.ts';
import { Desk } from './support/desk.ts';
import { openHouse, type House } from './support/house.ts';
import { World, type Referent } from './support/world.ts';

/**
 * Who may see and do what, found out by doing it: each account presses the same forged buttons and writes the same
 * words, over HTTP, and the table of docs/access.md is what came of it. `GUICHET_WRITE_DOCS=1` writes it anew.
 */
const PAGE = path.join(import.meta.dirname, '../docs/access.md');

const WHO = ['référent', 'autre structure', 'autre opérateur', 'visiteur', 'responsable', 'lieu', 'jury', 'opérateur'] as const;
type Who = (typeof WHO)[number];

interface Deed {
  readonly what: string;
  /** A button's id, or words to write. */
  readonly does: string;
  /** Seen by whoever may; folded. */
  readonly shows: string;
  readonly may: readonly Who[];
}

const EVERYBODY: readonly Who[] = ['référent', 'autre structure', 'visiteur', 'responsable', 'lieu', 'jury', 'opérateur'];
const press = (flow: string, name: string, ...args: string[]): string => encodePress({ flow, name, args });

let house: House;
let deeds: readonly Deed[] = [];
const accounts = new Map<Who, Referent>();
const found = new Map<string, Map<Who, boolean>>();

beforeAll(async () => {
  house = await openHouse();
  const { world, fresh } = house;
  const home = await world.structure('Foyer des Essais');
  const elsewhere = await world.structure('Maison des Tests');
  const [ada = '', bea = ''] = await world.people(home, ['Ada Lovelune', 'Bea Sansnom']);
  const leo = await world.person(home, 'Leo Guidon', 'companion');
  await world.people(elsewhere, ['Cleo Autrepart']);
  const gospel = await world.show({ title: 'Gospel Experience', capacity: 6 });
  const show = await world.show({ title: 'Cirque du Test', capacity: 5 });
  const past = await world.show({ title: 'Sortie d’hier', capacity: 5, startsAt: new Date('2026-11-24T18:00:00Z') });
  const other = await World.make(fresh, { name: 'Autre programme' });
  const there = await other.structure('Foyer lointain');
  accounts.set('référent', await world.referent(home));
  accounts.set('autre structure', await world.referent(elsewhere, 'Bruno Ailleurs'));
  accounts.set('autre opérateur', await other.referent(there, 'Odile Lointaine'));
  accounts.set('visiteur', await world.account('visitor', home, 'Ada Lovelune', { person: ada, invitedBy: accounts.get('référent')?.id ?? '' }));
  accounts.set('responsable', await world.account('leader', home, 'Leo Guidon', { person: leo }));
  accounts.set('lieu', await world.account('venue', null, 'Gaspard Salle', { venue: gospel.venue }));
  accounts.set('jury', await world.account('jury', null, 'Paul Juge'));
  accounts.set('opérateur', await world.account('operator', null, 'Marga Equipe'));

  const desk = new Desk(fresh);
  const referent = accounts.get('référent') as Account;
  for (const performance of [past.id, show.id]) await desk.ask(referent, performance, [{ id: ada, kind: 'participant' }, { id: bea, kind: 'participant' }, { id: leo, kind: 'companion' }], await house.now());
  const beaSeat = (await rows<{ id: string }>(fresh.admin, 'select id from seat where performance_id = ? and person_id = ?', [show.id, bea]))[0]?.id ?? '';
  const wish = await desk.as(accounts.get('visiteur') as Account, async (store) => store.decisions.ask({ kind: 'wish', person: ada, performance: gospel.id }, await house.now()));
  const plea = await desk.as(referent, async (store) => store.decisions.ask({ kind: 'exception', text: 'Une place de plus ?' }, await house.now()));
  await house.clock('2026-11-25T09:00:00Z');

  deeds = [
    { what: 'Voir les sorties', does: 'cirque', shows: 'Cirque du Test', may: EVERYBODY },
    { what: 'Voir la fiche d’une sortie', does: press('event', 'show', show.id), shows: 'Cirque du Test', may: EVERYBODY },
    { what: 'Ouvrir l’annuaire des lieux', does: press('partners', 'open'), shows: 'Théâtre des Essais', may: EVERYBODY },
    { what: 'Réserver', does: press('book', 'begin', show.id), shows: 'Pour qui', may: ['référent', 'autre structure'] },
    { what: 'Voir la place d’une personne de la structure', does: press('reservations', 'show', beaSeat), shows: 'Bea', may: ['référent'] },
    { what: 'Annuler cette place', does: press('cancel', 'seat', beaSeat), shows: 'récapitule ce qui sera annulé', may: ['référent'] },
    { what: 'Recevoir l’invitation d’une personne de la structure', does: press('papers', 'seat', beaSeat), shows: 'Invitation n', may: ['référent', 'responsable', 'opérateur'] },
    { what: 'Recevoir la liste des invités d’un lieu', does: press('papers', 'guests', gospel.id), shows: 'Gospel Experience', may: ['lieu', 'opérateur'] },
    { what: 'Choisir quand ses nouvelles arrivent', does: press('notices', 'open'), shows: 'Vos notifications', may: [...EVERYBODY, 'autre opérateur'] },
    { what: 'Relier et délier ses propres conversations', does: press('chats', 'open'), shows: 'Vos conversations', may: [...EVERYBODY, 'autre opérateur'] },
    { what: 'Voir ses propres invitations', does: 'mes invitations', shows: 'Cirque du Test', may: ['référent', 'visiteur', 'responsable'] },
    { what: 'Dire « je voudrais y aller »', does: press('wish', 'go', gospel.id), shows: 'référent', may: ['visiteur'] },
    { what: 'Répondre au souhait d’un visiteur', does: press('decide', 'see', wish.id), shows: 'Ada', may: ['référent'] },
    { what: 'Voir la fiche d’une personne', does: press('participants', 'show', bea), shows: 'Bea Sansnom', may: ['référent'] },
    { what: 'Modifier cette fiche', does: press('editperson', 'open', bea), shows: 'Bea Sansnom', may: ['référent'] },
    { what: 'Lister les personnes de la structure', does: press('participants', 'open'), shows: 'Bea Sansnom', may: ['référent'] },
    { what: 'Voir et modifier la fiche de sa structure', does: press('structure', 'open'), shows: 'structure', may: ['référent', 'autre structure', 'autre opérateur'] },
    { what: 'Voir et inviter ses collègues', does: press('colleagues', 'open'), shows: 'collègue', may: ['référent', 'autre structure', 'autre opérateur'] },
    { what: 'Retirer l’accès d’un collègue de la structure', does: press('colleagues', 'remove', accounts.get('responsable')?.id ?? ''), shows: 'Leo', may: ['référent'] },
    { what: 'Donner un accès à une personne', does: press('access', 'for', bea), shows: 'Bea', may: ['référent'] },
    { what: 'Dire qui vient (avant la sortie)', does: press('coming', 'open', show.id), shows: 'Bea', may: ['référent'] },
    { what: 'Dire qui était là (après la sortie)', does: press('presence', 'open', past.id), shows: 'Bea', may: ['référent', 'responsable'] },
    { what: 'Répondre aux demandes des structures', does: press('desk', 'see', plea.id), shows: 'Une place de plus', may: ['opérateur'] },
    { what: 'Voir une structure, la suspendre', does: press('structures', 'see', home), shows: 'Suspendre', may: ['opérateur'] },
    { what: 'Voir et réessayer ce qui n’a pas été remis', does: press('undelivered', 'open'), shows: 'Messages non remis', may: ['opérateur'] },
  ];
}, 120_000);

/** Whether the answer is what somebody who may gets, rather than a no. */
const REFUSALS = ['votre compte ne permet pas', 'votre compte permet de voir', 'je ne trouve', 'ce bouton ne vaut plus', 'je n ai pas compris', 'ne sais repondre'].map(fold);

describe('X5 who may see and do what', () => {
  it('A14 A2 each account tries everything', { timeout: 180_000 }, async () => {
    for (const who of WHO) {
      const chat: Chat = await house.login(accounts.get(who) ?? '');
      for (const { what, does, shows } of deeds) {
        if (does.includes('.') && !does.includes(' ')) await chat.pressesId(does);
        else await chat.says(does);
        const answer = fold(`${chat.text} ${chat.actions.map(({ label }) => label).join(' ')}`);
        const allowed = (shows === '' ? true : answer.includes(fold(shows))) && !REFUSALS.some((no) => answer.includes(no));
        found.set(what, (found.get(what) ?? new Map<Who, boolean>()).set(who, allowed));
        // Whoever may not is not shown anybody of the structure either.
        if (!allowed && who !== 'visiteur' && who !== 'responsable') expect(answer, `${who}: ${what}`).not.toMatch(/bea|sansnom|lovelune|guidon/);
        if (!allowed) expect(answer, `${who}: ${what}`).not.toMatch(/sansnom/);
      }
    }
    const told = (may: (what: string, who: Who) => boolean): Record<string, string> =>
      Object.fromEntries(deeds.map(({ what }) => [what, WHO.filter((who) => may(what, who)).join(', ')]));
    expect(told((what, who) => found.get(what)?.get(who) === true)).toEqual(told((what, who) => deeds.some((deed) => deed.what === what && deed.may.includes(who))));
  });

  it('X5 the table in docs/access.md is what was found', async () => {
    const lines = deeds.map(({ what }) => `| ${what} | ${WHO.map((who) => (found.get(what)?.get(who) === true ? 'oui' : '·')).join(' | ')} |`);
    const page = [
      '# Qui voit et fait quoi', '',
      'Ce tableau est écrit par `test/access.test.ts` : chaque compte y presse les mêmes boutons, y compris ceux d’une autre structure, et le', 'tableau dit ce qui s’est passé. Il concerne les données d’une structure (« référent » en est un). Une clé de l’API : [docs/api.md](api.md).', '',
      `| | ${WHO.join(' | ')} |`, `|---|${WHO.map(() => '---').join('|')}|`, ...lines, '',
      '- **visiteur** : une personne accompagnée qui a son propre compte ; il voit ses invitations et celles de ses proches, et demande à son référent.',
      '- **responsable** : accompagne le groupe ; il voit qui vient aux sorties où il a une place, et dit qui était là.',
      '- **lieu**, **jury** : voient les sorties. **opérateur** : l’équipe du programme ; elle répond aux structures.', '- Un compte retiré n’a plus rien, aussitôt, sur tous ses canaux.', '',
    ].join('\n');
    if (process.env['GUICHET_WRITE_DOCS'] === '1') await writeFile(PAGE, page);
    expect(await readFile(PAGE, 'utf8')).toBe(page);
  });
});
