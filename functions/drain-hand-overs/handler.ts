import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { HandOverRef } from '../../shared/domain/hand-over.ts';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { dependenciesOf } from './dependencies.ts';
import { drainHandOvers } from './drain-hand-overs.ts';
import { parsePoke } from './poke.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every message; the queue's one group brings them one at a time.
  const handle = (ref: HandOverRef) => drainHandOvers(ref, dependencies);
  return guarded(dependencies.log, queueConsumer({ parse: parsePoke, handle, ...dependencies }));
}

// What AWS calls.
export const handler = onColdStart(build);
