import * as z from 'zod';
import { AwsError, type CallContext, type Caller, type Operation } from '../core/service.ts';
import { runBatch } from './batch.ts';
import { checkMessage, MAX_BYTES } from './limits.ts';
import { md5Hex, md5OfAttributes, type NewMessage, sizeOf } from './message.ts';
import type { Queue } from './queue.ts';
import { type Queues, queueOperation } from './service.ts';

const bytes = z.union([
  z.instanceof(Uint8Array),
  z.base64().transform((text) => Buffer.from(text, 'base64')),
]);

const attributes = z
  .record(
    z.string(),
    z.strictObject({
      DataType: z.string(),
      StringValue: z
        .string()
        .nullish()
        .transform((value) => value ?? undefined),
      BinaryValue: bytes.nullish().transform((value) => value ?? undefined),
      StringListValues: z.array(z.string()).max(0).optional(),
      BinaryListValues: z.array(z.string()).max(0).optional(),
    }),
  )
  .default({});

const message = {
  MessageBody: z.string(),
  DelaySeconds: z.number().int().optional(),
  MessageAttributes: attributes,
  MessageSystemAttributes: attributes,
  MessageDeduplicationId: z.string().optional(),
  MessageGroupId: z.string().optional(),
};

const sendMessageInput = z.strictObject({ QueueUrl: z.string(), ...message });
const entry = z.strictObject({ Id: z.string(), ...message });
const sendMessageBatchInput = z.strictObject({ QueueUrl: z.string(), Entries: z.array(entry) });

type Message = Omit<z.infer<typeof entry>, 'Id'>;

export function sendMessage(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'SendMessage',
    input: sendMessageInput,
    run: (queue, input, context) => send(queue, input, context),
    bytes: (input) => sizeOf(input.MessageBody, input.MessageAttributes),
  });
}

export function sendMessageBatch(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'SendMessage',
    input: sendMessageBatchInput,
    run(queue, { Entries }, context) {
      const total = sumOfBytes(Entries);
      if (total > MAX_BYTES) {
        throw new AwsError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${MAX_BYTES} bytes. You have sent ${total} bytes.`,
        );
      }
      return runBatch(Entries, ({ Id, ...rest }) => ({ Id, ...send(queue, rest, context) }));
    },
    bytes: ({ Entries }) => sumOfBytes(Entries),
  });
}

const sumOfBytes = (entries: readonly Message[]): number =>
  entries.reduce(
    (sum, { MessageBody, MessageAttributes }) => sum + sizeOf(MessageBody, MessageAttributes),
    0,
  );

function send(queue: Queue, input: Message, { caller, cloud }: CallContext) {
  const newMessage: NewMessage = {
    body: input.MessageBody,
    attributes: input.MessageAttributes,
    systemAttributes: input.MessageSystemAttributes,
    delaySeconds: input.DelaySeconds,
    groupId: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
    senderId: senderIdOf(caller, cloud.accountId),
  };
  checkMessage(queue.attributes, newMessage);
  const { messageId, sequenceNumber } = queue.send(newMessage);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5Hex(input.MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(input.MessageAttributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(input.MessageSystemAttributes),
    SequenceNumber: sequenceNumber,
  };
}

/** AWS gives the unique id of the principal; ours is readable. */
function senderIdOf(caller: Caller, accountId: string): string {
  switch (caller.kind) {
    case 'developer':
      return accountId;
    case 'role':
      return `${caller.roleArn.split('/').at(-1)}:${caller.functionName}`;
    case 'service':
      return caller.principal;
  }
}
