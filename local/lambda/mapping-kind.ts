import * as z from 'zod';
import { parseProperties } from '../core/properties.ts';
import type { ResourceRequest } from '../core/service.ts';
import { assertTarget } from './targets.ts';

const common = {
  BatchSize: z.number().int().min(1).max(10_000).optional(),
  Enabled: z.boolean().default(true),
  EventSourceArn: z.string(),
  FilterCriteria: z
    .strictObject({
      Filters: z
        .array(z.strictObject({ Pattern: z.string() }))
        .max(10)
        .optional(),
    })
    .optional(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  MaximumBatchingWindowInSeconds: z.number().int().min(0).max(300).default(0),
  // Metrics are not kept here.
  MetricsConfig: z.strictObject({ Metrics: z.array(z.literal('EventCount')).max(1) }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
};

const queueMapping = z.strictObject({
  ...common,
  ScalingConfig: z
    .strictObject({ MaximumConcurrency: z.number().int().min(2).max(1000).optional() })
    .optional(),
});

const streamMapping = z.strictObject({
  ...common,
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  MaximumRecordAgeInSeconds: z.number().int().min(-1).max(604_800).default(-1),
  MaximumRetryAttempts: z.number().int().min(-1).max(10_000).default(-1),
  ParallelizationFactor: z.number().int().min(1).max(10).default(1),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
});

interface MappingBasics {
  readonly uuid: string;
  readonly sourceArn: string;
  readonly functionName: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Patterns of which one must match; empty: everything passes. */
  readonly filters: readonly string[];
  readonly reportsItemFailures: boolean;
}

export interface QueueMapping extends MappingBasics {
  readonly kind: 'queue';
  readonly fifo: boolean;
  readonly maximumConcurrency: number | undefined;
}

export interface StreamMapping extends MappingBasics {
  readonly kind: 'stream';
  readonly bisect: boolean;
  readonly onFailureArn: string | undefined;
  /** Infinity when there is no limit but the stream's retention. */
  readonly maximumRecordAgeMs: number;
  readonly maximumRetries: number;
  readonly lanes: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
}

const TYPE = 'AWS::Lambda::EventSourceMapping';
const infiniteWhenNegative = (value: number) => (value < 0 ? Number.POSITIVE_INFINITY : value);

/** Reads an `AWS::Lambda::EventSourceMapping` of a queue or a table's stream. @throws Error as Lambda would refuse it */
export function readMapping(request: ResourceRequest): QueueMapping | StreamMapping {
  const source = String(request.properties['EventSourceArn']);
  const uuid = request.cloud.random.uuid();
  if (source.startsWith('arn:aws:sqs:')) return readQueueMapping(request, uuid);
  if (source.startsWith('arn:aws:dynamodb:')) return readStreamMapping(request, uuid);
  throw new Error(
    `${TYPE} ${request.stackName}/${request.logicalId}: ${source} is no queue or table stream.`,
  );
}

function readQueueMapping(request: ResourceRequest, uuid: string): QueueMapping {
  const properties = parseProperties(TYPE, request, queueMapping);
  const fifo = properties.EventSourceArn.endsWith('.fifo');
  const batchSize = properties.BatchSize ?? 10;
  const refuse = (sentence: string): never => {
    throw new Error(`${TYPE} ${request.stackName}/${request.logicalId}: ${sentence}`);
  };
  if (fifo && properties.MaximumBatchingWindowInSeconds > 0) {
    refuse('MaximumBatchingWindowInSeconds is not supported for FIFO queues.');
  }
  if (batchSize > 10 && (fifo || properties.MaximumBatchingWindowInSeconds < 1)) {
    refuse(`BatchSize ${batchSize}: more than 10 needs a standard queue and a batching window.`);
  }
  return {
    kind: 'queue',
    ...basics(properties, uuid),
    batchSize,
    fifo,
    maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency,
  };
}

function readStreamMapping(request: ResourceRequest, uuid: string): StreamMapping {
  const properties = parseProperties(TYPE, request, streamMapping);
  const onFailureArn = properties.DestinationConfig?.OnFailure?.Destination;
  if (onFailureArn) assertTarget(`${TYPE} ${request.stackName}/${request.logicalId}`, onFailureArn, ['s3']);
  return {
    kind: 'stream',
    ...basics(properties, uuid),
    batchSize: properties.BatchSize ?? 100,
    bisect: properties.BisectBatchOnFunctionError,
    onFailureArn,
    maximumRecordAgeMs: infiniteWhenNegative(properties.MaximumRecordAgeInSeconds) * 1000,
    maximumRetries: infiniteWhenNegative(properties.MaximumRetryAttempts),
    lanes: properties.ParallelizationFactor,
    startingPosition: properties.StartingPosition,
  };
}

function basics(properties: z.output<typeof queueMapping> | z.output<typeof streamMapping>, uuid: string) {
  return {
    uuid,
    sourceArn: properties.EventSourceArn,
    functionName: properties.FunctionName.split(':').at(-1) ?? '',
    enabled: properties.Enabled,
    windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
    filters: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern),
    reportsItemFailures: properties.FunctionResponseTypes !== undefined,
  };
}
