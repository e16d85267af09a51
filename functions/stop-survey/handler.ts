import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { dependenciesOf } from './dependencies.ts';
import { parseEndingEvent } from './ending-event.ts';
import { stopSurvey } from './stop-survey.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  return guarded(
    dependencies.log,
    queueConsumer({
      ...dependencies,
      parse: parseEndingEvent,
      // For every event.
      handle: (event) => stopSurvey(event, dependencies),
    }),
  );
}

// What AWS calls: the queue that the bus fills with what ends a survey.
export const handler = onColdStart(build);
