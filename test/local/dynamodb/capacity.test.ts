import {
  BatchGetItemCommand,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { database, item, TABLE } from './support.ts';

const INDEXES = { ReturnConsumedCapacity: 'INDEXES' as const };

/** Table units and units of the index `ranked`. */
const units = (consumed: ConsumedCapacity | undefined) => [
  consumed?.Table?.CapacityUnits,
  consumed?.GlobalSecondaryIndexes?.ranked?.CapacityUnits,
];

async function put(client: DynamoDBClient, values: Record<string, unknown>) {
  const Item = item({ pk: 'a', sk: '1', ...values });
  return (await client.send(new PutItemCommand({ TableName: TABLE, Item, ...INDEXES }))).ConsumedCapacity;
}

const KB = (count: number) => 'x'.repeat(count * 1024 - 100);

/*
 * The cases follow figures measured on AWS in August 2026 by the dynamodb-conformance suite (paritysuite, issues 124 and
 * 149; nubo-db/dynoxide pull requests 177 and 188).
 */
describe('write units', () => {
  test('are one per started KB of the larger image', async () => {
    const { client } = database();
    expect(units(await put(client, {}))).toEqual([1, undefined]);
    expect(units(await put(client, { text: KB(3) }))).toEqual([3, undefined]);
    expect(units(await put(client, { text: 'short' }))).toEqual([3, undefined]);
    // In UTF-8: 512 letters of two bytes each do not fit into one KB together with the keys.
    expect(units(await put(client, { text: 'é'.repeat(512) }))).toEqual([2, undefined]);
  });

  test('of an index are those of the change to what it stores', async () => {
    const { client } = database();
    const inIndex = { shelf: 's', place: 1, title: 'a', other: 1 };
    expect(units(await put(client, inIndex))).toEqual([1, 1]);
    expect(units(await put(client, inIndex))).toEqual([1, undefined]);
    expect(units(await put(client, { ...inIndex, other: 2 }))).toEqual([1, undefined]);
    expect(units(await put(client, { ...inIndex, title: 'b' }))).toEqual([1, 1]);
    expect(units(await put(client, { ...inIndex, place: 2 }))).toEqual([1, 2]);
    expect(units(await put(client, { other: 2 }))).toEqual([1, 1]);
    expect(units(await put(client, { other: 3 }))).toEqual([1, undefined]);
  });

  test('of an index round each image of a move, and the larger one of a change in place', async () => {
    const { client } = database();
    await put(client, { shelf: 's', place: 1, title: KB(2) });
    expect(units(await put(client, { shelf: 's', place: 2, title: KB(2) }))).toEqual([2, 4]);
    expect(units(await put(client, { shelf: 's', place: 2, title: 'short' }))).toEqual([2, 2]);
  });

  test('double in a transaction on the table and not on its indexes; a condition check counts as a write', async () => {
    const { client } = database();
    await put(client, { pk: 'checked', text: KB(2) });
    const { ConsumedCapacity } = await client.send(
      new TransactWriteItemsCommand({
        ...INDEXES,
        TransactItems: [
          { Put: { TableName: TABLE, Item: item({ pk: 'a', sk: '1', shelf: 's', place: 1 }) } },
          {
            ConditionCheck: {
              TableName: TABLE,
              Key: item({ pk: 'checked', sk: '1' }),
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      }),
    );
    expect(ConsumedCapacity).toEqual([
      {
        TableName: TABLE,
        CapacityUnits: 7,
        WriteCapacityUnits: 7,
        Table: { CapacityUnits: 6, WriteCapacityUnits: 6 },
        GlobalSecondaryIndexes: { ranked: { CapacityUnits: 1 } },
      },
    ]);
  });

  test('of a deletion are those of what was deleted, and one where nothing was', async () => {
    const { client } = database();
    await put(client, { text: KB(2) });
    const remove = new DeleteItemCommand({ TableName: TABLE, Key: item({ pk: 'a', sk: '1' }), ...INDEXES });
    expect(units((await client.send(remove)).ConsumedCapacity)).toEqual([2, undefined]);
    expect(units((await client.send(remove)).ConsumedCapacity)).toEqual([1, undefined]);
  });
});

describe('read units', () => {
  test('are a half per started 4 KB, a whole when consistent, and not less for nothing found', async () => {
    const { client } = database();
    await put(client, { text: KB(5) });
    const get = async (pk: string, ConsistentRead: boolean) => {
      const Key = item({ pk, sk: '1' });
      const request = new GetItemCommand({
        TableName: TABLE,
        Key,
        ConsistentRead,
        ReturnConsumedCapacity: 'TOTAL',
      });
      return (await client.send(request)).ConsumedCapacity?.CapacityUnits;
    };
    expect([await get('a', false), await get('a', true)]).toEqual([1, 2]);
    expect([await get('none', false), await get('none', true)]).toEqual([0.5, 1]);
  });

  test('of a query round the sum, of a batch each item', async () => {
    const { client } = database();
    for (const sk of ['1', '2', '3']) await put(client, { sk, shelf: 's', place: 1, text: KB(1) });
    const query = await client.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: item({ ':p': 'a' }),
        ...INDEXES,
      }),
    );
    expect(units(query.ConsumedCapacity)).toEqual([0.5, undefined]);
    const index = await client.send(
      new QueryCommand({
        TableName: TABLE,
        IndexName: 'ranked',
        KeyConditionExpression: 'shelf = :p',
        ExpressionAttributeValues: item({ ':p': 's' }),
        ...INDEXES,
      }),
    );
    expect(units(index.ConsumedCapacity)).toEqual([0, 0.5]);
    const Keys = ['1', '2', '3'].map((sk) => item({ pk: 'a', sk }));
    const batch = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } }, ReturnConsumedCapacity: 'TOTAL' }),
    );
    expect(batch.ConsumedCapacity?.[0]?.CapacityUnits).toBe(1.5);
  });
});

test('the bill shows the same numbers, indexes apart, asked for or not, and refused writes too', async () => {
  const { client, cloud } = database();
  await client.send(
    new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'a', sk: '1', shelf: 's', place: 1 }) }),
  );
  await client.send(new GetItemCommand({ TableName: TABLE, Key: item({ pk: 'a', sk: '1' }) }));
  const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const Key = item({ pk: 'a', sk: '1' });
  await client.send(new UpdateItemCommand({ TableName: TABLE, Key, ...ifNew })).catch(() => undefined);
  const check = { ConditionCheck: { TableName: TABLE, Key, ...ifNew } };
  await client.send(new TransactWriteItemsCommand({ TransactItems: [check] })).catch(() => undefined);
  const { lines, unpriced } = cloud.meterBook.bill();
  expect(lines.map(({ operation, units: counted }) => [operation, counted])).toEqual([
    ['PutItem', { 'dynamodb.wru': 1, 'dynamodb.index.wru': 1 }],
    ['GetItem', { 'dynamodb.rru': 0.5 }],
    ['UpdateItem', { 'dynamodb.wru': 1 }],
    ['TransactWriteItems', { 'dynamodb.wru': 2 }],
  ]);
  expect(unpriced).toEqual([]);
});
