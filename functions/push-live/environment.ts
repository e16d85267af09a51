import * as z from 'zod';
import { consumerEnvironment } from '../../shared/runtime/environment.ts';

export const pushLiveEnvironment = {
  ...consumerEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Of the WebSocket API's stage, https. */
  LIVE_ENDPOINT: z.url(),
};
