import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { createScheduler } from '../../../local/scheduler/index.ts';
import { functionCloud } from '../lambda/function-cloud.ts';
import { START } from '../small-cloud.ts';

const MINUTE = 60_000;

/** A cloud with the function `work`, the queues `inbox` and `dead`, and a role that may use all of them. */
async function schedulingCloud(
  allowed: readonly string[] = ['lambda:InvokeFunction', 'sqs:SendMessage'],
  answer?: unknown,
) {
  const heard: { at: number; event: unknown }[] = [];
  const service = createScheduler();
  const work = (event: unknown) => {
    heard.push({ at: it.cloud.clock.now() - START, event });
    return answer;
  };
  const it = functionCloud({ work }, [service]);
  await service.start?.(it.cloud);
  const workArn = it.addFunction('work');
  const inbox = it.addQueue('inbox');
  const dead = it.addQueue('dead');
  const role = it.cloud.services.get('iam')?.resources['AWS::IAM::Role']?.create({
    cloud: it.cloud,
    stackName: 'test',
    logicalId: 'ScheduleRole',
    path: '',
    properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      Policies: [
        {
          PolicyName: 'it',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }],
          },
        },
      ],
    },
  });
  if (role === undefined || role instanceof Promise) throw new Error('roles are made at once');
  const RoleArn = role.attributes['Arn'];
  return {
    ...it,
    heard,
    work: workArn,
    inbox,
    dead,
    client: new SchedulerClient(it.cloud.client),
    schedule: (ScheduleExpression: string, target: object = {}, more: object = {}) =>
      it.cloud.create('AWS::Scheduler::Schedule', 'Schedule', {
        Name: 'it',
        ScheduleExpression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: workArn, RoleArn, Input: '{"go":1}', ...target },
        ...more,
      }),
    async run(ms: number) {
      await it.ready();
      await it.cloud.scheduler.advance(ms);
      expect(it.cloud.problems).toEqual([]);
    },
  };
}

test('a rate fires at once and then at its distance, with its input', async () => {
  const it = await schedulingCloud();
  const { attributes } = it.schedule('rate(1 minute)');
  expect(attributes['Arn']).toBe('arn:aws:scheduler:eu-west-1:123456789012:schedule/default/it');
  await it.run(3 * MINUTE);
  expect(it.heard.map(({ at }) => at)).toEqual([0, MINUTE, 2 * MINUTE, 3 * MINUTE]);
  expect(it.heard[0]?.event).toEqual({ go: 1 });
});

test('each invocation is billed to the schedule, the call to the service', async () => {
  const it = await schedulingCloud();
  it.schedule('rate(1 minute)');
  await it.run(MINUTE);
  const bill = it.cloud.meterBook.bill();
  expect(bill.lines.find(({ service }) => service === 'scheduler')).toMatchObject({
    caller: 'it',
    units: { 'scheduler.invocation': 2 },
  });
  expect(bill.unpriced).toEqual([]);
});

test('a function that says until when it will find nothing is spared till then, unless something changes', async () => {
  const it = await schedulingCloud(undefined, { idleUntil: new Date(START + 10 * MINUTE).toISOString() });
  it.schedule('rate(1 minute)');
  await it.run(4 * MINUTE);
  await it.send(it.inbox.url, 'something');
  await it.cloud.scheduler.advance(7 * MINUTE);
  expect(it.heard.map(({ at }) => at / MINUTE)).toEqual([0, 5, 10, 11]);
});

test('cron and at follow the time zone of the schedule', async () => {
  const it = await schedulingCloud();
  it.schedule('cron(0 9 * * ? *)', {}, { ScheduleExpressionTimezone: 'America/New_York' });
  await it.run(24 * 60 * MINUTE);
  expect(it.heard.map(({ at }) => new Date(START + at).toISOString())).toEqual(['2026-11-22T14:00:00.000Z']);

  const once = await schedulingCloud();
  once.schedule('at(2026-11-22T04:00:00)', {}, { ScheduleExpressionTimezone: 'Europe/Madrid' });
  await once.run(48 * 60 * MINUTE);
  expect(once.heard.map(({ at }) => new Date(START + at).toISOString())).toEqual([
    '2026-11-22T03:00:00.000Z',
  ]);
});

test('a schedule keeps to its dates, and a disabled one does nothing', async () => {
  const it = await schedulingCloud();
  it.schedule('rate(1 minute)', {}, { StartDate: '2026-11-22T02:20:00Z', EndDate: '2026-11-22T02:21:30Z' });
  await it.run(60 * MINUTE);
  expect(it.heard.map(({ at }) => new Date(START + at).toISOString())).toEqual([
    '2026-11-22T02:20:00.000Z',
    '2026-11-22T02:21:00.000Z',
  ]);
  const off = await schedulingCloud();
  off.schedule('rate(1 minute)', {}, { State: 'DISABLED' });
  await off.run(60 * MINUTE);
  expect(off.heard).toEqual([]);
});

