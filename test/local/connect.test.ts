import {
  ConnectClient,
  DescribeContactCommand,
  StartTaskContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { connectOf, createConnect } from '../../local/connect/index.ts';
import type { AwsService } from '../../local/core/service.ts';
import { createEvents } from '../../local/events/index.ts';
import { createSqs, sqsOf } from '../../local/sqs/index.ts';
import { START, smallCloud } from './small-cloud.ts';

const DAY_MS = 24 * 3_600_000;

interface PutEvents {
  Entries: { Source: string; DetailType: string; Detail: string; Resources: string[] }[];
}

/** Stands for EventBridge: keeps what is put on its default bus. */
function fakeEvents(put: PutEvents['Entries']): AwsService {
  return {
    name: 'events',
    protocol: createSqs().protocol,
    operations: {
      PutEvents: { permissions: () => [], run: ({ Entries }: PutEvents) => put.push(...Entries) },
    },
    resources: {},
    reset() {},
  };
}

const action = (Identifier: string, Type: string, Parameters: object, Transitions: object) => ({
  Identifier,
  Type,
  Parameters,
  Transitions,
});

/** Priority 1 for the urgent, then the queue that the attribute names; other names end the task. */
const flowTo = (billingArn: string) =>
  JSON.stringify({
    Version: '2019-10-30',
    StartAction: 'urgent?',
    Actions: [
      action(
        'urgent?',
        'Compare',
        { ComparisonValue: '$.Attributes.urgent' },
        {
          NextAction: 'which?',
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: 'which?' }],
          Conditions: [{ NextAction: 'first', Condition: { Operator: 'Equals', Operands: ['yes'] } }],
        },
      ),
      action(
        'first',
        'UpdateContactRoutingBehavior',
        { QueuePriority: '1' },
        { NextAction: 'which?', Errors: [], Conditions: [] },
      ),
      action(
        'which?',
        'Compare',
        { ComparisonValue: '$.Attributes.queue' },
        {
          NextAction: 'end',
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: 'end' }],
          Conditions: [{ NextAction: 'billing', Condition: { Operator: 'Equals', Operands: ['billing'] } }],
        },
      ),
      action(
        'billing',
        'UpdateContactTargetQueue',
        { QueueId: billingArn },
        {
          NextAction: 'transfer',
          Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }],
        },
      ),
      action(
        'transfer',
        'TransferContactToQueue',
        {},
        {
          NextAction: 'end',
          Errors: [
            { ErrorType: 'QueueAtCapacity', NextAction: 'end' },
            { ErrorType: 'NoMatchingError', NextAction: 'end' },
          ],
        },
      ),
      action('end', 'DisconnectParticipant', {}, {}),
    ],
  });

