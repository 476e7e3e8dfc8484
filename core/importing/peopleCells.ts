import type { PersonKind } from '../domain/person.ts';
import { nearestWord } from '../language/slips.ts';
import { readDate } from './dates.ts';
import type { Civility } from './peopleProblems.ts';
import { folded, line } from './text.ts';

/** The values of one person, each read alone; undefined is 'cannot be read'. Nothing here throws. */

const KINDS: Readonly<Record<PersonKind, string>> = {
  participant: `participant participante participants participantes resident residente residents residentes usager usagere usagers usageres beneficiaire beneficiaires
    jeune jeunes enfant enfants ado ados adolescent adolescente adolescents adulte adultes menage menages actionneur actionneuse actionneurs eleve eleves mineur mineure
    mineurs accueilli accueillie accueillis inscrit inscrite inscrits heberge hebergee heberges beneficiary member user resident child young`,
  guest: `invite invitee invites invitees ami amie amis amies proche proches famille familles frere soeur freres soeurs conjoint conjointe mari femme epoux epouse compagnon
    compagne pere mere parent parents fils fille cousin cousine cousins voisin voisine oncle tante neveu niece guest guests friend friends relative relatives`,
  companion: `accompagnateur accompagnatrice accompagnateurs accompagnatrices accompagnement accompagnant accompagnante accompagnants encadrant encadrante encadrants
    encadrement educateur educatrice educateurs educatrices animateur animatrice animateurs animatrices benevole benevoles professionnel professionnelle professionnels
    moniteur monitrice referent referente travailleur travailleuse salarie salariee intervenant intervenante stagiaire companion companions volunteer volunteers staff`,
};
const byWord = new Map((Object.entries(KINDS) as [PersonKind, string][]).flatMap(([kind, all]) => all.trim().split(/\s+/).map((word) => [word, kind] as const)));

/** 'Participant·e', 'Invité(e)', 'éducatrice spécialisée': the first word that is known; with `slips`, or misspelt. */
export function kindOf(text: string, slips: boolean): PersonKind | undefined {
  const said = folded(text);
  const [head = ''] = said.split(' ');
  const exact = byWord.get(said) ?? (said.split(' ').length <= 3 ? byWord.get(head) : undefined);
  if (exact !== undefined || !slips) return exact;
  const near = head.length >= 6 ? nearestWord(head, byWord.keys()) : undefined;
  return near === undefined ? undefined : byWord.get(near);
}

const YES = new Set('oui o yes y x vrai true 1 ok si discret discrete confidentiel confidentielle anonyme'.split(' '));
const NO = new Set('non n no faux false 0 aucun aucune neant sans ras nc normal'.split(' '));

export function yesNo(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = line(value, 100) ?? '';
  if (/^[✓✔✅☑☒]\uFE0F?$/u.test(text)) return true;
  if (/^[-–—/☐❌✗✘]\uFE0F?$/u.test(text)) return false;
  return YES.has(folded(text)) ? true : NO.has(folded(text)) ? false : undefined;
}

/** Nothing to say, said: 'non', 'aucun', '-', 'RAS'. */
export const saysNothing = (value: unknown): boolean => yesNo(value) === false;

const CIVILITIES: Readonly<Record<Civility, string>> = {
  Mme: 'mme mlle madame mademoiselle mrs ms miss f femme feminin fille female mesdames',
  'M.': 'm mr monsieur mister h homme masculin garcon male g messieurs',
};

/** null: said to be neither, or not said ('autre', 'X'). */
export function civilityOf(value: unknown): Civility | null | undefined {
  const text = folded(line(value, 60) ?? '');
  if (/^(?:autre|x|nc|non binaire|neutre|other|mx|)$/.test(text)) return null;
  return (['Mme', 'M.'] as const).find((one) => CIVILITIES[one].split(' ').includes(text));
}

