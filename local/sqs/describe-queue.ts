import * as z from 'zod';
import { AwsError, type Operation } from '../core/service.ts';
import type { Queue } from './queue.ts';
import { parse, type Queues, queueAt, queueOperation, requestsFor } from './service.ts';

const getQueueUrlInput = z.strictObject({
  QueueName: z.string(),
  QueueOwnerAWSAccountId: z.string().optional(),
});

export function getQueueUrl(queues: Queues): Operation {
  return {
    permissions(input, { cloud }) {
      const { QueueName } = parse(getQueueUrlInput, input);
      const resource = `arn:aws:sqs:${cloud.region}:${cloud.accountId}:${QueueName}`;
      return [{ action: 'sqs:GetQueueUrl', resource }];
    },
    run: (input, { cloud }) => ({
      QueueUrl: queueAt(queues, cloud, parse(getQueueUrlInput, input).QueueName).url,
    }),
    usage: () => requestsFor('', 0),
  };
}

const listQueuesInput = z.strictObject({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.number().int().min(1).max(1000).default(1000),
  NextToken: z.string().optional(),
});

export function listQueues(queues: Queues): Operation {
  return {
    permissions: () => [{ action: 'sqs:ListQueues', resource: '*' }],
    run(input) {
      const { QueueNamePrefix, MaxResults, NextToken = '' } = parse(listQueuesInput, input);
      const named = [...queues.values()]
        .filter(({ name }) => name.startsWith(QueueNamePrefix) && name > NextToken)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const page = named.slice(0, MaxResults);
      return {
        QueueUrls: page.map(({ url }) => url),
        NextToken: named.length > MaxResults ? page.at(-1)?.name : undefined,
      };
    },
    usage: () => requestsFor('', 0),
  };
}

export function getQueueAttributes(queues: Queues, policyOf: (queueArn: string) => unknown): Operation {
  return queueOperation(queues, {
    action: 'GetQueueAttributes',
    input: z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) }),
    run(queue, { AttributeNames }) {
      const all = describe(queue, policyOf(queue.arn));
      for (const name of AttributeNames) {
        if (name !== 'All' && !(name in all))
          throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
      }
      const asked = Object.entries(all).filter(
        ([name, value]) =>
          value !== undefined && (AttributeNames.includes('All') || AttributeNames.includes(name)),
      );
      return asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {};
    },
  });
}

export function purgeQueue(queues: Queues): Operation {
  return queueOperation(queues, {
    action: 'PurgeQueue',
    input: z.strictObject({ QueueUrl: z.string() }),
    run(queue, _input, { cloud }) {
      queue.clear();
      cloud.trace({ service: 'sqs', what: 'purged', resource: queue.name });
      return {};
    },
  });
}

function describe(queue: Queue, policy: unknown): Record<string, string | undefined> {
  const { attributes } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const createdAt = String(Math.floor(queue.createdAt / 1000));
  const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));
  const forFifo = (value: string) => (attributes.fifo ? value : undefined);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdAt,
    LastModifiedTimestamp: createdAt,
    VisibilityTimeout: String(attributes.visibilityTimeout),
    MaximumMessageSize: String(attributes.maximumMessageSize),
    MessageRetentionPeriod: String(attributes.messageRetentionPeriod),
    DelaySeconds: String(attributes.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(attributes.receiveMessageWaitTimeSeconds),
    Policy: json(policy),
    RedrivePolicy: json(attributes.redrivePolicy),
    RedriveAllowPolicy: json(attributes.redriveAllowPolicy),
    FifoQueue: forFifo('true'),
    ContentBasedDeduplication: forFifo(String(attributes.contentBasedDeduplication)),
    DeduplicationScope: forFifo(attributes.deduplicationScope),
    FifoThroughputLimit: forFifo(attributes.fifoThroughputLimit),
    KmsMasterKeyId: attributes.kmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds:
      attributes.kmsMasterKeyId === undefined ? undefined : String(attributes.kmsDataKeyReusePeriodSeconds),
    SqsManagedSseEnabled: String(attributes.kmsMasterKeyId === undefined && attributes.sqsManagedSseEnabled),
  };
}
