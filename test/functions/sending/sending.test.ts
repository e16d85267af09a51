import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Delivery, Interaction } from '../../../shared/domain/interaction.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import { createLog } from '../../../shared/runtime/log.ts';
import { askProvider } from '../../../shared/sending/ask-provider.ts';
import { type DeliveryNews, recordDelivery } from '../../../shared/sending/record-delivery.ts';
import { repliesIn } from '../../../shared/sending/replies.ts';
import { sendReply } from '../../../shared/sending/send-reply.ts';
import { settle } from '../../../shared/sending/settle.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { readContactPoint } from '../../../shared/stores/contact-point-store.ts';
import { readInteraction } from '../../../shared/stores/interaction-store.ts';
import { interactionKey } from '../../../shared/stores/keys.ts';
import { moveDelivery } from '../../../shared/stores/reply-store.ts';
import { type Table, toAttributes } from '../../../shared/stores/table.ts';
import { CUSTOMER_ID, claimedCase, NOW, reply } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

const CASE_ID = `${CUSTOMER_ID}-1`;
const LATER = '2026-11-22T12:00:02.000Z';
const SENDING: Delivery = { state: 'sending', attempt: 'a-1', since: NOW };
const SENT: Delivery = { state: 'sent', providerMessageId: 'provider-1', at: NOW };
const ANSWER = { answers: 1, agent: 'agent-1' };

/** A message of ours in a state of delivery, its case, and what senders and recorders work with. */
async function outbound(overrides: Partial<Interaction>) {
  const it = productTable();
  const { arrival: _, ...interaction } = arrival(1, {
    interactionId: reply().interactionId,
    at: NOW,
    direction: 'outbound',
    text: 'It comes tomorrow.',
    ...overrides,
  });
  await it.seed({
    cases: [claimedCase({ replied: { arrival: 1, agent: 'agent-1', pending: 1 } })],
    contactPoints: [contactPoint()],
    interactions: [interaction],
  });
  const { now, newId, sink } = it.outside;
  const dependencies = {
    ...{ now, newId, log: createLog('test', sink), count: () => undefined },
    replies: repliesIn(it.table),
  };
  const read = async () => {
    const stored = await readInteraction(it.table, interaction);
    if (!stored) throw new Error('The interaction is gone.');
    return stored;
  };
  const hear = (report: Partial<Extract<DeliveryNews, { kind: 'report' }>['report']>) => {
    const { interactionId } = interaction;
    const ref = { customerId: CUSTOMER_ID, caseId: CASE_ID, interactionId, interactionAt: NOW };
    const said = {
      providerMessageId: 'provider-1',
      outcome: 'failed',
      reason: 'bounced',
      at: LATER,
    } as const;
    return recordDelivery({ kind: 'report', reply: ref, report: { ...said, ...report } }, dependencies);
  };
  return { ...it, interaction, dependencies, read, hear, erase: () => erase(it.table, interaction) };
}

/** What erasing a customer leaves of an interaction. */
async function erase(table: Table, interaction: Interaction): Promise<void> {
  const { pk, sk } = interactionKey(interaction);
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: toAttributes({ pk, sk }),
      UpdateExpression: 'SET #text = :nothing REMOVE account',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: toAttributes({ ':nothing': '' }),
    }),
  );
}

describe('What was erased of a message while it is on its way stays erased', () => {
  test('when its delivery moves', async () => {
    const { table, interaction, erase, read } = await outbound({ delivery: { state: 'queued' } });
    await erase();
    expect(await moveDelivery(table, { interaction, next: SENDING })).toEqual({ kind: 'applied' });
    expect(await read()).toMatchObject({ text: '', delivery: SENDING });
    expect(await read()).not.toHaveProperty('account');
  });

  test('when it is settled', async () => {
    const it = await outbound({ ...ANSWER, delivery: { state: 'queued' } });
    const sender = {
      prepare: async () => async (): Promise<SendOutcome> => {
        await it.erase();
        return { kind: 'sent', providerMessageId: 'provider-1' };
      },
    };
    const event = { ...reply(), eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID };
    await sendReply(
      { ...event, caseId: CASE_ID, caseVersion: 4, opening: 1, channel: 'sms' },
      { ...it.dependencies, sender },
    );
    expect(await it.read()).toMatchObject({ text: '', providerMessageId: 'provider-1', delivery: SENT });
  });

  test('when it is gone altogether: nothing is written in its place', async () => {
    const { table, interaction } = await outbound({ delivery: { state: 'queued' } });
    const gone = { ...interaction, interactionId: 'f'.repeat(32) };
    expect(await moveDelivery(table, { interaction: gone, next: SENDING })).toEqual({ kind: 'conflict' });
    expect(await readInteraction(table, gone)).toBeUndefined();
  });
});

describe('A sender that cannot gather what the message needs', () => {
  test('leaves it queued: nobody was asked to send it', async () => {
    const it = await outbound({ ...ANSWER, delivery: { state: 'queued' } });
    const sender = { prepare: () => Promise.reject(new Error('no keys')) };
    const event = { ...reply(), eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID };
    const sending = sendReply(
      { ...event, caseId: CASE_ID, caseVersion: 4, opening: 1, channel: 'sms' },
      { ...it.dependencies, sender },
    );
    await expect(sending).rejects.toThrow('no keys');
    expect((await it.read()).delivery).toEqual({ state: 'queued' });
  });
});

