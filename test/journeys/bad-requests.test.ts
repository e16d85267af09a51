import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Product, startProduct } from '../support/product-cloud.ts';

// Requests of agents that cannot be carried out as they are: each is refused with a sentence that names what is wrong,
// and nothing of it leaves for a customer.

const CUSTOMER = '+14255550182';

let product: Product;
let caseId: string;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  for (const from of [CUSTOMER, '+14255550183', '+14255550184']) product.sms(from, 'My secret is 4711');
  await product.settle();
  const ana = product.agent('ana', ['general']);
  caseId = (await ana.work())[0]?.caseId ?? '';
  await ana.post(`/cases/${caseId}/claim`);
});
afterAll(() => product.stop());

async function send(method: string, path: string, body?: string | Uint8Array, headers: object = {}) {
  const authorization = `Bearer ${product.token()}`;
  const answer = await product.request({
    method,
    path: path.replace('{caseId}', caseId).replace('{customerId}', caseId.split('-')[0] ?? ''),
    headers: { authorization, ...headers },
    ...(body !== undefined && { body }),
  });
  expect(JSON.stringify(answer)).not.toMatch(/at file:|node:internal| {4}at /);
  return answer;
}

const wrongBody = (problem: string) => `The body is not a JSON object as documented (${problem}).`;

