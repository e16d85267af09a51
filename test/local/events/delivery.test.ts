import { describe, expect, test } from 'vitest';
import { account, type EventsCloud, eventsCloud, openQueue, queueArn } from './cloud.ts';

const ruleArn = `arn:aws:events:eu-west-1:${account}:rule/main/watch`;

function rule(cloud: EventsCloud, target: object, more: object = {}): void {
  cloud.create('AWS::Events::Rule', 'Rule', {
    Name: 'watch',
    EventBusName: 'main',
    EventPattern: { source: ['test'] },
    Targets: [{ Id: 'T', ...target }],
    ...more,
  });
}

const whats = (cloud: EventsCloud): string[] =>
  cloud.traces
    .entries()
    .filter(({ service }) => service === 'events')
    .map(({ what }) => what);

describe('delivery', () => {
  test('names rule and event in the trace, for those who follow a message', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work') });
    const eventId = await cloud.put({ a: 1 });
    expect(cloud.traces.entries().find(({ what }) => what === 'delivered')).toMatchObject({
      service: 'events',
      resource: 'watch',
      detail: { eventId, detailType: 'Thing', target: queueArn('work') },
    });
  });

  test('goes to the dead letters at once, with the attributes of AWS, when the queue does not let it in', async () => {
    const cloud = await eventsCloud();
    cloud.create('AWS::SQS::Queue', 'closed', { QueueName: 'closed' });
    rule(cloud, { Arn: queueArn('closed'), DeadLetterConfig: { Arn: openQueue(cloud, 'dead') } });
    const eventId = await cloud.put({ a: 1 });
    const [letter] = await cloud.read('dead');
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ id: eventId, detail: { a: 1 } });
    expect(letter?.attributes).toEqual({
      RULE_ARN: ruleArn,
      TARGET_ARN: queueArn('closed'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('closed'),
      RETRY_ATTEMPTS: '0',
    });
    expect(whats(cloud)).toEqual(['accepted', 'matched', 'failed', 'dead-lettered']);
  });

  test('reaches a queue whose policy names the rule, and not one that names another rule', async () => {
    const cloud = await eventsCloud();
    for (const [name, allowed] of [
      ['mine', ruleArn],
      ['other', `${ruleArn}-2`],
    ] as const) {
      cloud.create('AWS::SQS::Queue', name, { QueueName: name });
      cloud.create('AWS::SQS::QueuePolicy', `${name}Policy`, {
        Queues: [`${cloud.endpoint}/${account}/${name}`],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: queueArn(name),
              Condition: { ArnEquals: { 'aws:SourceArn': allowed } },
            },
          ],
        },
      });
    }
    rule(
      cloud,
      {},
      {
        Targets: [
          { Id: 'A', Arn: queueArn('mine') },
          { Id: 'B', Arn: queueArn('other') },
        ],
      },
    );
    await cloud.put({});
    expect(await cloud.read('mine')).toHaveLength(1);
    expect(await cloud.read('other')).toHaveLength(0);
  });

  test('is tried again after a throttle, later and later, until it arrives', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work') });
    cloud.faults.add({ kind: 'throttle', service: 'sqs', operation: 'SendMessage', times: 3 });
    await cloud.put({});
    expect(await cloud.read('work')).toHaveLength(0);
    await cloud.scheduler.advance(10_000);
    expect(await cloud.read('work')).toHaveLength(1);
    expect(whats(cloud).filter((what) => what === 'failed')).toHaveLength(3);
  });

  test('gives up after as many retries as the rule says', async () => {
    const cloud = await eventsCloud();
    const DeadLetterConfig = { Arn: openQueue(cloud, 'dead') };
    rule(cloud, {
      Arn: openQueue(cloud, 'work'),
      DeadLetterConfig,
      RetryPolicy: { MaximumRetryAttempts: 2 },
    });
    cloud.faults.add({ kind: 'fail-before', service: 'sqs', operation: 'SendMessage', times: 3 });
    await cloud.put({});
    await cloud.scheduler.advance(60_000);
    expect((await cloud.read('dead')).map(({ attributes }) => attributes)).toMatchObject([
      {
        ERROR_CODE: 'ERROR_FROM_TARGET',
        RETRY_ATTEMPTS: '2',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      },
    ]);
    expect(await cloud.read('work')).toHaveLength(0);
  });

  test('gives up when the event has become too old', async () => {
    const cloud = await eventsCloud();
    const DeadLetterConfig = { Arn: openQueue(cloud, 'dead') };
    rule(cloud, {
      Arn: openQueue(cloud, 'work'),
      DeadLetterConfig,
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
    });
    cloud.faults.add({ kind: 'throttle', service: 'sqs', operation: 'SendMessage', times: 6 });
    await cloud.put({});
    await cloud.scheduler.advance(60_000);
    expect((await cloud.read('dead')).map(({ attributes }) => attributes)).toMatchObject([
      { ERROR_CODE: 'THROTTLING', EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' },
    ]);
  });

  test('comes twice when a duplicate is asked for', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work') });
    cloud.faults.add({ kind: 'duplicate', service: 'events', resource: 'watch', times: 1 });
    await cloud.put({ n: 1 });
    await cloud.scheduler.advance(5_000);
    expect(await cloud.read('work')).toHaveLength(2);
  });

  test('comes after a later event when a reordering is asked for', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work'), InputPath: '$.detail.n' });
    cloud.faults.add({ kind: 'reorder', service: 'events', times: 1, delayMs: 5_000 });
    await cloud.put({ n: 1 });
    await cloud.put({ n: 2 });
    await cloud.scheduler.advance(5_000);
    expect((await cloud.read('work')).map(({ body }) => body)).toEqual(['2', '1']);
  });

  test('goes to the group of a FIFO queue that the rule names', async () => {
    const cloud = await eventsCloud();
    const Arn = openQueue(cloud, 'work.fifo', { FifoQueue: true, ContentBasedDeduplication: true });
    rule(cloud, { Arn, SqsParameters: { MessageGroupId: 'all' } });
    await cloud.put({ n: 1 });
    expect(await cloud.read('work.fifo')).toHaveLength(1);
  });

  test('passes from one bus to another with the same detail', async () => {
    const cloud = await eventsCloud();
    cloud.create('AWS::Events::EventBusPolicy', 'Allow', {
      StatementId: 'fromRule',
      Statement: {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: `arn:aws:events:eu-west-1:${account}:event-bus/default`,
      },
    });
    rule(cloud, { Arn: `arn:aws:events:eu-west-1:${account}:event-bus/default` });
    cloud.create('AWS::Events::Rule', 'Second', {
      EventPattern: { source: ['test'] },
      Targets: [{ Id: 'T', Arn: openQueue(cloud, 'work'), InputPath: '$.detail' }],
    });
    await cloud.put({ n: 7 });
    expect((await cloud.read('work')).map(({ body }) => body)).toEqual(['{"n":7}']);
  });

  test('stops with a reset, and rules stay', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work') });
    cloud.faults.add({ kind: 'reorder', service: 'events', times: 1, delayMs: 5_000 });
    await cloud.put({ n: 1 });
    await cloud.services.get('events')?.reset();
    await cloud.scheduler.advance(10_000);
    expect(await cloud.read('work')).toHaveLength(0);
    await cloud.put({ n: 2 });
    expect(await cloud.read('work')).toHaveLength(1);
  });

  test('does nothing for a rule that is disabled', async () => {
    const cloud = await eventsCloud();
    rule(cloud, { Arn: openQueue(cloud, 'work') }, { State: 'DISABLED' });
    await cloud.put({});
    expect(await cloud.read('work')).toHaveLength(0);
  });
});
