import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { type RunningCloud, type SesOptions, sesOf, startCloud } from '../../../local/index.ts';
import { sqsOf } from '../../../local/sqs/index.ts';
import { letter, OURS } from './mail-cloud.ts';
import { assemblyOf, receiving } from './mail-template.ts';

let running: RunningCloud | undefined;
afterEach(() => running?.stop());

async function startMail(resources: Record<string, unknown> = receiving, ses: SesOptions = {}, smtpPort = 0) {
  running = await startCloud({
    mode: 'live',
    seed: 1,
    awsPort: 0,
    httpPort: 0,
    smtpPort,
    ses,
    assemblyDirectory: '',
    assembly: assemblyOf(resources),
  });
  return running;
}

const activate = ({ cloud }: RunningCloud, RuleSetName = 'ours') =>
  cloud.call('ses', 'SetActiveReceiptRuleSet', { RuleSetName }, { kind: 'developer' });

/** Speaks SMTP: says each line, or sends each piece, after the answer to the one before; returns the answers. */
async function converse(port: number, says: readonly (string | Buffer)[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value = '' } = await lines.next();
    return /^\d{3}-/.test(value) ? `${value}\n${await answer()}` : value;
  };
  const answers = [await answer()];
  for (const said of [...says, 'QUIT']) {
    socket.write(typeof said === 'string' ? `${said}\r\n` : said);
    answers.push(await answer());
  }
  socket.destroy();
  return answers;
}

const mailTo = (to: readonly string[], data = letter()) => [
  'EHLO test.example.org',
  'MAIL FROM:<ana@example.org>',
  ...to.map((recipient) => `RCPT TO:<${recipient}>`),
  'DATA',
  Buffer.concat([data, Buffer.from('.\r\n')]),
];

const arrivals = ({ resources, cloud }: RunningCloud) => {
  const arn = resources.find(({ logicalId }) => logicalId === 'Queue')?.attributes.Arn ?? '';
  return (sqsOf(cloud).queue(arn)?.peek() ?? []).map(({ body }) => JSON.parse(body));
};

test('any mail program hands mail in: no login, no TLS, the size announced, several recipients', async () => {
  const it = await startMail();
  await activate(it);
  const port = sesOf(it.cloud).smtpPort() ?? 0;
  const [, ehlo, from, nobody, first, second, , done] = await converse(
    port,
    mailTo(
      ['nobody@example.com', OURS, 'support+x@example.com'],
      letter({ more: 'X-Dots: yes\n\n.. two\n' }),
    ),
  );
  expect(ehlo).toContain('SIZE 41943040');
  expect(ehlo).not.toMatch(/STARTTLS|AUTH|SMTPUTF8/);
  expect(from).toMatch(/^250 /);
  expect(nobody).toMatch(/^550 5\.1\.1 /);
  expect([first, second].join()).toMatch(/^250 .*,250 /);
  const messageId = /^250 .*?([a-z0-9]{40})$/.exec(done ?? '')?.[1];
  await it.cloud.scheduler.quiet();

  const [{ mail, receipt }] = arrivals(it);
  expect(mail).toMatchObject({
    source: 'ana@example.org',
    messageId,
    destination: [OURS, 'support+x@example.com'],
  });
  const stored = await it.cloud.call(
    's3',
    'GetObject',
    { Bucket: 'archive', Key: receipt.action.objectKey },
    { kind: 'developer' },
  );
  expect(Buffer.from((stored as { Body: Uint8Array }).Body).toString()).toContain('\r\n. two\r\n');
  const health = await (await fetch(`${it.cloud.endpoint}/_local/health`)).json();
  expect(health).toMatchObject({ status: 'ok', smtp: `smtp://127.0.0.1:${port}` });
});

test('without an active rule set every recipient is refused', async () => {
  const it = await startMail();
  const answers = await converse(sesOf(it.cloud).smtpPort() ?? 0, mailTo([OURS]).slice(0, 3));
  expect(answers[3]).toMatch(/^550 5\.1\.1 Mailbox unavailable/);
});

test('a mail announced as larger than 40 MB is refused at once', async () => {
  const it = await startMail();
  const says = ['EHLO test.example.org', 'MAIL FROM:<ana@example.org> SIZE=41943041'];
  expect((await converse(sesOf(it.cloud).smtpPort() ?? 0, says))[2]).toMatch(/^552 /);
});

test('a port in use is named in a sentence', async () => {
  const first = await startMail();
  const port = sesOf(first.cloud).smtpPort() ?? 0;
  await expect(startMail(receiving, {}, port)).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port for mail with LOCAL_SMTP_PORT.`,
  );
  await first.stop();
});

test('no SMTP server runs where nothing receives mail', async () => {
  const it = await startMail({ Rules: receiving.Rules });
  expect(sesOf(it.cloud).smtpPort()).toBeUndefined();
});

test('the control API hands mail in, sets verdicts and reads mailboxes', async () => {
  const it = await startMail();
  await activate(it);
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${it.cloud.endpoint}/_local/ses/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const get = async (path: string) => (await fetch(`${it.cloud.endpoint}/_local/ses/${path}`)).json();

  expect(await post('verdicts', { sender: 'Example.org', verdicts: { dmarc: 'FAIL' } })).toEqual({
    status: 200,
    body: { verdicts: { 'example.org': { dmarc: 'FAIL' } } },
  });
  const raw = letter().toString();
  expect(await post('mail', { from: 'ana@example.org', to: OURS, raw })).toMatchObject({
    status: 202,
    body: { messageId: expect.any(String), recipients: [OURS] },
  });
  await post('mail', { from: 'ana@example.org', to: [OURS], raw, verdicts: { spam: 'FAIL' } });
  expect(await post('mail', { from: 'ana@example.org', to: 'nobody@example.com', raw })).toMatchObject({
    status: 409,
    body: { error: expect.stringMatching(/^550 /) },
  });
  expect(await post('mail', { from: 'ana@example.org', to: OURS })).toMatchObject({ status: 400 });
  await it.cloud.scheduler.quiet();
  expect(
    arrivals(it).map(({ receipt }) => [receipt.spamVerdict.status, receipt.dmarcVerdict.status]),
  ).toEqual([
    ['PASS', 'FAIL'],
    ['FAIL', 'PASS'],
  ]);
  await post('verdicts', { sender: 'example.org', verdicts: null });
  expect(await get('verdicts')).toEqual({ verdicts: {} });

  const Content = { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hello Ana' } } } };
  const input = { FromEmailAddress: OURS, Destination: { ToAddresses: ['ana@example.org'] }, Content };
  await it.cloud.call('ses', 'SendEmail', input, { kind: 'developer' });
  expect(await get('mailbox')).toEqual({ mailboxes: [{ address: 'ana@example.org', mails: 1 }] });
  expect(await get('mailbox?address=ana@example.org')).toMatchObject({
    mails: [
      { from: OURS, subject: 'Hi', text: 'Hello Ana', mime: expect.stringContaining('Message-ID: <0100') },
    ],
  });
  expect(await post('mailbox', { address: 'ana@example.org', fate: 'vanish' })).toMatchObject({
    status: 400,
  });
  const foreign = await fetch(`${it.cloud.endpoint}/_local/ses/mail`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: '{}',
  });
  expect(foreign.status).toBe(403);
});
