import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { SurveyReplied } from '../../shared/events/survey-replied.ts';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { dependenciesOf } from './dependencies.ts';
import { takeSurveyAnswer } from './take-survey-answer.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every event.
  const handle = (event: SurveyReplied) => takeSurveyAnswer(event, dependencies);
  return guarded(
    dependencies.log,
    queueConsumer({ parse: eventReader(SurveyReplied), handle, ...dependencies }),
  );
}

// What AWS calls: the queue that the bus fills with numbers that customers wrote.
export const handler = onColdStart(build);
