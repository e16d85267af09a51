import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DUE_INDEX, DUE_INDEX_FIELDS } from '../../shared/names.ts';
import { allow, allowEverywhere } from './grants.ts';
import { serviceStackOf } from './service-stack.ts';

/** What functions do with items; a transaction asks for the actions of its parts. Nothing here deletes. */
type TableAction =
  `dynamodb:${'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'ConditionCheckItem'}`;

/** The one table, and the only ways into it. */
export class DataTable extends Construct {
  readonly table: Table;
  private readonly key: IKey;

  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id);
    const { environment } = serviceStackOf(this).config;
    this.key = key;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Both images: an aggregate's events are those its outbox has and the old image's had not.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: environment.deletionProtection,
      removalPolicy: environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: DUE_INDEX.name,
      partitionKey: { name: DUE_INDEX.partitionKey, type: AttributeType.STRING },
      sortKey: { name: DUE_INDEX.sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [...DUE_INDEX_FIELDS],
    });
  }

  /** Lets a function do this with items of the table. */
  allow(grantee: IGrantable, actions: readonly TableAction[]): void {
    allow(grantee, actions, [this.table.tableArn]);
    this.allowKey(grantee);
  }

  /** The same, in partitions whose key begins like this only. */
  allowWithin(prefix: string, grantee: IGrantable, actions: readonly TableAction[]): void {
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } };
    allow(grantee, actions, [this.table.tableArn], conditions);
    this.allowKey(grantee);
  }

  /** Lets a function query the index of what is due. */
  allowDueList(grantee: IGrantable): void {
    allow(grantee, ['dynamodb:Query'], [`${this.table.tableArn}/index/${DUE_INDEX.name}`]);
    this.allowKey(grantee);
  }

  /** Lets Lambda read the stream for a function. */
  allowStream(grantee: LambdaFunction): void {
    allow(
      grantee,
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [this.streamArn],
    );
    allowEverywhere(grantee, ['dynamodb:ListStreams']);
    allow(grantee, ['kms:Decrypt'], [this.key.keyArn]);
  }

  get streamArn(): string {
    const arn = this.table.tableStreamArn;
    if (arn === undefined) throw new Error('The table has no stream.');
    return arn;
  }

  /** DynamoDB uses the key in the caller's name. */
  private allowKey(grantee: IGrantable): void {
    allow(
      grantee,
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      [this.key.keyArn],
    );
  }
}
