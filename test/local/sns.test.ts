import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import type { AwsService } from '../../local/core/service.ts';
import { createSns } from '../../local/sns/index.ts';
import { createSqs, sqsOf } from '../../local/sqs/index.ts';
import { START, smallCloud } from './small-cloud.ts';

interface Invocation {
  FunctionName: string;
  InvocationType: string;
  Payload: Uint8Array;
}

/** Stands for the Lambda service: keeps what it is asked to run. */
function fakeLambda(invocations: Invocation[]): AwsService {
  return {
    name: 'lambda',
    protocol: createSqs().protocol,
    operations: { Invoke: { permissions: () => [], run: (input: Invocation) => invocations.push(input) } },
    resources: {},
    reset() {},
  };
}

function start(subscription: Record<string, unknown> = {}, { allowed = true, deadLetters = false } = {}) {
  const invocations: Invocation[] = [];
  const cloud = smallCloud([createSns(), createSqs(), fakeLambda(invocations)]);
  const { ref: TopicArn } = cloud.create('AWS::SNS::Topic', 'Inbound', { TopicName: 'inbound' });
  const queue = cloud.create('AWS::SQS::Queue', 'Work', { QueueName: 'work' });
  const dead = cloud.create('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
  const policyFor = (Resource: unknown) => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource,
        Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
      },
    ],
  });
  for (const made of allowed ? [queue, dead] : [dead]) {
    const PolicyDocument = policyFor(made.attributes.Arn);
    cloud.create('AWS::SQS::QueuePolicy', `Policy${made.attributes.QueueName}`, {
      Queues: [made.ref],
      PolicyDocument,
    });
  }
  cloud.create('AWS::SNS::Subscription', 'Subscription', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queue.attributes.Arn,
    ...(deadLetters && { RedrivePolicy: { deadLetterTargetArn: dead.attributes.Arn } }),
    ...subscription,
  });
  const sns = new SNSClient(cloud.client);
  const publish = (Message: string, more: object = {}) =>
    sns.send(new PublishCommand({ TopicArn, Message, ...more }));
  const lying = (arn = '') => sqsOf(cloud).queue(arn)?.peek() ?? [];
  return {
    cloud,
    sns,
    TopicArn,
    invocations,
    publish,
    work: () => lying(queue.attributes.Arn),
    dead: () => lying(dead.attributes.Arn),
    whats: () =>
      cloud.traces
        .entries()
        .filter(({ service }) => service === 'sns')
        .map(({ what }) => what),
  };
}

describe('a topic with a queue behind it', () => {
  test('delivers the true envelope, once the publisher has its answer', async () => {
    const { cloud, publish, work, TopicArn } = start();
    const { MessageId } = await publish('{"a":1}', {
      Subject: 'Hello',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'x' },
        raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
      },
    });
    expect(work()).toEqual([]);
    await cloud.scheduler.quiet();
    expect(JSON.parse(work()[0]?.body ?? '')).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Hello',
      Message: '{"a":1}',
      Timestamp: new Date(START).toISOString(),
      SignatureVersion: '1',
      Signature: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      SigningCertURL: expect.stringContaining('https://sns.eu-west-1.amazonaws.com/'),
      UnsubscribeURL: expect.stringContaining(`SubscriptionArn=${TopicArn}:`),
      MessageAttributes: { kind: { Type: 'String', Value: 'x' }, raw: { Type: 'Binary', Value: 'AQI=' } },
    });
    expect(cloud.problems).toEqual([]);
  });

  test('raw, delivers the text and the attributes as they are', async () => {
    const { cloud, publish, work } = start({ RawMessageDelivery: true });
    await publish('só isto', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } } });
    await cloud.scheduler.quiet();
    expect(work()).toMatchObject([
      { body: 'só isto', attributes: { kind: { DataType: 'String', StringValue: 'x' } } },
    ]);
  });

  test('picks the text for the protocol when the message is structured', async () => {
    const { cloud, publish, work } = start({ RawMessageDelivery: true });
    await publish('{"default":"for all","sqs":"for queues"}', { MessageStructure: 'json' });
    await cloud.scheduler.quiet();
    expect(work()[0]?.body).toBe('for queues');
  });

  test('delivers nothing when the queue policy does not let it, and says so', async () => {
    const { cloud, publish, work, whats } = start({}, { allowed: false });
    await publish('x');
    await cloud.scheduler.advance(3_600_000);
    expect(work()).toEqual([]);
    expect(whats()).toEqual(['published', 'discarded']);
  });

  test('sends what the queue refuses to the dead-letter queue of the subscription', async () => {
    const { cloud, publish, work, dead, whats } = start({}, { allowed: false, deadLetters: true });
    await publish('x');
    await cloud.scheduler.quiet();
    expect(work()).toEqual([]);
    expect(JSON.parse(dead()[0]?.body ?? '')).toMatchObject({ Message: 'x' });
    expect(whats()).toEqual(['published', 'refused', 'dead-lettered']);
  });

  test('tries again what fails on the other side: at once, after a second, then ever more slowly', async () => {
    const { cloud, publish, work, dead, whats } = start({}, { deadLetters: true });
    cloud.faults.add({ kind: 'fail-before', service: 'sqs', times: 6 });
    await publish('x');
    await cloud.scheduler.advance(1_999);
    expect(work()).toEqual([]);
    await cloud.scheduler.advance(1_001);
    expect(work()).toHaveLength(1);
    expect(dead()).toEqual([]);
    expect(whats().filter((what) => what === 'retried')).toHaveLength(6);
  });

  test('outlasts hours of refusals without losing the message', async () => {
    const { cloud, publish, work } = start();
    const { id } = cloud.faults.add({ kind: 'throttle', service: 'sqs' });
    await publish('x');
    await cloud.scheduler.advance(4 * 3_600_000);
    expect(work()).toEqual([]);
    cloud.faults.remove(id);
    await cloud.scheduler.advance(20_000);
    expect(work()).toHaveLength(1);
  });

  test('under the duplicate fault delivers twice, under the reorder fault later', async () => {
    const { cloud, publish, work } = start({ RawMessageDelivery: true });
    cloud.faults.add({ kind: 'duplicate', service: 'sns', times: 1 });
    await publish('twice');
    cloud.faults.add({ kind: 'reorder', service: 'sns', times: 1 });
    await publish('late');
    await publish('early');
    await cloud.scheduler.advance(1_000);
    expect(work().map(({ body }) => body)).toEqual(['twice', 'twice', 'early', 'late']);
  });

  test('forgets at a reset what is still under way', async () => {
    const { cloud, publish, work } = start();
    await publish('x');
    cloud.services.get('sns')?.reset();
    await cloud.scheduler.quiet();
    expect(work()).toEqual([]);
  });
});

