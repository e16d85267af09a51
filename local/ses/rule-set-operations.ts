import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Operation } from '../core/service.ts';
import { checkWriters } from './check-writer.ts';
import { insertRule, type ReceiptRule, type RuleSet, receiptRule } from './receipt-rule.ts';
import type { Store } from './store.ts';

const named = z.strictObject({ RuleSetName: z.string() });
const activated = z.strictObject({ RuleSetName: z.string().optional() });
const namedRule = receiptRule.safeExtend({ Name: z.string().min(1) });
const created = z.strictObject({
  RuleSetName: z.string(),
  After: z.string().optional(),
  Rule: namedRule,
});
const updated = created.omit({ After: true });
const ofRule = z.strictObject({ RuleSetName: z.string(), RuleName: z.string() });

/** Operations of SES's first API that see to receipt rules. None of them knows permissions on single resources. */
export function ruleSetOperations(store: Store): Readonly<Record<string, Operation>> {
  const operation = <Schema extends z.ZodType>(
    name: string,
    schema: Schema,
    run: (input: z.output<Schema>, cloud: Cloud) => unknown,
  ): Operation => ({
    permissions: () => [{ action: `ses:${name}`, resource: '*' }],
    run: (input, { cloud }) => run(parse(schema, input), cloud),
    usage: () => null,
  });
  return {
    SetActiveReceiptRuleSet: operation('SetActiveReceiptRuleSet', activated, ({ RuleSetName }, cloud) => {
      if (RuleSetName !== undefined) existing(store, RuleSetName);
      const detail = { before: store.active };
      store.active = RuleSetName;
      cloud.trace({ service: 'ses', what: 'activated', resource: RuleSetName ?? 'no rule set', detail });
      return {};
    }),
    DescribeActiveReceiptRuleSet: operation('DescribeActiveReceiptRuleSet', z.strictObject({}), () =>
      store.active === undefined ? {} : describe(existing(store, store.active)),
    ),
    DescribeReceiptRuleSet: operation('DescribeReceiptRuleSet', named, ({ RuleSetName }) =>
      describe(existing(store, RuleSetName)),
    ),
    ListReceiptRuleSets: operation(
      'ListReceiptRuleSets',
      z.strictObject({ NextToken: z.string().optional() }),
      () => ({ RuleSets: [...store.ruleSets.values()].map(metadata) }),
    ),
    DescribeReceiptRule: operation('DescribeReceiptRule', ofRule, ({ RuleSetName, RuleName }) => ({
      Rule: existingRule(existing(store, RuleSetName), RuleName),
    })),
    CreateReceiptRule: operation('CreateReceiptRule', created, ({ RuleSetName, After, Rule }, cloud) => {
      const ruleSet = existing(store, RuleSetName);
      checkWriters(cloud, RuleSetName, Rule);
      insert(ruleSet, Rule, After);
      return {};
    }),
    UpdateReceiptRule: operation('UpdateReceiptRule', updated, ({ RuleSetName, Rule }, cloud) => {
      const ruleSet = existing(store, RuleSetName);
      existingRule(ruleSet, Rule.Name);
      checkWriters(cloud, RuleSetName, Rule);
      ruleSet.rules = ruleSet.rules.map((rule) => (rule.Name === Rule.Name ? Rule : rule));
      return {};
    }),
    // Deleting a rule that is not there succeeds, as in SES.
    DeleteReceiptRule: operation('DeleteReceiptRule', ofRule, ({ RuleSetName, RuleName }) => {
      const ruleSet = existing(store, RuleSetName);
      ruleSet.rules = ruleSet.rules.filter(({ Name }) => Name !== RuleName);
      return {};
    }),
  };
}

function insert(ruleSet: RuleSet, rule: ReceiptRule, after: string | undefined): void {
  try {
    insertRule(ruleSet, rule, after);
  } catch (error) {
    const isThere = ruleSet.rules.some(({ Name }) => Name === rule.Name);
    throw new AwsError(
      isThere ? 'AlreadyExists' : 'RuleDoesNotExist',
      error instanceof Error ? error.message : String(error),
    );
  }
}

const metadata = ({ name, createdAt }: RuleSet) => ({ Name: name, CreatedTimestamp: new Date(createdAt) });

const describe = (ruleSet: RuleSet) => ({ Metadata: metadata(ruleSet), Rules: ruleSet.rules });

function existing(store: Store, name: string): RuleSet {
  const ruleSet = store.ruleSets.get(name);
  if (ruleSet) return ruleSet;
  throw new AwsError('RuleSetDoesNotExist', `Rule set does not exist: ${name}`);
}

function existingRule({ rules }: RuleSet, name: string): ReceiptRule {
  const rule = rules.find(({ Name }) => Name === name);
  if (rule) return rule;
  throw new AwsError('RuleDoesNotExist', `Rule does not exist: ${name}`);
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('ValidationError', `${issue?.path.join('.') || 'request'}: ${issue?.message}`);
}
