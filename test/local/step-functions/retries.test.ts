import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { START } from '../small-cloud.ts';
import { machineOf, workflowCloud } from './support.ts';

/** A machine whose one task calls `work`, and the moments of its calls in ms after the start. */
async function workingCloud(more: object, work: (call: number) => unknown) {
  const calls: number[] = [];
  const it = await workflowCloud({
    work: () => {
      calls.push(it.cloud.clock.now() - START);
      return work(calls.length);
    },
  });
  const FunctionName = it.addFunction('work');
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName, Payload: {} },
    Output: '{% $states.result.Payload %}',
    End: true,
    ...more,
  };
  const caught = { Type: 'Pass', End: true };
  const machine = it.addMachine('Work', machineOf({ Work: task, Caught: caught }));
  return { ...it, calls, execution: await it.start(machine) };
}

const failing = (name: string) => () => {
  throw Object.assign(new Error('it broke'), { name });
};

test('a task is tried again after waits that grow, up to the longest', async () => {
  const it = await workingCloud(
    {
      Retry: [
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 2,
          BackoffRate: 3,
          MaxAttempts: 4,
          MaxDelaySeconds: 20,
        },
      ],
    },
    failing('Broken'),
  );
  await it.cloud.scheduler.advance(1_000_000);
  expect(it.calls).toEqual([0, 2_000, 8_000, 26_000, 46_000]);
  expect(await it.result(it.execution)).toMatchObject({ status: 'FAILED', error: 'Broken' });
});

test('it goes on when a retry succeeds, and every try is billed as a transition', async () => {
  const it = await workingCloud({ Retry: [{ ErrorEquals: ['Broken'] }] }, (call) => {
    if (call < 3) failing('Broken')();
    return { done: call };
  });
  await it.cloud.scheduler.advance(10_000);
  expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: { done: 3 } });
  expect(it.calls).toEqual([0, 1_000, 3_000]);
  const line = it.cloud.meterBook.bill().lines.filter(({ service }) => service === 'states');
  expect(line.map(({ operation, caller, units }) => [operation, caller, units])).toEqual([
    ['StateTransition', 'Work', { 'states.transition': 1 }],
    ['Retry', 'Work', { 'states.transition': 2 }],
  ]);
  expect(it.cloud.meterBook.bill().unpriced).toEqual([]);
});

test('full jitter spreads a wait over its length', async () => {
  const it = await workingCloud(
    {
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }],
    },
    failing('Broken'),
  );
  await it.cloud.scheduler.advance(100_000);
  const [, again = 0] = it.calls;
  expect(again).toBeGreaterThan(0);
  expect(again).toBeLessThan(100_000);
});

test('each retrier counts its own tries, and another error is not its business', async () => {
  const it = await workingCloud(
    {
      Retry: [
        { ErrorEquals: ['First'], MaxAttempts: 1 },
        { ErrorEquals: ['Second'], MaxAttempts: 1, IntervalSeconds: 10 },
      ],
    },
    (call) => failing(call % 2 === 1 ? 'First' : 'Second')(),
  );
  await it.cloud.scheduler.advance(60_000);
  expect(it.calls).toEqual([0, 1_000, 11_000]);
  expect(await it.result(it.execution)).toMatchObject({ status: 'FAILED', error: 'First' });
});

test('a catcher gets the error and may assign from it', async () => {
  const it = await workingCloud(
    {
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Work' },
        {
          ErrorEquals: ['States.TaskFailed'],
          Next: 'Caught',
          Assign: { why: '{% $states.errorOutput.Error %}' },
          Output: '{% $parse($states.errorOutput.Cause).errorMessage %}',
        },
      ],
    },
    failing('Broken'),
  );
  expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: 'it broke' });
  const { events = [] } = await it.sfn.send(new GetExecutionHistoryCommand({ executionArn: it.execution }));
  expect(events.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'TaskStateExited',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
  expect(events[5]?.stateExitedEventDetails?.assignedVariables).toEqual({ why: '"Broken"' });
});

test('States.TaskFailed does not mean a timeout, States.ALL does', async () => {
  const slow = () => new Promise<never>(() => {});
  const missed = await workingCloud(
    { TimeoutSeconds: 2, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }] },
    slow,
  );
  await missed.cloud.scheduler.advance(2_000);
  expect(await missed.result(missed.execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  const met = await workingCloud(
    { TimeoutSeconds: 2, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] },
    slow,
  );
  await met.cloud.scheduler.advance(2_000);
  expect(await met.result(met.execution)).toMatchObject({ status: 'SUCCEEDED' });
});

test('an Output that cannot be computed is a failure like any other', async () => {
  const it = await workingCloud(
    {
      Output: '{% $states.result.Payload.missing %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
    },
    () => ({}),
  );
  expect(await it.result(it.execution)).toMatchObject({
    status: 'SUCCEEDED',
    output: { Error: 'States.QueryEvaluationError' },
  });
});

test('more than 256 KiB between states ends the execution whatever it catches', async () => {
  const it = await workingCloud({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }, () =>
    'x'.repeat(262_145),
  );
  expect(await it.result(it.execution)).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
  });
});
