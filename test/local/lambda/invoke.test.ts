import { describe, expect, test } from 'vitest';
import type { Caller, HttpRequest } from '../../../local/core/service.ts';
import { EVERYTHING, functionCloud, type Handlers } from './function-cloud.ts';

const DEVELOPER: Caller = { kind: 'developer' };
const MINUTE = 60_000;

function cloudOf(handlers: Handlers) {
  const it = functionCloud(handlers);
  const invoke = (name: string, event: unknown, more: object = {}, caller = DEVELOPER) =>
    it.cloud.call(
      'lambda',
      'Invoke',
      { FunctionName: name, Payload: JSON.stringify(event), ...more },
      caller,
    );
  return { ...it, invoke };
}

/** The JSON in an answer of Invoke. */
const payload = (output: unknown) =>
  JSON.parse(new TextDecoder().decode((output as { Payload: Uint8Array }).Payload));

const throwing = () => {
  throw new TypeError('no');
};

describe('a synchronous invocation', () => {
  test('answers what the function returns', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: (event) => ({ seen: event }) });
    const arn = addFunction('Echo');
    for (const name of ['Echo', arn, `${arn}:$LATEST`]) {
      const output = await invoke(name, { n: 1 });
      expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(payload(output)).toEqual({ seen: { n: 1 } });
    }
  });

  test('tells an error of the function in the answer, without its stack', async () => {
    const { addFunction, invoke } = cloudOf({ Bad: throwing });
    addFunction('Bad');
    const output = await invoke('Bad', {});
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payload(output)).toEqual({ errorType: 'TypeError', errorMessage: 'no', trace: [] });
  });

  test('refuses a function that does not exist and a payload that is no JSON', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: () => 1 });
    addFunction('Echo');
    await expect(invoke('Nobody', {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
    await expect(invoke('Echo', {}, { Payload: '{' })).rejects.toMatchObject({
      code: 'InvalidRequestContentException',
    });
  });

  test('takes and gives JSON over the wire as the CLI and the SDK send it', async () => {
    const { addFunction, cloud } = cloudOf({ Echo: (event) => ({ seen: event }) });
    addFunction('Echo');
    const request = (type: string): HttpRequest => ({
      method: 'POST',
      path: '/2015-03-31/functions/Echo/invocations',
      rawPath: '/2015-03-31/functions/Echo/invocations',
      query: new URLSearchParams(),
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/eu-west-1/lambda/aws4_request, Signature=x',
        'x-amz-invocation-type': type,
      },
      body: new TextEncoder().encode('{"n":1}'),
    });
    const answer = await cloud.handle(request('RequestResponse'));
    expect(answer).toMatchObject({ status: 200, headers: { 'x-amz-executed-version': '$LATEST' } });
    expect(Buffer.from(answer.body).toString()).toBe('{"seen":{"n":1}}');
    expect(await cloud.handle(request('Event'))).toMatchObject({ status: 202, body: '' });
    expect(await cloud.handle(request('DryRun'))).toMatchObject({ status: 204, body: '' });
  });

  test('is for services only whom a permission of the template names, for that source', async () => {
    const { addFunction, invoke, cloud } = cloudOf({ Echo: () => 'yes' });
    const FunctionName = addFunction('Echo');
    const sourceArn = 'arn:aws:events:eu-west-1:123456789012:rule/mine';
    const rule: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn };
    await expect(invoke('Echo', {}, {}, rule)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
    cloud.create('AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName,
      Principal: 'events.amazonaws.com',
      SourceArn: sourceArn,
    });
    expect(payload(await invoke('Echo', {}, {}, rule))).toBe('yes');
    const other = { ...rule, sourceArn: `${sourceArn}-not` };
    await expect(invoke('Echo', {}, {}, other)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
  });

  test('is for functions only whose role allows it', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: () => 'yes' });
    addFunction('Echo');
    addFunction('Other', {}, EVERYTHING);
    const caller: Caller = {
      kind: 'role',
      roleArn: 'arn:aws:iam::123456789012:role/none',
      functionName: 'Other',
    };
    await expect(invoke('Echo', {}, {}, caller)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
  });
});

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

