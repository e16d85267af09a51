import { ruleSetNameOf } from '../constructs/mail-names.ts';
import type { Account } from './account.ts';
import { type Finding, fail, note, ok } from './finding.ts';
import type { Check } from './there.ts';

/** What mail demands of SES. */

const NO_MAILBOX = note('No mailbox is configured, so customers cannot write mail.');

export const mailSandbox: Check = async ({ email }, account) => {
  if (!email) return [NO_MAILBOX];
  return (await account.sesProduction())
    ? [ok('SES may send to everybody.')]
    : [
        note(
          'SES is in its sandbox: it answers verified addresses only. Request production access in its console, under Account dashboard.',
        ),
      ];
};

export const mailDomains: Check = async ({ email }, account) => {
  const addresses = email?.mailboxes.map(({ address }) => address) ?? [];
  const domains = [...new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)))];
  return Promise.all(domains.map((domain) => domainFinding(domain, account)));
};

/** A domain is verified by itself or by one above it. */
async function domainFinding(domain: string, account: Account): Promise<Finding> {
  const labels = domain.split('.');
  let isThere = false;
  for (const from of labels.slice(0, -1).keys()) {
    const name = labels.slice(from).join('.');
    const identity = await account.mailIdentity(name);
    if (identity?.verified) return ok(`SES may send as ${domain}, by its identity ${name}.`);
    isThere ||= identity !== undefined;
  }
  return fail(
    isThere
      ? `The domain ${domain} is in SES but not verified: put the records that its console shows into the DNS of the domain, and wait for it.`
      : `The domain ${domain} is not in SES; run: aws sesv2 create-email-identity --email-identity ${domain}, and put the records it answers with into the DNS of the domain.`,
  );
}

export const receiptRules: Check = async (config, account) => {
  const { email } = config;
  if (!email) return [];
  const active = await account.activeRuleSet();
  const wanted = ruleSetNameOf(config);
  if (active === wanted) return [ok(`The receipt rule set "${wanted}" is the active one.`)];
  if (email.ruleSet) {
    return [
      fail(
        `channels.email.ruleSet is "${wanted}", but ${active === undefined ? 'no receipt rule set is active' : `the active one is "${active}"`}; name the active one, or leave it out.`,
      ),
    ];
  }
  return active === undefined
    ? [ok(`No receipt rule set is active; "${wanted}" will be.`)]
    : [
        fail(
          `The receipt rule set "${active}" is active, and SES works by one only; set channels.email.ruleSet to "${active}" to add our rule to it, or deactivate it.`,
        ),
      ];
};
