import type { Cloud } from '../core/cloud.ts';
import type { Caller } from '../core/service.ts';

/** The queue URL that the local SQS gives a queue. */
export function queueUrl(cloud: Cloud, queueArn: string): string {
  const name = queueArn.split(':').at(-1) ?? '';
  return `${cloud.endpoint}/${cloud.accountId}/${name}`;
}

/** Attributes of a dead letter, by name. */
export type TextAttributes = Readonly<Record<string, string>>;

/**
 * Sends a text to a queue or topic, as Lambda does for dead letters and destinations, with the function's role.
 *
 * @throws AwsError as SQS or SNS refuse it
 */
export async function sendTo(
  cloud: Cloud,
  targetArn: string,
  body: string,
  role: Caller,
  attributes: TextAttributes = {},
): Promise<void> {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  if (targetArn.startsWith('arn:aws:sqs:')) {
    const QueueUrl = queueUrl(cloud, targetArn);
    await cloud.call('sqs', 'SendMessage', { QueueUrl, MessageBody: body, MessageAttributes }, role);
  } else {
    await cloud.call('sns', 'Publish', { TopicArn: targetArn, Message: body, MessageAttributes }, role);
  }
}

/** @throws Error with a sentence unless `arn` is a queue or topic, or one of the services named besides */
export function assertTarget(what: string, arn: string, besides: readonly string[] = []): void {
  const service = arn.split(':')[2] ?? '';
  if (!['sqs', 'sns', ...besides].includes(service)) {
    throw new Error(
      `${what}: ${arn} is no target that the local cloud implements (sqs, sns ${besides.join(' ')}).`,
    );
  }
}
