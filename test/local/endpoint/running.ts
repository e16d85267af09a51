import { type RunningCloud, startCloud } from '../../../local/index.ts';
import { writeAssembly } from '../template/write-assembly.ts';

const QUEUE_POLICY = {
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } },
    },
  ],
};

/** A topic that feeds a queue, behind sockets on free ports. */
export function topicAndQueue(): Promise<RunningCloud> {
  return startCloud({
    mode: 'live',
    seed: 1,
    awsPort: 0,
    httpPort: 0,
    assemblyDirectory: writeAssembly({
      dev: {
        Resources: {
          Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
          Policy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: QUEUE_POLICY },
          },
          Subscription: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              TopicArn: { Ref: 'Topic' },
              Protocol: 'sqs',
              Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              RawMessageDelivery: true,
            },
          },
        },
        Outputs: { QueueUrl: { Value: { Ref: 'Queue' } }, TopicArn: { Value: { Ref: 'Topic' } } },
      },
    }),
  });
}

/** A fetch to the AWS endpoint of a running cloud. */
export function at(running: RunningCloud, path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${running.cloud.endpoint}${path}`, init);
}
