import type { StructureSheet } from '../../domain/structure.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import { ask, start, type Context, type Flow } from '../flow.ts';
import { changeLine, LINE_NAMES, lineRead, LINES, lineSaid, lineShown, wrongOf, type LineName } from './structure.ts';
import { clean } from './structureForm.ts';

interface Editing { readonly line?: LineName }

const isLine = (line: unknown): line is LineName => typeof line === 'string' && (LINE_NAMES as string[]).includes(line);

/** Changing the structure's sheet (A1): all of it by the form, or one line by typing it. */
export const sheet: Flow<Editing> = {
  name: 'sheet',
  version: 1,
  for: ['referent'],
  async start(args, ctx) {
    const { line, value } = args;
    if (!isLine(line)) return ask('all', {});
    return typeof value === 'string' ? changeLine(line, value, ctx) : ask('line', { line });
  },
  steps: {
    all: {
      async ask(_slots, ctx) {
        const { structure: words } = ctx.say;
        const kept = await ctx.store.structures.sheet();
        return {
          ...message([paragraph(words.editing)], [{ id: ctx.once('sheet', 'keep'), label: ctx.say.actions.back }]),
          form: {
            id: ctx.once('sheet', 'save'), submit: words.save,
            fields: LINE_NAMES.map((line) => ({ name: line, label: words.labels[line], type: 'text' as const, required: LINES[line].needed, ...(kept?.[line] == null ? {} : { value: [{ hidden: lineShown(line, kept[line], ctx) }] }) })),
          },
        };
      },
      async accept(_slots, input, ctx) {
        if (input.kind === 'press') return input.name === 'keep' ? start('structure') : undefined;
        if (input.kind === 'submit') return saveAll(input.values, ctx);
        const said = lineSaid(input.text);
        if (said === undefined) return undefined;
        return said.value === '' ? ask('line', { line: said.line }) : changeLine(said.line, said.value, ctx);
      },
    },
    line: {
      async ask({ line = 'name' }, ctx) {
        const { structure: words } = ctx.say;
        return {
          ...message([paragraph([...words.labels[line], ctx.lang === 'fr' ? ' ?' : '?'])], [{ id: ctx.once('sheet', 'keep'), label: ctx.say.actions.back }]),
          form: { id: ctx.once('sheet', 'save'), submit: words.save, fields: [{ name: line, label: words.labels[line], type: 'text', required: LINES[line].needed }] },
        };
      },
      async accept({ line = 'name' }, input, ctx) {
        if (input.kind === 'press') return input.name === 'keep' ? start('structure') : undefined;
        if (input.kind === 'submit') return changeLine(line, input.values[line] ?? '', ctx);
        if (input.understood.intent !== 'none' && input.understood.intent !== 'no' && input.understood.confidence >= 0.9) return undefined;
        return changeLine(line, lineSaid(input.text)?.line === line ? (lineSaid(input.text)?.value ?? '') : input.text, ctx);
      },
    },
  },
};

/** Every line of the form, or none: a faulty one is said first, and nothing is written. */
async function saveAll(values: Readonly<Record<string, string>>, ctx: Context) {
  const { structure: words } = ctx.say;
  const before = await ctx.store.structures.sheet();
  if (before === undefined) return start('home');
  const changes: Partial<Record<LineName, string | null>> = {};
  for (const line of LINE_NAMES) {
    const typed = clean(values[line] ?? before[line] ?? '');
    const value = typed === '' && !LINES[line].needed ? null : lineRead(line, typed, ctx);
    if (value === undefined) return ask('all', {}, message([notice('bad', wrongOf(line, ctx))]));
    if (value !== before[line]) changes[line] = value;
  }
  if (Object.keys(changes).length === 0) return start('structure', {}, message([paragraph(words.unchanged)]));
  await ctx.store.structures.edit(changes as Partial<StructureSheet>);
  await ctx.store.audit('structure.edited', before.id, { lines: Object.keys(changes).join(' ') }, ctx.now);
  return start('structure', {}, message([notice('good', words.saved)]));
}
