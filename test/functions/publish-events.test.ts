import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { failedBatchesIn } from '../../functions/publish-events/failed-batches.ts';
import { build } from '../../functions/publish-events/handler.ts';
import { republish } from '../../functions/publish-events/republish.ts';
import { EVENTS } from '../../shared/events/catalogue.ts';
import { eventBus } from '../../shared/gateways/event-bus.ts';
import { caseToItem } from '../../shared/stores/case-store.ts';
import { openCase, resolvedCase, route } from '../domain/builders.ts';
import { caseCloud, NO_CONTEXT } from './case-cloud.ts';

type Outbox = Parameters<typeof caseToItem>[1];

const opened: Outbox = {
  commit: 'one',
  at: '2026-11-22T12:00:00.000Z',
  events: [
    { type: 'CaseOpened', reason: 'first-message', interactionId: 'a'.repeat(32), interactionAt: 'x' },
  ],
};

interface Envelope {
  readonly 'detail-type': keyof typeof EVENTS;
  readonly source: string;
  readonly time: string;
  readonly detail: { readonly eventId: string; readonly caseVersion: number };
}

/** A publisher, and a queue behind a rule that hears everything on the bus. */
function publisher() {
  const world = caseCloud();
  const { cloud, environment, outside } = world;
  const queue = cloud.create('AWS::SQS::Queue', 'Heard', {});
  const QueueArn = queue.attributes.Arn ?? '';
  const EventBusName = environment.BUS_NAME;
  const heardBy = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QueueArn,
  };
  const PolicyDocument = { Version: '2012-10-17', Statement: [heardBy] };
  cloud.create('AWS::SQS::QueuePolicy', 'Allowed', { Queues: [queue.ref], PolicyDocument });
  const rule = { EventBusName, EventPattern: { source: ['throughline'] }, State: 'ENABLED' };
  cloud.create('AWS::Events::Rule', 'All', { ...rule, Targets: [{ Arn: QueueArn, Id: 'all' }] });
  const handler = build({ ...environment, POWERTOOLS_SERVICE_NAME: 'publish-events' }, outside);
  return {
    ...world,
    publish: (records: DynamoDBRecord[]) => handler({ Records: records }, NO_CONTEXT),
    async heard(): Promise<Envelope[]> {
      await cloud.scheduler.quiet();
      const all: Envelope[] = [];
      for (;;) {
        const messages = await world.messages(queue.ref);
        if (messages.length === 0) return all;
        all.push(...messages.map(({ Body }) => JSON.parse(Body ?? '')));
      }
    },
  };
}

const ids = (events: readonly Envelope[]) => events.map(({ detail }) => detail.eventId).sort();

