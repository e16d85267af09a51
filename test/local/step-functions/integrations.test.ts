import { expect, test } from 'vitest';
import { openQueue } from '../events/cloud.ts';
import { machineOf, workflowCloud } from './support.ts';

const task = (resource: string, Arguments: object, more: object = {}) =>
  machineOf({
    Do: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments, End: true, ...more },
  });

test('a function that the role may not invoke is not invoked', async () => {
  const called: unknown[] = [];
  const it = await workflowCloud({ work: (event) => called.push(event) });
  const FunctionName = it.addFunction('work');
  const queueOnly = [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }];
  const execution = await it.start(
    it.addMachine('Denied', task('lambda:invoke', { FunctionName }), queueOnly),
  );
  const { status, error, cause } = await it.result(execution);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
  expect(cause).toContain('is not authorized to perform: lambda:InvokeFunction');
  expect(called).toEqual([]);
  const denied = it.cloud.traces.entries().find(({ what }) => what === 'denied');
  expect(denied?.detail).toMatchObject({ action: 'lambda:InvokeFunction', caller: 'Denied' });
});

test('a queue that the role may not send to gets nothing', async () => {
  const it = await workflowCloud();
  const { url } = it.addQueue('inbox');
  const arguments_ = { QueueUrl: url, MessageBody: { a: 1 } };
  const execution = await it.start(it.addMachine('Denied', task('sqs:sendMessage', arguments_), []));
  expect(await it.result(execution)).toMatchObject({ status: 'FAILED', error: 'SQS.AmazonSQSException' });
  expect(await it.bodies(url)).toEqual([]);
});

test('a message body may be any JSON, and the token may ride in it', async () => {
  const it = await workflowCloud();
  const { url } = it.addQueue('inbox');
  const MessageBody = { token: '{% $states.context.Task.Token %}', n: 1 };
  const machine = it.addMachine(
    'Sends',
    task('sqs:sendMessage.waitForTaskToken', { QueueUrl: url, MessageBody }),
  );
  const executionArn = await it.start(machine);
  const [body = ''] = await it.bodies(url);
  const { token: taskToken, n } = JSON.parse(body);
  expect(n).toBe(1);
  await it.cloud.call('states', 'SendTaskSuccess', { taskToken, output: '"read"' }, { kind: 'developer' });
  await it.cloud.scheduler.quiet();
  expect(await it.result(executionArn)).toEqual({ status: 'SUCCEEDED', output: 'read' });
  expect(await it.types(executionArn)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
});

test('an event carries the execution and its machine among its resources', async () => {
  const it = await workflowCloud();
  const queue = openQueue(it.cloud, 'heard');
  it.cloud.create('AWS::Events::Rule', 'Rule', {
    EventPattern: { source: ['app'] },
    Targets: [{ Id: 'queue', Arn: queue }],
  });
  const Entries = [{ Source: 'app', DetailType: 'Done', Detail: { n: '{% $states.input.n %}' } }];
  const machine = it.addMachine('Tells', task('events:putEvents', { Entries }));
  const execution = await it.start(machine, { n: 7 });
  expect(await it.result(execution)).toMatchObject({ output: { FailedEntryCount: 0 } });
  const [body = ''] = await it.bodies(`${it.cloud.endpoint}/123456789012/heard`);
  expect(JSON.parse(body)).toMatchObject({ detail: { n: 7 }, resources: [execution, machine] });
});

test('an event that the bus does not take fails the task', async () => {
  const it = await workflowCloud();
  const machine = it.addMachine(
    'Tells',
    task('events:putEvents', { Entries: [{ Source: 'app', Detail: {} }] }),
  );
  expect(await it.result(await it.start(machine))).toMatchObject({ error: 'EventBridge.FailedEntry' });
});

test('what a function answers stands in Payload, its error becomes the error of the task', async () => {
  const it = await workflowCloud({
    work: (event) => {
      if ((event as { fail?: boolean }).fail) throw new TypeError('not so');
      return { got: event };
    },
  });
  const FunctionName = it.addFunction('work');
  const machine = it.addMachine(
    'Calls',
    task('lambda:invoke', { FunctionName, Payload: '{% $states.input %}' }),
  );
  expect((await it.result(await it.start(machine, { a: 1 }))).output).toMatchObject({
    Payload: { got: { a: 1 } },
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
  });
  const { error, cause } = await it.result(await it.start(machine, { fail: true }));
  expect(error).toBe('TypeError');
  expect(JSON.parse(cause ?? '')).toMatchObject({ errorMessage: 'not so' });
});

test('two runs with the same seed are the same in every id, time and event', async () => {
  const history = async () => {
    const it = await workflowCloud({
      flaky: () => {
        if (it.cloud.random.next() < 0.5) throw new Error('unlucky');
        return {};
      },
    });
    const FunctionName = it.addFunction('flaky');
    const item = {
      StartAt: 'Try',
      States: {
        Try: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName, Payload: { id: '{% $uuid() %}' } },
          Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 9, JitterStrategy: 'FULL' }],
          Next: 'Pause',
        },
        Pause: { Type: 'Wait', Seconds: '{% $floor($random() * 60) %}', End: true },
      },
    };
    const map = { Type: 'Map', Items: '{% [1..5] %}', ItemProcessor: item, End: true };
    const machine = it.addMachine('Varied', machineOf({ Map: map }));
    for (let run = 0; run < 3; run++) await it.start(machine);
    await it.cloud.scheduler.advance(3_600_000);
    expect(it.cloud.problems).toEqual([]);
    return JSON.stringify(it.stepFunctions.executions());
  };
  const first = await history();
  expect(first).toBe(await history());
  expect(first.length).toBeGreaterThan(10_000);
});
