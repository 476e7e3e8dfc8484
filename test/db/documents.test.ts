import ICAL from 'ical.js';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { produce } from '../../core/documents/produce.ts';
import type { PersonKind } from '../../core/domain/person.ts';
import { readVerification } from '../../core/documents/mac.ts';
import { systemIds } from '../../core/ids.ts';
import type { FileRef } from '../../core/messages/message.ts';
import type { Naming } from '../../core/messages/naming.ts';
import type { Account, Document } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { scopeOf, withScope } from '../../db/scopes.ts';
import { verifyInvitation } from '../../db/verification.ts';
import { cancel, move } from '../support/changes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { START, World, type Referent } from '../support/world.ts';
import { codeOn, pagesIn, textOf } from '../core/documents/read.ts';

let fresh: Fresh;
let world: World;
let desk: Desk;
let [home, away]: [string, string] = ['', ''];
let sophie: Referent;
let [other, vera, lea, team, jury]: Referent[] = [];
let person: Record<'soraya' | 'malika' | 'guest' | 'farida' | 'quiet' | 'stranger', string>;
const LATER = new Date(START.getTime() + 3_600_000);

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh, { weekly_quota: null });
  desk = new Desk(fresh);
  [home, away] = [await world.structure('Foyer des Essais'), await world.structure('Maison Ailleurs')];
  sophie = await world.referent(home);
  other = await world.referent(away, 'Paul Autre');
  const [soraya, malika, farida, quiet, stranger] = [
    await world.person(home, 'Soraya Ferrand'), await world.person(home, 'Malika Koné'), await world.person(home, 'Farida Pinto', 'companion'), await world.person(home, 'Élodie Discrète'), await world.person(away, 'Jean-Claude Olivier'),
  ];
  person = { soraya, malika, farida, quiet, stranger, guest: await world.person(home, 'Nour Ferrand', 'guest', soraya) };
  await fresh.admin('person').where({ id: quiet }).update({ discreet: true });
  vera = await world.account('visitor', home, 'Soraya Ferrand', { person: soraya });
  lea = await world.account('leader', home, 'Farida Pinto', { person: farida });
  [team, jury] = [await world.account('operator', null, 'Olga Équipe'), await world.account('jury', null, 'Joe Jury')];
  await world.asOperator(async (trx) => {
    const account: Account = { ...sophie };
    await trx('structure').where({ id: home }).update({ sealed: await sealed({ trx, account, keys: fresh.keys }, { contact: 'Claire Contact', phone: '04 00 00 00 01', email: null, address: '3 rue Secrète' }, `structure:${home}`) });
    await trx('person').where({ id: malika }).update({ sealed: await sealed({ trx, account, keys: fresh.keys }, { first: 'Malika', last: 'Koné', lang: 'uk', access: 'boucle magnétique', phone: '06 00 00 00 06' }, malika) });
  });
});

interface Evening { readonly show: string; readonly venue: string; readonly contact: Referent; readonly seats: ReadonlyMap<string, string> }

/** An evening: the home structure's people, somebody of another structure, a contact of the venue. */
async function evening(title: string, more: { capacity?: number; startsAt?: Date } = {}): Promise<Evening> {
  const show = await world.show({ title, ...more });
  const contact = await world.account('venue', null, 'Vic Lieu', { venue: show.venue });
  const kinds: [string, PersonKind][] = [[person.soraya, 'participant'], [person.malika, 'participant'], [person.quiet, 'participant'], [person.guest, 'guest'], [person.farida, 'companion']];
  const mine = await desk.ask(sophie, show.id, kinds.map(([id, kind]) => ({ id, kind })), START);
  const theirs = other === undefined ? [] : await desk.ask(other, show.id, [{ id: person.stranger, kind: 'participant' }], START);
  return { show: show.id, venue: show.venue, contact, seats: new Map([...mine, ...theirs].map((seat) => [seat.personId, seat.id])) };
}

