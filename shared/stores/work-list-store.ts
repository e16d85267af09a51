import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { workListOf } from '../domain/work-list.ts';
import { DUE_INDEX } from '../names.ts';
import { type ListedCase, listedCaseFromItem } from './case-store.ts';
import { fromAttributes, type Item, type Table, toAttributes } from './table.ts';

/** A case in a work list, with its place: lists of several queues merge by it. */
export interface PlacedCase {
  readonly place: string;
  readonly case: ListedCase;
}

export interface WorkListPage {
  readonly cases: readonly PlacedCase[];
  /** More may follow the last one. */
  readonly more: boolean;
}

/**
 * Open cases of some queues, most urgent first, by the sparse index: one query a queue, all at the same time. The
 * index may lag behind the cases.
 *
 * @param after place of the last case already seen.
 */
export async function readWorkLists(
  table: Table,
  queues: readonly string[],
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<WorkListPage> {
  const lists = await Promise.all(queues.map((queue) => readWorkList(table, queue, limit, after)));
  const merged = lists.flat().sort((a, b) => (a.place < b.place ? -1 : 1));
  return {
    cases: merged.slice(0, limit),
    more: merged.length > limit || lists.some((list) => list.length === limit),
  };
}

async function readWorkList(
  table: Table,
  queue: string,
  limit: number,
  after: string | undefined,
): Promise<PlacedCase[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: DUE_INDEX.name,
      KeyConditionExpression: after === undefined ? '#list = :list' : '#list = :list AND #key > :after',
      ExpressionAttributeNames: {
        '#list': DUE_INDEX.partitionKey,
        ...(after !== undefined && { '#key': DUE_INDEX.sortKey }),
      },
      ExpressionAttributeValues: toAttributes({
        ':list': workListOf(queue),
        ...(after !== undefined && { ':after': after }),
      }),
      Limit: limit,
    }),
  );
  return Items.map(fromAttributes).map((item) => ({ place: placeOf(item), case: listedCaseFromItem(item) }));
}

function placeOf(item: Item): string {
  const place = item[DUE_INDEX.sortKey];
  if (typeof place !== 'string') throw new Error('The index shows an item without its sort key.');
  return place;
}
