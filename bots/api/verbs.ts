import type { Answer, NewPerformance, OfficeDesk, Paging } from '../../core/office.ts';
import type { OperationId } from './document.ts';
import { isDay } from './document.ts';
import type { components, operations } from './openapi.d.ts';

type Part<T, Name extends string> = T extends Record<Name, infer Value> ? NonNullable<Value> : never;
/** What an operation is given, as the document has it, once checked. */
interface Given<K extends OperationId> {
  readonly path: Part<operations[K]['parameters'], 'path'>;
  readonly query: operations[K]['parameters'] extends { query?: infer Q } ? NonNullable<Q> : never;
  readonly body: operations[K] extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : never;
}
type Verbs = { readonly [K in OperationId]: (desk: OfficeDesk, given: Given<K>) => Promise<Answer<unknown>> };

/** Each operation of the document and the verb of the office that it stands for. */
export const verbs: Verbs = {
  listStructures: (desk, { query }) => desk.structures({ ...paging(query), q: query.q }),
  addStructure: (desk, { body }) => desk.addStructure(body),
  getStructure: (desk, { path }) => desk.structure(path.id),
  changeStructure: (desk, { path, body }) => desk.changeStructure(path.id, body),
  addReferent: (desk, { path, body }) => desk.addReferent(path.id, body),
  listParticipants: (desk, { path, query }) => desk.participants(path.id, paging(query)),
  addParticipant: (desk, { path, body }) => desk.addParticipant(path.id, body),
  listVenues: (desk, { query }) => desk.venues({ ...paging(query), q: query.q }),
  addVenue: (desk, { body }) => desk.addVenue(body),
  addEvent: (desk, { body }) => desk.addEvent({ ...body, performances: body.performances.map(dated) }),
  changeEvent: (desk, { path, body }) => desk.changeEvent(path.id, body),
  addPerformance: (desk, { path, body }) => desk.addPerformance(path.id, dated(body)),
  listPerformances: (desk, { query }) => desk.performances({ ...paging(query), q: query.q, city: query.city, from: bound(query.from), to: bound(query.to) }),
  getPerformance: (desk, { path }) => desk.performance(path.id),
  changePerformance: (desk, { path, body }) => desk.changePerformance(path.id, {
    startsAt: instant(body.startsAt) ?? undefined, venueId: body.venueId, endsAt: instant(body.endsAt), opensAt: instant(body.opensAt), closesAt: instant(body.closesAt),
  }),
  cancelPerformance: (desk, { path }) => desk.cancelPerformance(path.id),
  changeSeats: (desk, { path, body }) => desk.changeSeats(path.id, body.delta, body.afterClosing),
  listReservations: (desk, { path }) => desk.reservations(path.id),
  verify: (desk, { path }) => desk.verify(path.number),
  getNaming: (desk) => desk.naming(),
  setNaming: (desk, { body }) => desk.setNaming(body),
  getProgramme: (desk) => desk.programme(),
  changeProgramme: (desk, { body }) => desk.changeProgramme(body),
  listUndelivered: (desk, { query }) => desk.undelivered(paging(query)),
  retryUndelivered: (desk, { path }) => desk.retryUndelivered(path.id),
  retryAllUndelivered: (desk) => desk.retryAllUndelivered(),
  listUnreachable: (desk, { query }) => desk.unreachable(paging(query)),
};

const paging = ({ limit, cursor }: { limit?: number; cursor?: string }): Paging => ({ limit: limit ?? 25, ...(cursor === undefined ? {} : { cursor }) });

/** Null stays null (emptied), nothing stays nothing (left as it is). */
function instant(text: string | null | undefined): Date | null | undefined {
  return text == null ? text : new Date(text);
}

/** An instant, or a calendar day as it is written. */
const bound = (text: string | undefined): Date | string | undefined => (text === undefined || isDay(text) ? text : new Date(text));

const dated = ({ startsAt, endsAt, opensAt, closesAt, capacity, quota }: components['schemas']['NewPerformance']): NewPerformance => ({
  startsAt: new Date(startsAt), endsAt: instant(endsAt) ?? undefined, opensAt: instant(opensAt) ?? undefined, closesAt: instant(closesAt) ?? undefined, capacity, quota,
});