function made(ref: FileRef, account: Referent | undefined, { naming = 'full', at = START }: { naming?: Naming; at?: Date } = {}): Promise<Document | undefined> {
  if (account === undefined) throw new Error('no such account');
  return desk.as(account, (store) => produce(ref, { store, account, now: at, naming, base: 'https://guichet.example.org', key: fresh.keys.master.mac, operator: 'Essai' }));
}
const allOf = ({ seats }: Evening): FileRef => ({ kind: 'invitations', seats: [...seats.values()] });
/** Words of each page, read once a document. */
const known = new WeakMap<Document, string[]>();
function pages(found: Document | undefined): string[] {
  if (found === undefined) return [];
  const read = known.get(found) ?? Array.from({ length: pagesIn(found.bytes) }, (_, page) => textOf(found.bytes, page));
  known.set(found, read);
  return read;
}
const NAMES = ['Soraya Ferrand', 'Malika Koné', 'É. D.', 'Nour Ferrand', 'Farida Pinto', 'Jean-Claude Olivier', 'Élodie'] as const;
function named(found: Document | undefined): string[] {
  const text = pages(found).join(' ');
  return NAMES.filter((name) => text.includes(name));
}
const table = (found: Document | undefined): string[][] => parse(found?.bytes ?? Buffer.alloc(0), { bom: true, delimiter: ';', record_delimiter: '\r\n' }).slice(1);
const event = (found: Document | undefined): { method: string; uid: string; sequence: number; status: string; text: string } => {
  const text = found?.bytes.toString() ?? '';
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const inside = calendar.getFirstSubcomponent('vevent');
  const value = (of: ICAL.Component | null, name: string): string => String(of?.getFirstPropertyValue(name));
  return { method: value(calendar, 'method'), uid: value(inside, 'uid'), sequence: Number(value(inside, 'sequence')), status: value(inside, 'status'), text };
};

