import * as z from 'zod';
import { AwsError, type Operation } from '../core/service.ts';
import type { Subscription } from './topic.ts';
import { findTopic, parse, type Topics } from './topics.ts';

const PAGE = 100;
const paged = z.strictObject({ NextToken: z.string().optional() });
const ofTopic = z.strictObject({ TopicArn: z.string(), NextToken: z.string().optional() });

export function listTopics(topics: Topics): Operation {
  return {
    permissions: () => [{ action: 'sns:ListTopics', resource: '*' }],
    run(input) {
      const { NextToken } = parse(paged, input);
      const arns = [...topics.keys()].sort();
      return page(
        arns.map((TopicArn) => ({ TopicArn })),
        'Topics',
        NextToken,
      );
    },
  };
}

export function listSubscriptions(topics: Topics): Operation {
  return {
    permissions: () => [{ action: 'sns:ListSubscriptions', resource: '*' }],
    run(input, { cloud }) {
      const { NextToken } = parse(paged, input);
      const all = [...topics.values()].flatMap(({ subscriptions }) => subscriptions);
      return page(
        all.map((subscription) => entry(subscription, cloud.accountId)),
        'Subscriptions',
        NextToken,
      );
    },
  };
}

export function listSubscriptionsByTopic(topics: Topics): Operation {
  return {
    permissions: (input) => [
      { action: 'sns:ListSubscriptionsByTopic', resource: parse(ofTopic, input).TopicArn },
    ],
    run(input, { cloud }) {
      const { TopicArn, NextToken } = parse(ofTopic, input);
      const { subscriptions } = findTopic(topics, TopicArn);
      return page(
        subscriptions.map((subscription) => entry(subscription, cloud.accountId)),
        'Subscriptions',
        NextToken,
      );
    },
  };
}

export function getTopicAttributes(topics: Topics, policyOf: (topicArn: string) => unknown): Operation {
  return {
    permissions: (input) => [{ action: 'sns:GetTopicAttributes', resource: parse(ofTopic, input).TopicArn }],
    run(input, { cloud }) {
      const topic = findTopic(topics, parse(ofTopic, input).TopicArn);
      const policy = policyOf(topic.arn);
      return {
        Attributes: {
          TopicArn: topic.arn,
          Owner: cloud.accountId,
          DisplayName: topic.displayName,
          ...(policy !== undefined && { Policy: JSON.stringify(policy) }),
          ...(topic.kmsMasterKeyId !== undefined && { KmsMasterKeyId: topic.kmsMasterKeyId }),
          SignatureVersion: topic.signatureVersion,
          SubscriptionsConfirmed: String(topic.subscriptions.length),
          SubscriptionsPending: '0',
          SubscriptionsDeleted: '0',
        },
      };
    },
  };
}

function page<Item>(items: readonly Item[], name: string, token = '0') {
  const from = Number(token);
  if (!Number.isInteger(from)) throw new AwsError('InvalidParameter', 'Invalid parameter: NextToken');
  const to = from + PAGE;
  return { [name]: items.slice(from, to), ...(to < items.length && { NextToken: String(to) }) };
}

const entry = ({ arn, topic, protocol, endpoint }: Subscription, accountId: string) => ({
  SubscriptionArn: arn,
  Owner: accountId,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topic.arn,
});
