import { kindOrder, type NewPerson, type Person, type PersonDetails } from '../../../domain/person.ts';
import { monthOf } from '../../../domain/time.ts';
import { readPeopleFile, readPeopleText, type PeopleRead, type PersonDraft, type PersonField, type PersonProblem } from '../../../importing/people.ts';
import { FREE } from '../../../importing/peopleProblems.ts';
import { words } from '../../../language/fold.ts';
import type { Context, FileIn } from '../../flow.ts';
import { nameKey } from './names.ts';
import { listIn } from './pasted.ts';

/** A list as it came in: pasted, or a file that is read again each time. */
export type Source = { readonly text: string } | { readonly file: FileIn };
export type Refusal = 'gone' | 'oldFile' | 'tooBig' | 'longPaste';
/** Why a guest's participant cannot be told. */
export type HostFault = 'unknown' | 'several';

/** A line that cannot be added: what is wrong with it, and the line as it was. */
export interface Faulty {
  readonly line: number;
  readonly problems: readonly PersonProblem[];
  readonly host?: HostFault;
}

export interface Ready extends NewPerson {
  /** Guest of that one of the list. */
  readonly host?: number;
}

/** All the lists of one draft, read together with whom the structure has. */
export interface Lists {
  readonly good: readonly Ready[];
  /** Of the last list: those of earlier ones were told, and are taken as corrected by it. */
  readonly lines: number;
  readonly goodLines: number;
  readonly ignored: number;
  readonly faulty: readonly Faulty[];
  /** About the file, or a column: told, nothing to correct. */
  readonly told: readonly PersonProblem[];
  /** Of the structure already, by any of the lists. */
  readonly already: readonly Person[];
  readonly refusal?: Refusal;
}

const FILE_BYTES = 5_000_000;
/**
 * Letters of a paste. Channels cut a message at 100 kB, and what was cut off must not go unnoticed; and it is kept in
 * the session until it is confirmed, where a file is kept by its id.
 */
const PASTE_LENGTH = 90_000;
const NOTHING: PeopleRead = { good: [], problems: [], ignored: 0, faulty: 0, lines: 0 };
/** Before the id of somebody of an earlier list, who is not written yet. */
const NEW = 'new:';

async function readOne(source: Source, existing: NonNullable<Parameters<typeof readPeopleText>[1]['existing']>, ctx: Context): Promise<PeopleRead | Refusal> {
  const options = { year: Number(monthOf(ctx.now, ctx.programme.zone).slice(0, 4)), existing };
  if ('text' in source && source.text.length > PASTE_LENGTH) return 'longPaste';
  if ('text' in source) return readPeopleText(listIn(source.text), options);
  if (source.file.size > FILE_BYTES) return 'tooBig';
  const file = await ctx.store.files.read(source.file.id);
  return file === undefined ? 'gone' : readPeopleFile(file.bytes, options);
}

/** Reads them all, one after the other; those of a later list are compared with those of the earlier ones. */
export async function readLists(sources: readonly Source[], ctx: Context): Promise<Lists> {
  const people = await ctx.store.people.all();
  const births = await ctx.store.people.births();
  const byId = new Map(people.map((one) => [one.id, one]));
  const known = people.map(({ id, first, last, kind }) => ({ id, first, last, kind, ...birth(births.get(id)) }));
  const drafts: PersonDraft[] = [];
  const already = new Map<string, Person>();
  let read: PeopleRead | undefined;
  let before = 0;
  for (const source of sources) {
    const one = await readOne(source, [...known, ...drafts.map(({ first, last, kind, birthYear }, i) => ({ id: `${NEW}${i}`, first, last, kind, ...birth(birthYear) }))], ctx);
    const refusal = typeof one === 'string' ? one : refusalOf(one);
    if (refusal !== undefined || typeof one === 'string') return { good: [], lines: 0, goodLines: 0, ignored: 0, faulty: [], told: [], already: [], refusal: refusal ?? 'gone' };
    for (const { person = '' } of one.problems) {
      const who = byId.get(person);
      if (who !== undefined) already.set(who.id, who);
    }
    before = drafts.length;
    drafts.push(...one.good);
    read = one;
  }
  const { good, faulty: alone } = tied(drafts, people);
  // Somebody of an earlier list of this draft is not there yet: the line is there twice.
  const problems = (read?.problems ?? []).flatMap(({ person, ...problem }): PersonProblem[] =>
    problem.kept ? [] : problem.code !== 'already-there' ? [problem] : person?.startsWith(NEW) === true ? [{ ...problem, code: 'twice' }] : []);
  const faulty: Faulty[] = [...Map.groupBy(problems, ({ line }) => line)].map(([line, all]) => ({ line, problems: all }));
  const guests = alone.map(({ draft, host }): Faulty => ({ line: draft.line, host, problems: [{ line: draft.line, code: 'guest-without-participant', field: 'of', value: `${draft.first} ${draft.last}`, kept: false, row: rowOf(draft, read ?? NOTHING) }] }));
  const here = new Set(drafts.slice(before));
  return {
    good, lines: read?.lines ?? 0, ignored: read?.ignored ?? 0, already: [...already.values()],
    goodLines: drafts.length - before - alone.filter(({ draft }) => here.has(draft)).length,
    faulty: [...faulty, ...guests].sort((a, b) => a.line - b.line), told: (read?.problems ?? []).filter(({ kept }) => kept),
  };
}

