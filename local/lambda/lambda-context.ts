/** The second argument of a handler. Source: AWS Lambda Developer Guide, "Using the Lambda context object (Node.js)". */
export function lambdaContext(
  invocation: { readonly id: string; readonly functionArn: string },
  variables: Readonly<Record<string, string | undefined>>,
  remainingMs: () => number,
): Record<string, unknown> {
  return {
    awsRequestId: invocation.id,
    functionName: variables['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: variables['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: invocation.functionArn,
    memoryLimitInMB: variables['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: variables['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: variables['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, remainingMs()),
  };
}
