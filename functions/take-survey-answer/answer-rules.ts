import type { CompiledConfig } from '../../shared/config/config.ts';
import type { AnswerRules } from '../../shared/domain/survey-answer.ts';
import { promiseTable } from '../record-interaction/promise-table.ts';

/** What follows from an answer; undefined when surveys are switched off. */
export function answerRules(
  config: Pick<CompiledConfig, 'survey' | 'promises' | 'calendars'>,
): AnswerRules | undefined {
  return config.survey && { ...config.survey, promises: promiseTable(config) };
}
