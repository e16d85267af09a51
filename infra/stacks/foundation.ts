import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { accept } from '../constructs/accepted-findings.ts';
import { DataTable } from '../constructs/data-table.ts';
import { forOurRule } from '../constructs/mail-names.ts';
import { ServiceStack, type ServiceStackProps } from '../constructs/service-stack.ts';
import { TokenKeys } from '../constructs/token-keys.ts';

/** What every other stack stands on: table, bus, buckets, key, and the topic of the alarms. */
export class Foundation extends ServiceStack {
  readonly data: DataTable;
  readonly bus: EventBus;
  /** Payloads as they came in. */
  readonly archive: Bucket;
  /** Batches of the stream that could not be published, for `npm run republish`. */
  readonly unpublished: Bucket;
  /** Encrypts everything customers said. */
  readonly key: Key;
  /** Signs what customers hand back to us: the address of a reply, the link of a survey, a chat. */
  readonly tokenKeys: TokenKeys;

  constructor(scope: Construct, props: ServiceStackProps) {
    super(scope, 'foundation', 'Throughline: table, event bus, archive and keys', props);
    const { environment, retention } = props.config;
    const removalPolicy =
      environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.key = new Key(this, 'Key', {
      description: `Encrypts what customers of ${environment.name} said`,
      enableKeyRotation: true,
      removalPolicy,
    });
    if (props.config.email) this.letSesEncrypt();
    this.data = new DataTable(this, 'Data', { key: this.key });
    this.tokenKeys = new TokenKeys(this, 'TokenKeys', { key: this.key });
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `throughline-${environment.name}`,
      description: 'Facts about cases; no message texts, addresses or names',
    });
    this.archive = this.bucket('Archive', removalPolicy, Duration.days(retention.archiveDays));
    // Somebody has to notice and republish them: never gone within two weeks.
    const kept = Duration.days(Math.max(14, retention.archiveDays));
    this.unpublished = this.bucket('UnpublishedEvents', removalPolicy, kept);
    new CfnOutput(this, 'TableName', { value: this.data.table.tableName, description: 'The one table' });
    new CfnOutput(this, 'BusName', {
      value: this.bus.eventBusName,
      description: 'Where events are published',
    });
    new CfnOutput(this, 'UnpublishedEventsBucket', {
      value: this.unpublished.bucketName,
      description: 'Batches that npm run republish publishes again',
    });
    if (environment.alarmEmail) this.alarmTopic = this.alarmsTo(environment.alarmEmail);
  }

  /** SES puts mail into an encrypted bucket and tells an encrypted topic, both with this key. */
  private letSesEncrypt(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SesEncryptsMail',
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In the policy of a key that is the key itself.
        resources: ['*'],
        conditions: forOurRule(this, this.config),
      }),
    );
  }

  private alarmsTo(email: string): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true, displayName: 'Throughline alarms' });
    // enforceSSL writes a policy that only denies; without this statement no alarm would reach anybody.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  private bucket(id: string, removalPolicy: RemovalPolicy, expiration: Duration): Bucket {
    const bucket = new Bucket(this, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One call to the key service per object otherwise.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ expiration, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy,
    });
    accept(bucket, {
      'AwsSolutions-S1':
        'Two functions use it, each with its own role; CloudTrail data events record access where a company needs it.',
    });
    return bucket;
  }
}
