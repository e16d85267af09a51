import { describe, expect, test } from 'vitest';
import type { Account } from '../../infra/doctor/account.ts';
import { configFindings, nodeFindings, synthFindings } from '../../infra/doctor/here.ts';
import { accountFindings } from '../../infra/doctor/there.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import example from '../../throughline.config.ts';

const connectArn = 'arn:aws:connect:eu-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012';
const numberArn = 'arn:aws:sms-voice:eu-west-2:111122223333:phone-number/phone-abc';
const held = { name: 'main', phoneNumber: '+12065550100', arn: numberArn };

/** An account in which nothing is missing. */
const readyAccount: Account = {
  bootstrap: async () => 21,
  smsTier: async () => 'PRODUCTION',
  smsNumber: async () => ({ status: 'ACTIVE', twoWayTopicArn: 'arn:aws:sns:eu-west-2:111122223333:inbound' }),
  sesProduction: async () => true,
  mailIdentity: async (name) => (name === 'example.com' ? { verified: true } : undefined),
  activeRuleSet: async () => undefined,
  connectInstances: async () => [{ arn: connectArn, alias: 'sunrise', status: 'ACTIVE' }],
};
const ready = readConfig({
  ...example,
  connect: { instanceArn: connectArn },
  channels: {
    sms: { numbers: [held] },
    email: { mailboxes: [{ name: 'support', address: 'support@mail.example.com' }] },
  },
});
const extending = (ruleSet: string) =>
  readConfig({
    ...example,
    connect: { instanceArn: connectArn },
    channels: {
      sms: { numbers: [held] },
      email: { mailboxes: [{ name: 'support', address: 'support@example.com' }], ruleSet },
    },
  });

const verdicts = async (account: Partial<Account>, config = ready) => {
  const findings = await accountFindings(config, { ...readyAccount, ...account });
  return findings
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, sentence }) => `${verdict}: ${sentence}`);
};

describe('the doctor', () => {
  test('finds nothing where nothing is missing', async () => {
    expect(await verdicts({})).toEqual([]);
  });

  test('stops a deployment to a region without bootstrap, or with one too old', async () => {
    expect(await verdicts({ bootstrap: async () => undefined })).toEqual([
      'fail: The region is not bootstrapped for the CDK; run: npx cdk bootstrap',
    ]);
    expect(await verdicts({ bootstrap: async () => 5 })).toEqual([
      'fail: The CDK bootstrap has version 5, but 6 is needed; run: npx cdk bootstrap',
    ]);
  });

  test('stops it when a number or an instance is not there', async () => {
    expect(await verdicts({ smsNumber: async () => undefined, connectInstances: async () => [] })).toEqual([
      `fail: The SMS number "main" is not there: ${numberArn}`,
      `fail: The Connect instance is not in this account and region: ${connectArn}`,
    ]);
  });

  test('says how a number gets to publish what customers write', async () => {
    const [sentence] = await verdicts({ smsNumber: async () => ({ status: 'ACTIVE' }) });
    expect(sentence).toMatch(
      /^note: .*update-phone-number --phone-number-id arn:aws:sms-voice.* --two-way-enabled/,
    );
  });

  test('warns of sandboxes without stopping', async () => {
    const found = await verdicts({
      smsTier: async () => 'SANDBOX',
      sesProduction: async () => false,
    });
    expect(found.map((sentence) => sentence.split(':')[0])).toEqual(['note', 'note']);
  });

  test('stops it when a domain is not in SES, or not verified, and says what to do', async () => {
    expect(await verdicts({ mailIdentity: async () => undefined })).toEqual([
      expect.stringMatching(
        /^fail: The domain mail\.example\.com is not in SES; run: aws sesv2 create-email-identity/,
      ),
    ]);
    expect(await verdicts({ mailIdentity: async () => ({ verified: false }) })).toEqual([
      expect.stringMatching(/^fail: The domain mail\.example\.com is in SES but not verified/),
    ]);
  });

  test('stops it when another receipt rule set is active: the deployment would be refused', async () => {
    expect(await verdicts({ activeRuleSet: async () => 'shop' })).toEqual([
      'fail: The receipt rule set "shop" is active, and SES works by one only; set channels.email.ruleSet to "shop" to add our rule to it, or deactivate it.',
    ]);
    expect(await verdicts({ activeRuleSet: async () => 'throughline-dev' })).toEqual([]);
    expect(await verdicts({ activeRuleSet: async () => 'shop' }, extending('shop'))).toEqual([]);
    expect(await verdicts({ activeRuleSet: async () => undefined }, extending('shop'))).toEqual([
      'fail: channels.email.ruleSet is "shop", but no receipt rule set is active; name the active one, or leave it out.',
    ]);
  });

  test('says that nobody can write mail where no mailbox is configured, and asks SES nothing', async () => {
    const { email: _, ...silent } = ready;
    expect(await verdicts({ activeRuleSet: async () => 'shop' }, silent)).toEqual([
      'note: No mailbox is configured, so customers cannot write mail.',
    ]);
  });

  test('stops a third Connect instance: the account may have two', async () => {
    const two = [1, 2].map((n) => ({ arn: `arn:${n}`, alias: `other-${n}`, status: 'ACTIVE' }));
    expect(await verdicts({ connectInstances: async () => two }, readConfig(example))).toContainEqual(
      expect.stringMatching(/^fail: The account has 2 Connect instances and the default quota is 2/),
    );
  });

  test('shows what it could not look at, without credentials, and does not call that a failure', async () => {
    const nobody = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const found = await verdicts({
      bootstrap: nobody,
      smsTier: nobody,
      smsNumber: nobody,
      sesProduction: nobody,
      mailIdentity: nobody,
      activeRuleSet: nobody,
      connectInstances: nobody,
    });
    expect(found).toHaveLength(7);
    for (const sentence of found) expect(sentence).toMatch(/^skipped: .*no AWS credentials/);
  });

  test('says a question that AWS refuses to answer', async () => {
    const denied = async () => {
      throw Object.assign(new Error('not authorized to perform ses:GetAccount'), {
        name: 'AccessDeniedException',
      });
    };
    expect(await verdicts({ sesProduction: denied })).toEqual([
      'skipped: The sandbox of SES: AWS did not answer the question (AccessDeniedException: not authorized to perform ses:GetAccount).',
    ]);
  });

  test('gives every mistake of the configuration, and stops', () => {
    const { config, findings } = configFindings({ ...example, languages: ['!'] }, undefined);
    expect(config).toBeUndefined();
    expect(findings).toEqual([
      {
        verdict: 'fail',
        sentence: 'throughline.config.ts: languages[0] is "!"; use a BCP 47 tag, e.g. "en" or "pt-BR".',
      },
    ]);
  });

  test('tells a Node that is too old, and templates that do not synthesise', async () => {
    expect(nodeFindings('20.20.2').verdict).toBe('fail');
    expect(nodeFindings('24.21.0').verdict).toBe('ok');
    const broken = await synthFindings(async () => Promise.reject(new Error('Descripton is no property')));
    expect(broken).toEqual({
      verdict: 'fail',
      sentence: 'The templates do not synthesise: Descripton is no property',
    });
  });
});
