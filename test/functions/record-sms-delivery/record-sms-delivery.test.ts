import { describe, expect, test } from 'vitest';
import { parseDeliveryEvent } from '../../../functions/record-sms-delivery/delivery-event.ts';
import { dependenciesOf } from '../../../functions/record-sms-delivery/dependencies.ts';
import { dependenciesOf as senderDependenciesOf } from '../../../functions/send-sms/dependencies.ts';
import type { Case } from '../../../shared/domain/case.ts';
import { markerHashFor } from '../../../shared/domain/identity.ts';
import type { Delivery } from '../../../shared/domain/interaction.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import { recordDelivery } from '../../../shared/sending/record-delivery.ts';
import { sendReply } from '../../../shared/sending/send-reply.ts';
import { smsSender } from '../../../shared/sending/sms-sender.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { readInteraction } from '../../../shared/stores/interaction-store.ts';
import { readMarker } from '../../../shared/stores/marker-store.ts';
import { CUSTOMER_ID, claimedCase, NOW, OUR_NUMBER, reply, THEIR_NUMBER } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

const CASE_ID = `${CUSTOMER_ID}-1`;
const REPORTED_AT = Date.parse('2026-11-22T12:00:02.000Z');
const CONTEXT = { caseId: CASE_ID, interactionId: reply().interactionId, interactionAt: NOW };

const SENT: Delivery = { state: 'sent', providerMessageId: 'provider-1', at: NOW };
const SENDING: Delivery = { state: 'sending', attempt: 'a-1', since: NOW };
const UNKNOWN: Delivery = { state: 'unknown', attempt: 'a-1', at: NOW };

/** What SNS puts into the queue: the example of the End User Messaging guide, with our context. */
function notification(eventType: string, overrides: object = {}): string {
  const Message = JSON.stringify({
    eventType,
    eventVersion: '1.0',
    eventTimestamp: REPORTED_AT,
    isFinal: true,
    originationPhoneNumber: OUR_NUMBER,
    destinationPhoneNumber: THEIR_NUMBER,
    isInternationalSend: false,
    mcc: '310',
    mnc: '800',
    messageId: 'provider-1',
    messageRequestTimestamp: REPORTED_AT - 300,
    messageEncoding: 'GSM',
    messageType: 'TRANSACTIONAL',
    messageStatus: eventType.replace('TEXT_', ''),
    messageStatusDescription: 'Message has been accepted by phone carrier',
    context: CONTEXT,
    totalMessageParts: 1,
    totalMessagePrice: 0.09582,
    totalCarrierFee: 0.0,
    ...overrides,
  });
  return JSON.stringify({ Type: 'Notification', Timestamp: '2026-11-22T12:00:02.500Z', Message });
}

/** A reply in a state of delivery, its case, and the function that hears of it. */
async function recorder(delivery: Delivery, overrides: Partial<Case> = {}) {
  const it = productTable();
  const replied = { arrival: 1, agent: 'agent-1', pending: 1 };
  const { arrival: _, ...interaction } = arrival(1, {
    interactionId: CONTEXT.interactionId,
    at: NOW,
    direction: 'outbound',
    answers: 1,
    agent: 'agent-1',
    delivery,
  });
  await it.seed({
    cases: [claimedCase({ replied, ...overrides })],
    contactPoints: [contactPoint()],
    interactions: [interaction],
  });
  const environment = { ...it.environment, SMS_CONFIGURATION_SET: 'set' };
  const dependencies = dependenciesOf(environment, it.outside);
  return {
    ...it,
    dependencies,
    /** What the function does with a message of its queue. */
    hear: async (body: string) => recordDelivery(parseDeliveryEvent(body), dependencies),
    send: (answer: () => Promise<SendOutcome>) =>
      sendReply(
        {
          ...reply(),
          ...{ eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, caseId: CASE_ID },
          ...{ caseVersion: 4, opening: 1, channel: 'sms' },
        },
        { ...senderDependenciesOf(environment, it.outside), sender: smsSender({ send: answer }) },
      ),
    delivery: async () =>
      (
        await readInteraction(it.table, {
          customerId: CUSTOMER_ID,
          at: NOW,
          interactionId: CONTEXT.interactionId,
        })
      )?.delivery,
    async stored() {
      const stored = await readCase(it.table, CASE_ID);
      if (!stored) throw new Error('The case is gone.');
      return stored;
    },
    marker: () =>
      readMarker(
        it.table,
        markerHashFor({
          ...{ direction: 'out', channel: 'sms', account: OUR_NUMBER, contactPointId: 'c0'.repeat(32) },
          providerMessageId: 'provider-1',
        }),
      ),
    codes: () => it.lines.map(({ code, reason }) => [code, reason]),
  };
}

