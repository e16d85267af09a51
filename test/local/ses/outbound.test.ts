import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { crlf, mailCloud, OURS, receivingCloud } from './mail-cloud.ts';

const SIMULATOR = 'simulator.amazonses.com';

async function sendingCloud(options: Parameters<typeof receivingCloud>[0] = {}) {
  const mail = await receivingCloud(options);
  const client = new SESv2Client(mail.cloud.client);
  return {
    ...mail,
    client,
    send: async (to = 'ana@example.org', more: Partial<SendEmailCommandInput> = {}) => {
      const { MessageId } = await client.send(
        new SendEmailCommand({
          FromEmailAddress: `Support <${OURS}>`,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: { Subject: { Data: 'Your order' }, Body: { Text: { Data: 'It is on its way.' } } },
          },
          ConfigurationSetName: 'set',
          ...more,
        }),
      );
      return MessageId ?? '';
    },
  };
}

const simple = (more: object) => ({
  Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hi' } }, ...more } },
});

const TRUST = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

const types = (events: { 'detail-type': string }[]) => events.map((event) => event['detail-type']);

describe('mail that goes out', () => {
  test('lies in the mailbox with all its headers, and with a Message-ID made of the id that the call answers', async () => {
    const { send, ses, cloud } = await sendingCloud();
    const Headers = [
      { Name: 'In-Reply-To', Value: '<one@example.org>' },
      {
        Name: 'References',
        Value: Array.from({ length: 9 }, (_, index) => `<m${index}@example.org>`).join(' '),
      },
      { Name: 'Auto-Submitted', Value: 'auto-generated' },
    ];
    const id = await send('Ana@example.org', {
      ...simple({
        Subject: { Data: 'Sua encomenda está a caminho — já!' },
        Headers,
        Body: { Text: { Data: 'Olá, está bem?' }, Html: { Data: '<p>Olá</p>' } },
      }),
      ReplyToAddresses: ['support+abc@example.com'],
    });

    expect(id).toMatch(/^0100[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f-]{27}-000000$/);
    const [mail, ...others] = ses.mailbox('ana@example.org');
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      messageId: id,
      from: `Support <${OURS}>`,
      to: 'ana@example.org',
      envelopeFrom: `${id}@eu-west-1.amazonses.com`,
      text: 'Olá, está bem?',
    });
    const headers = Object.fromEntries((mail?.headers ?? []).map(({ name, value }) => [name, value]));
    expect(headers).toMatchObject({
      'Message-ID': `<${id}@eu-west-1.amazonses.com>`,
      'Reply-To': 'support+abc@example.com',
      'In-Reply-To': '<one@example.org>',
      References: Headers[1]?.Value,
      'Auto-Submitted': 'auto-generated',
      Date: 'Sun, 22 Nov 2026 02:16:05 +0000',
    });
    const mime = Buffer.from(mail?.data ?? []).toString('latin1');
    expect(mime.split('\r\n').every((line) => line.length <= 100)).toBe(true);
    expect(cloud.outbox).toMatchObject([
      { channel: 'email', from: OURS, to: 'ana@example.org', text: 'Olá, está bem?', messageId: id },
    ]);
  });

  test('in raw form keeps its headers, but for the Message-ID and Bcc', async () => {
    const { send, ses } = await sendingCloud();
    const raw = `Message-ID: <mine@example.com>\nFrom: ${OURS}\nTo: ana@example.org\nBcc: bob@example.org\nSubject: A\n  folded one\n\nHello\n`;
    const id = await send('', { Destination: undefined, Content: { Raw: { Data: crlf(raw) } } });
    const [mail] = ses.mailbox('bob@example.org');
    const text = Buffer.from(mail?.data ?? []).toString();
    expect(text).not.toContain('mine@example.com');
    expect(text).not.toContain('Bcc');
    expect(text).toContain('Subject: A\r\n  folded one\r\n');
    expect(text).toContain(`Message-ID: <${id}@eu-west-1.amazonses.com>\r\n`);
    expect(text.endsWith('\r\n\r\nHello\r\n')).toBe(true);
    expect(ses.mailboxes()).toEqual(['ana@example.org', 'bob@example.org']);
  });

  test('carries attachments, also such whose names are not ASCII', async () => {
    const { send, ses } = await sendingCloud();
    await send(
      'ana@example.org',
      simple({
        Attachments: [
          { RawContent: Buffer.from('12345'), FileName: 'fatura ção.pdf', ContentType: 'application/pdf' },
        ],
      }),
    );
    const text = Buffer.from(ses.mailbox('ana@example.org')[0]?.data ?? []).toString();
    expect(text).toContain("filename*=UTF-8''fatura%20%C3%A7%C3%A3o.pdf");
    expect(text).toContain('\r\n\r\nMTIzNDU=\r\n');
    expect(ses.mailbox('ana@example.org')[0]?.text).toBe('Hi');
  });

  test.each([
    ['Message-ID', 'x', 'the header Message-ID is not allowed'],
    ['reply-to', 'x@example.com', 'the header reply-to is not allowed'],
    ['X Y', 'x', 'printable ASCII'],
    ['X-Long', 'x'.repeat(996), 'at most 995'],
    ['X'.repeat(127), 'x', 'at most 126'],
    ['X-Both-Too-Long', 'x'.repeat(990), 'at most 996 characters, name and value together'],
    ['X-Name', 'João', 'a header value is printable ASCII'],
    ['X-Break', 'a\r\nBcc: b@example.org', 'a header value is printable ASCII'],
  ])('with the header %s is refused when SES would', async (Name, Value, reason) => {
    const { send, ses } = await sendingCloud();
    await expect(send('ana@example.org', simple({ Headers: [{ Name, Value }] }))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(reason),
    });
    expect(ses.mailboxes()).toEqual([]);
  });

  test('in raw form with headers that are not ASCII is refused', async () => {
    const { send } = await sendingCloud();
    const Data = crlf(`From: ${OURS}\nTo: ana@example.org\nSubject: Olá\n\nHello\n`);
    await expect(send('ana@example.org', { Content: { Raw: { Data } } })).rejects.toThrow(
      'Subject is not 7-bit ASCII',
    );
  });

  test('from or to a name that is not ASCII is refused: it goes encoded', async () => {
    const { send, ses } = await sendingCloud();
    const ascii = { name: 'BadRequestException', message: expect.stringContaining('must be 7-bit ASCII') };
    await expect(send('ana@example.org', { FromEmailAddress: `Olá <${OURS}>` })).rejects.toMatchObject(ascii);
    await expect(send('joão@example.org')).rejects.toMatchObject(ascii);
    await send('ana@example.org', { FromEmailAddress: `=?UTF-8?B?T2zDoQ==?= <${OURS}>` });
    expect(ses.mailbox('ana@example.org')[0]?.from).toBe(`=?UTF-8?B?T2zDoQ==?= <${OURS}>`);
  });

  test('over 40 MB is refused, to nobody and to more than 50 too', async () => {
    const { send, ses, cloud } = await sendingCloud();
    const Data = Buffer.concat([
      crlf(`From: ${OURS}\nTo: ana@example.org\n\n`),
      Buffer.alloc(40 * 1024 * 1024, 'a'),
    ]);
    const large = cloud.call('ses', 'SendEmail', { Content: { Raw: { Data } } }, { kind: 'developer' });
    await expect(large).rejects.toThrow('more than 41943040 bytes');
    await expect(send('', { Destination: {} })).rejects.toThrow('no recipient');
    const ToAddresses = Array.from({ length: 51 }, (_, index) => `a${index}@example.org`);
    await expect(send('', { Destination: { ToAddresses } })).rejects.toThrow('Recipient count exceeds 50');
    expect(ses.mailboxes()).toEqual([]);
  });

  test('from an identity that is not verified is rejected, in the sandbox also to one', async () => {
    const rejected = (address: string) => ({
      name: 'MessageRejected',
      message: `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${address}`,
    });
    const strict = await sendingCloud({ ses: { identities: ['elsewhere.example'] } });
    await expect(strict.send()).rejects.toMatchObject(rejected(OURS));
    const sandbox = await sendingCloud({ ses: { identities: ['example.com'], sandbox: true } });
    await expect(sandbox.send()).rejects.toMatchObject(rejected('ana@example.org'));
    await sandbox.send(`success@${SIMULATOR}`);
    await sandbox.send('colleague@mail.example.com');
    expect(await sandbox.client.send(new GetAccountCommand())).toMatchObject({
      ProductionAccessEnabled: false,
      SendQuota: { SentLast24Hours: 2 },
    });
    expect(
      await sandbox.client.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' })),
    ).toMatchObject({
      IdentityType: 'DOMAIN',
      VerifiedForSendingStatus: true,
    });
    await expect(
      sandbox.client.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.org' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('faster than the account may is throttled', async () => {
    const { send, cloud } = await sendingCloud({ ses: { sendingRate: 2 } });
    await send();
    await send();
    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await cloud.scheduler.advance(1_000);
    await send();
  });

  test('needs a configuration set that is there', async () => {
    const { send } = await sendingCloud();
    await expect(send('ana@example.org', { ConfigurationSetName: 'none' })).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  test('asks the role for the identity and for the configuration set', async () => {
    const { cloud } = await sendingCloud({ ses: { identities: ['example.com'] } });
    const statement = (Resource: unknown) => ({ Effect: 'Allow', Action: 'ses:SendEmail', Resource });
    const role = (name: string, Resource: unknown) => {
      const PolicyDocument = { Statement: [statement(Resource)] };
      cloud.services.get('iam')?.resources['AWS::IAM::Role']?.create({
        cloud,
        stackName: 'test',
        logicalId: name,
        path: name,
        properties: {
          RoleName: name,
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [TRUST] },
          Policies: [{ PolicyName: 'send', PolicyDocument }],
        },
      });
      const roleArn = `arn:aws:iam::123456789012:role/${name}`;
      const input = {
        FromEmailAddress: OURS,
        Destination: { ToAddresses: ['ana@example.org'] },
        ConfigurationSetName: 'set',
        ...simple({}),
      };
      return cloud.call('ses', 'SendEmail', input, { kind: 'role', roleArn, functionName: 'send' });
    };
    const identity = 'arn:aws:ses:eu-west-1:123456789012:identity/example.com';
    await expect(role('half', identity)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      status: 403,
    });
    await role('whole', [identity, 'arn:aws:ses:eu-west-1:123456789012:configuration-set/set']);
  });
});

