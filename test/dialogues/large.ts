import { NO_WISHES } from '../../core/domain/wishes.ts';
import { shortId } from '../../core/messages/actions.ts';
import { performancesRevived } from '../../db/changes.ts';
import { row, rows } from '../../db/connection.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import { Desk } from '../support/desk.ts';
import { cancel, move } from '../support/changes.ts';
import { Undeliverable } from '../support/undelivered.ts';
import type { Referent } from '../support/world.ts';
import { walking, type Guest, type LargeStage, type Met } from './largeGuest.ts';
import { largeWorld, long, type LargeWorld } from './largeWorld.ts';

export interface Walked extends Met {
  /** Kinds of pushes that were sent on this channel. */
  readonly pushes: ReadonlySet<string>;
}

/**
 * Everything as large as it gets, and a walk through every flow by whoever it is for. What each answer holds is held
 * against what the channel shows: no button is lost without a word, no two read the same, none takes more than two messages.
 */
export async function large(stage: LargeStage): Promise<Walked> {
  const { house } = stage;
  const world = await largeWorld(house);
  const walk = walking(stage); 
  const guest = async (who: Referent): Promise<Guest> => walk.in(await stage.phone(who));
  const cast: Cast = {
    stage, world, sophie: await guest(world.referent), soraya: await guest(world.visitor), farida: await guest(world.leader), gaspard: await guest(world.venue),
    driss: await guest(world.operator), olivier: await guest(world.other.referent), stranger: walk.in(stage.stranger()),
  };
  const parts = [books, asks, changes, joins, suspends, undelivers, days, people, structure, looks, others, enters, weeks, leaves];
  for (const part of parts) await part(cast);
  const sent = await rows<{ kind: string }>(house.fresh.admin, `
    select distinct o.kind from outbox o join delivery d on d.operator_id = o.operator_id and d.outbox_id = coalesce(o.carried_by, o.id) where d.channel = ? and d.state = 'sent' and o.kind <> 'answer'`, [stage.channel]);
  const unsent = await rows<{ kind: string; state: string }>(house.fresh.admin, `
    select o.kind, d.state from outbox o join delivery d on d.operator_id = o.operator_id and d.outbox_id = o.id where d.state <> 'sent'`);
  return { ...walk, turns: walk.turns, wrong: [...walk.wrong, ...unsent.map(({ kind, state }) => `${kind} is ${state}`)], pushes: new Set(sent.map(({ kind }) => kind)) };
}

interface Cast {
  readonly stage: LargeStage;
  readonly world: LargeWorld;
  readonly sophie: Guest;
  readonly soraya: Guest;
  readonly farida: Guest;
  readonly gaspard: Guest;
  readonly driss: Guest;
  readonly olivier: Guest;
  readonly stranger: Guest;
}

const MINUTE = 60_000;
/** Lets what is to be told be told. */
const passes = async ({ stage: { house } }: Cast, ms = MINUTE): Promise<unknown> => house.clock(new Date((await house.now()).getTime() + ms));
/** A seat of somebody there. */
const seatAt = async ({ stage: { house } }: Cast, performance: string, who?: Referent): Promise<string> =>
  shortId((await row<{ id: string }>(house.fresh.admin, `select s.id from seat s left join account a on a.id = ? where s.performance_id = ? and s.state = 'booked' and (a.id is null or a.person_id = s.person_id) order by s.wait_seq, s.position limit 1`, [who?.id ?? null, performance]))?.id ?? '');
const at = (name: string, id: string): string => `${name}:${shortId(id)}`;

/** Presses these, one after the other. */
const through = async (guest: Guest, ...names: string[]): Promise<void> => {
  for (const name of names) await guest.press(name);
};
const MALIKA = [{ first: 'Malika', last: 'Koné' }, ['Malika Koné']] as const;

