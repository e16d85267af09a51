import type { Assembly } from '../../../local/index.ts';

const OURS = 'support@example.com';

/** An assembly of one stack whose functions are the bundles beside the tests of Lambda. */
export function assemblyOf(
  Resources: Record<string, unknown>,
  Outputs: Record<string, unknown> = {},
): Assembly {
  const bundle = new URL('../lambda/bundles/activate-rule-set', import.meta.url).pathname;
  const empty = { Parameters: {}, Mappings: {}, Conditions: {} };
  return {
    stacks: [
      {
        name: 'dev',
        template: { ...empty, Resources: Resources as never, Outputs: Outputs as never },
        parameters: {},
        after: [],
      },
    ],
    assets: new Map([['activate.zip', bundle]]),
  };
}

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A function behind a custom resource, which may make a rule set the active one. */
export const activation = (
  properties: Record<string, unknown> = { RuleSetName: { Ref: 'Rules' } },
  statements: object[] = [{ Effect: 'Allow', Action: 'ses:SetActiveReceiptRuleSet', Resource: '*' }],
) => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: policy(),
      ...(statements.length > 0 && {
        Policies: [{ PolicyName: 'it', PolicyDocument: policy(...statements) }],
      }),
    },
  },
  Activate: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: 'activate.zip' },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: arnOf('Role'),
      Timeout: 30,
    },
  },
  Active: {
    Type: 'Custom::ActiveRuleSet',
    Properties: { ServiceToken: arnOf('Activate'), ...properties },
  },
});

/** Mail to support@example.com is stored in a bucket and told to a topic with a queue. */
export const receiving = {
  Archive: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'archive' } },
  ArchivePolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Archive' },
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::archive/*',
      }),
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
  TopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: 'Topic' },
      }),
    },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'arrivals' } },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf('Queue'),
      }),
    },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: arnOf('Queue'),
      RawMessageDelivery: true,
    },
  },
  Rules: { Type: 'AWS::SES::ReceiptRuleSet', Properties: { RuleSetName: 'ours' } },
  Rule: {
    Type: 'AWS::SES::ReceiptRule',
    DependsOn: ['ArchivePolicy', 'TopicPolicy'],
    Properties: {
      RuleSetName: { Ref: 'Rules' },
      Rule: {
        Enabled: true,
        ScanEnabled: true,
        Recipients: [OURS],
        Actions: [
          {
            S3Action: { BucketName: { Ref: 'Archive' }, ObjectKeyPrefix: 'in/', TopicArn: { Ref: 'Topic' } },
          },
        ],
      },
    },
  },
};
