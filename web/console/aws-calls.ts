import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { OwnedCloud } from '../../local/index.ts';

/** The calls a developer would make with the AWS CLI, made without a socket. */

export type Attributes = Record<string, AttributeValue>;

const DEVELOPER = { kind: 'developer' } as const;

const tableNames = z.object({ TableNames: z.array(z.string()) });
const scanned = z.object({
  Items: z.array(z.custom<Attributes>((value) => typeof value === 'object')).default([]),
  LastEvaluatedKey: z.unknown().optional(),
});

export async function scanTable(cloud: OwnedCloud): Promise<Attributes[]> {
  const [TableName] = tableNames.parse(await cloud.call('dynamodb', 'ListTables', {}, DEVELOPER)).TableNames;
  if (TableName === undefined) return [];
  const items: Attributes[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const input = { TableName, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) };
    const page = scanned.parse(await cloud.call('dynamodb', 'Scan', input, DEVELOPER));
    items.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

const queueUrls = z.object({ QueueUrls: z.array(z.string()).default([]) });
const queueAttributes = z.object({
  Attributes: z.object({ QueueArn: z.string(), RedrivePolicy: z.string().optional() }),
});
const redrivePolicy = z.object({ deadLetterTargetArn: z.string() });

/** Every queue that has a dead-letter queue. */
export interface RedrivablePair {
  readonly sourceArn: string;
  readonly deadLetterArn: string;
  readonly deadLetterUrl: string;
}

export async function listDeadLetterQueues(cloud: OwnedCloud): Promise<RedrivablePair[]> {
  const urls = queueUrls.parse(await cloud.call('sqs', 'ListQueues', {}, DEVELOPER)).QueueUrls;
  const queues = await Promise.all(
    urls.map(async (url) => {
      const input = { QueueUrl: url, AttributeNames: ['QueueArn', 'RedrivePolicy'] };
      const answer = await cloud.call('sqs', 'GetQueueAttributes', input, DEVELOPER);
      const { QueueArn, RedrivePolicy } = queueAttributes.parse(answer).Attributes;
      const target = RedrivePolicy && redrivePolicy.parse(JSON.parse(RedrivePolicy)).deadLetterTargetArn;
      return { url, arn: QueueArn, target };
    }),
  );
  const urlOf = new Map(queues.map(({ arn, url }) => [arn, url]));
  return queues.flatMap(({ arn, target }) => {
    const deadLetterUrl = target && urlOf.get(target);
    return target && deadLetterUrl ? [{ sourceArn: arn, deadLetterArn: target, deadLetterUrl }] : [];
  });
}

const received = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        Body: z.string(),
        Attributes: z.object({ SentTimestamp: z.string() }),
        MessageAttributes: z.record(z.string(), z.object({ StringValue: z.string().optional() })).default({}),
      }),
    )
    .default([]),
});

/** Up to ten messages of a queue, left where they are: they are visible again at once. */
export async function peek(cloud: OwnedCloud, QueueUrl: string) {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
    AttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  return received.parse(await cloud.call('sqs', 'ReceiveMessage', input, DEVELOPER)).Messages;
}

export async function moveBack(cloud: OwnedCloud, SourceArn: string, DestinationArn: string): Promise<void> {
  await cloud.call('sqs', 'StartMessageMoveTask', { SourceArn, DestinationArn }, DEVELOPER);
}

const machineList = z.object({
  stateMachines: z.array(z.object({ stateMachineArn: z.string(), name: z.string() })),
});
const describedMachine = z.object({ definition: z.string() });

/** Every state machine with its definition, in Amazon States Language. */
export async function listStateMachines(cloud: OwnedCloud) {
  const { stateMachines } = machineList.parse(await cloud.call('states', 'ListStateMachines', {}, DEVELOPER));
  return Promise.all(
    stateMachines.map(async ({ stateMachineArn, name }) => {
      const answer = await cloud.call('states', 'DescribeStateMachine', { stateMachineArn }, DEVELOPER);
      return { name, definition: describedMachine.parse(answer).definition };
    }),
  );
}
