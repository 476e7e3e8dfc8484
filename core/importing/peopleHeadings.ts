import { nearestWord } from '../language/slips.ts';
import { kindOf } from './peopleCells.ts';
import type { PersonField } from './peopleProblems.ts';
import { folded, line } from './text.ts';

/** `index` numbers the lines, `note` is our own remark in a correction file: neither is anything to record. */
export type PersonColumn = PersonField | 'index' | 'note';

/** Headings as structures write them, French then English, folded. */
const SYNONYMS: Readonly<Record<PersonColumn, string>> = {
  first: 'prenom, prenoms, first name, firstname, first, given name, forename',
  last: 'nom, noms, nom de famille, nom d usage, nom usuel, last name, lastname, surname, family name, last',
  name: 'nom prenom, nom et prenom, prenom nom, prenom et nom, nom complet, noms et prenoms, nom prenoms, personne, personnes, participant, participants, name, full name, person, people, beneficiaire, beneficiaires, resident, residents, usager, usagers, jeune, jeunes',
  kind: 'type, profil, statut, role, qualite, categorie, kind, profile, status, category, public',
  of: 'invite de, invitee de, invite e de, invite par, proche de, ami de, famille de, participant lie, rattache a, lie a, accompagne, guest of, invited by',
  civility: 'civilite, titre, sexe, genre, title, gender, sex, civ',
  phone: 'telephone, tel, tel portable, telephone portable, portable, mobile, gsm, numero de telephone, n de telephone, phone, phone number, cell phone',
  email: 'courriel, mail, email, e mail, mel, adresse mail, adresse email, adresse e mail, adresse electronique, email address',
  birth: 'annee de naissance, date de naissance, naissance, ne le, nee le, ne e le, ne en, nee en, ne e en, ddn, birth year, year of birth, birth date, date of birth, birthday, dob',
  age: 'age, ages, age ans',
  access: 'besoins, besoin, besoins d acces, besoin d acces, besoins d accessibilite, accessibilite, handicap, pmr, besoins particuliers, acces, mobilite, access, access needs, needs, accessibility',
  lang: 'langue, langues, langue parlee, langue preferee, langue maternelle, language, lang, preferred language',
  discreet: 'discret, discrete, discret e, discretion, confidentiel, confidentielle, anonyme, discreet, confidential',
  index: 'n, no, numero, num, id, ligne, rang, ordre, nb, line, number',
  note: 'a corriger, to correct',
};

const byHeading = new Map(
  (Object.entries(SYNONYMS) as [PersonColumn, string][]).flatMap(([column, names]) => names.split(', ').map((name) => [name, column] as const)),
);
/** Short headings are too near each other for a slip. */
const long = [...byHeading.keys()].filter((name) => name.length >= 5);

/** What is said of somebody else, and what we do not record. */
const ELSEWHERE = /\b(?:parents?|urgence|responsable|tuteur|tutrice|mere|pere|referent|referente|lieu|ville|pays|commune|adresse postale|professionnel|structure|service|etablissement)\b/;
/** Longer headings, by the word that decides, in this order. */
const DECIDING: readonly (readonly [RegExp, PersonColumn])[] = [
  [/\bnoms?\b.*\bprenoms?\b|\bprenoms?\b.*\bnoms?\b|\bnom complet\b/, 'name'],
  [/\b(?:invite|invitee|invite e|proche) (?:de|du|par)\b/, 'of'],
  [/\bprenoms?\b|\bfirst name\b/, 'first'],
  [/\be ?mail\b|\bmail\b|\bcourriel\b/, 'email'],
  [/\btel\b|\btelephone\b|\bportable\b|\bphone\b/, 'phone'],
  [/\bnaissance\b|\bnee? le\b|\bbirth\b/, 'birth'],
  [/\bage\b/, 'age'],
  [/\bbesoins?\b|\bpmr\b|\bhandicap\b|\baccessibilite\b|\bmobilite reduite\b/, 'access'],
  [/\blangues?\b|\blanguage\b/, 'lang'],
  [/\bdiscrete?\b|\bdiscretion\b|\bconfidentiel/, 'discreet'],
  [/\bcivilite\b/, 'civility'],
  [/\btype\b|\bprofil\b|\bqualite\b/, 'kind'],
  [/\bnom\b|\blast name\b|\bsurname\b/, 'last'],
];

/** 'Prenon', 'Tél. portable', 'Date de naissance (JJ/MM/AAAA)' → its column; undefined for one we do not record. */
export function columnOf(heading: unknown): PersonColumn | undefined {
  const text = line(heading, 80);
  if (text === undefined) return undefined;
  if (/^(?:n°|#|nº)$/i.test(text)) return 'index';
  const [whole, bare] = [folded(text), folded(text.replace(/\([^()]{2,}\)/g, ' '))];
  const exact = byHeading.get(whole) ?? byHeading.get(bare);
  if (exact !== undefined || ELSEWHERE.test(whole) || whole.length > 60) return exact;
  const near = whole.length >= 5 ? nearestWord(whole, long) : undefined;
  if (near !== undefined) return byHeading.get(near);
  return whole.split(' ').length > 1 ? DECIDING.find(([deciding]) => deciding.test(whole))?.[1] : undefined;
}

/** Exactly as in the list: for a line that is one heading alone, where a slip would be somebody's name. */
export const isPlainHeading = (text: string): boolean => kindOf(text, false) === undefined && ['name', 'last', 'first'].includes(byHeading.get(folded(text)) ?? '');

export interface Columns {
  /** By place; undefined: a heading that stands for nothing we record, or none. */
  readonly columns: readonly (PersonColumn | undefined)[];
  /** As written. */
  readonly heads: readonly string[];
}

/** The columns, if these cells are headings: two or more known ones, a name among them and nothing that is data. */
export function columnsOf(cells: readonly unknown[]): Columns | undefined {
  const heads = cells.map((cell) => line(cell, 80) ?? '');
  const said = heads.filter((head) => head !== '');
  if (said.length === 0 || said.some((head) => head.includes('@') || /\d{3}/.test(head))) return undefined;
  const columns = deciding(heads.map(columnOf));
  const known = columns.filter((column) => column !== undefined);
  const named = known.some((column) => column === 'first' || column === 'last' || column === 'name');
  if (said.length === 1) return isPlainHeading(said[0] ?? '') ? { columns, heads } : undefined;
  return named && new Set(known).size >= 2 && known.length * 2 >= said.length ? { columns, heads } : undefined;
}

/** 'Nom' alone is the whole name; a meaning that is there twice counts once; 'Participant' beside 'Nom' is not the name. */
function deciding(columns: readonly (PersonColumn | undefined)[]): (PersonColumn | undefined)[] {
  const has = (column: PersonColumn): boolean => columns.includes(column);
  const read = columns.map((column) => {
    if (column === 'last' && !has('first') && !has('name')) return 'name';
    return column === 'name' && has('first') && has('last') ? undefined : column;
  });
  return read.map((column, i) => (column !== undefined && read.indexOf(column) < i ? undefined : column));
}
