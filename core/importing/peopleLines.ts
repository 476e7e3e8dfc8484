import type { PersonKind } from '../domain/person.ts';
import { ageOf, civilityOf, isName, kindOf, languageOf, withoutCivility } from './peopleCells.ts';
import { columnOf } from './peopleHeadings.ts';
import type { PersonField } from './peopleProblems.ts';
import { folded, line } from './text.ts';

/** A line of a pasted list, taken apart: 'Diallo, Awa (2011)', '1. Mme Awa Diallo; participante; 06 12 34 56 78'. */
export interface Parts {
  /** What is said of them by field; only those that are no name. */
  readonly values: Map<PersonField, unknown>;
  /** One: first and last name together; two: one each, in an order to be found out. */
  readonly names: string[];
  /** The two names stood on either side of a comma. */
  readonly comma: boolean;
  /** What is nothing we record. */
  readonly odd: string[];
}

const BULLET = /^(?:[\s\-–—−*•·▪◦○●■□✓✔☐☑→>#+]+|\(?\d{1,4}\s?[.)°:/-]+(?=[\s\p{L}"])\s*|n°\s?\d{1,4}[\s.:-]*|\d{1,4}\s+(?=[\p{L}"]))+/iu;

/** The line without what lists put before it. A phone number or a date at the beginning is no list number. */
export const unlisted = (text: string): string => text.replace(BULLET, '').trim();

interface Segment {
  readonly text: string;
  readonly aside: boolean;
  /** What stood before it: '', or a separator. */
  readonly after: string;
}

/** What holds together whatever is in it: brackets that stand apart ('+33 (0)6' and 'invité(e)' do not), quotation marks. */
const ASIDE = /\((?!0\))((?:[^()]|\([^()]*\))*)\)|\[([^[\]]*)\]/y;
const QUOTED = /"(?:[^"]|"")*"/y;

