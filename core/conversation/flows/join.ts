import type { Joining } from '../../domain/decision.ts';
import { fold } from '../../language/fold.ts';
import { isUuid } from '../../messages/actions.ts';
import { list, message, notice, paragraph } from '../../messages/build.ts';
import { hidden, strong, t } from '../../messages/text.ts';
import { ask, done, start, type Context, type Flow, type Input } from '../flow.ts';
import { doors } from './help.ts';
import { answered, BEGUN, formOf, line, readEmail, readName, readPhone, whoIs, type Filling, type Question } from './structureForm.ts';

/** Who asks, so far; `operator`: of whom. */
interface Asking extends Filling { readonly operator?: string }

const questionsOf = (ctx: Context): readonly Question[] => {
  const { joining: words, wrong } = ctx.say.structure;
  const { labels } = words;
  return [
    line('structure', labels.structure, words.structure, readName, wrong.name),
    line('kind', labels.kind, words.kind, readName, wrong.name),
    line('city', labels.city, words.city, readName, wrong.name),
    whoIs(words.person, ctx),
    line('email', labels.email, words.email, readEmail, wrong.email),
    line('phone', labels.phone, words.phone, readPhone, wrong.phone, true),
  ];
};

const joiningOf = ({ values }: Filling): Joining => {
  const { structure = '', kind = '', city = '', first = '', last = '', email = '', phone = '' } = values;
  return { structure, kind, city, first, last, email, ...(phone === '' ? {} : { phone }) };
};

const yesOrNo = (input: Input, yes: string, no: string): 'yes' | 'no' | undefined =>
  input.kind === 'press' ? (input.name === yes ? 'yes' : input.name === no ? 'no' : undefined)
    : input.kind === 'text' && (input.understood.intent === 'yes' || input.understood.intent === 'no') ? input.understood.intent : undefined;

/** Devenir partenaire (A1): somebody without an account asks to join; the operator answers into the same chat. */
export const join: Flow<Asking> = {
  name: 'join',
  version: 1,
  for: ['reception'],
  async start(_args, ctx) {
    const [only, ...others] = await ctx.store.reception.operators();
    if (only === undefined) return done(message([paragraph(ctx.say.structure.joining.none)], doors(ctx)));
    const hello = message([paragraph(ctx.say.structure.joining.start)]);
    return others.length > 0 ? ask('operator', BEGUN, hello) : ask('about', { ...BEGUN, operator: only.id }, hello);
  },
  steps: {
    operator: {
      async ask(_asking, ctx) {
        const all = await ctx.store.reception.operators();
        return message([paragraph(ctx.say.structure.joining.which), list(all.slice(0, 12).map(({ id, name }) => ({ text: strong(name), action: { id: ctx.once('join', 'of', id), label: t`${name}` } })), true)],
          [{ id: ctx.once('join', 'leave'), label: ctx.say.actions.giveUp }]);
      },
      async accept(asking, input, ctx) {
        if (input.kind === 'press' && input.name === 'leave') return done(message([paragraph(ctx.say.structure.joining.dropped)], doors(ctx)));
        const all = await ctx.store.reception.operators();
        if (input.kind === 'press') return input.name === 'of' && isUuid(input.args[0]) && all.some(({ id }) => id === input.args[0]) ? ask('about', { ...asking, operator: input.args[0] }) : undefined;
        if (input.kind === 'submit') return undefined;
        const said = fold(input.text);
        const meant = all.filter(({ name }) => said.length > 2 && fold(name).includes(said));
        return meant.length === 1 ? ask('about', { ...asking, operator: meant[0]?.id }) : ask('operator', asking, message([notice('bad', ctx.say.structure.wrong.choice)]));
      },
    },
    about: {
      async ask(asking, ctx) {
        const questions = questionsOf(ctx);
        const question = questions[asking.at] ?? questions[0];
        return {
          ...message([question === undefined ? undefined : paragraph(question.ask)], [
            question?.optional === true ? { id: ctx.once('join', 'skip'), label: ctx.say.structure.skip } : undefined,
            { id: ctx.once('join', 'leave'), label: ctx.say.actions.giveUp },
          ]),
          form: formOf(questions, asking, ctx.once('join', 'save'), ctx.say.structure.colleagues.go),
        };
      },
      async accept(asking, input, ctx) {
        if (input.kind === 'press' && input.name === 'leave') return done(message([paragraph(ctx.say.structure.joining.dropped)], doors(ctx)));
        const filled = answered(questionsOf(ctx), asking, input, false);
        if (filled === undefined) return undefined;
        if (filled.kind === 'full') return ask('recap', { ...asking, values: filled.values, at: 0 });
        return ask('about', { ...asking, ...filled.filling }, ...(filled.wrong === undefined ? [] : [message([notice('bad', filled.wrong)])]));
      },
    },
    recap: {
      async ask(asking, ctx) {
        const { joining: words } = ctx.say.structure;
        const { structure, kind, city, first, last, email, phone } = joiningOf(asking);
        const operator = (await ctx.store.reception.operators()).find(({ id }) => id === asking.operator)?.name ?? '';
        const facts = [
          { label: words.labels.operator, value: t`${operator}` },
          ...([['structure', structure], ['kind', kind], ['city', city], ['person', `${first} ${last}`], ['email', email]] as const).map(([name, value]) => ({ label: words.labels[name], value: [hidden(value)] })),
          ...(phone === undefined ? [] : [{ label: words.labels.phone, value: [hidden(phone)] }]),
        ];
        return message([paragraph(words.recap), { kind: 'facts', facts }], [
          { id: ctx.once('join', 'send'), label: words.send, style: 'primary' },
          { id: ctx.once('join', 'change'), label: words.change },
          { id: ctx.once('join', 'leave'), label: ctx.say.actions.giveUp },
        ]);
      },
      async accept(asking, input, ctx) {
        const { joining: words } = ctx.say.structure;
        if (input.kind === 'press' && input.name === 'change') return ask('about', { ...asking, at: 0 });
        const said = yesOrNo(input, 'send', 'leave');
        if (said === 'no') return done(message([paragraph(words.dropped)], doors(ctx)));
        const operator = (await ctx.store.reception.operators()).find(({ id }) => id === asking.operator);
        if (said === undefined || operator === undefined) return undefined;
        const asked = await ctx.store.reception.join(operator.id, joiningOf(asking), ctx.now);
        if (asked === 'many') return done(message([notice('bad', words.many)], doors(ctx)));
        return done(message([notice('good', words.sent(operator.name))], doors(ctx).slice(0, 1)));
      },
    },
  },
  anytime: { open: async () => start('join') },
};
