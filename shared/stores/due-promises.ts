import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { PROMISE_STAGES, workListOf } from '../domain/work-list.ts';
import { DUE_INDEX } from '../names.ts';
import { fromAttributes, type Table, toAttributes } from './table.ts';

/** A case whose promise is to be looked at, as the index shows it: it may lag behind the case. */
export interface DuePromise {
  readonly caseId: string;
  /** ISO time since when. */
  readonly moment: string;
}

export interface DuePromises {
  readonly due: readonly DuePromise[];
  /** More are due than were asked for. */
  readonly more: boolean;
  /** ISO time at which the next one will be; absent when some are now, or none will. */
  readonly next?: string;
}

/** Comes after every digit, letter and `#` in a key. */
const LAST = '~';

/**
 * Promises in a work list that are to be marked at risk or broken, the oldest of each group first. A list is ordered by
 * stage, priority and moment: so the first entry of a group tells whether anything in it is due, and a query behind it
 * finds the next group there is. A list in which nobody waits costs one query.
 */
export async function readDuePromises(
  table: Table,
  queue: string,
  { now, limit }: { readonly now: string; readonly limit: number },
): Promise<DuePromises> {
  const list = workListOf(queue);
  const due: DuePromise[] = [];
  let more = false;
  let next: string | undefined;
  let from = `0#${PROMISE_STAGES['at-risk']}#`;
  for (;;) {
    const [head] = await keysBetween(table, list, {
      from,
      to: `0#${PROMISE_STAGES.standing}#${LAST}`,
      limit: 1,
    });
    if (head === undefined) break;
    const { group, moment } = partsOf(head);
    if (moment <= now) {
      const keys = await keysBetween(table, list, { from: group, to: `${group}${now}${LAST}`, limit });
      due.push(...keys.map(partsOf));
      more ||= keys.length === limit;
    } else if (next === undefined || moment < next) {
      next = moment;
    }
    from = `${group}${LAST}`;
  }
  return { due, more, ...(due.length === 0 && next !== undefined && { next }) };
}

/** Up to `limit` keys, in as many pages as DynamoDB makes of them: each ends at 1 MB. */
async function keysBetween(
  table: Table,
  list: string,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<string[]> {
  const keys: string[] = [];
  let after: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: DUE_INDEX.name,
        KeyConditionExpression: '#list = :list AND #key BETWEEN :from AND :to',
        ProjectionExpression: '#key',
        ExpressionAttributeNames: { '#list': DUE_INDEX.partitionKey, '#key': DUE_INDEX.sortKey },
        ExpressionAttributeValues: toAttributes({ ':list': list, ':from': from, ':to': to }),
        Limit: limit - keys.length,
        ExclusiveStartKey: after,
      }),
    );
    keys.push(...(page.Items ?? []).map((item) => String(fromAttributes(item)[DUE_INDEX.sortKey])));
    after = page.LastEvaluatedKey;
  } while (after && keys.length < limit);
  return keys;
}

function partsOf(key: string): DuePromise & { readonly group: string } {
  const [waits, stage, priority, moment = '', caseId = ''] = key.split('#');
  return { group: `${waits}#${stage}#${priority}#`, moment, caseId };
}
