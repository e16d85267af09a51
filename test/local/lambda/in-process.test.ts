import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../local/core/service.ts';
import { cloudOf, functionCloud, payload } from './function-cloud.ts';

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
