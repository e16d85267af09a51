import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { failedItems } from './batch-response.ts';
import { compileFilter, type EventFilter } from './event-filter.ts';
import type { FunctionHost } from './function-host.ts';
import type { QueueMapping } from './mapping-kind.ts';
import { type QueueMessage, queueRecord, receivedMessages } from './queue-records.ts';
import { RetryDelay } from './retry-delay.ts';
import { queueUrl } from './targets.ts';

/** Batches that Lambda runs at once when it begins to read a queue; it scales from there, this does not. */
const INITIAL_CONCURRENCY = 5;
/** A batch is invoked before its window is over when its payload would not fit into an event (6 MB). */
const BATCH_BYTES = 6_000_000;

/**
 * Reads a queue for a function. Messages stay in the queue, invisible, while a batch runs; those that succeed are
 * deleted, the others become visible again by the queue's own timeout. Of a FIFO queue the queue itself gives out only one
 * batch per message group. Reading begins when the queue says that there is something to read, so an idle queue costs no
 * polls here (on AWS it does).
 */
export class QueuePoller {
  readonly #cloud: Cloud;
  readonly #host: FunctionHost;
  readonly #mapping: QueueMapping;
  readonly #passes: EventFilter;
  readonly #retry = new RetryDelay();
  #held: QueueMessage[] = [];
  #heldSince = 0;
  /** Time of the earliest poll that is planned. */
  #plannedFor = Number.POSITIVE_INFINITY;
  #polling = false;
  #again = false;
  #inFlight = 0;
  #generation = 0;

  constructor(cloud: Cloud, host: FunctionHost, mapping: QueueMapping) {
    this.#cloud = cloud;
    this.#host = host;
    this.#mapping = mapping;
    this.#passes = compileFilter(mapping.filters);
  }

  /** Something may be there to read, now or in a while. */
  wake(delayMs = 0): void {
    const dueAt = this.#cloud.clock.now() + delayMs;
    if (this.#plannedFor <= dueAt) return;
    this.#plannedFor = dueAt;
    const generation = this.#generation;
    this.#cloud.scheduler.after(delayMs, `lambda poll ${this.#mapping.sourceArn}`, async () => {
      if (generation !== this.#generation) return;
      if (this.#plannedFor === dueAt) this.#plannedFor = Number.POSITIVE_INFINITY;
      await this.#poll();
    });
  }

  /** Forgets what is held and what is under way. */
  reset(): void {
    this.#generation++;
    this.#held = [];
    this.#plannedFor = Number.POSITIVE_INFINITY;
    this.#polling = false;
    this.#again = false;
    this.#inFlight = 0;
    this.#retry.reset();
  }

  /** One poll at a time; a call for another one meanwhile is not lost. */
  async #poll(): Promise<void> {
    if (this.#polling) {
      this.#again = true;
      return;
    }
    const generation = this.#generation;
    this.#polling = true;
    try {
      await this.#readBatches(generation);
      this.#retry.reset();
    } catch (error) {
      if (generation === this.#generation) this.#complain(error);
    } finally {
      if (generation === this.#generation) {
        this.#polling = false;
        if (this.#again) this.wake();
        this.#again = false;
      }
    }
  }

  async #readBatches(generation: number): Promise<void> {
    const limit = this.#mapping.maximumConcurrency ?? INITIAL_CONCURRENCY;
    while (this.#inFlight < limit) {
      await this.#fill(generation);
      if (generation !== this.#generation || this.#held.length === 0) return;
      const dueAt = this.#heldSince + this.#mapping.windowMs;
      const full = this.#held.length >= this.#mapping.batchSize || bytesOf(this.#held) >= BATCH_BYTES;
      if (!full && this.#cloud.clock.now() < dueAt) return this.wake(dueAt - this.#cloud.clock.now());
      this.#start(this.#take(), generation);
    }
  }

  /** Reads until a batch is full or the queue gives nothing more; what the filter does not pass is deleted. */
  async #fill(generation: number): Promise<void> {
    const { batchSize, sourceArn } = this.#mapping;
    while (this.#held.length < batchSize) {
      const answer = await this.#cloud.call(
        'sqs',
        'ReceiveMessage',
        {
          QueueUrl: queueUrl(this.#cloud, sourceArn),
          MaxNumberOfMessages: Math.min(10, batchSize - this.#held.length),
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 0,
        },
        this.#host.role,
      );
      const messages = receivedMessages(answer);
      if (generation !== this.#generation || messages.length === 0) return;
      const wanted = messages.filter((message) => this.#passes(this.#record(message)));
      const unwanted = messages.filter((message) => !wanted.includes(message));
      if (this.#held.length === 0) this.#heldSince = this.#cloud.clock.now();
      this.#held.push(...wanted);
      await this.#delete(unwanted);
    }
  }

  #take(): readonly QueueMessage[] {
    let bytes = 0;
    let count = 0;
    for (const { Body } of this.#held) {
      bytes += Buffer.byteLength(Body);
      if (count > 0 && bytes > BATCH_BYTES) break;
      count++;
    }
    const batch = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    return batch;
  }

  #start(batch: readonly QueueMessage[], generation: number): void {
    this.#inFlight++;
    const { name } = this.#host.configuration.description;
    this.#cloud.scheduler.after(0, `lambda batch ${name}`, async () => {
      if (generation !== this.#generation) return;
      const refusal = await this.#process(batch).catch((error: unknown) => error);
      if (generation !== this.#generation) return;
      this.#inFlight--;
      if (refusal === undefined) this.wake();
      else this.#complain(refusal);
    });
  }

  async #process(batch: readonly QueueMessage[]): Promise<void> {
    const result = await this.#host.run({ Records: batch.map((message) => this.#record(message)) });
    const identifiers = batch.map(({ MessageId }) => MessageId);
    const failed = failedItems(result, identifiers, this.#mapping.reportsItemFailures);
    await this.#delete(batch.filter(({ MessageId }) => !failed.has(MessageId)));
  }

  async #delete(messages: readonly QueueMessage[]): Promise<void> {
    const QueueUrl = queueUrl(this.#cloud, this.#mapping.sourceArn);
    for (let from = 0; from < messages.length; from += 10) {
      const Entries = messages
        .slice(from, from + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#cloud.call('sqs', 'DeleteMessageBatch', { QueueUrl, Entries }, this.#host.role);
    }
  }

  #record(message: QueueMessage) {
    return queueRecord(message, this.#mapping.sourceArn, this.#cloud.region);
  }

  /** A refused read is tried again, later each time; without permission only when there is news. */
  #complain(error: unknown): void {
    if (!(error instanceof AwsError)) throw error;
    const { name } = this.#host.configuration.description;
    this.#cloud.trace({
      service: 'lambda',
      what: error.code === 'TooManyRequestsException' ? 'throttled' : 'mapping-failed',
      resource: name,
      detail: { source: this.#mapping.sourceArn, code: error.code, message: error.message },
    });
    const delayMs = this.#retry.next(error);
    if (delayMs !== undefined) this.wake(delayMs);
  }
}

const bytesOf = (messages: readonly QueueMessage[]) =>
  messages.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0);
