import { DateTime } from 'luxon';
import { understand, type Understood } from '../../../../core/language/understand.ts';
import type { Reading } from './score.ts';
import { AT, PEOPLE, ZONE } from './world.ts';

/**
 * What `understand` gives, in the words of the corpus: the one place to change when it gives more (title, place, theme, audience, access,
 * also, each). Its intents beyond the contract's are those a script would see as one of them.
 */
const SEEN_AS: Readonly<Record<string, string>> = { guests: 'reservations', suggestions: 'search', back: 'menu' };
/** Below this it says itself that it is a guess. */
const SURE = 0.5;

const at = DateTime.fromISO(AT, { zone: ZONE }).toJSDate();
const local = (date: Date | null): string => (date === null ? '…' : DateTime.fromJSDate(date, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm"));

function readingOf({ intent, when, count, people, outcome, confidence }: Understood): Reading {
  return {
    intent: SEEN_AS[intent] ?? intent,
    ...(when && { when: `${local(when.start)}/${local(when.end)} ${when.grain}` }),
    ...(count !== undefined && { count }),
    ...(people && { people: people.map(({ candidates }) => candidates) }),
    ...(outcome && { outcome }),
    unsure: confidence < SURE || people?.some(({ candidates }) => candidates.length !== 1) === true || when?.doubt === true,
  };
}

export const read = (text: string): Reading => readingOf(understand(text, { at, zone: ZONE, lang: 'fr', people: PEOPLE }));