describe('A9 whose invitations somebody may have', () => {
  it('A9 a referent has those of the own structure, in the order asked, each with a QR that verifies', async () => {
    const one = await evening('Gospel Experience');
    const found = await made(allOf(one), sophie);
    expect(found).toMatchObject({ name: 'invitations-gospel-experience-2026-11-28.pdf', mime: 'application/pdf' });
    expect(pages(found)).toHaveLength(5);
    for (const [no, name] of ['Soraya Ferrand', 'Malika Koné', 'É. D.'].entries()) expect(pages(found)[no]).toContain(name);
    expect(pages(found)[1]).toContain('Безкоштовне');
    const link = readVerification(codeOn(found?.bytes ?? Buffer.alloc(0))?.says.split('/v/')[1] ?? '');
    expect(await verifyInvitation({ db: fresh.app, keys: fresh.keys }, link?.number ?? '', link?.mac ?? '', new Date('2026-11-28T18:00:00Z'))).toMatchObject({ state: 'valid' });
    const all = pages(found).join(' ');
    for (const secret of ['Olivier', 'Élodie', 'boucle', '06 00', 'Foyer', 'Secrète']) expect(all).not.toContain(secret);
  });

  it('X5 a visitor has their own and their guest’s, a leader those they go with, another structure its own', async () => {
    const one = await evening('Cirque');
    expect(named(await made(allOf(one), vera))).toEqual(['Soraya Ferrand', 'Nour Ferrand']);
    expect(named(await made(allOf(one), lea))).toEqual(['Soraya Ferrand', 'Malika Koné', 'É. D.', 'Nour Ferrand', 'Farida Pinto']);
    expect(named(await made(allOf(one), other))).toEqual(['Jean-Claude Olivier']);
    expect(named(await made(allOf(one), team))).toEqual(NAMES.slice(0, 6));
  });

  it('X5 a venue, a jury, another operator and whoever has no seat there have none', async () => {
    const one = await evening('Danse');
    for (const nobody of [one.contact, jury]) expect(await made(allOf(one), nobody)).toBeUndefined();
    const elsewhere = await World.make(fresh);
    for (const role of ['operator', 'referent'] as const) {
      const foreign = await elsewhere.account(role, role === 'referent' ? await elsewhere.structure('Loin') : null);
      for (const ref of [allOf(one), { kind: 'agenda', performance: one.show }, { kind: 'guests', performance: one.show, as: 'csv' }, { kind: 'outing', performance: one.show }] satisfies FileRef[]) expect(await made(ref, foreign), `${role} ${ref.kind}`).toBeUndefined();
    }
    expect(await made({ kind: 'invitations', seats: [one.seats.get(person.stranger) ?? ''] }, vera)).toBeUndefined();
    expect(await made({ kind: 'invitations', seats: [systemIds.uuid()] }, sophie)).toBeUndefined();
    expect(await made({ kind: 'invitations', seats: [] }, sophie)).toBeUndefined();
  });

  it('X5 go by initials where the channel has initials, and stay away where it has no names', async () => {
    const one = await evening('Théâtre');
    const found = await made(allOf(one), sophie, { naming: 'initials' });
    expect(named(found)).toEqual(['É. D.']);
    expect(pages(found)[0]).toContain('S. F.');
    for (const ref of [allOf(one), { kind: 'agenda', performance: one.show }, { kind: 'outing', performance: one.show }] satisfies FileRef[]) expect(await made(ref, sophie, { naming: 'none' })).toBeUndefined();
    expect(await made({ kind: 'guests', performance: one.show, as: 'pdf' }, one.contact, { naming: 'none' })).toBeUndefined();
  });

  it('A9 X7 says in French words for whom the place is fit, on the invitation and on the list of the outing', async () => {
    const show = await world.show({ title: 'Mime', event_more: { accessibility: ['motor', 'hearing'] } });
    const [seat] = await desk.ask(sophie, show.id, [{ id: person.soraya, kind: 'participant' }], START);
    for (const ref of [{ kind: 'invitations', seats: [seat?.id ?? ''] }, { kind: 'outing', performance: show.id }] satisfies FileRef[]) {
      const text = pages(await made(ref, sophie)).join(' ');
      expect(text, ref.kind).toContain('Accessible : fauteuil roulant, malentendants');
      expect(text, ref.kind).not.toContain('motor');
    }
  });

  it('A9 a seat given back is void at once, the others are not; a waiting one is none', async () => {
    const one = await evening('Complet', { capacity: 5 });
    expect(await made({ kind: 'invitations', seats: [one.seats.get(person.stranger) ?? ''] }, other)).toBeUndefined();
    await desk.cancel(sophie, [one.seats.get(person.malika) ?? ''], LATER);
    expect(named(await made(allOf(one), sophie))).toEqual(['Soraya Ferrand', 'É. D.', 'Nour Ferrand', 'Farida Pinto']);
    expect(await made({ kind: 'invitations', seats: [one.seats.get(person.malika) ?? ''] }, sophie)).toBeUndefined();
    // Their place went to who waited.
    expect(named(await made(allOf(one), other))).toEqual(['Jean-Claude Olivier']);
  });

  it('A19 a cancelled performance leaves no invitation and no list', async () => {
    const one = await evening('Annulé');
    await cancel(world, one.show, LATER);
    for (const who of [sophie, vera, lea, team]) expect(await made(allOf(one), who)).toBeUndefined();
    for (const who of [one.contact, team]) expect(await made({ kind: 'guests', performance: one.show, as: 'pdf' }, who)).toBeUndefined();
    expect(await made({ kind: 'outing', performance: one.show }, sophie)).toBeUndefined();
  });

  it('A19 a moved one says the new day, and that it replaces the page of before; not to whoever came later', async () => {
    const one = await evening('Déplacé');
    const replaces = 'cette page remplace la précédente';
    expect(pages(await made(allOf(one), sophie)).join()).not.toContain(replaces);
    await move(world, [{ id: one.show, startsAt: new Date('2026-12-05T19:00:00Z') }], LATER);
    const text = pages(await made(allOf(one), sophie)).join();
    expect(text).toContain('Samedi 5 décembre 2026 à 20 h');
    expect(text).toContain(replaces);
    const late = await world.person(home, 'Awa Diallo');
    const [seat] = await desk.ask(sophie, one.show, [{ id: late, kind: 'participant' }], new Date(LATER.getTime() + 60_000));
    expect(pages(await made({ kind: 'invitations', seats: [seat?.id ?? ''] }, sophie)).join()).not.toContain(replaces);
  });

  it('A9 seats of several performances are one file, each page with its own', async () => {
    const [one, two] = [await evening('Un'), await evening('Deux')];
    const found = await made({ kind: 'invitations', seats: [two.seats.get(person.soraya) ?? '', one.seats.get(person.soraya) ?? ''] }, sophie);
    expect(found?.name).toBe('invitations.pdf');
    expect(pages(found)[0]).toContain('Deux');
    expect(pages(found)[1]).toContain('Un');
  });

  it('one name that cannot be read takes no document down', async () => {
    const one = await evening('Illisible');
    const [{ sealed: before } = { sealed: Buffer.alloc(0) }] = await rows<{ sealed: Buffer }>(fresh.admin, 'select sealed from person where id = ?', [person.malika]);
    await fresh.admin('person').where({ id: person.malika }).update({ sealed: Buffer.alloc(60) });
    try {
      expect(named(await made(allOf(one), sophie))).toEqual(['Soraya Ferrand', 'É. D.', 'Nour Ferrand', 'Farida Pinto']);
      expect(table(await made({ kind: 'guests', performance: one.show, as: 'csv' }, one.contact))).toHaveLength(6);
    } finally {
      await fresh.admin('person').where({ id: person.malika }).update({ sealed: before });
    }
  });
});

