import { describe, expect, test } from 'vitest';
import { rememberQueues } from '../../../shared/stores/queue-store.ts';
import { ago, CUSTOMER_ID, customer, HOUR, openCase, route } from '../../domain/builders.ts';
import { arrival } from '../product-table.ts';
import { ANA, desk, SAL, SUE } from './desk.ts';

const waits = (number: number, minutes: number, overrides: Parameters<typeof openCase>[0] = {}) =>
  openCase({
    caseId: `${CUSTOMER_ID}-${number}`,
    waitingSince: ago(minutes * 60_000),
    route: route(),
    ...overrides,
  });

describe('The work list', () => {
  test('has the most urgent case first, who waits longest next, and those answered last', async () => {
    const { ask, seed } = desk();
    await seed({
      cases: [
        waits(1, 10),
        waits(2, 90),
        waits(3, 5, { route: route({ priority: 1 }) }),
        waits(4, 0, { waitingSince: undefined, answered: 1 }),
        waits(5, 200, { state: 'resolved' }),
        waits(6, 200, { route: undefined }),
      ],
    });
    const { body } = await ask(ANA, 'GET /work', { query: { queue: 'general' } });
    expect(body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1))).toEqual(['3', '2', '1', '4']);
    expect(body).not.toHaveProperty('cursor');
  });

  test('W4 has broken promises first, then those at risk, then whose promise comes due first', async () => {
    const { ask, seed } = desk();
    const promise = (minutes: number, state: 'standing' | 'at-risk' | 'broken') => ({
      due: ago(-minutes * 60_000),
      warnAt: ago(-minutes * 45_000),
      state,
    });
    await seed({
      cases: [
        waits(1, 90),
        waits(2, 10, { promise: promise(30, 'standing') }),
        waits(3, 20, { promise: promise(20, 'standing') }),
        waits(4, 5, { promise: promise(60, 'standing'), route: route({ priority: 1 }) }),
        waits(5, 5, { promise: promise(5, 'at-risk') }),
        waits(6, 5, { promise: promise(-5, 'broken'), route: route({ priority: 9 }) }),
        waits(7, 5, { promise: promise(-9, 'broken'), route: undefined }),
      ],
    });
    const { body } = await ask(ANA, 'GET /work', { query: { queue: 'general' } });
    expect(body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1))).toEqual([...'654321']);
    expect(body.items[0]).toMatchObject({ promise: { due: ago(5 * 60_000), state: 'broken' } });
    expect(body.items[0].promise).not.toHaveProperty('warnAt');
    const next = { limit: '2', queue: 'general' };
    const first = await ask(ANA, 'GET /work', { query: next });
    const second = await ask(ANA, 'GET /work', { query: { ...next, cursor: first.body.cursor } });
    expect(second.body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1))).toEqual(['4', '3']);
    expect((await ask(SUE, 'GET /work', { query: { queue: 'unrouted' } })).status).toBe(404);
  });

  test('comes in pages that show every case once', async () => {
    const { ask, seed } = desk();
    await seed({ cases: Array.from({ length: 7 }, (_, index) => waits(index + 1, index)) });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ask(ANA, 'GET /work', { query: { limit: '3', ...(cursor && { cursor }) } });
      seen.push(...body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1)));
      cursor = body.cursor;
    } while (cursor);
    expect(seen).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });

  test('merges the queues of an agent, and shows a supervisor all', async () => {
    const { ask, seed } = desk();
    await seed({ cases: [waits(1, 10), waits(2, 20, { route: route({ queue: 'billing' }) }), waits(3, 30)] });
    const { body } = await ask(SUE, 'GET /work');
    expect(body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1))).toEqual(['3', '2', '1']);
    const one = await ask(SUE, 'GET /work', { query: { queue: 'billing' } });
    expect(one.body.items).toHaveLength(1);
    expect((await ask(ANA, 'GET /work')).body.items).toHaveLength(2);
  });

  test('of a queue that has left the configuration is there for supervisors, and for who still has its group', async () => {
    const { ask, seed, table } = desk();
    await rememberQueues(table, ['general', 'sales']);
    await seed({ cases: [waits(1, 10), waits(2, 20, { route: route({ queue: 'sales' }) })] });
    const seenBy = async (...[claims, query]: [object, Record<string, string>?]) => {
      const { body } = await ask(claims, 'GET /work', query && { query });
      return body.items.map(({ caseId }: { caseId: string }) => caseId.at(-1));
    };
    expect(await seenBy(SUE)).toEqual(['2', '1']);
    expect(await seenBy(SUE, { queue: 'sales' })).toEqual(['2']);
    expect(await seenBy(SAL)).toEqual(['2']);
    expect(await seenBy(ANA)).toEqual(['1']);
    expect((await ask(SUE, 'GET /work', { query: { queue: 'returns' } })).error.code).toBe('no-such-queue');
  });

  test("of a queue that is not the agent's, or that is none, is refused", async () => {
    const { ask } = desk();
    expect((await ask(ANA, 'GET /work', { query: { queue: 'billing' } })).error.code).toBe('other-queue');
    expect((await ask({ ...ANA, 'cognito:groups': '[]' }, 'GET /work')).error.code).toBe('no-queues');
    expect((await ask(ANA, 'GET /work', { query: { cursor: 'x' } })).error.code).toBe('bad-cursor');
  });
});

