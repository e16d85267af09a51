import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceRequest } from '../core/service.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns?: readonly string[] | undefined;
}

/** What a queue is made with. Times in seconds, as AWS counts them. */
export interface QueueAttributes {
  readonly name: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: 'queue' | 'messageGroup';
  readonly fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly messageRetentionPeriod: number;
  readonly receiveMessageWaitTimeSeconds: number;
  readonly visibilityTimeout: number;
  readonly redrivePolicy: RedrivePolicy | undefined;
  readonly redriveAllowPolicy: RedriveAllowPolicy | undefined;
  /** Encryption is accepted and has no local effect. */
  readonly kmsMasterKeyId: string | undefined;
  readonly kmsDataKeyReusePeriodSeconds: number;
  readonly sqsManagedSseEnabled: boolean;
}

/** CloudFormation gives numbers and booleans as such or as text. */
const seconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const flag = z.union([z.boolean(), z.stringbool()]);
const jsonObject = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), schema);

const queueName = z.string().regex(/^[\w-]{1,75}(\.fifo)?$/, 'is not a queue name');

/** Properties of `AWS::SQS::Queue`. */
const queueProperties = z.strictObject({
  QueueName: queueName.optional(),
  FifoQueue: flag.default(false),
  ContentBasedDeduplication: flag.default(false),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).default('queue'),
  FifoThroughputLimit: z.enum(['perQueue', 'perMessageGroupId']).default('perQueue'),
  DelaySeconds: seconds(0, 900).default(0),
  MaximumMessageSize: z.coerce.number().int().min(1024).max(1_048_576).default(1_048_576),
  MessageRetentionPeriod: seconds(60, 1_209_600).default(345_600),
  ReceiveMessageWaitTimeSeconds: seconds(0, 20).default(0),
  VisibilityTimeout: seconds(0, 43_200).default(30),
  RedrivePolicy: jsonObject(
    z.strictObject({
      deadLetterTargetArn: z.string(),
      maxReceiveCount: z.coerce.number().int().min(1).max(1000),
    }),
  ).optional(),
  RedriveAllowPolicy: jsonObject(
    z.strictObject({
      redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
      sourceQueueArns: z.array(z.string()).max(10).optional(),
    }),
  ).optional(),
  KmsMasterKeyId: z.string().optional(),
  KmsDataKeyReusePeriodSeconds: seconds(60, 86_400).default(300),
  SqsManagedSseEnabled: flag.default(true),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

/** Reads the properties of an `AWS::SQS::Queue`; throws for what SQS would refuse and for what this does not know. */
export function queueAttributes(request: ResourceRequest): QueueAttributes {
  const properties = parseProperties('AWS::SQS::Queue', request, queueProperties);
  const isFifo = properties.FifoQueue;
  const name = properties.QueueName ?? physicalName(request, 75) + (isFifo ? '.fifo' : '');
  if (isFifo !== name.endsWith('.fifo'))
    throw invalid(request, 'the name of a FIFO queue, and only that, ends in .fifo');
  if (!isFifo && (properties.ContentBasedDeduplication || properties.DeduplicationScope === 'messageGroup')) {
    throw invalid(request, 'deduplication is for FIFO queues');
  }
  if (
    properties.FifoThroughputLimit === 'perMessageGroupId' &&
    properties.DeduplicationScope !== 'messageGroup'
  ) {
    throw invalid(request, 'FifoThroughputLimit perMessageGroupId needs DeduplicationScope messageGroup');
  }
  return {
    name,
    fifo: isFifo,
    contentBasedDeduplication: properties.ContentBasedDeduplication,
    deduplicationScope: properties.DeduplicationScope,
    fifoThroughputLimit: properties.FifoThroughputLimit,
    delaySeconds: properties.DelaySeconds,
    maximumMessageSize: properties.MaximumMessageSize,
    messageRetentionPeriod: properties.MessageRetentionPeriod,
    receiveMessageWaitTimeSeconds: properties.ReceiveMessageWaitTimeSeconds,
    visibilityTimeout: properties.VisibilityTimeout,
    redrivePolicy: properties.RedrivePolicy,
    redriveAllowPolicy: properties.RedriveAllowPolicy,
    kmsMasterKeyId: properties.KmsMasterKeyId,
    kmsDataKeyReusePeriodSeconds: properties.KmsDataKeyReusePeriodSeconds,
    sqsManagedSseEnabled: properties.SqsManagedSseEnabled,
  };
}

function invalid(request: ResourceRequest, what: string): Error {
  return new Error(`AWS::SQS::Queue ${request.stackName}/${request.logicalId}: ${what}.`);
}