/** Who, how many, and how, with everybody there is. */
async function books({ sophie, world: { shows, people, parties } }: Cast): Promise<void> {
  const [all = '', small = ''] = parties;
  await sophie.pressId(at('book.begin', shows.tight));
  await sophie.walker.finds?.('Mal');
  await sophie.press('book.page', '72');
  await sophie.press('book.page', '0');
  await sophie.press('book.party', shortId(all));
  await through(sophie, 'book.go', 'book.atLeast', 'book.back', 'book.together', 'book.change', 'book.go', 'book.split', 'book.leave');
  await sophie.pressId(at('book.begin', shows.roomy));
  await sophie.says('Malika');
  await sophie.press('book.pick');
  await sophie.pressId(at('book.begin', shows.roomy));
  await sophie.press('book.party', shortId(small));
  await sophie.says('Zébulon Quuxinard');
  await through(sophie, 'book.create', 'book.kind:participant');
  await sophie.says('menu');
  await sophie.press('home.resume');
  await sophie.press('book.new');
  await sophie.form(...MALIKA);
  await through(sophie, 'book.another', 'book.kind:guest', 'book.of');
  await sophie.press('book.tick', `${shortId(people.companions[1] ?? '')}:1`);
  await through(sophie, 'book.go', 'book.because', 'book.confirm');
  await sophie.pressId(at('book.ahead', shows.later));
  await sophie.press('book.party', shortId(all));
  await sophie.press('book.go');
  await sophie.pressId(at('event.show', shows.later));
  await sophie.press('alert.drop');
  await sophie.pressId(at('event.show', shows.later));
  await sophie.press('alert.set');
}

/** What is asked of others, and answered. */
async function asks(cast: Cast): Promise<void> {
  const { sophie, soraya, driss, stage: { house }, world: { shows, visitor } } = cast;
  await soraya.pressId(at('event.show', shows.tight));
  await soraya.press('wish.go');
  await soraya.says('je ne peux pas venir');
  await soraya.pressId(`wish.cannot:${await seatAt(cast, shows.cancelled, visitor)}`);
  await passes(cast);
  await sophie.rings('voudrait aller');
  await through(sophie, 'decide.see', 'decide.grant');
  const hindrance = await row<{ id: string }>(house.fresh.admin, `select id from decision where kind = 'hindrance' and state = 'open'`);
  await sophie.pressId(at('decide.see', hindrance?.id ?? ''));
  await sophie.press('decide.cancel');
  await sophie.says('demandes');
  await sophie.pressId('exceptions.ask');
  await sophie.says(long('Est-ce que <nous> pouvons & *demain*', 600));
  await passes(cast);
  await soraya.rings('place');
  await driss.rings('exception');
  await through(driss, 'desk.see', 'desk.yes');
  await passes(cast);
  await sophie.rings('équipe');
}

/** A performance that is cancelled, one that moves and one that takes place after all; a seat that comes free. */
async function changes(cast: Cast): Promise<void> {
  const { sophie, farida, stage: { house }, world: { shows } } = cast;
  await sophie.pressId(`cancel.seat:${await seatAt(cast, shows.queue)}`);
  await sophie.press('cancel.yes');
  const now = await house.now();
  await cancel(house.world, shows.cancelled, now);
  await cancel(house.world, shows.revived, now);
  const elsewhere = await row<{ id: string; starts_at: Date }>(house.fresh.admin, 'select v.id, p.starts_at from venue v, performance p where p.id = ? and v.external_id = ?', [shows.moved, 'moved']);
  await move(house.world, [{ id: shows.moved, startsAt: new Date((elsewhere?.starts_at.getTime() ?? 0) + 60 * MINUTE), venue: elsewhere?.id ?? '' }], now);
  await passes(cast);
  await sophie.rings('et de lieu');
  await through(sophie, 'changed.moved', 'changed.keep');
  await farida.pressId(at('changed.cancelled', shows.cancelled));
  await sophie.pressId(at('changed.cancelled', shows.cancelled));
  await sophie.pressId(at('event.dates', shows.cancelled));
  await sophie.pressId(at('promoted.see', shows.queue));
  await sophie.press('promoted.noted');
  await house.world.asOperator(async (trx) => {
    await trx('performance').where({ operator_id: house.world.operator, id: shows.revived }).update({ cancelled_at: null });
    await performancesRevived(trx, house.world.operator, [shows.revived], await house.now());
  });
  await passes(cast);
  await sophie.rings('de nouveau possible');
}

