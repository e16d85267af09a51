import { hash } from 'node:crypto';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type CancellationReason,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** The one table and the way to it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** An item as plain JSON. */
export type Item = Readonly<Record<string, unknown>>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export function toAttributes(item: Item): Record<string, AttributeValue> {
  return marshall(item, { removeUndefinedValues: true });
}

export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): Item {
  return unmarshall({ ...attributes });
}

/** One item by its key, strongly consistent; undefined when there is none. */
export async function getItem(table: Table, { pk, sk }: Key): Promise<Item | undefined> {
  const { Item: found } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toAttributes({ pk, sk }), ConsistentRead: true }),
  );
  return found && fromAttributes(found);
}

/** How often the rest of a batch is asked for again before it counts as throttled. */
const BATCH_ROUNDS = 3;

/**
 * Up to 100 items by their keys in one strongly consistent read, in no order; those that are not there are missing.
 *
 * @throws Error when DynamoDB keeps withholding a part: a later attempt may get it.
 */
export async function getItems(table: Table, keys: readonly Key[]): Promise<Item[]> {
  const items: Item[] = [];
  let wanted = keys.map(({ pk, sk }) => toAttributes({ pk, sk }));
  for (let round = 0; wanted.length > 0; round += 1) {
    if (round === BATCH_ROUNDS) throw new Error('DynamoDB withheld part of a batch.');
    const { Responses, UnprocessedKeys } = await table.client.send(
      new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: wanted, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[table.name] ?? []).map(fromAttributes));
    wanted = UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return items;
}

/** When an item may be written. */
export type Condition =
  /** No item with this key is there. */
  | { readonly kind: 'absent' }
  /** The item stored has this version. */
  | { readonly kind: 'version'; readonly version: number }
  /** Any other, as an expression over `#name` and `:name` placeholders. */
  | {
      readonly kind: 'expression';
      readonly expression: string;
      readonly names?: Readonly<Record<string, string>>;
      readonly values?: Readonly<Record<string, unknown>>;
    };

/** One whole item to be put, and when; `label` names it in a refusal. */
export interface Write {
  readonly label: string;
  readonly item: Item & Key;
  readonly condition?: Condition;
}

/** Fields to be set in an item that is there; what it holds beside them stays as it is. */
export interface Update {
  readonly label: string;
  readonly key: Key;
  readonly set: Item;
  /** Must fail where no item is. */
  readonly condition: Extract<Condition, { kind: 'expression' }>;
}

/** One item that must be as the condition says; it is not written. */
export interface Check {
  readonly label: string;
  readonly key: Key;
  readonly condition: Condition;
}

/** What a transaction came to. Anything else, such as throttling, is thrown. */
export type TransactOutcome =
  | { readonly kind: 'applied' }
  /** By label, the items whose condition failed, as they are stored; undefined where none is. */
  | { readonly kind: 'refused'; readonly stored: ReadonlyMap<string, Item | undefined> }
  /** Another transaction was at work on one of the items: read again and decide again. */
  | { readonly kind: 'collided' };

/** Writes one item; half the price of a transaction of one. A repeated write that had applied is `refused`. */
export async function put(table: Table, write: Write): Promise<TransactOutcome> {
  return outcomeOfOne(write.label, table.client.send(new PutItemCommand(putParts(table, write))));
}

/** Sets fields of one item, at the price of a put. A repeated one that had applied is `refused`. */
export async function update(table: Table, write: Update): Promise<TransactOutcome> {
  return outcomeOfOne(write.label, table.client.send(new UpdateItemCommand(updateParts(table, write))));
}

async function outcomeOfOne(label: string, sent: Promise<unknown>): Promise<TransactOutcome> {
  try {
    await sent;
    return { kind: 'applied' };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return { kind: 'refused', stored: new Map([[label, error.Item && fromAttributes(error.Item)]]) };
    }
    if (error instanceof TransactionConflictException) return { kind: 'collided' };
    throw error;
  }
}

/**
 * Writes all items or none. The request token is a hash of the content, so that a write that applied although its
 * answer was lost is not applied again when the very same one is repeated.
 */
export async function transact(
  table: Table,
  writes: readonly (Write | Update | Check)[],
): Promise<TransactOutcome> {
  const items = writes.map((write): TransactWriteItem => {
    if ('item' in write) return { Put: putParts(table, write) };
    if ('set' in write) return { Update: updateParts(table, write) };
    return { ConditionCheck: checkParts(table, write) };
  });
  const token = hash('sha256', JSON.stringify(writes)).slice(0, 36);
  try {
    await table.client.send(
      new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }),
    );
    return { kind: 'applied' };
  } catch (error) {
    if (error instanceof TransactionCanceledException) return outcomeOf(error, writes);
    throw error;
  }
}

function putParts(table: Table, { item, condition }: Write) {
  return {
    TableName: table.name,
    Item: toAttributes(item),
    ...conditionParts(condition),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

function updateParts(table: Table, { key: { pk, sk }, set, condition }: Update) {
  const fields = Object.keys(set).filter((field) => set[field] !== undefined);
  const values = Object.fromEntries(fields.map((field) => [`:set_${field}`, set[field]]));
  return {
    TableName: table.name,
    Key: toAttributes({ pk, sk }),
    UpdateExpression: `SET ${fields.map((field) => `#set_${field} = :set_${field}`).join(', ')}`,
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: {
      ...condition.names,
      ...Object.fromEntries(fields.map((field) => [`#set_${field}`, field])),
    },
    ExpressionAttributeValues: toAttributes({ ...condition.values, ...values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

function checkParts(table: Table, { key: { pk, sk }, condition }: Check) {
  return {
    TableName: table.name,
    Key: toAttributes({ pk, sk }),
    // The type demands what every kind of condition gives.
    ConditionExpression: '',
    ...conditionParts(condition),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** A condition in the words of the DynamoDB API. */
function conditionParts(condition: Condition | undefined) {
  switch (condition?.kind) {
    case undefined:
      return {};
    case 'absent':
      return { ConditionExpression: 'attribute_not_exists(pk)' };
    case 'version':
      return {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: toAttributes({ ':version': condition.version }),
      };
    case 'expression':
      return {
        ConditionExpression: condition.expression,
        ...(condition.names && { ExpressionAttributeNames: { ...condition.names } }),
        ...(condition.values && { ExpressionAttributeValues: toAttributes(condition.values) }),
      };
  }
}

function outcomeOf(
  error: TransactionCanceledException,
  writes: readonly { readonly label: string }[],
): TransactOutcome {
  const reasons: readonly CancellationReason[] = error.CancellationReasons ?? [];
  const stored = new Map<string, Item | undefined>();
  for (const [index, { label }] of writes.entries()) {
    const reason = reasons[index];
    if (reason?.Code !== 'ConditionalCheckFailed') continue;
    stored.set(label, reason.Item && fromAttributes(reason.Item));
  }
  if (stored.size > 0) return { kind: 'refused', stored };
  if (reasons.some(({ Code }) => Code === 'TransactionConflict')) return { kind: 'collided' };
  throw error;
}
