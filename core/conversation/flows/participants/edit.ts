import { kindOrder as KINDS, type PersonSheet } from '../../../domain/person.ts';
import { isUuid } from '../../../messages/actions.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Field, Message } from '../../../messages/message.ts';
import { hidden } from '../../../messages/text.ts';
import { ask, done, say as answer, start, type Context, type Flow, type Input, type Outcome, type Step } from '../../flow.ts';
import { changesBy, detailSaid, DETAILS, NAMES, shownValue, type FieldName, type Values } from './fields.ts';
import { sheetMessage } from './sheet.ts';

/** Somebody whose sheet is being changed; `values`: what was given and could not be kept yet, as typed. */
interface Editing {
  readonly person: string;
  readonly values?: Values;
  /** The one detail that is asked for. */
  readonly field?: FieldName;
}

export const unknownPerson = (ctx: Context): Message =>
  message([notice('bad', ctx.say.participants.unknown)], [{ id: ctx.anytime('participants', 'open'), label: ctx.say.participants.actions.list }, { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu }]);

const FORMS = { names: NAMES, details: DETAILS } as const;
type FormName = keyof typeof FORMS;

type Options = NonNullable<Field['options']>;

/** What is chosen rather than written. */
function optionsOf(name: FieldName, ctx: Context): Options | undefined {
  const { fields } = ctx.say.participants;
  switch (name) {
    case 'kind':
      return KINDS.map((kind) => ({ value: kind, label: ctx.say.book.kindChoices[kind] }));
    case 'civility':
      return [{ value: 'aucune', label: fields.noCivility }, { value: 'Mme', label: ['Mme'] }, { value: 'M.', label: ['M.'] }];
    case 'discreet':
      return [{ value: 'non', label: fields.no }, { value: 'oui', label: fields.yes }];
    default:
      return undefined;
  }
}

/** The option that stands for what is kept. */
const chosenBy = (name: FieldName, sheet: PersonSheet): string => (name === 'kind' ? sheet.kind : name === 'discreet' ? (sheet.discreet ? 'oui' : 'non') : (sheet.details.civility ?? 'aucune'));

/** A form of these fields, filled in with what was typed last, else with what is kept. */
export function fieldsOf(names: readonly FieldName[], values: Values, sheet: PersonSheet | undefined, ctx: Context): readonly Field[] {
  return names.map((name): Field => {
    const options = optionsOf(name, ctx);
    const typed = values[name];
    const label = ctx.say.participants.fields[name];
    const required = name === 'first' || name === 'last';
    if (options === undefined) {
      const value = typed === undefined ? (sheet === undefined ? undefined : shownValue(name, sheet, ctx)) : [hidden(typed)];
      return { name, label, type: 'text', required, ...(value === undefined ? {} : { value }) };
    }
    const chosen = typed ?? (sheet === undefined ? undefined : chosenBy(name, sheet));
    // A choice shows only what is among its options.
    const fits = options.some((option) => option.value === chosen);
    return { name, label, type: 'choice', required, options, ...(chosen === undefined || !fits ? {} : { value: [chosen] }) };
  });
}

/** Keeps what these values say, or tells every fault and keeps what was typed. */
async function record(editing: Editing, values: Values, form: FormName, ctx: Context): Promise<Outcome> {
  const { store } = ctx;
  const say = ctx.say.participants;
  const sheet = await store.people.sheet(editing.person);
  if (sheet === undefined) return done(unknownPerson(ctx));
  const { changes, changed, faults } = changesBy(values, sheet, await store.people.all(), ctx);
  if (faults.length > 0) {
    return ask(form, { person: sheet.id, values }, message([...faults.map(({ why }) => notice('bad', why)), paragraph(say.wrongKept)]));
  }
  if (changed.length === 0) return start('participants', { person: sheet.id }, message([notice('info', say.edit.same)]));
  await store.people.edit(sheet.id, changes, ctx.now);
  const after = (await store.people.sheet(sheet.id)) ?? sheet;
  const told = changed.flatMap((field): Block[] => {
    const value = shownValue(field, after, ctx);
    // Access needs stand on the sheet alone (X5).
    return field === 'access' && value !== undefined ? [] : [paragraph(value === undefined ? say.edit.cleared(say.fields[field]) : say.edit.set(say.fields[field], value))];
  });
  return start('participants', { person: sheet.id }, message([notice('good', say.edit.done(sheet.id)), ...told]));
}

