import type { Structure } from '../../ports.ts';
import type { Service } from '../../domain/structure.ts';
import { fold } from '../../language/fold.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import type { Action, Block, Message, Text } from '../../messages/message.ts';
import { hidden, strong, t } from '../../messages/text.ts';
import { ask, say as answer, start, type Context, type Flow, type Outcome, type Step } from '../flow.ts';
import { readEmail, readLine, readName, readPhone } from './structureForm.ts';

/** Lines of the sheet that its referents change, with what reads each and how it is called when typed. */
export const LINES = {
  name: { read: readName, said: ['nom', 'name'], needed: true },
  kind: { read: readName, said: ['type de structure', 'type', 'kind'], needed: true },
  city: { read: readName, said: ['ville', 'commune', 'town', 'city'], needed: false },
  contact: { read: readName, said: ['personne a contacter', 'contact'], needed: false },
  phone: { read: readPhone, said: ['telephone', 'tel', 'numero de telephone', 'numero', 'phone', 'telephone number'], needed: false },
  email: { read: readEmail, said: ['adresse e mail', 'adresse email', 'adresse mail', 'e mail', 'email', 'mail', 'courriel'], needed: false },
  address: { read: readLine, said: ['adresse postale', 'adresse', 'address'], needed: false },
} as const;
export type LineName = keyof typeof LINES;
export const LINE_NAMES = Object.keys(LINES) as LineName[];

const SAID = LINE_NAMES.flatMap((name) => LINES[name].said.map((words) => [words, name] as const)).sort(([a], [b]) => b.length - a.length);

/** 'Téléphone : 04 65 71 00 00', 'notre adresse est 3 rue X': which line, and what it says. Empty: the line alone was named. */
export function lineSaid(typed: string): { line: LineName; value: string } | undefined {
  // Words as typed, each with its folded form, so that the value keeps its accents.
  const words = typed.trim().split(/\s+/u);
  for (const from of [0, 1, 2]) {
    if (from > 0 && !/^(?:notre|nos|le|la|l|mon|ma|changer|modifier|our|the|new|change)$/.test(fold(words[from - 1] ?? ''))) return undefined;
    for (const [said, line] of SAID) {
      for (let n = 1; n <= Math.min(4, words.length - from); n += 1) {
        if (fold(words.slice(from, from + n).join(' ')) !== said) continue;
        return { line, value: words.slice(from + n).join(' ').replace(/^(?:est|devient|is)\s+/iu, '').replace(/^[:=]\s*/u, '') };
      }
    }
  }
  return undefined;
}

const CLEARS = new Set(['effacer', 'aucun', 'aucune', 'vide', 'rien', 'supprimer', 'none', 'clear', '']);

/** A line as it is kept: a kind of structure by its code, as it was chosen when that was made. */
export function lineRead(line: LineName, typed: string, { say }: Context): string | undefined {
  const read = LINES[line].read(typed);
  return line === 'kind' && read !== undefined ? (Object.entries(say.structure.kinds).find(([, words]) => fold(words) === fold(read))?.[0] ?? read) : read;
}

/** A line as it is shown. */
export const lineShown = (line: LineName, kept: string, { say }: Context): string => (line === 'kind' ? (say.structure.kinds[kept] ?? kept) : kept);

/** Changes one line and says so; a value that cannot be read is asked for again. */
export async function changeLine(line: LineName, typed: string, ctx: Context): Promise<Outcome> {
  const { store, say, now } = ctx;
  const { structure: words } = say;
  const clears = CLEARS.has(fold(typed)) && !LINES[line].needed;
  const value = clears ? null : lineRead(line, typed, ctx);
  if (value === undefined) return ask('line', { line }, message([notice('bad', wrongOf(line, ctx))]));
  const before = await store.structures.sheet();
  if (before === undefined) return start('home');
  if (before[line] === value) return start('structure', {}, message([paragraph(words.unchanged)]));
  await store.structures.edit({ [line]: value });
  await store.audit('structure.edited', before.id, { line }, now);
  return start('structure', {}, message([notice('good', value === null ? words.cleared(words.labels[line]) : words.changed(words.labels[line], lineShown(line, value, ctx)))]));
}

export const wrongOf = (line: LineName, ctx: Context): Text => {
  const { wrong } = ctx.say.structure;
  return line === 'email' || line === 'phone' ? wrong[line] : line === 'address' ? wrong.text : wrong.name;
};

const noon = (iso: string): Date => new Date(`${iso}T12:00:00Z`);
const DAY = 86_400_000;
/** Days before the end of a convention from which its referents are reminded. */
const SOON = 30;

/** Why a structure cannot book, or soon will not (A1): said plainly, with what is possible (X8). */
export function standing(structure: Structure, ctx: Pick<Context, 'say' | 'now' | 'programme'>): { readonly block: Block; readonly blocked: boolean } | undefined {
  const { structure: words } = ctx.say;
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.programme.zone }).format(ctx.now);
  const { suspended, conventionFrom: from, conventionUntil: until } = structure;
  if (suspended) return { block: notice('bad', words.suspended), blocked: true };
  if (until !== null && until < today) return { block: notice('bad', words.over(noon(until))), blocked: true };
  if (from !== null && from > today) return { block: notice('bad', words.notYet(noon(from))), blocked: true };
  return until !== null && noon(until).getTime() - ctx.now.getTime() < SOON * DAY ? { block: notice('wait', words.endsSoon(noon(until))), blocked: false } : undefined;
}

