/**
 * What AWS charges, in US dollars in us-east-1. AWS renders its price pages dynamically, so most numbers come from dated
 * copies: `confidence` says how much to trust each, and this file is the one place to correct them.
 */
export interface Price {
  /** Dollars per unit. */
  readonly usd: number;
  /** What one unit is. */
  readonly unit: string;
  /** `infrastructure` counts towards the cost of running; `channel` is what a provider takes per message or task. */
  readonly kind: 'infrastructure' | 'channel';
  readonly source: string;
  readonly confidence: 'high' | 'medium' | 'unverified';
}

const PER_MILLION = 1e-6;

const infrastructure = (
  usd: number,
  unit: string,
  source: string,
  confidence: Price['confidence'],
): Price => ({
  usd,
  unit,
  kind: 'infrastructure',
  source,
  confidence,
});

const channel = (usd: number, unit: string, source: string, confidence: Price['confidence']): Price => ({
  ...infrastructure(usd, unit, source, confidence),
  kind: 'channel',
});

const free = (unit: string, source: string): Price => infrastructure(0, unit, source, 'high');

/** Prices by the unit that an operation's `usage` names. */
export const prices: Readonly<Record<string, Price>> = {
  'lambda.request': infrastructure(
    0.2 * PER_MILLION,
    'request',
    'cloudchipr.com 2024, git.mcrn.ar lambda-13-cost.md',
    'high',
  ),
  'lambda.gb-second': infrastructure(
    0.0000133334,
    'GB-second on arm64, first tier, 1 ms steps',
    'cloudchipr.com 2024, git.mcrn.ar lambda-13-cost.md',
    'high',
  ),
  'lambda.gb-second-x86': infrastructure(
    0.0000166667,
    'GB-second on x86, first tier, 1 ms steps',
    'cloudchipr.com 2024, git.mcrn.ar lambda-13-cost.md',
    'high',
  ),
  'dynamodb.wru': infrastructure(
    0.625 * PER_MILLION,
    'write unit: 1 KB, on demand; two in a transaction',
    'copy of the pricing of November 2024; AWS white paper how-aws-pricing-works',
    'high',
  ),
  'dynamodb.rru': infrastructure(
    0.125 * PER_MILLION,
    'read unit: 4 KB strongly consistent, on demand; half of it eventually, two in a transaction',
    'copy of the pricing of November 2024; AWS white paper how-aws-pricing-works',
    'high',
  ),
  'dynamodb.index.wru': infrastructure(
    0.625 * PER_MILLION,
    'write unit of a global secondary index: 1 KB of projected attributes; never doubled by a transaction',
    'as dynamodb.wru',
    'high',
  ),
  'dynamodb.index.rru': infrastructure(
    0.125 * PER_MILLION,
    'read unit of a global secondary index: half a unit per 4 KB, always eventually consistent',
    'as dynamodb.rru',
    'high',
  ),
  'dynamodb.stream-read': free('GetRecords by a Lambda event source mapping', 'AWS pricing page, rule text'),
  'events.event': infrastructure(
    1 * PER_MILLION,
    'custom event put, per 64 KB',
    'cloudburn.io 2026-03, factualminds.com 2026-06',
    'high',
  ),
  'sqs.request': infrastructure(
    0.4 * PER_MILLION,
    'request to a standard queue, per 64 KB',
    'cloudburn.io 2026-03',
    'high',
  ),
  'sqs.request-fifo': infrastructure(
    0.5 * PER_MILLION,
    'request to a FIFO queue, per 64 KB',
    'cloudburn.io 2026-03',
    'high',
  ),
  'sns.request': infrastructure(
    0.5 * PER_MILLION,
    'request to a standard topic, per 64 KB; delivery to SQS and Lambda is free',
    'factualminds.com sns-pricing',
    'high',
  ),
  'scheduler.invocation': infrastructure(
    1 * PER_MILLION,
    'invocation by EventBridge Scheduler',
    'cloudburn.io 2026-03, awsnegotiations 2026-05',
    'high',
  ),
  'states.transition': infrastructure(
    0.025 / 1_000,
    'state of a standard workflow run, each retry again',
    'aws.amazon.com/step-functions/pricing, stored copy',
    'high',
  ),
  'http-api.request': infrastructure(
    1 * PER_MILLION,
    'HTTP API request, per 512 KB, first 300 million',
    'general knowledge',
    'unverified',
  ),
  'websocket.message': infrastructure(
    1 * PER_MILLION,
    'WebSocket message either way, per 32 KB',
    'general knowledge',
    'unverified',
  ),
  'websocket.connection-minute': infrastructure(
    0.25 * PER_MILLION,
    'minute of one open WebSocket connection',
    'general knowledge',
    'unverified',
  ),
  's3.put': infrastructure(5 * PER_MILLION, 'PUT, POST or LIST request', 'general knowledge', 'unverified'),
  's3.get': infrastructure(0.4 * PER_MILLION, 'GET request', 'general knowledge', 'unverified'),
  'secretsmanager.request': infrastructure(5 * PER_MILLION, 'API call', 'general knowledge', 'unverified'),
  'kms.request': infrastructure(
    3 * PER_MILLION,
    'request with a symmetric key',
    'general knowledge',
    'unverified',
  ),
  'logs.gb': infrastructure(0.5, 'GB of log lines ingested', 'general knowledge', 'unverified'),
  'cognito-idp.request': free('API call; a Cognito pool is charged per active user', 'general knowledge'),
  'sms-voice.request': free('API call; the message parts are charged', 'general knowledge'),
  'sms-voice.segment': channel(
    0.00581 + 0.003,
    'SMS part sent to a US number, carrier fee included',
    'general knowledge',
    'unverified',
  ),
  'ses.request': free('API call; the mails are charged', 'general knowledge'),
  'ses.sent': channel(0.1 / 1000, 'mail sent, for every recipient', 'general knowledge', 'unverified'),
  'ses.sent-gb': channel(0.12, 'GB of attachments sent, of raw mails all', 'general knowledge', 'unverified'),
  'ses.received': channel(0.1 / 1000, 'mail received', 'general knowledge', 'unverified'),
  'ses.received-chunk': channel(0.09 / 1000, '256 KB of mail received', 'general knowledge', 'unverified'),
  'connect.request': free('API call; tasks, chats and minutes are charged', 'general knowledge'),
  'connect.task': channel(
    0.07,
    'task on the Connect Customer plan',
    'flow-as-code D05, citing the AWS pricing appendix of October 2026',
    'medium',
  ),
  'connect.voice-minute': channel(
    0.038,
    'minute of a call on the Connect Customer plan, without the telephone company',
    'general knowledge',
    'unverified',
  ),
};

