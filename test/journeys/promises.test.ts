import { afterEach, describe, expect, inject, test } from 'vitest';
import { type Product, startProduct } from '../support/product-cloud.ts';

const CUSTOMER = '+14255550182';
const OTHER = '+14255550199';
const QUEUES = ['general', 'billing', 'support-es'];

let product: Product;
afterEach(() => product.stop());

interface Announced {
  readonly type: string;
  readonly caseId: string;
  readonly due: string;
  readonly stage: string;
  readonly queue: string;
  /** Seconds after the promised moment. */
  readonly late: number;
}

/** The product on some day, and what it announces of promises. */
async function from(start: string) {
  product = await startProduct({ assembly: inject('assembly'), start });
  const announced: Announced[] = [];
  product.cloud.traces.listen(({ at, service, what, detail }) => {
    const type = String(detail?.detailType);
    if (service !== 'events' || what !== 'accepted' || !type.startsWith('Promise')) return;
    const event = detail?.event as Announced;
    announced.push({ ...event, type, late: (at - Date.parse(event.due)) / 1_000 });
  });
  return announced;
}

async function until(time: string) {
  await product.settle((Date.parse(time) - product.cloud.clock.now()) / 1_000);
}

const ana = () => product.agent('ana', QUEUES);

describe('W4 a promise', () => {
  test('S1.15 R8 of a Friday evening is one of Monday morning: at risk, then broken, told once and in time', async () => {
    const announced = await from('2026-11-27T19:30:00Z');
    product.sms(CUSTOMER, 'Hello, where is my order?');
    await product.settle(90);
    product.sms(OTHER, 'My bill is wrong.');
    await product.settle(90);
    const [first, second] = await ana().work();
    expect([first?.promise, second?.promise]).toEqual([
      { due: '2026-11-30T09:15:00.000Z', state: 'standing' },
      { due: '2026-11-30T09:15:00.000Z', state: 'standing' },
    ]);

    await until('2026-11-30T09:11:00Z');
    expect(announced).toEqual([]);
    await until('2026-11-30T09:13:30Z');
    expect(announced.map(({ type }) => type)).toEqual(['PromiseAtRisk', 'PromiseAtRisk']);

    // One is answered in the last minute: nothing more is heard of it.
    const [answered, waiting] = await ana().work();
    await ana().post(`/cases/${answered?.caseId}/claim`);
    await ana().post(`/cases/${answered?.caseId}/replies`, { text: 'It is on its way.', answers: 1 });
    await until('2026-11-30T09:15:00Z');
    expect(announced).toHaveLength(2);
    await until('2026-11-30T12:00:00Z');
    expect(announced.slice(2)).toMatchObject([
      { type: 'PromiseBroken', caseId: waiting?.caseId, stage: 'broken', queue: 'general' },
    ]);
    expect(announced[2]?.late).toBeLessThanOrEqual(120);

    // Who writes now waits behind the broken promise, and the answered one comes last.
    product.sms('+14255550177', 'Hello');
    await product.settle();
    const work = await ana().work();
    expect(work.map(({ promise }) => promise?.state)).toEqual(['broken', 'standing', undefined]);
    expect(work.at(-1)?.caseId).toBe(answered?.caseId);
    await ana().post(`/cases/${waiting?.caseId}/claim`);
    await ana().post(`/cases/${waiting?.caseId}/replies`, { text: 'We are sorry.', answers: 1 });
    await product.settle();
    const late = await ana().get(`/cases/${waiting?.caseId}`);
    expect(late.body.case).not.toHaveProperty('promise');
  });

  test.each([
    ['over the break of a split shift', '2026-11-30T12:55:00Z', '2026-11-30T14:10:00Z'],
    ['over a weekend in which clocks are put forward', '2026-03-27T16:50:00Z', '2026-03-30T08:05:00Z'],
    ['over a weekend in which clocks are put back', '2026-10-23T15:50:00Z', '2026-10-26T09:05:00Z'],
    ['over Christmas', '2026-12-24T17:55:00Z', '2026-12-28T09:10:00Z'],
    ['over a short day and New Year', '2026-12-31T11:50:00Z', '2027-01-04T09:05:00Z'],
  ])('R8 %s is broken when it is due, and not before', async (_, sent, due) => {
    const announced = await from(sent);
    product.sms(CUSTOMER, 'Is anybody there?');
    await product.settle();
    const [item] = await ana().work();
    expect(Math.abs(Date.parse(item?.promise?.due ?? '') - Date.parse(due))).toBeLessThanOrEqual(1_000);
    await until(due);
    expect(announced.map(({ type }) => type)).toEqual(['PromiseAtRisk']);
    await product.settle(4 * 3_600);
    expect(announced.map(({ type }) => type)).toEqual(['PromiseAtRisk', 'PromiseBroken']);
    expect(announced[1]?.late).toBeGreaterThan(0);
    expect(announced[1]?.late).toBeLessThanOrEqual(120);
  });

  test('that is kept is heard of by nobody, nor is one whose case was resolved', async () => {
    const announced = await from('2026-11-30T10:00:00Z');
    product.sms(CUSTOMER, 'Hello');
    product.sms(OTHER, 'Hello');
    await product.settle();
    const [one, other] = await ana().work();
    await ana().post(`/cases/${one?.caseId}/claim`);
    await ana().post(`/cases/${one?.caseId}/replies`, { text: 'Hello to you', answers: 1 });
    await ana().post(`/cases/${other?.caseId}/claim`);
    await ana().post(`/cases/${other?.caseId}/resolve`);
    await product.settle(7 * 24 * 3_600);
    expect(announced).toEqual([]);
  });

  test('of a reply that the carrier lost stands again, and is broken when its time has passed', async () => {
    const announced = await from('2026-11-30T10:00:00Z');
    // A phone of AWS's simulator that nothing reaches.
    product.sms('+14254147167', 'Hello');
    await product.settle();
    const [item] = await ana().work();
    await ana().post(`/cases/${item?.caseId}/claim`);
    await ana().post(`/cases/${item?.caseId}/replies`, { text: 'Hello to you', answers: 1 });
    await product.settle(3_600);
    expect(announced.at(-1)).toMatchObject({ type: 'PromiseBroken', due: item?.promise?.due });
    expect((await ana().work())[0]?.promise).toEqual({ due: item?.promise?.due, state: 'broken' });
  });
});
