import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { database, item, TABLE, TABLE_PROPERTIES } from './support.ts';

async function withItems(items: Record<string, unknown>[], properties: object = TABLE_PROPERTIES) {
  const all = database(properties);
  for (const values of items)
    await all.client.send(new PutItemCommand({ TableName: TABLE, Item: item(values) }));
  const query = async (
    expression: string,
    values: Record<string, unknown>,
    more: Partial<QueryCommandInput> = {},
  ) =>
    all.client.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: expression,
        ExpressionAttributeValues: item(values),
        ...more,
      }),
    );
  return { ...all, query };
}

const texts = (items: Record<string, AttributeValue>[] | undefined, name: string) =>
  items?.map((found) => found[name]?.S ?? found[name]?.N);

const LETTERS = ['AT#1', 'AT#2', 'CASE#1', 'CASE#2', 'PROFILE'].map((sk) => ({ pk: 'a', sk }));

describe('a query', () => {
  test.each([
    ['pk = :p', {}, ['AT#1', 'AT#2', 'CASE#1', 'CASE#2', 'PROFILE']],
    ['pk = :p AND sk = :s', { ':s': 'AT#2' }, ['AT#2']],
    ['pk = :p AND sk < :s', { ':s': 'CASE#1' }, ['AT#1', 'AT#2']],
    ['pk = :p AND sk <= :s', { ':s': 'CASE#1' }, ['AT#1', 'AT#2', 'CASE#1']],
    ['pk = :p AND sk > :s', { ':s': 'CASE#1' }, ['CASE#2', 'PROFILE']],
    [':s <= sk AND pk = :p', { ':s': 'CASE#' }, ['CASE#1', 'CASE#2', 'PROFILE']],
    ['pk = :p AND sk BETWEEN :s AND :t', { ':s': 'AT#2', ':t': 'CASE#1' }, ['AT#2', 'CASE#1']],
    ['pk = :p AND begins_with(sk, :s)', { ':s': 'CASE#' }, ['CASE#1', 'CASE#2']],
  ])('for %s finds its range in order', async (expression, values, expected) => {
    const { query } = await withItems([...LETTERS, { pk: 'b', sk: 'CASE#1' }]);
    const { Items } = await query(expression, { ':p': 'a', ...values });
    expect(texts(Items, 'sk')).toEqual(expected);
  });

  test.each([true, false])('is paged without gap or repetition (forward: %s)', async (ScanIndexForward) => {
    const { query } = await withItems(LETTERS);
    const seen: unknown[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    let pages = 0;
    do {
      const page = await query('pk = :p', { ':p': 'a' }, { Limit: 2, ScanIndexForward, ExclusiveStartKey });
      seen.push(...(texts(page.Items, 'sk') ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
      pages += 1;
    } while (ExclusiveStartKey);
    const expected = LETTERS.map(({ sk }) => sk);
    expect(seen).toEqual(ScanIndexForward ? expected : expected.toReversed());
    expect(pages).toBe(3);
  });

  test('filters after counting, and projects', async () => {
    const { query } = await withItems([
      { pk: 'a', sk: '1', n: 1, m: { x: 1, y: 2 } },
      { pk: 'a', sk: '2', n: 2 },
    ]);
    const page = await query(
      'pk = :p',
      { ':p': 'a', ':n': 1 },
      { FilterExpression: 'n = :n', ProjectionExpression: 'm.y, sk' },
    );
    expect(page).toMatchObject({ Count: 1, ScannedCount: 2, Items: [item({ sk: '1', m: { y: 2 } })] });
  });

  test('ends a page after 1 MB', async () => {
    const items = Array.from({ length: 4 }, (_, n) => ({ pk: 'a', sk: `${n}`, text: 'x'.repeat(350_000) }));
    const { query } = await withItems(items);
    const page = await query('pk = :p', { ':p': 'a' });
    expect(page.Count).toBe(3);
    expect(page.LastEvaluatedKey).toEqual(item({ pk: 'a', sk: '2' }));
  });

  test.each([
    ['sk = :p', { ':p': 'a' }, /missed key schema element: pk/],
    ['pk > :p', { ':p': 'a' }, /Query key condition not supported/],
    ['pk = :p AND x = :p', { ':p': 'a' }, /missed key schema element: sk/],
    ['pk = :p', { ':p': 1 }, /Condition parameter type does not match schema type/],
    ['pk = :p OR sk = :p', { ':p': 'a' }, /Invalid operator used in KeyConditionExpression: OR/],
  ])('for %s is refused', async (expression, values, reason) => {
    const { query } = await withItems([]);
    await expect(query(expression, values)).rejects.toThrow(reason);
  });
});

describe('a sparse index', () => {
  const onShelf = (place: number, values: object = {}) => ({
    pk: `p${place}`,
    sk: '1',
    shelf: 's',
    place,
    ...values,
  });
  const shelf = { IndexName: 'ranked' };

  test('holds only items with both keys, in the order of its sort key, with the projected attributes', async () => {
    const { query } = await withItems([
      onShelf(10, { title: 'ten', other: 'x' }),
      onShelf(9, { title: 'nine' }),
      onShelf(-1.5),
      { pk: 'no', sk: '1', shelf: 's' },
      { pk: 'none', sk: '1' },
    ]);
    const { Items } = await query('shelf = :s', { ':s': 's' }, shelf);
    expect(texts(Items, 'place')).toEqual(['-1.5', '9', '10']);
    expect(Items?.[2]).toEqual(item({ pk: 'p10', sk: '1', shelf: 's', place: 10, title: 'ten' }));
    const above = await query('shelf = :s AND place > :n', { ':s': 's', ':n': 9 }, shelf);
    expect(texts(above.Items, 'place')).toEqual(['10']);
  });

  test('loses an item whose key attribute is removed, and one that is deleted', async () => {
    const { client, query } = await withItems([onShelf(1), onShelf(2), onShelf(3)]);
    const Key = (n: number) => item({ pk: `p${n}`, sk: '1' });
    const remove = { UpdateExpression: 'REMOVE shelf' };
    await client.send(new UpdateItemCommand({ TableName: TABLE, Key: Key(1), ...remove }));
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: Key(2) }));
    expect(texts((await query('shelf = :s', { ':s': 's' }, shelf)).Items, 'pk')).toEqual(['p3']);
  });

  test('is paged through items of one key', async () => {
    const same = Array.from({ length: 5 }, (_, n) => ({ pk: `p${n}`, sk: '1', shelf: 's', place: 1 }));
    const { query } = await withItems(same);
    const first = await query('shelf = :s', { ':s': 's' }, { ...shelf, Limit: 3 });
    expect(Object.keys(first.LastEvaluatedKey ?? {}).sort()).toEqual(['pk', 'place', 'shelf', 'sk']);
    const ExclusiveStartKey = first.LastEvaluatedKey;
    const second = await query('shelf = :s', { ':s': 's' }, { ...shelf, ExclusiveStartKey });
    const seen = [...(first.Items ?? []), ...(second.Items ?? [])];
    expect(new Set(texts(seen, 'pk')).size).toBe(5);
  });

  test.each([
    [{ ConsistentRead: true }, /Consistent reads are not supported/],
    [{ Select: 'ALL_ATTRIBUTES' as const }, /projection type is not ALL/],
    [{ ProjectionExpression: 'color' }, /ranked does not project \[color\]/],
    [{ IndexName: 'nowhere' }, /does not have the specified index: nowhere/],
  ])('refuses %o', async (more, reason) => {
    const { query } = await withItems([]);
    await expect(query('shelf = :s', { ':s': 's' }, { ...shelf, ...more })).rejects.toThrow(reason);
  });

  test('under the fault stale-index shows what was there before the latest changes, and the table shows them', async () => {
    const { client, cloud, query } = await withItems([onShelf(1)]);
    await cloud.scheduler.advance(5_000);
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: item({ pk: 'p1', sk: '1' }) }));
    const count = async () => (await query('shelf = :s', { ':s': 's' }, shelf)).Count;
    expect(await count()).toBe(0);
    cloud.faults.add({ kind: 'stale-index', resource: 'ranked', delayMs: 2_000 });
    expect(await count()).toBe(1);
    expect((await query('pk = :p', { ':p': 'p1' })).Count).toBe(0);
    await cloud.scheduler.advance(2_000);
    expect(await count()).toBe(0);
  });

  test('never shows, however stale, what was never there', async () => {
    const { client, cloud, query } = await withItems([]);
    cloud.faults.add({ kind: 'stale-index', rate: 0.7, delayMs: 60_000 });
    for (let n = 0; n < 30; n++) {
      await client.send(new PutItemCommand({ TableName: TABLE, Item: item(onShelf(n)) }));
      const { Items } = await query('shelf = :s', { ':s': 's' }, shelf);
      expect(texts(Items, 'place')).toEqual(
        Array.from({ length: Items?.length ?? 0 }, (_, place) => `${place}`),
      );
    }
  });
});

