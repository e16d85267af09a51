import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CaseResolved } from '../../shared/events/case-resolved.ts';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { dependenciesOf } from './dependencies.ts';
import { startSurvey } from './start-survey.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every event.
  const handle = (event: CaseResolved) => startSurvey(event, dependencies);
  return guarded(
    dependencies.log,
    queueConsumer({ parse: eventReader(CaseResolved), handle, ...dependencies }),
  );
}

// What AWS calls: the queue that the bus fills with resolved cases.
export const handler = onColdStart(build);
