import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Operation } from '../core/service.ts';
import { deliver } from './delivery.ts';
import type { Topic } from './topic.ts';
import { findTopic, invalidParameter, parse, type Topics } from './topics.ts';

const MAX_ENTRIES = 10;
/** SNS bills a publish request for every 64 KiB of payload. */
const CHUNK_BYTES = 65_536;

const bytes = z.union([
  z.instanceof(Uint8Array),
  z.base64().transform((text) => Buffer.from(text, 'base64')),
]);

const attributes = z
  .record(
    z.string().regex(/^[\w.-]{1,256}$/),
    z.strictObject({
      DataType: z.string().regex(/^(String|String\.Array|Number|Binary)(\..+)?$/),
      StringValue: z.string().optional(),
      BinaryValue: bytes.optional(),
    }),
  )
  .default({});

const content = {
  Message: z.string(),
  Subject: z.string().min(1).max(100).optional(),
  MessageStructure: z.literal('json').optional(),
  MessageAttributes: attributes,
};

const publishInput = z
  .strictObject({ ...content, TopicArn: z.string().optional(), TargetArn: z.string().optional() })
  .transform(({ TopicArn, TargetArn, ...message }) => ({ ...message, arn: TopicArn ?? TargetArn }));

const entry = z.strictObject({ ...content, Id: z.string() });
const publishBatchInput = z.strictObject({
  TopicArn: z.string(),
  PublishBatchRequestEntries: z.preprocess((list) => (list === '' ? [] : list), z.array(entry)),
});

type Content = Omit<z.infer<typeof entry>, 'Id'>;

export function publish(topics: Topics): Operation {
  return {
    permissions: (input) => [{ action: 'sns:Publish', resource: parse(publishInput, input).arn ?? '*' }],
    run(input, { cloud }) {
      const { arn, ...message } = parse(publishInput, input);
      if (arn === undefined)
        throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: publishOne(cloud, findTopic(topics, arn), message) };
    },
    usage: (input) => requestsFor([parse(publishInput, input)]),
  };
}

export function publishBatch(topics: Topics): Operation {
  return {
    permissions: (input) => [{ action: 'sns:Publish', resource: parse(publishBatchInput, input).TopicArn }],
    run(input, { cloud }) {
      const { TopicArn, PublishBatchRequestEntries: entries } = parse(publishBatchInput, input);
      const topic = findTopic(topics, TopicArn);
      checkBatch(topic, entries);
      const Successful: { Id: string; MessageId: string }[] = [];
      const Failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[] = [];
      for (const { Id, ...message } of entries) {
        try {
          Successful.push({ Id, MessageId: publishOne(cloud, topic, message) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
        }
      }
      return { Successful, Failed };
    },
    usage: (input) => requestsFor(parse(publishBatchInput, input).PublishBatchRequestEntries),
  };
}

function publishOne(cloud: Cloud, topic: Topic, message: Content): string {
  if (message.Message === '') throw invalidParameter('Empty message');
  if (sizeOf(message) > topic.maximumMessageSize) throw invalidParameter('Message too long');
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(message.MessageAttributes)) {
    const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
    if (value === undefined || value.length === 0) {
      throw new AwsError(
        'ParameterValueInvalid',
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
      );
    }
  }
  const messageId = cloud.random.uuid();
  cloud.trace({ service: 'sns', what: 'published', resource: topic.name, detail: { messageId } });
  deliver(cloud, {
    messageId,
    topic,
    subject: message.Subject,
    texts: textsOf(message),
    attributes: message.MessageAttributes,
    publishedAt: cloud.clock.now(),
    generation: topic.generation,
  });
  return messageId;
}

const structured = z.looseObject({ default: z.string() }).catchall(z.string());

function textsOf({ Message, MessageStructure }: Content): z.infer<typeof structured> {
  if (MessageStructure === undefined) return { default: Message };
  let value: unknown;
  try {
    value = JSON.parse(Message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const texts = structured.safeParse(value);
  if (!texts.success) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return texts.data;
}

function checkBatch(topic: Topic, entries: readonly z.infer<typeof entry>[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible (10).',
    );
  }
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  if (entries.reduce((sum, message) => sum + sizeOf(message), 0) > topic.maximumMessageSize) {
    throw new AwsError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    );
  }
}

function sizeOf({ Message, MessageAttributes }: Content): number {
  let size = Buffer.byteLength(Message, 'utf8');
  for (const [name, { DataType, StringValue = '', BinaryValue }] of Object.entries(MessageAttributes)) {
    size +=
      Buffer.byteLength(name) + DataType.length + (BinaryValue?.length ?? Buffer.byteLength(StringValue));
  }
  return size;
}

const requestsFor = (messages: readonly Content[]) => ({
  'sns.request': Math.max(
    1,
    Math.ceil(messages.reduce((sum, message) => sum + sizeOf(message), 0) / CHUNK_BYTES),
  ),
});
