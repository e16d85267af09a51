import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const giveReceiptEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Configuration set of receipts by SMS; absent where there is no number. */
  SMS_CONFIGURATION_SET: z.string().min(1).optional(),
  /** Configuration set of mail; absent where there is no mailbox. */
  MAIL_CONFIGURATION_SET: z.string().min(1).optional(),
  /** ARN of the secret that reply tokens are signed with; beside MAIL_CONFIGURATION_SET. */
  TOKEN_KEYS_SECRET: z.string().min(1).optional(),
};
