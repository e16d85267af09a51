import { AwsError } from '../core/service.ts';
import type { LifecycleRule } from './bucket-properties.ts';

/** An object as it lies in a bucket. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** MD5 in quotes, as S3 gives it. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly contentType: string;
  /** `content-encoding`, `cache-control` and their like, given back as they came. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-…` without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  /** By algorithm in lower case: `crc32`. */
  readonly checksums: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

/** A bucket: the last version of each object, until a lifecycle rule lets it expire. */
export class Bucket {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  policy: unknown;
  readonly #rules: readonly LifecycleRule[];
  readonly #objects = new Map<string, StoredObject>();
  readonly #now: () => number;

  constructor(name: string, rules: readonly LifecycleRule[], now: () => number) {
    this.name = name;
    this.arn = `arn:aws:s3:::${name}`;
    this.#rules = rules.filter(({ Status }) => Status === 'Enabled');
    this.#now = now;
    this.createdAt = now();
  }

  find(key: string): StoredObject | undefined {
    const object = this.#objects.get(key);
    return object !== undefined && this.#expiry(object) > this.#now() ? object : undefined;
  }

  /** @throws AwsError NoSuchKey */
  get(key: string): StoredObject {
    const object = this.find(key);
    if (object === undefined)
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
    return object;
  }

  put(object: StoredObject): void {
    this.#objects.set(object.key, object);
  }

  delete(key: string): void {
    this.#objects.delete(key);
  }

  /** Objects whose key begins with `prefix`, in the order of their UTF-8 bytes. */
  list(prefix: string): StoredObject[] {
    return [...this.#objects.values()]
      .filter((object) => object.key.startsWith(prefix) && this.#expiry(object) > this.#now())
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  clear(): void {
    this.#objects.clear();
  }

  /** S3 counts whole days and expires at the midnight (UTC) after. */
  #expiry(object: StoredObject): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { Prefix, ExpirationInDays } of this.#rules) {
      if (ExpirationInDays === undefined || !object.key.startsWith(Prefix)) continue;
      earliest = Math.min(
        earliest,
        Math.ceil((object.storedAt + ExpirationInDays * DAY_MS) / DAY_MS) * DAY_MS,
      );
    }
    return earliest;
  }
}

/** Buckets by name. */
export type Buckets = Map<string, Bucket>;