describe('A9 the outing for a calendar', () => {
  it('A9 has the reader’s own numbers, under a UID of their own, and names nobody', async () => {
    const one = await evening('Agenda');
    const [hers, theirs] = [event(await made({ kind: 'agenda', performance: one.show }, sophie)), event(await made({ kind: 'agenda', performance: one.show }, vera))];
    expect([hers.method, hers.sequence, hers.status]).toEqual(['PUBLISH', 0, 'CONFIRMED']);
    expect(hers.uid).not.toBe(theirs.uid);
    const numberOf = async (id: string): Promise<string> => ((await rows<{ number: string }>(fresh.admin, 'select number from seat where id = ?', [one.seats.get(id)]))[0]?.number ?? '').replace(/(\d{3})(?=\d)/gu, '$1 ');
    const flat = ({ text }: { text: string }): string => text.replace(/\r\n /gu, '');
    for (const id of [person.soraya, person.malika, person.farida]) expect(flat(hers)).toContain(await numberOf(id));
    expect(flat(theirs)).toContain(await numberOf(person.guest));
    expect(flat(theirs)).not.toContain(await numberOf(person.malika));
    expect(flat(hers)).not.toContain(await numberOf(person.stranger));
    // A leader's own seat, not the group's.
    const leads = event(await made({ kind: 'agenda', performance: one.show }, lea));
    expect(flat(leads)).toContain(await numberOf(person.farida));
    expect(flat(leads)).not.toContain(await numberOf(person.malika));
    for (const { text } of [hers, theirs, leads]) expect(text).not.toMatch(/Soraya|Ferrand|Malika|Farida|Foyer/u);
  });

  it('A19 keeps its UID and counts up when it moves and when it is cancelled', async () => {
    const one = await evening('Bouge');
    const ref: FileRef = { kind: 'agenda', performance: one.show };
    const before = event(await made(ref, sophie));
    await move(world, [{ id: one.show, startsAt: new Date('2026-12-05T19:00:00Z') }], LATER);
    const moved = event(await made(ref, sophie));
    expect([moved.uid, moved.sequence > before.sequence, moved.method]).toEqual([before.uid, true, 'PUBLISH']);
    expect(moved.text).toContain('20261205T200000');
    await cancel(world, one.show, LATER);
    const gone = event(await made(ref, sophie));
    expect([gone.uid, gone.sequence > moved.sequence, gone.method, gone.status]).toEqual([before.uid, true, 'CANCEL', 'CANCELLED']);
  });

  it('A9 is taken out once none of the seats is left, and comes back with a higher count', async () => {
    const one = await evening('Rendu');
    const ref: FileRef = { kind: 'agenda', performance: one.show };
    await desk.cancel(sophie, [person.soraya, person.guest].map((id) => one.seats.get(id) ?? ''), LATER);
    const gone = event(await made(ref, vera));
    expect([gone.method, gone.sequence > 0]).toEqual(['CANCEL', true]);
    expect(event(await made(ref, sophie)).method).toBe('PUBLISH');
    await desk.ask(sophie, one.show, [{ id: person.soraya, kind: 'participant' }], LATER);
    const back = event(await made(ref, vera));
    expect([back.method, back.uid, back.sequence >= gone.sequence]).toEqual(['PUBLISH', gone.uid, true]);
  });

  it('X5 is nobody’s who never had a seat there', async () => {
    const one = await evening('Personne');
    const alone = await world.show({ title: 'Vide' });
    for (const who of [one.contact, jury, team]) expect(await made({ kind: 'agenda', performance: one.show }, who)).toBeUndefined();
    expect(await made({ kind: 'agenda', performance: alone.id }, sophie)).toBeUndefined();
  });
});