async function sheet(ctx: Context): Promise<Message> {
  const { say, store, anytime } = ctx;
  const { structure: words } = say;
  const [own, kept, services] = [await store.structure(), await store.structures.sheet(), await store.structures.services()];
  if (own === undefined || kept === undefined) return message([paragraph(words.serviceGone)]);
  const facts = LINE_NAMES.map((line) => ({ label: words.labels[line], value: kept[line] === null ? words.missing : line === 'kind' ? t`${lineShown(line, kept[line], ctx)}` : ['name', 'city'].includes(line) ? t`${kept[line]}` : [hidden(kept[line])] }));
  facts.push({ label: words.labels.services, value: services.length === 0 ? words.missing : [hidden(services.map(({ name }) => name).join(', '))] });
  const { conventionFrom: from, conventionUntil: until } = own;
  facts.push({ label: words.labels.convention, value: words.convention(from === null ? null : noon(from), until === null ? null : noon(until)) });
  return message([standing(own, ctx)?.block, { kind: 'facts', facts }, paragraph(words.operatorSays), paragraph(words.howToEdit)], [
    { id: anytime('structure', 'edit'), label: words.edit, style: 'primary' },
    { id: anytime('structure', 'services'), label: words.services },
    { id: anytime('colleagues', 'open'), label: words.colleagues.open },
    { id: anytime('home', 'open'), label: say.actions.menu },
  ], { title: words.title });
}

const addressOf = ({ address, postalCode, city, phone }: Service): string => [address, [postalCode, city].filter((part) => part !== null).join(' '), phone].filter((part) => part !== null && part !== '').join(', ');

async function servicesList(ctx: Context): Promise<Message> {
  const { say, store, anytime } = ctx;
  const { structure: words } = say;
  const services = await store.structures.services();
  return message([
    services.length === 0 ? paragraph(words.serviceNone) : list(services.map((service) => ({
      text: strong(hidden(service.name)),
      ...(addressOf(service) === '' ? {} : { detail: [hidden(addressOf(service))] }),
      action: { id: anytime('structure', 'service', service.id), label: [hidden(service.name)] },
    })), true),
  ], [
    { id: anytime('service', 'add'), label: words.serviceAdd, style: 'primary' },
    { id: anytime('structure', 'open'), label: words.title },
    { id: anytime('home', 'open'), label: say.actions.menu },
  ], { title: words.services });
}

export const serviceOf = async (id: string | undefined, ctx: Context): Promise<Service | undefined> =>
  isUuid(id) ? (await ctx.store.structures.services()).find((one) => one.id === id) : undefined;

async function serviceSheet(id: string | undefined, ctx: Context): Promise<Outcome> {
  const { structure: words } = ctx.say;
  const service = await serviceOf(id, ctx);
  if (service === undefined) return ask('services', {}, message([notice('bad', words.serviceGone)]));
  const value = (part: string | null): Text => (part === null ? words.missing : [hidden(part)]);
  return answer(message([{ kind: 'facts', facts: (['address', 'postalCode', 'city', 'phone'] as const).map((name) => ({ label: words.labels[name], value: value(service[name]) })) }], [
    { id: ctx.anytime('service', 'edit', service.id), label: words.edit, style: 'primary' },
    { id: ctx.anytime('service', 'remove', service.id), label: words.serviceRemove, style: 'danger' },
    { id: ctx.anytime('structure', 'services'), label: words.services },
  ], { title: [hidden(service.name)] }));
}

const shown = (question: (ctx: Context) => Promise<Message>): Step<object> => ({
  ask: async (_slots, ctx) => question(ctx),
  async accept(_slots, input) {
    if (input.kind !== 'text') return undefined;
    const said = lineSaid(input.text);
    if (said === undefined) return undefined;
    return start('sheet', said.value === '' ? { line: said.line } : said);
  },
});

/** Ma structure (A1): the sheet, the convention as the operator has it, the services. */
export const structure: Flow<object> = {
  name: 'structure',
  version: 1,
  for: ['referent'],
  browses: true,
  async start(args) {
    return ask(args['part'] === 'services' ? 'services' : 'sheet', {});
  },
  steps: { sheet: shown(sheet), services: shown(servicesList) },
  anytime: {
    open: async () => ask('sheet', {}),
    edit: async () => start('sheet'),
    services: async () => ask('services', {}),
    service: async ([id], ctx) => serviceSheet(id, ctx),
  },
};

/** What the home page says of the own structure: that it cannot book, or soon will not; and the way to its sheet. */
export async function structureOnHome(ctx: Context): Promise<{ blocks: Block[]; actions: Action[] }> {
  if (ctx.account.role !== 'referent') return { blocks: [], actions: [] };
  const own = await ctx.store.structure();
  const said = own === undefined ? undefined : standing(own, ctx);
  return { blocks: said === undefined ? [] : [said.block], actions: [{ id: ctx.anytime('structure', 'open'), label: ctx.say.structure.title }] };
}