describe('the body of a reply', () => {
  const say = (fields: object) => JSON.stringify({ text: 'Hello', answers: 1, ...fields });

  test.each<[string, string | Uint8Array, string]>([
    ['is missing', '', 'The body is not JSON.'],
    ['is not JSON', 'text=Hello&answers=1', 'The body is not JSON.'],
    ['is JSON cut short', '{"text":"Hello"', 'The body is not JSON.'],
    ['is bytes', new Uint8Array([0xff, 0xfe, 0, 1]), 'The body is not JSON.'],
    ['is nested 200,000 deep', '['.repeat(200_000), 'The body is not JSON.'],
    ['is a list', '[]', wrongBody('its outermost part: Invalid input: expected object, received array')],
    ['has unknown fields', say({ bcc: '+1', to: 'x' }), wrongBody('there is no field bcc, to')],
    [
      'has a field of no name',
      say({ [`<script>${'x'.repeat(99_999)}`]: 1 }),
      wrongBody('there is no field …'),
    ],
    [
      'has a text of 10,001 characters',
      say({ text: 'x'.repeat(10_001) }),
      wrongBody('text: Too big: expected string to have <=10000 characters'),
    ],
    [
      'has a text of 1 MB',
      say({ text: 'x'.repeat(1_048_576) }),
      wrongBody('text: Too big: expected string to have <=10000 characters'),
    ],
    ['says nothing', say({ text: ' \u0000\u0007' }), wrongBody('text: says nothing')],
    [
      'has a number for a text',
      say({ text: 4711 }),
      wrongBody('text: Invalid input: expected string, received number'),
    ],
    [
      'answers a text',
      say({ answers: '1' }),
      wrongBody('answers: Invalid input: expected number, received string'),
    ],
    [
      'answers nothing',
      say({ answers: undefined }),
      wrongBody('answers: Invalid input: expected number, received undefined'),
    ],
    [
      'answers half a message',
      say({ answers: 0.5 }),
      wrongBody('answers: Invalid input: expected int, received number'),
    ],
    [
      'answers before the first',
      say({ answers: -1 }),
      wrongBody('answers: Too small: expected number to be >=0'),
    ],
  ])('%s: 400 with the cause', async (_, body, message) => {
    const answer = await send('POST', '/cases/{caseId}/replies', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad-body', message } } });
  });

  test('answers a message that never came: 409 with the newest', async () => {
    expect(await send('POST', '/cases/{caseId}/replies', say({ answers: 2 }))).toMatchObject({
      status: 409,
      body: { error: { code: 'no-such-arrival', details: { newest: 1 } } },
    });
  });

  test('is over what an HTTP API takes: 413', async () => {
    const { status } = await send('POST', '/cases/{caseId}/replies', new Uint8Array(10 * 1_048_576 + 1));
    expect(status).toBe(413);
  });

  test('has an idempotency key that is none: 400', async () => {
    const answer = await send('POST', '/cases/{caseId}/replies', say({}), { 'idempotency-key': 'two words' });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad-idempotency-key' } } });
  });

  test('a refused reply never leaves', async () => {
    await product.settle();
    expect(product.phone(CUSTOMER)).toEqual([]);
  });
});

test.each([
  [
    '/cases/{caseId}/notes',
    { text: 'x'.repeat(10_001) },
    'text: Too big: expected string to have <=10000 characters',
  ],
  ['/cases/{caseId}/notes', { text: 'x', answers: 1 }, 'there is no field answers'],
  ['/cases/{caseId}/resolve', { answers: 'all' }, 'answers: Invalid input: expected number, received string'],
])('POST %s with a wrong body: 400', async (path, body, problem) => {
  expect(await send('POST', path, JSON.stringify(body))).toMatchObject({
    status: 400,
    body: { error: { code: 'bad-body', message: wrongBody(problem) } },
  });
});

describe('a case or customer that is not there', () => {
  test.each([
    '0000000000000000-1',
    'nowhere',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '{caseId}%00',
    '{caseId}0',
    '{customerId}-0',
    '{customerId}-01',
    'PROFILE',
    'customer%23{customerId}',
    "'%20OR%201=1",
    'x'.repeat(50),
  ])('GET /cases/%s: 404', async (id) => {
    expect(await send('GET', `/cases/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'no-such-case', message: 'There is no such case.' } },
    });
  });

  test.each(['0000000000000000', '%2e%2e%2fcases', 'customer%23{customerId}', '{customerId}%00'])(
    'GET /customers/%s/thread: 404',
    async (id) => {
      expect(await send('GET', `/customers/${id}/thread`)).toMatchObject({
        status: 404,
        body: { error: { code: 'no-such-customer' } },
      });
    },
  );

  test.each([
    ['DELETE', '/cases/{caseId}', 404],
    ['GET', '/cases/{caseId}/claim', 404],
    ['POST', '/cases/{caseId}/../../work', 404],
    ['GET', '/cases/%ff', 400],
  ])('%s %s is no route: %i', async (method, path, status) => {
    expect((await send(method, path)).status).toBe(status);
  });
});

describe('a page of the work list', () => {
  test.each(['0', '101', '1.5', 'x', '-1', ''])('limit=%s: 400', async (limit) => {
    expect(await send('GET', `/work?limit=${limit}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-limit', message: 'limit must be a whole number from 1 to 100.' } },
    });
  });

  test('a cursor that was tampered with: 400; one that is whole goes on', async () => {
    const { cursor } = (await send('GET', '/work?limit=1')).body;
    expect((await send('GET', `/work?limit=1&cursor=${cursor}`)).body.items).toHaveLength(1);
    const place = Buffer.from(cursor, 'base64url').toString();
    const remade = (text: string) => Buffer.from(text).toString('base64url');
    const tampered = [
      `${cursor}A`,
      `${cursor}%3D`,
      cursor.slice(0, -1),
      'x',
      remade(place.replace('#', '')),
      remade(`${place}\u0000`),
      remade(place.replace(/^.*?#/, 'marker#')),
      remade('AT#2026-01-05T09:00:00.000Z#00000000000000000000000000000000'),
    ];
    for (const cursor of tampered) {
      const { status, body } = await send('GET', `/work?limit=1&cursor=${cursor}`);
      expect([cursor, status, body.error.code]).toEqual([cursor, 400, 'bad-cursor']);
    }
  });
});

test('SEC9 bad requests leave no number, text or stack trace in the log', () => {
  expect(product.logLines.length).toBeGreaterThan(0);
  expect(JSON.stringify(product.logLines)).not.toMatch(/4255550182|4711|secret|at file:|node:internal/);
});
