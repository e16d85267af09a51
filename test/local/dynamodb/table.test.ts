import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { createDynamoDb } from '../../../local/dynamodb/index.ts';
import { smallCloud } from '../small-cloud.ts';
import { database, item, TABLE, TABLE_PROPERTIES } from './support.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1';
const TABLE_ARN = 'arn:aws:dynamodb:eu-west-1:123456789012:table/things';

describe('AWS::DynamoDB::Table', () => {
  test('is described as the template wrote it', async () => {
    const { client, table } = database();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: table.attributes.Arn,
      LatestStreamArn: table.attributes.StreamArn,
      KeySchema: TABLE_PROPERTIES.KeySchema,
      GlobalSecondaryIndexes: [{ IndexName: 'ranked', Projection: { NonKeyAttributes: ['title'] } }],
    });
    expect(table.ref).toBe(TABLE);
    expect(table.attributes.StreamArn).toMatch(
      /^arn:aws:dynamodb:[^:]+:\d+:table\/things\/stream\/2026-11-22T02:16:05/,
    );
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
    expect(TimeToLiveDescription).toEqual({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([TABLE]);
  });

  test.each([
    [{ TimeToLive: {} }, /property TimeToLive is not implemented/],
    [{ LocalSecondaryIndexes: [] }, /property LocalSecondaryIndexes is not implemented/],
    [{ BillingMode: 'PROVISIONED' }, /BillingMode: only PAY_PER_REQUEST/],
    [
      { KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] },
      /key attribute other is missing in AttributeDefinitions/,
    ],
  ])('with %o is refused by name', (wrong, reason) => {
    expect(() => database({ ...TABLE_PROPERTIES, ...wrong })).toThrow(reason);
  });

  test('is emptied by a reset, and works on', async () => {
    const { client, service, records } = database();
    const put = () => client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'a', sk: '1' }) }));
    await put();
    await service.reset();
    expect((await client.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(0);
    expect(await records()).toEqual([]);
    await put();
    expect(await records()).toHaveLength(1);
  });

  test('that does not exist is named an unknown resource', async () => {
    const { client } = database();
    await expect(client.send(new ScanCommand({ TableName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('permission', () => {
  const needed = (operation: string, input: object, properties: object = TABLE_PROPERTIES) => {
    const service = createDynamoDb();
    const cloud = smallCloud([service]);
    cloud.create('AWS::DynamoDB::Table', 'Things', { ...properties });
    const permissions = service.operations[operation]?.permissions(input, {
      cloud,
      caller: { kind: 'developer' },
    });
    return permissions?.map(({ action, resource }) => `${action} ${resource}`);
  };

  test('is asked for each operation on the table or the index it uses', () => {
    expect(needed('GetItem', { TableName: TABLE })).toEqual([`dynamodb:GetItem ${TABLE_ARN}`]);
    expect(needed('Query', { TableName: TABLE_ARN, IndexName: 'ranked' })).toEqual([
      `dynamodb:Query ${TABLE_ARN}/index/ranked`,
    ]);
    expect(needed('BatchGetItem', { RequestItems: { [TABLE]: {} } })).toEqual([
      `dynamodb:BatchGetItem ${TABLE_ARN}`,
    ]);
  });

  test('for a transaction is that of each of its actions', () => {
    const TransactItems = ['Put', 'Update', 'Delete', 'ConditionCheck'].map((kind) => ({
      [kind]: { TableName: TABLE },
    }));
    expect(needed('TransactWriteItems', { TransactItems })).toEqual([
      `dynamodb:PutItem ${TABLE_ARN}`,
      `dynamodb:UpdateItem ${TABLE_ARN}`,
      `dynamodb:DeleteItem ${TABLE_ARN}`,
      `dynamodb:ConditionCheckItem ${TABLE_ARN}`,
    ]);
  });

  test('includes the use of the key that encrypts the table', () => {
    const encrypted = {
      ...TABLE_PROPERTIES,
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY_ARN },
    };
    expect(needed('PutItem', { TableName: TABLE }, encrypted)).toEqual([
      `dynamodb:PutItem ${TABLE_ARN}`,
      `kms:Decrypt ${KEY_ARN}`,
    ]);
    const StreamArn = `${TABLE_ARN}/stream/2026-11-22T02:16:05.123`;
    expect(needed('GetRecords', { ShardIterator: `${StreamArn}|0|0` }, encrypted)).toEqual([
      `dynamodb:GetRecords ${StreamArn}`,
      `kms:Decrypt ${KEY_ARN}`,
    ]);
  });

  test('that the role lacks is refused before anything is written', async () => {
    const { cloud, client } = database();
    const role = { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/none', functionName: 'f' } as const;
    const call = cloud.call(
      'dynamodb',
      'PutItem',
      { TableName: TABLE, Item: item({ pk: 'a', sk: '1' }) },
      role,
    );
    await expect(call).rejects.toMatchObject({ code: 'AccessDeniedException' });
    expect((await client.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(0);
  });
});
