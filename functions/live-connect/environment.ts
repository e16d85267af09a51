import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const liveConnectEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  TOKEN_KEYS_SECRET: z.string().min(1),
  /** Origins of pages that may connect, with spaces between them. */
  ALLOWED_ORIGINS: z.string().transform((text) => text.split(' ')),
};