describe('a function in this process', () => {
  test('times out by the local clock and answers nobody afterwards', async () => {
    const late: (() => void)[] = [];
    const { addFunction, invoke, cloud } = cloudOf({
      Slow: () => new Promise<void>((done) => void late.push(done)),
    });
    addFunction('Slow', { Timeout: 5 });
    const output = invoke('Slow', {});
    await cloud.scheduler.advance(5_000);
    expect(payload(await output)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 5.00 seconds'),
    });
    for (const end of late) end();
    await cloud.scheduler.quiet();
    expect(cloud.traces.entries().filter(({ service }) => service === 'lambda')).toHaveLength(1);
  });

  test('that crashes never resumes, and its caller sees a function error', async () => {
    const steps: string[] = [];
    const it = functionCloud({
      Doomed: async (_, context) => {
        steps.push('began');
        it.lambda.lambdaHost.crash((context as { awsRequestId: string }).awsRequestId);
        // Like a call that its process does not live to see answered.
        await new Promise(() => {});
        steps.push('went on');
      },
    });
    it.addFunction('Doomed');
    expect(await it.lambda.lambdaHost.invoke('Doomed', {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
    });
    expect(steps).toEqual(['began']);
  });

  test('gets keys of its own, which name the invocation under way', async () => {
    const callers: Caller[] = [];
    const it = functionCloud({});
    const loaded = it.cloud.settings as { loadFunction?: unknown };
    Object.assign(loaded, {
      loadFunction:
        (_: unknown, { accessKeyId }: { accessKeyId: string }) =>
        () => {
          callers.push({ ...it.cloud.credentials.callerOf(accessKeyId) });
        },
    });
    it.addFunction('One');
    await it.lambda.lambdaHost.invoke('One', {});
    await it.lambda.lambdaHost.invoke('One', {});
    const [first, second] = callers;
    expect(first).toMatchObject({ kind: 'role', functionName: 'One', invocationId: expect.any(String) });
    expect(second).toMatchObject({ invocationId: expect.any(String) });
    expect(second).not.toEqual(first);
  });

  test('that cannot be loaded fails as an error of the function', async () => {
    const { addFunction, lambda } = cloudOf({});
    addFunction('Missing');
    expect(await lambda.lambdaHost.invoke('Missing', {})).toEqual({
      ok: false,
      errorType: 'Error',
      errorMessage: 'no handler for Missing',
    });
  });

  test('shares nothing with its caller: event and answer are copies', async () => {
    const event = { list: [1] };
    const answer = { list: [2] };
    const { addFunction, lambda } = cloudOf({
      Mutating: (seen) => {
        (seen as typeof event).list.push(99);
        return answer;
      },
    });
    addFunction('Mutating');
    const result = await lambda.lambdaHost.invoke('Mutating', event);
    answer.list.push(98);
    expect(event).toEqual({ list: [1] });
    expect(result).toEqual({ ok: true, value: { list: [2] } });
  });
});

describe('a function that the template describes wrongly is refused at the start', () => {
  test.each([
    [{ Runtime: 'python3.13' }, 'only Node.js functions run here'],
    [{ VpcConfig: {} }, 'property VpcConfig is not implemented'],
    [{ LoggingConfig: { Format: 'x' } }, 'property LoggingConfig.Format is not implemented'],
    [{ Timeout: 901 }, 'property Timeout'],
    [{ DeadLetterConfig: { TargetArn: 'arn:aws:kinesis:x' } }, 'is no target'],
  ])('%j', (properties, sentence) => {
    expect(() => functionCloud({}).addFunction('Wrong', properties)).toThrow(sentence);
  });
});
