import { DateTime } from 'luxon';
import type { Message } from '../../core/messages/message.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { rows } from '../../db/connection.ts';
import { opened } from '../../db/context.ts';
import { dayOf, plusDays } from './calendar.ts';
import { NAMES } from './cast.ts';
import type { Fault, Line } from './compare.ts';
import type { Stage } from './stage.ts';

/** What each message said, by the id of its row. */
export async function textsOf({ house, log, cast }: Stage): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const found = await rows<{ id: string; account_id: string; body: Buffer }>(house.fresh.admin, `select id, account_id, body from outbox where state = 'sent' and kind <> 'answer' and body is not null`);
  const nobody = { people: new Map<string, never>(), accounts: new Map<string, never>() };
  await house.world.asOperator(async (trx) => {
    for (const { id, account_id: account, body } of found) {
      const who = cast.who.get(log.accounts.get(account)?.label ?? '');
      if (who !== undefined) texts.set(id, plainText((await opened({ trx, account: who, keys: house.fresh.keys }, body, id)) as Message, nobody));
    }
  });
  return texts;
}

export const namedIn = (text: string): string[] => NAMES.filter((name) => text.includes(name));

/** Day and hour as people say them, in the zone of the venue. */
function whenSaid(moment: number, zone: string, lang: 'fr' | 'en'): string[] {
  const here = DateTime.fromMillis(moment, { zone }).setLocale(lang);
  const minutes = here.minute === 0 ? '' : here.toFormat('mm');
  const day = lang === 'fr' && here.day === 1 ? '1er' : String(here.day);
  if (lang === 'fr') return [`${day} ${here.toFormat('LLLL')}`, `${here.hour} h${minutes === '' ? '' : ` ${minutes}`}`];
  const hour = here.hour % 12 === 0 ? 12 : here.hour % 12;
  return [`${day} ${here.toFormat('LLLL')}`, here.minute === 0 && here.hour % 12 === 0 ? (here.hour === 0 ? 'midnight' : 'noon') : `${hour}${minutes === '' ? '' : `:${minutes}`} ${here.hour < 12 ? 'am' : 'pm'}`];
}

/** X5, X6: nobody is named, and what is said is so at that instant: the title, the day and the hour, 'tomorrow' on the eve alone. */
export function untrue({ log }: Stage, lines: readonly Line[], texts: ReadonlyMap<string, string>): Fault[] {
  const perCarrier = Map.groupBy(lines, ({ sent: { id, carriedBy } }) => carriedBy ?? id);
  return lines.flatMap(({ sent: { id, carriedBy, kind, account }, about, at }): Fault[] => {
    const fault = (what: Fault['what'], more: string): Fault => ({ what, kind, account, about, at, more });
    const text = texts.get(carriedBy ?? id);
    if (text === undefined) return [fault('text', 'no text')];
    const named = namedIn(text);
    if (named.length > 0) return [fault('name', named.join(' '))];
    const decision = log.decisions.find((one) => one.id === about);
    const show = log.shows.get(about) ?? log.shows.get(decision?.show ?? '');
    // What a structure asks of the operator is said behind [Voir].
    if (show === undefined || (kind === 'asked' && decision?.kind === 'exception') || (kind === 'attendance' && (perCarrier.get(carriedBy ?? id) ?? []).filter((one) => one.sent.id === id).length > 1)) return [];
    const all = text.split('\n').filter((line) => line.includes(show.title)).join('\n');
    if (all === '') return [fault('text', `${show.title} is not in: ${text}`)];
    const { starts, zone } = log.stateAt(show.id, at);
    const lacks = ['decided', 'draft', 'here'].includes(kind) ? [] : whenSaid(starts, zone, log.account(account).lang).filter((part) => !all.includes(part));
    if (lacks.length > 0) return [fault('text', `${lacks.join(', ')} is not in: ${all}`)];
    if (kind !== 'practical') return [];
    const [today, day] = [dayOf(at, zone), dayOf(starts, zone)];
    const right = day === today ? /aujourd.hui|today/i : day === plusDays(today, 1) ? /demain|tomorrow/i : /$^/;
    return right.test(all) ? [] : [fault('text', `${today} for ${day}: ${all}`)];
  });
}
