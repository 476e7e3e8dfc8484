import type { Flow } from '../flow.ts';
import { access } from './access.ts';
import { accounts } from './accounts.ts';
import { colleagues, endAccess } from './colleagues.ts';
import { invite } from './colleaguesInvite.ts';
import { join } from './join.ts';
import { lost } from './joinLost.ts';
import { editperson, newperson, participants, peoplelist } from './participants/index.ts';
import { parties, party } from './parties/index.ts';
import { papers } from './papers.ts';
import { partners } from './partners.ts';
import { structure } from './structure.ts';
import { service } from './structureServices.ts';
import { sheet } from './structureSheet.ts';
import { suggestions } from './suggestions.ts';
import { alert } from './alert.ts';
import { book } from './book/index.ts';
import { cancel } from './cancel.ts';
import { changed } from './changed.ts';
import { chats } from './chats.ts';
import { decide } from './decide.ts';
import { decisions } from './decisions.ts';
import { desk } from './desk.ts';
import { structures } from './deskStructures.ts';
import { coming } from './coming/index.ts';
import { event } from './event.ts';
import { exceptions } from './exceptions.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { language } from './language.ts';
import { link } from './link.ts';
import { mine } from './mine.ts';
import { notices } from './notices.ts';
import { presence } from './presence/index.ts';
import { promoted } from './promoted.ts';
import { reservations } from './reservations.ts';
import { search } from './search.ts';
import { undelivered } from './undelivered.ts';
import { wish } from './wish.ts';

/** One flow an intent; the name is what its buttons begin with. */
export const flows = { accounts, colleagues, endaccess: endAccess, invite, join, lost, partners, service, sheet, structure, suggestions, access, alert, book, cancel, changed, chats, coming, decide, decisions, desk, event, exceptions, help, home, language, link, mine, notices, editperson, newperson, papers, participants, peoplelist, parties, party, presence, promoted, reservations, search, structures, undelivered, wish };

/** By the name that its buttons begin with. */
export const flowOf = (name: string): Flow | undefined => (Object.hasOwn(flows, name) ? (flows as Readonly<Record<string, Flow>>)[name] : undefined);