/** A chat of nobody: every way in. */
async function joins(cast: Cast): Promise<void> {
  const { stranger, driss } = cast;
  await stranger.says('bonjour');
  await stranger.pressId('link.open');
  await through(stranger, 'link.code', 'lost.open');
  await stranger.form({ email: `${long('nadia', 60, '', '.neuve')}@example.org` });
  await through(stranger, 'join.open', 'join.of');
  const [name, kind, city, email, phone] = [long('Maison & Cie', 120), long('association', 120), long('Bron', 120), 'nadia@example.org', '04 65 71 00 12'];
  await stranger.form({ structure: name, kind, city, first: 'Nadia', last: 'Neuve', email, phone }, [name, kind, city, 'Nadia Neuve', email, phone]);
  await stranger.press('join.send');
  await passes(cast);
  await driss.rings('rejoindre le programme');
  await through(driss, 'desk.see', 'desk.yes');
  await passes(cast);
  await stranger.rings('acceptée');
}

async function suspends(cast: Cast): Promise<void> {
  const { driss, olivier, world: { other } } = cast;
  const suspend = async (): Promise<void> => {
    await driss.pressId(at('structures.suspend', other.structure));
    await driss.press('structures.yes');
  };
  await suspend();
  await driss.pressId(at('structures.lift', other.structure));
  await suspend();
  await passes(cast);
  await olivier.rings('suspendues');
  await olivier.press('exceptions.resume');
  await passes(cast);
  await driss.rings('suspendue');
  await through(driss, 'desk.see', 'desk.yes');
  await passes(cast);
  await olivier.rings('réserver de nouveau');
}

/** What did not arrive, and whom nothing reaches: more than a page of each, with the longest names. */
async function undelivers({ driss, stage: { house }, world: { referent } }: Cast): Promise<void> {
  const lost = new Undeliverable(house);
  const holders = await rows<{ id: string }>(house.fresh.admin, `select id from account where structure_id = ? and role = 'referent' and id <> ? order by id limit 18`, [referent.structure, referent.id]);
  for (const { id } of holders) {
    await lost.mail({ ...referent, id });
    await lost.chat({ ...referent, id }, { channel: 'elsewhere', gone: await house.now() });
  }
  await lost.work();
  await driss.says('messages non remis');
  await through(driss, 'undelivered.page', 'undelivered.retry', 'undelivered.open', 'undelivered.people', 'undelivered.messages', 'undelivered.all', 'undelivered.open');
  await through(driss, 'undelivered.page', 'undelivered.person', 'undelivered.code');
}

/** Codes that are used elsewhere, by themselves and by somebody they invited. */
async function enters(cast: Cast): Promise<void> {
  const { sophie, stage: { house }, world: { referent, people: { participants } } } = cast;
  // On the walk she has switched off what can be, and chosen days.
  await new Desk(house.fresh).as(referent, (store) => store.account.setWishes(NO_WISHES));
  const until = new Date((await house.now()).getTime() + 60 * MINUTE);
  const invited = await house.world.account('visitor', referent.structure, 'Awa Diallo', { person: participants[51] ?? '', invitedBy: referent.id });
  for (const { id } of [referent, invited]) await house.login(await house.world.code(id, until));
  await passes(cast);
  await sophie.rings('a utilisé son code');
}

