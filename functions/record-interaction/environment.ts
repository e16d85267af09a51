import * as z from 'zod';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { consumerEnvironment, readEnvironment } from '../../shared/runtime/environment.ts';

const shape = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  ARCHIVE_BUCKET: z.string().min(1),
  /** Of the AWS SDK: where another cloud than AWS answers. */
  AWS_ENDPOINT_URL: z.url().optional(),
};

export function recordInteractionEnvironment(environment: Environment) {
  return readEnvironment(environment, shape);
}
