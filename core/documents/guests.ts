import { DateTime } from 'luxon';
import type { Performance } from '../domain/performance.ts';
import { plural } from '../i18n/plural.ts';
import { dayFull, hour } from '../i18n/when.ts';
import { spoken } from '../ids.ts';
import { csvOf } from './csv.ts';
import { whenIn } from './labels.ts';
import { register } from './register.ts';
import type { Guest, GuestList } from './sources.ts';

/** A venue's guest list of one performance (A16). Never an access need: those are health data (X5). */
export interface GuestsData extends GuestList {
  readonly performance: Pick<Performance, 'title' | 'startsAt' | 'zone' | 'venue'>;
}

interface Made {
  readonly operator: string;
  readonly at: Date;
}

const collator = new Intl.Collator('fr', { sensitivity: 'base', ignorePunctuation: true });

/** By last name, then first, then number, as a French reader looks them up. */
export const byName = (a: { last: string; first: string; number?: string | null }, b: { last: string; first: string; number?: string | null }): number =>
  collator.compare(a.last, b.last) || collator.compare(a.first, b.first) || (a.number ?? '').localeCompare(b.number ?? '');

/** As it is looked up: 'Ferrand, Soraya'; initials as they stand on the invitation: 'S. F.'. */
export const listed = ({ first, last }: { first: string; last: string }, initials: boolean): string =>
  (initials ? [first, last].filter((part) => part !== '').join(' ') : [last, first].map((part) => part.trim()).filter((part) => part !== '').join(', '));

/** Words that agree with nobody's gender. */
export const KIND = { participant: '', guest: 'proche', companion: 'accompagnement' } as const;

/** '12 invitations : 9 participants, 2 proches, 1 accompagnement'. */
export function counted(guests: readonly Pick<Guest, 'kind'>[]): string {
  const count = (kind: Guest['kind']): number => guests.filter((one) => one.kind === kind).length;
  const parts = [
    [count('participant'), 'participant', 'participants'], [count('guest'), 'proche', 'proches'], [count('companion'), 'accompagnement', 'accompagnements'],
  ] as const;
  const total = `${guests.length} ${plural(guests.length, 'invitation', 'invitations')}`;
  return guests.length === 0 ? total : `${total} : ${parts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${plural(n, one, many)}`).join(', ')}`;
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);
/** A telephone number or an invitation's stays on one line. */
export const unbroken = (text: string): string => text.trim().slice(0, 60).replaceAll(' ', '\u00a0');
/** 'faite le vendredi 20 novembre 2026 à 11 h'. */
export const madeAt = (at: Date, zone: string): string => `faite le ${dayFull(at, zone, 'fr', new Date(0))} à ${hour(at, zone, 'fr')}`;

/** @throws RangeError on an unknown zone or an invalid date. */
export function guestsPdf({ performance, guests, structures }: GuestsData, made: Made): Promise<Buffer> {
  const { title, startsAt, zone, venue } = performance;
  return register({
    heading: 'Liste des invités', title,
    about: [capital(whenIn(startsAt, zone, 'fr')), `${venue.name}, ${venue.city}`],
    summary: [
      counted(guests),
      ...(guests.length === 0 ? [] : [`${structures} ${plural(structures, 'structure', 'structures')}. Une personne sans papier peut dire son numéro.`]),
    ],
    columns: [{ heading: '', share: 6 }, { heading: 'Nom', share: 42 }, { heading: 'Numéro', share: 20 }, { heading: 'Structure', share: 32 }],
    lines: guests.toSorted(byName).map((guest) => [
      { tick: true },
      [{ text: listed(guest, guest.discreet) || '–', bold: true, most: 5 }, ...(guest.kind === 'participant' ? [] : [{ text: KIND[guest.kind], quiet: true }])],
      [{ text: unbroken(spoken(guest.number)), bold: true, most: 1 }],
      [...(guest.structure === null ? [] : [{ text: guest.structure, most: 2 }]), ...(guest.phone === null || guest.phone.trim() === '' ? [] : [{ text: unbroken(guest.phone), quiet: true, most: 2 }])],
    ]),
    empty: 'Aucune invitation pour le moment.',
    foot: `${made.operator.slice(0, 120)} · liste ${madeAt(made.at, zone)}. Ces noms sont confidentiels : détruisez cette liste après la sortie.`,
  }, made);
}

/** The same as a table for a spreadsheet; dates and hours are the venue's. @throws RangeError on an unknown zone or an invalid date. */
export function guestsCsv({ performance, guests }: GuestsData): Buffer {
  const { title, startsAt, zone, venue } = performance;
  const here = DateTime.fromJSDate(startsAt, { zone });
  if (!here.isValid) throw new RangeError(`no local time in ${zone}: ${here.invalidReason}`);
  const [day, clock] = [here.toFormat('dd/MM/yyyy'), here.toFormat('HH:mm')];
  return csvOf([
    ['Nom', 'Prénom', 'Type', 'Numéro', 'Structure', 'Téléphone', 'Spectacle', 'Date', 'Heure', 'Lieu'],
    ...guests.toSorted(byName).map((guest) => [
      guest.last, guest.first, guest.kind === 'participant' ? 'participant' : KIND[guest.kind], spoken(guest.number), guest.structure ?? '', guest.phone ?? '', title, day, clock, venue.name,
    ]),
  ]);
}
