import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { parseProperties } from '../core/properties.ts';
import { jsonProtocol } from '../core/protocols.ts';
import { AwsError, type ResourceRequest, type ResourceResult } from '../core/service.ts';
import { queueAttributes } from './attributes.ts';
import { QUERY_CODES } from './batch.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './delete-message.ts';
import { getQueueAttributes, getQueueUrl, listQueues, purgeQueue } from './describe-queue.ts';
import { MoveTasks } from './move-tasks.ts';
import { Queue } from './queue.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage, sendMessageBatch } from './send-message.ts';
import { arnOf, type Queues, type SqsService } from './service.ts';

export type { Queue } from './queue.ts';
export { type SqsService, sqsOf } from './service.ts';

const queuePolicyProperties = z.strictObject({
  Queues: z.array(z.string()),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/**
 * Amazon SQS: standard and FIFO queues in memory, JSON protocol (SDK v3, AWS CLI from 1.29.75 and 2.13.34).
 *
 * Not simulated: fair queues (a group id on a standard queue is kept and shown, nothing more), receive attempt ids,
 * creating or changing queues by API, throughput limits, and keys: messages lie here unencrypted.
 */
export function createSqs(): SqsService {
  const queues: Queues = new Map();
  const policies = new Map<string, unknown>();
  const moveTasks = new MoveTasks(queues);

  const createQueue = (request: ResourceRequest): ResourceResult => {
    const queue = new Queue(request.cloud, queueAttributes(request), (arn) => queues.get(arn));
    if (queues.has(queue.arn))
      throw new Error(`AWS::SQS::Queue ${request.logicalId}: ${queue.name} exists already.`);
    checkRedrive(queue, queues, request);
    queues.set(queue.arn, queue);
    return { ref: queue.url, attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url } };
  };

  const createQueuePolicy = (request: ResourceRequest): ResourceResult => {
    const properties = parseProperties('AWS::SQS::QueuePolicy', request, queuePolicyProperties);
    for (const url of properties.Queues)
      policies.set(queueArn(request.cloud, url), properties.PolicyDocument);
    const id = `${request.stackName}-${request.logicalId}`;
    return { ref: id, attributes: { Id: id } };
  };

  const queueArn = (cloud: Cloud, url: string): string => {
    const arn = arnOf(cloud, url);
    if (!queues.has(arn))
      throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${url}`);
    return arn;
  };

  return {
    name: 'sqs',
    protocol: jsonProtocol({
      version: '1.0',
      errorNamespace: 'com.amazonaws.sqs',
      queryErrorCodes: QUERY_CODES,
    }),
    operations: {
      SendMessage: sendMessage(queues),
      SendMessageBatch: sendMessageBatch(queues),
      ReceiveMessage: receiveMessage(queues),
      DeleteMessage: deleteMessage(queues),
      DeleteMessageBatch: deleteMessageBatch(queues),
      ChangeMessageVisibility: changeMessageVisibility(queues),
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(queues),
      GetQueueUrl: getQueueUrl(queues),
      GetQueueAttributes: getQueueAttributes(queues, (arn) => policies.get(arn)),
      ListQueues: listQueues(queues),
      PurgeQueue: purgeQueue(queues),
      StartMessageMoveTask: moveTasks.start,
      ListMessageMoveTasks: moveTasks.list,
    },
    resources: {
      'AWS::SQS::Queue': { create: createQueue },
      'AWS::SQS::QueuePolicy': { create: createQueuePolicy },
    },
    resourcePolicy: (arn) => policies.get(arn),
    watch(arn, listener) {
      const queue = queues.get(arn);
      if (!queue) throw new Error(`no queue ${arn} to watch`);
      queue.watch(listener);
    },
    reset() {
      moveTasks.clear();
      for (const queue of queues.values()) queue.clear();
    },
    queue: (arn) => queues.get(arn),
    queues: () => [...queues.values()],
  };
}

/** A dead-letter queue must exist, be of the same type, and let this queue use it. */
function checkRedrive(queue: Queue, queues: Queues, request: ResourceRequest): void {
  const policy = queue.attributes.redrivePolicy;
  if (!policy) return;
  const target = queues.get(policy.deadLetterTargetArn);
  const refuse = (why: string) => {
    throw new Error(
      `AWS::SQS::Queue ${request.stackName}/${request.logicalId}: property RedrivePolicy: ${why}.`,
    );
  };
  if (!target) return refuse(`there is no queue ${policy.deadLetterTargetArn}`);
  if (target.isFifo !== queue.isFifo)
    return refuse('the dead-letter queue must be of the same type as the queue');
  const allow = target.attributes.redriveAllowPolicy;
  const isAllowed =
    allow === undefined ||
    allow.redrivePermission === 'allowAll' ||
    (allow.redrivePermission === 'byQueue' && (allow.sourceQueueArns ?? []).includes(queue.arn));
  if (!isAllowed) refuse(`the RedriveAllowPolicy of ${target.name} does not let this queue use it`);
}
