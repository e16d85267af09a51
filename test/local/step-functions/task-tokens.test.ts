import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { machineOf, workflowCloud } from './support.ts';

const HOUR = 3_600_000;

/** A machine that asks the function `ask`, which keeps the token, and waits for the answer. */
async function askingCloud(more: object = {}) {
  const tokens: string[] = [];
  const it = await workflowCloud({
    ask: (event) => {
      tokens.push((event as { token: string }).token);
      return { noted: true };
    },
  });
  const FunctionName = it.addFunction('ask');
  const machine = it.addMachine(
    'Ask',
    machineOf({
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName, Payload: { token: '{% $states.context.Task.Token %}' } },
        Output: '{% $states.result.score %}',
        End: true,
        ...more,
      },
      Lost: { Type: 'Pass', Output: 'lost', End: true },
    }),
  );
  const execution = await it.start(machine);
  const settled = async (work: Promise<unknown>) => {
    const outcome = await work.then(
      () => 'accepted',
      (error: Error) => error.name,
    );
    await it.cloud.scheduler.quiet();
    return outcome;
  };
  const [taskToken = ''] = tokens;
  return {
    ...it,
    execution,
    tokens,
    taskToken,
    succeed: (output: string, token = taskToken) =>
      settled(it.sfn.send(new SendTaskSuccessCommand({ taskToken: token, output }))),
    fail: (error: string) =>
      settled(it.sfn.send(new SendTaskFailureCommand({ taskToken, error, cause: 'no mood' }))),
    beat: () => settled(it.sfn.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

test('an execution waits for the report of its task, and takes its output', async () => {
  const it = await askingCloud();
  await it.cloud.scheduler.advance(30 * 24 * HOUR);
  expect(await it.result(it.execution)).toEqual({ status: 'RUNNING' });
  expect(await it.succeed('{"score":5}')).toBe('accepted');
  expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: 5 });
});

test('a duplicate report is refused and changes nothing', async () => {
  const it = await askingCloud();
  expect(await it.succeed('{"score":5}')).toBe('accepted');
  expect(await it.succeed('{"score":1}')).toBe('TaskTimedOut');
  expect(await it.fail('Late')).toBe('TaskTimedOut');
  expect(await it.result(it.execution)).toMatchObject({ output: 5 });
});

test('of two reports at the same moment one is accepted', async () => {
  const it = await askingCloud();
  const outcomes = await Promise.all([it.succeed('{"score":5}'), it.succeed('{"score":1}')]);
  expect(outcomes.sort()).toEqual(['TaskTimedOut', 'accepted']);
});

test('a reported failure is the failure of the task', async () => {
  const it = await askingCloud();
  await it.fail('Refused');
  expect(await it.result(it.execution)).toEqual({ status: 'FAILED', error: 'Refused', cause: 'no mood' });
});

test('a token is refused after the timeout of its task', async () => {
  const it = await askingCloud({ TimeoutSeconds: '{% 2 * 3600 %}' });
  await it.cloud.scheduler.advance(2 * HOUR - 1);
  expect(await it.result(it.execution)).toEqual({ status: 'RUNNING' });
  await it.cloud.scheduler.advance(1);
  expect(await it.result(it.execution)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  expect(await it.succeed('{"score":5}')).toBe('TaskTimedOut');
  expect(await it.beat()).toBe('TaskTimedOut');
});

test('a task whose heartbeat stops has timed out, and each heartbeat gives it that long again', async () => {
  const it = await askingCloud({ HeartbeatSeconds: 3600 });
  for (let beat = 0; beat < 3; beat++) {
    await it.cloud.scheduler.advance(HOUR - 1);
    expect(await it.beat()).toBe('accepted');
  }
  await it.cloud.scheduler.advance(HOUR - 1);
  expect(await it.result(it.execution)).toEqual({ status: 'RUNNING' });
  await it.cloud.scheduler.advance(1);
  // As AWS reports it, though it can be caught by either name.
  expect(await it.result(it.execution)).toEqual({ status: 'FAILED', error: 'States.Timeout' });
});

test.each(['States.HeartbeatTimeout', 'States.Timeout'])(
  'a heartbeat that stopped can be caught as %s',
  async (name) => {
    const it = await askingCloud({ HeartbeatSeconds: 60, Catch: [{ ErrorEquals: [name], Next: 'Lost' }] });
    await it.cloud.scheduler.advance(60_000);
    expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: 'lost' });
  },
);

test('a retried task gets a new token, and the old one is worth nothing', async () => {
  const it = await askingCloud({
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1, IntervalSeconds: 5 }],
  });
  await it.cloud.scheduler.advance(65_000);
  expect(it.tokens).toHaveLength(2);
  expect(await it.succeed('{"score":1}')).toBe('TaskTimedOut');
  expect(await it.succeed('{"score":4}', it.tokens[1])).toBe('accepted');
  expect(await it.result(it.execution)).toEqual({ status: 'SUCCEEDED', output: 4 });
});

test('a token is refused when its execution was stopped, and when it is none', async () => {
  const it = await askingCloud();
  await it.sfn.send(new StopExecutionCommand({ executionArn: it.execution }));
  expect(await it.succeed('{}')).toBe('TaskTimedOut');
  expect(await it.succeed('{}', 'made up')).toBe('InvalidToken');
  expect(await it.succeed('{}', `AQCE${'A'.repeat(600)}`)).toBe('TaskDoesNotExist');
});

test('a report must be JSON', async () => {
  const it = await askingCloud();
  expect(await it.succeed('five')).toBe('InvalidOutput');
  expect(await it.result(it.execution)).toEqual({ status: 'RUNNING' });
});

test('a function may report while it is still being called', async () => {
  const it = await workflowCloud({
    ask: async (event) => {
      const { token: taskToken } = event as { token: string };
      await it.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"at once"' }));
    },
  });
  const FunctionName = it.addFunction('ask');
  const machine = it.addMachine(
    'Ask',
    machineOf({
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName, Payload: { token: '{% $states.context.Task.Token %}' } },
        End: true,
      },
    }),
  );
  expect(await it.result(await it.start(machine))).toEqual({ status: 'SUCCEEDED', output: 'at once' });
});

test('who reports needs the right on the state machine', async () => {
  const it = await askingCloud();
  const caller = {
    kind: 'role',
    roleArn: 'arn:aws:iam::123456789012:role/nobody',
    functionName: 'x',
  } as const;
  const input = { taskToken: it.taskToken, output: '{}' };
  await expect(it.cloud.call('states', 'SendTaskSuccess', input, caller)).rejects.toThrow(
    'states:SendTaskSuccess on resource: arn:aws:states:eu-west-1:123456789012:stateMachine:Ask',
  );
});
