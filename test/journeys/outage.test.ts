import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { simulateTimers } from '../support/simulated-timers.ts';

// Stores and providers that refuse: what was accepted waits, or lies in a dead-letter queue that says why, and comes
// back when somebody redrives it.

const CUSTOMER = '+14255550182';
const OTHER = '+14255550199';
const HOUR = 3_600;

let product: Product;
let realTimers: () => void;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  realTimers = simulateTimers(product.cloud);
});
afterEach(async () => {
  await product.stop();
  realTimers();
});

const recorder = { service: 'dynamodb', function: 'throughline-dev-record-interaction' };

/** Everything on all threads, oldest first. */
async function recorded(): Promise<Interaction[]> {
  const sofia = product.agent('sofia', [], 'supervisor');
  const customers = new Set((await sofia.work()).map(({ customerId }) => customerId));
  const threads = await Promise.all([...customers].map((customerId) => sofia.thread(customerId)));
  return threads.flat().sort((one, other) => one.at.localeCompare(other.at));
}
const texts = async () => (await recorded()).map(({ text }) => text);

const logged = (code: string) => product.logLines.filter((line) => line.code === code);

describe('while DynamoDB refuses', () => {
  test('R7 messages are accepted for an hour and all are recorded afterwards, without a redrive', async () => {
    const fault = product.cloud.faults.add({ kind: 'throttle', service: 'dynamodb' });
    const sent = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const [index, text] of sent.entries()) {
      product.sms(index % 2 === 0 ? CUSTOMER : OTHER, text);
      await product.settle(HOUR / sent.length);
    }
    expect(logged('TL2001')).toHaveLength(sent.length);
    expect(logged('TL2002')).toEqual([]);

    product.cloud.faults.remove(fault.id);
    await product.settle(300);
    expect(await texts()).toEqual(sent);
    expect(await product.deadLetters()).toEqual([]);
    const work = await product.agent('sofia', [], 'supervisor').work();
    expect(work.map(({ arrivals, queue }) => [arrivals, queue])).toEqual([
      [3, 'general'],
      [3, 'general'],
    ]);
  });

  test('R4 what it refuses for too long is dead-lettered with the reason, and redriven after later messages it is recorded in its place', async () => {
    const fault = product.cloud.faults.add({ kind: 'fail-before', ...recorder });
    product.sms(CUSTOMER, 'the first');
    await product.settle(4.5 * HOUR);
    expect(await product.deadLetters()).toMatchObject([
      {
        queue: expect.stringContaining('Inbox'),
        reason: 'It was delivered 121 times. The last time it failed with InternalServerError.',
      },
    ]);
    expect(await recorded()).toEqual([]);

    product.cloud.faults.remove(fault.id);
    product.sms(CUSTOMER, 'the second');
    await product.settle();
    expect(await texts()).toEqual(['the second']);

    await product.redrive();
    await product.settle();
    expect(await texts()).toEqual(['the first', 'the second']);
    expect(await product.deadLetters()).toEqual([]);
    const work = await product.agent('sofia', [], 'supervisor').work();
    expect(work).toMatchObject([{ arrivals: 2, queue: 'general' }]);
  });

  test('W9 R4 a dead letter that is redriven too early, or delivered again meanwhile, is neither lost nor recorded twice', async () => {
    const fault = product.cloud.faults.add({ kind: 'fail-before', ...recorder });
    const again = { id: 'cae173d2-66b9-564c-8309-21f858e9fb84' };
    product.sms(CUSTOMER, 'Hello', again);
    await product.settle(4.5 * HOUR);
    await product.redrive();
    await product.settle(HOUR);
    expect(await product.deadLetters()).toEqual([]);
    await product.settle(4 * HOUR);
    expect(await product.deadLetters()).toHaveLength(1);

    product.cloud.faults.remove(fault.id);
    product.sms(CUSTOMER, 'Hello', again);
    await product.redrive();
    await product.settle();
    expect(await texts()).toEqual(['Hello']);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('an agent is told to try again, and nothing of the cause', async () => {
    product.sms(CUSTOMER, 'Hello');
    await product.settle();
    const ana = product.agent('ana', ['general']);
    const [item] = await ana.work();
    product.cloud.faults.add({ kind: 'fail-before', service: 'dynamodb' });
    const asked = product.request({
      method: 'GET',
      path: `/cases/${item?.caseId}`,
      headers: { authorization: `Bearer ${product.token()}` },
    });
    await product.settle(10);
    const { status, body } = await asked;
    expect([status, body.error.code]).toEqual([500, 'unexpected']);
    expect(body.error.message).toMatch(/^Something went wrong on our side; try again\. .* request [\w-]+\.$/);
    expect(logged('TL1001')).toMatchObject([{ error: 'InternalServerError' }]);
  });
});

describe('while something else refuses', () => {
  test('R4 what the inbox does not take waits at the edge and is recorded later', async () => {
    const fault = product.cloud.faults.add({
      kind: 'throttle',
      service: 'sqs',
      operation: 'SendMessage',
      function: 'throughline-dev-accept-sms',
    });
    product.sms(CUSTOMER, 'Hello');
    await product.settle(HOUR);
    expect(await recorded()).toEqual([]);
    product.cloud.faults.remove(fault.id);
    await product.settle(HOUR);
    expect(await texts()).toEqual(['Hello']);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('R4 a message whose original cannot be archived is not recorded without it', async () => {
    const fault = product.cloud.faults.add({ kind: 'fail-before', service: 's3', operation: 'PutObject' });
    product.sms(CUSTOMER, 'Hello');
    await product.settle(HOUR);
    expect(await recorded()).toEqual([]);
    expect(logged('TL1002')).toContainEqual(expect.objectContaining({ error: 'S3Answered500' }));
    product.cloud.faults.remove(fault.id);
    await product.settle(HOUR);
    expect(await texts()).toEqual(['Hello']);
  });

  test('SEC9 an outage leaves no number, text or stack trace in logs and reasons', async () => {
    product.cloud.faults.add({ kind: 'fail-before', ...recorder });
    product.sms(CUSTOMER, 'My secret is 4711');
    await product.settle(4.5 * HOUR);
    const reasons = (await product.deadLetters()).map(({ reason }) => reason);
    expect(reasons).toHaveLength(1);
    const said = JSON.stringify([product.logLines, reasons]);
    expect(said).not.toMatch(/4255550182|4711|secret|at file:|node:internal/);
  });
});
