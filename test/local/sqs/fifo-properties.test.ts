import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSqs, type Queue, sqsOf } from '../../../local/sqs/index.ts';
import type { Receivable } from '../../../local/sqs/queue.ts';
import { smallCloud } from '../small-cloud.ts';

const VISIBILITY_SECONDS = 30;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), group: fc.nat(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('show' as const), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  },
);

interface Held extends Receivable {
  readonly until: number;
}

/** Plays `steps` against a queue and checks the promises of a FIFO queue at every receive. */
async function play(
  steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  maxReceiveCount?: number,
) {
  const cloud = smallCloud([createSqs()]);
  const dead = cloud.create('AWS::SQS::Queue', 'Dead', { FifoQueue: true });
  const RedrivePolicy = maxReceiveCount && { deadLetterTargetArn: dead.attributes.Arn, maxReceiveCount };
  const made = cloud.create('AWS::SQS::Queue', 'Inbox', {
    FifoQueue: true,
    VisibilityTimeout: VISIBILITY_SECONDS,
    ...(RedrivePolicy && { RedrivePolicy }),
  });
  const queue = sqsOf(cloud).queue(made.attributes.Arn ?? '') as Queue;
  const deadLetters = sqsOf(cloud).queue(dead.attributes.Arn ?? '') as Queue;
  let sent = 0;
  let held: Held[] = [];
  const gone = new Set<string>();
  const bodyOf = ({ message }: Receivable) => message.body;

  const receive = (max: number) => {
    const now = cloud.clock.now();
    held = held.filter(({ until }) => until > now);
    const blocked = new Set(held.map(({ message }) => message.groupId));
    const received = queue.receive(max);
    for (const taken of received) {
      // No two in flight of one group, save those of one receive.
      expect(blocked.has(taken.message.groupId)).toBe(false);
      expect(gone.has(bodyOf(taken))).toBe(false);
    }
    for (const groupId of new Set(received.map(({ message }) => message.groupId))) {
      const taken = received.filter(({ message }) => message.groupId === groupId).map(bodyOf);
      const waiting = deadLetters.peek().map(({ body }) => body);
      // In order, and nothing older of the group is left out.
      const due = Array.from({ length: sent }, (_, index) => `${index}`)
        .filter((body) => groupOf.get(body) === groupId && !gone.has(body) && !waiting.includes(body))
        .slice(0, taken.length);
      expect(taken).toEqual(due);
    }
    held.push(...received.map((taken) => ({ ...taken, until: now + VISIBILITY_SECONDS * 1000 })));
    return received;
  };
  const groupOf = new Map<string, string>();
  const release = (which: number, what: (taken: Held) => void) => {
    const taken = held[which % Math.max(held.length, 1)];
    if (!taken || taken.until <= cloud.clock.now()) return;
    what(taken);
    held = held.filter((other) => other !== taken);
  };
  const remove = (taken: Receivable) => {
    queue.delete(taken.receiptHandle);
    gone.add(bodyOf(taken));
  };

  for (const now of steps) {
    if (now.do === 'send') {
      const body = `${sent++}`;
      groupOf.set(body, `${now.group}`);
      queue.send({
        body,
        groupId: `${now.group}`,
        deduplicationId: body,
        attributes: {},
        systemAttributes: {},
        senderId: 'test',
      });
    } else if (now.do === 'receive') receive(now.max);
    else if (now.do === 'delete') release(now.which, remove);
    else if (now.do === 'show')
      release(now.which, ({ receiptHandle }) => queue.changeVisibility(receiptHandle, 0));
    else await cloud.scheduler.advance(now.seconds * 1000);
  }

  // Nothing is lost: what was not deleted is received in the end, or lies among the dead letters.
  await cloud.scheduler.advance(VISIBILITY_SECONDS * 1000);
  for (let received = receive(10); received.length > 0; received = receive(10)) {
    for (const taken of received)
      release(
        held.findIndex(({ message }) => message === taken.message),
        remove,
      );
  }
  for (const { body } of deadLetters.peek()) gone.add(body);
  expect(gone.size).toBe(sent);
  expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  expect(cloud.problems).toEqual([]);
}

test('FIFO: order within a group, no two of a group in flight, nothing lost, whatever consumers do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => play(steps)),
    { numRuns: 300 },
  );
});

test('FIFO with a dead-letter queue: the same, and what fails too often is moved, not lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => play(steps, 2)),
    { numRuns: 300 },
  );
});