test('a scan visits every item once, by pages and by segments', async () => {
  const items = Array.from({ length: 25 }, (_, n) => ({ pk: `p${n % 9}`, sk: `${n}` }));
  const { client } = await withItems(items);
  const everything = items.map(({ sk }) => sk).sort();
  const seen: unknown[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: TABLE, Limit: 4, ExclusiveStartKey }));
    seen.push(...(texts(page.Items, 'sk') ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  expect(seen.sort()).toEqual(everything);
  const segments = [0, 1, 2].map((Segment) =>
    client.send(new ScanCommand({ TableName: TABLE, Segment, TotalSegments: 3 })),
  );
  const parts = (await Promise.all(segments)).flatMap(({ Items }) => texts(Items, 'sk') ?? []);
  expect(parts.sort()).toEqual(everything);
});

describe('batches', () => {
  test('write and read many items, in no promised order', async () => {
    const { client } = await withItems([{ pk: 'old', sk: '1' }]);
    const puts = Array.from({ length: 5 }, (_, n) => ({
      PutRequest: { Item: item({ pk: `p${n}`, sk: '1', n }) },
    }));
    const deletion = { DeleteRequest: { Key: item({ pk: 'old', sk: '1' }) } };
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: [...puts, deletion] } }));
    const Keys = [...Array(5).keys(), 'gone'].map((n) => item({ pk: `p${n}`, sk: '1' }));
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } } }));
    expect(texts(Responses?.[TABLE], 'n')?.sort()).toEqual(['0', '1', '2', '3', '4']);
  });

  test('refuse one key twice', async () => {
    const { client } = await withItems([]);
    const Keys = [item({ pk: 'a', sk: '1' }), item({ pk: 'a', sk: '1' })];
    const read = client.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } } }));
    await expect(read).rejects.toThrow(/contains duplicates/);
  });
});
