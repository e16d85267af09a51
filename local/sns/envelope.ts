import type { Cloud } from '../core/cloud.ts';
import type { Notification, Subscription } from './topic.ts';

/** Values as SNS writes them beside a message: bytes in base64. */
type EnvelopeAttributes = Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;

interface Envelope {
  readonly Type: 'Notification';
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly Timestamp: string;
  readonly SignatureVersion: string;
  readonly Signature: string;
  readonly MessageAttributes?: EnvelopeAttributes;
}

/** Nobody verifies it: what comes through a queue was authorised by the queue's policy. */
const SIGNATURE = Buffer.from('made up by the local cloud').toString('base64');

function envelope({ topic, attributes, ...notification }: Notification, text: string): Envelope {
  return {
    Type: 'Notification',
    MessageId: notification.messageId,
    TopicArn: topic.arn,
    ...(notification.subject !== undefined && { Subject: notification.subject }),
    Message: text,
    Timestamp: new Date(notification.publishedAt).toISOString(),
    SignatureVersion: topic.signatureVersion,
    Signature: SIGNATURE,
  };
}

const certificateUrl = ({ region }: Cloud) =>
  `https://sns.${region}.amazonaws.com/SimpleNotificationService-local.pem`;

const unsubscribeUrl = ({ region }: Cloud, { arn }: Subscription) =>
  `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;

const attributesOf = ({ attributes }: Notification): EnvelopeAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64') },
    ]),
  );

/** The text that a queue gets without raw delivery. */
export function queueBody(cloud: Cloud, subscription: Subscription, notification: Notification): string {
  const hasAttributes = Object.keys(notification.attributes).length > 0;
  const body = {
    ...envelope(notification, textFor('sqs', notification)),
    SigningCertURL: certificateUrl(cloud),
    UnsubscribeURL: unsubscribeUrl(cloud, subscription),
    ...(hasAttributes && { MessageAttributes: attributesOf(notification) }),
  };
  return JSON.stringify(body, null, 2);
}

/** The event that a function gets; two of its names are spelt otherwise than for a queue. */
export function functionEvent(cloud: Cloud, subscription: Subscription, notification: Notification): unknown {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          ...envelope(notification, textFor('lambda', notification)),
          Subject: notification.subject ?? null,
          SigningCertUrl: certificateUrl(cloud),
          UnsubscribeUrl: unsubscribeUrl(cloud, subscription),
          MessageAttributes: attributesOf(notification),
        },
      },
    ],
  };
}

/** The text meant for a protocol. */
export const textFor = (protocol: 'sqs' | 'lambda', { texts }: Notification): string =>
  texts[protocol] ?? texts.default;
