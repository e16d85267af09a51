import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import type { Instant, Timer } from '../core/time.ts';
import type { QueueAttributes } from './attributes.ts';
import { Deduplicator, deduplicationIdOf } from './deduplication.ts';
import type { NewMessage, StoredMessage } from './message.ts';
import { badHandle, readHandle, writeHandle } from './receipt.ts';
import { Retention } from './retention.ts';
import { fifoShelf, type Shelf, standardShelf } from './shelf.ts';

export interface Receivable {
  readonly message: StoredMessage;
  readonly receiptHandle: string;
}

/** Most messages of one queue that may be in flight (Amazon SQS quotas, 2026). */
const MAX_IN_FLIGHT = 120_000;
/** AWS numbers FIFO messages with 20 digits, growing by 256. */
const FIRST_SEQUENCE_NUMBER = 18_849_496_460_467_696_128n;

interface InFlight {
  readonly receipt: number;
  readonly timer: Timer;
}

/**
 * One SQS queue, as a state machine on the cloud's clock. It knows nothing of requests, permissions or prices.
 *
 * Who consumes it in the same process (the event source mappings of the Lambda host) does not poll: `watch` calls back,
 * synchronously, whenever a message may have become receivable (sent, its delay or visibility timeout over, its group
 * free, moved here); the consumer then calls `ReceiveMessage` with the function's role and `WaitTimeSeconds: 0` until it
 * gives nothing.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdAt: Instant;
  readonly attributes: QueueAttributes;
  readonly isFifo: boolean;
  readonly #cloud: Cloud;
  readonly #queueOf: (arn: string) => Queue | undefined;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #delayed = new Map<string, Timer>();
  readonly #inFlight = new Map<string, InFlight>();
  /** The newest receipt of each message, also after its visibility timeout. */
  readonly #receipts = new Map<string, number>();
  /** Messages that the `duplicate` fault struck; it strikes each once. */
  readonly #copied = new Set<string>();
  readonly #shelf: Shelf;
  readonly #fifo: ReturnType<typeof fifoShelf> | undefined;
  readonly #deduplicator = new Deduplicator();
  readonly #retention: Retention;
  readonly #watchers = new Set<() => void>();
  #sequence = FIRST_SEQUENCE_NUMBER;
  #receiptCount = 0;

  constructor(cloud: Cloud, attributes: QueueAttributes, queueOf: (arn: string) => Queue | undefined) {
    this.#cloud = cloud;
    this.#queueOf = queueOf;
    this.attributes = attributes;
    this.name = attributes.name;
    this.isFifo = attributes.fifo;
    this.arn = `arn:aws:sqs:${cloud.region}:${cloud.accountId}:${attributes.name}`;
    this.url = `${cloud.endpoint}/${cloud.accountId}/${attributes.name}`;
    this.createdAt = cloud.clock.now();
    this.#fifo = attributes.fifo ? fifoShelf() : undefined;
    this.#shelf = this.#fifo ?? standardShelf();
    const keepMs = attributes.messageRetentionPeriod * 1000;
    this.#retention = new Retention(
      cloud,
      this.name,
      keepMs,
      () => this.#messages.values(),
      (message) => this.#expire(message),
    );
  }

  /** Calls `listener` each time a message may have become receivable, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  /** Takes a message in. A duplicate within the deduplication window changes nothing and gives the first one's ids. */
  send(message: NewMessage): { messageId: string; sequenceNumber: string | undefined } {
    const now = this.#cloud.clock.now();
    const deduplicationId = this.isFifo
      ? deduplicationIdOf(this.attributes, message)
      : message.deduplicationId;
    const scope = this.attributes.deduplicationScope === 'messageGroup' ? message.groupId : undefined;
    if (this.isFifo && deduplicationId !== undefined) {
      const earlier = this.#deduplicator.find(now, scope, deduplicationId);
      if (earlier) {
        this.#trace('duplicate', { messageId: earlier.messageId, groupId: message.groupId });
        return earlier;
      }
    }
    const stored = this.#store({
      body: message.body,
      attributes: message.attributes,
      systemAttributes: message.systemAttributes,
      groupId: message.groupId,
      senderId: message.senderId,
      messageId: this.#cloud.random.uuid(),
      deduplicationId,
      sequenceNumber: this.#nextSequenceNumber(),
      sentAt: now,
      keptFrom: now,
      firstReceivedAt: undefined,
      receiveCount: 0,
      deadLetteredFrom: undefined,
    });
    const sent = { messageId: stored.messageId, sequenceNumber: stored.sequenceNumber };
    if (this.isFifo && deduplicationId !== undefined)
      this.#deduplicator.remember(now, scope, deduplicationId, sent);
    this.#trace('sent', { messageId: stored.messageId, groupId: stored.groupId });
    const overtaken = this.isFifo
      ? undefined
      : this.#cloud.fault('reorder', { service: 'sqs', resource: this.name });
    const delaySeconds = message.delaySeconds ?? this.attributes.delaySeconds;
    this.#show(stored, delaySeconds * 1000 + (overtaken?.delayMs ?? 0));
    return sent;
  }

  /** Takes up to `max` messages that may be received now. Those received too often go to the dead-letter queue instead. */
  receive(max: number, visibilityTimeoutSeconds = this.attributes.visibilityTimeout): Receivable[] {
    const taken: Receivable[] = [];
    const now = this.#cloud.clock.now();
    while (taken.length < max) {
      if (this.#inFlight.size >= MAX_IN_FLIGHT) {
        if (this.isFifo || taken.length > 0) break;
        throw new AwsError('OverLimit', 'Too many messages in flight.', 403);
      }
      const message = this.#shelf.peek();
      if (!message) break;
      if (this.#deadLetter(message)) continue;
      this.#shelf.take(message);
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.#receiptCount += 1;
      this.#receipts.set(message.messageId, this.#receiptCount);
      this.#hide(message, this.#receiptCount, visibilityTimeoutSeconds);
      taken.push({ message, receiptHandle: writeHandle(this.name, message.messageId, this.#receiptCount) });
    }
    this.#fifo?.endReceive();
    for (const { message } of taken) {
      this.#trace('received', { messageId: message.messageId, receiveCount: message.receiveCount });
    }
    return taken;
  }

  /** Deletes what a receipt stands for; one that is gone already or was received anew is left, as AWS does. */
  delete(receiptHandle: string): void {
    const { messageId, receipt } = readHandle(this.name, receiptHandle);
    const message = this.#messages.get(messageId);
    if (!message || this.#receipts.get(messageId) !== receipt) return;
    if (this.isFifo && !this.#inFlight.has(messageId))
      throw badHandle(receiptHandle, 'The receipt handle has expired.');
    if (this.#survivesDelete(message)) return;
    this.remove(message);
    this.#trace('deleted', { messageId });
    this.#wake();
  }

  /** Starts the visibility timeout anew; 0 shows the message at once. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const { messageId, receipt } = readHandle(this.name, receiptHandle);
    const message = this.#messages.get(messageId);
    const flight = this.#inFlight.get(messageId);
    if (!message || flight?.receipt !== receipt) {
      throw badHandle(
        receiptHandle,
        'Message does not exist or is not available for visibility timeout change.',
      );
    }
    flight.timer.cancel();
    if (seconds === 0) this.#reappear(message);
    else this.#hide(message, receipt, seconds);
  }

  /** Messages by state, as `ApproximateNumberOf…` counts them. */
  counts(): { visible: number; inFlight: number; delayed: number } {
    const inFlight = this.#inFlight.size;
    const delayed = this.#delayed.size;
    return { visible: this.#messages.size - inFlight - delayed, inFlight, delayed };
  }

  /** Every message that is not gone, oldest first, for the console and for tests; looking changes nothing. */
  peek(): readonly StoredMessage[] {
    return [...this.#messages.values()];
  }

  /** The message that would be received next, left where it is. */
  nextVisible(): StoredMessage | undefined {
    return this.#shelf.peek();
  }

  /** Takes a message out for good, wherever it is. */
  remove(message: StoredMessage): StoredMessage {
    this.#inFlight.get(message.messageId)?.timer.cancel();
    this.#delayed.get(message.messageId)?.cancel();
    for (const held of [this.#inFlight, this.#delayed, this.#receipts, this.#copied, this.#messages]) {
      held.delete(message.messageId);
    }
    this.#shelf.settle(message);
    return message;
  }

  /** Takes in a message that another queue dead-lettered or a move task brings back. */
  accept(message: StoredMessage): void {
    const stored = this.#store({ ...message, sequenceNumber: this.#nextSequenceNumber() });
    this.#show(stored, 0);
  }

  /** Forgets all messages and what was sent lately; watchers stay. */
  clear(): void {
    for (const timer of this.#delayed.values()) timer.cancel();
    for (const { timer } of this.#inFlight.values()) timer.cancel();
    this.#retention.clear();
    for (const held of [this.#messages, this.#delayed, this.#inFlight, this.#receipts, this.#copied])
      held.clear();
    this.#shelf.clear();
    this.#deduplicator.clear();
  }

  #nextSequenceNumber(): string | undefined {
    if (!this.isFifo) return undefined;
    this.#sequence += 256n;
    return this.#sequence.toString();
  }

  #store(message: StoredMessage): StoredMessage {
    this.#messages.set(message.messageId, message);
    this.#fifo?.hold(message);
    this.#retention.note(message);
    return message;
  }

  #show(message: StoredMessage, delayMs: number): void {
    if (delayMs === 0) {
      this.#shelf.put(message);
      this.#wake();
      return;
    }
    const appear = () => {
      this.#delayed.delete(message.messageId);
      this.#shelf.put(message);
      this.#wake();
    };
    const timer = this.#cloud.scheduler.after(delayMs, `sqs delay ${this.name}`, appear);
    this.#delayed.set(message.messageId, timer);
  }

  #hide(message: StoredMessage, receipt: number, seconds: number): void {
    const reappear = () => this.#reappear(message);
    const timer = this.#cloud.scheduler.after(seconds * 1000, `sqs visibility ${this.name}`, reappear);
    this.#inFlight.set(message.messageId, { receipt, timer });
  }

  #reappear(message: StoredMessage): void {
    this.#inFlight.delete(message.messageId);
    this.#shelf.put(message);
    this.#wake();
  }

  /** The fault of a standard queue that delivers a deleted message once more: a copy was missed. */
  #survivesDelete(message: StoredMessage): boolean {
    if (this.isFifo || this.#copied.has(message.messageId)) return false;
    if (!this.#cloud.fault('duplicate', { service: 'sqs', resource: this.name })) return false;
    this.#copied.add(message.messageId);
    this.#inFlight.get(message.messageId)?.timer.cancel();
    this.#trace('duplicated', { messageId: message.messageId });
    this.#reappear(message);
    return true;
  }

  #deadLetter(message: StoredMessage): boolean {
    const policy = this.attributes.redrivePolicy;
    if (!policy || message.receiveCount < policy.maxReceiveCount) return false;
    const target = this.#queueOf(policy.deadLetterTargetArn);
    if (!target) return false;
    this.remove(message);
    // A standard queue keeps the clock of retention running, a FIFO queue starts it anew.
    const keptFrom = this.isFifo ? this.#cloud.clock.now() : message.keptFrom;
    target.accept({ ...message, keptFrom, deadLetteredFrom: this.arn });
    this.#trace('dead-lettered', {
      messageId: message.messageId,
      receiveCount: message.receiveCount,
      to: target.name,
    });
    return true;
  }

  #expire(message: StoredMessage): void {
    this.remove(message);
    this.#trace('expired', { messageId: message.messageId });
    // A group may be free now.
    this.#wake();
  }

  #wake(): void {
    if (this.#watchers.size === 0 || this.#shelf.peek() === undefined) return;
    for (const watcher of [...this.#watchers]) watcher();
  }

  #trace(what: string, detail: Readonly<Record<string, unknown>>): void {
    this.#cloud.trace({ service: 'sqs', what, resource: this.name, detail });
  }
}
