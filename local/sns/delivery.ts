import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { functionEvent, queueBody, textFor } from './envelope.ts';
import { deliverer, type Notification, type Subscription } from './topic.ts';

/** Delays before each further attempt at an AWS endpoint, in order: 3 at once, 2 after a second, 10 growing to 20 s. */
const FIRST_RETRIES_MS = [
  0,
  0,
  0,
  1_000,
  1_000,
  ...Array.from({ length: 10 }, (_, index) => backoffMs(index)),
];
const LATER_RETRY_MS = 20_000;
/** 100,015 retries in all, over 23 days. Source: Amazon SNS Developer Guide, "Amazon SNS message delivery retries". */
const MAX_RETRIES = FIRST_RETRIES_MS.length + 100_000;

function backoffMs(index: number): number {
  return Math.round(Math.min(20_000, 1_000 * 20 ** (index / 9)));
}

/**
 * Delivers a notification to each subscription that wants it, by tasks of the scheduler, as `sns.amazonaws.com` acting for
 * the topic: the queue's or function's policy decides. What fails on AWS's side is tried again; what is refused, or
 * failed to the end, goes to the subscription's dead-letter queue, and without one is discarded.
 */
export function deliver(cloud: Cloud, notification: Notification): void {
  for (const subscription of notification.topic.subscriptions) {
    if (subscription.filterPolicy && !subscription.filterPolicy(notification)) {
      traceOf(cloud, 'filtered', subscription, notification);
      continue;
    }
    const place = { service: 'sns', resource: notification.topic.name };
    const copies = cloud.fault('duplicate', place) ? 2 : 1;
    const delayMs = cloud.fault('reorder', place)?.delayMs ?? 0;
    for (let copy = 0; copy < copies; copy++)
      attempt(cloud, subscription, notification, sendToEndpoint, 0, delayMs);
  }
}

type Send = (cloud: Cloud, subscription: Subscription, notification: Notification) => Promise<unknown>;

function attempt(
  cloud: Cloud,
  subscription: Subscription,
  notification: Notification,
  send: Send,
  retries: number,
  delayMs: number,
): void {
  const label = `sns deliver ${notification.topic.name}`;
  cloud.scheduler.after(delayMs, label, async () => {
    if (notification.generation !== notification.topic.generation) return;
    try {
      await send(cloud, subscription, notification);
      const what = send === sendToEndpoint ? 'delivered' : 'dead-lettered';
      traceOf(cloud, what, subscription, notification);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = `${error.code}: ${error.message}`;
      if (isWorthRetrying(error) && retries < MAX_RETRIES) {
        traceOf(cloud, 'retried', subscription, notification, reason);
        attempt(
          cloud,
          subscription,
          notification,
          send,
          retries + 1,
          FIRST_RETRIES_MS[retries] ?? LATER_RETRY_MS,
        );
      } else if (send === sendToEndpoint && subscription.deadLetterTargetArn !== undefined) {
        traceOf(cloud, 'refused', subscription, notification, reason);
        attempt(cloud, subscription, notification, sendToDeadLetters, 0, 0);
      } else traceOf(cloud, 'discarded', subscription, notification, reason);
    }
  });
}

/** SNS tries again what failed on the other side; a policy that forbids or an endpoint that is gone stays so. */
function isWorthRetrying({ status, code }: AwsError): boolean {
  return status >= 500 || status === 429 || code === 'RequestThrottled' || code.includes('Throttl');
}

const sendToEndpoint: Send = (cloud, subscription, notification) => {
  if (subscription.protocol === 'sqs') {
    return sendToQueue(cloud, subscription.endpoint, subscription, notification);
  }
  const event = functionEvent(cloud, subscription, notification);
  const Payload = Buffer.from(JSON.stringify(event));
  const input = { FunctionName: subscription.endpoint, InvocationType: 'Event', Payload };
  return cloud.call('lambda', 'Invoke', input, deliverer(notification.topic));
};

const sendToDeadLetters: Send = (cloud, subscription, notification) =>
  sendToQueue(cloud, subscription.deadLetterTargetArn ?? '', subscription, notification);

function sendToQueue(cloud: Cloud, queueArn: string, subscription: Subscription, notification: Notification) {
  const raw = subscription.rawMessageDelivery;
  const input = {
    QueueUrl: `${cloud.endpoint}/${cloud.accountId}/${queueArn.split(':').at(-1)}`,
    MessageBody: raw ? textFor('sqs', notification) : queueBody(cloud, subscription, notification),
    ...(raw && { MessageAttributes: notification.attributes }),
  };
  return cloud.call('sqs', 'SendMessage', input, deliverer(notification.topic));
}

function traceOf(
  cloud: Cloud,
  what: string,
  subscription: Subscription,
  { topic, messageId }: Notification,
  reason?: string,
): void {
  const to = subscription.endpoint.split(':').at(-1);
  const detail = { messageId, to, ...(reason !== undefined && { reason }) };
  cloud.trace({ service: 'sns', what, resource: topic.name, detail });
}