test('a queue gets the input with the attributes of the invocation', async () => {
  const it = await schedulingCloud();
  const Input =
    '{"at":"<aws.scheduler.scheduled-time>","n":<aws.scheduler.attempt-number>,"other":"<aws.x>"}';
  it.schedule('rate(1 hour)', { Arn: it.inbox.arn, Input });
  await it.run(0);
  expect(await it.bodies(it.inbox.url)).toEqual(['{"at":"2026-11-22T02:16:05Z","n":1,"other":"<aws.x>"}']);
});

test('without an input the target gets an event that names the schedule', async () => {
  const it = await schedulingCloud();
  const { attributes } = it.schedule('rate(1 hour)', { Input: undefined });
  await it.run(0);
  expect(it.heard[0]?.event).toMatchObject({ source: 'aws.scheduler', resources: [attributes['Arn']] });
});

test('a function that the role may not invoke is not invoked: the input goes to the dead letters', async () => {
  const it = await schedulingCloud(['sqs:SendMessage']);
  it.schedule('rate(1 hour)', { DeadLetterConfig: { Arn: it.dead.arn } });
  await it.run(0);
  expect(it.heard).toEqual([]);
  expect(await it.bodies(it.dead.url)).toEqual(['{"go":1}']);
  expect(it.cloud.traces.entries().find(({ what }) => what === 'denied')?.detail).toMatchObject({
    action: 'lambda:InvokeFunction',
    caller: 'scheduler.amazonaws.com',
  });
});

test('a throttled call is tried again as often as its policy says, then dead-lettered', async () => {
  const it = await schedulingCloud();
  it.cloud.faults.add({ kind: 'throttle', service: 'lambda', times: 2 });
  it.schedule('at(2026-11-22T02:17:00)', { RetryPolicy: { MaximumRetryAttempts: 2 } });
  await it.run(10 * MINUTE);
  expect(it.heard).toHaveLength(1);

  const worse = await schedulingCloud();
  worse.cloud.faults.add({ kind: 'throttle', service: 'lambda' });
  const DeadLetterConfig = { Arn: worse.dead.arn };
  worse.schedule('at(2026-11-22T02:17:00)', { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig });
  await worse.run(10 * MINUTE);
  expect(worse.heard).toEqual([]);
  expect(await worse.bodies(worse.dead.url)).toEqual(['{"go":1}']);
});

test('a reset forgets what was to be tried again, and the schedule goes on', async () => {
  const it = await schedulingCloud();
  it.cloud.faults.add({ kind: 'throttle', service: 'lambda', times: 1 });
  it.schedule('rate(1 hour)');
  await it.run(0);
  await it.cloud.services.get('scheduler')?.reset();
  await it.cloud.scheduler.advance(60 * MINUTE);
  expect(it.heard.map(({ at }) => at)).toEqual([60 * MINUTE]);
});

test('schedules can be read', async () => {
  const it = await schedulingCloud();
  it.cloud.create('AWS::Scheduler::ScheduleGroup', 'Group', { Name: 'ours' });
  it.schedule('rate(1 minute)', {}, { GroupName: 'ours' });
  const got = await it.client.send(new GetScheduleCommand({ Name: 'it', GroupName: 'ours' }));
  expect(got).toMatchObject({
    State: 'ENABLED',
    ScheduleExpression: 'rate(1 minute)',
    Target: { Arn: it.work },
  });
  const { Schedules } = await it.client.send(new ListSchedulesCommand({ GroupName: 'ours' }));
  expect(Schedules).toMatchObject([{ Name: 'it' }]);
  await expect(it.client.send(new GetScheduleCommand({ Name: 'other' }))).rejects.toThrow('does not exist');
});

test.each([
  [
    'an expression',
    { ScheduleExpression: 'cron(0 0 * * *)' },
    'Schedule test/Schedule: cron(0 0 * * *) cannot be read',
  ],
  [
    'a flexible window',
    { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
    'property FlexibleTimeWindow.Mode: only OFF',
  ],
  ['a group', { GroupName: 'theirs' }, 'there is no schedule group theirs'],
  ['an unknown property', { Colour: 1 }, 'property Colour is not implemented by the local cloud'],
  [
    'a time zone',
    { ScheduleExpression: 'cron(0 0 * * ? *)', ScheduleExpressionTimezone: 'Mars/Base' },
    'property ScheduleExpressionTimezone: is no IANA time zone',
  ],
])('%s that the local cloud does not have is refused by name', async (_what, more, sentence) => {
  const it = await schedulingCloud();
  expect(() => it.schedule('rate(1 minute)', {}, more)).toThrow(sentence);
});

test('a target that is neither function nor queue is refused', async () => {
  const it = await schedulingCloud();
  expect(() => it.schedule('rate(1 minute)', { Arn: 'arn:aws:states:eu-west-1:1:stateMachine:m' })).toThrow(
    'property Target.Arn: the local cloud schedules functions and queues only',
  );
});
