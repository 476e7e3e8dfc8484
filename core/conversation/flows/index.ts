import { alert } from './alert.ts';
import { book } from './book/index.ts';
import { cancel } from './cancel.ts';
import { event } from './event.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { language } from './language.ts';
import { link } from './link.ts';
import { promoted } from './promoted.ts';
import { reservations } from './reservations.ts';
import { search } from './search.ts';

/** One flow an intent; the name is what its buttons begin with. */
export const flows = { alert, book, cancel, event, help, home, language, link, promoted, reservations, search };
