/** How fast something may be done: `perSecond` in the long run, `burst` at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket as one number: the moment at which it will be full again, in milliseconds since the epoch. At that
 * moment or later it holds `burst` tokens, and one less for every interval before it.
 */
export interface RateBucket {
  readonly fullAt: number;
}

/** A bucket that a token is taken from, as it was read and as it is to be written. */
export interface BucketChange {
  readonly name: string;
  readonly previous: RateBucket | undefined;
  readonly next: RateBucket;
}

export type Taken =
  | { readonly taken: true; readonly bucket: RateBucket }
  | { readonly taken: false; readonly waitMilliseconds: number };

/** Takes one token at `now` (milliseconds since the epoch). A bucket never used is full. */
export function takeToken(bucket: RateBucket | undefined, now: number, limit: RateLimit): Taken {
  const interval = 1000 / limit.perSecond;
  const fullAt = Math.ceil(Math.max(bucket?.fullAt ?? now, now) + interval);
  const waitMilliseconds = fullAt - now - Math.ceil(limit.burst * interval);
  return waitMilliseconds <= 0 ? { taken: true, bucket: { fullAt } } : { taken: false, waitMilliseconds };
}

/** An empty bucket: what a provider that throttles us tells about it. */
export function emptyBucket(now: number, limit: RateLimit): RateBucket {
  return { fullAt: Math.ceil(now + (limit.burst * 1000) / limit.perSecond) };
}