const answered = {
  answered: 1,
  waitingSince: undefined,
  replied: { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 },
};

describe('A report of a reply that was sent', () => {
  test('as delivered is written with the time of the provider, by one read and one write', async () => {
    const { hear, delivery, stored, calls, codes } = await recorder(SENT, answered);
    calls.length = 0;
    await hear(notification('TEXT_DELIVERED'));
    expect(calls).toEqual(['BatchGetItem', 'UpdateItem']);
    expect(await delivery()).toEqual({
      state: 'delivered',
      providerMessageId: 'provider-1',
      at: '2026-11-22T12:00:02.000Z',
    });
    expect((await stored()).outbox.commit).toBe('seed');
    expect(codes()).toEqual([['TL4006', 'delivered']]);
  });

  test('that comes twice, or after a newer one, changes nothing', async () => {
    const { hear, delivery, codes } = await recorder(SENT, answered);
    await hear(notification('TEXT_DELIVERED'));
    const before = await delivery();
    for (const type of ['TEXT_DELIVERED', 'TEXT_SUCCESSFUL', 'TEXT_UNREACHABLE'])
      await hear(notification(type));
    expect(await delivery()).toEqual(before);
    expect(codes().slice(1)).toEqual(Array(3).fill(['TL4007', 'delivered']));
  });

  test('as lost makes it failed, tells so, and the customer waits again', async () => {
    const { hear, delivery, stored } = await recorder(SENT, answered);
    await hear(notification('TEXT_CARRIER_UNREACHABLE'));
    await hear(notification('TEXT_CARRIER_UNREACHABLE'));
    expect(await delivery()).toMatchObject({ state: 'failed', reason: 'carrier-unreachable' });
    const { case: subject, outbox } = await stored();
    expect(subject).toMatchObject({ answered: 0, waitingSince: NOW, version: 4 });
    expect(outbox.events).toEqual([
      { type: 'ReplyFailed', ...reply(), outcome: 'failed', reason: 'carrier-unreachable' },
    ]);
  });

  test('as not reached yet waits for the final one', async () => {
    const { hear, delivery, codes } = await recorder(SENT, answered);
    await hear(notification('TEXT_CARRIER_UNREACHABLE', { isFinal: false }));
    expect([await delivery(), codes()]).toEqual([SENT, [['TL4007', 'not-final']]]);
  });

  test('as unknown proves no failure', async () => {
    const { hear, delivery } = await recorder(SENT, answered);
    await hear(notification('TEXT_UNKNOWN'));
    expect(await delivery()).toEqual(SENT);
  });

  test('about another message of the provider changes nothing', async () => {
    const { hear, delivery } = await recorder(SENT, answered);
    await hear(notification('TEXT_BLOCKED', { messageId: 'provider-2' }));
    expect(await delivery()).toEqual(SENT);
  });
});

describe('A report of a reply of which nobody knew whether it left', () => {
  test.each([
    ['TEXT_SUCCESSFUL', 'sent'],
    ['TEXT_DELIVERED', 'delivered'],
  ])(
    'R5 by %s settles it as %s: the arrival is answered and the customer no longer waits',
    async (type, state) => {
      const { hear, delivery, stored, marker } = await recorder(UNKNOWN);
      await hear(notification(type));
      expect(await delivery()).toMatchObject({ state, providerMessageId: 'provider-1' });
      const { case: subject, outbox } = await stored();
      expect(subject).toMatchObject({ answered: 1, replied: { pending: 0, sent: 1 } });
      expect(subject).not.toHaveProperty('waitingSince');
      expect(outbox.events).toEqual([{ type: 'ReplySent', ...reply() }]);
      expect(await marker()).toMatchObject({ interactionId: CONTEXT.interactionId, caseId: CASE_ID });
    },
  );

  test('by a failure frees the arrival for every agent', async () => {
    const { hear, delivery, stored, marker } = await recorder(UNKNOWN);
    await hear(notification('TEXT_INVALID'));
    expect(await delivery()).toMatchObject({ state: 'failed', reason: 'invalid' });
    const { case: subject, outbox } = await stored();
    expect(subject.replied).toBeUndefined();
    expect(subject.waitingSince).toBeDefined();
    expect(outbox.events).toMatchObject([{ type: 'ReplyFailed', outcome: 'failed', reason: 'invalid' }]);
    expect(await marker()).toBeUndefined();
  });
});

