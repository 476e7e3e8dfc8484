import type { OptionalKind } from '../domain/told.ts';
import type { Clock, Now } from './dates/calendar.ts';
import { readHour, readHours } from './dates/clock.ts';
import { WEEKDAYS } from './dates/days.ts';
import { fold } from './fold.ts';
import { take, tokensOf, wordAt, type Found, type Token } from './tokens.ts';

/** What is said of the days of every week, 1 Monday to 7 Sunday: these alone, these too, or not these. */
export interface DaysSaid {
  readonly change: 'only' | 'also' | 'not';
  readonly days: readonly number[];
}

/** Minutes after midnight; null: open to that side; `until` beyond 1440: on the next day. `not`: any but these. */
export interface HoursSaid {
  readonly from: number | null;
  readonly until: number | null;
  readonly not: boolean;
}

/** When somebody wants to be told (X6), as far as a sentence says it. */
export interface MomentsSaid {
  readonly days: readonly DaysSaid[];
  readonly hours: HoursSaid | 'any' | undefined;
  /** Nothing in it says that it is meant for every week: 'samedi', 'mercredi de 9 h à 12 h'. */
  readonly bare: boolean;
}

const ALL = [1, 2, 3, 4, 5, 6, 7] as const;
/** No reader of hours asks when it is. */
const ANY_DAY: Now = { today: 0, minutes: 0, direction: 'future' };

const EXCEPT = 'sauf|hormis|excepte|hors|a part|except|except for|but not|ni';
const NOT = `${EXCEPT}|pas|plus|jamais|rien|aucun|aucune|sans|no|not|never|nothing|don t|without|stop|mute|pause|turn off|couper|coupez|arreter|arretez|arrete|desactiver|enlever|supprimer|heures calmes|heures de silence|quiet hours`;
const ONLY = 'seulement|uniquement|que|rien que|only|just';
const ALSO = 'aussi|egalement|also|too|as well';
const EVERY_DAY = 'tous les jours|chaque jour|toute la semaine|7 jours sur 7|n importe quel jour|every day|everyday|any day|all week|all days';
const ALL_DAY = 'toute la journee|a toute heure|a n importe quelle heure|all day|all day long|at any hour|any hour|24 h sur 24|24 heures sur 24';
const WHENEVER = 'n importe quand|tout le temps|a tout moment|any time|anytime|whenever|always';
const WEEKEND = 'week end|week ends|weekend|weekends|fin de semaine|fins de semaine';
const WEEK = 'en semaine|la semaine|jours de semaine|jours de la semaine|jours ouvres|weekdays|weekday|working days';
const TO = 'a|au|jusqu au|to|through|until';
const AFTER = 'a partir de|a compter de|a partir|des|apres|from|after|starting at';
const BEFORE = 'avant|jusqu a|before|until|till';

/** Whole parts of the day. What is kept of them when they are wanted, and what is left out when they are not. */
const PARTS: readonly (readonly [names: string, wanted: readonly [number, number], unwanted: readonly [number, number]])[] = [
  ['apres midi|aprem|afternoon|afternoons', [14, 20], [12, 24]],
  ['matin|matins|matinee|morning|mornings', [8, 12], [0, 12]],
  ['soir|soirs|soiree|evening|evenings', [18, 24], [18, 24]],
  ['nuit|night|nights', [22, 30], [22, 30]],
];

const SHORT_DAYS = new Map([['lun', 1], ['mar', 2], ['mer', 3], ['jeu', 4], ['ven', 5], ['sam', 6], ['dim', 7], ['mon', 1], ['tue', 2], ['wed', 3], ['thu', 4], ['fri', 5], ['sat', 6], ['sun', 7]]);

/** Words that a sentence about this may have beside days and hours, and say nothing else of them. */
const BESIDE = new Set(
  ('le la les l de d du des un une et ou a au aux en ne n je j on me m moi nous mes nos ma my our vous veux voudrais voulons souhaite peux pouvez peut etre est c ca si possible plait s il svp stp merci please bonjour ok oui ' +
    'the i want would like to be do don t at in and or for of them us ' +
    'rappel rappels notification notifications nouvelle nouvelles message messages alerte alertes push reminder reminders notice notices news ' +
    'recevoir recois avoir envoyer envoyez envoie envoi ecrire ecrivez ecris prevenir prevenez deranger derangez derange disturb bother send get receive write ' +
    'regler reglez changer changez mettre mettez choisir modifier limiter gerer activer set change limit jour jours heure heures hours days entre pendant during').split(' '),
);

