import { ATTENDANCE } from './attendance.ts';
import { BOOK } from './book.ts';
import { CANCEL } from './cancel.ts';
import { CORRECTIONS } from './corrections.ts';
import { ENGLISH } from './english.ts';
import { HELP, MENU } from './help.ts';
import { NONE } from './none.ts';
import { OPENING } from './opening.ts';
import { PACK } from './pack.ts';
import { PARTICIPANTS } from './participants.ts';
import { PERSON } from './person.ts';
import { PLAN } from './plan.ts';
import { RESERVATIONS } from './reservations.ts';
import { SEARCH } from './search.ts';
import type { Sentence } from './sentence.ts';
import { SEVERAL } from './several.ts';
import { STATISTICS } from './statistics.ts';
import { WAITLIST } from './waitlist.ts';
import { NO, YES } from './yesNo.ts';

/** The sentences to work with; heldOut.ts is only measured. */
export const FRENCH: readonly Sentence[] = [
  ...SEARCH, ...BOOK, ...CANCEL, ...WAITLIST, ...RESERVATIONS, ...ATTENDANCE, ...OPENING, ...PARTICIPANTS, ...STATISTICS, ...PACK, ...PLAN, ...PERSON, ...HELP, ...MENU, ...YES, ...NO, ...NONE, ...SEVERAL, ...CORRECTIONS,
];
export const CORPUS: readonly Sentence[] = [...FRENCH, ...ENGLISH];
