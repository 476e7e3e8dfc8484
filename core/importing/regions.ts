import { folded } from './text.ts';

/**
 * Regions and overseas territories in one spelling, with their departments (INSEE, Code officiel géographique) and
 * other spellings met in catalogues: 'Ile de France', 'Ile-de-France', 'IDF' and names from before 2016.
 */
const REGIONS: readonly (readonly [name: string, departments: string, others?: string])[] = [
  ['Auvergne-Rhône-Alpes', '01 03 07 15 26 38 42 43 63 69 73 74', 'AURA, ARA, Auvergne, Rhône-Alpes'],
  ['Bourgogne-Franche-Comté', '21 25 39 58 70 71 89 90', 'BFC, Bourgogne, Franche-Comté'],
  ['Bretagne', '22 29 35 56', 'BZH, Brittany'],
  ['Centre-Val de Loire', '18 28 36 37 41 45', 'Centre, CVL'],
  ['Corse', '2A 2B 20', 'Corsica'],
  ['Grand Est', '08 10 51 52 54 55 57 67 68 88', 'Great East, Alsace, Lorraine, Champagne-Ardenne, Alsace-Champagne-Ardenne-Lorraine'],
  ['Hauts-de-France', '02 59 60 62 80', 'HDF, Nord-Pas-de-Calais, Picardie, Nord-Pas-de-Calais-Picardie'],
  ['Île-de-France', '75 77 78 91 92 93 94 95', 'IDF, Région parisienne'],
  ['Normandie', '14 27 50 61 76', 'Basse-Normandie, Haute-Normandie, Normandy'],
  ['Nouvelle-Aquitaine', '16 17 19 23 24 33 40 47 64 79 86 87', 'Aquitaine, Limousin, Poitou-Charentes, Aquitaine-Limousin-Poitou-Charentes'],
  ['Occitanie', '09 11 12 30 31 32 34 46 48 65 66 81 82', 'Occitania, Languedoc-Roussillon, Midi-Pyrénées, Languedoc-Roussillon-Midi-Pyrénées'],
  ['Pays de la Loire', '44 49 53 72 85', 'PDL'],
  ["Provence-Alpes-Côte d'Azur", '04 05 06 13 83 84', 'PACA, Région Sud, Sud, Sud-PACA'],
  ['Guadeloupe', '971'],
  ['Martinique', '972'],
  ['Guyane', '973', 'Guyane française'],
  ['La Réunion', '974', 'Réunion, Île de la Réunion'],
  ['Saint-Pierre-et-Miquelon', '975'],
  ['Mayotte', '976'],
  ['Saint-Barthélemy', '977'],
  ['Saint-Martin', '978'],
  ['Wallis-et-Futuna', '986'],
  ['Polynésie française', '987'],
  ['Nouvelle-Calédonie', '988'],
];

const byName = new Map(
  REGIONS.flatMap(([name, , others = '']) => [name, ...others.split(', ')].map((one) => [folded(one), name] as const)),
);
const byDepartment = new Map(REGIONS.flatMap(([name, departments]) => departments.split(' ').map((one) => [one, name] as const)));

/** The one spelling of a region's name; else that of the postal code; a name we do not know (abroad) is kept. */
export function region(name: string | undefined, postalCode?: string): string | undefined {
  const said = name === undefined ? undefined : byName.get(folded(name).replace(/^region /, ''));
  return said ?? (postalCode === undefined ? undefined : regionOfPostalCode(postalCode)) ?? name;
}

/**
 * By the first digits. A few dozen communes have the postal code of the next department (La Poste), which is
 * the neighbouring region for some: good enough for a missing name, not for statistics.
 */
export function regionOfPostalCode(postalCode: string): string | undefined {
  if (!/^\d{5}$/.test(postalCode)) return undefined;
  if (postalCode === '97133') return byDepartment.get('977');
  if (postalCode === '97150') return byDepartment.get('978');
  return byDepartment.get(postalCode.slice(0, /^9[78]/.test(postalCode) ? 3 : 2));
}
