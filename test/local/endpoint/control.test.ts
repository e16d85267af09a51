import { request } from 'node:http';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseDuration } from '../../../local/control/durations.ts';
import type { RunningCloud } from '../../../local/index.ts';
import { at, topicAndQueue } from './running.ts';

let running: RunningCloud;

beforeAll(async () => {
  running = await topicAndQueue();
});
afterAll(() => running.stop());
beforeEach(() => running.reset());

const post = (path: string, body: unknown) =>
  at(running, path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
const bodyOf = (answer: Response): Promise<any> => answer.json();
const get = async (path: string) => bodyOf(await at(running, path));

/** A request with headers that `fetch` would not let a program set. */
function raw(headers: Record<string, string>, path = '/_local/health'): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${running.cloud.endpoint}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject).end();
  });
}

async function publish(): Promise<void> {
  const sns = new SNSClient({
    endpoint: running.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 'x' },
  });
  await sns.send(new PublishCommand({ TopicArn: running.outputs.TopicArn, Message: 'hello' }));
  await running.cloud.scheduler.quiet();
}

describe('what it tells', () => {
  test('health, outputs and what happened', async () => {
    expect(await get('/_local/health')).toMatchObject({ status: 'ok' });
    expect(await get('/_local/outputs')).toEqual(running.outputs);
    await publish();
    const { traces } = await get('/_local/traces');
    expect(traces.map(({ service }: { service: string }) => service)).toEqual(
      expect.arrayContaining(['sns', 'sqs']),
    );
    expect(await get('/_local/outbox')).toEqual({ messages: [] });
  });

  test('every billable call with its caller and its price', async () => {
    await publish();
    const bill = await get('/_local/calls');
    expect(bill.lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          service: 'sns',
          operation: 'Publish',
          caller: 'developer',
          calls: 1,
          cost: 0.5e-6,
        }),
        expect.objectContaining({
          service: 'sqs',
          operation: 'SendMessage',
          caller: 'sns.amazonaws.com',
          cost: 0.4e-6,
        }),
      ]),
    );
    expect(bill.cost).toBeCloseTo(0.9e-6, 12);
    expect(bill.unpriced).toEqual([]);
  });

  test('what happens, as it happens', async () => {
    const stop = new AbortController();
    const stream = await at(running, '/_local/events', { signal: stop.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await publish();
    let text = '';
    while (!text.includes('"service":"sns"')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('data: {');
    stop.abort();
  });
});

describe('what it does', () => {
  test('moves the clock and answers when all is quiet', async () => {
    const before = running.cloud.clock.now();
    const answer = await post('/_local/clock', { advance: 'P3D' });
    const { now } = await bodyOf(answer);
    expect(Date.parse(now) - before).toBeGreaterThanOrEqual(3 * 86_400_000);
  });

  test('adds, lists and removes faults', async () => {
    const added = await post('/_local/faults', { kind: 'throttle', service: 'sqs', times: 2 });
    expect(added.status).toBe(201);
    const { id } = await bodyOf(added);
    expect((await get('/_local/faults')).faults).toHaveLength(1);
    expect((await at(running, `/_local/faults?id=${id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await at(running, `/_local/faults?id=${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('forgets everything but the resources', async () => {
    await publish();
    expect((await post('/_local/reset', {})).status).toBe(200);
    expect((await get('/_local/calls')).calls).toBe(0);
    await publish();
    expect((await get('/_local/calls')).calls).toBeGreaterThan(0);
  });
});

describe('bad input gets one sentence', () => {
  test.each<[string, string, unknown, number, RegExp]>([
    ['no JSON', '/_local/clock', '{advance', 400, /^The body is not valid JSON\.$/],
    ['an empty body', '/_local/clock', '', 400, /^The body is not valid JSON\.$/],
    ['no duration', '/_local/clock', { advance: '3 days' }, 400, /"3 days" is no duration/],
    ['a negative duration', '/_local/clock', { advance: '-P1D' }, 400, /is no duration/],
    ['a century', '/_local/clock', { advance: 'P9999W' }, 400, /longer than ten years/],
    ['an unknown member', '/_local/clock', { advance: 'P1D', now: true }, 400, /^The body is wrong: .*now/],
    ['an unknown fault', '/_local/faults', { kind: 'explode' }, 400, /^The body is wrong at kind/],
    ['an impossible rate', '/_local/faults', { kind: 'delay', rate: 2 }, 400, /at rate/],
    ['a token for nobody', '/_local/token', { agent: '', queues: [] }, 400, /at agent/],
    ['an unknown path', '/_local/nothing', {}, 404, /no such path/],
    ['a wrong method', '/_local/health', {}, 405, /takes GET\.$/],
  ])('%s', async (_name, path, body, status, message) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    const { error } = await bodyOf(answer);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/\n|\.ts:\d/);
  });
});

test('what happened is told since a time, and a time that is none is refused', async () => {
  await publish();
  const { now } = await bodyOf(await post('/_local/clock', { advance: 'PT1H' }));
  const { traces } = await get(`/_local/traces?since=${now}`);
  expect(traces.map(({ what }: { what: string }) => what)).toEqual(['advanced']);
  const refused = await at(running, '/_local/traces?since=yesterday');
  expect([refused.status, (await bodyOf(refused)).error]).toEqual([400, expect.stringContaining('ISO 8601')]);
});

describe('pages of other sites are refused', () => {
  test.each<[string, Record<string, string>, number]>([
    ['its own address', {}, 200],
    ['localhost', { host: 'localhost:4566' }, 200],
    ['a name that was rebound to this machine', { host: 'evil.example:4566' }, 403],
    ['a name that begins like ours', { host: '127.0.0.1.evil.example' }, 403],
    ['the console’s origin', { origin: 'http://127.0.0.1:3000' }, 200],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a request across sites', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s', async (_name, headers, status) => {
    expect(await raw(headers)).toBe(status);
    expect(await raw(headers, '/_local/events?')).toBe(status);
    // Without them the AWS endpoint has no such bucket.
    expect(await raw(headers, '/no-bucket/no-key')).toBe(status === 200 ? 404 : status);
  });

  test.each<[string, Record<string, string>, number]>([
    ['a bucket before the host', { host: 'raw.localhost:4566' }, 404],
    ['a bucket before a foreign host', { host: 'raw.evil.example' }, 403],
    ['a name that ends like ours', { host: 'evil-localhost:4566' }, 403],
    ['an image in a foreign page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
  ])('at the AWS endpoint: %s', async (_name, headers, status) => {
    expect(await raw(headers, '/no-bucket/no-key')).toBe(status);
  });

  test('but signed links to files may be followed from them', async () => {
    const signed = (service: string) =>
      `X-Amz-Credential=k%2F20260101%2Fus-east-1%2F${service}%2Faws4_request`;
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await raw(followed, `/no-bucket/no-key?${signed('s3')}`)).toBe(404);
    expect(await raw({ ...followed, host: 'evil.example' }, `/no-bucket/no-key?${signed('s3')}`)).toBe(403);
    expect(await raw({ ...followed }, `/?Action=Publish&${signed('sns')}`)).toBe(403);
  });

  test('nor may their forms call AWS, which need no header of their own', async () => {
    const credential = 'k/20260101/us-east-1/sns/aws4_request';
    const body = `Action=Publish&TopicArn=${running.outputs.TopicArn}&Message=hello`;
    const form = (headers: Record<string, string>) =>
      at(running, `/?X-Amz-Credential=${encodeURIComponent(credential)}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    expect((await form({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await form({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(403);
    expect((await form({})).status).not.toBe(403);
  });
});

test.each([
  ['P3D', 259_200_000],
  ['PT15M', 900_000],
  ['P1DT12H', 129_600_000],
  ['P1W', 604_800_000],
  ['PT0.25S', 250],
  ['PT0S', 0],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['P', 'PT', 'P1DT', '3D', 'P1Y', 'P1M', 'PT1D', 'p1d', 'P1D ', ''])('"%s" is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(/is no duration/);
});
