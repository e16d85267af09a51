import { type RateBucket, type RateLimit, takeToken } from '../domain/rate-bucket.ts';

/** Says how long somebody has to wait, in seconds; 0 lets them through. */
export type FloodGate = (who: string) => number;

/** So many senders are remembered; of more, the ones heard of longest ago are forgotten. */
const REMEMBERED = 5_000;

/**
 * Holds back whoever asks too often. It remembers in the memory of one copy of a function, which costs nothing and no
 * time: with several copies running, the limit is that many times higher. The API's stage bounds the sum.
 */
export function floodGate(limit: RateLimit, now: () => Date): FloodGate {
  const buckets = new Map<string, RateBucket>();
  return (who) => {
    const taken = takeToken(buckets.get(who), now().getTime(), limit);
    if (!taken.taken) return Math.ceil(taken.waitMilliseconds / 1000);
    buckets.delete(who);
    buckets.set(who, taken.bucket);
    const oldest = buckets.keys().next();
    if (buckets.size > REMEMBERED && !oldest.done) buckets.delete(oldest.value);
    return 0;
  };
}
