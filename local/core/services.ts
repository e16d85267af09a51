import { createCognito, createLocalIssuer } from '../cognito/index.ts';
import { createConnect } from '../connect/index.ts';
import { createDynamoDb } from '../dynamodb/index.ts';
import { createEvents } from '../events/index.ts';
import { createHttpApi } from '../http-api/index.ts';
import { createIam, type Iam } from '../iam/index.ts';
import { createSts } from '../iam/sts.ts';
import { createLambda } from '../lambda/index.ts';
import { createS3 } from '../s3/index.ts';
import { createScheduler } from '../scheduler/index.ts';
import { createSecretsManager } from '../secrets-manager/index.ts';
import { createSes, type SesOptions } from '../ses/index.ts';
import { createSmsVoice } from '../sms-voice/index.ts';
import { createSns } from '../sns/index.ts';
import { createSqs } from '../sqs/index.ts';
import { createStepFunctions } from '../step-functions/index.ts';
import { createCustomResources } from '../template/custom-resources.ts';
import { createWebSocketApi } from '../websocket-api/index.ts';
import type { AwsService } from './service.ts';

/** Every service of the local cloud, new and empty. */
export function createServices(options: { readonly ses?: SesOptions } = {}): {
  readonly services: readonly AwsService[];
  readonly iam: Iam;
} {
  const iam = createIam();
  const issuer = createLocalIssuer();
  const sockets = createWebSocketApi();
  return {
    iam,
    services: [
      iam,
      createSts(),
      createCognito(issuer),
      createConnect(),
      createCustomResources(),
      createDynamoDb(),
      createEvents(),
      createHttpApi(issuer, sockets),
      createLambda(),
      createS3(),
      createScheduler(),
      createSecretsManager(),
      createSes(options.ses),
      createSmsVoice(),
      createSns(),
      createSqs(),
      createStepFunctions(),
      sockets,
    ],
  };
}
