import type { Config } from '../../shared/config/config.ts';
import type { Account } from './account.ts';
import { type Finding, fail, note, ok, skipped } from './finding.ts';
import { mailDomains, mailSandbox, receiptRules } from './mail.ts';

/** Instances an account has unless the quota was raised. */
const CONNECT_INSTANCES = 2;
/** The templates name assets as bootstraps since this one provide them. */
const BOOTSTRAP_VERSION = 6;

export type Check = (config: Config, account: Account) => Promise<readonly Finding[]>;

const bootstrap: Check = async (_, account) => {
  const version = await account.bootstrap();
  if (version === undefined)
    return [fail('The region is not bootstrapped for the CDK; run: npx cdk bootstrap')];
  return version >= BOOTSTRAP_VERSION
    ? [ok(`The CDK bootstrap has version ${version}.`)]
    : [
        fail(
          `The CDK bootstrap has version ${version}, but ${BOOTSTRAP_VERSION} is needed; run: npx cdk bootstrap`,
        ),
      ];
};

const smsTier: Check = async ({ smsNumbers }, account) => {
  if (smsNumbers.length === 0) return [note('No SMS number is configured, so customers cannot write SMS.')];
  return (await account.smsTier()) === 'PRODUCTION'
    ? [ok('End User Messaging may send to everybody.')]
    : [
        note(
          'End User Messaging is in its sandbox: it sends to verified numbers only. Request production access in its console, under Account.',
        ),
      ];
};

const smsNumbers: Check = async (config, account) => {
  const findings = config.smsNumbers.map(async (number): Promise<Finding> => {
    if (!('arn' in number)) {
      return number.type === 'simulator'
        ? note(`The SMS number "${number.name}" is a simulator's: fine to try, no customer can reach it.`)
        : note(
            `The SMS number "${number.name}" will be requested; AWS asks for a registration before it sends.`,
          );
    }
    const state = await account.smsNumber(number.arn);
    if (!state) return fail(`The SMS number "${number.name}" is not there: ${number.arn}`);
    if (state.status !== 'ACTIVE')
      return fail(`The SMS number "${number.name}" is ${state.status}, not ACTIVE.`);
    return state.twoWayTopicArn?.includes(':sns:')
      ? ok(`The SMS number "${number.name}" publishes what customers write to ${state.twoWayTopicArn}.`)
      : note(
          `The SMS number "${number.name}" does not publish what customers write. After the deployment run: aws pinpoint-sms-voice-v2 update-phone-number --phone-number-id ${number.arn} --two-way-enabled --two-way-channel-arn <InboundSmsTopicArn>`,
        );
  });
  return Promise.all(findings);
};

const connect: Check = async (config, account) => {
  const instances = await account.connectInstances();
  const wanted = config.connect;
  if ('instanceArn' in wanted) {
    const found = instances.find(({ arn }) => arn === wanted.instanceArn);
    if (!found)
      return [fail(`The Connect instance is not in this account and region: ${wanted.instanceArn}`)];
    return found.status === 'ACTIVE'
      ? [ok(`The Connect instance "${found.alias}" is active.`)]
      : [fail(`The Connect instance "${found.alias}" is ${found.status}, not ACTIVE.`)];
  }
  const { alias } = wanted.create;
  if (instances.some((instance) => instance.alias === alias)) {
    return [ok(`The Connect instance "${alias}" is there already; a deployment keeps it if it made it.`)];
  }
  return instances.length >= CONNECT_INSTANCES
    ? [
        fail(
          `The account has ${instances.length} Connect instances and the default quota is ${CONNECT_INSTANCES}; set connect.instanceArn to one of them, or raise the quota.`,
        ),
      ]
    : [ok(`There is room for the Connect instance "${alias}".`)];
};

/** What each check is about, for the sentence when it cannot be made. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['The CDK bootstrap', bootstrap],
  ['The tier of End User Messaging', smsTier],
  ['The SMS numbers', smsNumbers],
  ['The sandbox of SES', mailSandbox],
  ['The domains of the mailboxes', mailDomains],
  ['The receipt rules of SES', receiptRules],
  ['Amazon Connect', connect],
];

/** Errors of the SDK that mean: there is nobody to ask as. */
const NO_CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError)$|Could not load credentials|Region is missing/;

/** What AWS demands; a check that cannot be made is shown as skipped, with the reason. */
export const accountFindings = async (config: Config, account: Account): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [subject, check] of CHECKS) {
    try {
      findings.push(...(await check(config, account)));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
      findings.push(
        NO_CREDENTIALS.test(name) || NO_CREDENTIALS.test(message)
          ? skipped(`${subject}: not looked at, as there are no AWS credentials or no region here.`)
          : skipped(`${subject}: AWS did not answer the question (${name}: ${message}).`),
      );
    }
  }
  return findings;
};
