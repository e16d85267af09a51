import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const sendSmsEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Configuration set whose event destination gets the delivery reports. */
  SMS_CONFIGURATION_SET: z.string().min(1),
};
