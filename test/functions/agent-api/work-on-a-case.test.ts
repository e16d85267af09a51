import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../../shared/events/catalogue.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { readThread } from '../../../shared/stores/interaction-store.ts';
import {
  ago,
  CUSTOMER_ID,
  customer,
  HOUR,
  NOW,
  openCase,
  resolvedCase,
  route,
} from '../../domain/builders.ts';
import { arrival, contactPoint } from '../product-table.ts';
import { ANA, BEN, desk, SAL, SUE } from './desk.ts';

const caseId = `${CUSTOMER_ID}-1`;

/** One open case in the queue `general`, with one arrival. */
async function oneCase(overrides: Parameters<typeof openCase>[0] = {}) {
  const it = desk();
  await it.seed({
    cases: [openCase({ route: route(), ...overrides })],
    customers: [customer()],
    contactPoints: [contactPoint()],
    interactions: [arrival(1)],
  });
  return it;
}

const said = { text: 'It comes tomorrow.', answers: 1 };

describe('A claim', () => {
  test('S2.4 W5 is given to one of eight agents who want it at the same moment', async () => {
    const { ask } = await oneCase();
    const agents = Array.from({ length: 8 }, (_, index) => ({ ...ANA, username: `agent-${index}` }));
    const answers = await Promise.all(
      agents.map((agent) => ask(agent, 'POST /cases/{caseId}/claim', { caseId })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(409)]);
    const winner = answers.find(({ status }) => status === 200)?.body.case.claim;
    for (const { error } of answers.filter(({ status }) => status === 409)) {
      expect(error).toEqual({
        code: 'claimed-by-another',
        message: `Another agent has claimed this case until ${winner.until}.`,
        details: { agent: winner.agent, until: winner.until },
      });
    }
  });

  test('is extended by its holder and lapses in silence', async () => {
    const { ask, clock } = await oneCase();
    const first = await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    clock.now += 10 * 60_000;
    const second = await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    expect(second.body.case.claim.until > first.body.case.claim.until).toBe(true);
    expect((await ask(BEN, 'POST /cases/{caseId}/claim', { caseId })).status).toBe(409);
    clock.now = Date.parse(second.body.case.claim.until);
    expect((await ask(BEN, 'POST /cases/{caseId}/claim', { caseId })).body.case.claim).toMatchObject({
      agent: 'ben',
      mine: true,
    });
  });

  test('is given back by its holder or by a supervisor, not by another agent', async () => {
    const { ask } = await oneCase();
    await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    expect((await ask(BEN, 'POST /cases/{caseId}/release', { caseId })).status).toBe(409);
    expect((await ask(SUE, 'POST /cases/{caseId}/release', { caseId })).body.case.claim).toBeUndefined();
    expect((await ask(BEN, 'POST /cases/{caseId}/claim', { caseId })).status).toBe(200);
  });

  test('makes its event, which names no customer', async () => {
    const { ask, table } = await oneCase();
    await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    const stored = await readCase(table, caseId);
    if (!stored) throw new Error('The case is gone.');
    expect(stored.outbox.events).toEqual([{ type: 'CaseClaimed' }]);
    const subject = { ...stored.case, key: 'k', caseVersion: stored.case.version };
    expect(eventsOf(stored.outbox, subject)).toMatchObject([
      { detailType: 'CaseClaimed', detail: { caseId } },
    ]);
  });
});

