import { describe, expect, test } from 'vitest';
import type { LoadedFunction } from '../../../local/core/cloud.ts';
import type { AwsService } from '../../../local/core/service.ts';
import { functionCloud } from './function-cloud.ts';

interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly NewImage?: { readonly sk: { readonly S: string } };
    };
  }[];
}

const keysIn = (event: unknown) =>
  (event as StreamEvent).Records.map(({ dynamodb }) => dynamodb.NewImage?.sk.S ?? '');

/** An S3 that keeps what is put. */
function bucket() {
  const objects = new Map<string, string>();
  const service: AwsService = {
    name: 's3',
    protocol: {
      decode: () => ({ operation: '', input: {} }),
      encode: () => ({ status: 200, headers: {}, body: '' }),
      encodeError: () => ({ status: 500, headers: {}, body: '' }),
    },
    operations: {
      PutObject: {
        permissions: ({ Bucket, Key }) => [
          { action: 's3:PutObject', resource: `arn:aws:s3:::${Bucket}/${Key}` },
        ],
        run({ Key, Body }) {
          objects.set(Key, new TextDecoder().decode(Body));
          return {};
        },
      },
    },
    resources: {},
    reset() {},
  };
  return { service, objects };
}

/** A table whose stream a function reads, and what the function saw. */
async function reader(
  options: { mapping?: Record<string, unknown>; statements?: unknown[] },
  handler: LoadedFunction = () => undefined,
) {
  const runs: string[][] = [];
  const s3 = bucket();
  const it = functionCloud(
    {
      Reader: (event, context) => {
        runs.push(keysIn(event));
        return handler(event, context);
      },
    },
    [s3.service],
  );
  const { ref: TableName, attributes } = it.cloud.create('AWS::DynamoDB::Table', 'Table', {
    TableName: 'things',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const dead = it.addQueue('Dead');
  const FunctionName = it.addFunction('Reader', {}, options.statements);
  const EventSourceArn = attributes['StreamArn'] ?? '';
  const put = (sk: string, pk = 'one') =>
    it.cloud.call(
      'dynamodb',
      'PutItem',
      { TableName, Item: { pk: { S: pk }, sk: { S: sk } } },
      { kind: 'developer' },
    );
  await put('before');
  it.cloud.create('AWS::Lambda::EventSourceMapping', 'Mapping', {
    FunctionName,
    EventSourceArn,
    StartingPosition: 'LATEST',
    ...options.mapping,
  });
  await it.ready();
  return { ...it, runs, put, dead, objects: s3.objects, streamArn: EventSourceArn };
}

const toQueue = (arn = 'arn:aws:sqs:eu-west-1:123456789012:Dead') => ({
  DestinationConfig: { OnFailure: { Destination: arn } },
});
const toBucket = toQueue('arn:aws:s3:::failed');

/** Throws for batches that hold a poisonous record. */
const poisoned =
  (poison: ReadonlySet<string>): LoadedFunction =>
  (event) => {
    if (keysIn(event).some((key) => poison.has(key))) throw new Error('poison');
  };

/** Reports the first poisonous record. */
const reporting =
  (poison: ReadonlySet<string>): LoadedFunction =>
  (event) => {
    const bad = (event as StreamEvent).Records.find(({ dynamodb }) =>
      poison.has(dynamodb.NewImage?.sk.S ?? ''),
    );
    return { batchItemFailures: bad ? [{ itemIdentifier: bad.dynamodb.SequenceNumber }] : [] };
  };

describe('an event source mapping of a table’s stream', () => {
  test('gives changes of one partition in order, in batches, from where it began', async () => {
    const { cloud, put, runs } = await reader({ mapping: { BatchSize: 2 } });
    for (const key of ['a', 'b', 'c']) await put(key);
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['a', 'b'], ['c']]);
    expect(cloud.problems).toEqual([]);
  });

  test('begins with what the stream still has when it asks for the trim horizon', async () => {
    const { cloud, runs } = await reader({ mapping: { StartingPosition: 'TRIM_HORIZON' } });
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['before']]);
  });

  test('skips what its filter does not pass', async () => {
    const Pattern = '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"sk":{"S":[{"prefix":"CASE#"}]}}}}';
    const { cloud, put, runs } = await reader({ mapping: { FilterCriteria: { Filters: [{ Pattern }] } } });
    for (const key of ['PROFILE', 'CASE#1', 'AT#2', 'CASE#1', 'CASE#2']) await put(key);
    await cloud.scheduler.quiet();
    expect(runs.flat()).toEqual(['CASE#1', 'CASE#2']);
  });

  test('blocks what comes behind a batch that fails, and goes on in order', async () => {
    const poison = new Set(['a']);
    const { cloud, put, runs } = await reader({ mapping: { BatchSize: 1 } }, poisoned(poison));
    for (const key of ['a', 'b']) await put(key);
    await cloud.scheduler.advance(10_000);
    expect(new Set(runs.flat())).toEqual(new Set(['a']));
    expect(runs.length).toBeGreaterThan(2);
    poison.clear();
    await cloud.scheduler.advance(60_000);
    expect(runs.flat().slice(-2)).toEqual(['a', 'b']);
  });

  test('a poisonous record is given up after its retries and leaves a note of where it lay', async () => {
    const { cloud, put, runs, bodies, dead, streamArn } = await reader(
      { mapping: { BatchSize: 1, MaximumRetryAttempts: 2, ...toQueue() } },
      poisoned(new Set(['bad'])),
    );
    for (const key of ['good', 'bad', 'next']) await put(key);
    await cloud.scheduler.advance(60_000);
    expect(runs.flat()).toEqual(['good', 'bad', 'bad', 'bad', 'next']);
    const [note] = await bodies(dead.url);
    expect(JSON.parse(note ?? '')).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: expect.stringContaining(':function:Reader'),
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringContaining('shardId-'),
        startSequenceNumber: expect.any(String),
        endSequenceNumber: expect.any(String),
        approximateArrivalOfFirstRecord: '2026-11-22T02:16:05Z',
        approximateArrivalOfLastRecord: '2026-11-22T02:16:05Z',
        batchSize: 1,
        streamArn,
      },
    });
  });

  test('halving a batch isolates the poisonous record without using up retries', async () => {
    const { cloud, put, runs, objects } = await reader(
      { mapping: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0, ...toBucket } },
      poisoned(new Set(['c'])),
    );
    for (const key of ['a', 'b', 'c', 'd']) await put(key);
    await cloud.scheduler.advance(60_000);
    expect(runs).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
    expect(objects.size).toBe(1);
  });

  test('a reported record is retried with those behind it, those before it are done', async () => {
    const poison = new Set(['b']);
    const { cloud, put, runs } = await reader(
      { mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] } },
      reporting(poison),
    );
    for (const key of ['a', 'b', 'c']) await put(key);
    await cloud.scheduler.quiet();
    poison.clear();
    await cloud.scheduler.advance(60_000);
    expect(runs).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  test('a bucket gets the records themselves under the documented key', async () => {
    const { cloud, put, objects } = await reader(
      { mapping: { MaximumRetryAttempts: 0, ...toBucket } },
      poisoned(new Set(['bad'])),
    );
    await put('bad');
    await cloud.scheduler.advance(1_000);
    const [[key, text] = ['', '{}']] = objects;
    expect(key).toMatch(
      /^aws\/lambda\/[\da-f-]{36}\/shardId-[^/]+\/2026\/11\/22\/2026-11-22T02\.16\.05-[\da-f-]{36}$/,
    );
    const { payload, DDBStreamBatchInfo } = JSON.parse(text);
    expect(keysIn(JSON.parse(payload))).toEqual(['bad']);
    expect(DDBStreamBatchInfo).toMatchObject({ batchSize: 1 });
  });

  test('keeps the records while the bucket refuses them for a time', async () => {
    const { cloud, put, objects } = await reader(
      { mapping: { BatchSize: 1, MaximumRetryAttempts: 0, ...toBucket } },
      poisoned(new Set(['bad'])),
    );
    cloud.faults.add({ kind: 'throttle', service: 's3', times: 3 });
    await put('bad');
    await cloud.scheduler.quiet();
    expect(objects.size).toBe(0);
    await cloud.scheduler.advance(60_000);
    expect(objects.size).toBe(1);
  });

  test('gives up records that are older than it allows', async () => {
    const { cloud, put, runs, bodies, dead } = await reader(
      { mapping: { BatchSize: 1, MaximumRecordAgeInSeconds: 60, ...toQueue() } },
      poisoned(new Set(['bad'])),
    );
    await put('bad');
    await cloud.scheduler.advance(200_000);
    const tries = runs.length;
    await put('good');
    await cloud.scheduler.quiet();
    expect(runs).toHaveLength(tries + 1);
    expect(runs.at(-1)).toEqual(['good']);
    expect(JSON.parse((await bodies(dead.url))[0] ?? '')).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded' },
    });
  });

  test('runs shares of a shard side by side, the changes of an item still in order', async () => {
    const open: (() => void)[] = [];
    const { cloud, put, runs } = await reader(
      { mapping: { BatchSize: 1, ParallelizationFactor: 10 } },
      () => new Promise<void>((resolve) => void open.push(resolve)),
    );
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const key of keys) await put(key);
    await cloud.scheduler.quiet();
    expect(open.length).toBeGreaterThan(1);
    while (open.length > 0) {
      for (const end of open.splice(0)) end();
      await cloud.scheduler.quiet();
    }
    expect(runs.flat().sort()).toEqual(keys);
  });

  test('a crash after the work shows the records again', async () => {
    const { cloud, put, runs } = await reader({});
    cloud.faults.add({ kind: 'crash', service: 'lambda', times: 1 });
    await put('a');
    await cloud.scheduler.advance(10_000);
    expect(runs).toEqual([['a'], ['a']]);
  });

  test('cannot start without the right to read the stream', async () => {
    await expect(reader({ statements: [] })).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
  });

  test('refuses a destination that it cannot reach', async () => {
    const lambdaTarget = toQueue('arn:aws:lambda:eu-west-1:123456789012:function:x');
    await expect(reader({ mapping: lambdaTarget })).rejects.toThrow(
      'is no target that the local cloud implements',
    );
  });
});
