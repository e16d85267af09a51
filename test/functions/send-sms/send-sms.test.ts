import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { dependenciesOf } from '../../../functions/send-sms/dependencies.ts';
import { build } from '../../../functions/send-sms/handler.ts';
import { markerHashFor } from '../../../shared/domain/identity.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import type { TextMessage } from '../../../shared/gateways/sms-gateway.ts';
import { sendReply } from '../../../shared/sending/send-reply.ts';
import { smsSender } from '../../../shared/sending/sms-sender.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { contactPointWrite, readContactPoint } from '../../../shared/stores/contact-point-store.ts';
import { readInteraction } from '../../../shared/stores/interaction-store.ts';
import { readMarker } from '../../../shared/stores/marker-store.ts';
import { put, type Table } from '../../../shared/stores/table.ts';
import { CUSTOMER_ID, claimedCase, NOW, OUR_NUMBER, reply, THEIR_NUMBER } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

const LATER = '2026-11-22T12:00:01.000Z';
const SENT = { kind: 'sent', providerMessageId: 'provider-1' } as const;

function queued(overrides: Partial<Interaction> = {}): Interaction {
  const { arrival: _, ...rest } = arrival(1, {
    interactionId: reply().interactionId,
    at: NOW,
    direction: 'outbound',
    text: 'It comes tomorrow.',
    answers: 1,
    agent: 'agent-1',
    delivery: { state: 'queued' },
    ...overrides,
  });
  return rest;
}

const EVENT = {
  ...reply(),
  eventId: 'e1',
  schemaVersion: 1,
  at: NOW,
  customerId: CUSTOMER_ID,
  caseId: `${CUSTOMER_ID}-1`,
  caseVersion: 4,
  opening: 1,
  channel: 'sms' as const,
};

async function theCase(table: Table) {
  const stored = await readCase(table, EVENT.caseId);
  if (!stored) throw new Error('The case is gone.');
  return stored;
}

/** A queued reply, its case, and a provider that answers with `outcomes` in turn. */
async function sender(...outcomes: (SendOutcome | (() => Promise<SendOutcome>))[]) {
  const it = productTable();
  await it.seed({
    cases: [claimedCase({ replied: { arrival: 1, agent: 'agent-1', pending: 1 } })],
    contactPoints: [contactPoint()],
    interactions: [queued()],
  });
  const asked: TextMessage[] = [];
  const real = dependenciesOf({ ...it.environment, SMS_CONFIGURATION_SET: 'set' }, it.outside);
  const dependencies = {
    ...real,
    sender: smsSender({
      send: async (message: TextMessage) => {
        asked.push(message);
        const outcome = outcomes.shift();
        if (!outcome) throw new Error('The provider was asked once too often.');
        return typeof outcome === 'function' ? outcome() : outcome;
      },
    }),
  };
  return {
    ...it,
    asked,
    dependencies,
    send: () => sendReply(EVENT, dependencies),
    delivery: async () =>
      (
        await readInteraction(it.table, {
          customerId: CUSTOMER_ID,
          at: NOW,
          interactionId: EVENT.interactionId,
        })
      )?.delivery,
    stored: () => theCase(it.table),
  };
}

