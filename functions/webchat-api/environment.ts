import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const webchatApiEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  INBOX_QUEUE_URL: z.url(),
  TOKEN_KEYS_SECRET: z.string().min(1),
  /** Origins of pages with the chat, with spaces between them. */
  ALLOWED_ORIGINS: z.string().transform((text) => text.split(' ')),
  /** Where live updates are posted; visitors connect to the same address by `wss`. */
  LIVE_ENDPOINT: z.url(),
};
