import type { Person } from '../../domain/person.ts';
import { fold } from '../../language/fold.ts';
import { findPeople } from '../../language/people.ts';
import type { Action, NameForm } from '../../messages/message.ts';

/** How somebody is called on a button among these people: 'Fatima B.' twice is shown in full. */
export function shortAmong(people: readonly Person[]): (one: Person) => NameForm {
  const short = (one: Person): string => fold(`${one.first} ${one.last.slice(0, 1)}`);
  const times = Map.groupBy(people, short);
  return (one) => ((times.get(short(one))?.length ?? 0) > 1 ? 'full' : 'short');
}

/** As many as any platform lists. */
const MOST = 100;

/** Those whose name begins so, or nearly, best first; all of them, by their order, before anything is typed. */
export function foundByName(query: string, among: readonly Person[], as: (one: Person) => Action): readonly Action[] {
  if (query.trim() === '') return among.slice(0, MOST).map(as);
  const byId = new Map(among.map((one) => [one.id, one]));
  return findPeople(query, among).slice(0, MOST).flatMap(({ id }) => byId.get(id) ?? []).map(as);
}
