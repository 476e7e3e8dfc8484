import type { PersonKind } from '../domain/person.ts';
import { words } from '../language/fold.ts';
import { decoded, rowsOfCsv } from './delimited.ts';
import type { SourceLine } from './offer.ts';
import { checked, isMore, type Known, type Raw } from './peopleChecks.ts';
import { columnsOf, type Columns } from './peopleHeadings.ts';
import { areTwoPeople, cellText, isShouted, isTotal, partsOf, sectionOf, withSection, type Section } from './peopleLines.ts';
import { FREE, type PersonDraft, type PersonField, type PersonProblem, type PersonProblemCode, type RawRow } from './peopleProblems.ts';
import { FIRST_NAMES } from './peopleNames.ts';
import { cut } from './text.ts';
import { otherSheets, rowsOfWorkbook, WorkbookError } from './workbook.ts';

export type { PersonDraft, PersonField, PersonProblem, PersonProblemCode } from './peopleProblems.ts';
export { PERSON_PROBLEMS } from './peopleProblems.ts';

/**
 * People out of a pasted list or a file (A3). Each line that says something is a person, or has a problem with its
 * number; headings, titles, blank lines, bullets and totals are counted as ignored: good + faulty + ignored = lines.
 * A line with any fault is not kept (see {@link PERSON_PROBLEMS}). Nothing here throws, whatever comes in.
 */
export interface PeopleRead {
  good: PersonDraft[];
  /** By line. */
  problems: PersonProblem[];
  /** Lines that are nobody. */
  ignored: number;
  /** Lines that are not kept, each counted once. */
  faulty: number;
  /** All lines (records of a table, where a quoted cell may hold several lines). */
  lines: number;
  /** Where there are headings, each as written by what it was taken for. */
  columns?: Partial<Record<PersonField, string>>;
  /** Where there are none and two columns of names: which comes first. */
  order?: { lastFirst: boolean; sure: boolean };
}

export interface PeopleOptions {
  /** The year it is, in the programme's zone. */
  year: number;
  /** People whom the structure has already; two birth years make two people. */
  existing?: readonly Known[];
  /** What somebody is where nothing says it; a participant by default. */
  kind?: PersonKind;
}

/** People in one go. */
export const MAX_PEOPLE = 2_000;
const MAX_LINES = 20_000;
const MAX_BYTES = 5_000_000;
/** No one person takes up more. */
const MAX_LINE = 1_000;
/** Headings are looked for down to here; further down only among rows of a table. */
const HEADINGS_WITHIN = 30;

/** A pasted list of lines, or cells copied from a spreadsheet. */
export function readPeopleText(text: string, options: PeopleOptions): PeopleRead {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u);
  if (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length > MAX_LINES || text.length > MAX_BYTES) return refused('too-big', lines.length);
  // With headings it is a table, and its cells may be quoted; else each line is for itself.
  const table = lines.some((one, i) => one.length < MAX_LINE && (i < HEADINGS_WITHIN || /nom|name|personne/i.test(one)) && columnsOf(cellsOf(one)) !== undefined);
  return readRows(table ? [...rowsOfCsv(new TextEncoder().encode(lines.join('\n')))] : lines.map((one, i) => ({ kind: 'row', line: i + 1, cells: one.split('\t') })), options);
}

const cellsOf = (text: string): string[] => (/[\t;,|]/.exec(text) === null ? [text] : text.split(text.includes('\t') ? '\t' : text.includes(';') ? ';' : text.includes(',') ? ',' : '|'));

