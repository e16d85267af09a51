import { describe, expect, test } from 'vitest';
import { cloudOf, DEVELOPER } from './function-cloud.ts';

const MINUTE = 60_000;

const throwing = () => {
  throw new TypeError('no');
};

describe('an asynchronous invocation', () => {
  /** A function that fails so many times, with its times of running. */
  function failing(times: number, functionProperties: Record<string, unknown> = {}) {
    const runs: number[] = [];
    const it = cloudOf({
      Async: () => {
        runs.push((it.cloud.clock.now() - start) / MINUTE);
        if (runs.length <= times) throw new Error('not now');
        return 'done';
      },
    });
    const start = it.cloud.clock.now();
    const dead = it.addQueue('Dead');
    const done = it.addQueue('Done');
    const FunctionName = it.addFunction('Async', functionProperties);
    return { ...it, runs, dead, done, FunctionName };
  }

  test('answers at once and runs by itself', async () => {
    const { invoke, runs, cloud } = failing(0);
    expect(await invoke('Async', {}, { InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
    expect(runs).toEqual([]);
    await cloud.scheduler.quiet();
    expect(runs).toEqual([0]);
  });

  test('is tried again after one minute and two more, then dead-lettered with its reason', async () => {
    const deadLetter = { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:Dead' } };
    const { invoke, runs, cloud, dead } = failing(9, deadLetter);
    await invoke('Async', { id: 7 }, { InvocationType: 'Event' });
    await cloud.scheduler.advance(60 * MINUTE);
    expect(runs).toEqual([0, 1, 3]);
    const input = { QueueUrl: dead.url, MessageAttributeNames: ['All'] };
    expect(await cloud.call('sqs', 'ReceiveMessage', input, DEVELOPER)).toMatchObject({
      Messages: [
        {
          Body: '{"id":7}',
          MessageAttributes: {
            ErrorCode: { StringValue: '200' },
            ErrorMessage: { StringValue: 'not now' },
            RequestID: { StringValue: expect.any(String) },
          },
        },
      ],
    });
  });

  test('obeys its own retries and tells its destinations how it ended', async () => {
    const { invoke, runs, cloud, dead, done, FunctionName, bodies } = failing(1);
    cloud.create('AWS::Lambda::EventInvokeConfig', 'Config', {
      FunctionName,
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: dead.arn }, OnSuccess: { Destination: done.arn } },
    });
    await invoke('Async', { id: 1 }, { InvocationType: 'Event' });
    await cloud.scheduler.advance(10 * MINUTE);
    await invoke('Async', { id: 2 }, { InvocationType: 'Event' });
    await cloud.scheduler.advance(10 * MINUTE);
    expect(runs).toHaveLength(2);
    expect((await bodies(dead.url)).map((body) => JSON.parse(body))).toEqual([
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          requestId: expect.any(String),
          functionArn: `${FunctionName}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: 1,
        },
        requestPayload: { id: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'not now' },
      },
    ]);
    expect((await bodies(done.url)).map((body) => JSON.parse(body))).toMatchObject([
      { requestContext: { condition: 'Success' }, requestPayload: { id: 2 }, responsePayload: 'done' },
    ]);
  });

  test('waits for concurrency without using up attempts', async () => {
    const { invoke, runs, cloud } = failing(0, { ReservedConcurrentExecutions: 0 });
    await invoke('Async', {}, { InvocationType: 'Event' });
    await cloud.scheduler.advance(7 * 60 * MINUTE);
    expect(runs).toEqual([]);
    expect(cloud.problems).toEqual([]);
  });

  test('says where a dead letter was lost when the role may not send it', async () => {
    const it = cloudOf({ Async: throwing });
    const dead = it.addQueue('Dead');
    it.addFunction('Async', { DeadLetterConfig: { TargetArn: dead.arn } }, []);
    await it.invoke('Async', {}, { InvocationType: 'Event' });
    await it.cloud.scheduler.advance(10 * MINUTE);
    expect(it.cloud.traces.entries()).toContainEqual(
      expect.objectContaining({ service: 'lambda', what: 'lost', resource: 'Async' }),
    );
  });
});
