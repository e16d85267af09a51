import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyBucket, type RateBucket, takeToken } from '../../shared/domain/rate-bucket.ts';

const CONNECT = { perSecond: 2, burst: 5 };

/** Takes a token at each of the moments; answers those at which one was to be had. */
function taken(moments: readonly number[]): number[] {
  let bucket: RateBucket | undefined;
  return moments.filter((now) => {
    const result = takeToken(bucket, now, CONNECT);
    if (result.taken) bucket = result.bucket;
    return result.taken;
  });
}

describe('A rate bucket', () => {
  test('gives its burst at once and then two a second', () => {
    const everyTenth = Array.from({ length: 40 }, (_, index) => 1_000_000 + index * 100);
    expect(taken(Array(7).fill(1_000_000))).toHaveLength(5);
    expect(taken(everyTenth)).toHaveLength(5 + 7);
  });

  test('says how long to wait, and a token is there after that time but not a millisecond sooner', () => {
    let bucket: RateBucket | undefined;
    for (let index = 0; index < 5; index += 1) {
      const result = takeToken(bucket, 1_000, CONNECT);
      if (result.taken) bucket = result.bucket;
    }
    const refused = takeToken(bucket, 1_100, CONNECT);
    expect(refused).toEqual({ taken: false, waitMilliseconds: 400 });
    expect(takeToken(bucket, 1_499, CONNECT).taken).toBe(false);
    expect(takeToken(bucket, 1_500, CONNECT).taken).toBe(true);
  });

  test('is empty after the provider has throttled us', () => {
    const result = takeToken(emptyBucket(1_000, CONNECT), 1_000, CONNECT);
    expect(result).toEqual({ taken: false, waitMilliseconds: 500 });
  });

  test('never gives more than its burst and its rate allow, whatever the moments', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }), (unsorted) => {
        const times = taken(unsorted.sort((a, b) => a - b));
        for (const [index, from] of times.entries()) {
          for (const [further, to] of times.slice(index).entries()) {
            expect(further + 1).toBeLessThanOrEqual(5 + Math.floor(((to - from) * 2) / 1000 + 1e-9));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
