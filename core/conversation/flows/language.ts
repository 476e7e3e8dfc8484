import { strings } from '../../i18n/index.ts';
import { message, paragraph } from '../../messages/build.ts';
import type { Lang } from '../../ports.ts';
import { say, type Context, type Flow, type Outcome } from '../flow.ts';

const other = (lang: Lang): Lang => (lang === 'fr' ? 'en' : 'fr');

async function change(lang: Lang, ctx: Context): Promise<Outcome> {
  await ctx.store.account.setLang(lang);
  const words = strings(lang, { now: ctx.now, zone: ctx.programme.zone });
  return say(message([paragraph(words.language.changed)], [
    { id: ctx.anytime('home', 'open'), label: words.actions.menu },
    { id: ctx.anytime('language', 'set', other(lang)), label: words.language.other },
  ]));
}

/** The language of an account, for all its channels. */
export const language: Flow = {
  name: 'language',
  version: 1,
  for: ['reception', 'referent', 'visitor', 'leader', 'venue', 'operator', 'jury'],
  start: async ({ lang }, ctx) => change(lang === 'fr' || lang === 'en' ? lang : other(ctx.lang), ctx),
  steps: {},
  anytime: { set: async ([lang], ctx) => change(lang === 'en' ? 'en' : 'fr', ctx) },
};