function start({
  MaxContacts = undefined as number | undefined,
  maxOpenTasks = undefined as number | undefined,
} = {}) {
  const put: PutEvents['Entries'] = [];
  const cloud = smallCloud([createConnect({ maxOpenTasks }), fakeEvents(put)]);
  const instance = cloud.create('AWS::Connect::Instance', 'Instance', {
    InstanceAlias: 'throughline-test',
    IdentityManagementType: 'CONNECT_MANAGED',
    Attributes: { InboundCalls: true, OutboundCalls: true },
  });
  const InstanceArn = instance.attributes.Arn ?? '';
  const hours = cloud.create('AWS::Connect::HoursOfOperation', 'Hours', {
    InstanceArn,
    Name: 'always',
    TimeZone: 'Europe/Lisbon',
    Config: [{ Day: 'MONDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 17, Minutes: 0 } }],
  });
  const queue = cloud.create('AWS::Connect::Queue', 'Billing', {
    InstanceArn,
    Name: 'billing',
    HoursOfOperationArn: hours.attributes.HoursOfOperationArn,
    ...(MaxContacts !== undefined && { MaxContacts }),
  });
  const flow = cloud.create('AWS::Connect::ContactFlow', 'Flow', {
    InstanceArn,
    Name: 'task',
    Type: 'CONTACT_FLOW',
    Content: flowTo(queue.attributes.QueueArn ?? ''),
  });
  const InstanceId = instance.attributes.Id ?? '';
  const client = new ConnectClient(cloud.client);
  return {
    cloud,
    put,
    client,
    InstanceId,
    InstanceArn,
    start: async (more: object = {}) => {
      const { ContactId } = await client.send(
        new StartTaskContactCommand({
          InstanceId,
          ContactFlowId: flow.ref.split('/').at(-1),
          Name: 'Case 1',
          Attributes: { queue: 'billing' },
          ...more,
        }),
      );
      return ContactId ?? '';
    },
    describe: async (ContactId: string) =>
      (await client.send(new DescribeContactCommand({ InstanceId, ContactId }))).Contact,
    stop: (ContactId: string) => client.send(new StopContactCommand({ InstanceId, ContactId })),
    tasks: () => connectOf(cloud).tasks(),
    eventTypes: () => put.map(({ Detail }) => JSON.parse(Detail).eventType),
  };
}

describe('a task', () => {
  test('runs through its flow into the queue that it names, at its priority', async () => {
    const { cloud, start: startTask, describe: look, tasks } = start();
    const id = await startTask({
      Description: 'Where is my order?',
      Attributes: { queue: 'billing', urgent: 'yes' },
      References: { case: { Type: 'URL', Value: 'https://desk.example/cases/1' } },
    });
    expect(tasks()).toMatchObject([{ id, queue: undefined }]);
    await cloud.scheduler.quiet();
    expect(await look(id)).toMatchObject({
      Id: id,
      Channel: 'TASK',
      InitiationMethod: 'API',
      Name: 'Case 1',
      Description: 'Where is my order?',
      InitiationTimestamp: new Date(START),
      QueuePriority: 1,
      Attributes: { queue: 'billing', urgent: 'yes' },
    });
    expect(tasks()).toMatchObject([{ id, queue: { name: 'billing' }, priority: 1, endedAt: undefined }]);
    expect(cloud.problems).toEqual([]);
  });

  test('is ended by the flow where no queue fits, or the queue is full', async () => {
    const { cloud, start: startTask, tasks } = start({ MaxContacts: 1 });
    await startTask();
    await startTask();
    await startTask({ Attributes: { queue: 'unknown' } });
    await cloud.scheduler.quiet();
    expect(tasks().map(({ endReason }) => endReason)).toEqual([
      undefined,
      'CONTACT_FLOW_DISCONNECT',
      'CONTACT_FLOW_DISCONNECT',
    ]);
  });

  test('tells its way on the default bus, without its attributes', async () => {
    const { cloud, put, start: startTask, stop, eventTypes, InstanceArn } = start();
    const id = await startTask({ Attributes: { queue: 'billing', caseId: 'secret' } });
    await cloud.scheduler.quiet();
    await stop(id);
    await cloud.scheduler.quiet();
    expect(eventTypes()).toEqual(['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'DISCONNECTED', 'COMPLETED']);
    expect(put[2]).toMatchObject({
      Source: 'aws.connect',
      DetailType: 'Amazon Connect Contact Event',
      Resources: [InstanceArn, `${InstanceArn}/contact/${id}`],
    });
    expect(JSON.parse(put[2]?.Detail ?? '')).toMatchObject({
      contactId: id,
      channel: 'TASK',
      instanceArn: InstanceArn,
      initiationMethod: 'API',
      queueInfo: { queueType: 'STANDARD', enqueueTimestamp: new Date(START).toISOString() },
    });
    expect(JSON.stringify(put)).not.toContain('secret');
  });

  test('reaches a rule on the default bus of EventBridge, free of charge', async () => {
    const cloud = smallCloud([createConnect(), createEvents(), createSqs()]);
    for (const service of cloud.services.values()) await service.start?.(cloud);
    const heard = cloud.create('AWS::SQS::Queue', 'Heard', {});
    cloud.create('AWS::SQS::QueuePolicy', 'Policy', {
      Queues: [heard.ref],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: heard.attributes.Arn,
          },
        ],
      },
    });
    cloud.create('AWS::Events::Rule', 'Rule', {
      EventPattern: { source: ['aws.connect'], detail: { eventType: ['DISCONNECTED'] } },
      State: 'ENABLED',
      Targets: [{ Id: 'queue', Arn: heard.attributes.Arn }],
    });
    const InstanceArn = 'arn:aws:connect:eu-west-1:123456789012:instance/i';
    const Content = JSON.stringify({
      Version: '2019-10-30',
      StartAction: 'end',
      Actions: [action('end', 'DisconnectParticipant', {}, {})],
    });
    const flow = cloud.create('AWS::Connect::ContactFlow', 'Flow', {
      InstanceArn,
      Name: 'f',
      Type: 'CONTACT_FLOW',
      Content,
    });
    const client = new ConnectClient(cloud.client);
    await client.send(new StartTaskContactCommand({ InstanceId: 'i', ContactFlowId: flow.ref, Name: 'x' }));
    await cloud.scheduler.quiet();
    const bodies = (
      sqsOf(cloud)
        .queue(heard.attributes.Arn ?? '')
        ?.peek() ?? []
    ).map(({ body }) => JSON.parse(body));
    expect(bodies).toMatchObject([
      { source: 'aws.connect', detail: { eventType: 'DISCONNECTED', channel: 'TASK' } },
    ]);
    expect(cloud.meterBook.bill().byService.events?.cost).toBe(0);
    expect(cloud.problems).toEqual([]);
  });

  test('is stopped once, and expires after seven days otherwise', async () => {
    const { cloud, start: startTask, stop, tasks } = start();
    const stopped = await startTask();
    await startTask();
    await stop(stopped);
    await expect(stop(stopped)).rejects.toMatchObject({ name: 'ContactNotFoundException' });
    await cloud.scheduler.advance(7 * DAY_MS - 1);
    expect(tasks().map(({ endReason }) => endReason)).toEqual(['API', undefined]);
    await cloud.scheduler.advance(1);
    expect(tasks().map(({ endReason }) => endReason)).toEqual(['API', 'EXPIRED']);
  });

  test('is billed once, its repetition by token not', async () => {
    const { cloud, start: startTask } = start();
    await startTask({ ClientToken: 'a' });
    await startTask({ ClientToken: 'a' });
    const { lines, unpriced } = cloud.meterBook.bill();
    expect(lines).toMatchObject([
      { operation: 'Task', units: { 'connect.task': 1 } },
      { operation: 'StartTaskContact', units: { 'connect.request': 2 } },
    ]);
    expect(unpriced).toEqual([]);
  });
});

describe('a client token', () => {
  test('gives the same contact for seven days, whatever else the request says', async () => {
    const { cloud, start: startTask, tasks } = start();
    const first = await startTask({ ClientToken: 'a' });
    expect(await startTask({ ClientToken: 'a', Name: 'other' })).toBe(first);
    expect(await startTask({ ClientToken: 'b' })).not.toBe(first);
    await cloud.scheduler.advance(7 * DAY_MS - 1);
    expect(await startTask({ ClientToken: 'a' })).toBe(first);
    await cloud.scheduler.advance(1);
    expect(await startTask({ ClientToken: 'a' })).not.toBe(first);
    expect(tasks()).toHaveLength(3);
  });
});

describe('limits', () => {
  test('two requests a second and a burst of five, then 429', async () => {
    const { cloud, start: startTask } = start();
    for (let count = 0; count < 5; count++) await startTask();
    await expect(startTask()).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    });
    await cloud.scheduler.advance(500);
    await startTask();
    await expect(startTask()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await cloud.scheduler.advance(60_000);
    for (let count = 0; count < 5; count++) await startTask();
    await expect(startTask()).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  test('so many open tasks, then the quota; a task that ends makes room', async () => {
    const { start: startTask, tasks, stop } = start({ maxOpenTasks: 2 });
    await startTask({ ClientToken: 'a' });
    await startTask();
    await expect(startTask()).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
    expect(await startTask({ ClientToken: 'a' })).toBe(tasks()[0]?.id);
    await stop(tasks()[0]?.id ?? '');
    await startTask();
  });

  test.each([
    ['no name', { Name: '' }, 'InvalidParameterException'],
    ['a name of 513 characters', { Name: 'n'.repeat(513) }, 'InvalidParameterException'],
    ['an attribute name with a space', { Attributes: { 'a b': 'x' } }, 'InvalidParameterException'],
    ['32 KiB of attributes', { Attributes: { a: 'x'.repeat(32_767), b: 'yy' } }, 'InvalidParameterException'],
    [
      'a reference of another type',
      { References: { a: { Type: 'ATTACHMENT', Value: 'x' } } },
      'InvalidParameterException',
    ],
    ['an unknown flow', { ContactFlowId: 'none' }, 'ResourceNotFoundException'],
    ['an unknown instance', { InstanceId: 'none' }, 'ResourceNotFoundException'],
    ['an unknown related contact', { RelatedContactId: 'none' }, 'ResourceNotFoundException'],
    ['what is not simulated', { TaskTemplateId: 't' }, 'InvalidParameterException'],
  ])('refuse a task with %s', async (_what, input, name) => {
    const { start: startTask, tasks } = start();
    await expect(startTask(input)).rejects.toMatchObject({ name });
    expect(tasks()).toEqual([]);
  });

  test('32 KiB of attributes to the byte pass', async () => {
    const { start: startTask } = start();
    await startTask({ Attributes: { a: 'x'.repeat(32_767) } });
  });
});

test('a reset leaves no task, no token and no used-up rate', async () => {
  const { cloud, start: startTask, tasks } = start();
  for (let count = 0; count < 5; count++) await startTask({ ClientToken: 'a' });
  cloud.services.get('connect')?.reset();
  expect(tasks()).toEqual([]);
  await startTask({ ClientToken: 'a' });
  await cloud.scheduler.advance(7 * DAY_MS);
  expect(tasks()).toHaveLength(1);
  expect(cloud.problems).toEqual([]);
});

describe('a template is refused', () => {
  const InstanceArn = 'arn:aws:connect:eu-west-1:123456789012:instance/5d1b3f0e-0000-4000-8000-000000000000';
  const flowWith = (...Actions: object[]) => ({
    InstanceArn,
    Name: 'task',
    Type: 'CONTACT_FLOW',
    Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'a', Actions }),
  });
  test.each([
    [
      'with a flow action that this cannot run',
      'ContactFlow',
      flowWith(action('a', 'InvokeLambdaFunction', {}, {})),
      'Content',
    ],
    [
      'with a flow that goes nowhere',
      'ContactFlow',
      flowWith(action('a', 'DisconnectParticipant', {}, { NextAction: 'b' })),
      'no action "b"',
    ],
    [
      'with a property it does not know',
      'Queue',
      { InstanceArn, Name: 'q', HoursOfOperationArn: `${InstanceArn}/operating-hours/h`, MaxContact: 3 },
      'MaxContact is not implemented',
    ],
    [
      'with a zone that is none',
      'HoursOfOperation',
      { InstanceArn, Name: 'h', TimeZone: 'Europe/Nowhere', Config: [] },
      'TimeZone',
    ],
  ])('%s', (_what, kind, properties, sentence) => {
    const cloud = smallCloud([createConnect()]);
    expect(() => cloud.create(`AWS::Connect::${kind}`, 'Odd', properties)).toThrow(sentence);
  });

  test('but an instance outside of it may be named by ARN', () => {
    const cloud = smallCloud([createConnect()]);
    const made = cloud.create(
      'AWS::Connect::ContactFlow',
      'Flow',
      flowWith(action('a', 'DisconnectParticipant', {}, {})),
    );
    expect(made.ref).toContain(`${InstanceArn}/contact-flow/`);
  });
});
