import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { EmailConfig } from '../../shared/config/config.ts';
import type { Foundation } from '../stacks/foundation.ts';
import { accept } from './accepted-findings.ts';
import { allowEverywhere } from './grants.ts';
import { forOurRule, ruleNameOf, ruleSetNameOf } from './mail-names.ts';
import { ServiceFunction } from './service-function.ts';
import { serviceStackOf } from './service-stack.ts';
import type { WorkQueue } from './work-queue.ts';

export interface MailArrivalsProps {
  readonly foundation: Foundation;
  readonly email: EmailConfig;
  /** Gets a notification of every mail. */
  readonly arrivals: WorkQueue;
}

/** Where mail of customers comes in: SES puts it into a bucket and tells a topic, whose queue is worked off. */
export class MailArrivals extends Construct {
  readonly bucket: Bucket;
  readonly topic: Topic;
  readonly ruleName: string;
  private readonly ruleSetName: string;

  constructor(scope: Construct, id: string, { foundation, email, arrivals }: MailArrivalsProps) {
    super(scope, id);
    const { config } = serviceStackOf(this);
    this.ruleName = ruleNameOf(config);
    this.ruleSetName = ruleSetNameOf(config);
    this.bucket = this.incoming(foundation);
    this.topic = this.topicFilling(arrivals, foundation);

    const ownSet = email.ruleSet
      ? undefined
      : new CfnReceiptRuleSet(this, 'RuleSet', { ruleSetName: this.ruleSetName });
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName: this.ruleSetName,
      // Before all others of the set; these go on after it.
      rule: {
        name: this.ruleName,
        enabled: true,
        scanEnabled: true,
        // Servers that know no TLS are heard nevertheless: refused mail is a customer not heard.
        tlsPolicy: 'Optional',
        recipients: email.mailboxes.map(({ address }) => address),
        actions: [{ s3Action: { bucketName: this.bucket.bucketName, topicArn: this.topic.topicArn } }],
      },
    });
    // SES tries both when the rule is made.
    rule.node.addDependency(this.bucket, this.topic);
    if (ownSet) rule.addResourceDependency(ownSet);
    this.activation(email, rule);
  }

  private incoming({ key }: Foundation): Bucket {
    const { environment, retention } = serviceStackOf(this).config;
    const bucket = new Bucket(this, 'Incoming', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          expiration: Duration.days(retention.archiveDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SesPutsMail',
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: forOurRule(Stack.of(this), serviceStackOf(this).config),
      }),
    );
    accept(bucket, {
      'AwsSolutions-S1':
        'SES writes and one function reads, with its own role; CloudTrail data events record access where a company needs it.',
    });
    return bucket;
  }

  private topicFilling({ queue, deadLetters }: WorkQueue, { key }: Foundation): Topic {
    const topic = new Topic(this, 'Arrived', {
      displayName: 'Mail of customers, as SES tells of it',
      masterKey: key,
      enforceSSL: true,
    });
    // enforceSSL writes a policy that only denies; without this statement nobody may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SesPublishes',
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: forOurRule(Stack.of(this), serviceStackOf(this).config),
      }),
    );
    topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: deadLetters }));
    return topic;
  }

  /** SES works by one rule set of an account; an own one is activated with the deployment, if no other is. */
  private activation({ ruleSet }: EmailConfig, rule: CfnReceiptRule): void {
    const activating = new ServiceFunction(this, 'Activate', {
      name: 'activate-rule-set',
      failureMeans: 'A deployment cannot say whether mail of customers comes in.',
      timeout: Duration.minutes(1),
      memorySize: 256,
    });
    allowEverywhere(activating.function, ['ses:DescribeActiveReceiptRuleSet', 'ses:SetActiveReceiptRuleSet']);
    const activation = new CustomResource(this, 'Activation', {
      resourceType: 'Custom::ActiveReceiptRuleSet',
      serviceToken: activating.function.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { RuleSetName: this.ruleSetName, Kind: ruleSet ? 'existing' : 'own' },
    });
    activation.node.addDependency(rule);
    // Not before its role may ask SES.
    activation.node.addDependency(activating);
  }
}
