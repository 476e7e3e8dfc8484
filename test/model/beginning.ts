import fc from 'fast-check';
import { QueueModel } from '../support/queueModel.ts';
import { HouseModel } from './houseModel.ts';
import { SHOWS, type Beginning, type RealHouse } from './realHouse.ts';

/** Where and when the performances are is the venue's word, and when one opens and closes is told elsewhere (test/core/time). */
export async function place(model: HouseModel, real: RealHouse): Promise<void> {
  for (const { id, venue_id: venue, starts_at, opens_at: opensAt, closes_at: closesAt, release_at: releaseAt, week, month } of await real.instants()) {
    const capacity = model.queue.shows.get(id)?.capacity ?? 0;
    const cancelled = model.queue.shows.get(id)?.cancelled === true;
    model.queue.shows.set(id, { id, venue, capacity, opensAt, closesAt, releaseAt, week, month, cancelled });
    model.begins(id, starts_at);
  }
}

/** Both, as a history begins. */
export async function begun(real: RealHouse, { weekly, capacities, quota }: Beginning): Promise<HouseModel> {
  const model = new HouseModel(new QueueModel(weekly, real.now));
  for (const person of real.people) model.queue.people.set(person.id, { ...person, active: true });
  await place(model, real);
  real.shows.forEach((id, n) => {
    const found = model.queue.shows.get(id);
    if (found !== undefined) found.capacity = capacities[n] ?? 1;
  });
  const [venue = ''] = real.venues;
  const [first = ''] = real.shows;
  if (quota.period !== undefined && quota.seats !== undefined) {
    model.queue.quotas.set(venue, quota.seats);
    if (quota.period !== 'all') model.queue.periods.set(venue, quota.period);
  }
  if (quota.show !== undefined) model.queue.quotas.set(first, quota.show);
  return model;
}

export const beginning: fc.Arbitrary<Beginning> = fc.record({
  weekly: fc.constantFrom(1, 1, 2, null),
  capacities: fc.tuple(fc.integer({ min: 1, max: 3 }), ...Array.from({ length: SHOWS - 1 }, () => fc.integer({ min: 0, max: 4 }))),
  quota: fc.constantFrom<Beginning['quota']>({}, { period: 'week', seats: 3 }, { period: 'month', seats: 3 }, { period: 'all', seats: 4 }, { show: 2 }, { period: 'week', seats: 2, show: 2 }),
});
