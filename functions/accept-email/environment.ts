import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { consumerEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...consumerEnvironment,
  INBOX_QUEUE_URL: z.url(),
  /** Where SES puts mail as it came; may be the archive itself. */
  MAIL_BUCKET: z.string().min(1),
  /** Gets attachments and safe HTML. */
  ARCHIVE_BUCKET: z.string().min(1),
  TOKEN_KEYS_SECRET: z.string().min(1),
};

export function acceptEmailEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
