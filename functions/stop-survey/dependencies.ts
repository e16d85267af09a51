import {
  type GoOn,
  goOnWith,
  type SurveyWorkflow,
  surveyWorkflow,
} from '../../shared/gateways/survey-workflow.ts';
import { dynamoDb, sqs, stepFunctions } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { type Tools, toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { type Replies, repliesIn } from '../../shared/sending/replies.ts';
import { type SurveyStore, surveysIn } from '../../shared/stores/survey-store.ts';
import { stopSurveyEnvironment } from './environment.ts';

export interface StopSurveyDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly surveys: Pick<SurveyStore, 'read' | 'save'>;
  readonly replies: Replies;
  readonly workflow: Pick<SurveyWorkflow, 'stop'>;
  readonly goOn: GoOn;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, stopSurveyEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  const client = stepFunctions(outside);
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    surveys: surveysIn(table),
    replies: repliesIn(table),
    workflow: surveyWorkflow(client, settings.SURVEY_MACHINE),
    goOn: goOnWith(client),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies StopSurveyDependencies & { deadLetters: unknown };
}
