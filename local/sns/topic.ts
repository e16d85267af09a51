import type { Caller } from '../core/service.ts';
import type { FilterPolicy } from './filter-policy.ts';

/** A topic of the template. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly displayName: string;
  readonly kmsMasterKeyId: string | undefined;
  /** `1` (SHA-1) or `2` (SHA-256); the signature itself is made up here. */
  readonly signatureVersion: string;
  readonly maximumMessageSize: number;
  readonly subscriptions: Subscription[];
  /** Counts resets: what was published before one is delivered no more. */
  generation: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly protocol: 'sqs' | 'lambda';
  /** ARN of the queue or function. */
  readonly endpoint: string;
  readonly rawMessageDelivery: boolean;
  readonly filterPolicy: FilterPolicy | undefined;
  readonly deadLetterTargetArn: string | undefined;
}

/** Text or bytes that travel beside a message. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

/** A message as it was published. */
export interface Notification {
  readonly messageId: string;
  readonly topic: Topic;
  readonly subject: string | undefined;
  /** By protocol, with `MessageStructure: json`; otherwise only `default`. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string };
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly publishedAt: number;
  /** The topic's generation when it was published. */
  readonly generation: number;
}

/** SNS acting for a topic, as the policies of queues and functions see it. */
export const deliverer = (topic: Topic): Caller => ({
  kind: 'service',
  principal: 'sns.amazonaws.com',
  sourceArn: topic.arn,
});
