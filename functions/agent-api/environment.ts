import * as z from 'zod';
import { commonEnvironment } from '../../shared/runtime/environment.ts';

export const agentApiEnvironment = {
  ...commonEnvironment,
  TABLE_NAME: z.string().min(1),
  ARCHIVE_BUCKET: z.string().min(1),
  /** Of the AWS SDK: where another cloud than AWS answers. */
  AWS_ENDPOINT_URL: z.url().optional(),
  /** Claim that lists an agent's groups. Cognito's name for it unless another issuer is configured. */
  GROUPS_CLAIM: z.string().min(1).default('cognito:groups'),
};
