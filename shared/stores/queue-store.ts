import * as z from 'zod';
import { getItem, type Item, put, type Table } from './table.ts';

/**
 * Queues there are or have been. Cases stay in a queue that has left the configuration; who watches over them, or shows
 * them to supervisors, finds it here.
 */
const KEY = { pk: 'queues', sk: 'QUEUES' };

const queuesItem = z.object({ version: z.number(), queues: z.array(z.string()) });

/** Every queue that is remembered, strongly consistent. */
export async function readQueues(table: Table): Promise<readonly string[]> {
  return queuesOf(await getItem(table, KEY)).queues;
}

/** Remembers the configured queues, and returns them with those remembered from before. None is ever forgotten. */
export async function rememberQueues(
  table: Table,
  configured: readonly string[],
): Promise<readonly string[]> {
  const stored = await getItem(table, KEY);
  const { version, queues } = queuesOf(stored);
  const all = [...new Set([...configured, ...queues])];
  if (all.length > queues.length) {
    // Where another was faster, the next run adds what is missing still.
    await put(table, {
      label: 'queues',
      item: { ...KEY, version: version + 1, queues: all },
      condition: stored ? { kind: 'version', version } : { kind: 'absent' },
    });
  }
  return all;
}

function queuesOf(item: Item | undefined): z.output<typeof queuesItem> {
  return item ? queuesItem.parse(item) : { version: 0, queues: [] };
}