const birth = (birthYear: number | undefined): { birthYear?: number } => (birthYear === undefined ? {} : { birthYear });

const refusalOf = ({ problems }: PeopleRead): Refusal | undefined =>
  problems.some(({ code }) => code === 'too-big') ? 'tooBig' : problems.some(({ code }) => code === 'unreadable') ? 'oldFile' : undefined;

/** Guests with the participant they are tied to: of the lists, or of the structure (A3). */
function tied(drafts: readonly PersonDraft[], people: readonly Person[]): { good: Ready[]; faulty: { draft: PersonDraft; host: HostFault }[] } {
  const [hosts, guests] = [drafts.filter(({ kind }) => kind !== 'guest'), drafts.filter(({ kind }) => kind === 'guest')];
  const find = hostFinder([
    ...people.filter(({ kind, removed }) => kind === 'participant' && !removed).map(({ first, last, id }) => ({ first, last, at: id })),
    ...hosts.flatMap(({ first, last, kind }, at) => (kind === 'participant' ? [{ first, last, at }] : [])),
  ]);
  const good = hosts.map((draft): Ready => personOf(draft));
  const faulty: { draft: PersonDraft; host: HostFault }[] = [];
  for (const draft of guests) {
    const host = find(draft.of ?? '');
    if (host === 'unknown' || host === 'several') faulty.push({ draft, host });
    else good.push({ ...personOf(draft), ...(typeof host.at === 'string' ? { of: host.at } : { host: host.at }) });
  }
  return { good, faulty };
}

interface Host { readonly first: string; readonly last: string; readonly at: string | number }

/** By the whole name in any order, else by a part of it that nobody else has. */
function hostFinder(hosts: readonly Host[]): (said: string) => Host | HostFault {
  const whole = Map.groupBy(hosts, ({ first, last }) => nameKey(first, last));
  const byWord = new Map<string, Set<Host>>();
  for (const host of hosts) for (const word of words(`${host.first} ${host.last}`)) byWord.set(word, (byWord.get(word) ?? new Set()).add(host));
  return (said) => {
    const typed = words(said);
    const exact = whole.get(nameKey(said, ''));
    const [first = new Set<Host>(), ...others] = typed.map((word) => byWord.get(word) ?? new Set<Host>());
    const found = exact ?? [...first].filter((host) => others.every((set) => set.has(host)));
    const [one, second] = found;
    return one === undefined ? 'unknown' : second !== undefined ? 'several' : one;
  };
}

function personOf({ kind, first, last, civility, phone, email, birthYear, access, lang, discreet }: PersonDraft): Ready {
  const details: PersonDetails = Object.fromEntries(Object.entries({ civility, phone, email, birthYear, access, lang }).filter(([, value]) => value !== undefined));
  return { kind, of: null, first, last, details, ...(discreet === undefined ? {} : { discreet }) };
}

const KINDS = { participant: 'participant', guest: 'invité', companion: 'accompagnateur' } as const;

/** A line that could be read, written out again under the headings of its list: nothing of it is lost. */
function rowOf(draft: PersonDraft, { columns, problems }: PeopleRead): NonNullable<PersonProblem['row']> {
  const { first, last, kind, of, civility, phone, email, birthYear, access, lang, discreet } = draft;
  const name = `${first} ${last}`;
  if (columns === undefined) {
    const said = [name, of === undefined ? KINDS[kind] : `invité de ${of}`, civility, phone, email, birthYear === undefined ? undefined : `né en ${birthYear}`, access === undefined ? undefined : `accès : ${access.replaceAll(',', ' /')}`, lang, discreet === true ? 'discret' : undefined];
    return { heads: FREE, cells: [said.filter((part) => part !== undefined).join(', ')] };
  }
  const heads = problems.find(({ row }) => row !== undefined && row.heads !== FREE)?.row?.heads ?? Object.values(columns);
  const values: Readonly<Record<PersonField, string | number | undefined>> = {
    first, last, name, kind: KINDS[kind], of, civility, phone, email, birth: birthYear, age: birthYear, access, lang, discreet: discreet === undefined ? undefined : discreet ? 'oui' : 'non',
  };
  const fields = Object.entries(columns) as [PersonField, string][];
  return { heads, cells: heads.map((head) => {
    const field = fields.find(([, heading]) => heading === head)?.[0];
    return field === undefined ? '' : String(values[field] ?? '');
  }) };
}

/** How many of each kind, participants first. */
export const countsOf = (good: readonly Ready[]): readonly (readonly [(typeof kindOrder)[number], number])[] =>
  kindOrder.map((kind) => [kind, good.filter((one) => one.kind === kind).length] as const).filter(([, n]) => n > 0);
