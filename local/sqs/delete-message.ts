import * as z from 'zod';
import type { Operation } from '../core/service.ts';
import { runBatch } from './batch.ts';
import { checkVisibilityTimeout } from './limits.ts';
import { type Queues, queueOperation } from './service.ts';

const receipt = { ReceiptHandle: z.string() };
const receiptAndTimeout = { ...receipt, VisibilityTimeout: z.number().int() };
const queueUrl = { QueueUrl: z.string() };
const id = { Id: z.string() };

export function deleteMessage(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'DeleteMessage',
    input: z.strictObject({ ...queueUrl, ...receipt }),
    run(queue, { ReceiptHandle }) {
      queue.delete(ReceiptHandle);
      return {};
    },
  });
}

export function deleteMessageBatch(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'DeleteMessage',
    input: z.strictObject({ ...queueUrl, Entries: z.array(z.strictObject({ ...id, ...receipt })) }),
    run: (queue, { Entries }) =>
      runBatch(Entries, ({ Id, ReceiptHandle }) => {
        queue.delete(ReceiptHandle);
        return { Id };
      }),
  });
}

export function changeMessageVisibility(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'ChangeMessageVisibility',
    input: z.strictObject({ ...queueUrl, ...receiptAndTimeout }),
    run(queue, { ReceiptHandle, VisibilityTimeout }) {
      checkVisibilityTimeout(VisibilityTimeout);
      queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
      return {};
    },
  });
}

export function changeMessageVisibilityBatch(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'ChangeMessageVisibility',
    input: z.strictObject({ ...queueUrl, Entries: z.array(z.strictObject({ ...id, ...receiptAndTimeout })) }),
    run: (queue, { Entries }) =>
      runBatch(Entries, ({ Id, ReceiptHandle, VisibilityTimeout }) => {
        checkVisibilityTimeout(VisibilityTimeout);
        queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
        return { Id };
      }),
  });
}