describe('what becomes of it', () => {
  test('is told on the default bus: sent, then delivered', async () => {
    const { send, cloud, events } = await sendingCloud();
    const id = await send('ana@example.org', { EmailTags: [{ Name: 'caseId', Value: '123' }] });
    await cloud.scheduler.advance(60_000);
    expect(types(events())).toEqual(['Email Sent', 'Email Delivered']);
    expect(events()[1]).toMatchObject({
      source: 'aws.ses',
      resources: ['arn:aws:ses:eu-west-1:123456789012:configuration-set/set'],
      detail: {
        eventType: 'Delivery',
        mail: {
          messageId: id,
          source: `Support <${OURS}>`,
          destination: ['ana@example.org'],
          headersTruncated: false,
          commonHeaders: { subject: 'Your order', messageId: id },
          tags: { 'ses:configuration-set': ['set'], caseId: ['123'] },
        },
        delivery: { recipients: ['ana@example.org'], timestamp: '2026-11-22T02:16:06.123Z' },
      },
    });
  });

  test('is told only as far as the configuration set asks', async () => {
    const { send, cloud, events } = await sendingCloud({ eventTypes: ['bounce'] });
    await send();
    await send(`bounce@${SIMULATOR}`);
    await send('ana@example.org', { ConfigurationSetName: undefined });
    await cloud.scheduler.advance(60_000);
    expect(types(events())).toEqual(['Email Bounced']);
  });

  test('and refused by the bus is lost, which the trace shows; the mail has left', async () => {
    const { send, cloud, ses, events } = await sendingCloud({ eventTypes: ['delivery'] });
    const traced: unknown[] = [];
    cloud.traces.listen(({ what }) => void traced.push(what));
    const fault = cloud.faults.add({ kind: 'throttle', service: 'events' });
    await send();
    await cloud.scheduler.advance(60_000);
    cloud.faults.remove(fault.id);
    await cloud.scheduler.advance(60_000);
    expect(traced).toContain('report-refused');
    expect(events()).toEqual([]);
    expect(ses.mailbox('ana@example.org')).toHaveLength(1);
  });

  test.each([
    ['success', ['Email Sent', 'Email Delivered'], {}],
    [
      'bounce',
      ['Email Sent', 'Email Bounced'],
      { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
    ],
    ['bounce+label', ['Email Sent', 'Email Bounced'], { bounce: { bounceType: 'Permanent' } }],
    ['suppressionlist', ['Email Sent', 'Email Bounced'], { bounce: { bounceSubType: 'Suppressed' } }],
    [
      'complaint',
      ['Email Sent', 'Email Delivered', 'Email Complaint Received'],
      { complaint: { complaintFeedbackType: 'abuse' } },
    ],
  ])('to %s at the simulator is as AWS says', async (name, expected, detail) => {
    const { send, cloud, events } = await sendingCloud();
    await send(`${name}@${SIMULATOR}`);
    await send(`${name}@${SIMULATOR}`);
    await cloud.scheduler.advance(60_000);
    expect(types(events()).sort()).toEqual([...expected, ...expected].sort());
    expect(events().at(-1).detail).toMatchObject(detail);
  });

  test('a permanent bounce puts the address on the suppression list', async () => {
    const { send, cloud, ses, events } = await sendingCloud({ eventTypes: ['bounce'] });
    ses.setFate('gone@example.org', 'bounce');
    await send('gone@example.org');
    await cloud.scheduler.advance(5_000);
    ses.setFate('gone@example.org', 'deliver');
    await send('gone@example.org');
    await cloud.scheduler.advance(5_000);
    expect(events().map(({ detail }) => detail.bounce.bounceSubType)).toEqual([
      'General',
      'OnAccountSuppressionList',
    ]);
    expect(ses.mailbox('gone@example.org')).toEqual([]);
  });

  test('other ends: for now, late, with a virus', async () => {
    const { send, cloud, ses, events } = await sendingCloud({
      eventTypes: ['bounce', 'deliveryDelay', 'delivery', 'reject'],
    });
    ses.setFate('full@example.org', 'bounce-for-now');
    ses.setFate('slow@example.org', 'delay');
    await send('full@example.org');
    await send('slow@example.org');
    ses.setFate('ill@example.org', 'reject');
    await send('ill@example.org');
    await cloud.scheduler.advance(3_600_000);
    expect(types(events())).toEqual([
      'Email Rejected',
      'Email Bounced',
      'Email Delivery Delayed',
      'Email Delivered',
    ]);
    expect(events()[1].detail.bounce).toMatchObject({
      bounceType: 'Transient',
      bounceSubType: 'MailboxFull',
    });
    expect(events()[0].detail.reject).toEqual({ reason: 'Bad content' });
    expect(ses.mailboxes()).toEqual(['slow@example.org']);
  });

  test.each([
    ['text', (virus: string) => ({ Body: { Text: { Data: virus } } })],
    [
      'an attachment',
      (virus: string) => ({ Attachments: [{ RawContent: Buffer.from(virus), FileName: 'invoice.exe' }] }),
    ],
  ])('the test file of virus scanners as %s is accepted and never sent', async (_, parts) => {
    const { send, cloud, ses, events } = await sendingCloud();
    const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
    await send('ana@example.org', simple(parts(virus)));
    await cloud.scheduler.advance(60_000);
    expect(types(events())).toEqual(['Email Sent', 'Email Rejected']);
    expect(ses.mailboxes()).toEqual([]);
  });

  test('somebody out of the office answers automatically to the reply address', async () => {
    const { send, cloud, notifications, object } = await sendingCloud();
    const id = await send(`ooto@${SIMULATOR}`, { ReplyToAddresses: ['support+token@example.com'] });
    await cloud.scheduler.advance(5_000);
    const [{ mail, receipt }] = notifications();
    expect(receipt.recipients).toEqual(['support+token@example.com']);
    expect(mail.source).toBe('<>');
    const stored = await object(receipt.action.objectKey);
    expect(stored).toContain('Auto-Submitted: auto-replied\r\n');
    expect(stored.replace(/\r\n /g, ' ')).toContain(`In-Reply-To: <${id}@eu-west-1.amazonses.com>`);
  });

  test('two addresses of this cloud that write to each other get every mail as a new delivery', async () => {
    const { send, cloud, ses, notifications } = await sendingCloud({ rule: { Recipients: ['example.com'] } });
    ses.setVerdicts('example.com', { dmarc: 'FAIL' });
    const first = await send('b@example.com', { FromEmailAddress: 'a@example.com' });
    await cloud.scheduler.advance(1_000);
    const second = await send('a@example.com', { FromEmailAddress: 'b@example.com' });
    await cloud.scheduler.advance(1_000);
    const told = notifications();
    expect(told.map(({ receipt }) => receipt.recipients)).toEqual([['b@example.com'], ['a@example.com']]);
    expect(told.map(({ mail }) => mail.commonHeaders.messageId)).toEqual(
      [first, second].map((id) => `<${id}@eu-west-1.amazonses.com>`),
    );
    expect(new Set([first, second, ...told.map(({ mail }) => mail.messageId)]).size).toBe(4);
    expect(told.every(({ receipt }) => receipt.dmarcVerdict.status === 'PASS')).toBe(true);
  });

  test('the same seed gives the same mails, ids and times', async () => {
    const run = async () => {
      const { send, cloud, ses, events, receive } = await sendingCloud();
      await send('ana@example.org', simple({ Body: { Text: { Data: 'a' }, Html: { Data: 'b' } } }));
      await send(`complaint@${SIMULATOR}`);
      receive();
      await cloud.scheduler.advance(60_000);
      return [ses.mailbox('ana@example.org'), events(), cloud.traces.entries()];
    };
    expect(await run()).toEqual(await run());
  });
});

test('an event destination elsewhere than on the default bus is refused', async () => {
  const { cloud } = await mailCloud();
  expect(() =>
    cloud.create('AWS::SES::ConfigurationSetEventDestination', 'Wrong', {
      ConfigurationSetName: 'set',
      EventDestination: {
        MatchingEventTypes: ['send'],
        EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/other' },
      },
    }),
  ).toThrow('SES puts events on the default bus only');
});
