import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const sendEmailEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Configuration set whose events tell what became of a mail. */
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** ARN of the secret that reply tokens are signed with. */
  TOKEN_KEYS_SECRET: z.string().min(1),
};
