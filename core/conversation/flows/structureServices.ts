import { message, notice, paragraph } from '../../messages/build.ts';
import { ask, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { serviceOf } from './structure.ts';
import { answered, BEGUN, formOf, line, readLine, readName, readPhone, readPostalCode, type Filling, type Question, type Values } from './structureForm.ts';

/** A service being written down; `id`: one that is there already. */
interface Writing extends Filling { readonly id?: string }

const questionsOf = (ctx: Context): readonly Question[] => {
  const { structure: words } = ctx.say;
  const { labels, wrong } = words;
  return [
    line('name', labels.name, words.serviceName, readName, wrong.name),
    line('address', labels.address, words.serviceAddress, readLine, wrong.text, true),
    line('postalCode', labels.postalCode, words.servicePostalCode, readPostalCode, wrong.postalCode, true),
    line('city', labels.city, words.serviceCity, readName, wrong.name, true),
    line('phone', labels.phone, words.servicePhone, readPhone, wrong.phone, true),
  ];
};

async function save(id: string | undefined, values: Values, ctx: Context): Promise<Outcome> {
  const { structure: words } = ctx.say;
  if (id !== undefined && (await serviceOf(id, ctx)) === undefined) return start('structure', { part: 'services' }, message([notice('bad', words.serviceGone)]));
  const given = (name: string): string | null => (values[name] ?? '') || null;
  const name = values['name'] ?? '';
  const saved = await ctx.store.structures.saveService({ ...(id === undefined ? {} : { id }), name, address: given('address'), postalCode: given('postalCode'), city: given('city'), phone: given('phone') }, ctx.now);
  await ctx.store.audit(id === undefined ? 'service.added' : 'service.edited', saved, {}, ctx.now);
  return start('structure', { part: 'services' }, message([notice('good', words.serviceSaved(name))]));
}

/** A service or establishment, with an address of its own (A1): added, changed, taken off the sheet. */
export const service: Flow<Writing> = {
  name: 'service',
  version: 1,
  for: ['referent'],
  start: async () => ask('write', BEGUN),
  steps: {
    write: {
      async ask(writing, ctx) {
        const questions = questionsOf(ctx);
        const question = questions[writing.at];
        return {
          ...message([question === undefined ? undefined : paragraph(question.ask)], [
            question?.optional === true ? { id: ctx.once('service', 'skip'), label: ctx.say.structure.skip } : undefined,
            { id: ctx.once('service', 'leave'), label: ctx.say.actions.giveUp },
          ]),
          form: formOf(questions, writing, ctx.once('service', 'save'), ctx.say.structure.save),
        };
      },
      async accept(writing, input, ctx) {
        if (input.kind === 'press' && input.name === 'leave') return start('structure', { part: 'services' });
        const filled = answered(questionsOf(ctx), writing, input, true);
        if (filled === undefined) return undefined;
        if (filled.kind === 'full') return save(writing.id, filled.values, ctx);
        return ask('write', { ...writing, ...filled.filling }, ...(filled.wrong === undefined ? [] : [message([notice('bad', filled.wrong)])]));
      },
    },
    remove: {
      async ask({ id }, ctx) {
        const { structure: words } = ctx.say;
        return message([paragraph(words.serviceRemoving((await serviceOf(id, ctx))?.name ?? ''))], [
          { id: ctx.once('service', 'yes'), label: words.remove, style: 'danger' },
          { id: ctx.once('service', 'no'), label: words.keep },
        ]);
      },
      async accept({ id }, input, ctx) {
        const { structure: words } = ctx.say;
        const yes = input.kind === 'press' ? input.name === 'yes' : input.kind === 'text' && input.understood.intent === 'yes';
        const no = input.kind === 'press' ? input.name === 'no' : input.kind === 'text' && input.understood.intent === 'no';
        if (!yes && !no) return undefined;
        const kept = await serviceOf(id, ctx);
        if (kept === undefined) return start('structure', { part: 'services' }, message([notice('bad', words.serviceGone)]));
        if (no) return start('structure', { part: 'services' }, message([paragraph(words.unchanged)]));
        await ctx.store.structures.removeService(kept.id, ctx.now);
        await ctx.store.audit('service.removed', kept.id, {}, ctx.now);
        return start('structure', { part: 'services' }, message([notice('good', words.serviceRemoved(kept.name))]));
      },
    },
  },
  anytime: {
    add: async () => start('service'),
    edit: async ([id], ctx) => {
      const kept = await serviceOf(id, ctx);
      if (kept === undefined) return start('structure', { part: 'services' }, message([notice('bad', ctx.say.structure.serviceGone)]));
      const values = { name: kept.name, address: kept.address ?? '', postalCode: kept.postalCode ?? '', city: kept.city ?? '', phone: kept.phone ?? '' };
      return ask('write', { id: kept.id, values, at: 0 });
    },
    remove: async ([id], ctx) => {
      const kept = await serviceOf(id, ctx);
      return kept === undefined ? start('structure', { part: 'services' }, message([notice('bad', ctx.say.structure.serviceGone)])) : ask('remove', { ...BEGUN, id: kept.id });
    },
  },
};