/** What stands on the bill every month although nothing happens. */
export const monthlyPrices: Readonly<Record<string, Price>> = {
  'AWS::KMS::Key': infrastructure(1, 'customer-managed key', 'general knowledge', 'unverified'),
  'AWS::SecretsManager::Secret': infrastructure(0.4, 'secret', 'general knowledge', 'unverified'),
  'AWS::CloudWatch::Alarm': infrastructure(0.1, 'standard alarm metric', 'general knowledge', 'unverified'),
  'AWS::CloudWatch::Dashboard': infrastructure(
    3,
    'dashboard beyond the third',
    'general knowledge',
    'unverified',
  ),
  'idle-queue-poller': infrastructure(
    0.26,
    'SQS event source mapping: five pollers that ask three times a minute though the queue is empty, 648,000 requests',
    'AWS Lambda guide on SQS scaling; AWS re:Post on idle polling',
    'medium',
  ),
  'dynamodb.storage-gb': infrastructure(0.25, 'GB of the table', 'general knowledge', 'unverified'),
  'dynamodb.recovery-gb': infrastructure(
    0.2,
    'GB of the table under point-in-time recovery',
    'general knowledge',
    'unverified',
  ),
  's3.storage-gb': infrastructure(0.023, 'GB of archive', 'general knowledge', 'unverified'),
  'logs.storage-gb': infrastructure(0.03, 'GB of log lines kept', 'general knowledge', 'unverified'),
  'sms-voice.number': channel(
    1,
    'US long code; a toll-free number is dearer',
    'general knowledge',
    'unverified',
  ),
};
