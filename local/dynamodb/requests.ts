import * as z from 'zod';
import { validationError } from './attribute-value.ts';

/** Attribute values are read by `parseItem`, in DynamoDB's own words. */
const map = z.record(z.string(), z.unknown());

const expressionNames = { ExpressionAttributeNames: z.record(z.string(), z.string()).optional() };
const expressionMembers = { ...expressionNames, ExpressionAttributeValues: map.optional() };
const returnConsumedCapacity = { ReturnConsumedCapacity: z.enum(['INDEXES', 'TOTAL', 'NONE']).optional() };
const returnMetrics = { ReturnItemCollectionMetrics: z.enum(['SIZE', 'NONE']).optional() };

const conditional = {
  TableName: z.string().min(1),
  ConditionExpression: z.string().optional(),
  ...expressionMembers,
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional(),
};

const put = { ...conditional, Item: map };
const update = { ...conditional, Key: map, UpdateExpression: z.string().optional() };
const remove = { ...conditional, Key: map };
const check = { ...conditional, Key: map, ConditionExpression: z.string() };
const singleWrite = { ...returnConsumedCapacity, ...returnMetrics };

export const putItem = z.strictObject({
  ...put,
  ...singleWrite,
  ReturnValues: z.enum(['NONE', 'ALL_OLD'], 'ReturnValues can only be ALL_OLD or NONE').optional(),
});

export const updateItem = z.strictObject({
  ...update,
  ...singleWrite,
  ReturnValues: z.enum(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']).optional(),
});

export const deleteItem = z.strictObject({
  ...remove,
  ...singleWrite,
  ReturnValues: z.enum(['NONE', 'ALL_OLD'], 'ReturnValues can only be ALL_OLD or NONE').optional(),
});

export const getItem = z.strictObject({
  TableName: z.string().min(1),
  Key: map,
  ConsistentRead: z.boolean().optional(),
  ProjectionExpression: z.string().optional(),
  ...expressionNames,
  ...returnConsumedCapacity,
});

const collection = {
  TableName: z.string().min(1),
  IndexName: z.string().optional(),
  FilterExpression: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  ...expressionMembers,
  ExclusiveStartKey: map.optional(),
  Limit: z.int().min(1).optional(),
  ConsistentRead: z.boolean().optional(),
  Select: z.enum(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']).optional(),
  ...returnConsumedCapacity,
};

export const query = z.strictObject({
  ...collection,
  KeyConditionExpression: z.string(),
  ScanIndexForward: z.boolean().optional(),
});

export const scan = z.strictObject({
  ...collection,
  Segment: z.int().min(0).optional(),
  TotalSegments: z.int().min(1).max(1_000_000).optional(),
});

export const batchGetItem = z.strictObject({
  RequestItems: z.record(
    z.string(),
    z.strictObject({
      Keys: z.array(map).min(1),
      ConsistentRead: z.boolean().optional(),
      ProjectionExpression: z.string().optional(),
      ...expressionNames,
    }),
  ),
  ...returnConsumedCapacity,
});

export const batchWriteItem = z.strictObject({
  RequestItems: z.record(
    z.string(),
    z
      .array(
        z.union([
          z.strictObject({ PutRequest: z.strictObject({ Item: map }) }),
          z.strictObject({ DeleteRequest: z.strictObject({ Key: map }) }),
        ]),
      )
      .min(1),
  ),
  ...returnConsumedCapacity,
  ...returnMetrics,
});

/** One action of a transaction: exactly one of the four. */
const transactWrite = z
  .strictObject({
    Put: z.strictObject(put).optional(),
    Update: z.strictObject({ ...update, UpdateExpression: z.string() }).optional(),
    Delete: z.strictObject(remove).optional(),
    ConditionCheck: z.strictObject(check).optional(),
  })
  .refine((action) => Object.values(action).filter((member) => member !== undefined).length === 1, {
    error: 'TransactItems can only contain one of Check, Put, Update or Delete',
  });

/** Most items of a transaction. */
const MAX_TRANSACTION_ITEMS = 100;

export const transactWriteItems = z.strictObject({
  TransactItems: z.array(transactWrite).min(1).max(MAX_TRANSACTION_ITEMS, tooMany()),
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ...returnConsumedCapacity,
  ...returnMetrics,
});

export const transactGetItems = z.strictObject({
  TransactItems: z
    .array(
      z.strictObject({
        Get: z.strictObject({
          TableName: z.string().min(1),
          Key: map,
          ProjectionExpression: z.string().optional(),
          ...expressionNames,
        }),
      }),
    )
    .min(1)
    .max(MAX_TRANSACTION_ITEMS, tooMany()),
  ...returnConsumedCapacity,
});

export const tableOnly = z.strictObject({ TableName: z.string().min(1) });

export const listTables = z.strictObject({
  ExclusiveStartTableName: z.string().optional(),
  Limit: z.int().min(1).max(100).optional(),
});

export const streamOnly = z.strictObject({
  StreamArn: z.string(),
  Limit: z.int().optional(),
  ExclusiveStartShardId: z.string().optional(),
});

export const getShardIterator = z.strictObject({
  StreamArn: z.string(),
  ShardId: z.string(),
  ShardIteratorType: z.string(),
  SequenceNumber: z.string().optional(),
});

export const getRecords = z.strictObject({
  ShardIterator: z.string(),
  Limit: z.int().min(1).max(1000).optional(),
});

export type PutInput = z.output<z.ZodObject<typeof put>>;
export type UpdateInput = z.output<z.ZodObject<typeof update>>;
export type KeyedWriteInput = z.output<z.ZodObject<typeof remove>>;
export type TransactWrite = z.output<typeof transactWrite>;

/** Reads a request; throws ValidationException that names the member. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return `${path || 'request'}: ${issue.message}`;
    return `${[...issue.path.map(String), ...issue.keys].join('.')}: not supported here (legacy parameters are not; use expressions)`;
  });
  const { length } = sentences;
  throw validationError(
    `${length} validation error${length > 1 ? 's' : ''} detected: ${sentences.join('; ')}`,
  );
}

function tooMany(): string {
  return `Member must have length less than or equal to ${MAX_TRANSACTION_ITEMS}`;
}
