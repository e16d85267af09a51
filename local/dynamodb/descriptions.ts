import type { Operation } from '../core/service.ts';
import type { KeySchema } from './key-schema.ts';
import { listTables, parseRequest, tableOnly } from './requests.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

const ON_DEMAND = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };

/** DescribeTable, DescribeTimeToLive and ListTables: free of charge. */
export function descriptions(tables: Tables): Record<string, Operation> {
  return {
    DescribeTable: {
      permissions: (input, context) =>
        tables.permissions('DescribeTable', input.TableName, context).slice(0, 1),
      run: (input) => ({ Table: describe(tables.get(parseRequest(tableOnly, input).TableName)) }),
      usage: () => null,
    },
    DescribeTimeToLive: {
      permissions: (input, context) =>
        tables.permissions('DescribeTimeToLive', input.TableName, context).slice(0, 1),
      run: (input) => {
        const { timeToLiveAttribute } = tables.get(parseRequest(tableOnly, input).TableName).definition;
        return {
          TimeToLiveDescription:
            timeToLiveAttribute === undefined
              ? { TimeToLiveStatus: 'DISABLED' }
              : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLiveAttribute },
        };
      },
      usage: () => null,
    },
    ListTables: {
      permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
      run: (input) => {
        const { ExclusiveStartTableName: start = '', Limit: limit = 100 } = parseRequest(listTables, input);
        const names = tables.all().map(({ name }) => name);
        const later = names.toSorted().filter((name) => name > start);
        const page = later.slice(0, limit);
        return { TableNames: page, ...(later.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) };
      },
      usage: () => null,
    },
  };
}

function describe({ definition, items }: Table): object {
  const { stream } = definition;
  return {
    TableName: definition.name,
    TableArn: definition.arn,
    TableId: definition.id,
    TableStatus: 'ACTIVE',
    CreationDateTime: definition.createdAt / 1000,
    KeySchema: describeKeys(definition.schema),
    AttributeDefinitions: definition.attributeDefinitions,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: ON_DEMAND,
    DeletionProtectionEnabled: definition.deletionProtection,
    ItemCount: items.size,
    ...(definition.indexes.length > 0
      ? { GlobalSecondaryIndexes: definition.indexes.map((index) => describeIndex(index, definition.arn)) }
      : {}),
    ...(stream
      ? {
          LatestStreamArn: stream.arn,
          LatestStreamLabel: stream.label,
          StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
        }
      : {}),
    ...(definition.kmsKeyArn
      ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: definition.kmsKeyArn } }
      : {}),
  };
}

function describeIndex({ name, schema, projection, entries }: SecondaryIndex, tableArn: string): object {
  return {
    IndexName: name,
    IndexArn: `${tableArn}/index/${name}`,
    IndexStatus: 'ACTIVE',
    KeySchema: describeKeys(schema),
    Projection: {
      ProjectionType: projection.type,
      ...(projection.type === 'INCLUDE' ? { NonKeyAttributes: projection.attributes } : {}),
    },
    ProvisionedThroughput: ON_DEMAND,
    ItemCount: entries.size,
  };
}

function describeKeys({ partition, sort }: KeySchema): object[] {
  return [
    { AttributeName: partition.name, KeyType: 'HASH' },
    ...(sort ? [{ AttributeName: sort.name, KeyType: 'RANGE' }] : []),
  ];
}