describe('A report that overtakes its sender', () => {
  test.each([
    ['TEXT_SUCCESSFUL', 'sent', 'ReplySent'],
    ['TEXT_DELIVERED', 'delivered', 'ReplySent'],
    ['TEXT_BLOCKED', 'failed', 'ReplyFailed'],
  ])('by %s is kept, and the sender finds its work done', async (type, state, event) => {
    const { send, hear, delivery, stored } = await recorder({ state: 'queued' });
    let asked = 0;
    const answer = async () => {
      asked += 1;
      await hear(notification(type));
      return { kind: 'sent', providerMessageId: 'provider-1' } as const;
    };
    await send(answer);
    await send(answer);
    expect(asked).toBe(1);
    expect(await delivery()).toMatchObject({ state, providerMessageId: 'provider-1' });
    const { case: subject, outbox } = await stored();
    expect(outbox.events).toMatchObject([{ type: event }]);
    expect(subject.version).toBe(4);
    expect(subject.replied?.pending ?? 0).toBe(0);
  });

  test('is not undone by a sender that got no answer', async () => {
    const { send, hear, delivery } = await recorder({ state: 'queued' });
    await send(async () => {
      await hear(notification('TEXT_DELIVERED'));
      return { kind: 'unknown', error: 'TimeoutError' };
    });
    expect(await delivery()).toMatchObject({ state: 'delivered' });
  });

  test('settles a reply whose sender has died, at once', async () => {
    const { hear, delivery, stored } = await recorder(SENDING);
    await hear(notification('TEXT_DELIVERED'));
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    expect((await stored()).case.answered).toBe(1);
  });
});

describe('Reports at the same moment', () => {
  test('settle a reply once', async () => {
    const { hear, delivery, stored } = await recorder(UNKNOWN);
    const types = ['TEXT_SUCCESSFUL', 'TEXT_DELIVERED', 'TEXT_DELIVERED', 'TEXT_SUCCESSFUL'];
    await Promise.all(types.map((type) => hear(notification(type))));
    expect(await delivery()).toMatchObject({ state: 'delivered' });
    expect((await stored()).case).toMatchObject({
      answered: 1,
      version: 4,
      replied: { pending: 0, sent: 1 },
    });
  });
});

describe('An event that', () => {
  test.each([
    ['has no context', notification('TEXT_DELIVERED', { context: undefined }), 'not-ours'],
    [
      'has the context of another sender',
      notification('TEXT_DELIVERED', { context: { account: 'bar' } }),
      'not-ours',
    ],
    ['is of a call', notification('VOICE_ANSWERED'), 'no-report'],
    ['tells of a step on the way', notification('TEXT_QUEUED', { isFinal: false }), 'no-report'],
  ])('%s is dropped with a log line', async (_what, body, reason) => {
    const { hear, codes, delivery } = await recorder(SENT, answered);
    await hear(body);
    expect([codes(), await delivery()]).toEqual([[['TL4007', reason]], SENT]);
  });

  test.each([
    [
      'points to a reply that is not there',
      notification('TEXT_DELIVERED', { context: { ...CONTEXT, interactionId: 'f'.repeat(32) } }),
      'The delivery event points to a reply that does not exist.',
    ],
    [
      'names a case that cannot be',
      notification('TEXT_DELIVERED', { context: { ...CONTEXT, caseId: 'c-1' } }),
      'The caseId in the context of the delivery event is none.',
    ],
    [
      'is not as documented',
      notification('TEXT_DELIVERED', { messageId: undefined, eventTimestamp: 'today' }),
      'The delivery event is not as documented: look at eventTimestamp, messageId.',
    ],
    ['is no notification', '{}', /^The notification is not as documented/],
  ])('%s is a dead letter with a reason, without a number in it', async (_what, body, reason) => {
    const { hear } = await recorder(SENT, answered);
    const failure = await hear(body).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'PermanentFailure', message: expect.stringMatching(reason) });
    expect(String(failure)).not.toMatch(/\d{7}/);
  });
});

test('SEC9 no number reaches a log line of the recorder', async () => {
  const { hear, lines } = await recorder(SENT, answered);
  for (const type of ['TEXT_SUCCESSFUL', 'TEXT_SPAM']) await hear(notification(type));
  expect(lines).toHaveLength(2);
  for (const secret of [OUR_NUMBER, THEIR_NUMBER])
    expect(JSON.stringify(lines)).not.toContain(secret.slice(1));
});
