import { expect, test } from 'vitest';
import { dependenciesOf } from '../../../functions/send-webchat/dependencies.ts';
import type { Delivery } from '../../../shared/domain/interaction.ts';
import { sendReply } from '../../../shared/sending/send-reply.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { readInteraction } from '../../../shared/stores/interaction-store.ts';
import { ago, CUSTOMER_ID, claimedCase, NOW, reply } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

const EVENT = {
  ...reply(),
  via: 'webchat',
  eventId: 'e1',
  schemaVersion: 1,
  at: NOW,
  customerId: CUSTOMER_ID,
  caseId: `${CUSTOMER_ID}-1`,
  caseVersion: 4,
  opening: 1,
  channel: 'webchat' as const,
};

/** A reply of the chat in some state of its delivery, and its sender. */
async function sender(delivery: Delivery) {
  const it = productTable();
  const { arrival: _, ...outbound } = arrival(1, {
    ...{
      interactionId: EVENT.interactionId,
      at: EVENT.interactionAt,
      channel: 'webchat',
      account: 'webchat',
    },
    ...{ direction: 'outbound', text: 'It comes tomorrow.', answers: 1, agent: 'agent-1', delivery },
  });
  await it.seed({
    cases: [claimedCase({ channel: 'webchat', replied: { arrival: 1, agent: 'agent-1', pending: 1 } })],
    contactPoints: [contactPoint({ channel: 'webchat', address: 'v0'.repeat(8) })],
    interactions: [outbound],
  });
  const dependencies = dependenciesOf(it.environment, it.outside);
  const ref = { customerId: CUSTOMER_ID, at: EVENT.interactionAt, interactionId: EVENT.interactionId };
  return {
    send: () => sendReply(EVENT, dependencies),
    delivery: async () => (await readInteraction(it.table, ref))?.delivery,
    events: async () => (await readCase(it.table, EVENT.caseId))?.outbox.events.map(({ type }) => type),
  };
}

test('a reply of the chat is sent as soon as it stands in the thread', async () => {
  const { send, delivery, events } = await sender({ state: 'queued' });
  await send();
  expect(await delivery()).toMatchObject({ state: 'sent', providerMessageId: EVENT.interactionId });
  expect(await events()).toEqual(['ReplySent']);
  await send();
  expect(await events()).toEqual(['ReplySent']);
});

test('a reply whose sender died is sent by the next one: to send it twice is to send it once', async () => {
  const { send, delivery, events } = await sender({ state: 'sending', attempt: 'dead', since: ago(121_000) });
  await send();
  expect(await delivery()).toMatchObject({ state: 'sent' });
  expect(await events()).toEqual(['ReplySent']);
});

test('a reply that another sender may be at work on waits', async () => {
  const { send, delivery } = await sender({ state: 'sending', attempt: 'other', since: ago(1_000) });
  await expect(send()).rejects.toThrow('Another sender may be at work on this reply.');
  expect(await delivery()).toMatchObject({ state: 'sending' });
});
