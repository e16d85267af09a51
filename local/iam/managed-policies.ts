const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const allow = (actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }],
});

/** The managed policies of AWS that CDK attaches by itself, by their name after `arn:aws:iam::aws:policy/`. */
export const awsManagedPolicies: Readonly<Record<string, unknown>> = {
  'service-role/AWSLambdaBasicExecutionRole': allow(LOGS),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow([
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...LOGS,
  ]),
  'service-role/AWSLambdaDynamoDBExecutionRole': allow([
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...LOGS,
  ]),
  AWSXRayDaemonWriteAccess: allow([
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ]),
  CloudWatchLambdaInsightsExecutionRolePolicy: allow(LOGS),
};
