import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { type DeliveryNews, recordDelivery } from '../../shared/sending/record-delivery.ts';
import { parseDeliveryEvent } from './delivery-event.ts';
import { dependenciesOf } from './dependencies.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every message.
  const handle = (news: DeliveryNews) => recordDelivery(news, dependencies);
  return guarded(dependencies.log, queueConsumer({ parse: parseDeliveryEvent, handle, ...dependencies }));
}

// What AWS calls: the queue behind the topic that the configuration set reports to.
export const handler = onColdStart(build);