describe('A16 the guest list', () => {
  const list = (one: Evening, as: 'pdf' | 'csv' = 'csv'): FileRef => ({ kind: 'guests', performance: one.show, as });

  it('A16 the venue’s contact has everybody with a place, of all structures, and how to reach these', async () => {
    const one = await evening('Soirée');
    const found = table(await made(list(one), one.contact));
    expect(found.map((line) => line.slice(0, 3))).toEqual([
      ['D.', 'É.', 'participant'], ['Ferrand', 'Nour', 'proche'], ['Ferrand', 'Soraya', 'participant'], ['Koné', 'Malika', 'participant'], ['Olivier', 'Jean-Claude', 'participant'], ['Pinto', 'Farida', 'accompagnement'],
    ]);
    expect(found[0]?.slice(4, 6)).toEqual(['', '']);
    expect(found[2]?.slice(4, 6)).toEqual(['Foyer des Essais', '04 00 00 00 01']);
    expect(found[4]?.slice(4, 6)).toEqual(['Maison Ailleurs', '']);
    const pdf = await made(list(one, 'pdf'), one.contact);
    expect(pdf?.name).toBe('invites-soiree-2026-11-28.pdf');
    expect(pages(pdf)[0]).toContain('6 invitations : 4 participants, 1 proche, 1 accompagnement');
    expect(pages(pdf)[0]).toContain('2 structures');
    for (const text of [pages(pdf).join(' '), found.join()]) for (const secret of ['Élodie', 'Discrète', 'boucle', '06 00', 'Secrète', 'Claire']) expect(text).not.toContain(secret);
  });

  it('A3 the name of somebody discreet never leaves the database layer in full', async () => {
    const one = await evening('Discret');
    const found = await desk.as(one.contact, (store) => store.documents.guests(one.show));
    expect(JSON.stringify(found)).not.toMatch(/lodie|Discr/u);
    expect(found?.guests.find(({ discreet }) => discreet)).toMatchObject({ first: 'É.', last: 'D.', structure: null, phone: null });
  });

  it('A16 another venue, a jury, a referent, a visitor and a removed contact have none; the operator has', async () => {
    const [one, two] = [await evening('Ici'), await evening('Là')];
    for (const nobody of [two.contact, jury, sophie, vera, lea]) expect(await made(list(one), nobody)).toBeUndefined();
    expect(table(await made(list(one), team))).toHaveLength(6);
    await fresh.admin('account').where({ id: one.contact.id }).update({ removed_at: START });
    expect(await made(list(one), one.contact)).toBeUndefined();
  });

  it('A16 follows what is given back and who waits', async () => {
    const one = await evening('Change', { capacity: 5 });
    expect(table(await made(list(one), one.contact)).map(([last]) => last)).not.toContain('Olivier');
    await desk.cancel(sophie, [one.seats.get(person.malika) ?? ''], LATER);
    expect(table(await made(list(one), one.contact)).map(([last]) => last)).toEqual(['D.', 'Ferrand', 'Ferrand', 'Olivier', 'Pinto']);
  });

  it('A16 a list of nobody is one, too', async () => {
    const show = await world.show({ title: 'Rien' });
    const contact = await world.account('venue', null, 'Vic Lieu', { venue: show.venue });
    expect(pages(await made({ kind: 'guests', performance: show.id, as: 'pdf' }, contact))[0]).toContain('Aucune invitation');
  });

  it('X5 goes by initials where the channel has initials', async () => {
    const one = await evening('Initiales');
    expect(table(await made(list(one), one.contact, { naming: 'initials' })).map(([last, first]) => `${first} ${last}`)).toEqual(['É. D.', 'N. F.', 'S. F.', 'M. K.', 'J. O.', 'F. P.']);
  });

  it('X5 the function gives its rows to nobody else, whatever they name', async () => {
    const [one, two] = [await evening('A'), await evening('B')];
    const asked = (account: Referent, operator = world.operator): Promise<unknown[]> => withScope(fresh.app, scopeOf(account), (trx) => rows(trx, 'select * from guests_of(?, ?)', [operator, one.show]));
    expect(await asked(one.contact)).toHaveLength(6);
    expect(await asked(two.contact)).toEqual([]);
    const elsewhere = await World.make(fresh);
    const foreign = await elsewhere.account('operator', null);
    expect(await asked(foreign)).toEqual([]);
    expect(await asked(foreign, elsewhere.operator)).toEqual([]);
    for (const account of [sophie, vera, jury]) if (account !== undefined) await expect(asked(account)).rejects.toMatchObject({ code: '42501' });
    // A venue reads nobody otherwise.
    await withScope(fresh.app, scopeOf(one.contact), async (trx) => { for (const name of ['seat', 'structure']) await expect(trx.transaction((t) => t.raw(`select 1 from ${name}`))).rejects.toMatchObject({ code: '42501' }); });
  });
});

