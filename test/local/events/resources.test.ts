import { DescribeRuleCommand, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from 'vitest';
import { account, eventsCloud, openQueue, queueArn } from './cloud.ts';

const EventPattern = { source: ['test'] };

describe('AWS::Events::Rule', () => {
  test('has the ref and ARN of AWS, on the default bus and on another', async () => {
    const cloud = await eventsCloud();
    const prefix = `arn:aws:events:eu-west-1:${account}:rule`;
    expect(cloud.create('AWS::Events::Rule', 'A', { Name: 'a', EventPattern })).toEqual({
      ref: 'a',
      attributes: { Arn: `${prefix}/a` },
    });
    expect(cloud.create('AWS::Events::Rule', 'B', { Name: 'b', EventBusName: 'main', EventPattern })).toEqual(
      {
        ref: 'main|b',
        attributes: { Arn: `${prefix}/main/b` },
      },
    );
  });

  test('can be listed and described', async () => {
    const cloud = await eventsCloud();
    const Targets = [{ Id: 'T', Arn: openQueue(cloud, 'work') }];
    cloud.create('AWS::Events::Rule', 'B', {
      Name: 'b',
      Description: 'why',
      EventBusName: 'main',
      EventPattern,
      Targets,
    });
    const { Rules } = await cloud.bus.send(new ListRulesCommand({ EventBusName: 'main' }));
    expect(Rules?.map(({ Name, State }) => [Name, State])).toEqual([['b', 'ENABLED']]);
    const described = await cloud.bus.send(new DescribeRuleCommand({ EventBusName: 'main', Name: 'b' }));
    expect(described).toMatchObject({ Description: 'why', EventPattern: JSON.stringify(EventPattern) });
    const targets = await cloud.bus.send(new ListTargetsByRuleCommand({ EventBusName: 'main', Rule: 'b' }));
    expect(targets.Targets?.map(({ Arn }) => Arn)).toEqual([queueArn('work')]);
    await expect(cloud.bus.send(new DescribeRuleCommand({ Name: 'b' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    ['an unknown property', { EventPattern, Colour: 'red' }, 'Colour is not implemented'],
    ['a bad pattern', { EventPattern: { a: 'b' } }, 'EventPattern: At "a"'],
    ['neither pattern nor schedule', {}, 'needs EventPattern or ScheduleExpression'],
    ['a cron schedule of five fields', { ScheduleExpression: 'cron(0 3 * * ?)' }, 'cron needs six fields'],
    ['a single time', { ScheduleExpression: 'at(2026-12-24T18:00:00)' }, 'is for EventBridge Scheduler'],
    ['an unknown bus', { EventPattern, EventBusName: 'nowhere' }, 'there is no event bus nowhere'],
    [
      'an unknown kind of target',
      { EventPattern, Targets: [{ Id: 'T', Arn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s' }] },
      'stream/s is not implemented',
    ],
    [
      'two kinds of input',
      { EventPattern, Targets: [{ Id: 'T', Arn: queueArn('q'), Input: '1', InputPath: '$' }] },
      'only one of Input',
    ],
    [
      'a path it cannot read',
      { EventPattern, Targets: [{ Id: 'T', Arn: queueArn('q'), InputPath: '$.detail[*]' }] },
      'the JSON path $.detail[*] is not implemented',
    ],
    ['a pattern that is too long', { EventPattern: { source: ['x'.repeat(2_100)] } }, 'AWS takes 2048'],
  ])('is refused with %s, naming the resource', async (_what, properties, reason) => {
    const cloud = await eventsCloud();
    const create = () => cloud.create('AWS::Events::Rule', 'Odd', properties);
    expect(create).toThrow('AWS::Events::Rule test/Odd');
    expect(create).toThrow(reason);
  });

  test('fires at its rate, and does not keep the cloud from being quiet', async () => {
    const cloud = await eventsCloud();
    cloud.create('AWS::Events::Rule', 'Clock', {
      Name: 'clock',
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Id: 'T', Arn: openQueue(cloud, 'work') }],
    });
    await cloud.services.get('events')?.begin?.(cloud);
    await cloud.scheduler.quiet();
    expect(await cloud.read('work')).toHaveLength(0);
    await cloud.scheduler.advance(15 * 60_000);
    const bodies = (await cloud.read('work')).map(({ body }) => JSON.parse(body));
    expect(bodies).toHaveLength(3);
    expect(bodies[0]).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: '2026-11-22T02:21:05Z',
      resources: [`arn:aws:events:eu-west-1:${account}:rule/clock`],
      detail: {},
    });
  });
});

describe('AWS::Events::Archive', () => {
  test('is accepted as CDK writes it', async () => {
    const cloud = await eventsCloud();
    const made = cloud.create('AWS::Events::Archive', 'Archive', {
      ArchiveName: 'all',
      Description: 'everything',
      EventPattern,
      KmsKeyIdentifier: '',
      RetentionDays: 3,
      SourceArn: `arn:aws:events:eu-west-1:${account}:event-bus/main`,
    });
    expect(made).toEqual({
      ref: 'all',
      attributes: { Arn: `arn:aws:events:eu-west-1:${account}:archive/all` },
    });
  });
});
