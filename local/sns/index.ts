import { queryProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { getTopicAttributes, listSubscriptions, listSubscriptionsByTopic, listTopics } from './describe.ts';
import { publish, publishBatch } from './publish.ts';
import { subscriptionKind, topicKind, topicPolicyKind } from './resources.ts';
import type { Topics } from './topics.ts';

/**
 * Amazon SNS: standard topics, subscriptions of queues (with the envelope or raw) and functions, filter policies, retries
 * and dead letters of subscriptions, topic policies.
 *
 * Not simulated: FIFO topics, e-mail, HTTP and phone subscriptions, creating topics by API, delivery logs, true signatures
 * of the envelope, and the permission of a customer-managed key.
 */
export function createSns(): AwsService {
  const topics: Topics = new Map();
  const policies = new Map<string, unknown>();
  return {
    name: 'sns',
    protocol: queryProtocol({ namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', maps: ['Attributes'] }),
    operations: {
      Publish: publish(topics),
      PublishBatch: publishBatch(topics),
      ListTopics: listTopics(topics),
      ListSubscriptions: listSubscriptions(topics),
      ListSubscriptionsByTopic: listSubscriptionsByTopic(topics),
      GetTopicAttributes: getTopicAttributes(topics, (arn) => policies.get(arn)),
    },
    resources: {
      'AWS::SNS::Topic': topicKind(topics),
      'AWS::SNS::Subscription': subscriptionKind(topics),
      'AWS::SNS::TopicPolicy': topicPolicyKind(topics, policies),
    },
    resourcePolicy: (arn) => policies.get(arn),
    reset() {
      for (const topic of topics.values()) topic.generation += 1;
    },
  };
}
