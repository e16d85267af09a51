import { compiled } from '../../shared/config/compiled.ts';
import type { CompiledConfig } from '../../shared/config/config.ts';
import { type TokenKeySource, tokenKeySource } from '../../shared/gateways/token-keys.ts';
import { dynamoDb, secretsManager } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { surveysIn } from '../../shared/stores/survey-store.ts';
import { answerRules } from '../take-survey-answer/answer-rules.ts';
import type { RecordAnswerDependencies } from '../take-survey-answer/record-answer.ts';
import { surveyPageEnvironment } from './environment.ts';

export interface SurveyPageDependencies extends RecordAnswerDependencies {
  readonly tokenKeys: TokenKeySource;
  readonly config: Pick<CompiledConfig, 'company' | 'languages' | 'survey'>;
}

export function dependenciesOf(
  environment: Environment,
  overrides?: Partial<Outside>,
): SurveyPageDependencies {
  const settings = readEnvironment(environment, surveyPageEnvironment);
  const outside = outsideWith(overrides);
  const { now, newId } = outside;
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    now,
    newId,
    surveys: surveysIn({ client: dynamoDb(outside), name: settings.TABLE_NAME }),
    tokenKeys: tokenKeySource(secretsManager(outside), { secretId: settings.TOKEN_KEYS_SECRET, now }),
    rules: answerRules(compiled),
    config: compiled,
  };
}
