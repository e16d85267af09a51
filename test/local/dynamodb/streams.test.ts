import {
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { START } from '../small-cloud.ts';
import { database, item, openStream, TABLE, TABLE_PROPERTIES } from './support.ts';

const KEY = item({ pk: 'a', sk: '1' });

describe('a stream', () => {
  test('tells of an insert, a change and a removal with both images, in the shape of a Lambda event', async () => {
    const { client, records, table } = database();
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ x: 1 }) } }));
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ x: 2 }) } }));
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: KEY }));
    const seen = await records();
    expect(seen.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(seen[0]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      eventSourceARN: table.attributes.StreamArn,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(START / 1000),
        Keys: KEY,
        NewImage: { ...KEY, ...item({ x: 1 }) },
        SequenceNumber: expect.stringMatching(/^\d{24}$/),
        SizeBytes: 6 + 9,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    expect(seen[1]?.dynamodb).toMatchObject({ OldImage: item({ x: 1 }), NewImage: item({ x: 2 }) });
    expect(seen[2]?.dynamodb).toMatchObject({ OldImage: item({ x: 2 }) });
    expect(seen[2]?.dynamodb).not.toHaveProperty('NewImage');
    expect(new Set(seen.map(({ eventID }) => eventID)).size).toBe(3);
  });

  test('has no record of a write that changed nothing, of a refused one, nor of a deletion of nothing', async () => {
    const { client, records } = database();
    const put = new PutItemCommand({
      TableName: TABLE,
      Item: { ...KEY, ...item({ tags: new Set(['a', 'b']) }) },
    });
    await client.send(put);
    await client.send(put);
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ tags: new Set(['b', 'a']) }) } }),
    );
    await client.send(new UpdateItemCommand({ TableName: TABLE, Key: KEY, UpdateExpression: 'REMOVE gone' }));
    await client.send(new DeleteItemCommand({ TableName: TABLE, Key: item({ pk: 'none', sk: '1' }) }));
    const refused = client.send(
      new DeleteItemCommand({ TableName: TABLE, Key: KEY, ConditionExpression: 'attribute_exists(gone)' }),
    );
    await expect(refused).rejects.toThrow();
    expect(await records()).toHaveLength(1);
  });

  test('keeps the order of each partition, and spreads partitions over shards', async () => {
    const { client, cloud, table } = database();
    for (let n = 0; n < 60; n++) {
      await client.send(
        new PutItemCommand({ TableName: TABLE, Item: item({ pk: `p${n % 12}`, sk: '1', turn: n }) }),
      );
    }
    const stream = await openStream(cloud, table.attributes.StreamArn ?? '', 'TRIM_HORIZON');
    const turns = new Map<string, number[]>();
    let last = '';
    let jumps = 0;
    for (const { dynamodb } of await stream.read()) {
      const pk = dynamodb.Keys.pk && 'S' in dynamodb.Keys.pk ? dynamodb.Keys.pk.S : '';
      const turn = dynamodb.NewImage?.turn;
      turns.set(pk, [...(turns.get(pk) ?? []), turn && 'N' in turn ? Number(turn.N) : -1]);
      if (dynamodb.SequenceNumber < last) jumps += 1;
      last = dynamodb.SequenceNumber;
    }
    expect(turns.size).toBe(12);
    for (const seen of turns.values()) expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(stream.shards).toBe(4);
    expect(jumps).toBe(3);
  });

  test('read from LATEST shows only what comes later, and continues where it was left', async () => {
    const { client, cloud, table } = database();
    const put = (n: number) =>
      client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'p', sk: `${n}` }) }));
    await put(1);
    const stream = await openStream(cloud, table.attributes.StreamArn ?? '', 'LATEST');
    await put(2);
    expect(await stream.read()).toHaveLength(1);
    expect(await stream.read()).toHaveLength(0);
    await put(3);
    const [record] = await stream.read();
    expect(record?.dynamodb.Keys.sk).toEqual({ S: '3' });
  });

  test('wakes its readers for each record, so that nothing has to poll', async () => {
    const { client, service, table } = database();
    let woken = 0;
    service.watch?.(table.attributes.StreamArn ?? '', () => {
      woken += 1;
    });
    const write = (pk: string) => ({ Put: { TableName: TABLE, Item: item({ pk, sk: '1' }) } });
    await client.send(new TransactWriteItemsCommand({ TransactItems: [write('a'), write('b')] }));
    expect(woken).toBe(2);
  });

  test('forgets records after 24 hours', async () => {
    const { client, cloud, records } = database();
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ x: 1 }) } }));
    await cloud.scheduler.advance(25 * 3_600_000);
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ x: 2 }) } }));
    expect((await records()).map(({ eventName }) => eventName)).toEqual(['MODIFY']);
  });

  test('is the same for the same calls', async () => {
    const run = async () => {
      const { client, records } = database(TABLE_PROPERTIES, 'seed');
      for (let n = 0; n < 5; n++) {
        await client.send(new PutItemCommand({ TableName: TABLE, Item: item({ pk: `p${n}`, sk: '1' }) }));
      }
      return records();
    };
    expect(await run()).toEqual(await run());
  });
});

describe('time to live', () => {
  const expiresAt = Math.floor(START / 1000) + 60;

  test('deletes an item some time after its hour, and says in the stream that AWS did it', async () => {
    const { client, cloud, records } = database();
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ expiresAt }) } }));
    await client.send(
      new PutItemCommand({
        TableName: TABLE,
        Item: item({ pk: 'later', sk: '1', expiresAt: expiresAt + 90_000 }),
      }),
    );
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'text', sk: '1', expiresAt: 'x' }) }),
    );
    await cloud.scheduler.advance(59_000);
    const removed = async () => (await records()).filter(({ eventName }) => eventName === 'REMOVE');
    expect(await removed()).toHaveLength(0);
    await cloud.scheduler.advance(2 * 3_600_000);
    expect(await removed()).toMatchObject([
      {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
        dynamodb: { Keys: KEY, OldImage: item({ expiresAt }) },
      },
    ]);
    await cloud.scheduler.advance(48 * 3_600_000);
    expect((await removed()).map(({ dynamodb }) => dynamodb.Keys.pk)).toContainEqual({ S: 'later' });
  });

  test('follows the attribute as it is changed, and spares what expired more than five years ago', async () => {
    const { client, cloud, records } = database();
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...KEY, ...item({ expiresAt }) } }));
    await client.send(
      new UpdateItemCommand({ TableName: TABLE, Key: KEY, UpdateExpression: 'REMOVE expiresAt' }),
    );
    await client.send(
      new PutItemCommand({ TableName: TABLE, Item: item({ pk: 'old', sk: '1', expiresAt: 1_500_000_000 }) }),
    );
    await cloud.scheduler.advance(3 * 3_600_000);
    expect((await records()).some(({ eventName }) => eventName === 'REMOVE')).toBe(false);
    expect(cloud.problems).toEqual([]);
  });
});
