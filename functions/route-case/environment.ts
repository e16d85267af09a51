import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { commonEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.url(),
};

export function routeCaseEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
