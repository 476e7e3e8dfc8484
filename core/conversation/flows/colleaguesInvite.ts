import { message, notice, paragraph } from '../../messages/build.ts';
import { account } from '../../messages/text.ts';
import { ask, done, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { mailCode, showCode } from './colleagues.ts';
import { answered, BEGUN, formOf, line, readEmail, whoIs, type Filling, type Question } from './structureForm.ts';

const questionsOf = (ctx: Context): readonly Question[] => {
  const { colleagues: words, wrong } = ctx.say.structure;
  return [whoIs(words.name, ctx), line('email', words.emailField, words.email, readEmail, wrong.email, true)];
};

async function invited({ values }: Filling, by: 'mail' | 'eye', ctx: Context): Promise<Outcome> {
  const { first = '', last = '', email = '' } = values;
  const made = await ctx.store.colleagues.invite({ role: 'referent', first, last, ...(email === '' ? {} : { email }), lang: ctx.lang }, ctx.now);
  if (made.kind === 'email-taken') return ask('taken', { values, at: 1 });
  await ctx.store.audit('account.added', made.account, { role: 'referent' }, ctx.now);
  return done(by === 'mail' ? await mailCode(made.account, ctx) : await showCode(made.account, [account(made.account, 'full')], ctx));
}

/** Inviting a colleague (A2): who, where the code goes, and the account is there. */
export const invite: Flow<Filling> = {
  name: 'invite',
  version: 1,
  for: ['referent'],
  start: async () => ask('who', BEGUN),
  steps: {
    who: {
      async ask(filling, ctx) {
        const questions = questionsOf(ctx);
        const question = questions[filling.at];
        return {
          ...message([question === undefined ? undefined : paragraph(question.ask)], [
            question?.optional === true ? { id: ctx.once('invite', 'skip'), label: ctx.say.structure.skip } : undefined,
            { id: ctx.once('invite', 'leave'), label: ctx.say.actions.giveUp },
          ]),
          form: formOf(questions, filling, ctx.once('invite', 'save'), ctx.say.structure.colleagues.go),
        };
      },
      async accept(filling, input, ctx) {
        if (input.kind === 'press' && input.name === 'leave') return start('colleagues', {}, message([paragraph(ctx.say.structure.colleagues.kept)]));
        const filled = answered(questionsOf(ctx), filling, input, true);
        if (filled === undefined) return undefined;
        if (filled.kind === 'full') return ask('how', { values: filled.values, at: 2 });
        return ask('who', filled.filling, ...(filled.wrong === undefined ? [] : [message([notice('bad', filled.wrong)])]));
      },
    },
    how: {
      async ask({ values }, ctx) {
        const { colleagues: words } = ctx.say.structure;
        return message([paragraph(words.how(values['first'] ?? '', values['last'] ?? ''))], [
          (values['email'] ?? '') === '' ? undefined : { id: ctx.once('invite', 'mail'), label: words.byMail, style: 'primary' },
          { id: ctx.once('invite', 'eye'), label: words.byEye },
          { id: ctx.once('invite', 'leave'), label: ctx.say.actions.giveUp },
        ]);
      },
      async accept(filling, input, ctx) {
        if (input.kind !== 'press') return undefined;
        if (input.name === 'leave') return start('colleagues', {}, message([paragraph(ctx.say.structure.colleagues.kept)]));
        return input.name === 'mail' || input.name === 'eye' ? invited(filling, input.name, ctx) : undefined;
      },
    },
    taken: {
      ask: async (_filling, ctx) => message([notice('bad', ctx.say.structure.colleagues.emailTaken)], [
        { id: ctx.once('invite', 'other'), label: ctx.say.structure.colleagues.otherMail, style: 'primary' },
        { id: ctx.once('invite', 'without'), label: ctx.say.structure.colleagues.withoutMail },
      ]),
      async accept({ values }, input) {
        if (input.kind === 'submit') return undefined;
        if (input.kind === 'press') return input.name === 'other' ? ask('who', { values: { ...values, email: '' }, at: 1 }) : input.name === 'without' ? ask('how', { values: { ...values, email: '' }, at: 2 }) : undefined;
        const email = readEmail(input.text);
        return email === undefined ? undefined : ask('how', { values: { ...values, email }, at: 2 });
      },
    },
  },
  anytime: { begin: async () => start('invite') },
};