/** Apart at tabs, semicolons, bars, commas and lone dashes. */
export function segmentsOf(text: string): Segment[] {
  const found: Segment[] = [];
  let [from, after] = [0, ''];
  const push = (to: number, sign: string): void => {
    const piece = unquoted(text.slice(from, to).trim());
    if (piece !== '') found.push({ text: piece, aside: false, after });
    after = sign;
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    const apart = i === from || /\s/.test(text[i - 1] ?? '');
    if (apart && sign === '"') {
      QUOTED.lastIndex = i;
      i += Math.max(0, (QUOTED.exec(text)?.[0].length ?? 0) - 1);
    } else if (apart && (sign === '(' || sign === '[')) {
      ASIDE.lastIndex = i;
      const aside = ASIDE.exec(text);
      if (aside === null) continue;
      push(i, ' ');
      const inside = (aside[1] ?? aside[2] ?? '').trim();
      if (inside !== '') found.push({ text: inside, aside: true, after: '(' });
      from = i + aside[0].length;
      i = from - 1;
    } else if (/[\t;|,]/.test(sign) || (/[-–—]/.test(sign) && apart && /\s/.test(text[i + 1] ?? ''))) {
      push(i, sign);
      from = i + 1;
    }
  }
  push(text.length, '');
  return found;
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"').replace(/^'(?=[=+\-@])/, '').trim();

const RELATION = 'invit[ée](?:e|\\(e\\)|·e)?|amie?|proche|famille|fr[èe]re|s(?:œ|oe)ur|conjointe?|mari|femme|[ée]pou(?:x|se)|compagnon|compagne|p[èe]re|m[èe]re|fils|fille|cousine?|voisine?|guest|friend|oncle|tante|neveu|ni[èe]ce';
const TIED = new RegExp(`^(?:${RELATION})\\s+(?:d[eu]|des|of|par)\\s+(?:la famille\\s+)?(.+)$|^(?:${RELATION})\\s+d['’]\\s*(.+)$`, 'iu');
/** Within one segment only in small letters: 'Ami' is a first name. */
const TIED_BEHIND = new RegExp(`^(\\S.*?)\\s+((?:${RELATION})\\s+(?:(?:de|par)\\s|d['’])\\s*\\S.*)$`, 'u');
const NEED = /fauteuil|\bpmr\b|handicap|voyant|aveugle|\bsourde?\b|entendant|\blsf\b|autis|mobilite|deambulateur|\bcanne|besoin|poussette|allerg|boucle magnetique|audiodescription|beqille|bequille|wheelchair|deaf|blind/;

const isDate = (text: string): boolean => /^(?:0?[1-9]|1[0-2])[/.-]\d{4}$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^\d{4}-\d{1,2}-\d{1,2}$|^\d{1,2}(?:er)?\s\p{L}{3,9}\.?\s\d{4}$/u.test(text);
const isBirth = (text: string): boolean => /^\d{4}$|^\d{1,3}\s*(?:ans?|mois|years?)\b\.?(?: old)?$|^n[ée](?:\(e\)|·e|e)?\s+(?:en|le)\s+.+|^born\b/iu.test(text) || isDate(text);
const isPhone = (text: string): boolean => /^(?:t[ée]l\.?|mobile|portable|port\.?)?[\s:]*[+(]?\d[\d\s().\-–/]{3,}$/iu.test(text) && text.replace(/\D/g, '').length >= (/^[0+]/.test(text) ? 4 : 6);

/** The field that a segment beside the name speaks of, with what it says; undefined: a name, or nothing we know. */
function fieldIn(text: string, aside: boolean): readonly (readonly [PersonField, unknown])[] | undefined {
  const labelled = /^([\p{L}\s.()'’-]{2,40}?)\s*:\s*(.+)$/u.exec(text);
  const column = labelled === null ? undefined : columnOf(labelled[1]);
  if (labelled !== null && column !== undefined && column !== 'index' && column !== 'note' && column !== 'name' && column !== 'first' && column !== 'last') return [[column, labelled[2]]];
  if (text.includes('@')) return [['email', text]];
  if (isBirth(text)) return [['birth', text]];
  if (isPhone(text)) return [['phone', text]];
  if (aside && /^\d{1,3}$/.test(text) && ageOf(text) !== undefined) return [['age', text]];
  const tied = TIED.exec(text);
  if (tied !== null) return [['kind', 'guest'], ['of', tied[1] ?? tied[2]]];
  if (kindOf(text, false) !== undefined || (text === text.toLowerCase() && text.length >= 6 && !text.includes(' ') && kindOf(text, true) !== undefined)) return [['kind', text]];
  if (languageOf(text, false) !== undefined && text.length > 3) return [['lang', text]];
  if (civilityOf(text) != null && text.length > 1) return [['civility', text]];
  const said = folded(text);
  if (/^(?:discret|discrete|discret e|confidentiel|confidentielle|anonyme)$/.test(said)) return [['discreet', true]];
  return NEED.test(said) ? [['access', text]] : undefined;
}

/** A name with data behind it and nothing between: 'Awa Diallo 14 ans', 'Awa Diallo 06 12 34 56 78', 'Karim Diallo invité de Awa'. */
function unglued(text: string): string[] {
  if (isBirth(text) || isPhone(text)) return [text];
  const tied = TIED_BEHIND.exec(text);
  if (tied !== null && !TIED.test(text)) return [...unglued(tied[1] ?? ''), tied[2] ?? ''];
  const mail = /(?:^|\s)(\S+@\S+)/u.exec(text);
  if (mail !== null) return [text.slice(0, mail.index), text.slice(mail.index + mail[0].length)].flatMap((rest) => (rest.trim() === '' ? [] : unglued(rest.trim()))).concat(mail[1] ?? '');
  const at = text.search(/\s(?:n[ée](?:\(e\)|·e|e)?\s+(?:en|le)\s+\d|[+(]?\d)/iu);
  if (at <= 0 || !isName(text.slice(0, at))) return [text];
  const tail = text.slice(at).trim();
  return isBirth(tail) || isPhone(tail) ? [text.slice(0, at).trim(), tail] : [text];
}

/** Takes a free line apart. The first segment that could be a name is one, whatever else it could be. */
export function partsOf(text: string): Parts {
  const values = new Map<PersonField, unknown>();
  const names: string[] = [];
  const odd: string[] = [];
  let comma = false;
  const put = (field: PersonField, value: unknown): void => {
    const before = values.get(field);
    if (before === undefined) values.set(field, value);
    else if (field === 'access') values.set(field, `${cellText(before)}, ${cellText(value)}`);
    else if (field === 'kind' && kindOf(cellText(before), true) === kindOf(cellText(value), true)) return;
    else odd.push(cellText(value));
  };
  const segments = segmentsOf(unlisted(text)).flatMap(({ text: whole, aside, after }) => unglued(whole).map((piece, i) => ({ piece, aside, after: i === 0 ? after : ' ' })));
  for (const [i, { piece, aside, after }] of segments.entries()) {
    const labelled = /^([\p{L}\s]{2,30}?)\s*:\s*(\p{L}.*)$/u.exec(piece);
    const column = labelled === null ? undefined : columnOf(labelled[1]);
    if (labelled !== null && (column === 'name' || column === 'first' || column === 'last' || (i === 0 && kindOf(labelled[1] ?? '', false) !== undefined))) {
      if (column === 'first' || column === 'last') put(column, labelled[2]);
      else names.push(labelled[2] ?? '');
      if (kindOf(labelled[1] ?? '', false) !== undefined) put('kind', labelled[1]);
      continue;
    }
    // A family may be called Jeune or Langlais: the first of the line is a name unless it can be nothing of the kind.
    const sure = names.length === 0 && !aside && /^\p{L}/u.test(piece) && !piece.includes('@') && !/^n[ée]e? (?:le|en) /iu.test(piece) && civilityOf(piece) == null;
    const found = sure ? undefined : fieldIn(piece, aside);
    if (found !== undefined) for (const [field, value] of found) put(field, value);
    else if (aside || (names.length > 0 && /\d/.test(piece))) odd.push(piece);
    else if (i === 0 && segments.length > 1 && /^\d{1,4}[.)]?$/.test(piece)) continue;
    else {
      comma ||= names.length === 1 && after === ',';
      names.push(piece);
    }
  }
  // One name is whole and in capitals somewhere, the other a word in small letters: a remark, not a name.
  const [one = '', other = ''] = names;
  if (names.length === 2 && /\s/.test(one) && other === other.toLowerCase() && other !== other.toUpperCase() && one !== one.toLowerCase()) {
    odd.push(...names.splice(1));
    comma = false;
  }
  return { values, names, comma, odd };
}

/** 'DIALLO' but not 'D'. */
export const isShouted = (text: string): boolean => {
  const bare = text.replace(/[^\p{L}]/gu, '');
  return bare.length > 1 && bare === bare.toLocaleUpperCase('fr') && bare !== bare.toLocaleLowerCase('fr');
};

/** Two whole names rather than a last and a first one: 'Awa Diallo, Karim Diallo'. */
export function areTwoPeople([one = '', other = '']: readonly string[], comma: boolean): boolean {
  const many = (text: string): boolean => /\S\s+\S/.test(withoutCivility(text).name);
  const led = /^(?:de|du|da|dos|des|di|d['’]|la|le|les|el|al|ben|bin|van|von|mc|a[iï]t|ou|saint|santa|n['’]|m['’])[\s'’]/iu;
  return comma && many(one) && many(other) && !isShouted(one) && !led.test(one);
}

const TOTALS = new Set('total totaux soustotal sous effectif effectifs nombre general de des d par en tout au soit les la le participants participant personnes personne jeunes enfants adultes invites accompagnateurs inscrits lignes noms places people residents usagers beneficiaires'.split(' '));
const COUNTED = /^(?:personnes?|participants?|jeunes|enfants|adultes|invites|accompagnateurs|inscrits|lignes|noms|people|residents|usagers|beneficiaires)$/;

/** 'Total : 12', '12 personnes', 'Effectif;12;3'. */
export function isTotal(text: string): boolean {
  const said = folded(text).split(' ');
  const numbers = said.filter((word) => /^\d{1,5}$/.test(word));
  const rest = said.filter((word) => !/^\d{1,5}$/.test(word));
  if (rest.length === 0 || !rest.every((word) => TOTALS.has(word))) return false;
  return /^(?:total|totaux|effectifs?|soustotal)$/.test(rest[0] ?? '') || (rest[0] === 'sous' && rest[1] === 'total') || (rest[0] === 'nombre' && numbers.length > 0)
    || (numbers.length === 1 && rest.some((word) => COUNTED.test(word)));
}

export interface Section {
  readonly kind?: PersonKind;
  readonly of?: string;
}

/** A title above the people it speaks of: 'Participants :', '## Invités', 'Liste des jeunes (12)', 'Invités de Awa Diallo :'. */
export function sectionOf(text: string): Section | undefined {
  const bare = text.replace(/^[\s#*=•\-–—]+|[\s*=\-–—]+$/gu, '');
  if (/^\d/.test(bare)) return undefined;
  const colon = bare.endsWith(':');
  const tied = colon ? TIED.exec(bare.slice(0, -1).trim().replace(/^(invit)[ée](?:e?s|\(e\)s|·e·s)/iu, '$1é').replace(/^(ami|proche)s/iu, '$1')) : null;
  if (tied !== null) return { kind: 'guest', of: (tied[1] ?? tied[2] ?? '').trim() };
  const said = folded(bare).split(' ').filter((word) => !/^\d+$/.test(word));
  const kinds = said.filter((word) => kindOf(word, false) !== undefined);
  const listed = said[0] === 'liste' || said[0] === 'list';
  const filler = /^(?:liste|list|des|de|du|les|la|le|l|d|nos|notre|et|e|s|es|of|the)$/;
  if (!(colon || listed || /s$/.test(kinds[0] ?? '')) || !(listed || kinds.length > 0) || !said.every((word) => filler.test(word) || kinds.includes(word))) return undefined;
  const kind = kinds.length === 1 ? kindOf(kinds[0] ?? '', false) : undefined;
  return kind === undefined ? {} : { kind };
}

/** The line as one cell of the correction file, with what its section said of it. */
export const withSection = (text: string, { kind, of }: Section): string =>
  [text, of !== undefined ? `invité de ${of}` : kind === 'companion' ? 'accompagnement' : ''].filter((part) => part !== '').join('; ');

export const cellText = (cell: unknown): string => (cell instanceof Date && !Number.isNaN(cell.getTime())
  ? `${String(cell.getUTCDate()).padStart(2, '0')}/${String(cell.getUTCMonth() + 1).padStart(2, '0')}/${cell.getUTCFullYear()}`
  : cell === true ? 'oui' : cell === false ? 'non' : (line(cell, 2_000) ?? ''));
