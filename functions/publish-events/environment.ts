import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { commonEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = { ...commonEnvironment, BUS_NAME: z.string().min(1) };

export function publishEventsEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
