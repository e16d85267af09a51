import { hashOf } from './identity.ts';
import { type BucketChange, type RateBucket, type RateLimit, takeToken } from './rate-bucket.ts';

/**
 * Bounds of receipts to addresses that proved nothing. Whoever invents addresses makes us write to strangers, and what
 * comes back from there costs us the right to send.
 */
export interface FloodBucket {
  /** Says nothing of the domain to a reader of keys. */
  readonly name: string;
  readonly limit: RateLimit;
  /** As it is stored; undefined for one that is full. */
  readonly bucket?: RateBucket | undefined;
}

const anHour = (count: number): RateLimit => ({ perSecond: count / 3_600, burst: count });

/** A company whose mail proves nothing hardly writes more often; addresses of one domain are the easiest to invent. */
const OF_ONE_DOMAIN = anHour(10);
/** Domains are invented as easily as addresses. */
const OF_ALL = anHour(100);

/** The buckets that a receipt to this mailbox takes from, all of them full. */
export function floodBucketsOf(mailbox: string): readonly FloodBucket[] {
  const domain = organisationOf(mailbox.slice(mailbox.lastIndexOf('@') + 1));
  return [
    { name: `receipts-domain#${hashOf('receipts', domain).slice(0, 32)}`, limit: OF_ONE_DOMAIN },
    { name: 'receipts-unproven', limit: OF_ALL },
  ];
}

/** The domain that somebody registered: its owner invents any name below. One level deeper under `co.uk` and its like. */
function organisationOf(domain: string): string {
  const labels = domain.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}

/** Takes a token from every bucket, or from none. */
export function takeFromAll(
  buckets: readonly FloodBucket[],
  now: string,
): readonly BucketChange[] | undefined {
  const changes = buckets.flatMap(({ name, limit, bucket }): BucketChange[] => {
    const result = takeToken(bucket, Date.parse(now), limit);
    return result.taken ? [{ name, previous: bucket, next: result.bucket }] : [];
  });
  return changes.length === buckets.length ? changes : undefined;
}
