import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import type { AwsService, CallContext, Operation, Permission, Usage } from '../core/service.ts';
import { AwsError } from '../core/service.ts';
import { invalidParameter, missingParameter } from './limits.ts';
import type { Queue } from './queue.ts';

/** The SQS of a local cloud, with what tests and the console read beside the API. */
export interface SqsService extends AwsService {
  /** A queue by ARN. */
  queue(arn: string): Queue | undefined;
  queues(): readonly Queue[];
}

/** The queues of one cloud, by ARN. */
export type Queues = Map<string, Queue>;

/** The SQS of `cloud`; throws when it has none. */
export function sqsOf(cloud: Cloud): SqsService {
  const service = cloud.services.get('sqs');
  if (!service || !isSqs(service)) throw new Error('this local cloud has no sqs');
  return service;
}

function isSqs(service: AwsService): service is SqsService {
  return 'queue' in service && 'queues' in service;
}

/** ARN of the queue that a URL names: only its last part counts, whatever host stands before it. */
export function arnOf(cloud: Cloud, queueUrl: string): string {
  return `arn:aws:sqs:${cloud.region}:${cloud.accountId}:${queueUrl.split('/').at(-1)}`;
}

export function queueAt(queues: Queues, cloud: Cloud, queueUrl: string): Queue {
  const queue = queues.get(arnOf(cloud, queueUrl));
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** SQS bills a request for every 64 KiB of payload that it carries. */
const CHUNK_BYTES = 65_536;

export function requestsFor(queueUrl: string, bytes: number): Usage {
  const unit = queueUrl.endsWith('.fifo') ? 'sqs.request-fifo' : 'sqs.request';
  return { [unit]: Math.max(1, Math.ceil(bytes / CHUNK_BYTES)) };
}

interface Definition<Schema extends z.ZodType<{ QueueUrl: string }>, Output> {
  /** IAM action without its prefix. */
  readonly action: string;
  readonly input: Schema;
  run(queue: Queue, input: z.infer<Schema>, context: CallContext): Output | Promise<Output>;
  /** Payload carried, for the bill. Default: none. */
  bytes?(input: z.infer<Schema>, output: Output): number;
}

// Made once: zod compiles a schema at its first use, which would cost more than the call.
const namesQueue = z.object({ QueueUrl: z.string() });

/** An operation on one queue, named by `QueueUrl`. */
export function queueOperation<Schema extends z.ZodType<{ QueueUrl: string }>, Output>(
  queues: Queues,
  definition: Definition<Schema, Output>,
): Operation<unknown, Output> {
  return {
    permissions(input, { cloud }): readonly Permission[] {
      const { QueueUrl } = parse(namesQueue, input);
      return [{ action: `sqs:${definition.action}`, resource: arnOf(cloud, QueueUrl) }];
    },
    run(input, context) {
      const parsed = parse(definition.input, input);
      return definition.run(queueAt(queues, context.cloud, parsed.QueueUrl), parsed, context);
    },
    usage(input, output) {
      const parsed = parse(definition.input, input);
      return requestsFor(parsed.QueueUrl, definition.bytes?.(parsed, output) ?? 0);
    },
  };
}

/** Reads an input; throws what SQS answers when a parameter is missing or of a wrong form. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.join('.') ?? '';
  if (issue?.code === 'invalid_type' && issue.input === undefined && /undefined$/.test(issue.message)) {
    throw missingParameter(name);
  }
  throw invalidParameter(`Value for parameter ${name || 'request'} is invalid. Reason: ${issue?.message}.`);
}
