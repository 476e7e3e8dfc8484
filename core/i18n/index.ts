import type { Lang } from './plural.ts';
import { en } from './en.ts';
import { fr, type Strings } from './fr.ts';
import { times } from './times.ts';

export type { Strings } from './fr.ts';

const languages = { fr, en };

/** The words of a language, bound to the instant of a turn. */
export const strings = (lang: Lang, at: { now: Date; zone: string }): Strings => languages[lang](times(lang, at));
