import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { consumerEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
};

export function routeCaseEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
