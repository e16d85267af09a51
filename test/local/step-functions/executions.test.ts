import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { openQueue } from '../events/cloud.ts';
import { START } from '../small-cloud.ts';
import { machineOf, workflowCloud } from './support.ts';

const DAY = 86_400_000;
const waits = machineOf({ Wait: { Type: 'Wait', Seconds: 259_200, End: true } });

async function waitingCloud() {
  const it = await workflowCloud();
  const machine = it.addMachine('Waits', waits);
  const refused = (name: string, input: unknown = {}) =>
    it.start(machine, input, name).then(
      (arn) => arn,
      (error: Error) => error.name,
    );
  return { ...it, machine, refused };
}

test('three days of waiting are crossed at once, and to the millisecond', async () => {
  const it = await waitingCloud();
  const execution = await it.start(it.machine, { a: 1 });
  await it.cloud.scheduler.advance(3 * DAY - 1);
  expect(await it.result(execution)).toEqual({ status: 'RUNNING' });
  await it.cloud.scheduler.advance(1);
  expect(await it.result(execution)).toEqual({ status: 'SUCCEEDED', output: { a: 1 } });
  expect(it.stepFunctions.executions()[0]?.stoppedAt).toBe(START + 3 * DAY);
});

test('the same name and input is the same execution while it runs, anything else is refused', async () => {
  const it = await waitingCloud();
  const first = await it.start(it.machine, { a: 1 }, 'case-1');
  expect(await it.refused('case-1', { a: 1 })).toBe(first);
  expect(await it.refused('case-1', { a: 2 })).toBe('ExecutionAlreadyExists');
  expect(it.stepFunctions.executions()).toHaveLength(1);
  await it.cloud.scheduler.advance(3 * DAY);
  expect(await it.refused('case-1', { a: 1 })).toBe('ExecutionAlreadyExists');
  await it.cloud.scheduler.advance(90 * DAY);
  expect(await it.refused('case-1', { a: 1 })).toBe(first);
});

test('names follow the rules of AWS', async () => {
  const it = await waitingCloud();
  for (const name of ['a b', 'a/b', 'a:b', 'a#b', 'x'.repeat(81)]) {
    expect(await it.refused(name)).toBe('InvalidName');
  }
  expect(await it.refused('01J-CASE_9.1')).toContain(':execution:Waits:01J-CASE_9.1');
});

test('input must be JSON and no more than 256 KiB, and the machine must exist', async () => {
  const { sfn, machine: stateMachineArn } = await waitingCloud();
  const start = (more: object) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn, ...more })).catch((error: Error) => error.name);
  expect(await start({ input: 'no' })).toBe('InvalidExecutionInput');
  expect(await start({ input: JSON.stringify('x'.repeat(262_144)) })).toBe('InvalidExecutionInput');
  expect(await start({ stateMachineArn: `${stateMachineArn}2` })).toBe('StateMachineDoesNotExist');
});

