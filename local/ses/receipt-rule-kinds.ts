import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import { authorize } from '../iam/index.ts';
import { insertRule, type ReceiptRule, receiptRule, type S3Action, writerOf } from './receipt-rule.ts';
import type { Store } from './store.ts';

const ruleSetProperties = z.strictObject({
  RuleSetName: z
    .string()
    .regex(/^[A-Za-z0-9](?:[\w-]{0,62}[A-Za-z0-9])?$/)
    .optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

/** A rule set of the template is not active: that takes a call, in AWS as here. */
export function receiptRuleSetKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SES::ReceiptRuleSet';
      const name = parseProperties(type, request, ruleSetProperties).RuleSetName ?? physicalName(request, 64);
      if (store.ruleSets.has(name)) throw mistake(type, request, `the rule set ${name} exists already`);
      store.ruleSets.set(name, { name, createdAt: request.cloud.clock.now(), rules: [] });
      return { ref: name, attributes: {} };
    },
  };
}

const receiptRuleProperties = z.strictObject({
  RuleSetName: z.string(),
  After: z.string().optional(),
  Rule: receiptRule,
});

export function receiptRuleKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SES::ReceiptRule';
      const { RuleSetName, After, Rule } = parseProperties(type, request, receiptRuleProperties);
      const ruleSet = store.ruleSets.get(RuleSetName);
      if (!ruleSet) throw mistake(type, request, `there is no rule set ${RuleSetName}`);
      const rule = { ...Rule, Name: Rule.Name ?? physicalName(request, 64) };
      try {
        for (const { S3Action } of rule.Actions)
          if (S3Action) checkWriter(request, RuleSetName, rule, S3Action);
        insertRule(ruleSet, rule, After);
      } catch (error) {
        throw mistake(type, request, error instanceof Error ? error.message : String(error));
      }
      return { ref: rule.Name, attributes: {} };
    },
  };
}

/** Name of the object that SES writes to see whether it may. Here the permission is looked up and nothing written. */
const TRIAL_OBJECT = 'AMAZON_SES_SETUP_NOTIFICATION';

/**
 * SES makes no rule whose bucket or topic it cannot write to, so their policies must be there first.
 *
 * @throws AwsError when a resource policy does not let it; what a role may shows when the first mail comes
 */
function checkWriter({ cloud }: ResourceRequest, ruleSet: string, rule: ReceiptRule, action: S3Action): void {
  const writer = writerOf(cloud, ruleSet, rule.Name, action);
  if (writer.kind === 'role') return;
  const key = `${action.BucketName}/${action.ObjectKeyPrefix}${TRIAL_OBJECT}`;
  const toBucket = { action: 's3:PutObject', resource: `arn:aws:s3:::${key}` };
  const may = (service: string, permission: typeof toBucket, what: string) => {
    try {
      authorize(cloud, service, writer, [permission], () => []);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${what}; its policy must allow that and be made before the rule (DependsOn). ${reason}`,
      );
    }
  };
  may('s3', toBucket, `could not write to bucket ${action.BucketName}`);
  if (action.TopicArn === undefined) return;
  const toTopic = { action: 'sns:Publish', resource: action.TopicArn };
  may('sns', toTopic, `could not publish to topic ${action.TopicArn}`);
}

function mistake(type: string, { stackName, logicalId }: ResourceRequest, what: string): Error {
  return new Error(`${type} ${stackName}/${logicalId}: ${what.endsWith('.') ? what : `${what}.`}`);
}
