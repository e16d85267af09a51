import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import type { Caller } from '../core/service.ts';
import { recipientMatches } from './addresses.ts';
import { isVerified } from './identities.ts';
import type { Store } from './store.ts';

const flag = z.union([z.boolean(), z.stringbool()]);
/** An empty list arrives as '' in the query protocol. */
const listOf = <Item extends z.ZodType>(item: Item, maximum: number) =>
  z.preprocess((list) => (list === '' ? [] : list), z.array(item).max(maximum)).default([]);

const s3Action = z.strictObject({
  BucketName: z.string(),
  ObjectKeyPrefix: z.string().default(''),
  TopicArn: z.string().optional(),
  IamRoleArn: z.string().optional(),
});

const stopAction = z.strictObject({ Scope: z.literal('RuleSet'), TopicArn: z.string().optional() });

const action = z
  .strictObject({ S3Action: s3Action.optional(), StopAction: stopAction.optional() })
  .refine((kinds) => Object.keys(kinds).length === 1, 'an action is exactly one of S3Action and StopAction');

export const receiptRule = z.strictObject({
  Name: z
    .string()
    .regex(/^[A-Za-z0-9](?:[\w.-]{0,62}[A-Za-z0-9])?$/)
    .optional(),
  Enabled: flag.default(false),
  ScanEnabled: flag.default(false),
  TlsPolicy: z.enum(['Optional', 'Require']).default('Optional'),
  Recipients: listOf(z.string().min(1), 100),
  Actions: listOf(action, 10),
});

/** A receipt rule as templates and the API write it. */
export type ReceiptRuleInput = z.input<typeof receiptRule>;
export type ReceiptRule = z.output<typeof receiptRule> & { readonly Name: string };
export type S3Action = z.output<typeof s3Action>;

export interface RuleSet {
  readonly name: string;
  readonly createdAt: number;
  rules: readonly ReceiptRule[];
}

const ruleArn = ({ region, accountId }: Cloud, ruleSet: string, rule: string): string =>
  `arn:aws:ses:${region}:${accountId}:receipt-rule-set/${ruleSet}:receipt-rule/${rule}`;

/** Who writes to the bucket and the topic: SES itself for the rule, or the role that the action names. */
export const writerOf = (cloud: Cloud, ruleSet: string, rule: string, { IamRoleArn }: S3Action): Caller =>
  IamRoleArn === undefined
    ? { kind: 'service', principal: 'ses.amazonaws.com', sourceArn: ruleArn(cloud, ruleSet, rule) }
    : { kind: 'role', roleArn: IamRoleArn, functionName: 'ses' };

/** Puts a rule behind another one; at the very front when none is named, as SES does. @throws Error with a sentence */
export function insertRule(ruleSet: RuleSet, rule: ReceiptRule, after: string | undefined): void {
  if (ruleSet.rules.some(({ Name }) => Name === rule.Name)) {
    throw new Error(`the rule ${rule.Name} exists already in ${ruleSet.name}`);
  }
  const place = after === undefined ? 0 : ruleSet.rules.findIndex(({ Name }) => Name === after) + 1;
  if (after !== undefined && place === 0)
    throw new Error(`the rule set ${ruleSet.name} has no rule ${after}`);
  ruleSet.rules = ruleSet.rules.toSpliced(place, 0, rule);
}

/** A rule that applies to a mail, and the recipients it applies to. */
export interface RuleMatch {
  readonly ruleSet: string;
  readonly rule: ReceiptRule;
  readonly recipients: readonly string[];
}

/** Rules of the active set that apply to these recipients, in order, up to the first that stops. */
export function matchingRules(store: Store, recipients: readonly string[]): readonly RuleMatch[] {
  const ruleSet = store.ruleSets.get(store.active ?? '');
  const matches: RuleMatch[] = [];
  for (const rule of ruleSet?.rules ?? []) {
    const covered = recipients.filter((recipient) => rule.Enabled && covers(store, rule, recipient));
    if (covered.length === 0) continue;
    matches.push({ ruleSet: ruleSet?.name ?? '', rule, recipients: covered });
    if (rule.Actions.some(({ StopAction }) => StopAction)) break;
  }
  return matches;
}

/** A rule without recipients covers everybody at a verified domain. */
const covers = (store: Store, { Recipients }: ReceiptRule, recipient: string): boolean =>
  Recipients.length === 0
    ? isVerified(store, recipient)
    : Recipients.some((condition) => recipientMatches(condition, recipient));
