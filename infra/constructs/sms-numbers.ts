import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnOptOutList, CfnPhoneNumber } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { SmsNumber } from '../../shared/config/config.ts';
import { serviceStackOf } from './service-stack.ts';
import type { WorkQueue } from './work-queue.ts';

const NUMBER_TYPES = {
  simulator: 'SIMULATOR',
  'long-code': 'LONG_CODE',
  'toll-free': 'TOLL_FREE',
  'ten-dlc': 'TEN_DLC',
} as const;

/** The numbers customers write to, and the topic their messages come in by. */
export class SmsNumbers extends Construct {
  readonly topic: Topic;
  readonly configurationSetName: string;
  /** What may be sent from. */
  readonly sendingArns: readonly string[];
  /** The first of the numbers. */
  readonly phoneNumber: string;

  constructor(scope: Construct, id: string, { arrivals }: { readonly arrivals: WorkQueue }) {
    super(scope, id);
    const { smsNumbers, environment, company } = serviceStackOf(this).config;
    this.topic = new Topic(this, 'Inbound', {
      displayName: 'SMS of customers, as End User Messaging publishes them',
      enforceSSL: true,
    });
    // enforceSSL writes a policy that only denies; without this statement nobody may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EndUserMessagingPublishes',
        principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic.addSubscription(
      new SqsSubscription(arrivals.queue, { deadLetterQueue: arrivals.deadLetters }),
    );
    const optOuts = new CfnOptOutList(this, 'OptOuts', {
      optOutListName: `throughline-${environment.name}`,
    });
    const configurationSet = new CfnConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `throughline-${environment.name}`,
    });
    this.configurationSetName = configurationSet.ref;
    const numbers = smsNumbers.map((number) => this.number(number, optOuts, company.name));
    this.sendingArns = numbers.map(({ arn }) => arn);
    this.phoneNumber = numbers[0]?.phoneNumber ?? '';
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
    requested.applyRemovalPolicy(
      environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    );
    return { arn: requested.attrArn, phoneNumber: requested.attrPhoneNumber };
  }
}