describe('A queued reply', () => {
  test('R5 is sent once, however often its event comes', async () => {
    const { send, asked, delivery, stored } = await sender(SENT);
    await send();
    await send();
    expect(asked).toEqual([
      {
        from: OUR_NUMBER,
        to: THEIR_NUMBER,
        text: 'It comes tomorrow.',
        context: { caseId: EVENT.caseId, interactionId: EVENT.interactionId, interactionAt: NOW },
      },
    ]);
    expect(await delivery()).toEqual({ state: 'sent', providerMessageId: 'provider-1', at: NOW });
    const { case: subject, outbox } = await stored();
    expect(subject).toMatchObject({ answered: 1 });
    expect(subject).not.toHaveProperty('waitingSince');
    expect(outbox.events).toEqual([{ type: 'ReplySent', ...reply() }]);
  });

  test("is found later by the provider's id of it", async () => {
    const { send, table } = await sender(SENT);
    await send();
    const hash = markerHashFor({
      direction: 'out',
      channel: 'sms',
      account: OUR_NUMBER,
      contactPointId: 'c0'.repeat(32),
      providerMessageId: 'provider-1',
    });
    expect(await readMarker(table, hash)).toMatchObject({
      interactionId: EVENT.interactionId,
      caseId: EVENT.caseId,
    });
  });

  test('R5 is not sent by two senders that start at the same moment', async () => {
    const { send, asked } = await sender(SENT);
    const results = await Promise.allSettled([send(), send(), send()]);
    expect(asked).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('becomes unknown when nobody knows whether it left, and is never sent again', async () => {
    const { send, asked, delivery, stored } = await sender({ kind: 'unknown', error: 'TimeoutError' });
    await send();
    await send();
    expect(asked).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'unknown' });
    expect((await stored()).outbox.events).toMatchObject([{ type: 'ReplyFailed', outcome: 'unknown' }]);
    expect((await stored()).case.waitingSince).toBeDefined();
  });

  test('becomes unknown two minutes after its sender died, not before', async () => {
    const { send, asked, delivery, clock } = await sender(() => Promise.reject(new Error('died')));
    await expect(send()).rejects.toThrow('died');
    await expect(send()).rejects.toThrow('Another sender may be at work on this reply.');
    clock.now += 2 * 60_000 + 1;
    await send();
    expect(asked).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'unknown' });
  });

  test('is sent after the answer to the writing of its attempt was lost', async () => {
    const { send, asked, dependencies, delivery } = await sender(SENT);
    const { replies } = dependencies;
    const move = replies.move;
    replies.move = async (step) => {
      await move(step);
      replies.move = move;
      throw new Error('The answer was lost.');
    };
    await send();
    expect(asked).toHaveLength(1);
    expect(await delivery()).toMatchObject({ state: 'sent' });
  });

  test('waits for another turn, still queued, when its attempt could not be written', async () => {
    const { send, asked, dependencies, delivery } = await sender(SENT);
    const { replies } = dependencies;
    const move = replies.move;
    replies.move = async () => {
      replies.move = move;
      throw new Error('refused');
    };
    await expect(send()).rejects.toThrow('refused');
    expect([asked.length, await delivery()]).toEqual([0, { state: 'queued' }]);
    await send();
    expect(asked).toHaveLength(1);
  });

  test('is queued again when the provider throttles, and sent at the next turn', async () => {
    const { send, asked, delivery } = await sender({ kind: 'throttled' }, SENT);
    await expect(send()).rejects.toThrow('The provider is throttling.');
    expect(await delivery()).toEqual({ state: 'queued' });
    await send();
    expect([asked.length, (await delivery())?.state]).toEqual([2, 'sent']);
  });

  test('to a number that the provider knows as opted out fails, and the opt-out is kept and told', async () => {
    const { send, delivery, table, stored } = await sender({ kind: 'opted-out' });
    await send();
    expect(await delivery()).toEqual({ state: 'failed', reason: 'opted-out', at: NOW });
    expect((await readContactPoint(table, 'c0'.repeat(32)))?.optedOutAt).toBe(NOW);
    const { case: subject, outbox } = await stored();
    expect(outbox.events.map(({ type }) => type)).toEqual(['ReplyFailed', 'CustomerOptedOut']);
    expect(subject.replied).toBeUndefined();
  });

  test('fails as opted out although the STOP itself is recorded while the provider refuses', async () => {
    const it = await sender(async () => {
      const optedOut = contactPoint({ optedOutAt: LATER });
      await put(it.table, contactPointWrite(contactPoint(), optedOut));
      return { kind: 'opted-out' };
    });
    await it.send();
    expect(await it.delivery()).toEqual({ state: 'failed', reason: 'opted-out', at: NOW });
    expect((await readContactPoint(it.table, 'c0'.repeat(32)))?.optedOutAt).toBe(LATER);
    const { outbox } = await it.stored();
    expect(outbox.events.map(({ type }) => type)).toEqual(['ReplyFailed']);
  });

  test('to a number that has opted out meanwhile is not even tried', async () => {
    const it = await sender();
    it.dependencies.replies.recipient = async () => contactPoint({ optedOutAt: NOW });
    await it.send();
    expect([it.asked.length, await it.delivery()]).toEqual([
      0,
      { state: 'failed', reason: 'opted-out', at: NOW },
    ]);
  });

  test('is written down as sent although the customer writes at the same moment', async () => {
    const it = await sender(async () => {
      const before = (await theCase(it.table)).case;
      const { dependencies } = it;
      const settle = dependencies.replies.settle;
      dependencies.replies.settle = async (settlement) => {
        dependencies.replies.settle = settle;
        const change = settlement.case;
        if (!change) throw new Error('The reply is settled without its case.');
        return settle({ ...settlement, case: { ...change, previous: { ...before, version: 1 } } });
      };
      return SENT;
    });
    await it.send();
    expect((await it.delivery())?.state).toBe('sent');
    expect((await it.stored()).case.answered).toBe(1);
  });
});

describe('The handler of send-sms', () => {
  const run = async (detail: object) => {
    const it = await sender();
    const handler = build({ ...it.environment, SMS_CONFIGURATION_SET: 'set' }, it.outside);
    const body = JSON.stringify({ source: 'throughline', 'detail-type': 'ReplyQueued', detail });
    const record = { messageId: 'm', body, attributes: {}, eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q' };
    const answer = await handler({ Records: [record] } as unknown as SQSEvent, {} as Context);
    return { ...it, returned: answer.batchItemFailures };
  };

  test('SEC9 logs no number and no text when a send fails', async () => {
    // The cloud of this test has no End User Messaging, and refuses.
    const { lines, delivery } = await run(EVENT);
    expect((await delivery())?.state).not.toBe('queued');
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [OUR_NUMBER, THEIR_NUMBER, 'tomorrow'])
      expect(JSON.stringify(lines)).not.toContain(secret);
  });

  test('keeps a message that can never be sent when there is no queue for dead letters', async () => {
    const { returned, lines } = await run({ ...EVENT, interactionId: 'f'.repeat(32) });
    expect(returned).toEqual([{ itemIdentifier: 'm' }]);
    expect(lines).toEqual([expect.objectContaining({ code: 'TL1004' })]);
  });
});
