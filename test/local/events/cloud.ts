import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cloud } from '../../../local/core/cloud.ts';
import { createEvents } from '../../../local/events/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { type SmallCloud, smallCloud } from '../small-cloud.ts';

export const account = '123456789012';
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:${account}:${name}`;

/** A queue that takes what EventBridge brings, and its dead letters. */
export function openQueue(cloud: SmallCloud, name: string, properties: object = {}): string {
  cloud.create('AWS::SQS::Queue', name, { QueueName: name, ...properties });
  cloud.create('AWS::SQS::QueuePolicy', `${name}Policy`, {
    Queues: [`${cloud.endpoint}/${account}/${name}`],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: queueArn(name),
        },
      ],
    },
  });
  return queueArn(name);
}

export interface EventsCloud extends SmallCloud {
  readonly bus: EventBridgeClient;
  /** Puts one event of this project on the bus `main` and lets everything come to rest. */
  put(detail: object, more?: object): Promise<string>;
  /** Bodies and attributes of what lies in a queue. */
  read(queue: string): Promise<{ body: string; attributes: Record<string, string> }[]>;
}

/** EventBridge and SQS, with a bus `main`. */
export async function eventsCloud(): Promise<EventsCloud> {
  const events = createEvents();
  const cloud = smallCloud([createSqs(), events]);
  await events.start?.(cloud as Cloud);
  cloud.create('AWS::Events::EventBus', 'Bus', { Name: 'main' });
  const bus = new EventBridgeClient(cloud.client);
  const sqs = new SQSClient(cloud.client);
  return Object.assign(cloud, {
    bus,
    async put(detail: object, more: object = {}) {
      const entry = {
        EventBusName: 'main',
        Source: 'test',
        DetailType: 'Thing',
        Detail: JSON.stringify(detail),
        ...more,
      };
      const answer = await bus.send(new PutEventsCommand({ Entries: [entry] }));
      await cloud.scheduler.quiet();
      return answer.Entries?.[0]?.EventId ?? '';
    },
    async read(queue: string) {
      const answer = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: `${cloud.endpoint}/${account}/${queue}`,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 0,
        }),
      );
      return (answer.Messages ?? []).map(({ Body = '', MessageAttributes = {} }) => ({
        body: Body,
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
        ),
      }));
    },
  });
}
