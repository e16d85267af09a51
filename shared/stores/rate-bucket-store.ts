import * as z from 'zod';
import {
  type BucketChange,
  emptyBucket,
  type RateBucket,
  type RateLimit,
  type Taken,
  takeToken,
} from '../domain/rate-bucket.ts';
import { type Condition, getItem, type Item, type Key, put, type Table, type Write } from './table.ts';

const bucketItem = z.object({ fullAt: z.number() });

/** How often a token is tried for while others take theirs; then the caller waits a little. */
const ROUNDS = 5;

/** A rate shared by everyone who calls one operation of a provider: an item, taken from conditionally. */
export interface SharedBucket {
  /** Takes a token at `now` (milliseconds since the epoch), or says how long to wait for one. */
  take(now: number): Promise<Taken>;
  /** The provider throttles us: whatever the bucket held is gone. */
  empty(now: number): Promise<void>;
}

/**
 * The bucket of one operation. It remembers what it wrote last, so that taking a token costs one write; only when
 * somebody else was there meanwhile, the refusal brings the item and it tries again.
 */
export function sharedBucket(table: Table, operation: string, limit: RateLimit): SharedBucket {
  const key = bucketKey(operation);
  let known: RateBucket | undefined;
  let isRead = false;

  async function replace(next: RateBucket): Promise<boolean> {
    const outcome = await put(table, {
      label: 'bucket',
      item: { ...key, ...next },
      condition: unchanged(known),
    });
    if (outcome.kind === 'refused') known = bucketOf(outcome.stored.get('bucket'));
    if (outcome.kind === 'applied') known = next;
    return outcome.kind === 'applied';
  }

  return {
    async take(now) {
      if (!isRead) known = bucketOf(await getItem(table, key));
      isRead = true;
      for (let round = 0; round < ROUNDS; round += 1) {
        const result = takeToken(known, now, limit);
        if (!result.taken || (await replace(result.bucket))) return result;
      }
      return { taken: false, waitMilliseconds: Math.ceil(1000 / limit.perSecond) };
    },

    async empty(now) {
      const emptied = emptyBucket(now, limit);
      for (let round = 0; round < ROUNDS; round += 1) {
        if ((known?.fullAt ?? 0) >= emptied.fullAt || (await replace(emptied))) return;
      }
    },
  };
}

/** Where the bucket of that name stands. */
export function bucketKey(name: string): Key {
  return { pk: `bucket#${name}`, sk: 'BUCKET' };
}

/** The part of a transaction that takes from a bucket. A full one is as good as none, so it ends by itself. */
export function bucketWrite({ name, previous, next }: BucketChange): Write {
  const expiresAt = Math.ceil(next.fullAt / 1_000);
  return {
    label: 'bucket',
    item: { ...bucketKey(name), ...next, expiresAt },
    condition: unchanged(previous),
  };
}

export function bucketOf(item: Item | undefined): RateBucket | undefined {
  return item && bucketItem.parse(item);
}

function unchanged(bucket: RateBucket | undefined): Condition {
  if (!bucket) return { kind: 'absent' };
  return { kind: 'expression', expression: 'fullAt = :fullAt', values: { ':fullAt': bucket.fullAt } };
}
