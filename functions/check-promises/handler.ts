import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { type CheckedPromises, checkPromises } from './check-promises.ts';
import { dependenciesOf } from './dependencies.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<unknown, CheckedPromises> {
  const dependencies = dependenciesOf(environment, outside);
  // Once a minute; what the schedule says of itself does not matter.
  return guarded(dependencies.log, () => checkPromises(dependencies));
}

// What AWS calls.
export const handler = onColdStart(build);
