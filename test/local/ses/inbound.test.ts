import { describe, expect, test } from 'vitest';
import { recipientMatches } from '../../../local/ses/addresses.ts';
import { crlf, letter, mailCloud, OURS, receivingCloud } from './mail-cloud.ts';

describe('mail that comes in', () => {
  test('is stored as it came, under the headers of SES, and told to the topic in the form of the guide', async () => {
    const { cloud, receive, notifications, object } = await receivingCloud();
    const accepted = receive();
    await cloud.scheduler.advance(0);

    expect(accepted).toMatchObject({ accepted: true, recipients: [OURS] });
    const messageId = accepted.accepted ? accepted.messageId : '';
    expect(messageId).toMatch(/^[a-z0-9]{40}$/);
    const [notification] = notifications();
    expect(notification).toEqual({
      notificationType: 'Received',
      mail: {
        timestamp: '2026-11-22T02:16:05.123Z',
        source: 'ana@example.org',
        messageId,
        destination: [OURS],
        headersTruncated: false,
        headers: expect.arrayContaining([
          { name: 'Return-Path', value: '<ana@example.org>' },
          { name: 'X-SES-Spam-Verdict', value: 'PASS' },
          { name: 'Subject', value: 'Hello' },
        ]),
        commonHeaders: {
          returnPath: 'ana@example.org',
          from: ['Ana <ana@example.org>'],
          to: [OURS],
          messageId: '<one@example.org>',
          subject: 'Hello',
        },
      },
      receipt: {
        timestamp: '2026-11-22T02:16:05.123Z',
        processingTimeMillis: 1,
        recipients: [OURS],
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        dmarcVerdict: { status: 'PASS' },
        action: {
          type: 'S3',
          topicArn: 'arn:aws:sns:eu-west-1:123456789012:arrived',
          bucketName: 'archive',
          objectKey: `inbound/${messageId}`,
        },
      },
    });
    const stored = await object(`inbound/${messageId}`);
    expect(stored.startsWith('Return-Path: <ana@example.org>\r\nReceived: from ')).toBe(true);
    expect(stored.endsWith(letter().toString())).toBe(true);
  });

  test('eight times the same is eight deliveries with ids of their own', async () => {
    const { cloud, receive, notifications, object } = await receivingCloud();
    for (let time = 0; time < 8; time++) receive();
    await cloud.scheduler.advance(0);

    const keys = notifications().map(({ receipt }) => receipt.action.objectKey);
    expect(new Set(keys).size).toBe(8);
    for (const key of keys) expect(await object(key)).toContain('Where is it?');
    expect(cloud.meterBook.bill().lines.find(({ operation }) => operation === 'ReceiveMail')?.units).toEqual({
      'ses.received': 8,
      'ses.received-chunk': 8,
    });
  });

  test('is refused in the words of SMTP while no rule set is active', async () => {
    const { receive, makeRule, activate } = await mailCloud();
    makeRule();
    const refusal = { accepted: false, reply: expect.stringMatching(/^550 5\.1\.1 /) };
    expect(receive()).toEqual(refusal);
    await activate('ours');
    expect(receive()).toMatchObject({ accepted: true });
    await activate(undefined);
    expect(receive()).toEqual(refusal);
  });

  test('goes by another rule set that was active before, until that is replaced', async () => {
    const { receive, makeRule, activate, cloud, notifications } = await mailCloud({
      ses: {
        activeRuleSet: { name: 'theirs', rules: [{ Enabled: true, Recipients: ['sales@example.com'] }] },
      },
    });
    makeRule();
    expect(receive({ to: ['sales@example.com'] })).toMatchObject({ accepted: true });
    expect(receive()).toMatchObject({ accepted: false });
    await activate('ours');
    expect(receive({ to: ['sales@example.com'] })).toMatchObject({ accepted: false });
    expect(receive()).toMatchObject({ accepted: true });
    await cloud.scheduler.advance(0);
    expect(notifications()).toHaveLength(1);
  });

  test('over 40 MB is refused', async () => {
    const { receive } = await receivingCloud();
    const data = Buffer.alloc(40 * 1024 * 1024 + 1, 'a');
    expect(receive({ data })).toEqual({ accepted: false, reply: expect.stringMatching(/^552 5\.3\.4 /) });
  });

  test('to several recipients is accepted for those that a rule covers', async () => {
    const { cloud, receive, notifications } = await receivingCloud();
    const to = ['nobody@example.com', 'support+case1@example.com', OURS];
    expect(receive({ to })).toMatchObject({
      accepted: true,
      recipients: ['support+case1@example.com', OURS],
    });
    await cloud.scheduler.advance(0);
    expect(notifications().map(({ receipt }) => receipt.recipients)).toEqual([
      ['support+case1@example.com', OURS],
    ]);
  });

  test('meets the rules in their order, and none behind one that stops', async () => {
    const { cloud, receive, makeRule, activate, notifications } = await mailCloud();
    makeRule({}, 'last');
    makeRule(
      { Actions: [{ StopAction: { Scope: 'RuleSet' } }], Recipients: ['support+spam@example.com'] },
      'first',
    );
    makeRule({ Enabled: false }, 'off');
    await activate('ours');
    expect(receive({ to: ['support+spam@example.com'] })).toMatchObject({ accepted: true });
    await cloud.scheduler.advance(0);
    expect(notifications()).toEqual([]);
    receive();
    await cloud.scheduler.advance(0);
    expect(notifications()).toHaveLength(1);
  });

  test('with more than 10 KB of headers tells those that fit', async () => {
    const { cloud, receive, notifications } = await receivingCloud();
    const references = Array.from({ length: 500 }, (_, index) => ` <message-${index}@example.org>`).join(
      '\n',
    );
    receive({ data: letter({ more: `X-Near: yes\nReferences:${references}\nX-Far: yes\n` }) });
    await cloud.scheduler.advance(0);
    const [{ mail }] = notifications();
    expect(mail.headersTruncated).toBe(true);
    const names = mail.headers.map(({ name }: { name: string }) => name);
    expect(names).toContain('X-Near');
    expect(names).not.toContain('References');
    expect(names).not.toContain('X-Far');
  });

  test('without a sender in the envelope is a bounce or an automatic answer', async () => {
    const { cloud, receive, notifications } = await receivingCloud();
    receive({ from: '' });
    await cloud.scheduler.advance(0);
    expect(notifications()[0].mail).toMatchObject({ source: '<>', commonHeaders: { returnPath: '<>' } });
  });
});