describe('A9 a structure’s own list', () => {
  it('A9 a referent has who goes and who waits at which rank, a leader who goes, nobody else anything', async () => {
    const one = await evening('Sortie', { capacity: 4 });
    const ref: FileRef = { kind: 'outing', performance: one.show };
    const found = await made(ref, sophie);
    expect(found?.name).toBe('sortie-sortie-2026-11-28.pdf');
    const text = pages(found).join(' ');
    for (const said of ['Ferrand, Soraya', 'Discrète, Élodie', '4 places, 1 personne en liste d’attente', 'Pinto, Farida accompagnement liste d’attente, rang 1', 'Métro A, arrêt Essai', '04 65 71 00 01']) expect(text).toContain(said);
    for (const secret of ['Olivier', 'boucle']) expect(text).not.toContain(secret);
    for (const nobody of [vera, one.contact, team, jury]) expect(await made(ref, nobody)).toBeUndefined();
    expect(pages(await made(ref, sophie, { naming: 'initials' })).join(' ')).not.toMatch(/Soraya|Ferrand|Koné/u);
    await world.setCapacity(one.show, 6, LATER);
    const led = pages(await made(ref, lea)).join(' ');
    for (const said of ['Ferrand, Soraya', 'Pinto, Farida']) expect(led).toContain(said);
    expect(led).not.toContain('Olivier');
  });

  it('A9 is still there during the outing', async () => {
    const one = await evening('Pendant');
    expect(pages(await made({ kind: 'outing', performance: one.show }, sophie, { at: new Date('2026-11-28T20:00:00Z') })).join(' ')).toContain('5 places');
  });
});
