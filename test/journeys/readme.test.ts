import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Product, startProduct } from '../support/product-cloud.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

let product: Product;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterAll(() => product.stop());

test('W11 the SMS that the README publishes is answered, and the answer reaches the phone', async () => {
  const message = /aws sns publish .* --message '([^']+)'/.exec(readme)?.[1] ?? '';
  const { originationNumber } = JSON.parse(message);
  await product.publish(message);
  await product.settle();
  const agent = product.agent('ana', ['general']);
  const [item] = await agent.work();
  await agent.post(`/cases/${item?.caseId}/claim`);
  const reply = await agent.post(`/cases/${item?.caseId}/replies`, { text: 'On its way.', answers: 1 });
  expect(reply.status).toBe(200);
  await product.settle();
  expect(product.phone(originationNumber)).toEqual(['On its way.']);
  const [newest] = await agent.thread(item?.customerId ?? '');
  expect(newest?.delivery?.state).toBe('delivered');
});
