import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EmailConfig } from '../../shared/config/config.ts';
import type { Foundation } from '../stacks/foundation.ts';
import { EventSubscription } from './event-subscription.ts';
import { allow, allowInside, allowSending } from './grants.ts';
import { MailArrivals } from './mail-arrivals.ts';
import { identityArns } from './mail-names.ts';
import { MailReports } from './mail-reports.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction } from './service-function.ts';
import { WorkQueue } from './work-queue.ts';

export interface EmailProps {
  readonly foundation: Foundation;
  readonly inbox: WorkQueue;
  readonly email: EmailConfig;
}

const NOT_ACCEPTED = 'Mail of customers arrives but is not accepted: nobody will answer it.';
const NOT_SENT = 'Replies of agents do not leave: customers who wrote a mail wait for nothing.';
const NOT_REPORTED = 'Agents do not see whether their mail reached customers, nor which of it was lost.';

/** Mail: its edge, its sender, and who writes down what became of it. */
export class Email extends Construct {
  readonly configurationSetName: string;
  private readonly sendingArns: readonly string[];
  private readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: EmailProps) {
    super(scope, id);
    const reports = new MailReports(this, 'Reports');
    this.configurationSetName = reports.configurationSetName;
    this.addresses = props.email.mailboxes.map(({ address }) => address);
    this.sendingArns = [...identityArns(Stack.of(this), this.addresses), reports.configurationSetArn];
    this.acceptMail(props);
    this.sendMail(props, reports);
    this.recordDeliveries(props.foundation);
  }

  /** Lets a function send from the mailboxes; the domain they are verified with has other addresses. */
  allowSending(grantee: IGrantable): void {
    allow(grantee, ['ses:SendEmail'], this.sendingArns, {
      StringEqualsIgnoreCase: { 'ses:FromAddress': [...this.addresses] },
    });
  }

  private acceptMail({ foundation, inbox, email }: EmailProps): void {
    const { archive, tokenKeys, key } = foundation;
    const queue = new WorkQueue(this, 'MailArrivals', {
      consumerTimeout: Duration.seconds(60),
      failureMeans: NOT_ACCEPTED,
    });
    const arrivals = new MailArrivals(this, 'Arrivals', { foundation, email, arrivals: queue });
    const accepting = new ServiceFunction(this, 'Accept', {
      name: 'accept-email',
      failureMeans: NOT_ACCEPTED,
      // Mail of 40 MB is held whole, and read with the processor that comes with the memory.
      memorySize: 1024,
      consumes: { from: queue, batchSize: 1 },
      environment: {
        INBOX_QUEUE_URL: inbox.queue.queueUrl,
        MAIL_BUCKET: arrivals.bucket.bucketName,
        ARCHIVE_BUCKET: archive.bucketName,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
      },
    });
    const chosenBySes = 'SES names the object of every mail.';
    allowInside(accepting.function, ['s3:GetObject'], arrivals.bucket.bucketArn, '/*', chosenBySes);
    const ofMail = 'Attachments lie in a folder per mail.';
    allowInside(accepting.function, ['s3:PutObject'], archive.bucketArn, '/inbound/email/*', ofMail);
    allow(accepting.function, ['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]);
    allowSending(accepting.function, inbox.queue);
    tokenKeys.allowReading(accepting.function);
    this.alarmOfRule(arrivals);
    new CfnOutput(Stack.of(this), 'SupportEmailAddress', {
      value: email.mailboxes[0]?.address ?? '',
      description: 'The address customers write to',
    });
    new CfnOutput(Stack.of(this), 'IncomingMailTopicArn', {
      value: arrivals.topic.topicArn,
      description: 'Where SES tells of mail that it has put into its bucket',
    });
  }

  private alarmOfRule({ ruleName }: MailArrivals): void {
    new ServiceAlarm(this, 'PublishFailureAlarm', {
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName: 'PublishFailure',
        dimensionsMap: { RuleName: ruleName },
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 1,
      means: 'Mail of customers reaches SES but not us: nobody will answer it.',
      runbook: 'mail',
    });
  }

  private sendMail({ foundation }: EmailProps, reports: MailReports): void {
    const { bus, data, tokenKeys } = foundation;
    const replies = new EventSubscription(this, 'Replies', {
      bus,
      route: 'send-email',
      consumerTimeout: Duration.seconds(20),
      failureMeans: NOT_SENT,
    });
    const sending = new ServiceFunction(this, 'Send', {
      name: 'send-email',
      failureMeans: NOT_SENT,
      // One at a time in a batch: an answer that takes long must not push the next beyond the timeout.
      consumes: { from: replies.work, batchSize: 1, maxConcurrency: 5 },
      environment: {
        TABLE_NAME: data.table.tableName,
        MAIL_CONFIGURATION_SET: reports.configurationSetName,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
      },
    });
    data.allow(sending.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    tokenKeys.allowReading(sending.function);
    this.allowSending(sending.function);
  }

  private recordDeliveries({ data }: Foundation): void {
    const reported = new EventSubscription(this, 'Deliveries', {
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      route: 'record-email-delivery',
      where: { mail: { tags: { 'ses:configuration-set': [this.configurationSetName] } } },
      consumerTimeout: Duration.seconds(10),
      failureMeans: NOT_REPORTED,
    });
    const recording = new ServiceFunction(this, 'RecordDelivery', {
      name: 'record-email-delivery',
      failureMeans: NOT_REPORTED,
      consumes: { from: reported.work },
      environment: { TABLE_NAME: data.table.tableName },
    });
    data.allow(recording.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  }
}
