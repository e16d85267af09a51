import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { ConnectClient } from '@aws-sdk/client-connect';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';

/** What a test or the simulation replaces of every client. */
export type ClientOverrides = Partial<
  Pick<
    DynamoDBClientConfig,
    'requestHandler' | 'endpoint' | 'region' | 'credentials' | 'logger' | 'signerConstructor'
  >
>;

/**
 * Every AWS client of the project is made here, with its retries and timeouts spelled out. A function's
 * `dependencies.ts` makes only those it needs; the others leave no trace in its bundle.
 */

/** Milliseconds: two retries of a slow answer still fit into a request that somebody waits for. */
export function dynamoDb(overrides: ClientOverrides): DynamoDBClient {
  return new DynamoDBClient({ ...settings({ attempts: 3, connect: 500, answer: 2_000 }), ...own(overrides) });
}

export function sqs(overrides: ClientOverrides): SQSClient {
  return new SQSClient({ ...settings({ attempts: 3, connect: 500, answer: 3_000 }), ...own(overrides) });
}

export function eventBridge(overrides: ClientOverrides): EventBridgeClient {
  return new EventBridgeClient({
    ...settings({ attempts: 3, connect: 500, answer: 3_000 }),
    ...own(overrides),
  });
}

export function s3(overrides: ClientOverrides): S3Client {
  return new S3Client({
    ...settings({ attempts: 3, connect: 500, answer: 5_000 }),
    ...own(overrides),
    forcePathStyle: overrides.endpoint !== undefined || process.env.AWS_ENDPOINT_URL !== undefined,
  });
}

export function secretsManager(overrides: ClientOverrides): SecretsManagerClient {
  return new SecretsManagerClient({
    ...settings({ attempts: 3, connect: 500, answer: 2_000 }),
    ...own(overrides),
  });
}

/**
 * One attempt: the drainer paces calls at the account's quota, and a retry hidden in the SDK would spend a token
 * that nobody counted.
 */
export function connect(overrides: ClientOverrides): ConnectClient {
  return new ConnectClient({
    ...settings({ attempts: 1, connect: 1_000, answer: 8_000 }),
    ...own(overrides),
  });
}

/** One attempt: SendTextMessage has no idempotency token, so a retry can send a second message. */
export function smsVoice(overrides: ClientOverrides): PinpointSMSVoiceV2Client {
  return new PinpointSMSVoiceV2Client({
    ...settings({ attempts: 1, connect: 1_000, answer: 8_000 }),
    ...own(overrides),
  });
}

/**
 * Posts to open WebSocket connections of one API.
 *
 * @param stage endpoint of its stage, https: every API has its own
 */
export function liveConnections(overrides: ClientOverrides, stage: string): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    ...settings({ attempts: 2, connect: 500, answer: 2_000 }),
    ...own(overrides),
    endpoint: stage,
  });
}

/** One attempt: SendEmail has no idempotency token, so a retry can send a second mail. */
export function ses(overrides: ClientOverrides): SESv2Client {
  return new SESv2Client({
    ...settings({ attempts: 1, connect: 1_000, answer: 8_000 }),
    ...own(overrides),
  });
}

/** The first API of SES: the second knows no receipt rules. */
export function sesReceiving(overrides: ClientOverrides): SESClient {
  return new SESClient({
    ...settings({ attempts: 5, connect: 1_000, answer: 5_000 }),
    ...own(overrides),
  });
}

export function stepFunctions(overrides: ClientOverrides): SFNClient {
  return new SFNClient({ ...settings({ attempts: 3, connect: 500, answer: 3_000 }), ...own(overrides) });
}

interface Patience {
  readonly attempts: number;
  /** Milliseconds to a connection. */
  readonly connect: number;
  /** Milliseconds to an answer. */
  readonly answer: number;
}

function settings({ attempts, connect, answer }: Patience) {
  return {
    maxAttempts: attempts,
    retryMode: 'standard',
    // Without throwOnRequestTimeout the SDK only logs a warning and goes on waiting.
    requestHandler: { connectionTimeout: connect, requestTimeout: answer, throwOnRequestTimeout: true },
  };
}

function own(overrides: ClientOverrides): ClientOverrides {
  const { requestHandler, endpoint, region, credentials, logger, signerConstructor } = overrides;
  return {
    ...(requestHandler && { requestHandler }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(credentials && { credentials }),
    ...(logger && { logger }),
    ...(signerConstructor && { signerConstructor }),
  };
}

/** The endpoint that replaces AWS's, where it is given as an address. */
export function endpointOf({ endpoint }: ClientOverrides): string | undefined {
  return typeof endpoint === 'string' ? endpoint : undefined;
}
