import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Permission } from '../core/service.ts';
import { authorize } from '../iam/index.ts';
import { type ReceiptRule, type S3Action, writerOf } from './receipt-rule.ts';

/** Name of the object that SES writes to see whether it may. Here the permission is looked up and nothing written. */
const TRIAL_OBJECT = 'AMAZON_SES_SETUP_NOTIFICATION';

/**
 * SES makes no rule whose bucket or topic it cannot write to, so their policies must be there first.
 *
 * @throws AwsError InvalidS3Configuration or InvalidSnsTopic when a resource policy does not let it; what a role may
 *   shows when the first mail comes
 */
export function checkWriters(cloud: Cloud, ruleSet: string, rule: ReceiptRule): void {
  for (const { S3Action } of rule.Actions) if (S3Action) checkWriter(cloud, ruleSet, rule, S3Action);
}

function checkWriter(cloud: Cloud, ruleSet: string, rule: ReceiptRule, action: S3Action): void {
  const writer = writerOf(cloud, ruleSet, rule.Name, action);
  if (writer.kind === 'role') return;
  const may = (service: string, permission: Permission, code: string, what: string) => {
    try {
      authorize(cloud, service, writer, [permission], () => []);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AwsError(
        code,
        `${what}; its policy must allow that and be made before the rule (DependsOn). ${reason}`,
      );
    }
  };
  const key = `${action.BucketName}/${action.ObjectKeyPrefix}${TRIAL_OBJECT}`;
  const toBucket = { action: 's3:PutObject', resource: `arn:aws:s3:::${key}` };
  may('s3', toBucket, 'InvalidS3Configuration', `could not write to bucket ${action.BucketName}`);
  if (action.TopicArn === undefined) return;
  const toTopic = { action: 'sns:Publish', resource: action.TopicArn };
  may('sns', toTopic, 'InvalidSnsTopic', `could not publish to topic ${action.TopicArn}`);
}
