import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnOptOutList, CfnPhoneNumber } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { SmsNumber } from '../../shared/config/config.ts';
import { SMS_REPORTS } from '../../shared/names.ts';
import { serviceStackOf } from './service-stack.ts';
import type { WorkQueue } from './work-queue.ts';

const NUMBER_TYPES = {
  simulator: 'SIMULATOR',
  'long-code': 'LONG_CODE',
  'toll-free': 'TOLL_FREE',
  'ten-dlc': 'TEN_DLC',
} as const;

export interface SmsNumbersProps {
  /** Gets what customers write. */
  readonly arrivals: WorkQueue;
  /** Gets what became of what was sent. */
  readonly reports: WorkQueue;
}

/** The numbers customers write to, the topic their messages come in by, and the one that deliveries are reported to. */
export class SmsNumbers extends Construct {
  readonly topic: Topic;
  readonly configurationSetName: string;
  /** For receipts: only that one was lost is reported, for nobody waits to hear that it came. */
  readonly receiptsConfigurationSetName: string;
  /** What may be sent from. */
  readonly sendingArns: readonly string[];
  /** The first of the numbers. */
  readonly phoneNumber: string;

  constructor(scope: Construct, id: string, { arrivals, reports }: SmsNumbersProps) {
    super(scope, id);
    const { smsNumbers, environment, company } = serviceStackOf(this).config;
    const name = `throughline-${environment.name}`;
    this.topic = this.topicFilling(
      'Inbound',
      arrivals,
      'SMS of customers, as End User Messaging publishes them',
    );
    const optOuts = new CfnOptOutList(this, 'OptOuts', { optOutListName: name });
    const topic = this.reportsTopic(name, reports);
    this.configurationSetName = this.configurationSet(
      'ConfigurationSet',
      name,
      topic,
      Object.keys(SMS_REPORTS),
    );
    const failures = Object.entries(SMS_REPORTS).filter(([, outcome]) => outcome === 'failed');
    this.receiptsConfigurationSetName = this.configurationSet(
      'ReceiptsConfigurationSet',
      `${name}-receipts`,
      topic,
      failures.map(([type]) => type),
    );
    const numbers = smsNumbers.map((number) => this.number(number, optOuts, company.name));
    this.sendingArns = numbers.map(({ arn }) => arn);
    this.phoneNumber = numbers[0]?.phoneNumber ?? '';
  }

  /** Where both configuration sets report what became of messages. */
  private reportsTopic(name: string, reports: WorkQueue): Topic {
    const set = (resourceName: string) =>
      Stack.of(this).formatArn({ service: 'sms-voice', resource: 'configuration-set', resourceName });
    return this.topicFilling('Reports', reports, 'What became of SMS to customers', {
      ArnLike: { 'aws:SourceArn': [set(name), set(`${name}-receipts`)] },
    });
  }

  /** Its name; of what is sent with it, events of these types are reported. */
  private configurationSet(id: string, name: string, topic: Topic, types: readonly string[]): string {
    const configurationSet = new CfnConfigurationSet(this, id, {
      configurationSetName: name,
      eventDestinations: [
        {
          eventDestinationName: 'delivery-reports',
          enabled: true,
          matchingEventTypes: [...types],
          snsDestination: { topicArn: topic.topicArn },
        },
      ],
    });
    configurationSet.node.addDependency(topic);
    return configurationSet.ref;
  }

  /** A topic that End User Messaging of this account publishes to, and a queue that gets all of it. */
  private topicFilling(
    id: string,
    { queue, deadLetters }: WorkQueue,
    displayName: string,
    conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {},
  ): Topic {
    const topic = new Topic(this, id, { displayName, enforceSSL: true });
    // enforceSSL writes a policy that only denies; without this statement nobody may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EndUserMessagingPublishes',
        principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account }, ...conditions },
      }),
    );
    topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: deadLetters }));
    return topic;
  }

  private number(
    number: SmsNumber,
    optOuts: CfnOptOutList,
    company: string,
  ): { readonly arn: string; readonly phoneNumber: string } {
    if ('arn' in number) return number;
    const { environment } = serviceStackOf(this).config;
    const requested = new CfnPhoneNumber(this, `Number-${number.name}`, {
      isoCountryCode: number.country,
      numberType: NUMBER_TYPES[number.type],
      numberCapabilities: ['SMS'],
      optOutListName: optOuts.ref,
      mandatoryKeywords: {
        stop: { message: `${company}: you get no more messages from us. Write START to get them again.` },
        help: { message: `${company}: write us what you need and we answer here. STOP ends all messages.` },
      },
      // End User Messaging knows by itself how to opt out, and no way back unless it is given one.
      optionalKeywords: ['START', 'UNSTOP'].map((keyword) => ({
        keyword,
        action: 'OPT_IN',
        message: `${company}: you get our messages again. Write STOP to end them.`,
      })),
      twoWay: { enabled: true, channelArn: this.topic.topicArn },
      deletionProtectionEnabled: environment.deletionProtection,
    });
    // With its policy: End User Messaging may not publish there before.
    requested.node.addDependency(this.topic);
    requested.applyRemovalPolicy(
      environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    );
    return { arn: requested.attrArn, phoneNumber: requested.attrPhoneNumber };
  }
}
