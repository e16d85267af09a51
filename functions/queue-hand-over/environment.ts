import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const queueHandOverEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  /** FIFO queue of the drainer. */
  HAND_OVER_DRAIN_QUEUE_URL: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.string().min(1),
};
