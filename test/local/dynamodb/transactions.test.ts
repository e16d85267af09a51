import {
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { database, item, TABLE } from './support.ts';

const put = (pk: string, extra: object = {}, values: Record<string, unknown> = {}): TransactWriteItem => ({
  Put: { TableName: TABLE, Item: item({ pk, sk: '1', ...values }), ...extra },
});

const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };

async function canceled(work: Promise<unknown>): Promise<TransactionCanceledException> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TransactionCanceledException);
  return error as TransactionCanceledException;
}

describe('TransactWriteItems', () => {
  test('puts, updates, deletes and checks as one', async () => {
    const { client } = database();
    for (const pk of ['changed', 'deleted', 'checked']) {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk, sk: '1', count: 1 }) }));
    }
    const Key = (pk: string) => item({ pk, sk: '1' });
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          put('new', ifNew),
          {
            Update: {
              TableName: TABLE,
              Key: Key('changed'),
              UpdateExpression: 'ADD #c :one',
              ExpressionAttributeNames: { '#c': 'count' },
              ExpressionAttributeValues: item({ ':one': 1 }),
            },
          },
          { Delete: { TableName: TABLE, Key: Key('deleted') } },
          {
            ConditionCheck: {
              TableName: TABLE,
              Key: Key('checked'),
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      }),
    );
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
    const counts = Items.map(({ pk, count }) => [pk?.S, count?.N]).sort();
    expect(counts).toEqual([
      ['changed', '2'],
      ['checked', '1'],
      ['new', undefined],
    ]);
  });

  test('names the reason of each action in order, with the images that were asked for, and writes nothing', async () => {
    const { client } = database();
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'there', sk: '1', text: 'x' }) }),
    );
    const error = await canceled(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            put('fresh', ifNew),
            put('there', { ...ifNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
            {
              Update: {
                TableName: TABLE,
                Key: item({ pk: 'nowhere', sk: '1' }),
                UpdateExpression: 'SET a.b = :v',
                ExpressionAttributeValues: item({ ':v': 1 }),
              },
            },
            {
              ConditionCheck: {
                TableName: TABLE,
                Key: item({ pk: 'absent', sk: '1' }),
                ConditionExpression: 'attribute_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        }),
      ),
    );
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed]',
    );
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: item({ pk: 'there', sk: '1', text: 'x' }),
      },
      {
        Code: 'ValidationError',
        Message: 'The document path provided in the update expression is invalid for update',
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
    const { Item } = await client.send(
      new GetItemCommand({ TableName: TABLE, Key: item({ pk: 'fresh', sk: '1' }) }),
    );
    expect(Item).toBeUndefined();
  });

  test('of a token is applied once within ten minutes, and again after them', async () => {
    const { client, cloud } = database();
    const add = () =>
      client.send(
        new TransactWriteItemsCommand({
          ClientRequestToken: 'same',
          ReturnConsumedCapacity: 'TOTAL',
          TransactItems: [
            {
              Update: {
                TableName: TABLE,
                Key: item({ pk: 'a', sk: '1' }),
                UpdateExpression: 'ADD n :one',
                ExpressionAttributeValues: item({ ':one': 1 }),
              },
            },
          ],
        }),
      );
    const count = async () =>
      (await client.send(new GetItemCommand({ TableName: TABLE, Key: item({ pk: 'a', sk: '1' }) }))).Item?.n
        ?.N;
    expect((await add()).ConsumedCapacity?.[0]).toMatchObject({ WriteCapacityUnits: 2 });
    await cloud.scheduler.advance(9 * 60_000);
    expect((await add()).ConsumedCapacity?.[0]).toMatchObject({ ReadCapacityUnits: 2, CapacityUnits: 2 });
    expect(await count()).toBe('1');
    await cloud.scheduler.advance(2 * 60_000);
    await add();
    expect(await count()).toBe('2');
  });

  test('refuses a token that stands for another transaction, but not after one that was cancelled', async () => {
    const { client } = database();
    const send = (pk: string) =>
      client.send(
        new TransactWriteItemsCommand({ ClientRequestToken: 't', TransactItems: [put(pk, ifNew)] }),
      );
    await client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'taken', sk: '1' }) }));
    await canceled(send('taken'));
    await send('free');
    await expect(send('other')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  test.each([
    ['two actions on one item', [put('a'), put('a')], /multiple operations on one item/],
    [
      'more than 100 actions',
      Array.from({ length: 101 }, (_, n) => put(`${n}`)),
      /less than or equal to 100/,
    ],
    [
      'two actions in one place',
      [{ ...put('a'), Delete: { TableName: TABLE, Key: item({}) } }],
      /only contain one of/,
    ],
    [
      'more than 4 MB',
      Array.from({ length: 11 }, (_, n) => put(`${n}`, {}, { text: 'x'.repeat(400_000) })),
      /exceeds 4 MB/,
    ],
  ])('refuses %s', async (_, TransactItems, reason) => {
    const { client } = database();
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow(reason);
    expect((await client.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(0);
  });

  test('started eight times at once lets exactly one through', async () => {
    const { client } = database();
    const attempts = Array.from({ length: 8 }, (_, n) =>
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [put('marker', ifNew), put(`item ${n}`, ifNew)] }),
      ),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await client.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(2);
  });
});

test('TransactGetItems answers in the order of the request, with gaps, at double price', async () => {
  const { client } = database();
  await client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'a', sk: '1', x: 1, y: 2 }) }));
  const get = (pk: string) => ({
    Get: { TableName: TABLE, Key: item({ pk, sk: '1' }), ProjectionExpression: 'x' },
  });
  const { Responses, ConsumedCapacity } = await client.send(
    new TransactGetItemsCommand({ TransactItems: [get('none'), get('a')], ReturnConsumedCapacity: 'TOTAL' }),
  );
  expect(Responses).toEqual([{}, { Item: item({ x: 1 }) }]);
  expect(ConsumedCapacity?.[0]).toMatchObject({ CapacityUnits: 4, ReadCapacityUnits: 4 });
});
