import type { Fiche } from './opendatasoftStub.ts';

/** Records made up for tests, in the form of an OpenAgenda dataset on an Opendatasoft portal. */
export interface FicheOptions extends Record<string, unknown> {
  /** Local instants with their offset. */
  at?: readonly (readonly [begin: string, end?: string])[];
  /** OpenAgenda's state: 1 scheduled, 2 rescheduled, 6 cancelled. */
  state?: number;
}

const LABELS: Record<number, string> = { 1: 'Programmé', 2: 'Re-programmé', 4: 'Reporté', 6: 'Annulé' };

export function fiche(uid: string, { at = [['2026-12-04T20:00:00+01:00', '2026-12-04T21:30:00+01:00']], state = 1, ...fields }: FicheOptions = {}): Fiche {
  const utc = (text: string | undefined): string | null => (text === undefined ? null : new Date(text).toISOString().replace('.000Z', '+00:00'));
  const [first, last] = [at[0], at.at(-1)];
  return {
    uid,
    canonicalurl: `https://openagenda.com/exemple/events/${uid}`,
    title_fr: `Le Gospel des ateliers ${uid}`,
    description_fr: 'Un **concert** pour tous',
    longdescription_fr: '<p>Cinquante voix &amp; un piano.</p>',
    conditions_fr: 'Plein tarif 16 €',
    keywords_fr: null,
    timings: JSON.stringify(at.map(([begin, end]) => ({ begin, end: end ?? begin }))),
    firstdate_begin: utc(first?.[0]),
    firstdate_end: utc(first?.[1] ?? first?.[0]),
    lastdate_begin: utc(last?.[0]),
    lastdate_end: utc(last?.[1] ?? last?.[0]),
    status: JSON.stringify({ id: state, label: { fr: LABELS[state] ?? '?' } }),
    registration: '[{"type": "phone", "value": "0100000000"}, {"type": "link", "value": "https://billets.example/gospel"}]',
    accessibility: 'hi;mi',
    age_min: 8,
    age_max: 99,
    location_uid: '501',
    location_name: 'Théâtre des Tanneurs',
    location_address: '3 rue des Tanneurs 69002 Lyon',
    location_postalcode: '69002',
    location_city: 'Lyon',
    location_region: 'Auvergne-Rhône-Alpes',
    location_coordinates: { lon: 4.83, lat: 45.76 },
    location_phone: null,
    location_website: null,
    location_access_fr: null,
    ...fields,
  };
}
