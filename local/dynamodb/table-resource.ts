import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import type { KeyAttribute, KeySchema } from './key-schema.ts';
import { type Projection, SecondaryIndex } from './secondary-index.ts';
import { TableStream } from './stream.ts';
import { Table } from './table.ts';

const keySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);

/** `AWS::DynamoDB::Table`. What has no effect here is accepted by name; anything else unknown is an error. */
const properties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  BillingMode: z.literal('PAY_PER_REQUEST', 'only PAY_PER_REQUEST: provisioned throughput is not simulated'),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
        ContributorInsightsSpecification: z.unknown().optional(),
      }),
    )
    .default([]),
  StreamSpecification: z
    .strictObject({
      StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
    })
    .optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
  SSESpecification: z
    .strictObject({
      SSEEnabled: z.boolean(),
      SSEType: z.literal('KMS').optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: z
    .strictObject({
      PointInTimeRecoveryEnabled: z.boolean(),
      RecoveryPeriodInDays: z.number().optional(),
    })
    .optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  Tags: z.array(z.unknown()).optional(),
});

type Properties = z.output<typeof properties>;

/** Makes `AWS::DynamoDB::Table` resources and hands each table to `register`. */
export function tableResource(register: (table: Table) => void): ResourceKind {
  return {
    create(request) {
      const parsed = parseProperties('AWS::DynamoDB::Table', request, properties);
      const table = makeTable(parsed, request);
      register(table);
      const { arn, stream } = table.definition;
      return { ref: table.name, attributes: { Arn: arn, ...(stream ? { StreamArn: stream.arn } : {}) } };
    },
  };
}

function makeTable(parsed: Properties, request: ResourceRequest): Table {
  const { cloud } = request;
  const name = parsed.TableName ?? physicalName(request, 255);
  const arn = tableArn(cloud, name);
  const schema = schemaOf(parsed.KeySchema, parsed, request);
  const createdAt = cloud.clock.now();
  const streamView = parsed.StreamSpecification?.StreamViewType;
  const { TimeToLiveSpecification: timeToLive, SSESpecification: encryption } = parsed;
  return new Table(
    {
      name,
      arn,
      id: cloud.random.uuid(),
      createdAt,
      schema,
      attributeDefinitions: parsed.AttributeDefinitions,
      indexes: parsed.GlobalSecondaryIndexes.map(
        (index) =>
          new SecondaryIndex(
            index.IndexName,
            schemaOf(index.KeySchema, parsed, request),
            projectionOf(index.Projection),
            schema,
          ),
      ),
      stream: streamView && new TableStream(arn, streamLabel(createdAt), streamView, cloud.region),
      timeToLiveAttribute: timeToLive?.Enabled ? timeToLive.AttributeName : undefined,
      kmsKeyArn: encryption?.SSEEnabled ? keyArn(cloud, encryption.KMSMasterKeyId) : undefined,
      deletionProtection: parsed.DeletionProtectionEnabled,
    },
    cloud,
  );
}

/** ARN of the table of a name, or the name itself when it already is one. */
export function tableArn({ region, accountId }: Pick<Cloud, 'region' | 'accountId'>, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

function schemaOf(keys: z.output<typeof keySchema>, parsed: Properties, request: ResourceRequest): KeySchema {
  const attribute = (keyType: 'HASH' | 'RANGE'): KeyAttribute | undefined => {
    const name = keys.find(({ KeyType }) => KeyType === keyType)?.AttributeName;
    if (name === undefined) return undefined;
    const type = parsed.AttributeDefinitions.find(
      ({ AttributeName }) => AttributeName === name,
    )?.AttributeType;
    if (type === undefined) {
      throw new Error(
        `AWS::DynamoDB::Table ${request.stackName}/${request.logicalId}: key attribute ${name} is missing in AttributeDefinitions.`,
      );
    }
    return { name, type };
  };
  const partition = attribute('HASH');
  const sort = attribute('RANGE');
  if (partition === undefined) {
    throw new Error(
      `AWS::DynamoDB::Table ${request.stackName}/${request.logicalId}: a KeySchema needs a HASH key.`,
    );
  }
  return sort === undefined ? { partition } : { partition, sort };
}

function projectionOf(projection: {
  ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  NonKeyAttributes?: string[] | undefined;
}): Projection {
  if (projection.ProjectionType !== 'INCLUDE') return { type: projection.ProjectionType };
  return { type: 'INCLUDE', attributes: projection.NonKeyAttributes ?? [] };
}

function keyArn({ region, accountId }: Cloud, keyId: string | undefined): string | undefined {
  if (keyId === undefined || keyId.startsWith('arn:')) return keyId;
  return `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

/** `2026-11-22T02:16:05.123`, as AWS labels streams. */
function streamLabel(createdAt: number): string {
  return new Date(createdAt).toISOString().slice(0, -1);
}
