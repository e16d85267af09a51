import { describe, expect, test } from 'vitest';
import { functionCloud } from './function-cloud.ts';
import { consumer, failingItems } from './queue-consumer.ts';

describe('an event source mapping of a standard queue', () => {
  test('gives a function the messages as AWS does and deletes them when it succeeds', async () => {
    let seen: unknown;
    const { cloud, send, queue, bodies } = await consumer({}, (event) => {
      seen = event;
    });
    await send(queue.url, 'hello', {
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    });
    await cloud.scheduler.quiet();
    expect(seen).toEqual({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: expect.objectContaining({
            ApproximateReceiveCount: '1',
            SentTimestamp: String(cloud.clock.now()),
          }),
          messageAttributes: {
            kind: { stringValue: 'greeting', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          md5OfMessageAttributes: expect.any(String),
          eventSource: 'aws:sqs',
          eventSourceARN: queue.arn,
          awsRegion: 'eu-west-1',
        },
      ],
    });
    await cloud.scheduler.advance(60_000);
    expect(await bodies(queue.url)).toEqual([]);
    expect(cloud.problems).toEqual([]);
  });

  test('brings a batch back after the visibility timeout when the function throws', async () => {
    let failures = 1;
    const { cloud, send, queue, runs } = await consumer({}, () => {
      if (failures-- > 0) throw new Error('not today');
    });
    await send(queue.url, 'again');
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['again']]);
    await cloud.scheduler.advance(29_999);
    expect(runs).toHaveLength(1);
    await cloud.scheduler.advance(1);
    expect(runs).toEqual([['again'], ['again']]);
    await cloud.scheduler.advance(60_000);
    expect(runs).toHaveLength(2);
  });

  test('brings back only the reported items', async () => {
    const failing = new Set(['b']);
    const { cloud, send, queue, runs } = await consumer(
      { mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] } },
      failingItems(failing),
    );
    for (const body of ['a', 'b', 'c']) await send(queue.url, body);
    await cloud.scheduler.quiet();
    failing.clear();
    await cloud.scheduler.advance(30_000);
    expect(runs).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test.each([
    ['an item that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'nobody' }] }],
    ['an item without its identifier', { batchItemFailures: [{ id: 'x' }] }],
    ['something that is no list', { batchItemFailures: 'all' }],
  ])('takes a whole batch for failed when the function reports %s', async (_, answer) => {
    const { cloud, send, queue, runs } = await consumer(
      { mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] } },
      () => answer,
    );
    await send(queue.url, 'x');
    await cloud.scheduler.quiet();
    await cloud.scheduler.advance(30_000);
    expect(runs).toEqual([['x'], ['x']]);
  });

  test('ignores reported items when the mapping does not ask for them', async () => {
    const { cloud, send, queue, runs } = await consumer({}, failingItems(new Set(['x'])));
    await send(queue.url, 'x');
    await cloud.scheduler.advance(60_000);
    expect(runs).toEqual([['x']]);
  });

  test('moves what fails too often to the dead-letter queue by the queue’s own count', async () => {
    const it = functionCloud({
      Consumer: () => {
        throw new Error('poison');
      },
    });
    const dead = it.addQueue('Dead');
    const queue = it.addQueue('Work', {
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 3 },
    });
    const FunctionName = it.addFunction('Consumer');
    it.cloud.create('AWS::Lambda::EventSourceMapping', 'Mapping', {
      FunctionName,
      EventSourceArn: queue.arn,
    });
    await it.ready();
    await it.send(queue.url, 'poison');
    await it.cloud.scheduler.advance(300_000);
    const runs = it.cloud.traces
      .entries()
      .filter(({ what, service }) => service === 'lambda' && what === 'failed');
    expect(runs).toHaveLength(3);
    expect(await it.bodies(dead.url)).toEqual(['poison']);
  });

  test('waits for its batching window, or until a batch is full', async () => {
    const { cloud, send, queue, runs } = await consumer({
      queue: { VisibilityTimeout: 120 },
      mapping: { BatchSize: 3, MaximumBatchingWindowInSeconds: 20 },
    });
    await send(queue.url, 'a');
    await cloud.scheduler.advance(19_999);
    expect(runs).toEqual([]);
    await cloud.scheduler.advance(1);
    expect(runs).toEqual([['a']]);
    for (const body of ['b', 'c', 'd', 'e']) await send(queue.url, body);
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['a'], ['b', 'c', 'd']]);
    await cloud.scheduler.advance(20_000);
    expect(runs).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  });

  test('gives a function only what its filters pass, and deletes the rest', async () => {
    const { cloud, send, queue, runs, bodies } = await consumer({
      mapping: { FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["sms",{"prefix":"e"}]}}' }] } },
    });
    const messages = ['{"kind":"sms"}', '{"kind":"voice"}', 'not JSON', '{"kind":"email"}'];
    for (const body of messages) await send(queue.url, body);
    await cloud.scheduler.quiet();
    expect(runs.flat()).toEqual(['{"kind":"sms"}', '{"kind":"email"}']);
    await cloud.scheduler.advance(60_000);
    expect(await bodies(queue.url)).toEqual([]);
  });

  test('runs no more batches at once than its maximum concurrency', async () => {
    let running = 0;
    let most = 0;
    const { cloud, send, queue, runs } = await consumer(
      { mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } } },
      async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => void cloud.scheduler.after(1_000, 'work', resolve));
        running--;
      },
    );
    for (let index = 0; index < 6; index++) await send(queue.url, String(index));
    await cloud.scheduler.advance(10_000);
    expect(runs).toHaveLength(6);
    expect(most).toBe(2);
  });

  test('leaves messages in the queue while reserved concurrency is used up', async () => {
    const { cloud, send, queue, runs, lambda } = await consumer({
      function: { ReservedConcurrentExecutions: 0 },
    });
    await send(queue.url, 'a');
    await cloud.scheduler.advance(5_000);
    expect(runs).toEqual([]);
    await expect(lambda.lambdaHost.invoke('Consumer', {})).rejects.toMatchObject({
      code: 'TooManyRequestsException',
    });
    const throttled = cloud.traces.entries().filter(({ what }) => what === 'throttled');
    expect(throttled.length).toBeGreaterThan(0);
  });

  test('reads nothing when the function’s role may not receive from the queue', async () => {
    const { cloud, send, queue, runs } = await consumer({ statements: [] });
    await send(queue.url, 'a');
    await cloud.scheduler.advance(600_000);
    expect(runs).toEqual([]);
    const refusal = cloud.traces.entries().find(({ what }) => what === 'mapping-failed');
    expect(refusal?.detail).toMatchObject({ code: expect.stringMatching(/AccessDenied/) });
    expect(cloud.problems).toEqual([]);
  });

  test('goes on when the queue refuses for a while', async () => {
    const { cloud, send, queue, runs } = await consumer({});
    await send(queue.url, 'a');
    cloud.faults.add({ kind: 'throttle', service: 'sqs', operation: 'ReceiveMessage', times: 3 });
    await cloud.scheduler.quiet();
    expect(runs).toEqual([]);
    await cloud.scheduler.advance(60_000);
    expect(runs).toEqual([['a']]);
  });

  test('runs a message again when the function crashed after its work', async () => {
    const { cloud, send, queue, runs } = await consumer({});
    cloud.faults.add({ kind: 'crash', service: 'lambda', times: 1 });
    await send(queue.url, 'a');
    await cloud.scheduler.advance(30_000);
    expect(runs).toEqual([['a'], ['a']]);
  });

  test('goes on reading after a reset', async () => {
    const { cloud, lambda, send, queue, runs } = await consumer({});
    await send(queue.url, 'before');
    await cloud.scheduler.quiet();
    await lambda.reset();
    await send(queue.url, 'after');
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['before'], ['after']]);
  });
});

describe('a mapping that AWS would refuse is refused at the start', () => {
  test.each([
    [{ MaximumBatchingWindowInSeconds: 5 }, true, 'not supported for FIFO'],
    [{ BatchSize: 100 }, false, 'batching window'],
    [{ TumblingWindowInSeconds: 5 }, false, 'property TumblingWindowInSeconds is not implemented'],
    [{ FilterCriteria: { Filters: [{ Pattern: '{' }] } }, false, 'not valid JSON'],
    [{ FunctionName: 'nobody' }, false, 'Function not found'],
  ])('%j', (mapping, isFifo, sentence) => {
    const it = functionCloud({});
    const { arn } = it.addQueue('Work', isFifo ? { FifoQueue: true } : {});
    const FunctionName = it.addFunction('Consumer');
    const properties = { FunctionName, EventSourceArn: arn, ...mapping };
    expect(() => it.cloud.create('AWS::Lambda::EventSourceMapping', 'Mapping', properties)).toThrow(sentence);
  });
});
