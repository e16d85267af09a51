import {
  ListEventBusesCommand,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from 'vitest';
import { eventsCloud, openQueue } from './cloud.ts';

const entry = (more: object = {}) => ({
  EventBusName: 'main',
  Source: 'test',
  DetailType: 'Thing',
  Detail: '{}',
  ...more,
});

describe('PutEvents', () => {
  test('brings a matching event to the queue of the rule, in the form of AWS, and others nowhere', async () => {
    const cloud = await eventsCloud();
    const Arn = openQueue(cloud, 'work');
    cloud.create('AWS::Events::Rule', 'Rule', {
      EventBusName: 'main',
      EventPattern: { 'detail-type': ['Thing'], detail: { size: [{ numeric: ['>', 3] }] } },
      Targets: [{ Id: 'T', Arn }],
    });
    await cloud.put({ size: 3 });
    const id = await cloud.put({ size: 4, text: 'ä' }, { Resources: ['r'] });

    const messages = await cloud.read('work');
    expect(messages.map(({ body }) => JSON.parse(body))).toEqual([
      {
        version: '0',
        id,
        'detail-type': 'Thing',
        source: 'test',
        account: '123456789012',
        time: '2026-11-22T02:16:05Z',
        region: 'eu-west-1',
        resources: ['r'],
        detail: { size: 4, text: 'ä' },
      },
    ]);
    expect(cloud.problems).toEqual([]);
  });

  test('answers before anything is delivered', async () => {
    const cloud = await eventsCloud();
    cloud.create('AWS::Events::Rule', 'Rule', {
      EventBusName: 'main',
      EventPattern: { source: ['test'] },
      Targets: [{ Id: 'T', Arn: openQueue(cloud, 'work') }],
    });
    await cloud.bus.send(new PutEventsCommand({ Entries: [entry()] }));
    expect(await cloud.read('work')).toHaveLength(0);
    await cloud.scheduler.quiet();
    expect(await cloud.read('work')).toHaveLength(1);
  });

  test('takes the good entries and says what is wrong with the others', async () => {
    const cloud = await eventsCloud();
    const answer = await cloud.bus.send(
      new PutEventsCommand({
        Entries: [
          entry(),
          entry({ Source: undefined }),
          entry({ Detail: '{' }),
          entry({ Detail: '[1]' }),
          entry({ Source: 'aws.s3' }),
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSource',
    ]);
    expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('answers 200 for a bus that does not exist, and drops the event', async () => {
    const cloud = await eventsCloud();
    const answer = await cloud.bus.send(
      new PutEventsCommand({ Entries: [entry({ EventBusName: 'no-such-bus' })] }),
    );
    expect(answer.FailedEntryCount).toBe(0);
    expect(answer.Entries?.[0]?.EventId).toBeTruthy();
    const dropped = cloud.traces.entries().filter(({ what }) => what === 'dropped');
    expect(dropped.map(({ resource }) => resource)).toEqual(['no-such-bus']);
  });

  test('refuses eleven entries, and more than a megabyte', async () => {
    const cloud = await eventsCloud();
    const eleven = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry()) });
    await expect(cloud.bus.send(eleven)).rejects.toMatchObject({ name: 'ValidationException' });
    const large = entry({ Detail: JSON.stringify({ text: 'x'.repeat(600_000) }) });
    await expect(cloud.bus.send(new PutEventsCommand({ Entries: [large, large] }))).rejects.toThrow(
      'over the limit',
    );
  });

  test('is billed by 64 KB of each event', async () => {
    const cloud = await eventsCloud();
    const large = entry({ Detail: JSON.stringify({ text: 'x'.repeat(65_536) }) });
    await cloud.bus.send(new PutEventsCommand({ Entries: [entry(), large] }));
    const line = cloud.meterBook.bill().lines.find(({ operation }) => operation === 'PutEvents');
    expect(line?.units).toEqual({ 'events.event': 3 });
  });
});

describe('TestEventPattern', () => {
  test('says whether a pattern matches, and why one is invalid', async () => {
    const cloud = await eventsCloud();
    const ask = (pattern: object) =>
      cloud.bus.send(
        new TestEventPatternCommand({ Event: '{"source":"a"}', EventPattern: JSON.stringify(pattern) }),
      );
    expect((await ask({ source: ['a'] })).Result).toBe(true);
    expect((await ask({ source: ['b'] })).Result).toBe(false);
    await expect(ask({ source: 'a' })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringContaining('At "source"'),
    });
  });
});

describe('ListEventBuses', () => {
  test('names the default bus and the others', async () => {
    const cloud = await eventsCloud();
    const { EventBuses } = await cloud.bus.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map(({ Name, Arn }) => [Name, Arn])).toEqual([
      ['default', 'arn:aws:events:eu-west-1:123456789012:event-bus/default'],
      ['main', 'arn:aws:events:eu-west-1:123456789012:event-bus/main'],
    ]);
  });
});
