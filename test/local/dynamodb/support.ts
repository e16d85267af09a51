import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../local/dynamodb/index.ts';
import type { StreamRecord } from '../../../local/dynamodb/stream.ts';
import { smallCloud } from '../small-cloud.ts';

export const TABLE = 'things';

/** Properties as CDK writes them: one table, a sparse index, a stream, time to live. */
export const TABLE_PROPERTIES = {
  TableName: TABLE,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'shelf', AttributeType: 'S' },
    { AttributeName: 'place', AttributeType: 'N' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'ranked',
      KeySchema: [
        { AttributeName: 'shelf', KeyType: 'HASH' },
        { AttributeName: 'place', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

/** A small cloud with one table and a client on it. */
export function database(properties: object = TABLE_PROPERTIES, seed?: string) {
  const service = createDynamoDb();
  const cloud = smallCloud([service], seed);
  const table = cloud.create('AWS::DynamoDB::Table', 'Things', { ...properties });
  return {
    cloud,
    service,
    table,
    client: new DynamoDBClient(cloud.client),
    /** Every record of the table's stream, shard after shard. */
    async records(): Promise<StreamRecord[]> {
      const stream = await openStream(cloud, table.attributes.StreamArn ?? '', 'TRIM_HORIZON');
      return stream.read();
    },
  };
}

type SmallCloud = ReturnType<typeof smallCloud>;

/** Reads a stream as an event source mapping does. */
export async function openStream(cloud: SmallCloud, StreamArn: string, ShardIteratorType: string) {
  const developer = { kind: 'developer' } as const;
  const call = (operation: string, input: object) => cloud.call('dynamodb', operation, input, developer);
  const described = (await call('DescribeStream', { StreamArn })) as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const iterators: string[] = [];
  for (const { ShardId } of described.StreamDescription.Shards) {
    const opened = await call('GetShardIterator', { StreamArn, ShardId, ShardIteratorType });
    iterators.push((opened as { ShardIterator: string }).ShardIterator);
  }
  return {
    shards: iterators.length,
    async read(): Promise<StreamRecord[]> {
      const all: StreamRecord[] = [];
      for (const [index, ShardIterator] of iterators.entries()) {
        const answer = (await call('GetRecords', { ShardIterator })) as {
          Records: StreamRecord[];
          NextShardIterator: string;
        };
        iterators[index] = answer.NextShardIterator;
        all.push(...answer.Records);
      }
      return all;
    },
  };
}

/** A plain object as attribute values: strings, numbers, lists and maps of them. */
export function item(values: Record<string, unknown>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, attribute(value)]));
}

function attribute(value: unknown): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Set) return { SS: [...value] };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  if (typeof value === 'object' && value !== null) return { M: item(value as Record<string, unknown>) };
  return { S: String(value) };
}