const dayAt = (tokens: readonly Token[], i: number): number | undefined => {
  const word = wordAt(tokens, i);
  return WEEKDAYS.get(word) ?? WEEKDAYS.get(word.replace(/s$/, '')) ?? SHORT_DAYS.get(word);
};

/** Days from one to another, past Sunday too. */
const through = (first: number, last: number): number[] => Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1);

/** `several`: said as a group, so not one day in particular. */
function readDays(tokens: readonly Token[], i: number): (Found<readonly number[]> & { several: boolean }) | undefined {
  const every = take(tokens, i, EVERY_DAY);
  if (every !== undefined) return { value: ALL, next: every, several: true };
  const week = take(tokens, i, WEEK);
  if (week !== undefined) return { value: [1, 2, 3, 4, 5], next: week, several: true };
  const weekend = take(tokens, i, WEEKEND);
  if (weekend !== undefined) return { value: [6, 7], next: weekend, several: false };
  const first = dayAt(tokens, i);
  if (first === undefined) return undefined;
  const dash = /^[-–—]$/.test(tokens[i + 1]?.gap ?? '') ? i + 1 : take(tokens, i + 1, TO);
  const last = dash === undefined ? undefined : dayAt(tokens, dash);
  return dash === undefined || last === undefined ? { value: [first], next: i + 1, several: false } : { value: through(first, last), next: dash + 1, several: true };
}

/** 'de 9 à 17', which no date says. */
function readBareHours(tokens: readonly Token[], i: number): Found<Clock> | undefined {
  const [lead, first, to, last] = [0, 1, 2, 3].map((n) => wordAt(tokens, i + n));
  if (!/^(?:de|entre|from|between)$/.test(lead ?? '') || !/^(?:a|et|to|and)$/.test(to ?? '') || !/^\d{1,2}$/.test(first ?? '') || !/^\d{1,2}$/.test(last ?? '')) return undefined;
  const [from, until] = [Number(first), Number(last)];
  // 'from 9 to 5'
  const end = /^(?:from|between)$/.test(lead ?? '') && until <= from && until <= 12 ? until + 12 : until;
  return from > 23 || end > 24 ? undefined : { value: { from: from * 60, to: (end > from ? end : end + 24) * 60, grain: 'hour' }, next: i + 4 };
}

function readSpan(tokens: readonly Token[], i: number, not: boolean): Found<HoursSaid | 'any'> | undefined {
  const any = take(tokens, i, ALL_DAY);
  if (any !== undefined) return not ? undefined : { value: 'any', next: any };
  for (const [names, wanted, unwanted] of PARTS) {
    const next = take(tokens, i, names);
    const [from, until] = not ? unwanted : wanted;
    if (next !== undefined) return { value: { from: from * 60, until: until * 60, not }, next };
  }
  const span = readHours(tokens, i, ANY_DAY) ?? readBareHours(tokens, i);
  if (span !== undefined) return { value: { from: span.value.from, until: span.value.to, not }, next: span.next };
  for (const [words, opens] of [[AFTER, true], [BEFORE, false]] as const) {
    const led = take(tokens, i, words);
    const hour = led === undefined ? undefined : readHour(tokens, led, ANY_DAY);
    // 'Pas avant 9 h' is from then on.
    if (hour !== undefined) return { value: opens === not ? { from: null, until: hour.value.from, not: false } : { from: hour.value.from, until: null, not: false }, next: hour.next };
  }
  return undefined;
}

/**
 * The days and hours that a sentence wants to be told in (X6): 'du lundi au vendredi', 'sauf le week-end', 'pas avant 9 h',
 * 'de 9h à 17h', 'toute la journée'. Every word of it must be understood: `unclear` where some are not, or where it says more
 * than days and one stretch of hours can ('pas le mercredi matin'). undefined: it says nothing of either.
 */
