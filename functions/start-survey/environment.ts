import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const startSurveyEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** ARN of the state machine that a survey runs in. */
  SURVEY_MACHINE: z.string().min(1),
};
