import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const agentApiEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  /** Claim that lists an agent's groups. Cognito's name for it unless another issuer is configured. */
  GROUPS_CLAIM: z.string().min(1).default('cognito:groups'),
};