describe('verdicts', () => {
  const statuses = async (options: Parameters<typeof receivingCloud>[0], mail: object = {}) => {
    const running = await receivingCloud(options);
    running.receive(mail);
    await running.cloud.scheduler.advance(0);
    const [{ receipt }] = running.notifications();
    return receipt;
  };

  test('are those of the table: a domain, or one address of it', async () => {
    const verdicts = {
      'example.org': { spam: 'FAIL', virus: 'GRAY', spf: 'PROCESSING_FAILED', dkim: 'FAIL' },
      'Bob@example.org': { dmarc: 'FAIL', dmarcPolicy: 'quarantine' },
    } as const;
    expect(await statuses({ ses: { verdicts } })).toMatchObject({
      spamVerdict: { status: 'FAIL' },
      virusVerdict: { status: 'GRAY' },
      spfVerdict: { status: 'PROCESSING_FAILED' },
      dkimVerdict: { status: 'FAIL' },
      dmarcVerdict: { status: 'PASS' },
    });
    const ofBob = await statuses(
      { ses: { verdicts } },
      { from: 'bob@example.org', data: letter({ from: 'bob@example.org' }) },
    );
    expect(ofBob).toMatchObject({
      spamVerdict: { status: 'PASS' },
      dmarcVerdict: { status: 'FAIL' },
      dmarcPolicy: 'quarantine',
    });
  });

  test('of the true sender hold when From names somebody else', async () => {
    const receipt = await statuses(
      { ses: { verdicts: { 'evil.example': { dmarc: 'FAIL' } } } },
      { from: 'mallory@evil.example' },
    );
    expect(receipt).toMatchObject({ dmarcVerdict: { status: 'FAIL' }, dmarcPolicy: 'none' });
  });

  test('come from nowhere but the table: what the mail says of itself counts for nothing', async () => {
    const more = 'X-SES-Spam-Verdict: PASS\nAuthentication-Results: amazonses.com; dmarc=pass\n';
    const receipt = await statuses(
      { ses: { verdicts: { 'example.org': { spam: 'FAIL', dmarc: 'FAIL' } } } },
      { data: letter({ more }) },
    );
    expect(receipt).toMatchObject({ spamVerdict: { status: 'FAIL' }, dmarcVerdict: { status: 'FAIL' } });
  });

  test('on spam and viruses are missing where the rule does not scan', async () => {
    expect(await statuses({ rule: { ScanEnabled: false } })).toMatchObject({
      spamVerdict: { status: 'DISABLED' },
      virusVerdict: { status: 'DISABLED' },
      spfVerdict: { status: 'PASS' },
    });
  });
});

