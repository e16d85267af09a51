import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { database, item, TABLE } from './support.ts';

const KEY = item({ pk: 'a', sk: '1' });

async function withItem(values: Record<string, unknown>) {
  const { client } = database();
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item(values) } }));
  /** Does the item meet the condition? */
  const meets = async (
    ConditionExpression: string,
    values?: Record<string, unknown>,
    names?: Record<string, string>,
  ) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: TABLE,
          Key: KEY,
          ConditionExpression,
          ...(values ? { ExpressionAttributeValues: item(values) } : {}),
          ...(names ? { ExpressionAttributeNames: names } : {}),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return { client, meets };
}

describe('a condition', () => {
  test('on presence lets the first put through and refuses the second', async () => {
    const { client } = database();
    const put = (title: string) =>
      client.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: { ...KEY, ...item({ title }) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    await put('first');
    await expect(put('second')).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: KEY }));
    expect(Item?.title).toEqual({ S: 'first' });
  });

  test('that fails hands back the stored item when asked, and not otherwise', async () => {
    const { client } = await withItem({ title: 'stored' });
    const refused = (ReturnValuesOnConditionCheckFailure?: 'ALL_OLD') =>
      client
        .send(
          new DeleteItemCommand({
            TableName: TABLE,
            Key: KEY,
            ConditionExpression: 'title = :t',
            ExpressionAttributeValues: item({ ':t': 'other' }),
            ReturnValuesOnConditionCheckFailure,
          }),
        )
        .catch((error: ConditionalCheckFailedException) => error.Item);
    expect(await refused('ALL_OLD')).toEqual({ ...KEY, ...item({ title: 'stored' }) });
    expect(await refused()).toBeUndefined();
  });

  test('compares numbers by value, text by its UTF-8 bytes, and never across types', async () => {
    const { meets } = await withItem({ count: 10, word: '\uFFFD' });
    expect(await meets('#c > :v', { ':v': 9 }, { '#c': 'count' })).toBe(true);
    expect(await meets('#c > :v', { ':v': '9' }, { '#c': 'count' })).toBe(false);
    expect(await meets('word < :v', { ':v': '\u{1F600}' })).toBe(true);
    expect(await meets('#c BETWEEN :a AND :b', { ':a': 10, ':b': 11 }, { '#c': 'count' })).toBe(true);
    expect(await meets('#c IN (:a, :b)', { ':a': 1, ':b': 10 }, { '#c': 'count' })).toBe(true);
  });

  test('on a missing attribute holds only for <> and attribute_not_exists', async () => {
    const { meets } = await withItem({});
    expect(await meets('gone = :v', { ':v': 1 })).toBe(false);
    expect(await meets('gone <> :v', { ':v': 1 })).toBe(true);
    expect(await meets('gone < :v', { ':v': 1 })).toBe(false);
    expect(await meets('attribute_not_exists(gone)')).toBe(true);
    expect(await meets('NOT attribute_exists(gone) AND attribute_exists(pk)')).toBe(true);
  });

  test('reaches into maps and lists, and knows size, contains, begins_with and attribute_type', async () => {
    const { meets } = await withItem({ deep: { parts: ['x', { leaf: 7 }] }, tags: new Set(['red', 'blue']) });
    expect(await meets('deep.parts[1].leaf = :v', { ':v': 7 })).toBe(true);
    expect(await meets('size(deep.parts) = :v', { ':v': 2 })).toBe(true);
    expect(await meets('contains(tags, :v)', { ':v': 'red' })).toBe(true);
    expect(await meets('contains(tags, :v)', { ':v': 're' })).toBe(false);
    expect(await meets('contains(deep.parts, :v)', { ':v': { leaf: 7 } })).toBe(true);
    expect(await meets('begins_with(sk, :v) OR attribute_type(tags, :t)', { ':v': '2', ':t': 'SS' })).toBe(
      true,
    );
    expect(await meets('deep = :v', { ':v': { parts: ['x', { leaf: 7 }] } })).toBe(true);
  });

  test.each([
    ['status = :v', { ':v': 1 }, /reserved keyword: status/],
    ['a = :v AND', { ':v': 1 }, /Syntax error/],
    ['a = :missing', { ':v': 1 }, /not defined; attribute value: :missing/],
    ['attribute_exists(a)', { ':v': 1 }, /unused in expressions: keys: \{:v\}/],
  ])('%s is refused with the reason', async (expression, values, reason) => {
    const { meets } = await withItem({});
    await expect(meets(expression, values)).rejects.toThrow(reason);
  });
});

test('a request with a legacy parameter is refused by name', async () => {
  const { client } = database();
  const request = new PutItemCommand({ TableName: TABLE, Item: KEY, Expected: { pk: { Exists: false } } });
  await expect(client.send(request)).rejects.toThrow(/Expected: not supported here/);
});

test.each([
  [{ sk: '1' }, /Missing the key pk in the item/],
  [{ pk: 1, sk: '1' }, /Type mismatch for key pk expected: S actual: N/],
  [{ pk: '', sk: '1' }, /empty string value. Key: pk/],
  [
    { pk: 'a', sk: '1', shelf: 1 },
    /Type mismatch for Index Key shelf Expected: S Actual: N IndexName: ranked/,
  ],
  [{ pk: 'a', sk: '1', shelf: '', place: 1 }, /empty string value. IndexName: ranked/],
  [{ pk: 'a', sk: '1', text: 'x'.repeat(410_000) }, /exceeded the maximum allowed size/],
])('an item that does not fit the table is refused (%#)', async (values, reason) => {
  const { client } = database();
  await expect(client.send(new PutItemCommand({ TableName: TABLE, Item: item(values) }))).rejects.toThrow(
    reason,
  );
});