/** The bytes of a CSV, TSV or text file, or of an Excel workbook (.xlsx). */
export async function readPeopleFile(bytes: Uint8Array, options: PeopleOptions): Promise<PeopleRead> {
  if (bytes.length > MAX_BYTES) return refused('too-big', 0);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readWorkbook(bytes, options);
  const text = decoded(bytes);
  // Pictures, PDF and old Excel files have zeros among their first bytes, or say what they are.
  if (/^%PDF|^\{\\rtf|^<!doctype|^<html/i.test(text) || /[\u0000-\u0008]/.test(text.slice(0, 2_000))) return refused('unreadable', 0);
  return readPeopleText(text, options);
}

async function readWorkbook(bytes: Uint8Array, options: PeopleOptions): Promise<PeopleRead> {
  const rows: SourceLine[] = [];
  try {
    for await (const row of rowsOfWorkbook(bytes)) if (rows.push(row) > MAX_LINES) return refused('too-big', rows.length);
  } catch (error) {
    if (error instanceof WorkbookError) return refused('unreadable', 0);
    throw error;
  }
  const read = readRows(rows, options);
  const others = await otherSheets(bytes);
  if (others.length > 0) read.problems.unshift({ line: 1, code: 'other-sheets', value: cut(others.join(', '), 60), kept: true });
  return read;
}

const refused = (code: PersonProblemCode, lines: number): PeopleRead =>
  ({ good: [], problems: [{ line: 1, code, kept: false }], ignored: 0, faulty: lines, lines });

function readRows(rows: readonly SourceLine[], options: PeopleOptions): PeopleRead {
  const raws: Raw[] = [];
  const problems: PersonProblem[] = [];
  let ignored = 0;
  let columns: Columns | undefined;
  let section: Section = {};
  const read: PeopleRead = { good: [], problems, ignored, faulty: 0, lines: rows.length };
  const headedFrom = rows.slice(0, HEADINGS_WITHIN).findIndex((row) => row.kind === 'row' && columnsOf(row.cells) !== undefined);
  for (const [i, row] of rows.entries()) {
    if (row.kind !== 'row') {
      const value = row.kind === 'fault' ? (row.value ?? '') : '';
      problems.push({ line: row.line, code: 'unclosed-quote', ...(value !== '' && { value: cut(value, 60) }), kept: false, row: { heads: FREE, cells: [value] } });
      continue;
    }
    const cells = row.cells.map(cellText);
    const said = cells.filter((cell) => /[\p{L}\p{N}]/u.test(cell));
    const whole = cells.filter((cell) => cell !== '').join('; ');
    // Blank, a rule of dashes, a bullet alone; a number in front of an empty line of a form; a row of unchecked boxes.
    const title = said.length === 1 ? sectionOf(said[0] ?? '') : undefined;
    if (said.length === 0 || (title === undefined && isTotal(said.join(' '))) || isOnlyNumber(columns, cells)) {
      ignored += 1;
      continue;
    }
    const heads = title === undefined && (i < HEADINGS_WITHIN || columns !== undefined) ? columnsOf(row.cells) : undefined;
    // Under 'À corriger' stands a sentence about names, which makes no headings of a line.
    if (heads !== undefined && columns?.columns.every((column, at) => column !== 'note' || heads.columns[at] === 'note') !== false) {
      columns = heads;
      section = {};
      ignored += 1;
      read.columns ??= named(heads);
      for (const [at, head] of heads.heads.entries()) {
        if (head !== '' && heads.columns[at] === undefined) problems.push({ line: row.line, code: 'unknown-column', value: cut(head, 60), kept: true });
      }
      continue;
    }
    if (title !== undefined || i < headedFrom) {
      if (title === undefined) problems.push({ line: row.line, code: 'above-headings', value: cut(whole, 60), kept: true });
      section = title ?? section;
      ignored += 1;
      continue;
    }
    raws.push(columns === undefined ? freeRow(row.line, whole, section) : tableRow(row.line, cells, row.cells, columns, section));
  }
  order(raws, read);
  const { good, faults } = checked(raws.slice(0, MAX_PEOPLE), options);
  for (const { line, row } of raws.slice(MAX_PEOPLE)) faults.push({ line, code: 'too-many', kept: false, row });
  problems.push(...faults);
  problems.sort((a, b) => a.line - b.line);
  return { ...read, good, ignored, faulty: new Set(problems.filter(({ kept }) => !kept).map(({ line }) => line)).size };
}

const named = ({ columns, heads }: Columns): Partial<Record<PersonField, string>> =>
  Object.fromEntries(columns.flatMap((column, i) => (column === undefined || column === 'index' || column === 'note' ? [] : [[column, heads[i] ?? '']])));

/** A numbered line of a form that nobody filled in. */
const isOnlyNumber = (columns: Columns | undefined, cells: readonly string[]): boolean =>
  columns !== undefined && cells.every((cell, i) => cell === '' || columns.columns[i] === 'index');

function freeRow(line: number, text: string, section: Section): Raw {
  const row: RawRow = { heads: FREE, cells: [withSection(text, section)] };
  const colon = text.endsWith(':');
  if (text.length > MAX_LINE || colon) return { line, row, text, values: new Map(), names: [], comma: false, odd: [], fault: { code: 'garbled', value: text } };
  const { values, names, comma, odd } = partsOf(text);
  inSection(values, section);
  return { line, row, text, values, names, comma, odd };
}

/** What a section says counts for those of whom nothing else is said. */
function inSection(values: Map<PersonField, unknown>, { kind, of }: Section): void {
  if (values.has('kind') || values.has('of')) return;
  if (kind !== undefined) values.set('kind', kind);
  if (of !== undefined) values.set('of', of);
}

function tableRow(line: number, cells: readonly string[], typed: readonly unknown[], { columns, heads }: Columns, section: Section): Raw {
  const row: RawRow = { heads, cells: heads.map((_, i) => cells[i] ?? '').concat(cells.slice(heads.length)) };
  const text = cells.filter((cell) => cell !== '').join('; ');
  const values = new Map<PersonField, unknown>();
  const raw: Raw = { line, row, text, values, names: [], comma: false, odd: [] };
  const beyond = cells.slice(heads.length).filter((cell) => cell !== '');
  if (beyond.length > 0) return { ...raw, fault: { code: 'too-many-columns', value: beyond.join('; ') } };
  if (text.length > MAX_LINE * 2) return { ...raw, fault: { code: 'garbled', value: text } };
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    if (column === undefined && heads[i] === '' && cell !== '') return { ...raw, fault: { code: 'too-many-columns', value: cell } };
    if (column === undefined || column === 'index' || column === 'note' || cell === '') continue;
    if (column !== 'name') {
      const value = typed[i];
      values.set(column, typeof value === 'string' ? cell.replace(/^'(?=[=+\-@])/, '') : column === 'access' && value === true ? 'oui' : value);
      continue;
    }
    // The one cell of a name may hold what a free line holds.
    if (cell.endsWith(':')) return { ...raw, fault: { code: 'garbled', value: text } };
    const parts = partsOf(cell);
    for (const [field, value] of parts.values) if (!values.has(field)) values.set(field, value);
    raw.names.push(...parts.names);
    raw.odd.push(...parts.odd);
    raw.comma = parts.comma;
  }
  inSection(values, section);
  const needs = values.get('access');
  const access = columns.indexOf('access');
  if (isMore(needs)) values.set('access', /pmr|mobilit/i.test(heads[access] ?? '') ? 'PMR' : (heads[access] ?? ''));
  return raw;
}

/** Two names in two columns, or about a comma: capitals decide, then the other lines, then known first names, then habit. */
function order(raws: readonly Raw[], read: PeopleRead): void {
  const pairs = raws.filter(({ names, fault }) => names.length === 2 && fault === undefined);
  let votes = 0;
  let [commas, undecided] = [0, 0];
  const isFirst = (name: string): boolean => words(name).slice(0, 1).some((word) => FIRST_NAMES.has(word));
  for (const { names: [one = '', other = ''], comma } of pairs) {
    const [loud, quiet] = [isShouted(one), isShouted(other)];
    const vote = loud === quiet ? Number(isFirst(other)) - Number(isFirst(one)) : loud ? 2 : -2;
    votes += vote;
    commas += Number(comma);
    undecided += Number(loud === quiet);
  }
  const lastFirst = votes === 0 ? commas * 2 > pairs.length : votes > 0;
  for (const raw of pairs) {
    const [one = '', other = ''] = raw.names;
    if (areTwoPeople(raw.names, raw.comma)) raw.fault = { code: 'several-people', field: 'name', value: raw.text };
    else {
      const [loud, quiet] = [isShouted(one), isShouted(other)];
      const turned = loud === quiet ? lastFirst : loud;
      raw.names.splice(0, 2);
      raw.values.set('first', turned ? other : one);
      raw.values.set('last', turned ? one : other);
    }
  }
  if (pairs.length > 0) {
    const sure = undecided === 0 || votes !== 0 || commas === pairs.length;
    read.order = { lastFirst, sure };
    if (!sure) read.problems.push({ line: pairs[0]?.line ?? 1, code: 'order-guessed', kept: true });
  }
}

