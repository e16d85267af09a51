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
import { Sha256 } from './sha256.ts';

/** What a test or the simulation replaces of every client. */
export type ClientOverrides = Partial<
  Pick<DynamoDBClientConfig, 'requestHandler' | 'endpoint' | 'region' | 'credentials' | 'signerConstructor'>
>;

/**
 * Every AWS client of the project is made here, with its retries and timeouts spelled out. A function's
 * `dependencies.ts` makes only those it needs; the others leave no trace in its bundle.
 */

/** Milliseconds: two retries of a slow answer still fit into a request that somebody waits for. */
export function dynamoDb(overrides: ClientOverrides): DynamoDBClient {
  return trimmed(new DynamoDBClient(settings(overrides, { attempts: 3, connect: 500, answer: 2_000 })));
}

export function sqs(overrides: ClientOverrides): SQSClient {
  return trimmed(new SQSClient(settings(overrides, { attempts: 3, connect: 500, answer: 3_000 })));
}

export function eventBridge(overrides: ClientOverrides): EventBridgeClient {
  return trimmed(new EventBridgeClient(settings(overrides, { attempts: 3, connect: 500, answer: 3_000 })));
}

export function s3(overrides: ClientOverrides): S3Client {
  return trimmed(
    new S3Client({
      ...settings(overrides, { attempts: 3, connect: 500, answer: 5_000 }),
      forcePathStyle: overrides.endpoint !== undefined || process.env.AWS_ENDPOINT_URL !== undefined,
    }),
  );
}

export function secretsManager(overrides: ClientOverrides): SecretsManagerClient {
  return trimmed(new SecretsManagerClient(settings(overrides, { attempts: 3, connect: 500, answer: 2_000 })));
}

/**
 * One attempt: the drainer paces calls at the account's quota, and a retry hidden in the SDK would spend a token
 * that nobody counted.
 */
export function connect(overrides: ClientOverrides): ConnectClient {
  return trimmed(new ConnectClient(settings(overrides, { attempts: 1, connect: 1_000, answer: 8_000 })));
}

/** One attempt: SendTextMessage has no idempotency token, so a retry can send a second message. */
export function smsVoice(overrides: ClientOverrides): PinpointSMSVoiceV2Client {
  return trimmed(
    new PinpointSMSVoiceV2Client(settings(overrides, { attempts: 1, connect: 1_000, answer: 8_000 })),
  );
}

/**
 * Posts to open WebSocket connections of one API.
 *
 * @param stage endpoint of its stage, https: every API has its own
 */
export function liveConnections(overrides: ClientOverrides, stage: string): ApiGatewayManagementApiClient {
  return trimmed(
    new ApiGatewayManagementApiClient({
      ...settings(overrides, { attempts: 2, connect: 500, answer: 2_000 }),
      endpoint: stage,
    }),
  );
}

/** One attempt: SendEmail has no idempotency token, so a retry can send a second mail. */
export function ses(overrides: ClientOverrides): SESv2Client {
  return trimmed(new SESv2Client(settings(overrides, { attempts: 1, connect: 1_000, answer: 8_000 })));
}

/** The first API of SES: the second knows no receipt rules. */
export function sesReceiving(overrides: ClientOverrides): SESClient {
  return trimmed(new SESClient(settings(overrides, { attempts: 5, connect: 1_000, answer: 5_000 })));
}

export function stepFunctions(overrides: ClientOverrides): SFNClient {
  return trimmed(new SFNClient(settings(overrides, { attempts: 3, connect: 500, answer: 3_000 })));
}

interface Patience {
  readonly attempts: number;
  /** Milliseconds to a connection. */
  readonly connect: number;
  /** Milliseconds to an answer. */
  readonly answer: number;
}

/**
 * What every client would otherwise look for in the environment and in two files of the home directory, which no
 * function has: a millisecond at each client's first call.
 */
const FROM_NO_FILE = {
  // Names us in the user agent, so that the account's trails tell our calls from others.
  userAgentAppId: 'throughline',
  useDualstackEndpoint: process.env.AWS_USE_DUALSTACK_ENDPOINT === 'true',
  useFipsEndpoint: process.env.AWS_USE_FIPS_ENDPOINT === 'true',
  defaultsMode: 'legacy',
  authSchemePreference: [],
  // Of DynamoDB.
  accountIdEndpointMode: 'preferred',
  endpointDiscoveryEnabledProvider: async () => false,
  endpointCacheSize: 1,
} satisfies DynamoDBClientConfig;

function settings(overrides: ClientOverrides, { attempts, connect, answer }: Patience) {
  return {
    maxAttempts: attempts,
    retryMode: 'standard',
    // Without throwOnRequestTimeout the SDK only logs a warning and goes on waiting.
    requestHandler: { connectionTimeout: connect, requestTimeout: answer, throwOnRequestTimeout: true },
    // Middleware is put together once for each kind of command, not for each call; nobody changes it later.
    cacheMiddleware: true,
    sha256: Sha256,
    ...FROM_NO_FILE,
    ...own(overrides),
  };
}

interface Trimmable {
  readonly middlewareStack: { remove(name: string): boolean };
  readonly config: Pick<DynamoDBClient['config'], 'signer'>;
}

/**
 * The client without work that nobody looks at, a third of what a call took: every input and output was copied for a log
 * that is not written, and a signer was made for every call.
 */
function trimmed<Client extends Trimmable>(client: Client): Client {
  const { middlewareStack, config } = client;
  middlewareStack.remove('loggerMiddleware');
  const makeSigner = config.signer;
  let signer: ReturnType<typeof makeSigner> | undefined;
  config.signer = (scheme) => {
    signer ??= makeSigner(scheme);
    return signer;
  };
  return client;
}

function own(overrides: ClientOverrides): ClientOverrides {
  const { requestHandler, endpoint, region, credentials, signerConstructor } = overrides;
  return {
    ...(requestHandler && { requestHandler }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(credentials && { credentials }),
    ...(signerConstructor && { signerConstructor }),
  };
}

/** The endpoint that replaces AWS's, where it is given as an address. */
export function endpointOf({ endpoint }: ClientOverrides): string | undefined {
  return typeof endpoint === 'string' ? endpoint : undefined;
}
