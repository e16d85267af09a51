import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { connectOf } from '../../local/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

const CUSTOMER = '+14255550182';

let product: Product;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.stop());

const tasks = () => connectOf(product.cloud).tasks();
const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);

/** The customer writes, and the case that came of it. */
async function write(text: string, from = CUSTOMER) {
  product.sms(from, text);
  await product.settle();
  const [item] = await ana().work();
  if (!item) throw new Error('No case is in the work list.');
  return item;
}

describe('an SMS goes the whole way', () => {
  test('S3.11 S3.12 S2.3 an SMS becomes a case with a route and a Connect task, is claimed, answered and resolved', async () => {
    const item = await write('Hello, where is my order?');
    expect(item).toMatchObject({ channel: 'sms', queue: 'general', arrivals: 1, answered: 0 });
    expect(item.waitingSince).toBeDefined();

    const [task, ...others] = tasks();
    expect(others).toEqual([]);
    expect(task?.attributes).toMatchObject({ caseId: item.caseId, queue: 'general', channel: 'sms' });
    // Nothing a customer said is written into Connect's contact record.
    expect(JSON.stringify(task)).not.toContain('where is my order');

    const agent = ana();
    expect((await agent.post(`/cases/${item.caseId}/claim`)).status).toBe(200);
    const reply = await agent.post(`/cases/${item.caseId}/replies`, {
      text: 'It arrives tomorrow.',
      answers: 1,
    });
    expect(reply).toMatchObject({ status: 200, body: { reply: { delivery: { state: 'queued' } } } });
    await product.settle();
    expect(product.phone(CUSTOMER)).toEqual(['It arrives tomorrow.']);

    const thread = await agent.thread(item.customerId);
    expect(thread.map(({ direction, text }) => [direction, text])).toEqual([
      ['outbound', 'It arrives tomorrow.'],
      ['inbound', 'Hello, where is my order?'],
    ]);
    expect(thread[0]?.delivery).toMatchObject({ state: 'delivered' });

    expect((await agent.post(`/cases/${item.caseId}/resolve`)).status).toBe(200);
    await product.settle();
    expect(await agent.work()).toEqual([]);
    const { body } = await agent.get(`/cases/${item.caseId}`);
    expect(body.case).toMatchObject({ state: 'resolved', resolvedBy: 'ana', answered: 1 });
  });

  test('W9 R1 the same SMS delivered eight times at once is one interaction, one case, one task', async () => {
    for (let times = 0; times < 8; times++) {
      product.sms(CUSTOMER, 'Is anybody there?', { id: 'cae173d2-66b9-564c-8309-21f858e9fb84' });
    }
    await product.settle(3_600);
    const work = await ana().work();
    expect(work).toHaveLength(1);
    expect(await ana().thread(work[0]?.customerId ?? '')).toHaveLength(1);
    expect(tasks()).toHaveLength(1);
  });

  test('R2 two messages a moment apart make one open case', async () => {
    product.sms(CUSTOMER, 'Hello');
    product.sms(CUSTOMER, 'my order is late');
    await product.settle();
    const work = await ana().work();
    expect(work).toHaveLength(1);
    expect(work[0]).toMatchObject({ arrivals: 2 });
    expect(tasks()).toHaveLength(1);
  });

  test('customers do not share cases', async () => {
    await write('Hello');
    await write('Hello', '+14255550199');
    const work = await ana().work();
    expect(new Set(work.map(({ customerId }) => customerId)).size).toBe(2);
  });
});