test('a function gets the event of SNS, invoked asynchronously', async () => {
  const Endpoint = 'arn:aws:lambda:eu-west-1:123456789012:function:hear';
  const { cloud, publish, invocations, TopicArn } = start({ Protocol: 'lambda', Endpoint });
  const { MessageId } = await publish('hello');
  await cloud.scheduler.quiet();
  expect(invocations).toMatchObject([{ FunctionName: Endpoint, InvocationType: 'Event' }]);
  expect(JSON.parse(Buffer.from(invocations[0]?.Payload ?? []).toString())).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        EventSubscriptionArn: expect.stringContaining(TopicArn),
        Sns: { Type: 'Notification', MessageId, Message: 'hello', Subject: null, MessageAttributes: {} },
      },
    ],
  });
});

describe('filter policies', () => {
  test.each([
    ['matching attribute', { kind: ['a', 'b'] }, 'MessageAttributes', true],
    ['other attribute value', { kind: ['b'] }, 'MessageAttributes', false],
    ['anything but', { kind: [{ 'anything-but': ['a'] }] }, 'MessageAttributes', false],
    ['a number', { size: [{ numeric: ['>', 2] }] }, 'MessageAttributes', true],
    ['one of an array', { tags: ['red'] }, 'MessageAttributes', true],
    ['the body', { order: { state: ['new'] } }, 'MessageBody', true],
    ['another body', { order: { state: ['old'] } }, 'MessageBody', false],
  ])('%s', async (_what, FilterPolicy, FilterPolicyScope, wanted) => {
    const { cloud, publish, work, whats } = start({ FilterPolicy, FilterPolicyScope });
    await publish('{"order":{"state":"new"}}', {
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'a' },
        size: { DataType: 'Number', StringValue: '3' },
        tags: { DataType: 'String.Array', StringValue: '["blue","red"]' },
      },
    });
    await cloud.scheduler.quiet();
    expect(work()).toHaveLength(wanted ? 1 : 0);
    expect(whats()).toContain(wanted ? 'delivered' : 'filtered');
  });

  test('an operator that does not exist is refused at start', () => {
    expect(() => start({ FilterPolicy: { kind: [{ like: 'a' }] } })).toThrow();
  });
});

describe('the topic policy', () => {
  const publisher = {
    kind: 'service',
    principal: 'sms-voice.amazonaws.com',
    sourceArn: 'arn:aws:sms-voice:eu-west-1:123456789012:phone-number/p',
  } as const;
  const denyPlain = {
    Sid: 'AllowPublishThroughSSLOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sns:Publish',
    Resource: 'arn:aws:sns:eu-west-1:123456789012:inbound',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const allow = {
    ...denyPlain,
    Sid: 'Sms',
    Effect: 'Allow',
    Principal: { Service: 'sms-voice.amazonaws.com' },
    Condition: undefined,
  };

  test.each([
    ['only denies plain text', [denyPlain], false],
    ['also names the service', [denyPlain, allow], true],
  ])('that %s decides whether a service may publish', async (_what, Statement, mayPublish) => {
    const { cloud, TopicArn } = start();
    const PolicyDocument = JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement }));
    cloud.create('AWS::SNS::TopicPolicy', 'Policy', { Topics: [TopicArn], PolicyDocument });
    const attempt = cloud.call('sns', 'Publish', { TopicArn, Message: 'x' }, publisher);
    if (mayPublish) await expect(attempt).resolves.toHaveProperty('MessageId');
    else await expect(attempt).rejects.toMatchObject({ code: 'AuthorizationError' });
  });
});

describe('the API', () => {
  test('lists topics, subscriptions and attributes', async () => {
    const { sns, TopicArn } = start();
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([
      { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:work', TopicArn },
    ]);
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: '1' });
  });

  test('publishes a batch, each entry by itself', async () => {
    const { cloud, sns, TopicArn, work } = start({ RawMessageDelivery: true });
    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'one' },
          { Id: 'b', Message: '' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameter' }]);
    await cloud.scheduler.quiet();
    expect(work().map(({ body }) => body)).toEqual(['one']);
  });

  test('refuses an unknown topic, an empty message and one over 256 KiB', async () => {
    const { sns, TopicArn, publish } = start();
    await expect(
      sns.send(new PublishCommand({ TopicArn: `${TopicArn}x`, Message: 'x' })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(publish('')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(publish('x'.repeat(262_145))).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('is billed by 64 KiB of payload', async () => {
    const { cloud, publish } = start();
    await publish('x'.repeat(65_537));
    expect(cloud.meterBook.bill().lines).toMatchObject([{ service: 'sns', units: { 'sns.request': 2 } }]);
  });
});
