import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { DateTime } from 'luxon';
import { tzlib_get_ical_block as zoneBlock } from 'timezones-ical-library';
import type { Venue } from '../domain/performance.ts';
import { whenFull } from '../i18n/when.ts';
import type { Lang } from '../i18n/plural.ts';
import { spoken } from '../ids.ts';

/** One outing for one recipient's calendar (A9). Nobody is named in it: calendars are shared, and shown on locked screens (X5). */
export interface Outing {
  /** Stays the same while the outing moves and when it is cancelled: see `uidOf`. */
  readonly uid: string;
  /** 0 at first, one more each time the performance moves or changes place and when it is cancelled (A19). */
  readonly revision: number;
  /** Cancelled, or none of the recipient's seats is left: calendars take it out. */
  readonly cancelled: boolean;
  readonly title: string;
  readonly startsAt: Date;
  /** Null: two hours are kept free. */
  readonly endsAt: Date | null;
  /** IANA zone of the venue. */
  readonly zone: string;
  readonly venue: Venue;
  /** Numbers of the recipient's own invitations, in the order given. */
  readonly numbers: readonly string[];
  /** Until when a seat can be given back (A5). */
  readonly until: Date;
  /** When the file is made. */
  readonly at: Date;
  readonly lang: Lang;
}

/**
 * The UID of a recipient's outing: the same for all their seats at one performance, another for anybody else, so that
 * two recipients who share a calendar do not overwrite each other. @param recipient id of the account, or of the seat for who holds that one alone.
 */
export const uidOf = (performance: string, recipient: string): string => `${performance}.${recipient}@guichet`;

const HOURS_WITHOUT_END = 2;

const words = {
  fr: {
    numbers: (said: readonly string[]) => `${said.length > 1 ? 'Invitations' : 'Invitation'} : ${said.join(', ')}`,
    access: 'Pour venir : ',
    contact: 'Contact du lieu : ',
    until: (when: string) => `Si vous ne pouvez pas venir, dites-le avant le ${when}.`,
    late: 'Si vous ne pouvez pas venir, appelez le lieu.',
    tomorrow: 'Demain : ',
  },
  en: {
    numbers: (said: readonly string[]) => `${said.length > 1 ? 'Invitations' : 'Invitation'}: ${said.join(', ')}`,
    access: 'Getting there: ',
    contact: 'Venue contact: ',
    until: (when: string) => `If you cannot come, please say so before ${when}.`,
    late: 'If you cannot come, please call the venue.',
    tomorrow: 'Tomorrow: ',
  },
} as const;

/** An iCalendar file (RFC 5545, METHOD PUBLISH or CANCEL) in UTF-8. @throws RangeError on an unknown zone or an invalid date. */
export function agenda(outing: Outing): Buffer {
  const { zone, venue, lang } = outing;
  const say = words[lang];
  const start = local(outing.startsAt, zone);
  const end = outing.endsAt === null || outing.endsAt <= outing.startsAt ? start.plus({ hours: HOURS_WITHOUT_END }) : local(outing.endsAt, zone);
  const calendar = ical({
    prodId: { company: 'guichet', product: 'guichet', language: lang.toUpperCase() },
    method: outing.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    timezone: { name: zone, generator: zoneRules },
  });
  const event = calendar.createEvent({
    id: outing.uid,
    sequence: outing.revision,
    start, end, timezone: zone,
    summary: oneLine(outing.title),
    location: oneLine([venue.name, venue.address, venue.city].filter((part) => part !== null && part.trim() !== '').join(', ')),
    description: [
      ...(outing.numbers.length === 0 ? [] : [say.numbers(outing.numbers.map(spoken))]),
      ...(venue.access === null ? [] : [say.access + oneLine(venue.access)]),
      ...(venue.phone === null ? [] : [say.contact + oneLine(venue.phone)]),
      ...(outing.cancelled ? [] : [outing.at < outing.until ? say.until(whenFull(outing.until, zone, lang, outing.at)) : say.late]),
    ].join('\n'),
    status: outing.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  if (!outing.cancelled) event.createAlarm({ type: ICalAlarmType.display, trigger: 24 * 3600, description: say.tomorrow + oneLine(outing.title) });
  // With a zone, the library writes the stamp in local time, where RFC 5545 wants UTC: which of two versions is newer depends on it.
  const stamp = local(outing.at, 'UTC').toFormat("yyyyMMdd'T'HHmmss'Z'");
  return Buffer.from(`${calendar.toString().replace(/^DTSTAMP:.*$/mu, `DTSTAMP:${stamp}`).trimEnd()}\r\n`);
}

function local(at: Date, zone: string): DateTime<true> {
  const here = DateTime.fromJSDate(at, { zone });
  if (!here.isValid) throw new RangeError(`no local time in ${zone}: ${here.invalidReason}`);
  return here;
}

/** Titles and addresses come from elsewhere: no control signs, no line breaks. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/ {2,}/gu, ' ').trim();

/**
 * VTIMEZONE of a zone. The library gives zones that never differ the name of one of them (Réunion is Dubai): readers
 * match by name, so ours is put back.
 */
function zoneRules(zone: string): string {
  const [block] = zoneBlock(zone);
  if (block === undefined || !block.includes('BEGIN:VTIMEZONE')) throw new RangeError(`no rules for the zone ${zone}`);
  return block.replace(/^(TZID|X-LIC-LOCATION):.*$/gmu, (_, name: string) => `${name}:${zone}`);
}
