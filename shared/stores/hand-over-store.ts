import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Case } from '../domain/case.ts';
import { CHANNELS } from '../domain/channel.ts';
import {
  type HandOver,
  type HandOverRef,
  type HandOverResult,
  handOverDueKey,
  handOverKeyOf,
} from '../domain/hand-over.ts';
import type { Outbox } from '../domain/outbox.ts';
import { DUE_INDEX } from '../names.ts';
import { caseFromItem } from './case-store.ts';
import { caseKey } from './keys.ts';
import {
  fromAttributes,
  getItems,
  type Item,
  type Key,
  put,
  type Table,
  toAttributes,
  type Write,
} from './table.ts';

export const HAND_OVER_PREFIX = 'hand-over#';

/** Partition of the sparse index that holds the pending ones, by destination. */
function dueListOf(destination: string): string {
  return `hand-over#${destination}`;
}

const progress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('done'), at: z.string(), contactId: z.string() }),
  z.object({
    state: z.literal('superseded'),
    at: z.string(),
    reason: z.enum(['case-resolved', 'routed-anew', 'no-such-case']),
  }),
  z.object({ state: z.literal('failed'), at: z.string(), reason: z.string() }),
]);

const handOverItem = z.object({
  caseId: z.string(),
  customerId: z.string(),
  routeSequence: z.number(),
  opening: z.number(),
  caseVersion: z.number(),
  channel: z.enum(CHANNELS),
  queue: z.string(),
  priority: z.number(),
  destination: z.string(),
  rule: z.string(),
  since: z.string(),
  progress,
});

function handOverKey(ref: HandOverRef): Key {
  return { pk: `${HAND_OVER_PREFIX}${handOverKeyOf(ref)}`, sk: 'HAND_OVER' };
}

/** @throws Error when the item is no hand-over. */
export function handOverFromItem(item: Item): HandOver {
  return handOverItem.parse(item);
}

/** Only what is to be carried out stands in the index; a settled one leaves it with the very write. */
function handOverWrite(handOver: HandOver, outbox: Outbox, condition: Write['condition']): Write {
  const isPending = handOver.progress.state === 'pending';
  return {
    label: 'hand-over',
    item: {
      ...handOverKey(handOver),
      ...handOver,
      outbox,
      ...(isPending && {
        [DUE_INDEX.partitionKey]: dueListOf(handOver.destination),
        [DUE_INDEX.sortKey]: handOverDueKey(handOver),
      }),
    },
    ...(condition && { condition }),
  };
}

/** Writes a new hand-over. The answer is the one stored: another one when it was there before. */
export async function addHandOver(table: Table, handOver: HandOver): Promise<HandOver> {
  const outbox = { commit: 'added', at: handOver.since, events: [] };
  const outcome = await put(table, handOverWrite(handOver, outbox, { kind: 'absent' }));
  if (outcome.kind === 'applied') return handOver;
  const stored = outcome.kind === 'refused' && outcome.stored.get('hand-over');
  if (!stored) throw new Error('Two writers met at a hand-over.');
  return handOverFromItem(stored);
}

/** A hand-over as the index shows it: which one, and its place. Needs nothing projected but keys. */
export interface ShownHandOver extends HandOverRef {
  readonly dueKey: string;
}

/** The most urgent pending ones by the index, which may show settled ones and miss new ones for a while. */
export async function pendingHandOvers(
  table: Table,
  destination: string,
  limit: number,
): Promise<ShownHandOver[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: DUE_INDEX.name,
      KeyConditionExpression: '#list = :list',
      ExpressionAttributeNames: { '#list': DUE_INDEX.partitionKey },
      ExpressionAttributeValues: toAttributes({ ':list': dueListOf(destination) }),
      Limit: limit,
    }),
  );
  return Items.map((item) => shownItem.parse(fromAttributes(item)));
}

const shownItem = z
  .object({
    pk: z.string().regex(/^hand-over#[^#]+#\d+$/),
    [DUE_INDEX.sortKey]: z.string(),
  })
  .transform(({ pk, [DUE_INDEX.sortKey]: dueKey }) => {
    const [, caseId = '', routeSequence] = pk.split('#');
    return { caseId, routeSequence: Number(routeSequence), dueKey };
  });

/** A hand-over and its case as they are now, in one strongly consistent read. */
export async function readHandOver(
  table: Table,
  ref: HandOverRef,
): Promise<{ handOver?: HandOver; case?: Case }> {
  const items = await getItems(table, [handOverKey(ref), caseKey(ref.caseId)]);
  const handOver = items.find(({ sk }) => sk === 'HAND_OVER');
  const subject = items.find((item) => item !== handOver);
  return {
    ...(handOver && { handOver: handOverFromItem(handOver) }),
    ...(subject && { case: caseFromItem(subject) }),
  };
}

/**
 * Writes down what became of a hand-over, on the condition that it is as it was read. Somebody else's result stands:
 * a repeated start finds the same contact, so there is nothing to correct.
 */
export async function settleHandOver(
  table: Table,
  handOver: HandOver,
  next: HandOverResult,
  outbox: Outbox,
): Promise<void> {
  await put(
    table,
    handOverWrite({ ...handOver, progress: next }, outbox, {
      kind: 'expression',
      expression: '#progress.#state = :state',
      names: { '#progress': 'progress', '#state': 'state' },
      values: { ':state': handOver.progress.state },
    }),
  );
}
