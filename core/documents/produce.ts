import { DateTime } from 'luxon';
import type { Performance } from '../domain/performance.ts';
import { strings } from '../i18n/index.ts';
import type { FileRef } from '../messages/message.ts';
import type { Naming } from '../messages/naming.ts';
import type { Account, Document } from '../ports.ts';
import type { Store } from '../store.ts';
import { agenda, uidOf } from './agenda.ts';
import { guestsCsv, guestsPdf } from './guests.ts';
import { invitations } from './invitation.ts';
import { verificationUrl } from './mac.ts';
import { fileName, initialsOf } from './names.ts';
import { outingPdf } from './outing.ts';

/** For whom, from what, and when a document is made. */
export interface Production {
  /** In the reader's own scope. */
  readonly store: Store;
  readonly account: Account;
  /** Programme time. */
  readonly now: Date;
  /** How names leave by the channel (X5). */
  readonly naming: Naming;
  /** Public address, for the QR. */
  readonly base: string;
  /** `MasterKey.mac`. */
  readonly key: Buffer;
  /** The operator's name. */
  readonly operator: string;
}

const PDF = 'application/pdf';
/** More than any structure sends to one performance. */
const ALL = { offset: 0, limit: 5_000 };

/**
 * The document from what is true at `now`. Undefined: there is nothing (any more) that the reader may have: void, not
 * theirs, or on a channel without names. Two calls at the same instant give the same bytes.
 */
export async function produce(ref: FileRef, on: Production): Promise<Document | undefined> {
  if (on.naming === 'none') return undefined;
  switch (ref.kind) {
    case 'invitations':
      return invitationsOf(ref.seats, on);
    case 'agenda':
      return agendaOf(ref.performance, on);
    case 'guests':
      return guestsOf(ref, on);
    case 'outing':
      return outingOf(ref.performance, on);
  }
}

const dayOf = ({ startsAt, zone }: Performance): string => DateTime.fromJSDate(startsAt, { zone }).toISODate() ?? '';
/** The words of the catalogue's marks: papers are in French, whoever reads them. */
function accessOf({ accessibility, zone }: Performance, now: Date): string[] {
  const { accessibilities } = strings('fr', { now, zone }).show;
  return accessibility.map((one) => accessibilities[one] ?? one);
}
const namedFor = (what: string, show: Performance, ending: string): string => fileName(what, show.title, dayOf(show), ending);

async function invitationsOf(seats: readonly string[], { store, account, now, naming, base, key, operator }: Production): Promise<Document | undefined> {
  const holders = new Map((await store.documents.holders(seats)).map((one) => [one.seat, one]));
  const found = await store.offer.performances([...new Set(Array.from(holders.values(), ({ performance }) => performance))]);
  const shows = new Map([...found].filter(([, { cancelledAt }]) => cancelledAt === null));
  const list = [...new Set(seats)].flatMap((id) => {
    const holder = holders.get(id);
    const show = holder === undefined ? undefined : shows.get(holder.performance);
    if (holder === undefined || show === undefined) return [];
    return [{
      number: holder.number, verifyUrl: verificationUrl(base, key, account.operator, holder.number),
      person: { first: holder.first, last: holder.last, discreet: holder.discreet || naming === 'initials', lang: holder.lang },
      title: show.title, startsAt: show.startsAt, endsAt: show.endsAt, zone: show.zone, venue: show.venue, accessibility: accessOf(show, now),
      // Whether a structure may be named on paper is the operator's to say, and it has not.
      absence: { who: null, phone: null, until: show.closesAt }, renewed: holder.renewed,
    }];
  });
  const [first] = shows.values();
  if (list.length === 0 || first === undefined) return undefined;
  const what = list.length === 1 ? 'invitation' : 'invitations';
  return { name: shows.size === 1 ? namedFor(what, first, 'pdf') : `${what}.pdf`, mime: PDF, bytes: await invitations(list, { operator, at: now }) };
}

async function agendaOf(performance: string, { store, account, now }: Production): Promise<Document | undefined> {
  const [show, own] = [await store.offer.performance(performance), await store.documents.outing(performance)];
  if (show === undefined || own === undefined) return undefined;
  const cancelled = show.cancelledAt !== null || own.numbers.length === 0;
  return {
    name: namedFor('agenda', show, 'ics'), mime: 'text/calendar; charset=utf-8',
    bytes: agenda({
      uid: uidOf(show.id, account.id), revision: own.revision, cancelled, title: show.title, startsAt: show.startsAt, endsAt: show.endsAt, zone: show.zone,
      venue: show.venue, numbers: cancelled ? [] : own.numbers, until: show.closesAt, at: now, lang: account.lang,
    }),
  };
}

async function guestsOf({ performance, as }: Extract<FileRef, { kind: 'guests' }>, { store, now, naming, operator }: Production): Promise<Document | undefined> {
  const [show, list] = [await store.offer.performance(performance), await store.documents.guests(performance)];
  if (show === undefined || list === undefined) return undefined;
  const guests = naming === 'initials' ? list.guests.map((one) => (one.discreet ? one : { ...one, ...initialsOf(one), discreet: true })) : list.guests;
  const data = { performance: show, guests, structures: list.structures };
  return as === 'csv'
    ? { name: namedFor('invites', show, 'csv'), mime: 'text/csv; charset=utf-8', bytes: guestsCsv(data) }
    : { name: namedFor('invites', show, 'pdf'), mime: PDF, bytes: await guestsPdf(data, { operator, at: now }) };
}

/** For whoever answers for a group: a structure's referents, and a leader who goes there too. */
async function outingOf(performance: string, { store, account, now, naming, operator }: Production): Promise<Document | undefined> {
  if (account.role !== 'referent' && account.role !== 'leader') return undefined;
  const show = await store.offer.performance(performance);
  if (show === undefined || show.cancelledAt !== null) return undefined;
  const { items } = await store.booking.list({ which: show.startsAt > now ? 'current' : 'past', performance }, ALL, now);
  if (items.length === 0) return undefined;
  const { people: names } = await store.people.names(items.map(({ personId }) => personId), []);
  const people = items.map(({ personId, kind, state, number, rank }) => {
    const name = names.get(personId) ?? { first: '', last: '' };
    const { first, last } = naming === 'initials' ? initialsOf(name) : name;
    return { kind, first, last, initials: naming === 'initials', number: state === 'booked' ? number : null, ...(rank === undefined ? {} : { rank }) };
  });
  return { name: namedFor('sortie', show, 'pdf'), mime: PDF, bytes: await outingPdf({ performance: { ...show, accessibility: accessOf(show, now) }, people }, { operator, at: now }) };
}
