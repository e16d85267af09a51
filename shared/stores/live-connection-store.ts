import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { LIVE_PARTITIONS } from '../names.ts';
import { fromAttributes, put, type Table, toAttributes } from './table.ts';

/**
 * What a screen wants to hear about, and who may connect to it: `visitor#<contactPointId>` for the visitor of a chat.
 * Queues and cases are topics for agents in the same way.
 */
export type LiveTopic = `${'visitor' | 'queue' | 'case'}#${string}`;

/** One open connection of a screen. */
export interface LiveConnection {
  readonly topic: LiveTopic;
  /** By API Gateway. */
  readonly connectionId: string;
  /** Seconds since the epoch: the table's time to live. */
  readonly expiresAt: number;
}

const connectionItem = z.looseObject({ sk: z.string(), expiresAt: z.number() });

/** Writes a connection down; ended ones stay until their time to live, for nothing may delete from the table. */
export async function saveLiveConnection(
  table: Table,
  { topic, connectionId, expiresAt }: LiveConnection,
): Promise<void> {
  const item = { ...partitionOf(topic), sk: connectionId, expiresAt };
  await put(table, { label: 'connection', item });
}

/** Connections of a topic that have not ended, as far as is known. */
export async function readLiveConnections(
  table: Table,
  topic: LiveTopic,
  now: Date,
): Promise<readonly LiveConnection[]> {
  const connections: LiveConnection[] = [];
  let start: Parameters<typeof fromAttributes>[0] | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: toAttributes({ ':pk': partitionOf(topic).pk }),
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of Items) {
      const { sk: connectionId, expiresAt } = connectionItem.parse(fromAttributes(item));
      // DynamoDB takes its time with what has expired.
      if (expiresAt * 1000 > now.getTime()) connections.push({ topic, connectionId, expiresAt });
    }
    start = LastEvaluatedKey;
  } while (start);
  return connections;
}

const partitionOf = (topic: LiveTopic) => ({ pk: `${LIVE_PARTITIONS}${topic}` });
