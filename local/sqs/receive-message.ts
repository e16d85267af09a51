import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Operation } from '../core/service.ts';
import { checkRange, checkVisibilityTimeout } from './limits.ts';
import { type MessageAttributes, md5Hex, md5OfAttributes, type StoredMessage, sizeOf } from './message.ts';
import type { Queue, Receivable } from './queue.ts';
import { type Queues, queueOperation } from './service.ts';

const receiveMessageInput = z.strictObject({
  QueueUrl: z.string(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
  MaxNumberOfMessages: z.number().int().default(1),
  VisibilityTimeout: z.number().int().optional(),
  WaitTimeSeconds: z.number().int().optional(),
});

/** A message as `ReceiveMessage` gives it. */
interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string | undefined;
  readonly MessageAttributes?: MessageAttributes;
}

/**
 * Waits for messages up to `WaitTimeSeconds` (or the queue's own setting) on the cloud's scheduler. Counted as one request
 * whatever it brings, as AWS bills it; the empty polls of an idle event source mapping are not made here and so not counted.
 */
export function receiveMessage(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'ReceiveMessage',
    input: receiveMessageInput,
    async run(queue, input, { cloud }) {
      checkRange('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
      checkVisibilityTimeout(input.VisibilityTimeout);
      const waitSeconds = input.WaitTimeSeconds ?? queue.attributes.receiveMessageWaitTimeSeconds;
      checkRange('WaitTimeSeconds', waitSeconds, 0, 20);
      const systemNames = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
      const take = () => queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
      const received = await poll(cloud, queue, waitSeconds, take);
      if (received.length === 0) return {};
      return {
        Messages: received.map((receivable) =>
          asReceived(receivable, systemNames, input.MessageAttributeNames),
        ),
      };
    },
    bytes: (_input, { Messages = [] }: { readonly Messages?: readonly ReceivedMessage[] }) =>
      Messages.reduce((sum, message) => sum + sizeOf(message.Body, message.MessageAttributes ?? {}), 0),
  });
}

async function poll(
  cloud: Cloud,
  queue: Queue,
  waitSeconds: number,
  take: () => Receivable[],
): Promise<readonly Receivable[]> {
  const atOnce = take();
  if (atOnce.length > 0 || waitSeconds === 0) return atOnce;
  return new Promise((resolve, reject) => {
    const end = (messages: readonly Receivable[]) => {
      timer.cancel();
      unwatch();
      resolve(messages);
    };
    const timer = cloud.scheduler.after(waitSeconds * 1000, `sqs long poll ${queue.name}`, () => end([]));
    const unwatch = queue.watch(() => {
      try {
        const messages = take();
        if (messages.length > 0) end(messages);
      } catch (error) {
        timer.cancel();
        unwatch();
        reject(error);
      }
    });
  });
}

function asReceived(
  { message, receiptHandle }: Receivable,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): ReceivedMessage {
  const system = pick(systemAttributes(message), systemNames);
  const attributes = pickAttributes(message.attributes, attributeNames);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5Hex(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(hasAttributes && {
      MD5OfMessageAttributes: md5OfAttributes(attributes),
      MessageAttributes: attributes,
    }),
  };
}

function systemAttributes(message: StoredMessage): Record<string, string | undefined> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SequenceNumber: message.sequenceNumber,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.systemAttributes.AWSTraceHeader?.StringValue,
    DeadLetterQueueSourceArn: message.deadLetteredFrom,
  };
}

function pick(
  all: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    // `AttributeNames` also takes names of queue attributes, which mean nothing here.
    if (name !== 'All' && !/^[A-Za-z]+$/.test(name))
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (names.includes('All') || names.includes(name))) picked[name] = value;
  }
  return picked;
}

/** Names stand for themselves; `All` or `.*` for all, `prefix.*` for those with the prefix. */
function pickAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const wanted = (name: string) =>
    names.some((asked) =>
      asked === 'All' || asked === '.*'
        ? true
        : asked.endsWith('.*')
          ? name.startsWith(asked.slice(0, -1))
          : asked === name,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted(name)));
}
