import { compiled } from '../../shared/config/compiled.ts';
import { dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { surveysIn } from '../../shared/stores/survey-store.ts';
import { answerRules } from './answer-rules.ts';
import { takeSurveyAnswerEnvironment } from './environment.ts';
import type { RecordAnswerDependencies } from './record-answer.ts';

export type TakeSurveyAnswerDependencies = RecordAnswerDependencies;

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, takeSurveyAnswerEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    surveys: surveysIn({ client: dynamoDb(outside), name: settings.TABLE_NAME }),
    rules: answerRules(compiled),
    deadLetters: deadLettersIn(() => sqs(outside), settings),
  } satisfies TakeSurveyAnswerDependencies & { deadLetters: unknown };
}
