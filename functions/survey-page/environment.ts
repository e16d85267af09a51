import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const surveyPageEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  /** ARN of the secret that links are signed with. */
  TOKEN_KEYS_SECRET: z.string().min(1),
};
