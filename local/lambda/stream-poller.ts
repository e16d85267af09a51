import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { compileFilter, type EventFilter } from './event-filter.ts';
import type { FunctionHost } from './function-host.ts';
import type { StreamMapping } from './mapping-kind.ts';
import { RetryDelay } from './retry-delay.ts';
import { StreamLane } from './stream-lane.ts';
import { iteratorOf, laneOf, recordsOf, shardsOf } from './stream-records.ts';

/** Records read at once; the most that DynamoDB gives. */
const PAGE = 1000;

interface Shard {
  readonly id: string;
  iterator: string;
  readonly lanes: readonly StreamLane[];
}

/** Reads a table's stream for a function, shard by shard, and hands what passes the filter to the shard's lanes. */
export class StreamPoller {
  readonly #cloud: Cloud;
  readonly #host: FunctionHost;
  readonly #mapping: StreamMapping;
  readonly #passes: EventFilter;
  readonly #retry = new RetryDelay();
  #shards: Shard[] | undefined;
  /** Shards that may have something to read; undefined where it may be any of them. */
  #news: Set<string> | undefined;
  #planned = false;
  #reading = false;
  #again = false;
  #generation = 0;

  constructor(cloud: Cloud, host: FunctionHost, mapping: StreamMapping) {
    this.#cloud = cloud;
    this.#host = host;
    this.#mapping = mapping;
    this.#passes = compileFilter(mapping.filters);
  }

  /** Fixes where reading begins, so that LATEST means this moment. @throws AwsError as DynamoDB refuses it */
  async open(ShardIteratorType: string = this.#mapping.startingPosition): Promise<void> {
    const { sourceArn: StreamArn, lanes } = this.#mapping;
    const shards: Shard[] = [];
    for (const ShardId of shardsOf(await this.#call('DescribeStream', { StreamArn }))) {
      const answer = await this.#call('GetShardIterator', { StreamArn, ShardId, ShardIteratorType });
      const lane = () => new StreamLane(this.#cloud, this.#host, this.#mapping, ShardId);
      shards.push({ id: ShardId, iterator: iteratorOf(answer), lanes: Array.from({ length: lanes }, lane) });
    }
    this.#shards = shards;
  }

  /** Something may be there to read: in this shard, or in any. */
  wake(shardId?: string): void {
    if (shardId === undefined) this.#news = undefined;
    else this.#news?.add(shardId);
    this.#plan(0);
  }

  #plan(delayMs: number): void {
    if (this.#planned && delayMs === 0) return;
    if (delayMs === 0) this.#planned = true;
    const generation = this.#generation;
    this.#cloud.scheduler.after(delayMs, `lambda read ${this.#mapping.sourceArn}`, async () => {
      if (generation !== this.#generation) return;
      if (delayMs === 0) this.#planned = false;
      await this.#read(generation);
    });
  }

  reset(): void {
    this.#generation++;
    for (const { lanes } of this.#shards ?? []) for (const lane of lanes) lane.reset();
    this.#shards = undefined;
    this.#news = undefined;
    this.#planned = false;
    this.#reading = false;
    this.#again = false;
    this.#retry.reset();
  }

  /** One reading at a time; a call for another one meanwhile is not lost. */
  async #read(generation: number): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      // After a reset the stream is empty, so its beginning is where it was left.
      if (this.#shards === undefined) await this.open('TRIM_HORIZON');
      const news = this.#news;
      this.#news = new Set();
      for (const shard of this.#shards ?? []) {
        if (news === undefined || news.has(shard.id)) await this.#readShard(shard, generation);
      }
      this.#retry.reset();
    } catch (error) {
      if (generation === this.#generation) this.#complain(error);
    }
    if (generation !== this.#generation) return;
    this.#reading = false;
    if (this.#again) this.#plan(0);
    this.#again = false;
  }

  async #readShard(shard: Shard, generation: number): Promise<void> {
    for (;;) {
      const answer = recordsOf(
        await this.#call('GetRecords', { ShardIterator: shard.iterator, Limit: PAGE }),
      );
      if (generation !== this.#generation) return;
      shard.iterator = answer.NextShardIterator;
      const wanted = answer.Records.filter((record) => this.#passes(record));
      const byLane = Map.groupBy(wanted, (record) => laneOf(record, shard.lanes.length));
      for (const [lane, records] of byLane) shard.lanes[lane]?.push(records);
      // What is written from now on is news of its own.
      if (answer.Records.length < PAGE) return;
    }
  }

  #call(operation: string, input: unknown): Promise<unknown> {
    return this.#cloud.call('dynamodb', operation, input, this.#host.role);
  }

  #complain(error: unknown): void {
    this.#news = undefined;
    if (!(error instanceof AwsError)) throw error;
    const { name } = this.#host.configuration.description;
    const detail = { source: this.#mapping.sourceArn, code: error.code, message: error.message };
    this.#cloud.trace({ service: 'lambda', what: 'mapping-failed', resource: name, detail });
    const delayMs = this.#retry.next(error);
    if (delayMs !== undefined) this.#plan(delayMs);
  }
}