describe('what became of a reply', () => {
  test('is on the thread: sent when the provider has it, delivered when the phone has', async () => {
    const { caseId, customerId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    await ana().post(`/cases/${caseId}/replies`, { text: 'Hello to you', answers: 1 });
    const states = new Set<string | undefined>();
    for (let second = 0; second < 10; second += 1) {
      await product.settle(1);
      states.add((await ana().thread(customerId))[0]?.delivery?.state);
    }
    expect([...states]).toEqual(expect.arrayContaining(['sent', 'delivered']));
    expect([...states].at(-1)).toBe('delivered');
    expect(product.phone(CUSTOMER)).toEqual(['Hello to you']);
  });

  test('R5 lost by the carrier is on the thread with its reason, the customer waits again, and nothing is resent', async () => {
    // A phone of AWS's simulator that nothing reaches.
    const { caseId, customerId } = await write('Hello', '+14254147167');
    await ana().post(`/cases/${caseId}/claim`);
    await ana().post(`/cases/${caseId}/replies`, { text: 'Hello to you', answers: 1 });
    await product.settle(3_600);
    const [newest] = await ana().thread(customerId);
    expect(newest?.delivery).toMatchObject({ state: 'failed', reason: 'carrier-unreachable' });
    const [item] = await ana().work();
    expect(item).toMatchObject({ caseId, answered: 0 });
    expect(item?.waitingSince).toBeDefined();
    const sendings = product.cloud.meterBook
      .bill()
      .lines.filter(
        ({ operation, caller }) => operation === 'SendTextMessage' && caller.endsWith('send-sms'),
      );
    expect(sendings.map(({ units }) => units['sms-voice.request'])).toEqual([1]);
    expect((await product.agent('ben', ['general']).post(`/cases/${caseId}/claim`)).status).toBe(200);
  });
});

describe('a case is answered once', () => {
  test('S2.4 W5 of two agents one claims; the other learns until when and cannot reply', async () => {
    const { caseId } = await write('Hello');
    const [first, second] = [ana(), product.agent('ben', ['general'])];
    expect((await first.post(`/cases/${caseId}/claim`)).status).toBe(200);
    const refused = await second.post(`/cases/${caseId}/claim`);
    expect(refused.status).toBe(409);
    expect(refused.body.error.details).toMatchObject({ agent: 'ana' });
    expect((await second.post(`/cases/${caseId}/replies`, { text: 'Me too', answers: 1 })).status).toBe(409);
    await product.settle();
    expect(product.phone(CUSTOMER)).toEqual([]);
  });

  test('a reply that overlooks a newer message is refused with what came meanwhile', async () => {
    const { caseId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    product.sms(CUSTOMER, 'It is solved, never mind');
    await product.settle();
    const refused = await ana().post(`/cases/${caseId}/replies`, { text: 'We look into it', answers: 1 });
    expect(refused.status).toBe(409);
    expect(refused.body.error.details.meanwhile).toMatchObject([
      { text: 'It is solved, never mind', arrival: 2 },
    ]);
    await product.settle();
    expect(product.phone(CUSTOMER)).toEqual([]);
  });

  test('a reply that is posted again is the reply it was', async () => {
    const { caseId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    const body = { text: 'Hello to you', answers: 1 };
    const first = await ana().post(`/cases/${caseId}/replies`, body);
    await product.settle();
    const again = await ana().post(`/cases/${caseId}/replies`, body);
    await product.settle();
    expect(again.status).toBe(200);
    expect(again.body.reply.interactionId).toBe(first.body.reply.interactionId);
    expect(product.phone(CUSTOMER)).toEqual(['Hello to you']);
  });

  test('a claim lapses when its agent stays silent', async () => {
    const { caseId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    await product.settle(16 * 60);
    const ben = product.agent('ben', ['general']);
    expect((await ben.post(`/cases/${caseId}/claim`)).status).toBe(200);
    expect((await ana().post(`/cases/${caseId}/replies`, { text: 'Too late', answers: 1 })).status).toBe(409);
  });
});

describe('after the resolution', () => {
  async function resolvedCase() {
    const item = await write('Hello');
    await ana().post(`/cases/${item.caseId}/claim`);
    await ana().post(`/cases/${item.caseId}/replies`, { text: 'Done', answers: 1 });
    await product.settle();
    await ana().post(`/cases/${item.caseId}/resolve`);
    await product.settle();
    return item;
  }

  test('S2.8 a message soon after opens the case again, and it is routed anew', async () => {
    const { caseId } = await resolvedCase();
    const item = await write('No, it is not done');
    expect(item).toMatchObject({ caseId, queue: 'general', priority: 3 });
    expect(tasks()).toHaveLength(2);
  });

  test('a bare thanks does not open the case again', async () => {
    await resolvedCase();
    product.sms(CUSTOMER, 'Thank you!');
    await product.settle();
    expect(await ana().work()).toEqual([]);
    expect(tasks()).toHaveLength(1);
  });

  test('a message long after is a new case', async () => {
    const { caseId } = await resolvedCase();
    await product.settle(8 * 24 * 3_600);
    const item = await write('Something else', CUSTOMER);
    expect(item.caseId).not.toBe(caseId);
  });
});

describe('opting out', () => {
  test('STOP is on the thread, opens nothing, and a reply is refused', async () => {
    const { caseId, customerId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    product.sms(CUSTOMER, 'STOP');
    await product.settle();
    const [newest] = await ana().thread(customerId);
    expect(newest).toMatchObject({ kind: 'opt-out', text: 'STOP' });
    const refused = await ana().post(`/cases/${caseId}/replies`, { text: 'But', answers: 1 });
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toContain('opted out');
  });

  test('a provider that refuses because the customer has opted out is shown on the thread', async () => {
    const { caseId, customerId } = await write('Hello');
    await ana().post(`/cases/${caseId}/claim`);
    // Opted out at the provider only, e.g. through another company's list: our table does not know.
    await product.optOutAtProvider(CUSTOMER);
    await ana().post(`/cases/${caseId}/replies`, { text: 'Hello to you', answers: 1 });
    await product.settle();
    const [newest] = await ana().thread(customerId);
    expect(newest?.delivery).toMatchObject({ state: 'failed', reason: 'opted-out' });
    expect(product.phone(CUSTOMER)).toEqual([]);
    expect((await ana().post(`/cases/${caseId}/replies`, { text: 'Again', answers: 1 })).status).toBe(422);
  });
});

describe('who sees what', () => {
  test('agents see their queues only, supervisors all', async () => {
    const { caseId, customerId } = await write('Hello');
    const other = product.agent('carla', ['billing']);
    expect(await other.work()).toEqual([]);
    expect((await other.get('/work?queue=general')).status).toBe(403);
    expect((await other.get(`/cases/${caseId}`)).status).toBe(403);
    expect((await other.get(`/customers/${customerId}/thread`)).status).toBe(403);
    expect((await other.post(`/cases/${caseId}/claim`)).status).toBe(403);
    const supervisor = product.agent('sofia', [], 'supervisor');
    expect(await supervisor.work()).toHaveLength(1);
    expect((await supervisor.get(`/cases/${caseId}`)).status).toBe(200);
  });

  test('S1.25 a note is for agents only', async () => {
    const { caseId, customerId } = await write('Hello');
    await ana().post(`/cases/${caseId}/notes`, { text: 'Called the warehouse' });
    await product.settle();
    expect((await ana().thread(customerId))[0]).toMatchObject({
      direction: 'internal',
      text: 'Called the warehouse',
    });
    expect(product.phone(CUSTOMER)).toEqual([]);
  });
});

test('SEC9 no phone number and no text of a message reaches a log line', async () => {
  const { caseId } = await write('My secret is 4711');
  await ana().post(`/cases/${caseId}/claim`);
  await ana().post(`/cases/${caseId}/replies`, { text: 'Your secret is safe', answers: 1 });
  await product.settle();
  const lines = JSON.stringify(product.logLines);
  expect(product.logLines.length).toBeGreaterThan(5);
  expect(lines).not.toMatch(/4255550182|4711|secret/);
});