describe('A reply', () => {
  test('needs the claim', async () => {
    const { ask } = await oneCase();
    const { status, error } = await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    expect([status, error.code]).toEqual([409, 'claim-needed']);
  });

  test('names the message it answers, and is refused when the channel takes no text so long', async () => {
    const newest = { interactionId: 'a'.repeat(32), interactionAt: NOW };
    const { ask, table } = await oneCase({ newest });
    await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    const { interactions } = await readThread(table, CUSTOMER_ID, { limit: 1 });
    expect(interactions).toMatchObject([{ direction: 'outbound', inReplyTo: newest }]);
    const long = { ...said, text: 'x'.repeat(1601) };
    const { status, error } = await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: long });
    expect([status, error]).toMatchObject([
      409,
      { code: 'too-long', message: 'A reply on sms has at most 1600 characters; this one has 1601.' },
    ]);
  });

  test('is queued once, however often the request is repeated', async () => {
    const { ask } = await oneCase();
    await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said })),
    );
    const again = await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    const replies = [...answers, again].map(({ status, body }) => [status, body.reply?.interactionId]);
    expect(new Set(replies.map(String)).size).toBe(1);
    expect(replies[0]?.[0]).toBe(200);
    const thread = await ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID });
    expect(thread.body.items.map(({ direction }: { direction: string }) => direction)).toEqual([
      'outbound',
      'inbound',
    ]);
  });

  test('is another one under another Idempotency-Key, and the same under the same', async () => {
    const { ask } = await oneCase();
    await ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    const send = (key: string) =>
      ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said, headers: { 'idempotency-key': key } });
    const [a, b, again] = [await send('a'), await send('b'), await send('a')];
    expect(a.body.reply.interactionId).not.toBe(b.body.reply.interactionId);
    expect(again.body.reply).toEqual(a.body.reply);
  });

  test('S2.5 must answer the newest arrival; else it brings what came meanwhile', async () => {
    const { ask, seed } = await oneCase({ arrivals: 3, claim: { agent: 'ana', until: ago(-HOUR) } });
    await seed({ interactions: [arrival(2), arrival(3), arrival(4, { caseId: `${CUSTOMER_ID}-2` })] });
    const { status, error } = await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    expect(status).toBe(409);
    expect(error.code).toBe('newer-arrival');
    expect(error.details.newest).toBe(3);
    expect(error.details.meanwhile.map(({ text }: { text: string }) => text)).toEqual([
      'message 2',
      'message 3',
    ]);
  });

  test('is refused once the claim has lapsed, and another agent may then answer', async () => {
    const { ask, clock } = await oneCase({ claim: { agent: 'ana', until: NOW } });
    expect((await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said })).error.code).toBe(
      'claim-needed',
    );
    clock.now += 1;
    await ask(BEN, 'POST /cases/{caseId}/claim', { caseId });
    expect((await ask(BEN, 'POST /cases/{caseId}/replies', { caseId, body: said })).status).toBe(200);
  });

  test('S2.4 is not given by a second agent to a message that one has answered', async () => {
    const { ask } = await oneCase({ claim: { agent: 'ana', until: ago(-HOUR) } });
    await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    await ask(ANA, 'POST /cases/{caseId}/release', { caseId });
    await ask(BEN, 'POST /cases/{caseId}/claim', { caseId });
    const second = await ask(BEN, 'POST /cases/{caseId}/replies', {
      caseId,
      body: { ...said, text: 'Me too.' },
    });
    expect([second.status, second.error.code, second.error.details.agent]).toEqual([
      409,
      'already-answered',
      'ana',
    ]);
  });

  test('to somebody who has opted out is refused, and nothing is written', async () => {
    const it = desk();
    await it.seed({
      cases: [openCase({ route: route(), claim: { agent: 'ana', until: ago(-HOUR) } })],
      customers: [customer()],
      contactPoints: [contactPoint({ optedOutAt: NOW })],
    });
    const { status, error } = await it.ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said });
    expect([status, error.code]).toEqual([422, 'opted-out']);
    const thread = await it.ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID });
    expect(thread.body.items).toEqual([]);
  });

  test('to a resolved case is refused until it is reopened', async () => {
    const it = desk();
    await it.seed({
      cases: [resolvedCase({ route: route() })],
      customers: [customer({ openCases: [] })],
      contactPoints: [contactPoint()],
    });
    expect((await it.ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said })).error.code).toBe(
      'case-resolved',
    );
    const reopened = await it.ask(ANA, 'POST /cases/{caseId}/reopen', { caseId });
    expect(reopened.body.case).toMatchObject({ state: 'open', opening: 2 });
    await it.ask(ANA, 'POST /cases/{caseId}/claim', { caseId });
    expect((await it.ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said })).status).toBe(200);
  });

  test.each([
    ['no text', { answers: 1 }],
    ['an empty text', { text: '  \u0000 ', answers: 1 }],
    ['65,536 characters', { text: 'x'.repeat(65_536), answers: 1 }],
    ['no arrival', { text: 'x' }],
    ['half an arrival', { text: 'x', answers: 1.5 }],
    ['an unknown field', { text: 'x', answers: 1, to: 'all' }],
    ['a list', []],
  ])('with %s is refused with a sentence', async (_, body) => {
    const { ask } = await oneCase();
    const { status, error } = await ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body });
    expect([status, error.code]).toEqual([400, 'bad-body']);
    expect(error.message).not.toMatch(/\n| at /);
  });
});

