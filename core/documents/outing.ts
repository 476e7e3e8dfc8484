import type { Performance } from '../domain/performance.ts';
import type { PersonKind } from '../domain/person.ts';
import { plural } from '../i18n/plural.ts';
import { hour, whenFull } from '../i18n/when.ts';
import { spoken } from '../ids.ts';
import { byName, capital, KIND, listed, madeAt, unbroken } from './guests.ts';
import { whenIn } from './labels.ts';
import { register, type Cell } from './register.ts';

/** Somebody who goes, or waits for a place. */
export interface Goer {
  readonly kind: PersonKind;
  readonly first: string;
  readonly last: string;
  /** Both names are initials already. */
  readonly initials: boolean;
  /** Of a seat that is booked; null: waiting. */
  readonly number: string | null;
  /** While waiting: persons ahead plus one, where it is known. */
  readonly rank?: number;
}

/** A structure's own list of an outing (A9). Never an access need: the page is carried about (X5). */
export interface OutingData {
  readonly performance: Pick<Performance, 'title' | 'startsAt' | 'endsAt' | 'zone' | 'closesAt' | 'venue' | 'accessibility'>;
  readonly people: readonly Goer[];
}

/** One PDF like the venue's list. @throws RangeError on an unknown zone or an invalid date. */
export function outingPdf({ performance, people }: OutingData, made: { readonly operator: string; readonly at: Date }): Promise<Buffer> {
  const { title, startsAt, endsAt, zone, closesAt, venue, accessibility } = performance;
  const going = people.filter(({ number }) => number !== null);
  const waiting = people.filter(({ number }) => number === null);
  const address = [venue.name, venue.address, venue.city].filter((part) => part !== null && part.trim() !== '').join(', ');
  const counts = [
    `${going.length} ${plural(going.length, 'place', 'places')}`,
    ...(waiting.length === 0 ? [] : [`${waiting.length} ${plural(waiting.length, 'personne', 'personnes')} en liste d’attente`]),
  ].join(', ');
  const line = (one: Goer): readonly Cell[] => [
    { tick: true },
    [{ text: listed(one, one.initials) || '–', bold: true, most: 5 }, ...(one.kind === 'participant' ? [] : [{ text: KIND[one.kind], quiet: true }])],
    one.number !== null ? [{ text: 'a une place' }] : [{ text: one.rank === undefined ? 'liste d’attente' : `liste d’attente, rang ${one.rank}` }],
    one.number === null ? [] : [{ text: unbroken(spoken(one.number)), bold: true, most: 1 }],
  ];
  return register({
    heading: 'Liste de la sortie', title,
    about: [`${capital(whenIn(startsAt, zone, 'fr'))}${endsAt === null || endsAt <= startsAt ? '' : `, fin vers ${hour(endsAt, zone, 'fr')}`}`, address],
    summary: [
      counts,
      ...(venue.access === null || venue.access.trim() === '' ? [] : [`Pour venir : ${venue.access.trim()}`]),
      ...(accessibility.length === 0 ? [] : [`Accessible : ${accessibility.join(', ')}`]),
      ...(venue.phone === null || venue.phone.trim() === '' ? [] : [`Contact du lieu : ${unbroken(venue.phone)}`]),
      ...(made.at < closesAt ? [`Si une personne ne peut pas venir, rendez sa place avant le ${whenFull(closesAt, zone, 'fr', startsAt)}.`] : []),
    ],
    columns: [{ heading: '', share: 6 }, { heading: 'Nom', share: 46 }, { heading: 'Place', share: 26 }, { heading: 'Numéro', share: 22 }],
    lines: [...going.toSorted(byName), ...waiting.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || byName(a, b))].map(line),
    empty: 'Personne n’a de place pour le moment.',
    foot: `${made.operator.slice(0, 120)} · liste ${madeAt(made.at, zone)}. Ces noms sont confidentiels : détruisez cette liste après la sortie.`,
  }, made);
}
