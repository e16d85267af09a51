import * as z from 'zod';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import { checkWriters } from './check-writer.ts';
import { insertRule, receiptRule } from './receipt-rule.ts';
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
        checkWriters(request.cloud, RuleSetName, rule);
        insertRule(ruleSet, rule, After);
      } catch (error) {
        throw mistake(type, request, error instanceof Error ? error.message : String(error));
      }
      return { ref: rule.Name, attributes: {} };
    },
  };
}

function mistake(type: string, { stackName, logicalId }: ResourceRequest, what: string): Error {
  return new Error(`${type} ${stackName}/${logicalId}: ${what.endsWith('.') ? what : `${what}.`}`);
}