describe('A thread', () => {
  test("S3.13 S3.14 is read backwards by the provider's time, page after page", async () => {
    const { ask, seed } = desk();
    const order = [3, 1, 5, 2, 4];
    await seed({
      cases: [openCase({ route: route() })],
      customers: [customer()],
      interactions: order.map((number) => arrival(number)),
    });
    const first = await ask(ANA, 'GET /customers/{customerId}/thread', {
      customerId: CUSTOMER_ID,
      query: { limit: '3' },
    });
    const query = { limit: '3', cursor: first.body.cursor };
    const second = await ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID, query });
    const arrivals = [...first.body.items, ...second.body.items].map(
      (item: { arrival: number }) => item.arrival,
    );
    expect(arrivals).toEqual([5, 4, 3, 2, 1]);
  });

  test('shows of a mail its subject, what was folded away, what its proof lacks, and links to its files', async () => {
    const { ask, seed } = desk();
    const attachments = [{ name: 'bill.pdf', type: 'application/pdf', bytes: 9, key: 'attachments/x/1' }];
    const shown = { subject: 'My bill', folded: '> You wrote', proof: 'unproven', suggestion: 'x' } as const;
    const mail = { ...shown, channel: 'email', attachments, htmlKey: 'html/x' } as const;
    await seed({
      cases: [openCase({ route: route() })],
      customers: [customer()],
      interactions: [arrival(1, mail)],
    });
    const { body } = await ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID });
    expect(body.items).toMatchObject([
      {
        ...shown,
        attachments: [{ name: 'bill.pdf', url: expect.stringMatching(/attachments\/x\/1\?.*Signature=/) }],
        htmlUrl: expect.stringContaining('/html/x?'),
      },
    ]);
  });

  test('hides the link of a survey: it answers in the place of the customer', async () => {
    const { ask, seed } = desk();
    const text = 'How did we do? https://a.example/survey/abcdefghijklmnopqrstuvwxyz234567abcdefgh';
    await seed({
      cases: [openCase({ route: route() })],
      customers: [customer()],
      interactions: [arrival(1, { direction: 'outbound', kind: 'survey', text })],
    });
    const { body } = await ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID });
    expect(body.items[0].text).toBe('How did we do? https://a.example/survey/…');
  });

  test("is open to whoever has, or had, one of the customer's cases, and to nobody else", async () => {
    const { ask, seed } = desk();
    await seed({
      cases: [openCase({ state: 'resolved', resolvedAt: ago(HOUR), resolvedBy: 'ana', route: route() })],
      customers: [customer({ openCases: [] })],
      interactions: [arrival(1)],
    });
    const read = (agent: object, customerId = CUSTOMER_ID) =>
      ask(agent, 'GET /customers/{customerId}/thread', { customerId });
    expect((await read(ANA)).body.items).toHaveLength(1);
    expect((await read(SUE)).status).toBe(200);
    const refused = await read(SAL);
    expect([refused.status, refused.error.code]).toEqual([403, 'other-queue']);
    expect((await read(SUE, 'zzzzzzzzzzzzzzzz')).status).toBe(404);
    expect((await read(SUE, 'PROFILE')).status).toBe(404);
  });
});
