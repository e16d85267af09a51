import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { PermanentFailure } from '../../../shared/runtime/failure.ts';
import { queueConsumer } from '../../../shared/runtime/queue-consumer.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:inbox';
const FIFO = `${QUEUE}.fifo`;

function record(
  body: string,
  {
    group,
    source = group ? FIFO : QUEUE,
    receives = 1,
  }: { group?: string; source?: string; receives?: number } = {},
) {
  const attributes = {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '1795312800000',
    MessageGroupId: group,
  };
  return {
    messageId: `id-${body}`,
    body,
    attributes,
    messageAttributes: {},
    eventSourceARN: source,
  } as unknown as SQSRecord;
}

/** A consumer that writes down what it handled; bodies starting with `bad` never succeed, with `later` not now. */
function consumer({ deadLettersFail = false } = {}) {
  const handled: string[] = [];
  const deadLetters: Record<string, unknown>[] = [];
  const lines: Record<string, unknown>[] = [];
  const sqs = {
    send: async (command: { input: Record<string, unknown> }) => {
      if (deadLettersFail) throw new Error('no');
      deadLetters.push(command.input);
      return {};
    },
  } as unknown as SQSClient;
  const handler = queueConsumer({
    parse: (body) => body,
    handle: async (body) => {
      if (body.startsWith('bad')) throw new PermanentFailure('The message says nothing.');
      if (body.startsWith('denied')) {
        throw new Error('User: x is not authorized to perform: dynamodb:PutItem on resource: +12065550100');
      }
      if (body.startsWith('later')) throw new TypeError('+12065550100 cannot be reached');
      handled.push(body);
    },
    deadLetters: { sqs: () => sqs, queueUrl: 'https://dead', maxReceives: 3 },
    log: (code, fields) => void lines.push({ code, ...fields }),
    count: () => undefined,
  });
  const run = async (...Records: SQSRecord[]) => {
    const { batchItemFailures } = await handler({ Records } as SQSEvent);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { run, handled, deadLetters, lines };
}

describe('A consumer of a standard queue', () => {
  test('returns only the messages that failed', async () => {
    const { run, handled } = consumer();
    expect(await run(record('a'), record('later'), record('b'))).toEqual(['id-later']);
    expect(handled).toEqual(['a', 'b']);
  });

  test('does not hold back messages that share a fair-queue group id', async () => {
    const { run } = consumer();
    const fair = (body: string) => record(body, { group: 'g', source: QUEUE });
    expect(await run(fair('later'), fair('a'))).toEqual(['id-later']);
  });
});

describe('A consumer of a FIFO queue', () => {
  test('returns the rest of a group unread after a transient failure, and goes on with other groups', async () => {
    const { run, handled } = consumer();
    const returned = await run(
      record('a1', { group: 'a' }),
      record('later', { group: 'a' }),
      record('b1', { group: 'b' }),
      record('a3', { group: 'a' }),
      record('b2', { group: 'b' }),
    );
    expect(returned).toEqual(['id-later', 'id-a3']);
    expect(handled.toSorted()).toEqual(['a1', 'b1', 'b2']);
  });

  test('dead-letters a permanent failure at once, with its reason, and frees its group', async () => {
    const { run, handled, deadLetters } = consumer();
    expect(await run(record('bad', { group: 'a' }), record('a2', { group: 'a' }))).toEqual([]);
    expect(handled).toEqual(['a2']);
    expect(deadLetters).toMatchObject([
      {
        QueueUrl: 'https://dead',
        MessageBody: 'bad',
        MessageGroupId: 'a',
        MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
        MessageAttributes: {
          reason: { StringValue: 'The message says nothing.' },
          source: { StringValue: FIFO },
        },
      },
    ]);
  });

  test('dead-letters a failure at the last delivery with what it was, and frees its group', async () => {
    const { run, handled, deadLetters } = consumer();
    const last = (body: string) => record(body, { group: 'a', receives: 3 });
    expect(await run(record('later', { group: 'b', receives: 2 }))).toEqual(['id-later']);
    expect(deadLetters).toEqual([]);
    expect(await run(last('later'), last('denied'), last('a3'))).toEqual([]);
    expect(handled).toEqual(['a3']);
    expect(deadLetters.map(({ MessageAttributes }) => MessageAttributes)).toMatchObject([
      { reason: { StringValue: 'It was delivered 3 times. The last time it failed with TypeError.' } },
      {
        reason: {
          StringValue:
            'It was delivered 3 times. The last time it failed with Error: the role of the function does not allow dynamodb:PutItem.',
        },
      },
    ]);
  });

  test('keeps a message whose dead letter cannot be stored, and its group behind it', async () => {
    const { run, handled } = consumer({ deadLettersFail: true });
    expect(await run(record('bad', { group: 'a' }), record('a2', { group: 'a' }))).toEqual([
      'id-bad',
      'id-a2',
    ]);
    expect(handled).toEqual([]);
  });

  test('logs the name of an error and never its message', async () => {
    const { run, lines } = consumer();
    await run(record('later', { group: 'a' }));
    expect(lines).toEqual([{ code: 'TL1002', messageId: 'id-later', group: 'a', error: 'TypeError' }]);
  });
});
