import {
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { createSqs } from '../../../local/sqs/index.ts';
import { smallCloud } from '../small-cloud.ts';

const VISIBILITY_MS = 30_000;

function start({ fifo = false, dead = {} as Record<string, unknown> } = {}) {
  const cloud = smallCloud([createSqs()]);
  const kind = fifo ? { FifoQueue: true } : {};
  const deadLetters = cloud.create('AWS::SQS::Queue', 'Dead', { ...kind, ...dead });
  const DeadArn = deadLetters.attributes.Arn ?? '';
  const work = cloud.create('AWS::SQS::Queue', 'Work', {
    ...kind,
    RedrivePolicy: { deadLetterTargetArn: DeadArn, maxReceiveCount: 2 },
  });
  const other = cloud.create('AWS::SQS::Queue', 'Other', kind);
  const sqs = new SQSClient(cloud.client);
  let number = 0;
  const send = (QueueUrl: string, MessageBody: string, MessageGroupId = 'g') =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody,
        ...(fifo && { MessageGroupId, MessageDeduplicationId: `${number++}` }),
      }),
    );
  const receive = async (QueueUrl: string, MaxNumberOfMessages = 10) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, AttributeNames: ['All'] })))
      .Messages ?? [];
  const bodies = async (QueueUrl: string) => (await receive(QueueUrl)).map(({ Body }) => Body);
  const fail = async (times = 2) => {
    for (let round = 0; round < times; round++) {
      await receive(work.ref);
      await cloud.scheduler.advance(VISIBILITY_MS);
    }
    await receive(work.ref);
  };
  const move = (more: object = {}) =>
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn: DeadArn, ...more }));
  const tasks = async () =>
    (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: DeadArn, MaxResults: 10 }))).Results;
  return { cloud, sqs, work, deadLetters, other, DeadArn, send, receive, bodies, fail, move, tasks };
}

describe('dead letters', () => {
  test('a message received maxReceiveCount times is moved at the next receive, with its origin', async () => {
    const { work, deadLetters, send, receive, bodies, fail, cloud } = start();
    const { MessageId } = await send(work.ref, 'poison');
    await fail(1);
    expect(await bodies(deadLetters.ref)).toEqual([]);
    await cloud.scheduler.advance(VISIBILITY_MS);
    expect(await bodies(work.ref)).toEqual([]);
    const [dead] = await receive(deadLetters.ref);
    expect(dead).toMatchObject({
      MessageId,
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: work.attributes.Arn, ApproximateReceiveCount: '3' },
    });
    expect(cloud.traces.entries().filter(({ what }) => what === 'dead-lettered')).toHaveLength(1);
  });

  test('a poisoned FIFO message frees its group', async () => {
    const { work, send, receive, cloud, bodies, deadLetters } = start({ fifo: true });
    await send(work.ref, 'poison');
    await send(work.ref, 'good');
    for (let round = 0; round < 2; round++) {
      expect((await receive(work.ref, 1))[0]?.Body).toBe('poison');
      await cloud.scheduler.advance(VISIBILITY_MS);
    }
    expect(await bodies(work.ref)).toEqual(['good']);
    expect(await bodies(deadLetters.ref)).toEqual(['poison']);
  });

  test.each([
    ['denyAll', { redrivePermission: 'denyAll' }],
    ['byQueue without this queue', { redrivePermission: 'byQueue', sourceQueueArns: [] }],
  ])('a RedriveAllowPolicy of %s refuses the template', (_what, RedriveAllowPolicy) => {
    expect(() => start({ dead: { RedriveAllowPolicy } })).toThrow('RedriveAllowPolicy');
  });

  test('a dead-letter queue of another type refuses the template', () => {
    const cloud = smallCloud([createSqs()]);
    const dead = cloud.create('AWS::SQS::Queue', 'Dead', {});
    const RedrivePolicy = { deadLetterTargetArn: dead.attributes.Arn, maxReceiveCount: 3 };
    expect(() => cloud.create('AWS::SQS::Queue', 'Work', { FifoQueue: true, RedrivePolicy })).toThrow(
      'same type',
    );
  });
});

describe.each([{ fifo: false }, { fifo: true }])('moving dead letters back (FIFO: $fifo)', ({ fifo }) => {
  test('without a destination each goes to where it came from, as a new message', async () => {
    const { work, send, receive, fail, move, tasks, cloud } = start({ fifo });
    const { MessageId } = await send(work.ref, 'poison');
    await fail();
    const { TaskHandle } = await move();
    expect(TaskHandle).toBeTruthy();
    await cloud.scheduler.quiet();
    expect(await tasks()).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 1 },
    ]);
    const [back] = await receive(work.ref);
    expect(back?.Body).toBe('poison');
    expect(back?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(back?.MessageId).not.toBe(MessageId);
  });

  test('with a destination all go there, also what a program sent to the dead letters itself', async () => {
    const { work, other, deadLetters, send, bodies, fail, move, cloud } = start({ fifo });
    await send(work.ref, 'poison');
    await fail();
    await send(deadLetters.ref, 'sent here');
    await move({ DestinationArn: other.attributes.Arn });
    await cloud.scheduler.quiet();
    expect(await bodies(other.ref)).toEqual(['poison', 'sent here']);
    expect(await bodies(work.ref)).toEqual([]);
  });

  test('without a destination what a program sent itself cannot be moved, and stays', async () => {
    const { deadLetters, send, bodies, move, tasks, cloud } = start({ fifo });
    await send(deadLetters.ref, 'sent here');
    await move();
    await cloud.scheduler.quiet();
    expect(await tasks()).toMatchObject([
      { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
    ]);
    expect(await bodies(deadLetters.ref)).toEqual(['sent here']);
  });

  test('at a stated pace it takes its time, and one task at a time may run', async () => {
    const { other, deadLetters, send, move, tasks, cloud } = start({ fifo });
    for (const body of ['1', '2', '3']) await send(deadLetters.ref, body, body);
    await move({ DestinationArn: other.attributes.Arn, MaxNumberOfMessagesPerSecond: 1 });
    await expect(move()).rejects.toMatchObject({ name: 'UnsupportedOperation' });
    await cloud.scheduler.advance(1_000);
    expect(await tasks()).toMatchObject([{ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 2 }]);
    await cloud.scheduler.advance(1_000);
    expect(await tasks()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }]);
  });

  test('is refused for a queue that is nobody’s dead-letter queue, and for one that does not exist', async () => {
    const { other, move } = start({ fifo });
    await expect(move({ SourceArn: other.attributes.Arn })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(move({ SourceArn: `${other.attributes.Arn}x` })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
