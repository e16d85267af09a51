import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../local/index.ts';

// The other journeys run in one process on a virtual clock. This one runs as `npm start` does: the bundles in workers,
// the unchanged SDK over sockets, the control API, and the same events as AWS's own clients send them.

let running: RunningCloud;
beforeAll(async () => {
  running = await startCloud({
    assemblyDirectory: inject('assembly'),
    mode: 'live',
    awsPort: 0,
    httpPort: 0,
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
  expect(messages).toMatchObject([{ to: '+14255550182', text: 'It arrives tomorrow.' }]);
  expect((await api('POST', `cases/${caseId}/resolve`)).status).toBe(200);

  const calls = await control('calls');
  expect(calls.unpriced).toEqual([]);
  expect(calls.byFunction['throughline-dev-record-interaction'].calls).toBeGreaterThan(0);
});

test('without a token the agent API says no', async () => {
  const { AgentApiUrl } = await control('outputs');
  expect((await fetch(new URL('work', AgentApiUrl))).status).toBe(401);
});
