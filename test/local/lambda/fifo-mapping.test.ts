import { describe, expect, test } from 'vitest';
import { consumer, failingItems, type SqsEvent } from './queue-consumer.ts';

describe('an event source mapping of a FIFO queue', () => {
  const fifo = { FifoQueue: true, ContentBasedDeduplication: true };

  test('keeps one batch of a message group in flight, other groups go on', async () => {
    const running = new Map<string, number>();
    const order: string[] = [];
    const { cloud, send, queue } = await consumer(
      { queue: fifo, mapping: { BatchSize: 1 } },
      async (event) => {
        const [record] = (event as SqsEvent).Records;
        const group = record?.attributes['MessageGroupId'] ?? '';
        running.set(group, (running.get(group) ?? 0) + 1);
        expect(running.get(group)).toBe(1);
        order.push(record?.body ?? '');
        await new Promise<void>((resolve) => void cloud.scheduler.after(1_000, 'work', resolve));
        running.set(group, 0);
      },
    );
    for (const body of ['a1', 'a2', 'b1', 'a3', 'b2']) {
      await send(queue.url, body, { MessageGroupId: body.slice(0, 1) });
    }
    await cloud.scheduler.advance(10_000);
    expect(order.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(order.filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(order.indexOf('b1')).toBeLessThan(order.indexOf('a2'));
    expect(cloud.problems).toEqual([]);
  });

  test('holds a group back behind its failed item until the visibility timeout is over', async () => {
    const failing = new Set(['a2', 'a3']);
    const { cloud, send, queue, runs } = await consumer(
      { queue: fifo, mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] } },
      failingItems(failing),
    );
    for (const body of ['a1', 'a2', 'a3']) await send(queue.url, body, { MessageGroupId: 'a' });
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['a1', 'a2', 'a3']]);
    await send(queue.url, 'a4', { MessageGroupId: 'a' });
    await send(queue.url, 'b1', { MessageGroupId: 'b' });
    await cloud.scheduler.quiet();
    expect(runs).toEqual([['a1', 'a2', 'a3'], ['b1']]);
    failing.clear();
    await cloud.scheduler.advance(30_000);
    expect(runs.slice(2).flat()).toEqual(['a2', 'a3', 'a4']);
  });
});
