import type { Stack } from 'aws-cdk-lib';
import type { Config } from '../../shared/config/config.ts';

/** The rule set our receipt rule stands in: the one the configuration names, or one of our own. */
export const ruleSetNameOf = ({ email, environment }: Config): string =>
  email?.ruleSet ?? `throughline-${environment.name}`;

/** Our receipt rule; in a set that others share, their rules stand beside it. */
export const ruleNameOf = ({ environment }: Config): string => `throughline-${environment.name}`;

/** When SES writes into something of ours: for our own rule. */
export const forOurRule = (stack: Stack, config: Config): Record<string, Record<string, string>> => {
  const inside = `${ruleSetNameOf(config)}:receipt-rule/${ruleNameOf(config)}`;
  const rule = stack.formatArn({ service: 'ses', resource: 'receipt-rule-set', resourceName: inside });
  return { StringEquals: { 'aws:SourceAccount': stack.account }, ArnEquals: { 'aws:SourceArn': rule } };
};

/**
 * Identities that a mailbox may send with: its address, its domain, or a domain above; SES takes the nearest that is
 * verified, and the configuration does not say which.
 */
export const identityArns = (stack: Stack, addresses: readonly string[]): string[] => {
  const names = addresses.flatMap((address) => {
    const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
    return [address, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))];
  });
  return [...new Set(names)].map((name) =>
    stack.formatArn({ service: 'ses', resource: 'identity', resourceName: name }),
  );
};
