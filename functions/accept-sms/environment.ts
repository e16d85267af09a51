import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { commonEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...commonEnvironment,
  INBOX_QUEUE_URL: z.url(),
  DEAD_LETTER_QUEUE_URL: z.url(),
};

export function acceptSmsEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
