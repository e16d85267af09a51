import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { stepFunctionsOf } from '../../local/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { linkIn, visit } from '../support/survey-visitor.ts';

const CUSTOMER = '+14255550182';
const DAY = 86_400;
// Days in which the watch over promises runs every minute.
const PATIENCE = { timeout: 60_000 };

let product: Product;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.stop());

const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);
const executions = () => stepFunctionsOf(product.cloud).executions();
/** Questions of surveys that the phone has received. */
const questions = (number = CUSTOMER) =>
  product.cloud.outbox
    .filter(({ to, text }) => to === number && text.includes('/survey/'))
    .map(({ text }) => text);

/** The customer writes, an agent answers and resolves. */
async function resolvedCase(from = CUSTOMER) {
  product.sms(from, 'Hello, where is my order?');
  await product.settle();
  const [item] = await ana().work();
  if (!item) throw new Error('No case is in the work list.');
  await ana().post(`/cases/${item.caseId}/claim`);
  await ana().post(`/cases/${item.caseId}/replies`, { text: 'It comes tomorrow.', answers: 1 });
  await product.settle();
  expect((await ana().post(`/cases/${item.caseId}/resolve`)).status).toBe(200);
  await product.settle();
  return item;
}

describe('a customer is asked how we did', PATIENCE, () => {
  test('S2.9 W6 a day after the case is resolved, answers on the page, and the answer is recorded', async () => {
    const { caseId, customerId } = await resolvedCase();
    await product.settle(DAY / 2);
    expect(questions()).toEqual([]);
    await product.settle(DAY);
    expect(questions()).toHaveLength(1);
    const link = linkIn(questions()[0]);

    const page = await visit(product, link);
    expect(page.status).toBe(200);
    expect(page.body).toContain('How did Sunrise Bikes do?');
    const thanks = await visit(product, link, {
      form: { csat: '5', effort: '4', nps: '9', comment: 'Quick!' },
    });
    expect(thanks).toMatchObject({ status: 200, body: expect.stringContaining('Thank you!') });
    await product.settle();

    const thread = await ana().thread(customerId);
    expect(thread[0]).toMatchObject({ kind: 'survey-answer', text: '5/5\nQuick!', caseId });
    const [execution, ...others] = executions();
    expect(others).toEqual([]);
    expect(execution?.status).toBe('SUCCEEDED');
    await product.settle(2 * DAY);
    expect(questions()).toHaveLength(1);
    expect(await product.deadLetters()).toEqual([]);
  });
});
