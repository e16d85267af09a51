import type { DynamoDBStreamEvent } from 'aws-lambda';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { buildDependencies } from './dependencies.ts';
import { publishEvents } from './publish-events.ts';

// What AWS calls: the stream of the table, with both images.
export const handler = onColdStart(build);

// What runs on a cold start.
export function build(
  environment: Environment,
  outside: Partial<Outside> = {},
): LambdaHandler<DynamoDBStreamEvent, void> {
  const dependencies = buildDependencies(environment, outsideWith(outside));
  return guarded(
    dependencies.log,
    // What runs for every batch.
    ({ Records }) => publishEvents(Records, dependencies),
  );
}
