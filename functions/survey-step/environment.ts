import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const surveyStepEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  /** ARN of the secret that links are signed with. */
  TOKEN_KEYS_SECRET: z.string().min(1),
  /** Base address of the page that is linked to. */
  SURVEY_URL: z.url(),
  /** Configuration set of automatic SMS; absent where there is no number. */
  SMS_CONFIGURATION_SET: z.string().min(1).optional(),
  /** Configuration set of mail; absent where there is no mailbox. */
  MAIL_CONFIGURATION_SET: z.string().min(1).optional(),
};
