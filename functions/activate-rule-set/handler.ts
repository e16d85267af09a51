import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { activateRuleSet } from './activate-rule-set.ts';
import { dependenciesOf } from './dependencies.ts';
import { requestSchema } from './request.ts';

// On a cold start.
export function build(environment: Environment, outside?: Partial<Outside>): LambdaHandler<unknown, void> {
  const dependencies = dependenciesOf(environment, outside);
  // For every request.
  return guarded(dependencies.log, async (request) =>
    activateRuleSet(requestSchema.parse(request), dependencies),
  );
}

// What AWS calls: CloudFormation, when the custom resource is created, updated or deleted.
export const handler = onColdStart(build);
