import { alerts } from '../alerts.ts';
import { booking } from '../booking.ts';
import type { Bound } from '../context.ts';
import { enter, scopeOf } from '../scopes.ts';
import { personIn, type Loading, type Staff } from './structures.ts';
import type { Dated } from './offer.ts';
import type { Outing, Season } from './season.ts';

const HOUR = 3_600_000;

/**
 * What was asked for before the start, confirmed one after the other at its own instant, in the scope and by the
 * way of a referent's confirmation: who sits and who waits is decided by deal() alone.
 */
export async function writeOutings(loading: Loading, season: Season, staff: Staff, dates: ReadonlyMap<string, readonly Dated[]>): Promise<void> {
  const { trx, start } = loading;
  const as = async (key: string): Promise<Bound> => {
    const account = staff.accounts.get(key);
    if (account === undefined) throw new Error(`no account is called ${key}`);
    await enter(trx, scopeOf(account));
    return { ...loading, account };
  };
  const dateOf = (show: string, index = 0): Dated => {
    const found = dates.get(show)?.[index];
    if (found === undefined) throw new Error(`no date ${index} of a show called ${show}`);
    return found;
  };
  const idsOf = ({ account }: Bound, names: readonly string[]) => names.map((name) => personIn(staff.people.get(account.structure ?? ''), name));

  const asked = season.outings.map((outing) => ({ outing, date: dateOf(outing.show, outing.date) }))
    .map(({ outing, date }) => ({ outing, date, at: instantAfter(outing, outing.after, date, start) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { outing, date, at } of asked) {
    const by = await as(outing.by);
    const people = idsOf(by, outing.people);
    const seats = await booking(by).ask({ performance: date.id, people, minimum: outing.together === true ? people.length : 1, waitSeq: undefined, join: undefined }, at);
    if (outing.cancelledAfter !== undefined) await booking(by).cancel(seats.map(({ id }) => id), instantAfter(outing, outing.cancelledAfter, date, start));
  }
  for (const { by, show, people } of season.alerts) {
    const referent = await as(by);
    await alerts(referent).set(dateOf(show).id, idsOf(referent, people).map(({ id }) => id), 1, start);
  }
}

/** @throws when that is not while booking was open, before the start: a slip in the seeds. */
function instantAfter(outing: Outing, hours: number, { opensAt, closesAt }: Dated, start: Date): Date {
  const at = new Date(opensAt.getTime() + hours * HOUR);
  if (at < opensAt || at >= closesAt || at >= start) throw new Error(`booking for ${outing.show} was not open ${hours} h after its opening`);
  return at;
}
