import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { connectOf } from '../../local/index.ts';
import { ANN, headerIn, mailWriter } from '../support/mail-writer.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { openChat } from '../support/webchat-visitor.ts';

// Mail beside the other channels: delivered many times, at once, late, and while the store refuses.

// The first test loads the bundles.
vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3_600;

let product: Product;
let writer: ReturnType<typeof mailWriter>;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  writer = mailWriter(product);
});
afterEach(() => product.running.reset());
afterAll(() => product.stop());

const sofia = () => product.agent('sofia', [], 'supervisor');
const tasks = () => connectOf(product.cloud).tasks();

/** An agent answers a case and, if asked to, closes it. */
async function answer(caseId: string, answers: number, then?: 'resolve') {
  await sofia().post(`/cases/${caseId}/claim`);
  expect((await sofia().post(`/cases/${caseId}/replies`, { text: 'It comes.', answers })).status).toBe(200);
  await product.settle();
  if (then) expect((await sofia().post(`/cases/${caseId}/${then}`)).status).toBe(200);
}

async function onlyItem() {
  const [item, ...others] = await sofia().work();
  expect(others).toEqual([]);
  if (!item) throw new Error('No case is in the work list.');
  return item;
}

describe('R1 the same mail delivered eight times at once', () => {
  test.each([
    ['with a Message-ID', '<order-4711@example.org>'],
    ['without one', undefined],
  ])('%s is one interaction, one case, one receipt and one task', async (_, id) => {
    const data = writer.letter({ headers: { 'Message-ID': id }, text: 'Where is my order?' });
    for (let times = 0; times < 8; times += 1) writer.post({ data });
    await product.settle(HOUR);
    const item = await onlyItem();
    expect(item).toMatchObject({ channel: 'email', arrivals: 1 });
    expect(await sofia().thread(item.customerId)).toHaveLength(1);
    expect(writer.mailbox()).toHaveLength(1);
    expect(tasks()).toHaveLength(1);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('for two of our mailboxes is one, and days later it is still known', async () => {
    const billing = 'billing@sunrise-bikes.example';
    const headers = { To: `${product.outputs.SupportEmailAddress}, ${billing}` };
    const data = writer.letter({ headers });
    writer.post({ data });
    writer.post({ data, to: billing });
    await product.settle(30 * 24 * HOUR);
    writer.post({ data });
    await product.settle();
    const item = await onlyItem();
    expect(await sofia().thread(item.customerId)).toHaveLength(1);
  });
});

describe('R2 at the same moment', () => {
  test('two mails of one customer make one open case, one receipt and one task', async () => {
    writer.post({ text: 'Where is my order?' });
    writer.post({ text: 'It is the blue one.' });
    await product.settle();
    expect(await onlyItem()).toMatchObject({ arrivals: 2 });
    expect(writer.mailbox()).toHaveLength(1);
    expect(tasks()).toHaveLength(1);
  });

  test('a new mail and an answer to us of one customer make one open case', async () => {
    writer.post();
    await product.settle();
    const { caseId } = await onlyItem();
    await answer(caseId, 1, 'resolve');
    await product.settle(3 * 24 * HOUR);
    const token = headerIn(writer.mailbox().at(-1), 'Reply-To');
    expect(token).toMatch(/\+/);
    writer.post({ text: 'One thing more.' });
    writer.post({ text: 'It has not come.', to: token ?? '' });
    await product.settle();
    expect(await onlyItem()).toMatchObject({ caseId, arrivals: 3, answered: 1 });
  });

  test('a mail, a text message and a chat are three customers: nothing proves that they are one, until somebody links them', async () => {
    const visitor = await openChat(product);
    writer.post();
    product.sms('+14255550182', 'Hello');
    await visitor.write('Hello', { name: 'Ann' });
    await product.settle();
    const work = await sofia().work();
    expect(work.map(({ channel }) => channel).sort()).toEqual(['email', 'sms', 'webchat']);
    expect(new Set(work.map(({ customerId }) => customerId)).size).toBe(3);
    expect(work.map(({ arrivals }) => arrivals)).toEqual([1, 1, 1]);
  });
});

describe('R3 a mail that comes late', () => {
  const late = (text: string) => {
    const Date_ = new Date(product.cloud.clock.now() - 9 * 60_000);
    writer.post({ text, headers: { Date: Date_.toUTCString().replace('GMT', '+0000') } });
  };

  test('stands where it was sent, and does not open again what was resolved after that', async () => {
    await product.settle(3 * HOUR);
    writer.post({ text: 'Where is my order?' });
    await product.settle();
    const { caseId, customerId } = await onlyItem();
    await answer(caseId, 1, 'resolve');
    late('I ordered a bike.');
    await product.settle();
    expect(await sofia().work()).toEqual([]);
    const thread = await sofia().thread(customerId);
    expect(thread.map(({ text }) => text)).toEqual(['It comes.', 'Where is my order?', 'I ordered a bike.']);
    expect(thread.at(-1)?.joinReason).toContain('it arrived late');
    // One receipt and one answer: nothing more was sent.
    expect(writer.mailbox()).toHaveLength(2);
  });

  test('waits for an answer like any other in an open case, and the answer still goes out under the newest', async () => {
    await product.settle(3 * HOUR);
    writer.post({ text: 'Where is my order?', headers: { Subject: 'The newest' } });
    await product.settle();
    late('I ordered a bike.');
    await product.settle();
    const { caseId } = await onlyItem();
    await answer(caseId, 2);
    expect(writer.mailbox().at(-1)).toMatchObject({ subject: 'Re: The newest' });
    expect(await onlyItem()).toMatchObject({ arrivals: 2, answered: 2 });
  });
});

describe('R7 while DynamoDB refuses for an hour', () => {
  test('mails and chats are accepted and all recorded afterwards, each with one task, and nothing is sent twice', async () => {
    const visitor = await openChat(product);
    const fault = product.cloud.faults.add({ kind: 'throttle', service: 'dynamodb' });
    for (const word of ['one', 'two', 'three']) {
      writer.post({ text: `Mail ${word}` });
      expect((await visitor.write(`Chat ${word}`)).status).toBe(202);
      await product.settle(HOUR / 3);
    }
    product.cloud.faults.remove(fault.id);
    await product.settle(10 * 60);
    const work = await sofia().work();
    expect(work.map(({ channel, arrivals }) => [channel, arrivals]).sort()).toEqual([
      ['email', 3],
      ['webchat', 3],
    ]);
    for (const { channel, customerId } of work) {
      const name = channel === 'email' ? 'Mail' : 'Chat';
      const texts = (await sofia().thread(customerId)).map(({ text }) => text);
      expect(texts).toEqual([`${name} three`, `${name} two`, `${name} one`]);
    }
    expect(tasks()).toHaveLength(2);
    expect(writer.mailbox(ANN)).toHaveLength(1);
    expect(await product.deadLetters()).toEqual([]);
  });
});