describe('A case', () => {
  test('S1.25 S3.13 carries notes that only agents see, kept once', async () => {
    const { ask } = await oneCase();
    const body = { text: 'The carrier has it.' };
    const first = await ask(ANA, 'POST /cases/{caseId}/notes', { caseId, body });
    const again = await ask(ANA, 'POST /cases/{caseId}/notes', { caseId, body });
    expect(again.body).toEqual(first.body);
    const thread = await ask(BEN, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID });
    expect(thread.body.items.filter(({ kind }: { kind: string }) => kind === 'note')).toEqual([
      expect.objectContaining({ direction: 'internal', agent: 'ana', text: body.text }),
    ]);
  });

  test('no longer waits once it is resolved, and leaves the work list', async () => {
    const { ask } = await oneCase();
    const { body } = await ask(ANA, 'POST /cases/{caseId}/resolve', { caseId, body: { answers: 1 } });
    expect(body.case).toMatchObject({ state: 'resolved', resolvedBy: 'ana', answered: 1 });
    expect(body.case).not.toHaveProperty('waitingSince');
    expect((await ask(ANA, 'GET /work')).body.items).toEqual([]);
    expect((await ask(ANA, 'POST /cases/{caseId}/resolve', { caseId })).status).toBe(200);
    expect((await ask(ANA, 'GET /cases/{caseId}', { caseId })).body.customer.openCases).toEqual([]);
  });

  test('is not resolved over a message nobody has read, nor over another agent', async () => {
    const { ask } = await oneCase({ arrivals: 2 });
    const body = { answers: 1 };
    expect((await ask(ANA, 'POST /cases/{caseId}/resolve', { caseId, body })).error.code).toBe(
      'newer-arrival',
    );
    await ask(BEN, 'POST /cases/{caseId}/claim', { caseId });
    expect((await ask(ANA, 'POST /cases/{caseId}/resolve', { caseId })).error.code).toBe(
      'claimed-by-another',
    );
    expect((await ask(SUE, 'POST /cases/{caseId}/resolve', { caseId })).status).toBe(200);
  });

  test('of another queue is refused by name, one that does not exist is not found', async () => {
    const { ask } = await oneCase();
    for (const route of [
      'GET /cases/{caseId}',
      'POST /cases/{caseId}/claim',
      'POST /cases/{caseId}/reopen',
    ] as const) {
      const { status, error } = await ask(SAL, route, { caseId });
      expect([status, error]).toEqual([
        403,
        {
          code: 'other-queue',
          message: 'This case belongs to the queue general, which is not one of yours.',
          details: { queue: 'general' },
        },
      ]);
      for (const missing of [`${CUSTOMER_ID}-9`, 'nonsense', '', '../admin', '#']) {
        expect((await ask(SUE, route, { caseId: missing })).status).toBe(404);
      }
    }
  });

  test('P1 takes at most two calls to the store for every request', async () => {
    const { ask, calls } = await oneCase();
    const requests = [
      () => ask(ANA, 'GET /work'),
      () => ask(ANA, 'GET /cases/{caseId}', { caseId }),
      () => ask(ANA, 'POST /cases/{caseId}/claim', { caseId }),
      () => ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said }),
      () => ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: said }),
      () => ask(ANA, 'POST /cases/{caseId}/replies', { caseId, body: { ...said, answers: 0 } }),
      () => ask(ANA, 'POST /cases/{caseId}/notes', { caseId, body: { text: 'n' } }),
      () => ask(ANA, 'GET /customers/{customerId}/thread', { customerId: CUSTOMER_ID }),
      () => ask(ANA, 'POST /cases/{caseId}/release', { caseId }),
      () => ask(ANA, 'POST /cases/{caseId}/resolve', { caseId }),
      () => ask(ANA, 'POST /cases/{caseId}/reopen', { caseId }),
    ];
    const counts: number[] = [];
    for (const request of requests) {
      calls.length = 0;
      await request();
      counts.push(calls.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });
});
