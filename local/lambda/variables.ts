import type { Cloud, Credentials, FunctionDescription } from '../core/cloud.ts';

/**
 * The variables that Lambda itself sets, and those that send the SDK to this machine.
 * Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
 */
export function runtimeVariables(
  cloud: Cloud,
  fn: Pick<FunctionDescription, 'name' | 'handler' | 'memoryMb' | 'codeDirectory'>,
  logGroup: string,
): Record<string, string> {
  return {
    _HANDLER: fn.handler,
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `${fn.name}[$LATEST]`,
    LAMBDA_TASK_ROOT: fn.codeDirectory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

export const credentialVariables = (credentials: Credentials): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
});
