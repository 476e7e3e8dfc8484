import { findCount, readCount } from './counts.ts';
import { readDate, type DateRead } from './dates.ts';
import { fold } from './fold.ts';
import { CHAT, outcomeOf, RULES, THEMES, WHOLE_MESSAGES, WITH, type Intent, type Outcome } from './intents.ts';
import { isGreeting, readInterrupt } from './interrupts.ts';
import { namesIn } from './names.ts';
import type { Named, Said } from './people.ts';
import { restOf, sentenceOf, type Sentence } from './sentence.ts';

export type { Intent, Outcome } from './intents.ts';

export interface UnderstandContext {
  readonly at: Date;
  /** IANA zone of the programme or venue: what 'samedi à 20 h' is in. */
  readonly zone: string;
  /** Whom the reader may name. */
  readonly people: readonly Named[];
  /** The reader's language. Both are always understood; it settles no reading yet. */
  readonly lang: 'fr' | 'en';
}

export interface Understood {
  readonly intent: Intent;
  readonly when?: DateRead;
  /** Seats stated; absent when only names are given. */
  readonly count?: number;
  readonly people?: readonly Said[];
  /** With `attendance`: what is said of them. */
  readonly outcome?: Outcome;
  /** With `language`: which one. */
  readonly language?: 'fr' | 'en';
  /** What is left, as typed: a title, a place, a theme. */
  readonly rest?: string;
  /** 0 to 1; below 0.5 it is a guess, worth a look before acting on it. `none` at 1: nothing was asked ('merci'). */
  readonly confidence: number;
}

/** More than any sentence. What follows is not read. */
const LONGEST = 2000;

/**
 * What a free message asks for (X2). Deterministic, never throws but `RangeError` for an unknown zone. The one
 * door to the language layer: whole messages first (commands, yes, no), then the pieces of a sentence — intent,
 * date, count, names — each taken out, and what is left. Out of scope is `none`, to be asked back with choices.
 */
export function understand(text: string, context: UnderstandContext): Understood {
  const read = text.slice(0, LONGEST);
  return command(read) ?? sentenceMeaning(read, context);
}

/** A message that is a command or an answer as a whole. */
function command(text: string): Understood | undefined {
  const interrupt = readInterrupt(text);
  if (interrupt === 'language:fr' || interrupt === 'language:en') return { intent: 'language', language: interrupt === 'language:fr' ? 'fr' : 'en', confidence: 1 };
  if (interrupt !== undefined) return { intent: interrupt, confidence: 1 };
  if (isGreeting(text)) return { intent: 'menu', confidence: 0.9 };
  const folded = fold(text);
  if (folded === '') {
    if (/[👍✅👌]/u.test(text)) return { intent: 'yes', confidence: 0.9 };
    if (/[👎❌]/u.test(text)) return { intent: 'no', confidence: 0.9 };
    return { intent: 'none', confidence: 0 };
  }
  if (THANKS.test(folded)) return { intent: 'none', confidence: 1 };
  const plain = folded.replace(POLITE, '').replace(POLITE_FIRST, '');
  const intent = WHOLE_MESSAGES.get(folded) ?? WHOLE_MESSAGES.get(plain);
  return intent === undefined ? undefined : { intent, confidence: 1 };
}

const THANKS = /^(?:un grand |ok )?(?:merci|mercii|thanks|thank you|thx|super|genial|top|cool|bonne journee|bonne soiree|bon week end|au revoir|a bientot|bye)(?: (?:beaucoup|bien|a vous|et bonne journee|et a bientot|bonne journee|pour tout|infiniment|d avance))?$/;
const POLITE = / (?:s il (?:vous|te) plait|svp|stp|please|merci|thanks|thank you|bien sur)$/;
const POLITE_FIRST = /^(?:bonjour|bonsoir|salut|hello|ok|alors|euh|bon|ben|bah) (?=.)/;

/** When no word names the intent. */
function guess(sentence: Sentence, found: { when: boolean; count: boolean; people: boolean; rest: string | undefined }): readonly [Intent, number] {
  if (found.count && (found.people || found.rest !== undefined)) return ['book', found.people ? 0.8 : 0.6];
  if (found.people && found.rest !== undefined) return ['book', 0.5];
  if (THEMES.test(sentence.words)) return ['search', 0.8];
  if (CHAT.test(`${sentence.words} `)) return ['none', 0.3];
  if (found.people && (found.when || /^(?:pour|for) /.test(sentence.words))) return ['book', 0.5];
  if (found.count) return ['book', 0.4];
  if (found.when) return ['search', found.rest === undefined ? 0.9 : 0.6];
  if (found.people && found.rest === undefined) return ['participants', 0.5];
  const letters = /[\p{L}]{2}/u.test(found.rest ?? '');
  return letters && sentence.tokens.length <= 20 ? ['search', 0.4] : ['none', 0.2];
}

/**
 * 'Annule malika et mets farida': only the cancelling is read, and with little confidence, rather than
 * cancelling both. Asking for two things at once belongs to a later step.
 */
function leaveOutSecond(sentence: Sentence, intent: Intent | undefined): boolean {
  if (intent !== 'cancel') return false;
  const first = RULES.flatMap((one) => (one.intent === 'cancel' ? (sentence.free(one.pattern) ?? []) : []))[0] ?? 0;
  for (const one of RULES) if (one.intent === 'cancel') sentence.take(one.pattern);
  const second = RULES.flatMap((one) => (one.intent === 'book' ? (sentence.free(one.pattern) ?? []) : []))[0];
  if (second === undefined) return false;
  if (second > first) sentence.takeTokens(second, sentence.tokens.length);
  else sentence.takeTokens(0, first);
  return true;
}

function sentenceMeaning(text: string, context: UnderstandContext): Understood {
  const sentence = sentenceOf(text);
  const rule = RULES.find(({ pattern }) => sentence.matches(pattern));
  const past = rule?.intent === 'attendance';
  const outcome = past ? outcomeOf(sentence.words) : undefined;
  const two = leaveOutSecond(sentence, rule?.intent) || outcome === 'mixed';
  if (rule !== undefined) {
    for (const one of RULES) if (one.intent === rule.intent) sentence.take(one.pattern);
    const more = WITH[rule.intent];
    if (more !== undefined) sentence.take(more);
  }

  const when = readDate(text, { at: context.at, zone: context.zone, direction: past ? 'past' : 'future' });
  const counted = findCount(text);
  const free = counted !== undefined && sentence.isFree(counted.start, counted.end);
  const bare = counted === undefined && when === undefined && rule === undefined ? readCount(text) : undefined;
  const count = free ? counted.value : bare;
  if (when !== undefined) sentence.takeSpan(when.index, when.index + when.matched.length);
  if (free) sentence.takeSpan(counted.start, counted.end);
  const anywhere = free || (rule !== undefined && rule.intent !== 'search' && rule.intent !== 'opening');
  const people = namesIn(sentence, context.people, anywhere);
  const rest = bare === undefined ? restOf(sentence) : undefined;
  const [intent, confidence] =
    rule === undefined
      ? guess(sentence, { when: when !== undefined, count: count !== undefined, people: people.length > 0, rest })
      : ([rule.intent, two ? 0.4 : rule.confidence] as const);
  if (intent === 'none') return { intent, confidence };
  return {
    intent,
    ...(when && { when }),
    ...(count !== undefined && { count }),
    ...(people.length > 0 && { people }),
    ...(outcome !== undefined && outcome !== 'mixed' && { outcome }),
    ...(rest !== undefined && { rest }),
    confidence,
  };
}
