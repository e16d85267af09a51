import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { inProcess, startCloud } from '../../../local/index.ts';
import { writeAssembly } from '../template/write-assembly.ts';

const TRUST = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const document = (Effect: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
});
const role = (more: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: TRUST,
    ManagedPolicyArns: [
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
        ],
      },
    ],
    ...more,
  },
});

test('a role may what the policies of the template give it, inline, beside it or managed, and no more', async () => {
  const roles = ['Inline', 'Beside', 'Managed', 'Denied', 'Plain'];
  const arns = roles.map((name) => [name, { Value: { 'Fn::GetAtt': [name, 'Arn'] } }]);
  const { cloud, outputs } = await startCloud({
    mode: 'virtual',
    assemblyDirectory: writeAssembly({
      dev: {
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
          Inline: role({ Policies: [{ PolicyName: 'send', PolicyDocument: document('Allow') }] }),
          Beside: role(),
          Managed: role(),
          Denied: role({ Policies: [{ PolicyName: 'never', PolicyDocument: document('Deny') }] }),
          Plain: role(),
          BesidePolicy: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: 'send',
              PolicyDocument: document('Allow'),
              Roles: [{ Ref: 'Beside' }, { Ref: 'Denied' }],
            },
          },
          ManagedPolicy: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: document('Allow'), Roles: [{ Ref: 'Managed' }] },
          },
        },
        Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, ...Object.fromEntries(arns) },
      },
    }),
  });
  const verdicts: Record<string, string> = {};
  for (const name of roles) {
    const keys = cloud.credentials.give({
      kind: 'role',
      roleArn: outputs[name] ?? '',
      functionName: name,
    });
    const sqs = new SQSClient({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: keys,
      maxAttempts: 1,
      requestHandler: inProcess(cloud),
    });
    verdicts[name] = await sqs
      .send(new SendMessageCommand({ QueueUrl: outputs.QueueUrl, MessageBody: 'x' }))
      .then(() => 'sent')
      .catch(
        (error: Error) => `${error.name}: ${/(explicit deny|no identity-based)/.exec(error.message)?.[0]}`,
      );
  }
  expect(verdicts).toEqual({
    Inline: 'sent',
    Beside: 'sent',
    Managed: 'sent',
    Denied: 'AccessDenied: explicit deny',
    Plain: 'AccessDenied: no identity-based',
  });
});
