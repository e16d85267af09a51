import { QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import { INTERACTION_KINDS, type Interaction } from '../domain/interaction.ts';
import { customerPartition, interactionKey, THREAD_PREFIX } from './keys.ts';
import { interactionRef } from './outbox-item.ts';
import {
  type Condition,
  fromAttributes,
  getItem,
  type Item,
  type Table,
  toAttributes,
  type Write,
} from './table.ts';

const delivery = z.discriminatedUnion('state', [
  z.object({ state: z.literal('queued') }),
  z.object({ state: z.literal('sending'), attempt: z.string(), since: z.string() }),
  z.object({ state: z.enum(['sent', 'delivered', 'read']), providerMessageId: z.string(), at: z.string() }),
  z.object({
    state: z.literal('failed'),
    reason: z.string(),
    at: z.string(),
    providerMessageId: z.string().optional(),
  }),
  z.object({ state: z.literal('unknown'), attempt: z.string(), at: z.string() }),
]);

/** Customer id, time and interaction id are not stored twice: the key says them. */
const interactionItem = z.looseObject({
  pk: z.string().startsWith('customer#'),
  sk: z.string().startsWith(THREAD_PREFIX),
  caseId: z.string(),
  channel: z.enum(CHANNELS),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  kind: z.enum(INTERACTION_KINDS),
  recordedAt: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  folded: z.string().optional(),
  attachments: z
    .array(z.object({ name: z.string(), type: z.string(), bytes: z.number(), key: z.string() }))
    .optional(),
  htmlKey: z.string().optional(),
  automatic: z.literal(true).optional(),
  suspicious: z.literal(true).optional(),
  proof: z.enum(['unproven', 'failed']).optional(),
  suggestion: z.string().optional(),
  shortened: z.boolean().optional(),
  contactPointId: z.string().optional(),
  account: z.string().optional(),
  providerMessageId: z.string().optional(),
  references: z.array(z.string()).optional(),
  arrival: z.number().optional(),
  opening: z.number().optional(),
  answers: z.number().optional(),
  inReplyTo: interactionRef.optional(),
  agent: z.string().optional(),
  delivery: delivery.optional(),
  archiveKey: z.string().optional(),
  joinReason: z.string().optional(),
});

export function interactionFromItem(item: Item): Interaction {
  const { pk, sk, ...fields } = interactionItem.parse(item);
  const [at = '', interactionId = ''] = sk.slice(THREAD_PREFIX.length).split('#');
  return { interactionId, customerId: pk.slice('customer#'.length), at, ...fields };
}

function interactionToItem(interaction: Interaction): Write['item'] {
  const { interactionId, customerId, at, ...fields } = interaction;
  return { ...interactionKey({ customerId, at, interactionId }), ...fields };
}

/** The part of a transaction that writes an interaction; a new one unless another condition is given. */
export function interactionWrite(interaction: Interaction, condition: Condition = { kind: 'absent' }): Write {
  return { label: 'interaction', item: interactionToItem(interaction), condition };
}

/** An interaction, strongly consistent; undefined when there is none. */
export async function readInteraction(
  table: Table,
  ref: { readonly customerId: string; readonly at: string; readonly interactionId: string },
): Promise<Interaction | undefined> {
  const item = await getItem(table, interactionKey(ref));
  return item && interactionFromItem(item);
}

/** A part of a thread, newest first by the provider's time. */
export interface ThreadPage {
  readonly interactions: readonly Interaction[];
  /** Sort key to go on after; absent on the last page. */
  readonly after?: string;
}

/** Reads a customer's thread backwards in time, `limit` interactions at a time. */
export async function readThread(
  table: Table,
  customerId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<ThreadPage> {
  const pk = customerPartition(customerId);
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :thread)',
      ExpressionAttributeValues: toAttributes({ ':pk': pk, ':thread': THREAD_PREFIX }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: toAttributes({ pk, sk: after }) }),
    }),
  );
  const last = LastEvaluatedKey && fromAttributes(LastEvaluatedKey).sk;
  return {
    interactions: Items.map((item) => interactionFromItem(fromAttributes(item))),
    ...(typeof last === 'string' && { after: last }),
  };
}

/** The newest `limit` interactions of a customer with a provider's time at or after `since`, newest first. */
export async function readThreadSince(
  table: Table,
  customerId: string,
  { since = '', limit }: { readonly since?: string | undefined; readonly limit: number },
): Promise<readonly Interaction[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: toAttributes({
        ':pk': customerPartition(customerId),
        ':from': `${THREAD_PREFIX}${since}`,
        // Behind every digit.
        ':to': `${THREAD_PREFIX}~`,
      }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return Items.map((item) => interactionFromItem(fromAttributes(item)));
}
