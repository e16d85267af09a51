import { afterEach, describe, expect, test } from 'vitest';
import { WorkerEnvironment } from '../../../local/lambda/worker-environment.ts';
import { functionCloud } from './function-cloud.ts';

let running: ReturnType<typeof functionCloud> | undefined;

/** A function that runs a test bundle in workers. */
function worker(properties: Record<string, unknown> = {}) {
  const it = functionCloud(undefined);
  running = it;
  const arn = it.addFunction('Echo', properties);
  return { ...it, arn, invoke: (event: unknown) => it.lambda.lambdaHost.invoke(arn, event) };
}

/** One environment by itself, so that a deadline can be shorter than a template allows. */
function bareWorker() {
  const it = worker();
  const description = {
    arn: it.arn,
    name: 'Echo',
    stackName: 'test',
    logicalId: 'Echo',
    path: '',
    codeDirectory: new URL('./bundles/echo', import.meta.url).pathname,
    handler: 'index.handler',
    environment: {},
    roleArn: '',
    timeoutMs: 10_000,
    memoryMb: 128,
  };
  const caller = { kind: 'role', roleArn: '', functionName: 'Echo' } as const;
  return {
    ...it,
    environment: new WorkerEnvironment({ cloud: it.cloud, description, caller, log: () => {} }),
  };
}

afterEach(() => running?.lambda.stop?.());

