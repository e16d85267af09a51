import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { failedItems } from './batch-response.ts';
import { type DiscardedBatch, sendDiscarded } from './discarded-batch.ts';
import type { FunctionHost } from './function-host.ts';
import type { StreamMapping } from './mapping-kind.ts';
import { RetryDelay } from './retry-delay.ts';
import { type StreamRecord, sequenceOf, writtenAtMs } from './stream-records.ts';

/** A batch, or what is left of one after failures. */
interface Unit {
  readonly records: readonly StreamRecord[];
  readonly retries: number;
  readonly invocations: number;
}

/** A stream keeps its records for a day; what is older is gone whatever the mapping says. */
const RETENTION_MS = 24 * 60 * 60 * 1000;

/**
 * The records of one shard, or of a share of its items, one batch after the other: a batch that fails blocks those behind
 * it until it succeeds or is given up.
 */
export class StreamLane {
  readonly #cloud: Cloud;
  readonly #host: FunctionHost;
  readonly #mapping: StreamMapping;
  readonly #shardId: string;
  readonly #retry = new RetryDelay();
  #waiting: StreamRecord[] = [];
  #waitingSince = 0;
  #units: Unit[] = [];
  /** A step is planned at once or under way. */
  #busy = false;
  #generation = 0;

  constructor(cloud: Cloud, host: FunctionHost, mapping: StreamMapping, shardId: string) {
    this.#cloud = cloud;
    this.#host = host;
    this.#mapping = mapping;
    this.#shardId = shardId;
  }

  push(records: readonly StreamRecord[]): void {
    if (records.length === 0) return;
    if (this.#waiting.length === 0) this.#waitingSince = this.#cloud.clock.now();
    this.#waiting.push(...records);
    if (this.#units.length > 0 || this.#busy) return;
    this.#plan(this.#windowLeft());
  }

  reset(): void {
    this.#generation++;
    this.#waiting = [];
    this.#units = [];
    this.#busy = false;
    this.#retry.reset();
  }

  /** Ms until what waits becomes a batch. */
  #windowLeft(): number {
    if (this.#waiting.length >= this.#mapping.batchSize) return 0;
    return Math.max(0, this.#waitingSince + this.#mapping.windowMs - this.#cloud.clock.now());
  }

  #plan(delayMs: number): void {
    const generation = this.#generation;
    const { name } = this.#host.configuration.description;
    // A window that is open leaves the lane free to start earlier, when a batch is full.
    if (delayMs === 0 || this.#units.length > 0) this.#busy = true;
    this.#cloud.scheduler.after(delayMs, `lambda stream batch ${name}`, async () => {
      if (generation === this.#generation) await this.#begin(generation, delayMs);
    });
  }

  async #begin(generation: number, delayMs: number): Promise<void> {
    const afterWindow = delayMs > 0 && this.#units.length === 0;
    if (afterWindow && (this.#busy || this.#waiting.length === 0)) return;
    this.#busy = true;
    const nextDelay = await this.#step();
    if (generation !== this.#generation) return;
    this.#busy = false;
    if (this.#units.length > 0) this.#plan(nextDelay);
    else if (this.#waiting.length > 0) this.#plan(this.#windowLeft());
  }

  /** Runs the batch in front. @returns ms to wait before the next step */
  async #step(): Promise<number> {
    const unit = this.#units.shift() ?? this.#nextUnit();
    if (unit === undefined) return 0;
    const oldest = this.#cloud.clock.now() - Math.min(this.#mapping.maximumRecordAgeMs, RETENTION_MS);
    const expired = unit.records.filter((record) => writtenAtMs(record) < oldest);
    if (expired.length > 0) {
      const rest = unit.records.slice(expired.length);
      if (rest.length > 0) this.#units.unshift({ ...unit, records: rest });
      return this.#giveUp({ ...unit, records: expired }, 'RecordAgeExceeded');
    }
    let result: InvocationResult;
    try {
      result = await this.#host.run({ Records: unit.records });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // Throttled: waits without using up an attempt.
      this.#units.unshift(unit);
      return this.#retry.next() ?? 0;
    }
    return this.#judge({ ...unit, invocations: unit.invocations + 1 }, result);
  }

  /** What becomes of a batch that ran: done, continued at its first failure, halved, tried again or given up. */
  #judge(unit: Unit, result: InvocationResult): number | Promise<number> {
    const identifiers = unit.records.map(sequenceOf);
    const failed = failedItems(result, identifiers, this.#mapping.reportsItemFailures);
    const firstFailed = identifiers.findIndex((identifier) => failed.has(identifier));
    if (firstFailed < 0) {
      this.#retry.reset();
      return 0;
    }
    const rest: Unit = { ...unit, records: unit.records.slice(firstFailed) };
    if (this.#mapping.bisect && firstFailed === 0 && rest.records.length > 1) {
      const half = Math.ceil(rest.records.length / 2);
      // Halving does not count as a retry.
      this.#units.unshift(
        { ...rest, records: rest.records.slice(0, half) },
        { ...rest, records: rest.records.slice(half) },
      );
      return this.#retry.next() ?? 0;
    }
    if (rest.retries >= this.#mapping.maximumRetries) return this.#giveUp(rest, 'RetryAttemptsExhausted');
    this.#units.unshift({ ...rest, retries: rest.retries + 1 });
    return this.#retry.next() ?? 0;
  }

  /** Hands a batch to the on-failure destination; while that refuses for the moment, the lane waits with it. */
  async #giveUp(unit: Unit, condition: DiscardedBatch['condition']): Promise<number> {
    const { name } = this.#host.configuration.description;
    const target = this.#mapping.onFailureArn;
    const batch = { records: unit.records, shardId: this.#shardId, condition, invocations: unit.invocations };
    try {
      await sendDiscarded(this.#cloud, this.#host, this.#mapping, batch);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = `${error.code}: ${error.message}`;
      this.#cloud.trace({
        service: 'lambda',
        what: 'mapping-failed',
        resource: name,
        detail: { target, reason },
      });
      const delayMs = this.#retry.next(error);
      if (delayMs !== undefined) {
        this.#units.unshift({ ...unit, retries: this.#mapping.maximumRetries });
        return delayMs;
      }
    }
    const detail = { condition, records: unit.records.length, target };
    this.#cloud.trace({ service: 'lambda', what: 'dead-lettered', resource: name, detail });
    this.#retry.reset();
    return 0;
  }

  #nextUnit(): Unit | undefined {
    if (this.#waiting.length === 0) return undefined;
    const records = this.#waiting.slice(0, this.#mapping.batchSize);
    this.#waiting = this.#waiting.slice(records.length);
    return { records, retries: 0, invocations: 0 };
  }
}
