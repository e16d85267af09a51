import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const queueHandOverEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** FIFO queue of the drainer. */
  HAND_OVER_DRAIN_QUEUE_URL: z.string().min(1),
};