describe('a function in a worker', () => {
  test('sees its event, its own variables and what Lambda sets, and nothing of the host', async () => {
    process.env['HOST_SECRET'] = 'not yours';
    const { invoke, cloud } = worker({
      Environment: { Variables: { TABLE_NAME: 'throughline' } },
      MemorySize: 256,
      Timeout: 10,
    });
    const result = await invoke({ hello: 'world' });
    delete process.env['HOST_SECRET'];
    expect(result).toMatchObject({
      ok: true,
      value: {
        event: { hello: 'world' },
        runs: 1,
        environment: {
          TABLE_NAME: 'throughline',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
          AWS_REGION: 'eu-west-1',
          AWS_LAMBDA_FUNCTION_NAME: 'Echo',
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        },
        context: { functionName: 'Echo', memoryLimitInMB: '256', awsRequestId: expect.any(String) },
      },
    });
    const { environment } = (result as { value: { environment: Record<string, string> } }).value;
    expect(environment).not.toHaveProperty('HOST_SECRET');
    expect(cloud.credentials.callerOf(environment['AWS_ACCESS_KEY_ID'] ?? '')).toMatchObject({
      kind: 'role',
      functionName: 'Echo',
    });
  });

  test('is used again while warm, and gets a thread more for each run at the same time', async () => {
    const { invoke } = worker();
    const runsOf = (result: unknown) => (result as { value: { runs: number } }).value.runs;
    expect(runsOf(await invoke({}))).toBe(1);
    expect(runsOf(await invoke({}))).toBe(2);
    expect((await Promise.all([invoke({}), invoke({})])).map(runsOf)).toEqual([3, 1]);
  });

  test('tells the time of the local clock, also after days were skipped', async () => {
    const { invoke, cloud } = worker({ Timeout: 10 });
    const before = cloud.clock.now();
    await invoke({});
    await cloud.scheduler.advance(3 * 24 * 60 * 60 * 1000);
    const { value } = (await invoke({ do: 'clock' })) as { value: Record<string, unknown> };
    const late = Number(value['now']) - (before + 3 * 24 * 60 * 60 * 1000);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(10_000);
    expect(value).toMatchObject({
      iso: expect.stringMatching(/^2026-11-25T02:16/),
      isDate: true,
      text: 'string',
      fixed: '2020-02-29T00:00:00.000Z',
      utc: Date.UTC(2020, 1, 29),
    });
    expect(Number(value['remainingMs'])).toBeGreaterThan(1_000);
  });

  test.each([
    ['throws', { do: 'throw' }, 'TypeError', 'not like this'],
    ['ends its process', { do: 'exit' }, 'Runtime.ExitError', 'exit status 3'],
    ['leaves a rejection unhandled', { do: 'reject later' }, 'RangeError', 'nobody waits for me'],
    ['returns what is no JSON', { do: 'big integer' }, 'Runtime.MarshalError', 'BigInt'],
  ])('that %s fails with AWS’s words and the next run works', async (_, event, errorType, text) => {
    const { invoke } = worker();
    const result = await invoke(event);
    expect(result).toEqual({ ok: false, errorType, errorMessage: expect.stringContaining(text) });
    expect(await invoke({})).toMatchObject({ ok: true });
  });

  test.each(['hang', 'spin'])('is terminated at its deadline when it does nothing but %s', async (what) => {
    const { cloud, environment } = bareWorker();
    const run = (event: object, timeoutMs: number) =>
      environment.run({ id: 'one', event: JSON.stringify(event), deadline: cloud.clock.now() + timeoutMs });
    expect(await run({}, 10_000)).toMatchObject({ alive: true });
    expect(await run({ do: what }, 20)).toEqual({
      alive: false,
      result: {
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: one Error: Task timed out after 0.02 seconds',
      },
    });
    expect(cloud.problems).toEqual([]);
  });

  test('that answers nothing answers null', async () => {
    expect(await worker().invoke({ do: 'nothing' })).toEqual({ ok: true, value: null });
  });

  test.each([
    ['broken', 'index.handler', 'Error', 'cannot even load'],
    ['nowhere', 'index.handler', 'Runtime.ImportModuleError', "Cannot find module 'index'"],
    ['echo', 'index.notAFunction', 'Runtime.HandlerNotFound', 'index.notAFunction'],
  ])('of the bundle %s with handler %s says what is wrong', async (S3Key, Handler, errorType, text) => {
    const { invoke } = worker({ Code: { S3Bucket: 'assets', S3Key }, Handler });
    expect(await invoke({})).toEqual({ ok: false, errorType, errorMessage: expect.stringContaining(text) });
  });

  test('may be a CommonJS bundle', async () => {
    const { invoke } = worker({ Code: { S3Bucket: 'assets', S3Key: 'commonjs' } });
    expect(await invoke({})).toEqual({ ok: true, value: 'common' });
  });

  test('has its output kept for it, in order and complete when it answers', async () => {
    const { invoke, lambda } = worker();
    await invoke({ do: 'log' });
    expect(lambda.logs('Echo').map(({ line }) => line)).toEqual([
      expect.stringMatching(/\tINFO\tto the log 7$/),
      expect.stringMatching(/\tERROR\twith an error$/),
      '{"level":"INFO","message":"structured"}',
    ]);
    expect(lambda.logs('Other')).toEqual([]);
  });

  test('writes its console as JSON when the template asks for it', async () => {
    const { invoke, lambda } = worker({ LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/x' } });
    await invoke({ do: 'log' });
    expect(JSON.parse(lambda.logs('Echo')[0]?.line ?? '')).toMatchObject({
      level: 'INFO',
      message: 'to the log 7',
    });
  });

  test('that is stopped cannot sign a call any more', async () => {
    const { invoke, lambda, cloud } = worker();
    const result = (await invoke({})) as { value: { environment: Record<string, string> } };
    lambda.stop?.();
    const key = result.value.environment['AWS_ACCESS_KEY_ID'] ?? '';
    expect(() => cloud.credentials.callerOf(key)).toThrow('its function has ended');
  });

  test('is billed for requests and for whole milliseconds of its memory', async () => {
    const { invoke, cloud } = worker({ MemorySize: 512, Architectures: ['arm64'] });
    await invoke({});
    await invoke({});
    const [line] = cloud.meterBook.bill().lines.filter(({ service }) => service === 'lambda');
    expect(line).toMatchObject({ service: 'lambda', caller: 'Echo' });
    expect(line?.units['lambda.request']).toBe(2);
    const halfGbMs = (line?.units['lambda.gb-second'] ?? 0) * 1000 * 2;
    expect(halfGbMs).toBeGreaterThanOrEqual(2);
    expect(halfGbMs).toBeCloseTo(Math.round(halfGbMs), 6);
  });
});
