import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { createSqs, sqsOf } from '../../../local/sqs/index.ts';
import { START, smallCloud } from '../small-cloud.ts';

function start(properties: Record<string, unknown> = {}) {
  // A name of its own, so that addresses can be compared.
  const named = { QueueName: 'orders', ...properties };
  const cloud = smallCloud([createSqs()]);
  const { ref: QueueUrl, attributes } = cloud.create('AWS::SQS::Queue', 'Orders', named);
  const sqs = new SQSClient(cloud.client);
  const receive = (more: object = {}) =>
    sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }));
  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const bodies = async () => (await receive()).Messages?.map(({ Body }) => Body) ?? [];
  return { cloud, sqs, QueueUrl, arn: attributes.Arn ?? '', send, receive, bodies };
}

describe('a standard queue', () => {
  test('gives back what was sent, with the attributes asked for and digests that the SDK accepts', async () => {
    const { send, receive, arn } = start();
    const sent = await send('Grüße, 世界 🎈', {
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'not JSON' },
        raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1, 255) },
        tries: { DataType: 'Number', StringValue: '3' },
      },
    });
    const { Messages } = await receive({
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    expect(Messages).toHaveLength(1);
    expect(Messages?.[0]).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'Grüße, 世界 🎈',
      Attributes: {
        SentTimestamp: String(START),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(START),
        SenderId: '123456789012',
      },
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'not JSON' },
        raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1, 255) },
      },
    });
    expect(Messages?.[0]?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(arn).toBe('arn:aws:sqs:eu-west-1:123456789012:orders');
  });

  test('hands out no attributes nobody asked for', async () => {
    const { send, receive } = start();
    await send('x', { MessageAttributes: { reason: { DataType: 'String', StringValue: 'y' } } });
    const { Messages } = await receive();
    expect(Messages?.[0]?.Attributes).toBeUndefined();
    expect(Messages?.[0]?.MessageAttributes).toBeUndefined();
  });

  test('hides a received message for the visibility timeout, then shows it again with a higher count', async () => {
    const { cloud, send, receive, bodies } = start({ VisibilityTimeout: 60 });
    await send('once');
    expect(await bodies()).toEqual(['once']);
    await cloud.scheduler.advance(59_999);
    expect(await bodies()).toEqual([]);
    await cloud.scheduler.advance(1);
    const { Messages } = await receive({ AttributeNames: ['ApproximateReceiveCount'] });
    expect(Messages?.[0]?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  test('forgets a deleted message and takes a second deletion as done', async () => {
    const { cloud, sqs, QueueUrl, send, receive, bodies } = start();
    await send('once');
    const { Messages } = await receive();
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await cloud.scheduler.advance(3_600_000);
    expect(await bodies()).toEqual([]);
  });

  test('keeps a message whose handle is older than its newest receive', async () => {
    const { cloud, sqs, QueueUrl, send, receive, bodies } = start();
    await send('twice');
    const first = (await receive()).Messages?.[0]?.ReceiptHandle;
    await cloud.scheduler.advance(30_000);
    await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first }));
    await cloud.scheduler.advance(30_000);
    expect(await bodies()).toEqual(['twice']);
  });

  test('delays a message by its own delay or the queue’s', async () => {
    const { cloud, send, bodies } = start({ DelaySeconds: 10 });
    await send('queue');
    await send('own', { DelaySeconds: 5 });
    await send('now', { DelaySeconds: 0 });
    expect(await bodies()).toEqual(['now']);
    await cloud.scheduler.advance(5_000);
    expect(await bodies()).toEqual(['own']);
    await cloud.scheduler.advance(5_000);
    expect(await bodies()).toEqual(['queue']);
  });

  test('shows a message at once when its visibility is set to 0, and later when it is extended', async () => {
    const { cloud, sqs, QueueUrl, send, receive, bodies } = start();
    await send('again');
    const change = async (VisibilityTimeout: number) => {
      const ReceiptHandle = (await receive()).Messages?.[0]?.ReceiptHandle;
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
      return ReceiptHandle;
    };
    const stale = await change(0);
    await expect(
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: stale, VisibilityTimeout: 1 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await change(100);
    await cloud.scheduler.advance(99_000);
    expect(await bodies()).toEqual([]);
    await cloud.scheduler.advance(1_000);
    expect(await bodies()).toEqual(['again']);
  });

  test('a long poll ends with the first message, or empty when its time is over', async () => {
    const { cloud, send, receive } = start({ ReceiveMessageWaitTimeSeconds: 20 });
    let ended = false;
    const empty = receive().finally(() => {
      ended = true;
    });
    await cloud.scheduler.advance(19_000);
    expect(ended).toBe(false);
    await cloud.scheduler.advance(1_000);
    expect((await empty).Messages).toBeUndefined();

    const waiting = receive({ WaitTimeSeconds: 5 });
    await cloud.scheduler.advance(2_000);
    await send('late');
    expect((await waiting).Messages?.[0]?.Body).toBe('late');
    expect(cloud.problems).toEqual([]);
  });

  test('drops a message after its retention, in flight or not', async () => {
    const { cloud, send, bodies, QueueUrl, sqs } = start({
      MessageRetentionPeriod: 60,
      VisibilityTimeout: 600,
    });
    await send('in flight');
    await bodies();
    await cloud.scheduler.advance(30_000);
    await send('young');
    await cloud.scheduler.advance(30_000);
    expect(await bodies()).toEqual(['young']);
    const counts = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] }),
    );
    expect(counts.Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: '1' });
    expect(cloud.traces.entries().filter(({ what }) => what === 'expired')).toHaveLength(1);
  });

  test('counts its messages by state and is found by name and prefix', async () => {
    const { sqs, QueueUrl, send, receive } = start();
    await send('a');
    await send('b');
    await send('c', { DelaySeconds: 9 });
    await receive({ MaxNumberOfMessages: 1 });
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      MaximumMessageSize: '1048576',
    });
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl).toBe(QueueUrl);
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'ord' }))).QueueUrls).toEqual([QueueUrl]);
    expect(QueueUrl).toBe('http://127.0.0.1:4566/123456789012/orders');
  });

  test('purging and resetting leave no message and no timer that brings one back', async () => {
    const { cloud, sqs, QueueUrl, send, bodies } = start();
    await send('seen');
    await bodies();
    await send('delayed', { DelaySeconds: 3 });
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await send('after');
    await cloud.scheduler.advance(60_000);
    expect(await bodies()).toEqual(['after']);
    await cloud.services.get('sqs')?.reset();
    await cloud.scheduler.advance(60_000);
    expect(await bodies()).toEqual([]);
  });

  test('calls its watcher when something becomes receivable, and not otherwise', async () => {
    const { cloud, send, receive, arn, sqs, QueueUrl } = start();
    let calls = 0;
    sqsOf(cloud).watch?.(arn, () => {
      calls += 1;
    });
    await send('now');
    expect(calls).toBe(1);
    const { Messages } = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
    expect(calls).toBe(1);
    await send('later', { DelaySeconds: 4 });
    expect(calls).toBe(1);
    await cloud.scheduler.advance(4_000);
    expect(calls).toBe(2);
    await receive();
    await cloud.scheduler.advance(30_000);
    expect(calls).toBe(3);
  });

  test('under the duplicate fault a deleted message comes once more, and only once', async () => {
    const { cloud, sqs, QueueUrl, send, receive } = start();
    cloud.faults.add({ kind: 'duplicate', service: 'sqs' });
    await send('again');
    let seen = 0;
    for (let round = 0; round < 4; round++) {
      for (const { ReceiptHandle } of (await receive()).Messages ?? []) {
        seen += 1;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    expect(seen).toBe(2);
  });

  test('under the reorder fault a message is overtaken', async () => {
    const { cloud, send, bodies } = start();
    cloud.faults.add({ kind: 'reorder', service: 'sqs', times: 1 });
    await send('first');
    await send('second');
    expect(await bodies()).toEqual(['second']);
    await cloud.scheduler.advance(1_000);
    expect(await bodies()).toEqual(['first']);
  });
});