/** Closings and eves: what is due together is one message, however long. */
async function weeks({ sophie, stage: { house }, world: { parties: [, small = ''] } }: Cast): Promise<void> {
  const now = await house.now();
  const next = await row<{ id: string }>(house.fresh.admin, `select p.id from performance p where p.cancelled_at is null and p.opens_at < ? and p.closes_at between ? and '2026-11-25'
    and not exists (select 1 from seat s where s.operator_id = p.operator_id and s.performance_id = p.id) order by p.closes_at desc limit 1`, [now, new Date(now.getTime() + 30 * 60 * MINUTE)]);
  // Left half done.
  await sophie.pressId(at('book.begin', next?.id ?? ''));
  await sophie.press('book.party', shortId(small));
  const full = (await rows<{ id: string }>(house.fresh.admin, `select distinct p.id from performance p join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = 'waiting'
    where p.operator_id = ? and p.cancelled_at is null and p.closes_at > ? and p.starts_at > ?`, [house.world.operator, now, '2026-11-27T00:00:00Z'])).map(({ id }) => id);
  await house.world.asOperator(async (trx) => {
    await trx('performance').where({ operator_id: house.world.operator }).whereIn('id', full).update({ closes_at: new Date('2026-11-25T15:00:00Z') });
    await schedulePerformance(trx, house.world.operator, full, now);
  });
  await house.clock('2026-11-26T17:00:00Z');
}

/** The next day: who was there, who comes, what opens, what closes. */
async function days(cast: Cast): Promise<void> {
  const { sophie, soraya, farida, gaspard, stage: { house }, world: { shows, visitor } } = cast;
  await house.clock('2026-11-21T12:00:00Z');
  await gaspard.rings('est prête');
  await gaspard.press('papers.guests');
  await farida.says('présence');
  await sophie.pressId(at('presence.open', shows.big));
  await through(sophie, 'presence.each', 'presence.mark', 'presence.others');
  await sophie.says('Malika était absente');
  await through(sophie, 'presence.pick', 'presence.save', 'presence.correct');
  await sophie.pressId(`presence.seat:${await seatAt(cast, shows.big)}`);
  await sophie.pressId('presence.list');
  await sophie.press('presence.page', '12');
  await sophie.pressId('coming.waiting');
  await sophie.pressId(at('coming.open', shows.confirm));
  await sophie.press('coming.tick');
  await sophie.says('sans Malika');
  await through(sophie, 'coming.pick', 'coming.none', 'coming.send', 'coming.change', 'coming.all');
  await sophie.pressId(at('alert.see', shows.opens));
  await sophie.pressId(at('alert.confirm', shows.alsoOpens));
  const late = await seatAt(cast, shows.guests);
  await sophie.pressId(`cancel.seat:${late}`);
  await sophie.press('cancel.ask');
  await sophie.pressId(`exceptions.free:${late}`);
  await soraya.pressId(`wish.cannot:${await seatAt(cast, shows.guests, visitor)}`);
  await passes(cast);
  await sophie.rings('ne peut pas venir');
  await through(sophie, 'decide.see', 'decide.hinder');
  await sophie.pressId(at('papers.outing', shows.revived));
}

/** Lines of a pasted list, some of them faulty. */
const pasted = (from: number): string => ['Prénom;Nom;Année de naissance', ...Array.from({ length: 36 }, (_, i) => (i % 4 === 3 ? `Lucas;;201${i % 5}` : `Bintou;Camara-${String.fromCharCode(97 + from, 97 + i % 26)}${'ou'.repeat(i)};201${i % 5}`))].join('\n');

/** Sheets, forms and lists of people. */
async function people({ sophie, world: { parties: [all = ''], people: { participants } } }: Cast): Promise<void> {
  const [first = '', , , , , sixth = ''] = participants;
  await sophie.pressId('newperson.open');
  await sophie.form({ first: long('Nadia', 80, '', '-Awa'), last: long('Neuve', 80) }, ['Nadia Neuve']);
  await sophie.pressId('newperson.open');
  await sophie.says('Malika Koné');
  await through(sophie, 'newperson.another', 'newperson.kind:guest', 'newperson.of');
  await sophie.pressId(at('editperson.open', first));
  await through(sophie, 'editperson.form:details', 'editperson.remove', 'editperson.keep');
  await sophie.says('téléphone');
  await sophie.pressId(at('editperson.details', first));
  await sophie.form({ phone: '06 65 71 00 13' }, ['téléphone 06 65 71 00 13']);
  await sophie.pressId(at('editperson.remove', sixth));
  await through(sophie, 'editperson.yes', 'editperson.restore');
  await sophie.pressId('peoplelist.open');
  await sophie.says(pasted(0));
  await sophie.says(pasted(1));
  await sophie.press('peoplelist.write');
  await sophie.pressId(at('parties.show', all));
  await sophie.says('sans Anne-Sophie Ferrand--Olivier Pinto-3');
  await sophie.pressId('party.open');
  await sophie.form({ name: long('Atelier du jeudi', 60) });
  await sophie.says('Anne-Sophie Ferrand--Olivier Pinto-3, Malika');
  await sophie.press('party.empty');
  await sophie.says('mes participants');
  await sophie.press('participants.page', '75');
  await sophie.walker.finds?.('Mal');
  await sophie.says('Malika');
}

