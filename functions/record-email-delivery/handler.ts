import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { type MailNews, parseMailEvent } from './delivery-event.ts';
import { dependenciesOf } from './dependencies.ts';
import { recordEmailDelivery } from './record-email-delivery.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every message.
  const handle = (news: MailNews) => recordEmailDelivery(news, dependencies);
  return guarded(dependencies.log, queueConsumer({ parse: parseMailEvent, handle, ...dependencies }));
}

// What AWS calls: the queue behind the rule on the account's default bus, where SES puts its events.
export const handler = onColdStart(build);
