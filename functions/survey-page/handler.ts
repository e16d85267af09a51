import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { errorFacts } from '../../shared/runtime/failure.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { HttpResult, PublicHttpEvent } from '../../shared/runtime/http-routes.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { answerVisit } from './answer-visit.ts';
import { dependenciesOf } from './dependencies.ts';
import { respond } from './respond.ts';
import { wishedLanguage } from './visit.ts';

// What runs on a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<PublicHttpEvent, HttpResult> {
  const dependencies = dependenciesOf(environment, outside);
  const { log, config } = dependencies;
  // What runs for every request.
  return guarded(log, async (event) => {
    try {
      return await answerVisit(event, dependencies);
    } catch (error) {
      const { requestId } = event.requestContext;
      log('TL1001', { requestId, ...errorFacts(error), route: event.routeKey.replace(' ', ':') });
      const language = wishedLanguage(event, config.languages);
      return respond(event, { kind: 'failed' }, { company: config.company, language });
    }
  });
}

// What AWS calls.
export const handler = onColdStart(build);
