import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const drainHandOversEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  HAND_OVER_DRAIN_QUEUE_URL: z.string().min(1),
  CONNECT_INSTANCE_ID: z.string().min(1),
  /** Flow that puts a task into its queue. */
  CONNECT_TASK_FLOW_ID: z.string().min(1),
  /** The account's real quota of StartTaskContact; AWS gives 2 a second and a burst of 5 unless it was raised. */
  CONNECT_CALLS_PER_SECOND: z.coerce.number().positive().default(2),
  CONNECT_CALLS_BURST: z.coerce.number().int().positive().default(5),
};