/** The structure, those who have access, and what may be looked for. */
async function structure({ sophie, world: { referent, people: { participants } } }: Cast): Promise<void> {
  await sophie.says('ma structure');
  await sophie.says('téléphone');
  await sophie.press('sheet.keep');
  await sophie.pressId('structure.edit');
  await sophie.form({ phone: '04 65 71 00 14' }, ['téléphone 04 65 71 00 14']);
  await sophie.says('mes collègues');
  await sophie.press('colleagues.page', '18');
  await sophie.press('colleagues.show');
  await sophie.press('colleagues.remove');
  await sophie.press('endaccess.no');
  await sophie.pressId(at('colleagues.mail', referent.id));
  for (const by of ['invite.mail', 'invite.mail']) {
    await sophie.pressId('invite.begin');
    await sophie.form({ first: 'Nadia', last: 'Neuve', email: 'collegue@example.org' }, ['Nadia Neuve', 'collegue@example.org']);
    await sophie.press(by);
  }
  await sophie.press('invite.without');
  await sophie.pressId(at('access.for', participants[7] ?? ''));
  await sophie.press('access.yes');
  await sophie.pressId(at('access.code', participants[7] ?? ''));
  await sophie.pressId(at('access.take', participants[7] ?? ''));
  await sophie.press('access.no');
  await sophie.pressId('search.open');
  await sophie.press('search.page', '315');
  for (const [pick, one] of [['search.themes', 'search.theme:'], ['search.cities', 'search.city:'], ['search.access', 'search.with']] as const) await through(sophie, 'search.filters', pick, one);
  await through(sophie, 'search.filters', 'search.clear');
}

/** Everything else that a referent is shown. */
async function looks({ sophie }: Cast): Promise<void> {
  await sophie.says('mes réservations');
  await sophie.press('reservations.page', '240');
  await sophie.roam(
    ['menu', 'mes services', 'partenaires', 'annuler', 'présence', 'aide'],
    ['chats.leave', 'chats.prefer', 'language.set', 'endaccess.yes', 'access.take', 'cancel.all', 'coming.yes', 'alert.confirm'],
  );
}

async function others({ sophie, soraya, farida, gaspard, driss, olivier }: Cast): Promise<void> {
  for (const { walker } of [sophie, soraya, farida, gaspard, driss]) await walker.opensHome?.();
  const not = ['chats.leave', 'chats.prefer', 'language.set', 'structures.yes'];
  await soraya.roam(['menu', 'demandes'], not);
  // Seventy-five pages of paper: that they are made is tested elsewhere.
  await farida.roam(['menu'], [...not, 'papers.outing']);
  await gaspard.roam(['menu', 'liste des invités'], not);
  await driss.roam(['menu', 'structures'], not);
  await olivier.says('menu');
}

/** English; two accounts in one chat; the way out. */
async function leaves({ sophie, world: { elsewhere } }: Cast): Promise<void> {
  await sophie.pressId('language.set:en');
  await sophie.says('menu');
  await sophie.pressId('language.set:fr');
  await sophie.says(elsewhere.code);
  await sophie.says('menu');
  await through(sophie, 'accounts.open', 'accounts.use');
  await sophie.says('mes conversations');
  await sophie.press('chats.prefer');
  await sophie.says('mes conversations');
  await through(sophie, 'chats.ask', 'chats.leave');
}
