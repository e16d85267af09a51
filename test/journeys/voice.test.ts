import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectOf } from '../../local/index.ts';
import example from '../../throughline.config.ts';
import { synthesiseInto } from '../infra/templates.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

const CUSTOMER = '+14255550182';
const OURS = '+12065550100';
const callbackNumberArn =
  'arn:aws:connect:eu-west-2:111122223333:phone-number/12345678-1234-1234-1234-123456789012';

let assembly: string;
beforeAll(async () => {
  const connect = { create: { alias: 'sunrise-bikes-support' }, voice: { callbackNumberArn } };
  ({ folder: assembly } = await synthesiseInto({ settings: { ...example, connect } }));
}, 60_000);

let product: Product;
beforeEach(async () => {
  // A Monday morning on which the office is open.
  product = await startProduct({ assembly, start: '2026-11-23T10:00:00Z' });
  desk().route(OURS, String(product.outputs.InboundFlowArn));
});
afterEach(() => product.stop());

const desk = () => connectOf(product.cloud);

/** A customer calls, and presses each key while the question is still being asked. */
async function call(from: string, ...keys: readonly string[]) {
  const contact = desk().dial(OURS, { from });
  if (!contact) throw new Error('The line is busy.');
  for (const key of keys) {
    await product.settle(4);
    desk().press(contact, key);
  }
  await product.settle(3);
  return contact;
}

const heard = (contact: Awaited<ReturnType<typeof call>>) =>
  desk()
    .heard(contact)
    .map(({ text }) => text);

describe('a call', () => {
  test('S1.17 S1.31 is greeted, chooses a department, and waits with its place secured', async () => {
    const contact = await call(CUSTOMER, '2');
    expect(heard(contact)).toEqual([
      'Welcome to Sunrise Bikes.',
      expect.stringContaining('For Bills and payments, press 2.'),
      'Your place in the queue is secured.',
      'We do not know how long you will wait.',
    ]);
    expect(contact.queue?.name).toBe('Throughline dev billing');
  });

  test('of who wrote before is recognised, and goes to the case', async () => {
    product.sms(CUSTOMER, 'Where is my order?');
    await product.settle();
    const [item] = await product.agent('ana', ['general']).work();
    const contact = await call(CUSTOMER, '1');
    expect(heard(contact)[1]).toContain('Are you calling about your open case?');
    expect(contact.queue?.name).toBe('Throughline dev general');
    expect(contact.attributes).toMatchObject({
      caseId: item?.caseId,
      about: 'case',
      summary: 'Known customer, waiting for our answer.',
    });
  });

  test('reaches an agent, who first hears who calls', async () => {
    const contact = await call('anonymous', '0');
    desk().hire({ username: 'ana' });
    desk().agents.login('ana');
    await product.settle(2);
    desk().agents.accept('ana');
    await product.settle(10);
    expect([contact.state, contact.agent?.user.username]).toEqual(['connected', 'ana']);
    expect(contact.whispered.map(({ text }) => text)).toEqual(['Unknown caller.']);
  });

  test('S1.13 is given up for a callback that is made', async () => {
    const contact = await call(CUSTOMER, '0');
    await product.settle(8);
    desk().press(contact, '1');
    await product.settle(120);
    expect(heard(contact).at(-1)).toBe(
      'We will call you back at this number. You keep your place in the queue. Goodbye.',
    );
    const callback = desk()
      .contacts()
      .find(({ initiationMethod }) => initiationMethod === 'CALLBACK');
    expect(callback?.queue?.name).toBe('Throughline dev general');
  });
});
