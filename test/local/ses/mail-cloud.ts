import type { CloudSettings } from '../../../local/core/cloud.ts';
import { createEvents } from '../../../local/events/index.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { createSes, type SesOptions, sesOf } from '../../../local/ses/index.ts';
import { createSns } from '../../../local/sns/index.ts';
import { createSqs, sqsOf } from '../../../local/sqs/index.ts';
import { smallCloud } from '../small-cloud.ts';

export const OURS = 'support@example.com';
const BUCKET = 'archive';
const ACCOUNT = '123456789012';

/** Text with the line ends of mail. */
export const crlf = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'));

export const letter = ({ from = 'Ana <ana@example.org>', subject = 'Hello', more = '' } = {}): Buffer =>
  crlf(
    `From: ${from}\nTo: ${OURS}\nSubject: ${subject}\nMessage-ID: <one@example.org>\n${more}\nWhere is it?\n`,
  );

/** What SES may by default in the bucket's policy. */
const WRITES = {
  Effect: 'Allow',
  Principal: { Service: 'ses.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: `arn:aws:s3:::${BUCKET}/inbound/*`,
  Condition: {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnLike: { 'aws:SourceArn': `arn:aws:ses:eu-west-1:${ACCOUNT}:receipt-rule-set/ours:receipt-rule/*` },
  },
};

interface MailCloudOptions {
  readonly ses?: SesOptions;
  readonly bucketStatement?: object;
  readonly rule?: Record<string, unknown>;
  readonly eventTypes?: readonly string[];
  readonly settings?: Partial<CloudSettings>;
}

/** A cloud whose mail to support@example.com lies in a bucket and is told to a queue; events go to another queue. */
export async function mailCloud({
  ses: options,
  bucketStatement = WRITES,
  rule = {},
  eventTypes = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'],
  settings,
}: MailCloudOptions = {}) {
  const cloud = smallCloud(
    [createSes(options), createS3(), createSns(), createSqs(), createEvents()],
    'mail',
    settings ? { settings } : {},
  );
  const ses = sesOf(cloud);
  for (const service of cloud.services.values()) await service.start?.(cloud);
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  const allow = (Service: string, Action: string, Resource: unknown) => ({
    Effect: 'Allow',
    Principal: { Service },
    Action,
    Resource,
  });
  cloud.create('AWS::S3::Bucket', 'Archive', { BucketName: BUCKET });
  cloud.create('AWS::S3::BucketPolicy', 'ArchivePolicy', {
    Bucket: BUCKET,
    PolicyDocument: policy(bucketStatement),
  });
  const { ref: TopicArn } = cloud.create('AWS::SNS::Topic', 'Arrived', { TopicName: 'arrived' });
  cloud.create('AWS::SNS::TopicPolicy', 'ArrivedPolicy', {
    Topics: [TopicArn],
    PolicyDocument: policy(allow('ses.amazonaws.com', 'sns:Publish', TopicArn)),
  });
  const queue = (name: string, sender: string) => {
    const { ref, attributes } = cloud.create('AWS::SQS::Queue', name, { QueueName: name });
    cloud.create('AWS::SQS::QueuePolicy', `${name}Policy`, {
      Queues: [ref],
      PolicyDocument: policy(allow(sender, 'sqs:SendMessage', attributes.Arn)),
    });
    return attributes.Arn ?? '';
  };
  const arrivals = queue('arrivals', 'sns.amazonaws.com');
  cloud.create('AWS::SNS::Subscription', 'Arrivals', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: arrivals,
    RawMessageDelivery: true,
  });
  const events = queue('told', 'events.amazonaws.com');
  cloud.create('AWS::Events::Rule', 'Told', {
    EventBusName: 'default',
    EventPattern: { source: ['aws.ses'] },
    State: 'ENABLED',
    Targets: [{ Id: 'queue', Arn: events }],
  });
  cloud.create('AWS::SES::ReceiptRuleSet', 'Rules', { RuleSetName: 'ours' });
  const S3Action = { BucketName: BUCKET, ObjectKeyPrefix: 'inbound/', TopicArn };
  const makeRule = (name = 'support', more: Record<string, unknown> = {}) =>
    cloud.create('AWS::SES::ReceiptRule', name, {
      RuleSetName: 'ours',
      Rule: {
        Name: name,
        Enabled: true,
        ScanEnabled: true,
        Recipients: [OURS],
        Actions: [{ S3Action }],
        ...more,
      },
    });
  cloud.create('AWS::SES::ConfigurationSet', 'Set', { Name: 'set' });
  cloud.create('AWS::SES::ConfigurationSetEventDestination', 'Events', {
    ConfigurationSetName: 'set',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: eventTypes,
      EventBridgeDestination: { EventBusArn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default` },
    },
  });
  const developer = { kind: 'developer' } as const;
  const activate = (RuleSetName?: string) =>
    cloud.call('ses', 'SetActiveReceiptRuleSet', { RuleSetName }, developer);
  const bodies = (arn: string) => (sqsOf(cloud).queue(arn)?.peek() ?? []).map(({ body }) => JSON.parse(body));
  return {
    cloud,
    ses,
    TopicArn,
    makeRule: (more: Record<string, unknown> = {}, name?: string) => makeRule(name, { ...rule, ...more }),
    activate,
    receive: (mail: Partial<Parameters<typeof ses.receiveMail>[1]> = {}) =>
      ses.receiveMail(cloud, { from: 'ana@example.org', to: [OURS], data: letter(), ...mail }),
    /** What SES told the topic. */
    notifications: () => bodies(arrivals),
    /** What SES told the bus. */
    events: () => bodies(events),
    object: async (key: string) => {
      const got = await cloud.call('s3', 'GetObject', { Bucket: BUCKET, Key: key }, developer);
      return Buffer.from((got as { Body: Uint8Array }).Body).toString();
    },
    refusals: () =>
      cloud.traces.entries().filter(({ service, what }) => service === 'ses' && what === 'refused'),
  };
}

/** The same with its rule active. */
export async function receivingCloud(options: MailCloudOptions = {}) {
  const mail = await mailCloud(options);
  mail.makeRule();
  await mail.activate('ours');
  return mail;
}
