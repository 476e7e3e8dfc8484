import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { agenda, uidOf, type Outing } from '../../../core/documents/agenda.ts';
import { instant, invitation, options, PARIS } from './samples.ts';

function outing(changes: Partial<Outing> = {}): Outing {
  const { title, startsAt, endsAt, venue, absence } = invitation();
  return { uid: uidOf('performance-1', 'account-1'), revision: 0, cancelled: false, title, startsAt, endsAt, zone: PARIS, venue, numbers: ['482130572'], until: absence.until, at: options.at, lang: 'fr', ...changes };
}

/** Read by another library, with the zone's rules out of the file and none of its own. */
function read(file: Buffer): { calendar: ICAL.Component; event: ICAL.Event; starts: Date; ends: Date } {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(file.toString('utf8')) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const component = calendar.getFirstSubcomponent('vevent');
  if (component === null) throw new Error('no event');
  const event = new ICAL.Event(component);
  return { calendar, event, starts: event.startDate.toJSDate(), ends: event.endDate.toJSDate() };
}

describe('A9 the .ics of one recipient', () => {
  it('says what, where, when and the number, and how to give the seat back', () => {
    const { calendar, event, starts, ends } = read(agenda(outing()));
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(event.summary).toBe('Les Saisons, récital de piano');
    expect(event.location).toBe('Théâtre des Tilleuls, 12 rue des Tilleuls, Villeurbanne');
    expect(event.description).toBe([
      'Invitation : 482 130 572',
      'Pour venir : Métro A, arrêt République, puis 5 minutes à pied. Entrée par la cour.',
      'Contact du lieu : 04 00 00 00 00',
      'Si vous ne pouvez pas venir, dites-le avant le jeudi 26 novembre à 20 h.',
    ].join('\n'));
    expect(starts).toEqual(instant('2026-11-28T20:00'));
    expect(ends).toEqual(instant('2026-11-28T22:00'));
    expect(event.startDate.zone.tzid).toBe(PARIS);
    expect(String(event.component.getFirstPropertyValue('status'))).toBe('CONFIRMED');
  });

  it('names nobody, whoever holds the numbers', () => {
    const file = agenda(outing({ numbers: ['482130572', '999999999'] })).toString('utf8');
    for (const property of ['ATTENDEE', 'ORGANIZER', 'CONTACT', 'Awa', 'Traoré']) expect(file).not.toContain(property);
    expect(read(Buffer.from(file)).event.description).toContain('Invitations : 482 130 572, 999 999 999');
  });

  it('rings the day before, and not for what is cancelled', () => {
    const [alarm] = read(agenda(outing())).event.component.getAllSubcomponents('valarm');
    expect(alarm?.getFirstPropertyValue('trigger')?.toString()).toBe('-P1D');
    expect(alarm?.getFirstPropertyValue('action')).toBe('DISPLAY');
    expect(read(agenda(outing({ cancelled: true }))).event.component.getAllSubcomponents('valarm')).toEqual([]);
  });

  it('is written as RFC 5545 has it: UTC stamp, lines of 75 bytes ended by CRLF', () => {
    const file = agenda(outing({ title: 'É'.repeat(200) })).toString('utf8');
    expect(file).toMatch(/^DTSTAMP:20261120T100000Z\r$/mu);
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expect(Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(read(Buffer.from(file)).event.summary).toBe('É'.repeat(200));
  });

  it('lets nothing in that a title or a place smuggles', () => {
    const { event } = read(agenda(outing({ title: 'Piano\r\nATTENDEE:mailto:x@example.org', venue: { name: 'Salle; B', address: 'a\\b', city: 'Lyon', phone: null, access: 'x\nBEGIN:VALARM' } })));
    expect(event.summary).toBe('Piano ATTENDEE:mailto:x@example.org');
    expect(event.component.getAllProperties('attendee')).toEqual([]);
    expect(event.component.getAllSubcomponents('valarm')).toHaveLength(1);
    expect(event.location).toBe('Salle; B, a\\b, Lyon');
  });

  it('made after the closing, sends to the venue instead (A5)', () => {
    const { description } = read(agenda(outing({ at: instant('2026-11-26T20:00') }))).event;
    expect(description).toContain('Si vous ne pouvez pas venir, appelez le lieu.');
    expect(description).not.toContain('avant le');
  });

  it('speaks English to those who do', () => {
    expect(read(agenda(outing({ lang: 'en' }))).event.description).toContain('If you cannot come, please say so before Thursday 26 November at 8 pm.');
  });
});

describe('A19 the outing moves or is cancelled', () => {
  it('replaces itself: the same UID, a higher sequence', () => {
    const before = read(agenda(outing())).event;
    const after = read(agenda(outing({ revision: 1, startsAt: instant('2026-12-05T18:30'), endsAt: null })));
    expect(after.event.uid).toBe(before.uid);
    expect([before.sequence, after.event.sequence]).toEqual([0, 1]);
    expect(after.starts).toEqual(instant('2026-12-05T18:30'));
    expect(after.ends).toEqual(instant('2026-12-05T20:30'));
  });

  it('is taken out by CANCEL under the same UID', () => {
    const { calendar, event } = read(agenda(outing({ revision: 2, cancelled: true })));
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(String(event.component.getFirstPropertyValue('status'))).toBe('CANCELLED');
    expect([event.uid, event.sequence]).toEqual([outing().uid, 2]);
    expect(event.description).not.toContain('Si vous ne pouvez pas venir');
  });

  it('two recipients and two performances never share a UID', () => {
    expect(new Set([uidOf('p', 'a'), uidOf('p', 'b'), uidOf('q', 'a'), uidOf('q', 'b')]).size).toBe(4);
  });
});

describe('the zone is the venue’s', () => {
  it.each([
    ['Europe/Paris', '2026-10-24T22:00', '2026-10-25T04:30'],
    ['Europe/Paris', '2027-03-27T22:00', '2027-03-28T04:30'],
    ['Europe/Paris', '2026-07-14T21:00', '2026-07-14T23:00'],
    ['Indian/Reunion', '2026-10-24T20:00', '2026-10-24T22:00'],
    ['Indian/Mayotte', '2026-12-24T20:00', '2026-12-24T22:00'],
    ['America/Martinique', '2026-07-14T20:00', '2026-07-14T22:00'],
    ['America/Guadeloupe', '2026-07-14T20:00', '2026-07-14T22:00'],
    ['America/Cayenne', '2026-07-14T20:00', '2026-07-14T22:00'],
    ['America/Miquelon', '2026-11-01T00:30', '2026-11-01T04:00'],
    ['Pacific/Noumea', '2026-11-28T20:00', '2026-11-28T22:00'],
    ['Pacific/Tahiti', '2026-11-28T20:00', '2026-11-28T22:00'],
    ['Pacific/Wallis', '2026-11-28T20:00', '2026-11-28T22:00'],
  ])('%s from %s to %s', (zone, from, to) => {
    const { event, starts, ends } = read(agenda(outing({ zone, startsAt: instant(from, zone), endsAt: instant(to, zone) })));
    expect(event.startDate.zone.tzid).toBe(zone);
    expect(event.startDate.toString()).toBe(`${from}:00`);
    expect(event.endDate.toString()).toBe(`${to}:00`);
    expect(starts).toEqual(instant(from, zone));
    expect(ends).toEqual(instant(to, zone));
  });

  it('the rules in the file are those that our own times follow, all year', () => {
    for (const zone of ['Europe/Paris', 'Indian/Reunion', 'America/Miquelon', 'Pacific/Noumea']) {
      for (let day = 0; day < 365; day += 9) {
        const startsAt = DateTime.fromISO('2026-11-20T20:00', { zone }).plus({ days: day }).toJSDate();
        expect(read(agenda(outing({ zone, startsAt, endsAt: null }))).starts).toEqual(startsAt);
      }
    }
  });

  it('an unknown zone and a date that is none are refused', () => {
    expect(() => agenda(outing({ zone: 'Europe/Lutece' }))).toThrow(RangeError);
    expect(() => agenda(outing({ startsAt: new Date(Number.NaN) }))).toThrow(RangeError);
  });
});
