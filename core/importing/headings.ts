import type { Cell } from './offer.ts';
import { folded, line } from './text.ts';

/**
 * What a column of a table, or a name in a JSON record, stands for. French and English headings, as operators and
 * venues write them, and the names of open data sets that give one event a line (OpenAgenda exports of
 * departments, 'olympiade culturelle').
 */
const SYNONYMS = {
  id: 'identifiant, id, uid, id evenement, identifiant evenement, evenement id, event id, external id',
  performanceId: 'id seance, identifiant seance, id representation, identifiant representation, performance id',
  title: 'titre, evenement, spectacle, nom, name, title, event, intitule, nom de l evenement, titre de l evenement, nom du spectacle, title fr',
  summary: 'resume, description courte, accroche, summary, chapeau, description fr',
  description: 'description, presentation, presentation projet, details',
  longDescription: 'description longue, long description, longdescription fr',
  themes: 'themes, theme, genre, genres, mots cles, mot cle, keywords, discipline, disciplines, discipline projet, categorie, categories, keywords fr',
  audience: 'public, audience, publics',
  age: 'age, ages, tranche d age, age conseille',
  accessibility: 'accessibilite, accessibility, acces handicap, handicap',
  price: 'prix, tarif, tarifs, price, prix public, conditions, conditions fr',
  priceDetail: 'detail tarif, details tarif, detail du tarif',
  purchaseUrl: 'billetterie, lien billetterie, lien d achat, lien achat, lien reservation, purchase url, reservation',
  url: 'lien, url, site, link, page, lien evenement, canonicalurl',
  status: 'statut, etat, status, annule, cancelled',
  venueId: 'id lieu, identifiant lieu, lieu id, venue id, location uid',
  venue: 'lieu, salle, theatre, venue, location, nom du lieu, location name, lieu presentation, etablissement',
  address: 'adresse, address, addresse, adresse du lieu, location address, rue',
  postalCode: 'code postal, cp, postal code, postcode, zip, location postalcode',
  city: 'ville, commune, city, town, location city, localite',
  region: 'region, location region',
  latitude: 'latitude, lat',
  longitude: 'longitude, lon, lng, long',
  phone: 'telephone, tel, phone, telephone du lieu, contact telephone',
  website: 'site web, site internet, site du lieu, website',
  access: 'acces, comment venir, access, transports',
  zone: 'fuseau, fuseau horaire, zone, timezone, time zone',
  date: 'date, jour, date debut, date de debut, debut, date de la seance, date de representation, date representation, date et heure, start, starts, starts at, begin, start date, dates',
  time: 'heure, horaire, heure debut, heure de debut, time, start time, hour',
  end: 'date fin, date de fin, fin, end, ends at, end date',
  endTime: 'heure fin, heure de fin, end time',
  duration: 'duree, duration',
  firstDate: 'first date, premiere date, firstdate begin',
  lastDate: 'last date, derniere date, lastdate begin',
  seats: 'places, nombre de places, nb places, nb de places, seats, capacite, capacity, contingent, invitations, nombre d invitations',
  opens: 'ouverture, ouverture des reservations, date d ouverture, opens, opens at, ouvre le',
  closes: 'cloture, cloture des reservations, date de cloture, closes, closes at, fermeture, date limite, ferme le',
  quota: 'quota, quota par structure, places par structure, maximum par structure, max par structure',
  period: 'periode, periode du quota, quota par, period',
} as const;

export type Field = keyof typeof SYNONYMS;

const byHeading = new Map(
  (Object.entries(SYNONYMS) as [Field, string][]).flatMap(([field, names]) => names.split(', ').map((name) => [name, field] as const)),
);

/** 'Places (nombre)*' → seats. */
export function fieldOf(heading: unknown): Field | undefined {
  const text = line(heading, 80);
  if (text === undefined) return undefined;
  return byHeading.get(folded(text)) ?? byHeading.get(folded(text.replace(/\([^()]*\)/g, ' ')));
}

/** The values of one line by field, with the heading as the source writes it, for what is said about them. */
export interface Fields {
  get(field: Field): unknown;
  /** The source's name of a field ('Date de la séance'). */
  named(field: Field): string | undefined;
  has(field: Field): boolean;
}

/** Two columns of one meaning: the first that says something counts. */
export function fieldsOf(pairs: Iterable<readonly [heading: string, value: unknown]>): Fields {
  const values = new Map<Field, { heading: string; value: unknown }>();
  for (const [heading, value] of pairs) {
    const field = fieldOf(heading);
    if (field !== undefined && !says(values.get(field)?.value)) values.set(field, { heading, value });
  }
  return {
    get: (field) => values.get(field)?.value,
    named: (field) => values.get(field)?.heading,
    has: (field) => says(values.get(field)?.value),
  };
}

const says = (value: unknown): boolean => value instanceof Date || line(value) !== undefined || (typeof value === 'object' && value !== null);

/** The row that holds the headings: at least two are known, one of them the title, the id, or a date. */
export function areHeadings(cells: readonly Cell[]): boolean {
  const fields = new Set(cells.map(fieldOf).filter((field) => field !== undefined));
  return fields.size >= 2 && (['title', 'id', 'date', 'firstDate'] as const).some((field) => fields.has(field));
}

/** Rows of a table as fields, once its headings were met; the rows above them are titles and remarks. */
export function rowsUnder(headings: readonly Cell[]): (cells: readonly Cell[]) => Fields {
  const names = headings.map((heading) => line(heading, 80) ?? '');
  return (cells) => fieldsOf(names.map((name, i) => [name, cells[i]] as const));
}

/** Headings that stand for nothing we know, for the one remark about them. */
export const unknownHeadings = (headings: readonly Cell[]): string[] =>
  headings.map((heading) => line(heading, 80)).filter((name) => name !== undefined && fieldOf(name) === undefined) as string[];