/** One detail said in words: kept at once, or asked for. */
export async function recordDetail(id: string, { field, value }: { field: FieldName; value?: string }, ctx: Context): Promise<Outcome> {
  if (value === undefined) return start('editperson', { person: id, field });
  const sheet = await ctx.store.people.sheet(id);
  if (sheet === undefined) return done(unknownPerson(ctx));
  const { faults } = changesBy({ [field]: value }, sheet, await ctx.store.people.all(), ctx);
  // Explained, and asked for again: the next answer is the detail alone.
  if (faults.length > 0) return start('editperson', { person: id, field, values: { [field]: value } });
  return record({ person: id }, { [field]: value }, 'details', ctx);
}

const form = (name: FormName): Step<Editing> => ({
  async ask(editing, ctx) {
    const say = ctx.say.participants;
    const sheet = await ctx.store.people.sheet(editing.person);
    if (sheet === undefined) return unknownPerson(ctx);
    const other: FormName = name === 'names' ? 'details' : 'names';
    return {
      ...message([paragraph(say.edit.which(sheet.id)), paragraph(say.edit.how)], [
        { id: ctx.once('editperson', 'form', other), label: other === 'details' ? say.actions.details : say.actions.names },
        sheet.removed ? undefined : { id: ctx.once('editperson', 'remove'), label: say.actions.remove, style: 'danger' },
        { id: ctx.anytime('participants', 'show', sheet.id), label: say.actions.sheet },
      ]),
      form: { id: ctx.once('editperson', 'save'), submit: say.add.save, fields: fieldsOf(FORMS[name], editing.values ?? {}, sheet, ctx) },
    };
  },
  async accept(editing, input, ctx) {
    if (input.kind === 'press') {
      if (input.name === 'remove') return ask('remove', { person: editing.person });
      const [other] = input.args;
      return input.name === 'form' && (other === 'names' || other === 'details') ? ask(other, editing) : undefined;
    }
    if (input.kind === 'submit') {
      const values = Object.fromEntries(FORMS[name].flatMap((field) => (input.values[field] === undefined ? [] : [[field, input.values[field]]])));
      return record(editing, values, name, ctx);
    }
    const said = detailSaid(input.text);
    return said === undefined ? undefined : recordDetail(editing.person, said, ctx);
  },
});

/** One detail at a time (X7): asked for by its name, again with the reason when the answer will not do. */
const value: Step<Editing> = {
  async ask({ person, field = 'phone', values }, ctx) {
    const say = ctx.say.participants;
    const sheet = await ctx.store.people.sheet(person);
    if (sheet === undefined) return unknownPerson(ctx);
    const given = values?.[field];
    const faults = given === undefined ? [] : changesBy({ [field]: given }, sheet, await ctx.store.people.all(), ctx).faults;
    return message(
      [
        ...faults.map(({ why }) => notice('bad', why)),
        given === undefined || given === '' ? undefined : paragraph(say.given(given)),
        paragraph(say.edit.value(person, say.fields[field])),
      ],
      [
        { id: ctx.once('editperson', 'form', NAMES.some((one) => one === field) ? 'names' : 'details'), label: say.actions.edit },
        { id: ctx.anytime('participants', 'show', person), label: say.actions.sheet },
      ],
    );
  },
  async accept(editing, input, ctx) {
    if (input.kind === 'press') return input.name === 'form' ? ask(input.args[0] === 'names' ? 'names' : 'details', editing) : undefined;
    if (input.kind === 'submit' || editing.field === undefined) return undefined;
    // 'Mes réservations': said to the chat, no detail.
    if (input.understood.intent !== 'none' && input.understood.confidence >= 0.85 && !['yes', 'no', 'language'].includes(input.understood.intent)) return undefined;
    return recordDetail(editing.person, detailSaid(input.text) ?? { field: editing.field, value: input.text }, ctx);
  },
};

