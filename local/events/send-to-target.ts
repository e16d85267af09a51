import type { Cloud } from '../core/cloud.ts';
import type { Caller } from '../core/service.ts';
import type { BusEvent } from './event.ts';
import type { TargetProperties } from './rule-properties.ts';

type Send = (cloud: Cloud, message: Message) => Promise<unknown>;

interface Message {
  readonly target: TargetProperties;
  readonly text: string;
  readonly event: BusEvent;
  readonly caller: Caller;
}

const SENDERS: Readonly<Record<string, Send>> = {
  sqs: (cloud, { target, text, caller }) =>
    cloud.call(
      'sqs',
      'SendMessage',
      {
        QueueUrl: queueUrl(cloud, target.Arn),
        MessageBody: text,
        ...(target.SqsParameters && { MessageGroupId: target.SqsParameters.MessageGroupId }),
      },
      caller,
    ),
  sns: (cloud, { target, text, caller }) =>
    cloud.call('sns', 'Publish', { TopicArn: target.Arn, Message: text }, caller),
  lambda: (cloud, { target, text, caller }) =>
    cloud.call(
      'lambda',
      'Invoke',
      { FunctionName: target.Arn, InvocationType: 'Event', Payload: new TextEncoder().encode(text) },
      caller,
    ),
  events: (cloud, { target, event, caller }) =>
    cloud.call(
      'events',
      'PutEvents',
      {
        Entries: [
          {
            EventBusName: target.Arn,
            Source: event.source,
            DetailType: event['detail-type'],
            Detail: JSON.stringify(event.detail),
            Resources: event.resources,
            Time: event.time,
          },
        ],
      },
      caller,
    ),
};

/** Sends to a queue, topic, function or other bus. Rejects as the target's service does. */
export function sendToTarget(cloud: Cloud, message: Message): Promise<unknown> {
  const send = SENDERS[serviceOf(message.target.Arn)];
  if (send === undefined) throw new Error(`${message.target.Arn} is no target of the local cloud`);
  return send(cloud, message);
}

/** Why a target cannot be simulated, as a sentence; undefined when it can. */
export function targetRefusal(target: TargetProperties): string | undefined {
  const service = serviceOf(target.Arn);
  if (SENDERS[service] === undefined) {
    return `target ${target.Id}: ${target.Arn} is not implemented by the local cloud, which sends to ${Object.keys(SENDERS).join(', ')}`;
  }
  if (target.SqsParameters !== undefined && service !== 'sqs') {
    return `target ${target.Id}: SqsParameters are for queues only`;
  }
  if (service === 'events' && (target.Input ?? target.InputPath ?? target.InputTransformer) !== undefined) {
    return `target ${target.Id}: the input of another bus cannot be changed`;
  }
  return undefined;
}

/** The URL of the queue with this ARN, as the local SQS gives it out. */
export function queueUrl(cloud: Cloud, arn: string): string {
  return `${cloud.endpoint}/${cloud.accountId}/${arn.split(':').at(-1)}`;
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
