import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import { filterPolicy } from './filter-policy.ts';
import type { Subscription, Topic } from './topic.ts';
import type { Topics } from './topics.ts';

const flag = z.union([z.boolean(), z.stringbool()]);

const topicProperties = z.strictObject({
  TopicName: z
    .string()
    .regex(/^[\w-]{1,256}$/)
    .optional(),
  DisplayName: z.string().default(''),
  KmsMasterKeyId: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']).default('1'),
  /** Bytes; a topic takes 256 KiB unless it says more. */
  MaximumMessageSize: z.coerce.number().int().min(1024).max(1_048_576).default(262_144),
  TracingConfig: z.enum(['Active', 'PassThrough']).default('PassThrough'),
  FifoTopic: flag.pipe(z.literal(false, 'FIFO topics are not implemented')).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

export function topicKind(topics: Topics): ResourceKind {
  return {
    create(request) {
      const properties = parseProperties('AWS::SNS::Topic', request, topicProperties);
      const name = properties.TopicName ?? physicalName(request, 256);
      const arn = `arn:aws:sns:${request.cloud.region}:${request.cloud.accountId}:${name}`;
      if (topics.has(arn)) throw mistake('AWS::SNS::Topic', request, `${name} exists already`);
      topics.set(arn, {
        arn,
        name,
        displayName: properties.DisplayName,
        kmsMasterKeyId: properties.KmsMasterKeyId,
        signatureVersion: properties.SignatureVersion,
        maximumMessageSize: properties.MaximumMessageSize,
        subscriptions: [],
        generation: 0,
      });
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  };
}

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['sqs', 'lambda']),
  Endpoint: z.string().startsWith('arn:'),
  RawMessageDelivery: flag.default(false),
  FilterPolicy: z.record(z.string(), z.unknown()).optional(),
  FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string() }).optional(),
  Region: z.string().optional(),
});

export function subscriptionKind(topics: Topics): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SNS::Subscription';
      const properties = parseProperties(type, request, subscriptionProperties);
      const topic = topics.get(properties.TopicArn);
      if (!topic) throw mistake(type, request, `there is no topic ${properties.TopicArn}`);
      if (properties.RawMessageDelivery && properties.Protocol === 'lambda') {
        throw mistake(type, request, 'raw delivery is not for functions');
      }
      const arn = `${topic.arn}:${request.cloud.random.uuid()}`;
      topic.subscriptions.push(subscriptionOf(topic, arn, properties));
      return { ref: arn, attributes: { Arn: arn } };
    },
  };
}

function subscriptionOf(
  topic: Topic,
  arn: string,
  properties: z.infer<typeof subscriptionProperties>,
): Subscription {
  const { FilterPolicy, FilterPolicyScope, RedrivePolicy } = properties;
  return {
    arn,
    topic,
    protocol: properties.Protocol,
    endpoint: properties.Endpoint,
    rawMessageDelivery: properties.RawMessageDelivery,
    filterPolicy: FilterPolicy && filterPolicy(FilterPolicy, FilterPolicyScope),
    deadLetterTargetArn: RedrivePolicy?.deadLetterTargetArn,
  };
}

const topicPolicyProperties = z.strictObject({
  Topics: z.array(z.string()),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/** A topic has one policy; a second resource for it replaces the first, as in CloudFormation. */
export function topicPolicyKind(topics: Topics, policies: Map<string, unknown>): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SNS::TopicPolicy';
      const properties = parseProperties(type, request, topicPolicyProperties);
      for (const arn of properties.Topics) {
        if (!topics.has(arn)) throw mistake(type, request, `there is no topic ${arn}`);
        policies.set(arn, properties.PolicyDocument);
      }
      const id = `${request.stackName}-${request.logicalId}`;
      return { ref: id, attributes: { Id: id } };
    },
  };
}

const mistake = (type: string, { stackName, logicalId }: ResourceRequest, what: string): Error =>
  new Error(`${type} ${stackName}/${logicalId}: ${what}.`);
