import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { acceptEmail } from './accept-email.ts';
import { parseArrival } from './arrival.ts';
import { buildDependencies } from './dependencies.ts';

// What AWS calls: the queue behind the topic that SES tells of every mail it has put into the bucket.
export const handler = onColdStart(build);

// What runs on a cold start.
export function build(
  environment: Environment,
  outside: Partial<Outside> = {},
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = buildDependencies(environment, outsideWith(outside));
  return guarded(
    dependencies.log,
    queueConsumer({
      ...dependencies,
      // What runs for every record.
      parse: parseArrival,
      handle: (arrival) => acceptEmail(arrival, dependencies),
    }),
  );
}