/** Deactivating (A3): what becomes of current reservations is said before. */
const remove: Step<Editing> = {
  async ask({ person }, ctx) {
    const say = ctx.say.participants;
    const current = (await ctx.store.booking.list({ which: 'current', person }, { offset: 0, limit: 100 }, ctx.now)).items;
    const booked = current.filter(({ state }) => state === 'booked').length;
    const guests = (await ctx.store.people.all()).filter(({ of, removed }) => of === person && !removed).map(({ id }) => id);
    return message(
      [
        paragraph(say.remove.ask(person)),
        booked > 0 ? paragraph(say.remove.booked(booked)) : undefined,
        current.length > booked ? paragraph(say.remove.waiting(current.length - booked)) : undefined,
        paragraph(current.length > 0 ? say.remove.cancelFirst : say.remove.nothing),
        guests.length > 0 ? paragraph(say.remove.guests(guests)) : undefined,
      ],
      [{ id: ctx.once('editperson', 'yes'), label: say.remove.yes, style: 'danger' }, { id: ctx.once('editperson', 'keep'), label: say.remove.no }],
    );
  },
  async accept({ person }, input: Input, ctx) {
    const say = ctx.say.participants;
    const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
    const keep = input.kind === 'press' ? input.name === 'keep' : input.kind === 'text' && input.understood.intent === 'no';
    const sheet = yes || keep ? await ctx.store.people.sheet(person) : undefined;
    if (!yes && !keep) return undefined;
    if (sheet === undefined) return done(unknownPerson(ctx));
    if (keep) return start('participants', { person }, message([paragraph(say.remove.kept)]));
    await ctx.store.people.setRemoved(person, true, ctx.now);
    return done(message([notice('good', say.remove.done(person)), paragraph(say.remove.undo)], [
      { id: ctx.anytime('editperson', 'restore', person), label: say.actions.restore },
      { id: ctx.anytime('participants', 'show', person), label: say.actions.sheet },
      { id: ctx.anytime('participants', 'open'), label: say.actions.list },
    ]));
  },
};

/** At once: it takes nothing away, and can be undone. Whoever waits somewhere is dealt to (A8). */
async function restore(sheet: PersonSheet, ctx: Context): Promise<Outcome> {
  const say = ctx.say.participants;
  if (!sheet.removed) return answer(await sheetMessage(sheet, ctx, [notice('info', say.remove.already)]));
  await ctx.store.people.setRemoved(sheet.id, false, ctx.now);
  const waits = (await ctx.store.booking.list({ which: 'waiting', person: sheet.id }, { offset: 0, limit: 1 }, ctx.now)).total > 0;
  return answer(await sheetMessage({ ...sheet, removed: false }, ctx, [notice('good', say.remove.restored(sheet.id)), ...(waits ? [paragraph(say.remove.restoredWaiting)] : [])]));
}

/** What can be done to one sheet, by its id on the button. */
const onSheet = (what: (sheet: PersonSheet, ctx: Context) => Outcome | Promise<Outcome>) => async ([id]: readonly string[], ctx: Context): Promise<Outcome> => {
  const sheet = isUuid(id) ? await ctx.store.people.sheet(id) : undefined;
  return sheet === undefined ? answer(unknownPerson(ctx)) : what(sheet, ctx);
};

/** Modifier, désactiver, réactiver (A3). */
export const editperson: Flow<Editing> = {
  name: 'editperson',
  version: 1,
  for: ['referent'],
  async start({ person, field, values, removing }, ctx) {
    const sheet = isUuid(person as string | undefined) ? await ctx.store.people.sheet(person as string) : undefined;
    if (sheet === undefined) return answer(unknownPerson(ctx));
    if (removing === true) return sheet.removed ? answer(alreadyRemoved(sheet, ctx)) : ask('remove', { person: sheet.id });
    const asked = [...NAMES, ...DETAILS].find((one) => one === field);
    return asked === undefined ? ask('names', { person: sheet.id }) : ask('value', { person: sheet.id, field: asked, ...(values === undefined ? {} : { values }) });
  },
  steps: { names: form('names'), details: form('details'), value, remove },
  anytime: {
    open: onSheet((sheet) => ask('names', { person: sheet.id })),
    details: onSheet((sheet) => ask('details', { person: sheet.id })),
    remove: onSheet((sheet, ctx) => (sheet.removed ? answer(alreadyRemoved(sheet, ctx)) : ask('remove', { person: sheet.id }))),
    restore: onSheet(restore),
  },
};

const alreadyRemoved = (sheet: PersonSheet, ctx: Context): Message =>
  message([notice('info', ctx.say.participants.remove.already)], [{ id: ctx.anytime('participants', 'show', sheet.id), label: ctx.say.participants.actions.sheet }]);
