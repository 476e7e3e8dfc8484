import { z } from 'zod';
import { splitName, type PersonDetails, type PersonKind } from '../../core/domain/person.ts';
import { fold } from '../../core/language/fold.ts';
import type { Invited, NewParticipant, NewReferent, Page, Paging, ParticipantEntry } from '../../core/office.ts';
import { colleagues } from '../colleagues.ts';
import { row, rows } from '../connection.ts';
import { opened } from '../context.ts';
import { people } from '../people.ts';
import { audit, boundTo, found, given, Refused, type Counter } from './counter.ts';
import { idAfter, paged } from './paging.ts';
import { structureOf } from './structures.ts';

interface PersonRow { id: string; kind: PersonKind; of: string | null; removed: boolean; sealed: Buffer }
const columns = 'id, kind, of_person as "of", removed_at is not null as removed, sealed';
const nameShape = z.object({ first: z.string(), last: z.string() }).loose();

/** An account of a structure with its one-time code (A2): a referent, the visitor or group leader a person is (A14). */
export async function addReferent(at: Counter, structure: string, referent: NewReferent): Promise<Invited> {
  const { trx, operator, now } = at;
  const { role, email, lang } = referent;
  // Under the structure's row: two leaders of one name are one companion.
  await structureOf(at, structure, 'for no key update');
  const stands = await standsFor(at, structure, referent);
  const name = nameIn(referent) ?? stands?.name ?? refuseName();
  if (stands !== undefined && (await row(trx, 'select id from account where operator_id = ? and person_id = ? and role = ? and removed_at is null', [operator, stands.id, role])) !== undefined) {
    throw new Refused('account_exists');
  }
  const office = colleagues(boundTo(at, structure));
  const made = await office.invite({ role, ...name, lang, ...(email === undefined ? {} : { email }), ...(stands === undefined ? {} : { person: stands.id }) }, now);
  if (made.kind === 'email-taken') throw new Refused('email_taken');
  const code = await office.code(made.account, now);
  if (code === undefined) throw new Error('an account that was just made is given a code');
  await audit(at, 'account.added', made.account, { role }, structure);
  await audit(at, 'code.given', made.account, {}, structure);
  return { account: { id: made.account, role, structureId: structure, participantId: stands?.id ?? null }, ...code };
}

/** The participant a visitor is, the companion a leader is (found by name, or made); a referent is nobody's. */
async function standsFor(at: Counter, structure: string, referent: NewReferent): Promise<{ id: string; name: { first: string; last: string } } | undefined> {
  const { role, participantId } = referent;
  if (role === 'referent') {
    if (participantId !== undefined) throw new Refused('participant_not_wanted');
    return undefined;
  }
  if (participantId !== undefined) {
    const person = await personOf(at, structure, participantId);
    if (person.kind !== (role === 'visitor' ? 'participant' : 'companion')) throw new Refused(role === 'visitor' ? 'participant_needed' : 'companion_needed');
    return { id: person.id, name: await nameOf(at, structure, person) };
  }
  if (role === 'visitor') throw new Refused('participant_needed');
  const name = nameIn(referent) ?? refuseName();
  const companions = await rows<PersonRow>(at.trx, `select ${columns} from person where operator_id = ? and structure_id = ? and kind = 'companion' and removed_at is null order by id`, [at.operator, structure]);
  for (const one of companions) {
    const known = await nameOf(at, structure, one);
    if (fold(`${known.first} ${known.last}`) === fold(`${name.first} ${name.last}`)) return { id: one.id, name };
  }
  const { id } = await people(boundTo(at, structure)).add({ kind: 'companion', of: null, ...name }, at.now);
  await audit(at, 'person.added', id, { kind: 'companion' }, structure);
  return { id, name };
}

/** People of a structure in the order in which they were added, by name: each reading is in the audit log (X5). */
export async function listParticipants(at: Counter, structure: string, paging: Paging): Promise<Page<ParticipantEntry>> {
  await structureOf(at, structure);
  const after = idAfter(paging) ?? null;
  const some = await rows<PersonRow>(at.trx, `select ${columns} from person where operator_id = ? and structure_id = ? and (?::uuid is null or id > ?) order by id limit ?`, [at.operator, structure, after, after, paging.limit + 1]);
  const page = paged(some, paging);
  const items = await Promise.all(page.items.map(async (one) => ({ id: one.id, kind: one.kind, of: one.of, ...(await nameOf(at, structure, one)), removed: one.removed })));
  await audit(at, 'people.read', structure, { n: items.length }, structure);
  return { items, next: page.next };
}

export async function addParticipant(at: Counter, structure: string, participant: NewParticipant): Promise<{ id: string }> {
  const { kind, of, discreet, first: _first, last: _last, name: _name, ...more } = participant;
  await structureOf(at, structure);
  const name = nameIn(participant) ?? refuseName();
  if (kind !== 'guest' && of !== undefined) throw new Refused('participant_not_wanted');
  if (kind === 'guest' && (of === undefined || (await personOf(at, structure, of)).kind !== 'participant')) throw new Refused('participant_needed');
  const details: PersonDetails = given(more);
  const { id } = await people(boundTo(at, structure)).add({ kind, of: of ?? null, ...name, details, discreet }, at.now);
  await audit(at, 'person.added', id, { kind }, structure);
  return { id };
}

async function personOf({ trx, operator }: Counter, structure: string, id: string): Promise<PersonRow> {
  const person = found(await row<PersonRow>(trx, `select ${columns} from person where operator_id = ? and structure_id = ? and id = ?`, [operator, structure, id]), 'participant_not_found');
  if (person.removed) throw new Refused('participant_removed');
  return person;
}

async function nameOf(at: Counter, structure: string, { id, sealed }: PersonRow): Promise<{ first: string; last: string }> {
  const { first, last } = nameShape.parse(await opened(boundTo(at, structure), sealed, id));
  return { first, last };
}

/** First and last as they were given, or out of one line; undefined: neither. */
function nameIn({ first, last, name }: { first?: string | undefined; last?: string | undefined; name?: string | undefined }): { first: string; last: string } | undefined {
  if (first !== undefined && last !== undefined) return { first: tidy(first), last: tidy(last) };
  return name === undefined ? undefined : splitName(name);
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

function refuseName(): never {
  throw new Refused('name_needed');
}