describe('What a provider does not take for a long time, as beyond its quota of the day,', () => {
  const HOUR_MS = 3_600_000;
  const beyondQuota = {
    prepare: async () => async () => ({ kind: 'throttled', lasting: 'daily-quota' }) as const,
  };
  const event = { ...reply(), eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID };
  const REPLY_QUEUED = { ...event, caseId: CASE_ID, caseVersion: 4, opening: 1, channel: 'sms' } as const;

  test('waits in the queue for three hours', async () => {
    const it = await outbound({ ...ANSWER, recordedAt: NOW, delivery: { state: 'queued' } });
    it.clock.now += 3 * HOUR_MS - 1;
    const sending = sendReply(REPLY_QUEUED, { ...it.dependencies, sender: beyondQuota });
    await expect(sending).rejects.toThrow('throttling');
    expect((await it.read()).delivery).toEqual({ state: 'queued' });
  });

  test('then fails, before the queue gives it up, and any agent may answer again', async () => {
    const it = await outbound({ ...ANSWER, recordedAt: NOW, delivery: { state: 'queued' } });
    it.clock.now += 3 * HOUR_MS;
    await sendReply(REPLY_QUEUED, { ...it.dependencies, sender: beyondQuota });
    expect((await it.read()).delivery).toMatchObject({ state: 'failed', reason: 'daily-quota' });
    const stored = await readCase(it.table, CASE_ID);
    expect(stored?.case.replied).toBeUndefined();
    expect(stored?.outbox.events).toMatchObject([{ type: 'ReplyFailed', reason: 'daily-quota' }]);
  });

  test('is not what a rate that is too high does: that passes', async () => {
    const it = await outbound({ ...ANSWER, recordedAt: NOW, delivery: { state: 'queued' } });
    it.clock.now += 24 * HOUR_MS;
    const sender = { prepare: async () => async () => ({ kind: 'throttled' }) as const };
    await expect(sendReply(REPLY_QUEUED, { ...it.dependencies, sender })).rejects.toThrow('throttling');
    expect((await it.read()).delivery).toEqual({ state: 'queued' });
  });

  test('fails at once where nobody wrote it by hand: what is left is for replies', async () => {
    const it = await outbound({ kind: 'receipt', delivery: SENDING });
    const { interaction, dependencies, read } = it;
    const ask = await beyondQuota.prepare();
    await askProvider({ interaction, recipient: contactPoint(), attempt: 'a-1', ask }, dependencies);
    expect((await read()).delivery).toMatchObject({ state: 'failed', reason: 'daily-quota' });
  });
});

describe('A message that answers no arrival, such as a receipt', () => {
  const RECEIPT = { kind: 'receipt', delivery: SENDING } as const;

  test('is settled alone: its case does not change', async () => {
    const { interaction, dependencies, table, read } = await outbound(RECEIPT);
    await settle({ interaction }, { kind: 'sent', providerMessageId: 'provider-1' }, dependencies);
    expect(await read()).toMatchObject({ delivery: SENT, providerMessageId: 'provider-1' });
    expect((await readCase(table, CASE_ID))?.outbox.commit).toBe('seed');
  });

  test('is settled once, whatever comes later', async () => {
    const { interaction, dependencies, read } = await outbound(RECEIPT);
    await settle({ interaction }, { kind: 'refused', reason: 'message-rejected' }, dependencies);
    await settle({ interaction }, { kind: 'sent', providerMessageId: 'provider-1' }, dependencies);
    expect((await read()).delivery).toMatchObject({ state: 'failed', reason: 'message-rejected' });
  });

  test.each([
    ['delivered', SENT, { outcome: 'delivered' }, { state: 'delivered' }],
    ['lost', SENT, { outcome: 'failed' }, { state: 'failed', reason: 'bounced' }],
    [
      'sent after all',
      { state: 'unknown', attempt: 'a-1', at: NOW },
      { outcome: 'taken' },
      { state: 'sent' },
    ],
  ] as const)('is %s by a report of its own, without its case', async (_what, delivery, report, expected) => {
    const { hear, read, table } = await outbound({ kind: 'receipt', delivery });
    await hear(report);
    expect((await read()).delivery).toMatchObject(expected);
    expect((await readCase(table, CASE_ID))?.outbox.commit).toBe('seed');
  });
});

describe('A report that nothing will ever arrive there', () => {
  test('marks the contact point, once', async () => {
    const { hear, table, interaction } = await outbound({ ...ANSWER, delivery: SENT });
    await hear({ unreachable: true });
    const point = () => readContactPoint(table, interaction.contactPointId ?? '');
    expect(await point()).toMatchObject({ unreachableAt: LATER });
    expect(await point()).not.toHaveProperty('optedOutAt');
    await hear({ unreachable: true, at: '2026-11-23T12:00:00.000Z' });
    expect(await point()).toMatchObject({ unreachableAt: LATER });
  });
});

describe('A message that came back after it was delivered', () => {
  const DELIVERED: Delivery = { state: 'delivered', providerMessageId: 'provider-1', at: NOW };

  test('counts as lost', async () => {
    const { hear, read } = await outbound({ ...ANSWER, delivery: DELIVERED });
    await hear({ returned: true });
    expect((await read()).delivery).toMatchObject({ state: 'failed', reason: 'bounced' });
  });

  test('stays delivered when the report says only that it failed: that one is late', async () => {
    const { hear, read } = await outbound({ ...ANSWER, delivery: DELIVERED });
    await hear({});
    expect((await read()).delivery).toEqual(DELIVERED);
  });
});
