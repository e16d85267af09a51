import { once } from 'node:events';
import { connect } from 'node:net';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import WebSocket from 'ws';
import { type RunningCloud, sesOf, startCloud } from '../../local/index.ts';

// The other journeys run in one process on a virtual clock. This one runs as `npm start` does: the bundles in workers,
// the unchanged SDK over sockets, the control API, and the same events as AWS's own clients send them.

let running: RunningCloud;
beforeAll(async () => {
  running = await startCloud({
    assemblyDirectory: inject('assembly'),
    mode: 'live',
    awsPort: 0,
    httpPort: 0,
    smtpPort: 0,
  });
}, 60_000);
afterAll(() => running.stop());

const control = async (path: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`${running.cloud.endpoint}/_local/${path}`, init)).json() as Promise<any>;
};

/** Answers when all is quiet. */
const settle = () => control('clock', { advance: 'PT1S' });

test('W11 S3.11 a published SMS goes the whole way through workers and sockets', {
  timeout: 60_000,
}, async () => {
  const { InboundSmsTopicArn, SmsPhoneNumber, AgentApiUrl } = await control('outputs');
  const sns = new SNSClient({
    endpoint: running.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const message = {
    originationNumber: '+14255550182',
    destinationNumber: SmsPhoneNumber,
    messageKeyword: 'HELLO',
    messageBody: 'Hello, where is my order?',
    inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
  };
  const publish = () =>
    sns.send(new PublishCommand({ TopicArn: InboundSmsTopicArn, Message: JSON.stringify(message) }));
  await Promise.all(Array.from({ length: 8 }, publish));
  await settle();

  const { token } = await control('token', { agent: 'ana', queues: ['general'], role: 'agent' });
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(new URL(path, AgentApiUrl), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const { items } = (await api('GET', 'work')).body;
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ queue: 'general', arrivals: 1 });

  const { caseId } = items[0];
  expect((await api('POST', `cases/${caseId}/claim`)).status).toBe(200);
  const reply = { text: 'It arrives tomorrow.', answers: 1 };
  expect((await api('POST', `cases/${caseId}/replies`, reply)).status).toBe(200);
  await settle();
  const { messages } = await control('outbox');
  expect(messages).toMatchObject([
    { to: '+14255550182', text: expect.stringContaining('we have your message') },
    { to: '+14255550182', text: 'It arrives tomorrow.' },
  ]);
  expect((await api('POST', `cases/${caseId}/resolve`)).status).toBe(200);

  const calls = await control('calls');
  expect(calls.unpriced).toEqual([]);
  expect(calls.byFunction['throughline-dev-record-interaction'].calls).toBeGreaterThan(0);
});

/** Hands a mail in over SMTP, as a mail server does. @returns what the last command was answered with */
async function sendMail(port: number, to: string, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const answers = socket[Symbol.asyncIterator]();
  // The last line of an answer has a blank behind its code.
  const heard = async (): Promise<string> => {
    let answer = '';
    while (!/^\d{3} .*\r\n$/m.test(answer)) answer += String((await answers.next()).value);
    return answer;
  };
  const say = (command: string) => {
    socket.write(`${command}\r\n`);
    return heard();
  };
  await heard();
  for (const command of ['EHLO example.org', 'MAIL FROM:<ann@example.org>', `RCPT TO:<${to}>`, 'DATA'])
    expect(await say(command)).toMatch(/^[23]/);
  const answer = await say([...lines, '.'].join('\r\n'));
  socket.end('QUIT\r\n');
  return answer;
}

test('R1 the same mail eight times at once over SMTP is one interaction, one case and one receipt', {
  timeout: 60_000,
}, async () => {
  const { SupportEmailAddress, AgentApiUrl } = await control('outputs');
  const port = sesOf(running.cloud).smtpPort() ?? 0;
  const mail = [
    'From: Ann <ann@example.org>',
    `To: ${SupportEmailAddress}`,
    'Message-ID: <once-and-only@example.org>',
    'Subject: My order',
    '',
    'Where is my order?',
  ];
  const sent = await Promise.all(Array.from({ length: 8 }, () => sendMail(port, SupportEmailAddress, mail)));
  expect(sent.map((answer) => answer.slice(0, 3))).toEqual(Array(8).fill('250'));
  await settle();
  const { token } = await control('token', { agent: 'sofia', queues: ['general'], role: 'agent' });
  const headers = { authorization: `Bearer ${token}` };
  const { items } = (await (await fetch(new URL('work', AgentApiUrl), { headers })).json()) as any;
  const mails = items.filter(({ channel }: { channel: string }) => channel === 'email');
  expect(mails).toMatchObject([{ queue: 'general', arrivals: 1 }]);
  expect(sesOf(running.cloud).mailbox('ann@example.org')).toHaveLength(1);
});

test('without a token the agent API says no', async () => {
  const { AgentApiUrl } = await control('outputs');
  expect((await fetch(new URL('work', AgentApiUrl))).status).toBe(401);
});

test('a chat goes the whole way through a real WebSocket', { timeout: 60_000 }, async () => {
  const { ChannelsApiUrl, LiveUpdatesUrl } = await control('outputs');
  const chat = async (method: string, path: string, token?: string, body?: unknown) => {
    const response = await fetch(`${ChannelsApiUrl}/webchat/${path}`, {
      method,
      headers: {
        origin: 'https://example.com',
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const { token, liveUpdatesUrl } = (await chat('POST', 'sessions')).body;
  expect(liveUpdatesUrl).toBe(LiveUpdatesUrl);
  const socket = new WebSocket(liveUpdatesUrl, ['throughline', token], { origin: 'https://example.com' });
  await once(socket, 'open');
  expect(socket.protocol).toBe('throughline');

  const pushed = once(socket, 'message');
  const message = { id: '5e8f2a3c-9b1d-4c7e-8a6f-0d2b4c6e8f10', text: 'Hello' };
  const { interactionId } = (await chat('POST', 'messages', token, message)).body;
  await settle();
  expect(JSON.parse(String((await pushed)[0]))).toMatchObject({ type: 'CaseOpened', interactionId });
  expect((await chat('GET', 'messages', token)).body).toMatchObject({
    messages: [{ interactionId, from: 'you', text: 'Hello' }],
    case: { state: 'open' },
  });
  socket.close();
  await once(socket, 'close');
});
