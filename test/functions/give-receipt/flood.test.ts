import { describe, expect, test } from 'vitest';
import { giveReceipt } from '../../../functions/give-receipt/give-receipt.ts';
import { contactPointIdOf } from '../../../shared/domain/identity.ts';
import { receiptRefOf } from '../../../shared/domain/receipt.ts';
import { ago, NOW } from '../../domain/builders.ts';
import { arrival, contactPoint } from '../product-table.ts';
import { receiptDesk, SENT } from './receipt-desk.ts';

const STRANGER = { channel: 'email', proof: 'unproven' } as const;

/** A desk that knows `count` strangers of one domain, and gives the message of each its receipt. */
async function strangers(count: number) {
  const it = await receiptDesk({ outcomes: Array(count).fill(SENT) });
  const messages = Array.from({ length: count }, (_, index) => {
    const address = `invented-${index}@example.org`;
    const contactPointId = contactPointIdOf({ ...STRANGER, address });
    const message = arrival(index + 2, { ...STRANGER, contactPointId, at: ago(900 - index) });
    return { message, point: contactPoint({ ...STRANGER, address, contactPointId }) };
  });
  await it.seed({
    contactPoints: messages.map(({ point }) => point),
    interactions: messages.map(({ message }) => message),
  });
  const events = messages.map(({ message: { interactionId, at } }, index) => ({
    ...it.event,
    ...{ eventId: `e${index}`, interactionId, interactionAt: at },
  }));
  return { ...it, events };
}

describe('SEC5 Addresses that somebody invents', () => {
  test('get ten receipts an hour in one domain', async () => {
    const { events, dependencies, asked, lines, wait } = await strangers(13);
    const [last, ...others] = events.toReversed();
    for (const event of others) await giveReceipt(event, dependencies);
    expect(asked).toHaveLength(10);
    expect(lines.filter(({ code, reason }) => code === 'TL4101' && reason === 'flood')).toHaveLength(2);
    wait(7);
    if (last) await giveReceipt(last, dependencies);
    expect(asked).toHaveLength(11);
  });

  test('take one each, however often their events come', async () => {
    const { events, dependencies, asked } = await strangers(10);
    for (const event of [...events, ...events]) await giveReceipt(event, dependencies);
    expect(asked).toHaveLength(10);
  });

  test('get no more when all write at the same moment', async () => {
    const { events, dependencies, asked, lines } = await strangers(12);
    await Promise.allSettled(events.map((event) => giveReceipt(event, dependencies)));
    // Who met the others too often comes again.
    for (const event of events) await giveReceipt(event, dependencies);
    expect(asked).toHaveLength(10);
    expect(lines.filter(({ reason }) => reason === 'flood').length).toBeGreaterThanOrEqual(2);
  });

  test('take none for a receipt that the provider throttled and that is sent later', async () => {
    const it = await strangers(1);
    const [event] = it.events;
    if (!event) throw new Error('There is no stranger.');
    const answers = [{ kind: 'throttled' } as const, SENT];
    const sender = { prepare: async () => async () => answers.shift() ?? SENT };
    const dependencies = { ...it.dependencies, senders: { email: sender } };
    await expect(giveReceipt(event, dependencies)).rejects.toThrow('throttling');
    const { bucket } = (await readBucket(it, event)) ?? {};
    await giveReceipt(event, dependencies);
    expect((await readBucket(it, event))?.bucket).toEqual(bucket);
    expect(bucket).toBeDefined();
  });
});

async function readBucket(
  { dependencies }: Awaited<ReturnType<typeof strangers>>,
  event: Awaited<ReturnType<typeof strangers>>['events'][number],
) {
  const receipt = receiptRefOf(event.caseId, event, NOW);
  const { buckets } = await dependencies.receipts.read({ ...event, receipt });
  return buckets[0];
}