describe('permissions of SES', () => {
  const writing = (Resource: string, Condition?: object) => ({
    Effect: 'Allow',
    Principal: { Service: 'ses.amazonaws.com' },
    Action: 's3:PutObject',
    Resource,
    ...(Condition && { Condition }),
  });

  test.each([
    ['another folder', writing('arn:aws:s3:::archive/elsewhere/*')],
    [
      'another account',
      writing('arn:aws:s3:::archive/*', { StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    ],
  ])('no rule is made while the policy of the bucket names %s', async (_, bucketStatement) => {
    const { makeRule } = await mailCloud({ bucketStatement });
    expect(() => makeRule()).toThrow(
      /^AWS::SES::ReceiptRule test\/support: could not write to bucket archive; its policy must allow that/,
    );
  });

  test('a mail that the bucket does not take is traced and told to nobody', async () => {
    const { cloud, receive, notifications, refusals } = await receivingCloud({
      bucketStatement: writing('arn:aws:s3:::archive/inbound/AMAZON_SES_*'),
    });
    receive();
    await cloud.scheduler.advance(86_400_000);
    expect(notifications()).toEqual([]);
    expect(refusals()).toMatchObject([{ resource: 'support', detail: { bucket: 'archive' } }]);
  });

  test('a bucket that fails for a while gets its mail later', async () => {
    const { cloud, receive, notifications } = await receivingCloud();
    cloud.faults.add({ kind: 'fail-before', service: 's3', operation: 'PutObject', times: 3 });
    receive();
    await cloud.scheduler.advance(10_000);
    expect(notifications()).toHaveLength(1);
  });

  test('a rule that the API adds to another active rule set comes behind what is there, and needs the same', async () => {
    const { cloud, receive, notifications, TopicArn } = await mailCloud({
      ses: {
        activeRuleSet: {
          name: 'theirs',
          rules: [{ Name: 'sales', Enabled: true, Recipients: ['sales@example.com'] }],
        },
      },
      bucketStatement: writing('arn:aws:s3:::archive/inbound/*'),
    });
    const call = (operation: string, input: object) =>
      cloud.call('ses', operation, { RuleSetName: 'theirs', ...input }, { kind: 'developer' });
    const rule = (ObjectKeyPrefix: string) => ({
      Name: 'support',
      Enabled: true,
      Recipients: [OURS],
      Actions: [{ S3Action: { BucketName: 'archive', ObjectKeyPrefix, TopicArn } }],
    });
    await expect(
      call('CreateReceiptRule', { After: 'sales', Rule: rule('elsewhere/') }),
    ).rejects.toMatchObject({
      code: 'InvalidS3Configuration',
    });
    await call('CreateReceiptRule', { After: 'sales', Rule: rule('inbound/') });
    expect(await call('DescribeReceiptRuleSet', {})).toMatchObject({
      Rules: [{ Name: 'sales' }, { Name: 'support' }],
    });
    expect(receive({ to: ['sales@example.com'] })).toMatchObject({ accepted: true });
    receive();
    await cloud.scheduler.advance(0);
    expect(notifications()).toHaveLength(1);
    await call('UpdateReceiptRule', { Rule: { ...rule('inbound/'), Enabled: false } });
    expect(receive()).toMatchObject({ accepted: false });
    await call('DeleteReceiptRule', { RuleName: 'support' });
    expect(await call('DescribeReceiptRuleSet', {})).toMatchObject({ Rules: [{ Name: 'sales' }] });
  });

  test('actions that are not implemented are refused by name', async () => {
    const { makeRule } = await mailCloud();
    expect(() => makeRule({ Actions: [{ LambdaAction: { FunctionArn: 'arn:aws:lambda:x' } }] })).toThrow(
      'LambdaAction is not implemented by the local cloud',
    );
  });
});

test('a recipient condition is an address with its labels, a domain, or all subdomains', () => {
  const matches = (condition: string) =>
    ['a@example.com', 'A+x@Example.com', 'b@example.com', 'a@mail.example.com'].filter((address) =>
      recipientMatches(condition, address),
    );
  expect(matches('a@example.com')).toEqual(['a@example.com', 'A+x@Example.com']);
  expect(matches('a+x@example.com')).toEqual(['A+x@Example.com']);
  expect(matches('example.com')).toEqual(['a@example.com', 'A+x@Example.com', 'b@example.com']);
  expect(matches('.example.com')).toEqual(['a@mail.example.com']);
});

test('a reset forgets what was under way and keeps the active rule set', async () => {
  const { cloud, ses, receive, notifications } = await receivingCloud();
  receive({ data: crlf('From: a@example.org\n\nFirst\n') });
  await ses.reset();
  await cloud.scheduler.advance(1_000);
  expect(notifications()).toEqual([]);
  expect(receive()).toMatchObject({ accepted: true });
});
