import type { ChannelNaming, ProgrammeChange, ProgrammeFile } from '../../core/office.ts';
import { row, rows } from '../connection.ts';
import { planAnew } from '../schedule.ts';
import { audit, given, Refused, type Counter } from './counter.ts';

/** How names leave by each channel (X5). */
export const readNaming = ({ trx, operator }: Counter): Promise<readonly ChannelNaming[]> =>
  rows<ChannelNaming>(trx, 'select channel, naming from naming where operator_id = ? order by channel', [operator]);

export async function setNaming(at: Counter, list: readonly ChannelNaming[]): Promise<readonly ChannelNaming[]> {
  const { trx, operator } = at;
  if (new Set(list.map(({ channel }) => channel)).size < list.length) throw new Refused('channel_twice');
  if (list.some(({ channel, naming }) => channel === 'web' && naming === 'none')) throw new Refused('channel_shows_names');
  await rows(trx, 'delete from naming where operator_id = ? and not channel = any (?)', [operator, list.map(({ channel }) => channel)]);
  if (list.length > 0) await trx('naming').insert(list.map((one) => ({ operator_id: operator, channel: one.channel, naming: one.naming }))).onConflict(['operator_id', 'channel']).merge(['naming']);
  await audit(at, 'naming.changed', null, Object.fromEntries(list.map(({ channel, naming }) => [channel, naming])));
  return readNaming(at);
}

/** The numbers of the rules (A5, A6, A12, A17, X6). */
export async function readProgramme({ trx, operator }: Counter): Promise<ProgrammeFile> {
  const found = await row<ProgrammeFile>(trx, `
    select id, name, zone, weekly_quota as "weeklyQuota", opens_days_before as "opensDaysBefore", to_char(opens_at, 'HH24:MI') as "opensAt",
           closes_hours_before as "closesHoursBefore", release_hours_before as "releaseHoursBefore", to_char(quiet_from, 'HH24:MI') as "quietFrom",
           to_char(quiet_to, 'HH24:MI') as "quietTo", people_per_request as "peoplePerRequest", confirm_days_before as "confirmDaysBefore",
           to_char(attendance_at, 'HH24:MI') as "attendanceAt", attendance_again_days as "attendanceAgainDays", to_char(practical_at, 'HH24:MI') as "practicalAt",
           draft_hours_before as "draftHoursBefore", here_minutes_before as "hereMinutesBefore"
      from programme where operator_id = ? order by id limit 1`, [operator]);
  if (found === undefined) throw new Error('the operator has no programme');
  return found;
}

export async function changeProgramme(at: Counter, change: ProgrammeChange): Promise<ProgrammeFile> {
  const { trx, operator, now } = at;
  const { id } = await readProgramme(at);
  const { weeklyQuota, quietFrom, quietTo, peoplePerRequest, confirmDaysBefore, attendanceAt, attendanceAgainDays, practicalAt, draftHoursBefore, hereMinutesBefore } = change;
  const columns = given({
    quiet_from: quietFrom, quiet_to: quietTo, people_per_request: peoplePerRequest, confirm_days_before: confirmDaysBefore?.toSorted((a, b) => b - a), attendance_at: attendanceAt, attendance_again_days: attendanceAgainDays, practical_at: practicalAt,
    draft_hours_before: draftHoursBefore?.toSorted((a, b) => b - a), here_minutes_before: hereMinutesBefore,
  });
  if (Object.keys(columns).length > 0) await trx('programme').where({ operator_id: operator, id }).update(columns);
  // The setting, what is counted by it, and who can be served by it now, in one (A6).
  if (weeklyQuota !== undefined) await trx.raw('select set_weekly_quota(?, ?, ?, ?)', [operator, id, weeklyQuota, now]);
  // What these numbers have planned is planned anew.
  if ([quietFrom, quietTo, confirmDaysBefore, attendanceAt, attendanceAgainDays, practicalAt, draftHoursBefore, hereMinutesBefore].some((one) => one !== undefined)) {
    await planAnew(trx, operator, now);
  }
  await audit(at, 'programme.changed', id, given(change));
  return readProgramme(at);
}
