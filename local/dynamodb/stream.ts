import { AwsError } from '../core/service.ts';
import type { Instant } from '../core/time.ts';
import { type Item, sameItem } from './attribute-value.ts';
import { itemSize } from './item-size.ts';
import { partitionHash } from './ordered-items.ts';

/**
 * The change stream of one table.
 *
 * An event source mapping reads it as Lambda does, with the role of its function, through `cloud.call('dynamodb', …)`:
 *
 *     DescribeStream    { StreamArn }                                → { StreamDescription: { Shards: [{ ShardId }] } }
 *     GetShardIterator  { StreamArn, ShardId, ShardIteratorType }    → { ShardIterator }
 *                       TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER (with SequenceNumber)
 *     GetRecords        { ShardIterator, Limit? (≤ 1000) }           → { Records, NextShardIterator }
 *
 * and learns by the service's `watch(streamArn, listener)` that there is something new. The listener is called at once
 * after the write and must not read in its own call: it schedules. Shards never split or close, so a mapping may list
 * them once; iterators do not expire. Within a shard the records stand in the order of the writes; all records of one
 * partition key are in the same shard, and different shards may be read in any order, as on AWS. One batch at a time
 * per shard keeps that order.
 *
 * `Records` are in the shape of a Lambda event (so with `eventSourceARN`): `{ Records }` is the event. Records live
 * 24 hours of the local clock; an iterator left behind then continues at the oldest record that is left.
 */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Epoch seconds, as in Lambda events. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  /** Present on what time to live deleted. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** One write as the stream sees it. */
interface ItemChange {
  /** Hash of the partition key; it picks the shard. */
  readonly partitionHash: number;
  readonly keys: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Deleted by time to live. */
  readonly expired: boolean;
}

const RETENTION_MS = 24 * 60 * 60 * 1000;
/** A new on-demand table has four partitions, hence four open shards. */
const SHARDS = 4;

const shardIdOf = (index: number) => `shardId-0000000000000000000${index}-local`;

interface Stored {
  readonly at: Instant;
  readonly sequence: number;
  readonly record: StreamRecord;
}

export class TableStream {
  readonly arn: string;
  readonly label: string;
  readonly viewType: StreamViewType;
  readonly #region: string;
  /** Tells apart the events of two streams; AWS's ids are 32 hex digits too, without an order. */
  readonly #eventIdPrefix: string;
  readonly #shards: Stored[][] = Array.from({ length: SHARDS }, () => []);
  readonly #listeners = new Set<(shardId: string) => void>();
  #sequence = 0;

  constructor(tableArn: string, label: string, viewType: StreamViewType, region: string) {
    this.arn = `${tableArn}/stream/${label}`;
    this.label = label;
    this.viewType = viewType;
    this.#region = region;
    this.#eventIdPrefix = partitionHash(this.arn).toString(16).padStart(8, '0');
  }

  /** Calls `listener` after every record written, with its shard. */
  watch(listener: (shardId: string) => void): void {
    this.#listeners.add(listener);
  }

  get shardIds(): readonly string[] {
    return this.#shards.map((_, index) => shardIdOf(index));
  }

  /** Records a write; one that changed nothing leaves no record. */
  append(change: ItemChange, now: Instant): void {
    if (sameItem(change.before, change.after)) return;
    this.#sequence += 1;
    const index = change.partitionHash % SHARDS;
    const shard = this.#shards[index] ?? [];
    const oldest = shard.findIndex((stored) => stored.at > now - RETENTION_MS);
    shard.splice(0, oldest === -1 ? shard.length : oldest);
    shard.push({ at: now, sequence: this.#sequence, record: this.#record(change, now) });
    for (const listener of this.#listeners) listener(shardIdOf(index));
  }

  /** The iterator for a shard. Throws ResourceNotFoundException for an unknown shard. */
  iterator(shardId: string, type: string, sequenceNumber?: string): string {
    const shard = this.#shard(shardId);
    switch (type) {
      case 'TRIM_HORIZON':
        return this.#iteratorAt(shard, 0);
      case 'LATEST':
        return this.#iteratorAt(shard, this.#sequence + 1);
      case 'AT_SEQUENCE_NUMBER':
        return this.#iteratorAt(shard, sequenceOf(sequenceNumber));
      case 'AFTER_SEQUENCE_NUMBER':
        return this.#iteratorAt(shard, sequenceOf(sequenceNumber) + 1);
      default:
        throw new AwsError('ValidationException', `ShardIteratorType ${type} is unknown`);
    }
  }

  /** At most `limit` records from an iterator on, and the iterator that continues after them. */
  read(iterator: string, limit: number): { records: readonly StreamRecord[]; next: string } {
    const { shard, from } = parseIterator(iterator);
    const stored = this.#shards[shard];
    if (stored === undefined) throw new AwsError('ValidationException', 'Invalid ShardIterator');
    const first = stored.findIndex(({ sequence }) => sequence >= from);
    const batch = first === -1 ? [] : stored.slice(first, first + limit);
    const last = batch.at(-1);
    return {
      records: batch.map(({ record }) => record),
      next: this.#iteratorAt(shard, last === undefined ? from : last.sequence + 1),
    };
  }

  /** Forgets the records; sequence numbers go on, so iterators given out before stay good. */
  clear(): void {
    for (const shard of this.#shards) shard.length = 0;
  }

  #record({ keys, before, after, expired }: ItemChange, now: Instant): StreamRecord {
    const withNew =
      after !== undefined && (this.viewType === 'NEW_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES');
    const withOld =
      before !== undefined && (this.viewType === 'OLD_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES');
    return {
      eventID: this.#eventIdPrefix + this.#sequence.toString(16).padStart(24, '0'),
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.#region,
      eventSourceARN: this.arn,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(now / 1000),
        Keys: keys,
        ...(withNew ? { NewImage: after } : {}),
        ...(withOld ? { OldImage: before } : {}),
        SequenceNumber: sequenceNumber(this.#sequence),
        SizeBytes: itemSize(keys) + (withNew ? itemSize(after) : 0) + (withOld ? itemSize(before) : 0),
        StreamViewType: this.viewType,
      },
      ...(expired ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
    };
  }

  #shard(shardId: string): number {
    const shard = this.shardIds.indexOf(shardId);
    if (shard === -1) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Shard: ${shardId} not found`,
      );
    }
    return shard;
  }

  #iteratorAt(shard: number, from: number): string {
    return `${this.arn}|${shard}|${from}`;
  }
}

/** The ARN of the stream an iterator belongs to. */
export function streamOfIterator(iterator: string): string {
  return iterator.split('|')[0] ?? '';
}

function parseIterator(iterator: string): { shard: number; from: number } {
  const [, shard, from] = iterator.split('|');
  return { shard: Number(shard), from: Number(from) };
}

/** AWS's are 21 digits and more; as strings of equal length they compare like numbers. */
function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(23, '0')}`;
}

function sequenceOf(sequenceNumber: string | undefined): number {
  if (sequenceNumber === undefined || !/^1\d{23}$/.test(sequenceNumber)) {
    throw new AwsError('ValidationException', 'SequenceNumber is missing or malformed');
  }
  return Number(sequenceNumber.slice(1));
}