test('an execution stopped in a Wait leaves no timer behind', async () => {
  const it = await waitingCloud();
  const executionArn = await it.start(it.machine);
  expect(it.nextTimer()).toBe(START + 3 * DAY);
  await it.sfn.send(new StopExecutionCommand({ executionArn, error: 'Answered', cause: 'by SMS' }));
  await it.cloud.scheduler.quiet();
  expect(it.nextTimer()).toBeUndefined();
  expect(await it.result(executionArn)).toEqual({ status: 'ABORTED', error: 'Answered', cause: 'by SMS' });
  expect(await it.types(executionArn)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  // A second stop is no mistake and changes nothing.
  await it.sfn.send(new StopExecutionCommand({ executionArn, error: 'Again' }));
  expect(await it.result(executionArn)).toMatchObject({ error: 'Answered' });
});

test('the timeout of a machine ends its execution wherever it stands', async () => {
  const it = await workflowCloud();
  const execution = await it.start(it.addMachine('Short', { ...waits, TimeoutSeconds: 60 }));
  await it.cloud.scheduler.advance(60_000);
  expect(await it.result(execution)).toEqual({ status: 'TIMED_OUT' });
  expect(it.nextTimer()).toBeUndefined();
});

test('a reset forgets executions and their timers', async () => {
  const it = await waitingCloud();
  await it.start(it.machine);
  await it.stepFunctions.reset();
  expect(it.stepFunctions.executions()).toEqual([]);
  expect(it.nextTimer()).toBeUndefined();
});

test('the console sees where an execution stands', async () => {
  const it = await waitingCloud();
  await it.start(it.machine, { caseId: 'c' }, 'one');
  expect(it.stepFunctions.executions()).toMatchObject([
    {
      name: 'one',
      stateMachine: 'Waits',
      status: 'RUNNING',
      currentStates: ['Wait'],
      startedAt: START,
      input: '{"caseId":"c"}',
    },
  ]);
});

test('executions and machines are listed page by page, the newest execution first', async () => {
  const it = await waitingCloud();
  for (const name of ['a', 'b', 'c']) await it.start(it.machine, {}, name);
  const stateMachineArn = it.machine;
  const first = await it.sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
  expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
  const { nextToken } = first;
  const second = await it.sfn.send(new ListExecutionsCommand({ stateMachineArn, nextToken }));
  expect(second.executions?.map(({ name }) => name)).toEqual(['a']);
  const ended = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' });
  expect((await it.sfn.send(ended)).executions).toEqual([]);
  expect((await it.sfn.send(new ListStateMachinesCommand({}))).stateMachines).toMatchObject([
    { name: 'Waits' },
  ]);
  const described = await it.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(JSON.parse(described.definition ?? '')).toEqual(waits);
  const executionArn = second.executions?.[0]?.executionArn;
  expect(await it.sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).toMatchObject({
    name: 'Waits',
  });
});

test('every change of status is an event on the default bus', async () => {
  const it = await workflowCloud();
  const queue = openQueue(it.cloud, 'changes');
  it.cloud.create('AWS::Events::Rule', 'Rule', {
    EventPattern: { source: ['aws.states'], 'detail-type': ['Step Functions Execution Status Change'] },
    Targets: [{ Id: 'queue', Arn: queue }],
  });
  const executionArn = await it.start(
    it.addMachine('Fails', machineOf({ Fail: { Type: 'Fail', Error: 'No' } })),
  );
  const bodies = await it.bodies(`${it.cloud.endpoint}/123456789012/changes`);
  const events = bodies.map((body) => JSON.parse(body));
  expect(events.map(({ detail }) => [detail.status, detail.error])).toEqual([
    ['RUNNING', null],
    ['FAILED', 'No'],
  ]);
  expect(events[0]).toMatchObject({
    resources: [executionArn],
    detail: { name: expect.any(String), input: '{}', startDate: START },
  });
});

test('the history of a small machine has the events of AWS, in their order, each after its own', async () => {
  const it = await workflowCloud({ work: () => ({ ok: true }) });
  const FunctionName = it.addFunction('work');
  const machine = it.addMachine(
    'Small',
    machineOf({
      Work: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName, Payload: { a: 1 } },
        TimeoutSeconds: 5,
        Assign: { ok: '{% $states.result.Payload.ok %}' },
        Output: { answer: '{% $states.result.Payload %}' },
        Next: 'Both',
      },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Left', States: { Left: { Type: 'Succeed' } } },
          { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: 1, End: true } } },
        ],
        End: true,
      },
    }),
  );
  const executionArn = await it.start(machine, { go: 1 });
  await it.cloud.scheduler.advance(1_000);
  const { events = [] } = await it.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 0, 'TaskStateEntered'],
    [3, 2, 'TaskScheduled'],
    [4, 3, 'TaskStarted'],
    [5, 4, 'TaskSucceeded'],
    [6, 5, 'TaskStateExited'],
    [7, 6, 'ParallelStateEntered'],
    [8, 7, 'ParallelStateStarted'],
    [9, 8, 'SucceedStateEntered'],
    [10, 8, 'WaitStateEntered'],
    [11, 9, 'SucceedStateExited'],
    [12, 10, 'WaitStateExited'],
    [13, 12, 'ParallelStateSucceeded'],
    [14, 13, 'ParallelStateExited'],
    [15, 14, 'ExecutionSucceeded'],
  ]);
  expect(events[2]?.taskScheduledEventDetails).toEqual({
    resourceType: 'lambda',
    resource: 'invoke',
    region: 'eu-west-1',
    parameters: JSON.stringify({ FunctionName, Payload: { a: 1 } }),
    timeoutInSeconds: 5,
  });
  expect(events[5]?.stateExitedEventDetails).toEqual({
    name: 'Work',
    output: '{"answer":{"ok":true}}',
    outputDetails: { truncated: false },
    assignedVariables: { ok: 'true' },
    assignedVariablesDetails: { truncated: false },
  });
  expect(events[14]?.timestamp?.getTime()).toBe(START + 1_000);
  const reversed = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 });
  expect((await it.sfn.send(reversed)).events?.[0]?.type).toBe('ExecutionSucceeded');
});