export function readMoments(text: string): MomentsSaid | 'unclear' | undefined {
  const tokens = tokensOf(text);
  const days: (DaysSaid & { several: boolean })[] = [];
  const spans: (HoursSaid | 'any')[] = [];
  let mode: 'plain' | DaysSaid['change'] = 'plain';
  let [excepting, explicit, unknown, forbidden] = [false, false, false, 0];
  let i = 0;
  while (i < tokens.length) {
    if (excepting && tokens[i]?.gap.includes(',') === true) [mode, excepting] = ['plain', false];
    const whenever = take(tokens, i, WHENEVER);
    if (whenever !== undefined && mode !== 'not') {
      days.push({ change: 'only', days: ALL, several: true });
      spans.push('any');
      i = whenever;
      continue;
    }
    const span = readSpan(tokens, i, mode === 'not');
    const found = span === undefined ? readDays(tokens, i) : undefined;
    if (span !== undefined) {
      spans.push(span.value);
      if (mode === 'not') forbidden |= 1;
      i = span.next;
    } else if (found !== undefined) {
      days.push({ change: mode === 'plain' ? 'only' : mode, days: found.value, several: found.several });
      if (mode === 'not') forbidden |= 2;
      i = found.next;
    } else {
      const [also, only, not] = [take(tokens, i, ALSO), take(tokens, i, ONLY), take(tokens, i, NOT)];
      const last = days.at(-1);
      if (also !== undefined) {
        // 'Le samedi aussi'
        if (mode === 'plain' && last?.change === 'only') days[days.length - 1] = { ...last, change: 'also' };
        mode = 'also';
      } else if (only !== undefined) mode = 'only';
      else if (not !== undefined) {
        const except = take(tokens, i, EXCEPT) !== undefined;
        // 'Ne me dérangez pas, sauf le mercredi'
        if (mode === 'not' && except && wordAt(tokens, i) !== 'ni') unknown = true;
        mode = 'not';
        excepting = except;
      } else if (!BESIDE.has(wordAt(tokens, i))) unknown = true;
      if (also !== undefined || only !== undefined || not !== undefined) explicit = true;
      i = also ?? only ?? not ?? i + 1;
    }
  }
  if (days.length === 0 && spans.length === 0) return undefined;
  if (unknown || spans.length > 1 || forbidden === 3) return 'unclear';
  const [first] = days;
  const bare = !explicit && days.length === 1 && first?.several === false;
  return { days: days.map(({ change, days: these }) => ({ change, days: these })), hours: spans[0], bare };
}

const KINDS: readonly (readonly [OptionalKind | 'mail', RegExp])[] = [
  ['mail', /(?<![^ ])(?:par |by )?(?:e mails?|emails?|mails?|courriels?)(?![^ ])/],
  ['practical', /(?<![^ ])(?:(?:infos? |informations? )?pratiques?|veille|(?:day|evening) before)(?![^ ])/],
  ['draft', /(?<![^ ])(?:inachevee?s?|brouillons?|unfinished|drafts?)(?![^ ])/],
  ['here', /(?<![^ ])(?:sur place|au complet|tout le monde est la|on the spot|everybody there)(?![^ ])/],
  ['attendance', /(?<![^ ])(?:lendemain|presences?|qui etait la|day after|who was there|attendance)(?![^ ])/],
  ['lost', /(?<![^ ])(?:sans place|cloture|without a seat|no seat)(?![^ ])/],
  ['opened', /(?<![^ ])(?:ouvertures?|openings?)(?![^ ])/],
];
const OFF = /(?<![^ ])(?:pas|plus|sans|non|aucune?|couper|coupez|coupe|arreter|arretez|arrete|enlever|enlevez|desactiver|desactivez|stop|no|not|without|off|mute|disable)(?![^ ])/g;
const ON = /(?<![^ ])(?:avec|oui|aussi|remettre|remettez|remets|reactiver|reactivez|activer|activez|with|on|also|enable|again)(?![^ ])/g;

/** One kind of news, or e-mails, wanted or not: 'sans la veille', 'remettre les ouvertures', 'pas d’e-mail'. Nothing else may be said. */
export function readSwitch(text: string): { readonly what: OptionalKind | 'mail'; readonly on: boolean } | undefined {
  const said = fold(text);
  for (const [what, words] of KINDS) {
    const left = said.replace(words, ' ');
    if (left === said) continue;
    const without = left.replace(OFF, '');
    const rest = without.replace(ON, '');
    const [off, on] = [without !== left, rest !== without];
    if (off === on || rest.split(' ').some((word) => word !== '' && !BESIDE.has(word))) return undefined;
    return { what, on };
  }
  return undefined;
}
