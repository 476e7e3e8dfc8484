import { feedReader, type FeedReader } from './feeds.ts';
import type { HeavyWorks } from './heavy.ts';

/** All that heavy work needs of the outside. */
export type HeavyNeeds = FeedReader;

/** What each kind of heavy work (core/heavy.ts) does. */
export const heavyWorks = (needs: HeavyNeeds): HeavyWorks => ({
  feed: feedReader(needs),
});
