import { DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import type { Caller } from '../../local/core/service.ts';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import { createEvents } from '../../local/events/index.ts';
import { createS3 } from '../../local/s3/index.ts';
import { createSqs } from '../../local/sqs/index.ts';
import { DUE_INDEX, DUE_INDEX_FIELDS } from '../../shared/names.ts';
import type { LogSink } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { fromAttributes, type Item, type Table, toAttributes } from '../../shared/stores/table.ts';
import { smallCloud } from '../local/small-cloud.ts';

/** The product's table as the foundation stack makes it, as far as the stores depend on it. */
const TABLE_PROPERTIES = {
  TableName: 'throughline',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', DUE_INDEX.partitionKey, DUE_INDEX.sortKey].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: DUE_INDEX.name,
      KeySchema: [
        { AttributeName: DUE_INDEX.partitionKey, KeyType: 'HASH' },
        { AttributeName: DUE_INDEX.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...DUE_INDEX_FIELDS] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

/** The product's table, queues, bucket and bus on the local cloud, with a clock, ids and log lines in order. */
export function caseCloud() {
  const services = [createDynamoDb(), createSqs(), createS3(), createEvents()];
  const cloud = smallCloud(services);
  for (const service of services) void service.start?.(cloud);
  const made = cloud.create('AWS::DynamoDB::Table', 'Table', { ...TABLE_PROPERTIES });
  const fifo = {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  };
  const environment = {
    TABLE_NAME: made.ref,
    INBOX_QUEUE_URL: cloud.create('AWS::SQS::Queue', 'Inbox', { ...fifo }).ref,
    DEAD_LETTER_QUEUE_URL: cloud.create('AWS::SQS::Queue', 'DeadLetters', {}).ref,
    ARCHIVE_BUCKET: cloud.create('AWS::S3::Bucket', 'Archive', {}).ref,
    BUS_NAME: cloud.create('AWS::Events::EventBus', 'Bus', { Name: 'throughline' }).ref,
  };
  const table: Table = { client: new DynamoDBClient(cloud.client), name: made.ref };
  const queues = new SQSClient(cloud.client);
  const lines: Record<string, unknown>[] = [];
  const sink: LogSink = (line) => void lines.push(line);
  let ids = 0;
  const outside: Outside = {
    ...cloud.client,
    now: () => new Date(cloud.clock.now()),
    newId: () => String(++ids).padStart(16, '0'),
    sleep: async () => undefined,
    sink,
  };
  return {
    cloud,
    table,
    outside,
    environment,
    lines,
    codes: () => lines.map(({ code }) => code),
    /** Takes all messages out of a queue. */
    async messages(queueUrl: string) {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    /** Every item whose sort key begins with the prefix. */
    async items(prefix: string): Promise<Item[]> {
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
      return Items.map(fromAttributes).filter(({ sk }) => String(sk).startsWith(prefix));
    },
    /** One partition of the work-list index, in its order. */
    async workList(list: string): Promise<Item[]> {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: DUE_INDEX.name,
          KeyConditionExpression: 'dueList = :list',
          ExpressionAttributeValues: toAttributes({ ':list': list }),
        }),
      );
      return Items.map(fromAttributes);
    },
    async put(item: Item): Promise<void> {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: toAttributes(item) }));
    },
    /** Everything the table's stream has, as Lambda gets it. */
    async stream(): Promise<DynamoDBRecord[]> {
      const developer: Caller = { kind: 'developer' };
      const StreamArn = made.attributes.StreamArn;
      const call = (operation: string, input: object) => cloud.call('dynamodb', operation, input, developer);
      const { StreamDescription } = (await call('DescribeStream', { StreamArn })) as {
        StreamDescription: { Shards: { ShardId: string }[] };
      };
      const records: DynamoDBRecord[] = [];
      for (const { ShardId } of StreamDescription.Shards) {
        const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
        const opened = (await call('GetShardIterator', from)) as { ShardIterator: string };
        const read = (await call('GetRecords', opened)) as { Records: DynamoDBRecord[] };
        records.push(...read.Records);
      }
      return records;
    },
    /** Lines of the bill for one operation. */
    calls(operation: string) {
      return cloud.meterBook.bill().lines.filter((line) => line.operation === operation);
    },
  };
}

export type CaseCloud = ReturnType<typeof caseCloud>;

/** An SQS event of bodies, of a FIFO queue when they have a group. */
export function sqsEvent(bodies: readonly string[], group?: string): SQSEvent {
  const source = `arn:aws:sqs:eu-west-1:123456789012:queue${group === undefined ? '' : '.fifo'}`;
  const Records = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body,
    receiptHandle: '',
    md5OfBody: '',
    awsRegion: 'eu-west-1',
    eventSource: 'aws:sqs',
    eventSourceARN: source,
    messageAttributes: {},
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795312800000',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '1795312800000',
      ...(group !== undefined && { MessageGroupId: group }),
    },
  }));
  return { Records };
}

/** What handlers of this project do not look at. */
export const NO_CONTEXT = {} as Context;