/** Of a name's first word. A lone M is an initial unless a dot or nothing but a name follows it. */
export function withoutCivility(name: string): { civility?: Civility; name: string } {
  const found = /^(mme|mlle|madame|mademoiselle|mr|monsieur|mrs|ms|miss|m)\b(\.?)\s+(?=\p{L})/iu.exec(name);
  const civility = found === null ? undefined : civilityOf(found[1]);
  return found === null || civility === undefined || civility === null ? { name } : { civility, name: name.slice(found[0].length) };
}

/** Lower case; 'mailto:' and angle brackets are no part of it. */
export function emailOf(value: unknown): string | undefined {
  const text = line(value, 400)?.replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1').toLowerCase();
  if (text === undefined || text.length > 254 || !/^[^\s@"(),:;<>[\\\]]{1,64}@[a-z0-9\p{L}-]+(?:\.[a-z0-9\p{L}-]+)*\.\p{L}{2,24}$/u.test(text)) return undefined;
  return /\.\.|^\.|\.@|@-|-\./.test(text) ? undefined : text;
}

/** Codes of countries and territories that French numbers have, each with how many digits follow and what they begin with. */
const FRENCH: readonly (readonly [code: string, rest: RegExp])[] = [
  ['33', /^[1-9]\d{8}$/], ['590', /^(?:590|69[01]|976)\d{6}$/], ['594', /^(?:594|694|976)\d{6}$/], ['596', /^(?:596|69[67]|976)\d{6}$/],
  ['262', /^(?:26[239]|639|69[23]|976)\d{6}$/], ['508', /^[4578]\d{5}$/], ['687', /^\d{6}$/], ['681', /^\d{6}$/], ['689', /^(?:4|8)\d{7}$/],
];

/** E.164. French numbers with or without their zero (a spreadsheet drops it), overseas ones by their own code, others with + or 00. */
export function phoneOf(value: unknown): string | undefined {
  const text = (typeof value === 'number' ? String(value) : (line(value, 60) ?? '')).replace(/^'/, '').replace(/^(?:tel|tél|mobile|portable|port|phone)[\s.:]*/iu, '');
  if (!/^[+(]?[\d\s().\-–/\u00A0\u202F]+$/u.test(text)) return undefined;
  const digits = text.replace(/\(0\)/, '').replace(/[^\d+]/g, '');
  const full = /^(?:\+|00)(\d+)$/.exec(digits)?.[1];
  if (full !== undefined) {
    const own = FRENCH.find(([code]) => full.startsWith(code));
    if (own === undefined) return /^[1-9]\d{7,14}$/.test(full) ? `+${full}` : undefined;
    const rest = full.slice(own[0].length).replace(/^0/, '');
    return own[1].test(rest) ? `+${own[0]}${rest}` : undefined;
  }
  const national = /^0?([1-9]\d{8})$/.exec(digits)?.[1];
  if (national === undefined) return /^33[1-9]\d{8}$/.test(digits) ? `+${digits}` : undefined;
  const overseas = FRENCH.slice(1, 5).find(([, rest]) => rest.test(national) && !national.startsWith('976'));
  return `+${overseas?.[0] ?? '33'}${national}`;
}

const OLDEST = 120;

/** '14 ans', 14, '8 mois' → years old. */
export function ageOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= OLDEST ? value : undefined;
  const found = /^(\d{1,3})\s*(ans?|a|years?|yo|y|mois|months?)?\.?$/i.exec(line(value, 40) ?? '');
  if (found === null) return undefined;
  const age = /^mo/i.test(found[2] ?? '') ? Math.floor(Number(found[1]) / 12) : Number(found[1]);
  return age <= OLDEST ? age : undefined;
}

/** A year, a date, or an age with its word; with `bare`, a number alone is an age. `now` is the year it is. */
export function birthYearOf(value: unknown, now: number, bare: boolean): number | undefined {
  const year = yearIn(value, now, bare);
  return year !== undefined && year >= now - OLDEST && year <= now ? year : undefined;
}

function yearIn(value: unknown, now: number, bare: boolean): number | undefined {
  if (typeof value === 'number' && value >= 1000 && value < 10_000) return Number.isInteger(value) ? value : undefined;
  const text = typeof value === 'string' ? (line(value, 60) ?? '').replace(/^n[ée](?:\(e\)|·e|e|\.e)?\s+(?:en|le)\s+|^born\s+(?:in|on)?\s*/iu, '') : value;
  if (typeof text === 'string') {
    const alone = /^(?:(?:0?[1-9]|1[0-2])[/.-])?(\d{4})$/.exec(text)?.[1];
    if (alone !== undefined) return Number(alone);
    if (/^\d{1,3}$/.test(text) ? bare : /^\d{1,3}\s*(?:ans?|years?|mois|months?)/i.test(text)) {
      const age = ageOf(text);
      return age === undefined ? undefined : now - age;
    }
    // Two figures are of this century only as far as it has come.
    const short = /^(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})$/.exec(text);
    if (short !== null) {
      const century = Math.floor(now / 100) * 100;
      const year = century + Number(short[2]) > now ? century - 100 + Number(short[2]) : century + Number(short[2]);
      return yearIn(`${short[1]}${year}`, now, false);
    }
  }
  if (typeof text === 'number' && bare) {
    const age = ageOf(text);
    if (age !== undefined) return now - age;
  }
  const read = readDate(text);
  if (read === undefined) return undefined;
  return 'instant' in read ? read.instant.getUTCFullYear() : read.day.year;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  fr: 'francais francaise french', en: 'anglais anglaise english', ar: 'arabe arabic العربية عربي', uk: 'ukrainien ukrainienne ukrainian українська', es: 'espagnol espagnole spanish espanol castellano',
  pt: 'portugais portugaise portuguese portugues', ru: 'russe russian русский', tr: 'turc turque turkish turkce', fa: 'persan farsi dari persian فارسی', ps: 'pachto pachtou pashto',
  ta: 'tamoul tamil', bn: 'bengali bangla', zh: 'chinois mandarin chinese 中文', it: 'italien italienne italian italiano', de: 'allemand allemande german deutsch', ro: 'roumain roumaine romanian romana',
  sq: 'albanais albanaise albanian shqip', ka: 'georgien georgienne georgian', hy: 'armenien armenienne armenian', so: 'somali', ti: 'tigrigna tigrinya', am: 'amharique amharic', ff: 'peul pulaar fulfulde',
  bm: 'bambara', snk: 'soninke', wo: 'wolof', ln: 'lingala', ku: 'kurde kurdish kurmandji', ur: 'ourdou urdu', hi: 'hindi', vi: 'vietnamien vietnamese', pl: 'polonais polonaise polish polski', bg: 'bulgare bulgarian',
  sr: 'serbe serbian', hr: 'croate croatian', mg: 'malgache malagasy', ht: 'creole', kab: 'kabyle', ber: 'berbere amazigh', nl: 'neerlandais dutch', ja: 'japonais', sw: 'swahili', rom: 'romani', fsl: 'lsf',
};
const byLanguage = new Map(Object.entries(LANGUAGES).flatMap(([code, names]) => [code, ...names.split(' ')].map((name) => [folded(name), code] as const)));

/** Of several ('arabe, français') the first. With `slips` a misspelt one counts too. */
export function languageOf(value: unknown, slips: boolean): string | undefined {
  const said = folded((line(value, 100) ?? '').split(/[,;/+&]|\bet\b|\(/u)[0] ?? '').replace(/^(?:parle|langue|language)(?: l)? /, '').replace(/^fr fr$/, 'fr');
  return byLanguage.get(said) ?? (slips && said.length >= 4 ? byLanguage.get(nearestWord(said, byLanguage.keys()) ?? '') : undefined);
}

/** Letters of any script, with the signs that stand in names. */
export const isName = (text: string): boolean => /^[\p{L}\p{M}\s'’‘ʼ`´.\-‐‑–·\u200C\u200D]+$/u.test(text) && /\p{L}/u.test(text);

/** Written in one encoding and read in another. */
export const isGarbled = (text: string): boolean => /\uFFFD|Ã[\u0080-\u00BF\u2030\u2021\u02C6\u0160\u2039]|â€/.test(text);
