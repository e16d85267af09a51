import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const sendSmsEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.string().min(1),
  /** Configuration set whose event destination gets the delivery reports. */
  SMS_CONFIGURATION_SET: z.string().min(1),
};
