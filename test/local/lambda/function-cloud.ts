import type { LoadedFunction } from '../../../local/core/cloud.ts';
import type { AwsService, Caller } from '../../../local/core/service.ts';
import { createDynamoDb } from '../../../local/dynamodb/index.ts';
import { createLambda } from '../../../local/lambda/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { smallCloud } from '../small-cloud.ts';

/** Statements that let a function do everything with queues and streams; a test for refusals gives others. */
export const EVERYTHING = [{ Effect: 'Allow', Action: ['sqs:*', 'dynamodb:*', 's3:*'], Resource: '*' }];

/** Handlers by logical id of their function. */
export type Handlers = Readonly<Record<string, LoadedFunction>>;

/**
 * A virtual cloud whose functions run in this process, or in workers when there are no handlers.
 *
 * @param more services besides Lambda, SQS and DynamoDB
 */
export function functionCloud(handlers: Handlers | undefined, more: readonly AwsService[] = []) {
  const lambda = createLambda();
  const services = [lambda, createSqs(), createDynamoDb(), ...more];
  const cloud = smallCloud(services, 'functions', {
    assetDirectory: (key) => new URL(`./bundles/${key}`, import.meta.url).pathname,
    settings: handlers
      ? {
          loadFunction: ({ logicalId }) => {
            const handler = handlers[logicalId];
            if (!handler) throw new Error(`no handler for ${logicalId}`);
            return handler;
          },
        }
      : {},
  });
  const iam = cloud.services.get('iam');

  return {
    cloud,
    lambda,
    /** A function with a role of its own; returns its ARN. */
    addFunction(
      logicalId: string,
      properties: Record<string, unknown> = {},
      statements: unknown[] = EVERYTHING,
    ) {
      const roleKind = iam?.resources['AWS::IAM::Role'];
      const PolicyDocument = { Version: '2012-10-17', Statement: statements };
      const role = roleKind?.create({
        cloud,
        stackName: 'test',
        logicalId: `${logicalId}Role`,
        path: '',
        properties: {
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          ...(statements.length > 0 && { Policies: [{ PolicyName: 'it', PolicyDocument }] }),
        },
      });
      if (!role || role instanceof Promise) throw new Error('roles are made at once');
      const { attributes } = cloud.create('AWS::Lambda::Function', logicalId, {
        FunctionName: logicalId,
        Code: { S3Bucket: 'assets', S3Key: 'echo' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: role.attributes['Arn'],
        ...properties,
      });
      return attributes['Arn'] ?? '';
    },
    addQueue(logicalId: string, properties: Record<string, unknown> = {}) {
      const QueueName = properties['FifoQueue'] ? `${logicalId}.fifo` : logicalId;
      const { ref, attributes } = cloud.create('AWS::SQS::Queue', logicalId, { QueueName, ...properties });
      return { url: ref, arn: attributes['Arn'] ?? '' };
    },
    /** Starts what polls. */
    async ready() {
      for (const service of services) await service.ready?.(cloud);
      for (const service of services) service.begin?.(cloud);
    },
    send: (QueueUrl: string, MessageBody: string, rest: object = {}) =>
      cloud.call('sqs', 'SendMessage', { QueueUrl, MessageBody, ...rest }, { kind: 'developer' }),
    /** Bodies that can be received now; they are invisible afterwards. */
    async bodies(QueueUrl: string): Promise<string[]> {
      const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
      const answer = await cloud.call('sqs', 'ReceiveMessage', input, { kind: 'developer' });
      return ((answer as { Messages?: { Body: string }[] }).Messages ?? []).map(({ Body }) => Body);
    },
  };
}

export const DEVELOPER: Caller = { kind: 'developer' };

/** A cloud whose functions are called through the API of Lambda. */
export function cloudOf(handlers: Handlers) {
  const it = functionCloud(handlers);
  const invoke = (name: string, event: unknown, more: object = {}, caller = DEVELOPER) =>
    it.cloud.call(
      'lambda',
      'Invoke',
      { FunctionName: name, Payload: JSON.stringify(event), ...more },
      caller,
    );
  return { ...it, invoke };
}

/** The JSON in an answer of Invoke. */
export const payload = (output: unknown) =>
  JSON.parse(new TextDecoder().decode((output as { Payload: Uint8Array }).Payload));
