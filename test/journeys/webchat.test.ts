import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { chatRequest, listen, openChat, PAGE } from '../support/webchat-visitor.ts';

const DAY = 86_400;

let product: Product;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.stop());

const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);

/** An agent answers the newest case of the work list. */
async function answer(text: string, answers = 1) {
  const [item] = await ana().work();
  if (!item) throw new Error('No case is in the work list.');
  await ana().post(`/cases/${item.caseId}/claim`);
  const reply = await ana().post(`/cases/${item.caseId}/replies`, { text, answers });
  expect(reply.status).toBe(200);
  return item;
}

const texts = (thread: { messages: { from: string; text: string }[] }) =>
  thread.messages.map(({ from, text }) => [from, text]);

describe('a chat goes the whole way', () => {
  test('S2.3 S3.1 a visitor writes, an agent answers, the page hears of it and shows it', async () => {
    const visitor = await openChat(product);
    const socket = await visitor.listen();
    expect(socket.protocol).toBe('throughline');
    const sent = await visitor.write('Hello, where is my order?', { name: 'Marta', language: 'en' });
    expect(sent).toMatchObject({
      status: 202,
      body: { interactionId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    await product.settle();

    const item = await answer('It arrives tomorrow.');
    expect(item).toMatchObject({ channel: 'webchat', queue: 'general', arrivals: 1 });
    const { body } = await ana().get(`/cases/${item.caseId}`);
    expect(body.customer).toMatchObject({ name: 'Marta', language: 'en' });
    await product.settle();

    const pushed = socket.received.map((text) => JSON.parse(text));
    expect(pushed.map(({ type }) => type)).toEqual(['CaseOpened', 'ReplySent']);
    expect(pushed[0]).toEqual({
      type: 'CaseOpened',
      caseId: item.caseId,
      interactionId: sent.body.interactionId,
    });
    // Ids only: what was said is fetched by whoever may read it.
    expect(socket.received.join()).not.toContain('order');

    const thread = await visitor.read();
    expect(texts(thread)).toEqual([
      ['you', 'Hello, where is my order?'],
      ['us', 'It arrives tomorrow.'],
    ]);
    expect(thread.case).toMatchObject({ caseId: item.caseId, state: 'open' });
    expect(JSON.stringify(thread)).not.toContain('ana');
    expect((await ana().thread(item.customerId))[0]?.delivery).toMatchObject({ state: 'sent' });

    await ana().post(`/cases/${item.caseId}/resolve`);
    await product.settle();
    expect(JSON.parse(socket.received.at(-1) ?? '')).toMatchObject({ type: 'CaseResolved' });
    expect((await visitor.read()).case).toMatchObject({ state: 'resolved' });
  });

  test('after the page asked once, it gets what is new, and the last seconds again', async () => {
    const visitor = await openChat(product);
    expect(await visitor.read()).toEqual({ messages: [] });
    await visitor.write('Hello');
    await product.settle();
    const first = await visitor.read();
    expect(texts(first)).toEqual([['you', 'Hello']]);
    await answer('Hello to you');
    await product.settle();
    const second = await visitor.read(first.cursor);
    expect(texts(second).at(-1)).toEqual(['us', 'Hello to you']);
    await product.settle();
    const third = await visitor.read(second.cursor);
    expect(texts(third)).toEqual([['us', 'Hello to you']]);
    expect(third.cursor).toBe(second.cursor);
  });

  test('nothing else of the customer is shown: no notes, no other visitor', async () => {
    const visitor = await openChat(product);
    const other = await openChat(product);
    await visitor.write('Hello');
    await product.settle();
    const { caseId } = await answer('Soon.');
    await ana().post(`/cases/${caseId}/notes`, { text: 'Difficult customer' });
    await product.settle();
    expect(texts(await visitor.read())).toEqual([
      ['you', 'Hello'],
      ['us', 'Soon.'],
    ]);
    expect(await other.read()).toEqual({ messages: [] });
  });

  test('who comes back with the renewed token finds the history', async () => {
    const visitor = await openChat(product);
    await visitor.write('Hello');
    await product.settle(29 * DAY);
    const back = await openChat(product, visitor.token);
    expect(back.token).not.toBe(visitor.token);
    await product.settle(20 * DAY);
    expect(texts(await back.read())).toEqual([['you', 'Hello']]);
    const refused = await chatRequest(product, 'GET /webchat/messages', { token: visitor.token });
    expect(refused).toMatchObject({ status: 401, body: { error: { code: 'session-expired' } } });
  });

  test('R1 the same message eight times at once is one interaction and one case', async () => {
    const visitor = await openChat(product);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => visitor.write('Is anybody there?', { id: 'once-and-only' })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.interactionId}`)).size).toBe(1);
    await product.settle(3_600);
    const work = await ana().work();
    expect(work).toHaveLength(1);
    expect(await ana().thread(work[0]?.customerId ?? '')).toHaveLength(1);
    expect((await visitor.read()).messages).toHaveLength(1);
  });

  test('P1 a message costs one send and no read, a look two reads in a row', async () => {
    const visitor = await openChat(product);
    await visitor.write('Hello');
    await product.settle();
    product.cloud.meterBook.reset();
    const callsOf = () =>
      product.cloud.meterBook
        .bill()
        .lines.filter(({ caller, service }) => caller.endsWith('webchat-api') && service !== 'lambda')
        .map(({ operation, calls }) => [operation, calls]);
    await visitor.write('Hello again');
    expect(callsOf()).toEqual([['SendMessage', 1]]);
    product.cloud.meterBook.reset();
    await visitor.read();
    // Both queries are asked at the same time.
    expect(callsOf()).toEqual([
      ['GetItem', 1],
      ['Query', 2],
    ]);
  });

  test('R7 is taken while DynamoDB refuses, and recorded afterwards', async () => {
    const visitor = await openChat(product);
    const fault = product.cloud.faults.add({ kind: 'throttle', service: 'dynamodb' });
    expect((await visitor.write('Hello')).status).toBe(202);
    await product.settle(3_600);
    product.cloud.faults.remove(fault.id);
    await product.settle(3_600);
    expect(texts(await visitor.read())).toEqual([['you', 'Hello']]);
  });
});

describe('a page that listens', () => {
  test('is forgotten when it has gone; the others still hear', async () => {
    const visitor = await openChat(product);
    const [gone, here] = [await visitor.listen(), await visitor.listen()];
    gone.close();
    await visitor.write('Hello');
    await product.settle();
    await visitor.write('Anybody?');
    await product.settle();
    expect(here.received.map((text) => JSON.parse(text).type)).toEqual(['CaseOpened', 'InteractionReceived']);
    const asked = product.cloud.meterBook
      .bill()
      .lines.filter(({ service, operation }) => service === 'execute-api' && operation === 'Message');
    expect(asked.map(({ calls }) => calls)).toEqual([2]);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('hears of its own chat only', async () => {
    const [visitor, other] = [await openChat(product), await openChat(product)];
    const socket = await other.listen();
    await visitor.write('Hello');
    product.sms('+14255550182', 'Hello');
    await product.settle();
    expect(socket.received).toEqual([]);
  });

  test('is refused without a token, with a wrong one, and from another site', async () => {
    const { token } = await openChat(product);
    expect(await listen(product, '')).toBe(401);
    expect(await listen(product, `${token.slice(0, -2)}aa`)).toBe(401);
    expect(await listen(product, token, { Origin: 'https://evil.example' })).toBe(403);
    // An app sends no Origin.
    expect(await listen(product, token, {})).toMatchObject({ protocol: 'throughline' });
  });
});

describe('the chat refuses with a sentence', () => {
  const ask = (route: string, request: Parameters<typeof chatRequest>[2]) =>
    chatRequest(product, route, request);

  test('pages of other sites, and tells their browsers nothing', async () => {
    const headers = { origin: 'https://evil.example' };
    for (const route of ['POST /webchat/sessions', 'POST /webchat/messages', 'GET /webchat/messages']) {
      const refused = await ask(route, { headers });
      expect(refused).toMatchObject({
        status: 403,
        body: {
          error: {
            code: 'other-origin',
            message: 'This page may not use the chat; its origin is not configured.',
          },
        },
      });
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
    }
    const own = await ask('POST /webchat/sessions', {});
    expect(own.headers['access-control-allow-origin']).toBe(PAGE);
  });

  test.each([
    ['no token', undefined, 'no-token'],
    ['a token that is none', 'abc', 'bad-token'],
    ['a token that was altered', (token: string) => `a${token.slice(1, -1)}7`, 'bad-token'],
    ['a token in capitals', (token: string) => token.toUpperCase(), 'no-token'],
  ])('%s', async (_, made, code) => {
    const { token } = await openChat(product);
    const used = typeof made === 'function' ? made(token) : made;
    const refused = await ask('POST /webchat/messages', {
      ...(used !== undefined && { token: used }),
      body: { id: 'message-1', text: 'Hello' },
    });
    expect(refused).toMatchObject({
      status: 401,
      body: { error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) } },
    });
  });

  test('a body of 1 MB, a text of 4,001 characters, and what is no JSON of ours', async () => {
    const { token } = await openChat(product);
    const refusal = async (bytes: string | Uint8Array, headers = {}) => {
      const { status, body } = await ask('POST /webchat/messages', { token, bytes, headers });
      expect(body.error.message).toMatch(/^[A-Z].*\.$/);
      expect(JSON.stringify(body)).not.toMatch(/at .*\(|node:|Error:/);
      await product.settle(10);
      return [status, body.error.code];
    };
    const message = (more: object) => JSON.stringify({ id: 'message-1', text: 'Hello', ...more });
    expect(await refusal('x'.repeat(1024 * 1024))).toEqual([413, 'too-large']);
    expect(await refusal(message({ text: 'x'.repeat(4_001) }))).toEqual([400, 'bad-body']);
    expect(await refusal('{"id":')).toEqual([400, 'bad-body']);
    const octets = { 'content-type': 'application/octet-stream' };
    expect(await refusal(Uint8Array.of(0x22, 0xff, 0x22), octets)).toEqual([400, 'bad-body']);
    const wrong = ['[]', 'null', '"text"', message({ id: 7 }), message({ text: ' \n' }), message({ x: 1 })];
    for (const bytes of wrong) expect(await refusal(bytes)).toEqual([400, 'bad-body']);
    for (const more of [{ language: 'english please' }, { timeZone: '../etc/passwd' }, { name: 'a\nb' }])
      expect(await refusal(message(more))).toEqual([400, 'bad-body']);
    expect(await ana().work()).toEqual([]);
  });

  test('a flood of one visitor; others go on, and after a while they do too', async () => {
    const [flooder, other] = [await openChat(product), await openChat(product)];
    const statuses: number[] = [];
    for (let times = 0; times < 15; times += 1) statuses.push((await flooder.write('!')).status);
    expect(statuses).toEqual([...Array(10).fill(202), ...Array(5).fill(429)]);
    const refused = await flooder.write('!');
    expect(refused.body.error).toMatchObject({
      code: 'too-many',
      message: 'That was too much at once; wait 2 seconds.',
      details: { waitSeconds: 2 },
    });
    expect((await other.write('Hello')).status).toBe(202);
    await product.settle(2);
    expect((await flooder.write('!')).status).toBe(202);
  });

  test('sessions by the dozen from one address', async () => {
    const statuses: number[] = [];
    for (let times = 0; times < 25; times += 1)
      statuses.push((await ask('POST /webchat/sessions', {})).status);
    expect(statuses).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);
  });
});
