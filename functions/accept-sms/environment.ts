import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { consumerEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...consumerEnvironment,
  INBOX_QUEUE_URL: z.url(),
};

export function acceptSmsEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
