import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { callOf } from './connect-event.ts';
import { buildDependencies } from './dependencies.ts';
import { answerFlow, type CallerAnswer } from './identify-caller.ts';

// What AWS calls: the flow of a call that has just come in. When this fails, the call goes on as an unknown one.
export const handler = onColdStart(build);

// What runs on a cold start.
export function build(
  environment: Environment,
  outside: Partial<Outside> = {},
): LambdaHandler<unknown, CallerAnswer> {
  const dependencies = buildDependencies(environment, outsideWith(outside));
  // What runs for every call.
  return guarded(dependencies.log, (event) => answerFlow(callOf(event), dependencies));
}