describe('What a change has to tell', () => {
  test('is published once, as its schema says, without text or address', async () => {
    const { put, stream, publish, heard } = publisher();
    await put(caseToItem(openCase(), opened));
    await publish(await stream());
    const [event, ...others] = await heard();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      'detail-type': 'CaseOpened',
      source: 'throughline',
      time: '2026-11-22T12:00:00Z',
    });
    expect(EVENTS.CaseOpened.schema.strict().parse(event?.detail)).toMatchObject({
      caseVersion: 3,
      opening: 1,
      channel: 'sms',
      schemaVersion: 1,
    });
    expect(JSON.stringify(event)).not.toMatch(/\+1206|\+1425/);
  });

  test('W9 has the same ids when a batch is tried again', async () => {
    const { put, stream, publish, heard } = publisher();
    await put(caseToItem(openCase(), opened));
    await publish(await stream());
    const first = ids(await heard());
    await publish(await stream());
    expect(ids(await heard())).toEqual(first);
  });

  test('is told once when the item is touched without a new commit, and again with one', async () => {
    const { put, stream, publish, heard } = publisher();
    await put(caseToItem(openCase(), opened));
    await put(caseToItem(openCase({ arrivals: 2 }), opened));
    await put(
      caseToItem(openCase({ version: 4, route: route() }), {
        ...opened,
        commit: 'two',
        events: [{ type: 'CaseRouted' }],
      }),
    );
    await publish(await stream());
    expect((await heard()).map((each) => each['detail-type'])).toEqual(['CaseOpened', 'CaseRouted']);
  });

  test('comes from the image: the route, the claim, who resolved', async () => {
    const { put, stream, publish, heard } = publisher();
    const outbox = (commit: string, type: 'CaseRouted' | 'CaseClaimed' | 'CaseResolved') => ({
      ...opened,
      commit,
      events: [{ type }],
    });
    await put(caseToItem(openCase({ route: route({ queue: 'billing' }) }), outbox('a', 'CaseRouted')));
    await put(caseToItem(openCase({ claim: { agent: 'agent-1', until: 'x' } }), outbox('b', 'CaseClaimed')));
    await put(caseToItem(resolvedCase(), outbox('c', 'CaseResolved')));
    await publish(await stream());
    const details = Object.fromEntries((await heard()).map((each) => [each['detail-type'], each.detail]));
    expect(details).toMatchObject({
      CaseRouted: { queue: 'billing', routeSequence: 1, destination: 'connect-task' },
      CaseClaimed: { agent: 'agent-1', until: 'x' },
      CaseResolved: { agent: 'agent-1' },
    });
  });

  test('of a hand-over is told of its case', async () => {
    const { put, stream, publish, heard } = publisher();
    const ofCase = {
      customerId: '0123456789abcdef',
      caseId: '0123456789abcdef-1',
      caseVersion: 5,
      opening: 1,
      channel: 'sms',
    };
    const told = {
      type: 'CaseHandedOver',
      routeSequence: 1,
      queue: 'general',
      destination: 'connect-task',
      contactId: 'c',
    };
    const outbox = { commit: 'x', at: opened.at, events: [told] };
    await put({ pk: 'hand-over#0123456789abcdef-1#1', sk: 'HAND_OVER', ...ofCase, outbox });
    await publish(await stream());
    expect(await heard()).toMatchObject([
      { 'detail-type': 'CaseHandedOver', detail: { caseVersion: 5, contactId: 'c' } },
    ]);
  });

  test('of items without an outbox, and of deleted ones, is nothing', async () => {
    const { put, stream, publish, heard } = publisher();
    await put({ pk: 'marker#x', sk: 'MARKER', caseId: 'x' });
    const records = await stream();
    await publish([
      ...records,
      ...records.map(({ dynamodb }) => ({ dynamodb: { OldImage: dynamodb?.NewImage } })),
    ]);
    expect(await heard()).toEqual([]);
  });
});

describe('When the bus does not take events', () => {
  async function manyCases(world: ReturnType<typeof publisher>, count: number) {
    for (let number = 1; number <= count; number += 1) {
      await world.put(caseToItem(openCase({ caseId: `0123456789abcdef-${number}` }), opened));
    }
  }

  test('what it refused of a batch is put again', async () => {
    const world = publisher();
    await manyCases(world, 25);
    world.cloud.faults.add({ kind: 'fail-before', service: 'events', operation: 'PutEvents', times: 1 });
    await world.publish(await world.stream());
    expect(new Set(ids(await world.heard())).size).toBe(25);
  });

  test('the batch fails, with nothing in the error but where to look', async () => {
    const world = publisher();
    await manyCases(world, 3);
    world.cloud.faults.add({ kind: 'fail-before', service: 'events', operation: 'PutEvents' });
    await expect(world.publish(await world.stream())).rejects.toThrow('TL1007');
    expect(world.codes()).toContain('TL2005');
  });

  test('one unreadable outbox holds back nothing but itself', async () => {
    const world = publisher();
    await manyCases(world, 2);
    await world.put({ pk: 'customer#0123456789abcdef', sk: 'CASE#000009', outbox: { commit: 7 } });
    await expect(world.publish(await world.stream())).rejects.toThrow('TL1007');
    expect(await world.heard()).toHaveLength(2);
  });

  test('R4 what Lambda left in S3 is published by republish, and the batch is gone', async () => {
    const world = publisher();
    const { cloud, environment } = world;
    await manyCases(world, 12);
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    const batch = (payload: unknown) => JSON.stringify({ version: '1.0', DDBStreamBatchInfo: {}, payload });
    const put = (Key: string, Body: string) =>
      s3.send(new PutObjectCommand({ Bucket: environment.ARCHIVE_BUCKET, Key, Body }));
    await put(
      'aws/lambda/mapping/shard/2026/11/22/a',
      batch(JSON.stringify({ Records: await world.stream() })),
    );
    await put('aws/lambda/mapping/shard/2026/11/22/b', 'no batch');
    const bus = eventBus(new EventBridgeClient(cloud.client), environment.BUS_NAME);
    const run = () =>
      republish(failedBatchesIn(s3, environment.ARCHIVE_BUCKET), { bus, log: () => undefined });
    expect(await run()).toMatchObject({
      published: 1,
      left: [{ key: 'aws/lambda/mapping/shard/2026/11/22/b' }],
    });
    expect(await world.heard()).toHaveLength(12);
    expect(await run()).toMatchObject({ published: 0 });
  });
});
