import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const takeSurveyAnswerEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
};
