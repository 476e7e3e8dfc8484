import type { Answer, KeyHolder, Office, OfficeDesk, Once } from '../../core/office.ts';
import type { Clock, Ids } from '../../core/ports.ts';
import type { Database } from '../connection.ts';
import type { Keyring } from '../keys.ts';
import { withScope } from '../scopes.ts';
import { Refused, type Counter } from './counter.ts';
import { addEvent, addPerformance, changeEvent } from './events.ts';
import { holderOf } from './keys.ts';
import { onceOnly } from './once.ts';
import { cancelPerformance, changePerformance, changeSeats, listPerformances, readPerformance } from './performances.ts';
import { addParticipant, addReferent, listParticipants } from './referents.ts';
import { listReservations, verify } from './reservations.ts';
import { changeProgramme, readNaming, readProgramme, setNaming } from './settings.ts';
import { addStructure, changeStructure, listStructures, readStructure } from './structures.ts';
import { readUndelivered, readUnreachable, retryAll, retryOne } from './undelivered.ts';
import { addVenue, listVenues } from './venues.ts';

interface OfficeHouse { readonly db: Database; readonly keys: Keyring; readonly ids: Ids; readonly clock: Clock }

/** The database behind the operator API. */
export function officeOf(house: OfficeHouse): Office {
  return { holder: (key) => holderOf(house.db, house.keys, key), desk: (holder, once) => deskOf(house, holder, once) };
}

function deskOf({ db, keys, ids, clock }: OfficeHouse, holder: KeyHolder, once: Once | undefined): OfficeDesk {
  const { operator } = holder;
  /** One transaction in the operator's scope; what is refused is undone, and given back as a value. */
  const within = async <T>(verb: (at: Counter) => Promise<T>): Promise<Answer<T>> => {
    const now = await clock.now();
    try {
      return { ok: await withScope(db, { as: 'operator', operator }, (trx) => verb({ trx, keys, ids, holder, operator, now })) };
    } catch (error) {
      if (error instanceof Refused) return error.answer;
      throw error;
    }
  };
  const read = <T>(verb: (at: Counter) => Promise<T>): Promise<Answer<T>> => within(async (at) => {
    await at.trx.raw('set transaction read only');
    return verb(at);
  });
  const write = <T>(verb: (at: Counter) => Promise<T>): Promise<Answer<T>> => within((at) => (once === undefined ? verb(at) : onceOnly(at, once, () => verb(at))));

  return {
    structures: (search) => read((at) => listStructures(at, search)),
    structure: (id) => read((at) => readStructure(at, id)),
    addStructure: (structure) => write((at) => addStructure(at, structure)),
    changeStructure: (id, change) => write((at) => changeStructure(at, id, change)),
    addReferent: (structure, referent) => write((at) => addReferent(at, structure, referent)),
    // Reading names is written down.
    participants: (structure, paging) => within((at) => listParticipants(at, structure, paging)),
    addParticipant: (structure, participant) => write((at) => addParticipant(at, structure, participant)),
    venues: (search) => read((at) => listVenues(at, search)),
    addVenue: (venue) => write((at) => addVenue(at, venue)),
    addEvent: (event) => write((at) => addEvent(at, event)),
    changeEvent: (id, change) => write((at) => changeEvent(at, id, change)),
    addPerformance: (event, performance) => write((at) => addPerformance(at, event, performance)),
    performances: (search) => read((at) => listPerformances(at, search)),
    performance: (id) => read((at) => readPerformance(at, id)),
    changePerformance: (id, change) => write((at) => changePerformance(at, id, change)),
    cancelPerformance: (id) => write((at) => cancelPerformance(at, id)),
    changeSeats: (id, delta, afterClosing) => write((at) => changeSeats(at, id, delta, afterClosing)),
    reservations: (performance) => read((at) => listReservations(at, performance)),
    verify: (number) => read((at) => verify(at, number)),
    naming: () => read(readNaming),
    setNaming: (list) => write((at) => setNaming(at, list)),
    programme: () => read(readProgramme),
    changeProgramme: (change) => write((at) => changeProgramme(at, change)),
    undelivered: (paging) => read((at) => readUndelivered(at, paging)),
    retryUndelivered: (id) => write((at) => retryOne(at, id)),
    retryAllUndelivered: () => write(retryAll),
    unreachable: (paging) => read((at) => readUnreachable(at, paging)),
  };
}
