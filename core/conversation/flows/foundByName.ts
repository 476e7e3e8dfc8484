import type { Person } from '../../domain/person.ts';
import { findPeople } from '../../language/people.ts';
import type { Action } from '../../messages/message.ts';

/** As many as any platform lists. */
const MOST = 100;

/** Those whose name begins so, or nearly, best first; all of them, by their order, before anything is typed. */
export function foundByName(query: string, among: readonly Person[], as: (one: Person) => Action): readonly Action[] {
  if (query.trim() === '') return among.slice(0, MOST).map(as);
  const byId = new Map(among.map((one) => [one.id, one]));
  return findPeople(query, among).slice(0, MOST).flatMap(({ id }) => byId.get(id) ?? []).map(as);
}