describe('batches', () => {
  test('one refused entry does not touch the others', async () => {
    const { sqs, QueueUrl, bodies } = start();
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'good' },
          { Id: 'bad', MessageBody: 'a\u0000b' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(await bodies()).toEqual(['good']);
  });

  test.each([
    ['EmptyBatchRequest', []],
    [
      'TooManyEntriesInBatchRequest',
      Array.from({ length: 11 }, (_, index) => ({ Id: `e${index}`, MessageBody: 'x' })),
    ],
    [
      'BatchEntryIdsNotDistinct',
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
    ],
    ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
    [
      'BatchRequestTooLong',
      [
        { Id: 'a', MessageBody: 'x'.repeat(600_000) },
        { Id: 'b', MessageBody: 'x'.repeat(600_000) },
      ],
    ],
  ])('are refused whole with %s', async (name, Entries) => {
    const { sqs, QueueUrl, bodies } = start();
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name,
    });
    expect(await bodies()).toEqual([]);
  });

  test('delete what was received and name the handle that is none', async () => {
    const { sqs, QueueUrl, send, receive } = start();
    await send('x');
    const { Messages } = await receive();
    const { Successful, Failed } = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'mine', ReceiptHandle: Messages?.[0]?.ReceiptHandle },
          { Id: 'none', ReceiptHandle: 'made up' },
        ],
      }),
    );
    expect(Successful).toEqual([{ Id: 'mine' }]);
    expect(Failed).toMatchObject([{ Id: 'none', Code: 'ReceiptHandleIsInvalid' }]);
  });
});

