import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { askForAnswer } from './ask-for-answer.ts';
import { dependenciesOf } from './dependencies.ts';
import { endUnanswered } from './end-unanswered.ts';
import { remindOfSurvey } from './remind-of-survey.ts';
import { stepRequest } from './step-request.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<unknown, undefined> {
  const dependencies = dependenciesOf(environment, outside);
  // For every step.
  return guarded(dependencies.log, async (event) => {
    const request = stepRequest.parse(event);
    switch (request.do) {
      case 'ask':
        await askForAnswer(request, dependencies);
        break;
      case 'remind':
        await remindOfSurvey(request, dependencies);
        break;
      case 'expire':
        await endUnanswered(request, dependencies);
    }
    return undefined;
  });
}

// What AWS calls: the states Ask, Remind and Expire of the state machine of surveys.
export const handler = onColdStart(build);
