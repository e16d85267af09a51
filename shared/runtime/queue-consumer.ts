import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type DeadLetters, storeDeadLetter } from './dead-letters.ts';
import { errorFacts, PermanentFailure, sentenceOf } from './failure.ts';
import type { Log } from './log.ts';
import type { LogCode } from './log-catalogue.ts';
import type { Count } from './metrics.ts';

/** Facts of one delivery that a handler may want beside the message. */
export interface Delivery {
  readonly messageId: string;
  /** 1 at the first delivery. */
  readonly receiveCount: number;
  /** Message group of a FIFO queue. */
  readonly group?: string;
}

export interface QueueConsumer<Message> {
  /** Reads a body. Throws PermanentFailure when it is none of ours. */
  readonly parse: (body: string) => Message;
  /** The story. PermanentFailure: dead letter at once. Any other error: delivered again. */
  readonly handle: (message: Message, delivery: Delivery) => Promise<void>;
  readonly deadLetters: DeadLetters;
  readonly log: Log;
  readonly count: Count;
}

/**
 * The one wrapper of every SQS consumer. Answers Lambda with the messages that must be delivered again.
 *
 * On a FIFO queue the messages of a group are handled in order, and the first that fails transiently takes the rest
 * of its group with it, unread; other groups go on. A permanent failure goes to the dead-letter queue at once, with
 * its reason as attribute, and frees its group; so does one that fails at its last delivery, for SQS would not say
 * why. When even that fails, the message returns to its queue: nothing is dropped.
 */
export function queueConsumer<Message>(
  consumer: QueueConsumer<Message>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const groups = Map.groupBy(event.Records, (record) => groupOf(record) ?? record.messageId);
    const returned = await Promise.all([...groups.values()].map((records) => handleGroup(consumer, records)));
    return { batchItemFailures: returned.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** Handles the records in order; the result are those to deliver again. */
async function handleGroup<Message>(
  consumer: QueueConsumer<Message>,
  records: readonly SQSRecord[],
): Promise<readonly SQSRecord[]> {
  for (const [index, record] of records.entries()) {
    if ((await handleRecord(consumer, record)) === 'again') {
      const rest = records.slice(index);
      if (rest.length > 1) consumer.log('TL1005', { group: groupOf(record), count: rest.length - 1 });
      return rest;
    }
  }
  return [];
}

async function handleRecord<Message>(
  consumer: QueueConsumer<Message>,
  record: SQSRecord,
): Promise<'done' | 'again'> {
  const { log } = consumer;
  try {
    await consumer.handle(consumer.parse(record.body), deliveryOf(record));
    return 'done';
  } catch (error) {
    if (error instanceof PermanentFailure) return deadLetter(consumer, record, 'TL1003', error.reason);
    log('TL1002', { messageId: record.messageId, group: groupOf(record), ...errorFacts(error) });
    const { receiveCount } = deliveryOf(record);
    if (receiveCount < (consumer.deadLetters.maxReceives ?? Number.POSITIVE_INFINITY)) return 'again';
    const reason = `It was delivered ${receiveCount} times. ${sentenceOf(error)}`;
    return deadLetter(consumer, record, 'TL1008', reason);
  }
}

async function deadLetter<Message>(
  { deadLetters, log, count }: QueueConsumer<Message>,
  record: SQSRecord,
  code: LogCode,
  reason: string,
): Promise<'done' | 'again'> {
  const group = groupOf(record);
  try {
    await storeDeadLetter(deadLetters, record, { reason, group });
  } catch (error) {
    log('TL1004', { messageId: record.messageId, group, ...errorFacts(error) });
    return 'again';
  }
  log(code, { messageId: record.messageId, group });
  count('DeadLetters');
  return 'done';
}

function deliveryOf(record: SQSRecord): Delivery {
  const group = groupOf(record);
  return {
    messageId: record.messageId,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    ...(group !== undefined && { group }),
  };
}

/**
 * Only FIFO queues order their groups. A standard queue may carry group ids too (fair queues), without an order.
 */
function groupOf(record: SQSRecord): string | undefined {
  return record.eventSourceARN.endsWith('.fifo') ? record.attributes.MessageGroupId : undefined;
}