describe('what SQS refuses', () => {
  test.each([
    [
      'a body over 1 MiB',
      { MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue',
      /shorter than 1048576 bytes/,
    ],
    ['a NUL', { MessageBody: '\u0000' }, 'InvalidMessageContents', /#x0/],
    ['an empty body', { MessageBody: '' }, 'MissingParameter', /MessageBody/],
    [
      'a deduplication id on a standard queue',
      { MessageBody: 'x', MessageDeduplicationId: 'a' },
      'InvalidParameterValue',
      /not valid for this queue type/,
    ],
    [
      'a delay over 15 minutes',
      { MessageBody: 'x', DelaySeconds: 901 },
      'InvalidParameterValue',
      /DelaySeconds/,
    ],
    [
      'an attribute without a value',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValue',
      /non-empty/,
    ],
    [
      'an attribute of an unknown type',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'Date', StringValue: 'x' } } },
      'InvalidParameterValue',
      /invalid message attribute type/,
    ],
  ])('%s', async (_what, input, name, message) => {
    const { sqs, QueueUrl, bodies } = start();
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, ...input }))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await bodies()).toEqual([]);
  });

  test('a body of exactly 1 MiB passes and is billed as 16 requests of 64 KiB', async () => {
    const { cloud, send } = start();
    await send('x'.repeat(1_048_576));
    expect(cloud.meterBook.bill().lines).toMatchObject([
      { operation: 'SendMessage', units: { 'sqs.request': 16 } },
    ]);
  });

  test('a queue that does not exist, with the code old clients know', async () => {
    const { sqs, cloud } = start();
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl: `${cloud.endpoint}/123456789012/none`, MessageBody: 'x' })),
    ).rejects.toMatchObject({ name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue' });
  });

  test('a template property it does not know, by name', () => {
    const cloud = smallCloud([createSqs()]);
    expect(() => cloud.create('AWS::SQS::Queue', 'Odd', { VisibilityTimout: 3 })).toThrow(
      'AWS::SQS::Queue test/Odd: property VisibilityTimout is not implemented by the local cloud.',
    );
  });
});
