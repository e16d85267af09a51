import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ChannelsApi } from '../constructs/channels-api.ts';
import { Email } from '../constructs/email.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { allow, allowSending } from '../constructs/grants.ts';
import { Receipts } from '../constructs/receipts.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceStack, type ServiceStackProps } from '../constructs/service-stack.ts';
import { SmsNumbers } from '../constructs/sms-numbers.ts';
import { Webchat } from '../constructs/webchat.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Foundation } from './foundation.ts';

export interface ChannelsProps extends ServiceStackProps {
  readonly foundation: Foundation;
}

/** The ways in and out: an edge per channel that fills the inbox, and a sender per channel. */
export class Channels extends ServiceStack {
  /** Every genuine message of every channel, in order per contact point. */
  readonly inbox: WorkQueue;
  /** Absent: no number is configured. */
  readonly sms: SmsNumbers | undefined;
  /** Absent: no mailbox is configured. */
  readonly email: Email | undefined;
  private madeApi: ChannelsApi | undefined;

  constructor(scope: Construct, props: ChannelsProps) {
    super(scope, 'channels', 'Throughline: edges and senders of the channels', props);
    this.inbox = new WorkQueue(this, 'Inbox', {
      fifo: true,
      consumerTimeout: Duration.seconds(20),
      failureMeans: 'Messages of customers are accepted but stand on no thread: nobody will answer them.',
    });
    const { foundation, config } = props;
    const { inbox } = this;
    this.email = config.email && new Email(this, 'Email', { foundation, inbox, email: config.email });
    this.sms = config.smsNumbers.length > 0 ? this.addSms(foundation) : undefined;
    const { sms, email } = this;
    if (sms || email) new Receipts(this, 'Receipts', { foundation, sms, email });
    if (config.webchat) {
      const { channelsApi } = this;
      new Webchat(this, 'Webchat', { foundation, inbox, channelsApi, ...config.webchat });
    }
  }

  /** What customers use in a browser. Made when first asked for: an API without routes cannot be deployed. */
  get channelsApi(): ChannelsApi {
    this.madeApi ??= new ChannelsApi(this, 'ChannelsApi');
    return this.madeApi;
  }

  private addSms(foundation: Foundation): SmsNumbers {
    const { data, bus } = foundation;
    const arrivals = new WorkQueue(this, 'SmsArrivals', {
      consumerTimeout: Duration.seconds(10),
      failureMeans: 'SMS of customers arrive but are not accepted: nobody will answer them.',
    });
    const reports = new WorkQueue(this, 'SmsReports', {
      consumerTimeout: Duration.seconds(10),
      failureMeans: 'Agents do not see whether their SMS reached customers, nor which of them were lost.',
    });
    const sms = new SmsNumbers(this, 'Sms', { arrivals, reports });
    const accepting = new ServiceFunction(this, 'AcceptSms', {
      name: 'accept-sms',
      failureMeans: 'SMS of customers arrive but are not accepted: nobody will answer them.',
      consumes: { from: arrivals },
      environment: { INBOX_QUEUE_URL: this.inbox.queue.queueUrl },
    });
    allowSending(accepting.function, this.inbox.queue);

    const replies = new EventSubscription(this, 'SmsReplies', {
      bus,
      route: 'send-sms',
      consumerTimeout: Duration.seconds(20),
      failureMeans: 'Replies of agents do not leave: customers who wrote an SMS wait for nothing.',
    });
    const sending = new ServiceFunction(this, 'SendSms', {
      name: 'send-sms',
      failureMeans: 'Replies of agents do not leave: customers who wrote an SMS wait for nothing.',
      // One at a time in a batch: an answer that takes long must not push the next beyond the timeout.
      // No more than two at once: numbers send a message or a few a second, and a flood would only be throttled.
      consumes: { from: replies.work, batchSize: 1, maxConcurrency: 2 },
      environment: {
        TABLE_NAME: data.table.tableName,
        SMS_CONFIGURATION_SET: sms.configurationSetName,
      },
    });
    data.allow(sending.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    allow(sending.function, ['sms-voice:SendTextMessage'], sms.sendingArns);

    const recording = new ServiceFunction(this, 'RecordSmsDelivery', {
      name: 'record-sms-delivery',
      failureMeans: 'Agents do not see whether their SMS reached customers, nor which of them were lost.',
      // The carrier's word and the phone's come a moment apart: nobody waits for them, and together they cost half.
      consumes: { from: reports, batchWindow: Duration.seconds(5) },
      environment: { TABLE_NAME: data.table.tableName },
    });
    data.allow(recording.function, ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);

    new CfnOutput(this, 'InboundSmsTopicArn', {
      value: sms.topic.topicArn,
      description: 'Where End User Messaging publishes SMS of customers',
    });
    new CfnOutput(this, 'SmsPhoneNumber', {
      value: sms.phoneNumber,
      description: 'The number customers write to',
    });
    return sms;
  }
}
