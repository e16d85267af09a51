import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';

/** Where a consumer puts what it gives up. */
export interface DeadLetters {
  /** The client, which is made only when something is given up: a cold start needs none. */
  readonly sqs: () => SQSClient;
  readonly queueUrl: string;
  /**
   * Deliveries after which SQS gives a message up by itself, without saying why; so the last one is left to us.
   * @default not known: SQS gives up
   */
  readonly maxReceives?: number | undefined;
}

/** The dead letters of a function with `consumerEnvironment`. */
export function deadLettersIn(
  makeClient: () => SQSClient,
  {
    DEAD_LETTER_QUEUE_URL,
    MAX_RECEIVES,
  }: { readonly DEAD_LETTER_QUEUE_URL: string; readonly MAX_RECEIVES?: number | undefined },
): DeadLetters {
  let client: SQSClient | undefined;
  const sqs = () => {
    client ??= makeClient();
    return client;
  };
  return { sqs, queueUrl: DEAD_LETTER_QUEUE_URL, maxReceives: MAX_RECEIVES };
}

/**
 * Puts a message there as it came, with its reason as attribute.
 *
 * @param group of a FIFO queue
 */
export async function storeDeadLetter(
  { sqs, queueUrl }: DeadLetters,
  record: SQSRecord,
  { reason, group }: { readonly reason: string; readonly group: string | undefined },
): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: record.body,
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: reason },
        source: { DataType: 'String', StringValue: record.eventSourceARN },
      },
      ...(group !== undefined && {
        MessageGroupId: group,
        // Of this delivery's message only: the same body redriven and failing again is a dead letter of its own.
        MessageDeduplicationId: hash(record.messageId, record.attributes.SentTimestamp),
      }),
    }),
  );
}

function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
