import {
  GetItemCommand,
  PutItemCommand,
  type ReturnValue,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { database, item, TABLE } from './support.ts';

const KEY = item({ pk: 'a', sk: '1' });

/** The item after an update of `before`; undefined `before`: there was none. */
async function updated(
  before: Record<string, unknown> | undefined,
  UpdateExpression: string,
  values?: Record<string, unknown>,
  ReturnValues?: ReturnValue,
) {
  const { client } = database();
  if (before) await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item(before) } }));
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: TABLE,
      Key: KEY,
      UpdateExpression,
      ...(values ? { ExpressionAttributeValues: item(values) } : {}),
      ...(ReturnValues ? { ReturnValues } : {}),
    }),
  );
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: KEY }));
  return { Item, Attributes };
}

const result = (values: Record<string, unknown>) => ({ ...KEY, ...item(values) });

describe('an update', () => {
  test('makes the item when there is none', async () => {
    const { Item } = await updated(undefined, 'SET x = :v', { ':v': 1 });
    expect(Item).toEqual(result({ x: 1 }));
  });

  test('keeps what is there with if_not_exists, and sets it where it is missing', async () => {
    const expression = 'SET x = if_not_exists(x, :v), y = if_not_exists(y, :v) + :v';
    const { Item } = await updated({ x: 5 }, expression, { ':v': 1 });
    expect(Item).toEqual(result({ x: 5, y: 2 }));
  });

  test('appends to lists at either end', async () => {
    const { Item } = await updated({ l: ['b'] }, 'SET l = list_append(:a, list_append(l, :c))', {
      ':a': ['a'],
      ':c': ['c'],
    });
    expect(Item).toEqual(result({ l: ['a', 'b', 'c'] }));
  });

  test('adds to numbers and sets, takes from sets, and leaves no empty set', async () => {
    const before = { n: 0.1, tags: new Set(['a']), gone: new Set(['x']) };
    const { Item } = await updated(before, 'ADD n :n, fresh :n, tags :b DELETE gone :x', {
      ':n': 0.2,
      ':b': new Set(['b']),
      ':x': new Set(['x']),
    });
    expect(Item).toEqual(result({ n: 0.3, fresh: 0.2, tags: new Set(['a', 'b']) }));
  });

  test('removes and sets inside maps and lists by the places they had before', async () => {
    const before = { m: { a: 1, b: { c: 2, d: 3 } }, l: [0, 1, 2, 3] };
    const { Item } = await updated(before, 'REMOVE m.b.c, l[0], l[2] SET m.a = :v, l[9] = :v', { ':v': 'x' });
    expect(Item).toEqual(result({ m: { a: 'x', b: { d: 3 } }, l: [1, 3, 'x'] }));
  });

  test('sees every operand as it was before the update', async () => {
    const { Item } = await updated({ x: 1, y: 2 }, 'SET x = y, y = x');
    expect(Item).toEqual(result({ x: 2, y: 1 }));
  });

  test('keeps 38 digits', async () => {
    const { Item } = await updated(undefined, 'SET x = :v', { ':v': 1 });
    expect(Item?.x).toEqual({ N: '1' });
    const { client } = database();
    const big = { N: '1234567890123456789012345678901234567.5' };
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, big } }));
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: KEY,
        UpdateExpression: 'SET big = big - :v',
        ExpressionAttributeValues: { ':v': { N: '0.5' } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    expect(Attributes).toEqual({ big: { N: '1234567890123456789012345678901234567' } });
  });

  test.each([
    ['ALL_OLD', result({ x: 1, z: 3 })],
    ['UPDATED_OLD', item({ x: 1 })],
    ['ALL_NEW', result({ x: 2, y: 2, z: 3 })],
    ['UPDATED_NEW', item({ x: 2, y: 2 })],
    ['NONE', undefined],
  ] as const)('returns %s', async (ReturnValues, expected) => {
    const { Attributes } = await updated({ x: 1, z: 3 }, 'SET x = :v, y = :v', { ':v': 2 }, ReturnValues);
    expect(Attributes).toEqual(expected);
  });

  test.each([
    ['SET pk = :v', { ':v': 'b' }, /Cannot update attribute pk. This attribute is part of the key/],
    ['SET a.b = :v', { ':v': 'b' }, /document path provided in the update expression is invalid/],
    ['SET a = gone', undefined, /refers to an attribute that does not exist/],
    ['SET x = x + :v', { ':v': 1 }, /operand in the update expression has an incorrect data type/],
    ['ADD x :v', { ':v': 1 }, /operand in the update expression has an incorrect data type/],
    ['SET a = :v, a = :v', { ':v': 1 }, /paths overlap/],
    ['SET place = :v', { ':v': 'high' }, /Type mismatch for Index Key place/],
  ])('%s is refused', async (expression, values, reason) => {
    await expect(updated({ x: 'text' }, expression, values)).rejects.toThrow(reason);
  });
});
