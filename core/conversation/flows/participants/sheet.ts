import type { Person, PersonSheet } from '../../../domain/person.ts';
import { list, message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message, Text } from '../../../messages/message.ts';
import { hidden, join, person, t } from '../../../messages/text.ts';
import type { Context } from '../../flow.ts';
import { stateOf } from '../reservations.ts';
import { shownValue } from './fields.ts';

/** Next reservations on a sheet. */
const COMING = 3;

/** What somebody is, beside a name: 'proche de Soraya Ferrand'; a participant is nothing more. */
export function roleOf({ kind, of, removed }: Person, ctx: Context): Text | undefined {
  const say = ctx.say.participants;
  const parts = [kind === 'guest' && of !== null ? say.guestOf(of) : undefined, kind === 'companion' ? say.companion : undefined, removed ? say.removed : undefined].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : join(parts, ', ');
}

/** The one place where access needs are shown (A3, X5). */
export async function sheetMessage(sheet: PersonSheet, ctx: Context, before: readonly Block[] = []): Promise<Message> {
  const { store, anytime } = ctx;
  const say = ctx.say.participants;
  const { labels } = say.sheet;
  const coming = await store.booking.list({ which: 'current', person: sheet.id }, { offset: 0, limit: COMING }, ctx.now);
  const guests = (await store.people.all()).filter(({ of, removed }) => of === sheet.id && !removed).map(({ id }) => id);
  const groups = (await store.people.parties()).filter(({ members }) => members.includes(sheet.id));
  const value = (field: Parameters<typeof shownValue>[0]): Text | undefined => shownValue(field, sheet, ctx);
  const facts = ([
    [labels.who, t`${person(sheet.id)}`],
    [labels.kind, value('kind')],
    [labels.civility, value('civility')],
    [labels.phone, value('phone')],
    [labels.email, value('email')],
    [labels.birthYear, value('birthYear')],
    [labels.lang, value('lang')],
    [labels.access, value('access')],
    [labels.discreet, sheet.discreet ? say.sheet.discreet : undefined],
    [labels.guests, guests.length === 0 ? undefined : ctx.say.names(guests)],
    [labels.groups, groups.length === 0 ? undefined : join(groups.map(({ name }) => hidden(name)), ', ')],
  ] as const).flatMap(([label, shown]) => (shown === undefined ? [] : [{ label, value: shown }]));
  return message(
    [
      ...before,
      sheet.removed ? notice('wait', say.sheet.removed) : undefined,
      { kind: 'facts', facts },
      ...(coming.total === 0 ? [paragraph(say.sheet.noneComing)] : [
        paragraph(say.sheet.coming),
        list(coming.items.map((seat) => ({
          text: ctx.say.reservations.line(seat), detail: stateOf(seat, ctx), action: { id: anytime('reservations', 'show', seat.id), label: t`${seat.title}, ${ctx.say.at.short(seat.startsAt, seat.zone)}` },
        })), true),
      ]),
      coming.total > COMING ? paragraph(say.sheet.more(coming.total - COMING)) : undefined,
      sheet.removed ? undefined : paragraph(say.sheet.how),
    ],
    [
      sheet.removed ? { id: anytime('editperson', 'restore', sheet.id), label: say.actions.restore, style: 'primary' } : { id: anytime('participants', 'book', sheet.id), label: say.actions.book, style: 'primary' },
      { id: anytime('editperson', 'open', sheet.id), label: say.actions.edit },
      { id: anytime('parties', 'of', sheet.id), label: say.actions.groups },
      sheet.removed ? undefined : { id: anytime('editperson', 'remove', sheet.id), label: say.actions.remove, style: 'danger' },
      { id: anytime('participants', 'open'), label: say.actions.list },
      { id: anytime('home', 'open'), label: ctx.say.actions.menu },
    ],
    { title: say.open(sheet.id) },
  );
}
