import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const takeSurveyAnswerEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Configuration set of automatic SMS; absent where there is no number. */
  SMS_CONFIGURATION_SET: z.string().min(1).optional(),
};
