import {
  AccountSuspendedException,
  BadRequestException,
  LimitExceededException,
  MessageRejected,
  type SESv2Client,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { mailGateway, messageIdOf, timeOfTag } from '../../../shared/gateways/mail-gateway.ts';

const answered = (httpStatusCode: number, message = 'ann@example.org') => ({
  message,
  $metadata: { httpStatusCode },
});

const MAIL = {
  from: '"Sunrise Bikes" <support@example.com>',
  replyTo: 'support+token@example.com',
  to: 'ann@example.org',
  subject: 'Re: My order',
  text: 'Tomorrow.',
  html: '<p>Tomorrow.</p>',
  headers: { 'In-Reply-To': '<a@example.org>', References: '<a@example.org>' },
  context: { caseId: '0123456789abcdef-1', interactionId: 'a1', interactionAt: '2026-11-22T12:00:00.000Z' },
};

function send(answer: object, mail: Parameters<ReturnType<typeof mailGateway>['send']>[0] = MAIL) {
  const inputs: unknown[] = [];
  const client = {
    config: { region: async () => 'eu-west-1' },
    send: async ({ input }: { input: unknown }) => {
      inputs.push(input);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { outcome: mailGateway(client as unknown as SESv2Client, 'reports').send(mail), inputs };
}

describe('SendEmail', () => {
  test('carries the mail, its threading headers, the configuration set and ids as tags', async () => {
    const { outcome, inputs } = send({ MessageId: '0100-abc' });
    expect(await outcome).toEqual({
      kind: 'sent',
      providerMessageId: '0100-abc@eu-west-1.amazonses.com',
    });
    expect(inputs).toEqual([
      {
        FromEmailAddress: MAIL.from,
        ReplyToAddresses: [MAIL.replyTo],
        Destination: { ToAddresses: [MAIL.to] },
        Content: {
          Simple: {
            Subject: { Data: MAIL.subject, Charset: 'UTF-8' },
            Body: {
              Text: { Data: MAIL.text, Charset: 'UTF-8' },
              Html: { Data: MAIL.html, Charset: 'UTF-8' },
            },
            Headers: [
              { Name: 'In-Reply-To', Value: '<a@example.org>' },
              { Name: 'References', Value: '<a@example.org>' },
            ],
          },
        },
        ConfigurationSetName: 'reports',
        EmailTags: [
          { Name: 'caseId', Value: '0123456789abcdef-1' },
          { Name: 'interactionId', Value: 'a1' },
          { Name: 'interactionAt', Value: '1795348800000' },
        ],
      },
    ]);
  });

  test('SEC5 marks what no person wrote', async () => {
    const { inputs } = send({ MessageId: 'm' }, { ...MAIL, automatic: 'auto-replied' });
    expect(JSON.stringify(inputs)).toContain('{"Name":"Auto-Submitted","Value":"auto-replied"}');
  });

  test.each([
    ['a rate that is too high', new TooManyRequestsException(answered(429)), { kind: 'throttled' }],
    [
      'the daily quota',
      Object.assign(new Error('Daily message quota exceeded.'), {
        ...{ name: 'ThrottlingException', ...answered(400), message: 'Daily message quota exceeded.' },
      }),
      { kind: 'throttled', lasting: 'daily-quota' },
    ],
    [
      'the daily quota by its other name',
      new LimitExceededException(answered(400)),
      { kind: 'throttled', lasting: 'daily-quota' },
    ],
    [
      'paused sending',
      new SendingPausedException(answered(400)),
      { kind: 'throttled', lasting: 'sending-paused' },
    ],
    [
      'an account that may not send',
      new AccountSuspendedException(answered(400)),
      { kind: 'throttled', lasting: 'account-suspended' },
    ],
    [
      'a missing grant',
      Object.assign(new Error('no'), { name: 'AccessDeniedException', ...answered(403) }),
      { kind: 'throttled' },
    ],
    [
      'content that is refused',
      new MessageRejected(answered(400, 'Bad content')),
      { kind: 'refused', reason: 'message-rejected' },
    ],
    [
      'the sandbox',
      new MessageRejected(answered(400, 'Email address is not verified: ann@example.org')),
      { kind: 'refused', reason: 'not-verified' },
    ],
    [
      'an address that is none',
      new BadRequestException(answered(400)),
      { kind: 'refused', reason: 'bad-request' },
    ],
    [
      'a timeout',
      Object.assign(new Error('timed out'), { name: 'TimeoutError' }),
      { kind: 'unknown', error: 'TimeoutError' },
    ],
    [
      'a fault of SES',
      Object.assign(new Error('oh'), { name: 'InternalFailure', ...answered(500) }),
      { kind: 'unknown', error: 'InternalFailure' },
    ],
    ['an answer without an id', {}, { kind: 'unknown', error: 'NoMessageId' }],
  ])('says of %s what it means, without an address', async (_what, answer, expected) => {
    const outcome = await send(answer).outcome;
    expect(outcome).toEqual(expected);
    expect(JSON.stringify(outcome)).not.toContain('@');
  });

  test('gives mail the id that SES puts into its Message-ID', () => {
    expect(messageIdOf('0100-abc', 'us-east-1')).toBe('0100-abc@email.amazonses.com');
    expect(messageIdOf('0100-abc', 'eu-central-1')).toBe('0100-abc@eu-central-1.amazonses.com');
  });

  test('reads times back from tags, and nothing else', () => {
    expect(timeOfTag('1795348800000')).toBe('2026-11-22T12:00:00.000Z');
    for (const tag of ['', 'x', '1e3', '-1', '9'.repeat(16)]) expect(timeOfTag(tag)).toBeUndefined();
  });
});
