import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { type ArrivalEvent, parseArrivalEvent } from './arrival-event.ts';
import { dependenciesOf } from './dependencies.ts';
import { giveReceipt } from './give-receipt.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every message.
  const handle = (event: ArrivalEvent) => giveReceipt(event, dependencies);
  return guarded(dependencies.log, queueConsumer({ parse: parseArrivalEvent, handle, ...dependencies }));
}

// What AWS calls: the queue that the bus fills with what customers write.
export const handler = onColdStart(build);
