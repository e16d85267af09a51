import { expect, test } from 'vitest';
import { functionCloud } from './function-cloud.ts';

test('what goes on after a timeout is no function any more: its keys are withdrawn', async () => {
  const keys: string[] = [];
  const it = functionCloud({});
  Object.assign(it.cloud.settings, {
    loadFunction: (_: unknown, { accessKeyId }: { accessKeyId: string }) => {
      keys.push(accessKeyId);
      return () => new Promise<void>(() => undefined);
    },
  });
  it.addFunction('Slow', { Timeout: 5 });
  const outcome = it.lambda.lambdaHost.invoke('Slow', {});
  await it.cloud.scheduler.advance(4_000);
  expect(it.cloud.credentials.callerOf(keys[0] ?? '')).toMatchObject({ functionName: 'Slow' });
  await it.cloud.scheduler.advance(2_000);
  expect(await outcome).toMatchObject({ errorType: 'Sandbox.Timedout' });
  expect(() => it.cloud.credentials.callerOf(keys[0] ?? '')).toThrow('its function has ended');
});
