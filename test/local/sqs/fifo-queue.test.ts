import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { createSqs } from '../../../local/sqs/index.ts';
import { smallCloud } from '../small-cloud.ts';

function start(properties: Record<string, unknown> = {}) {
  const cloud = smallCloud([createSqs()]);
  const { ref: QueueUrl } = cloud.create('AWS::SQS::Queue', 'Inbox', { FifoQueue: true, ...properties });
  const sqs = new SQSClient(cloud.client);
  let number = 0;
  return {
    cloud,
    sqs,
    QueueUrl,
    send(
      MessageGroupId: string,
      MessageBody: string,
      MessageDeduplicationId: string | undefined = `d${number++}`,
    ) {
      return sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId }),
      );
    },
    async receive(MaxNumberOfMessages = 10): Promise<Message[]> {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['All'] }),
      );
      return Messages ?? [];
    },
    remove: ({ ReceiptHandle }: Message) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    show: ({ ReceiptHandle }: Message) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
  };
}

const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);
const one = (messages: readonly Message[]): Message => {
  expect(messages).toHaveLength(1);
  return messages[0] ?? {};
};

describe('message groups', () => {
  test('keep their order and are blocked while a message is in flight; other groups go on', async () => {
    const { send, receive, remove } = start();
    await send('anna', 'a1');
    await send('anna', 'a2');
    await send('ben', 'b1');
    const a1 = one(await receive(1));
    expect(a1.Body).toBe('a1');
    expect(bodies(await receive())).toEqual(['b1']);
    expect(await receive()).toEqual([]);
    await remove(a1);
    expect(bodies(await receive())).toEqual(['a2']);
  });

  test('may give several of one group, in order, in one receive', async () => {
    const { send, receive } = start();
    await send('anna', 'a1');
    await send('ben', 'b1');
    await send('anna', 'a2');
    const received = await receive();
    expect(bodies(received.filter(({ Attributes }) => Attributes?.MessageGroupId === 'anna'))).toEqual([
      'a1',
      'a2',
    ]);
    expect(received).toHaveLength(3);
    const numbers = received.map(({ Attributes }) => Attributes?.SequenceNumber ?? '');
    expect(new Set(numbers).size).toBe(3);
    for (const number of numbers) expect(number).toMatch(/^\d{20}$/);
  });

  test('stay blocked until every message taken from them is deleted or visible again', async () => {
    const { send, receive, remove, show } = start();
    for (const body of ['a1', 'a2', 'a3']) await send('anna', body);
    const [a1, a2] = await receive(2);
    await show(a1 ?? {});
    expect(await receive()).toEqual([]);
    await remove(a2 ?? {});
    expect(bodies(await receive())).toEqual(['a1', 'a3']);
  });

  test('come again in order when the visibility timeout ends', async () => {
    const { cloud, send, receive } = start({ VisibilityTimeout: 30 });
    await send('anna', 'a1');
    await send('anna', 'a2');
    await receive(1);
    await cloud.scheduler.advance(30_000);
    const again = await receive();
    expect(bodies(again)).toEqual(['a1', 'a2']);
    expect(again.map(({ Attributes }) => Attributes?.ApproximateReceiveCount)).toEqual(['2', '1']);
  });

  test('hold back what follows a message that the queue delays', async () => {
    const { cloud, send, receive } = start({ DelaySeconds: 10 });
    await send('anna', 'a1');
    await cloud.scheduler.advance(5_000);
    await send('anna', 'a2');
    await cloud.scheduler.advance(5_000);
    expect(bodies(await receive())).toEqual(['a1']);
  });

  test('take no deletion with a handle whose visibility timeout is over', async () => {
    const { cloud, send, receive, remove } = start();
    await send('anna', 'a1');
    const a1 = one(await receive());
    await cloud.scheduler.advance(30_000);
    await expect(remove(a1)).rejects.toMatchObject({ message: expect.stringContaining('has expired') });
    expect(bodies(await receive())).toEqual(['a1']);
  });
});

describe('deduplication', () => {
  test('takes a message once in five minutes, received or not, and gives the first one’s ids', async () => {
    const { cloud, send, receive, remove } = start();
    const first = await send('anna', 'hello', 'same');
    await remove(one(await receive()));
    await cloud.scheduler.advance(299_999);
    const again = await send('ben', 'other text, same id', 'same');
    expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await receive()).toEqual([]);
    await cloud.scheduler.advance(1);
    await send('anna', 'hello', 'same');
    expect(bodies(await receive())).toEqual(['hello']);
  });

  test('within the message group lets another group use the same id', async () => {
    const { send, receive } = start({
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    await send('anna', 'a', 'same');
    await send('ben', 'b', 'same');
    await send('ben', 'b again', 'same');
    expect(bodies(await receive()).sort()).toEqual(['a', 'b']);
  });

  test('by content needs no id, and an id given goes first', async () => {
    const { sqs, QueueUrl, send, receive } = start({ ContentBasedDeduplication: true });
    const plain = () =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'anna' }));
    await plain();
    await plain();
    await send('anna', 'x', 'own');
    expect(bodies(await receive())).toEqual(['x', 'x']);
  });
});

test.each([
  ['no group id', { MessageDeduplicationId: 'a' }, 'MissingParameter'],
  ['no way to tell duplicates', { MessageGroupId: 'a' }, 'InvalidParameterValue'],
  [
    'a group id of 129 characters',
    { MessageGroupId: 'g'.repeat(129), MessageDeduplicationId: 'a' },
    'InvalidParameterValue',
  ],
  [
    'a deduplication id with a space',
    { MessageGroupId: 'a', MessageDeduplicationId: 'a b' },
    'InvalidParameterValue',
  ],
  [
    'a delay of its own',
    { MessageGroupId: 'a', MessageDeduplicationId: 'a', DelaySeconds: 3 },
    'InvalidParameterValue',
  ],
])('a FIFO queue refuses a message with %s', async (_what, input, name) => {
  const { sqs, QueueUrl, receive } = start();
  await expect(
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input })),
  ).rejects.toMatchObject({ name });
  expect(await receive()).toEqual([]);
});

test('a FIFO queue is billed at its own price', async () => {
  const { cloud, send } = start();
  await send('anna', 'a');
  expect(cloud.meterBook.bill().lines).toMatchObject([{ units: { 'sqs.request-fifo': 1 } }]);
  expect(cloud.meterBook.bill().unpriced).toEqual([]);
});

test.each([
  ['a name without .fifo', { FifoQueue: true, QueueName: 'inbox' }],
  ['.fifo on a standard queue', { QueueName: 'inbox.fifo' }],
  ['content-based deduplication on a standard queue', { ContentBasedDeduplication: true }],
  [
    'throughput per group with queue-wide deduplication',
    { FifoQueue: true, FifoThroughputLimit: 'perMessageGroupId' },
  ],
])('a template with %s is refused at start', (_what, properties) => {
  const cloud = smallCloud([createSqs()]);
  expect(() => cloud.create('AWS::SQS::Queue', 'Inbox', properties)).toThrow('AWS::SQS::Queue test/Inbox');
});
