import { describe, expect, test } from 'vitest';
import { parseArrivalEvent } from '../../../functions/give-receipt/arrival-event.ts';
import { giveReceipt } from '../../../functions/give-receipt/give-receipt.ts';
import { markerHashFor } from '../../../shared/domain/identity.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { contactPointWrite } from '../../../shared/stores/contact-point-store.ts';
import { readMarker } from '../../../shared/stores/marker-store.ts';
import { put } from '../../../shared/stores/table.ts';
import { ago, HOUR, NOW, OUR_NUMBER, resolvedCase, THEIR_NUMBER } from '../../domain/builders.ts';
import { arrival, contactPoint } from '../product-table.ts';
import { CASE_ID, receiptDesk, SENT } from './receipt-desk.ts';

describe('The receipt of an SMS', () => {
  test('R5 leaves once, from the number written to, however often its event comes', async () => {
    const { give, asked, receipt, address } = await receiptDesk({ customer: { timeZone: 'Europe/Madrid' } });
    await give();
    await give();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ from: OUR_NUMBER, to: THEIR_NUMBER });
    expect(asked[0]?.text).toContain('GMT+1');
    expect(await receipt()).toMatchObject({
      kind: 'receipt',
      direction: 'outbound',
      caseId: CASE_ID,
      recordedAt: NOW,
      inReplyTo: { interactionId: arrival(1).interactionId },
      delivery: { state: 'sent', providerMessageId: 'provider-1' },
    });
    expect((await address())?.receiptAt).toBe(NOW);
  });

  test('is found by what the customer answers to it', async () => {
    const { give, table } = await receiptDesk();
    await give();
    const identity = { direction: 'out', channel: 'sms', account: OUR_NUMBER } as const;
    const hash = markerHashFor({
      ...identity,
      contactPointId: 'c0'.repeat(32),
      providerMessageId: 'provider-1',
    });
    expect(await readMarker(table, hash)).toMatchObject({ caseId: CASE_ID });
  });

  test('costs two reads, a transaction of two items and two small writes', async () => {
    const { give, calls } = await receiptDesk();
    calls.length = 0;
    await give();
    expect(calls).toEqual(['BatchGetItem', 'GetItem', 'TransactWriteItems', 'PutItem', 'UpdateItem']);
  });

  test('R5 two messages of one address at the same moment get one', async () => {
    const it = await receiptDesk({ outcomes: [SENT, SENT] });
    const second = arrival(2, { at: ago(900) });
    await it.seed({ interactions: [second] });
    const { interactionId, at } = second;
    const other = { ...it.event, eventId: 'e2', interactionId, interactionAt: at };
    // Both are decided as if they were the newest: the address alone keeps the second back.
    const { receipts } = it.dependencies;
    const blind = {
      ...it.dependencies,
      receipts: {
        ...receipts,
        read: async (ref: Parameters<typeof receipts.read>[0]) => {
          const facts = await receipts.read(ref);
          return { ...facts, case: facts.case && { ...facts.case, newest: ref } };
        },
      },
    };
    await Promise.all([giveReceipt(it.event, blind), giveReceipt(other, blind)]);
    expect(it.asked).toHaveLength(1);
  });

  test('is in the language of the message when the customer’s is not known, in the customer’s when it is', async () => {
    const spoken = await receiptDesk({ interaction: { text: 'Dov’è il mio ordine? Aspetto da giorni.' } });
    await spoken.give();
    expect(spoken.asked[0]?.text).toContain('abbiamo ricevuto');
    const known = await receiptDesk({
      interaction: { text: 'Dov’è il mio ordine? Aspetto da giorni.' },
      customer: { language: 'pt-BR' },
    });
    await known.give();
    expect(known.asked[0]?.text).toContain('recebemos');
  });

  test('names no moment when the promise is broken', async () => {
    const promise = { due: ago(HOUR), warnAt: ago(HOUR), state: 'broken' } as const;
    const { give, asked } = await receiptDesk({ case: { promise } });
    await give();
    expect(asked[0]?.text).toContain('longer than promised');
    expect(asked[0]?.text).not.toMatch(/\d/);
  });
});

describe('No receipt leaves, and nothing is written,', () => {
  test.each([
    ['once an agent was faster', { case: { answered: 1 } }, 'answered'],
    ['once the case is resolved', { case: resolvedCase() }, 'answered'],
    ['to who has opted out', { contactPoint: { optedOutAt: NOW } }, 'opted-out'],
    ['within an hour of the one before', { contactPoint: { receiptAt: ago(HOUR / 2) } }, 'recent-receipt'],
  ])('%s', async (_, scene, reason) => {
    const { give, asked, receipt, lines } = await receiptDesk(scene);
    await give();
    expect(asked).toEqual([]);
    expect(await receipt()).toBeUndefined();
    expect(lines).toContainEqual(expect.objectContaining({ code: 'TL4101', reason }));
  });

  test('when an agent reopened the case without a message', async () => {
    const { event, dependencies, asked, calls } = await receiptDesk();
    calls.length = 0;
    await giveReceipt({ ...event, interactionId: undefined, interactionAt: undefined }, dependencies);
    expect(asked).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('when the customer was erased meanwhile', async () => {
    const { event, dependencies, asked } = await receiptDesk();
    await giveReceipt({ ...event, interactionId: 'f'.repeat(32) }, dependencies);
    expect(asked).toEqual([]);
  });

  test('when the customer opts out in this very moment', async () => {
    const it = await receiptDesk();
    const { receipts } = it.dependencies;
    const save: typeof receipts.save = async (change) => {
      const stopped = { ...contactPoint(), optedOutAt: NOW };
      if (!(await it.address())?.optedOutAt) await put(it.table, contactPointWrite(contactPoint(), stopped));
      return receipts.save(change);
    };
    await it.give({ receipts: { ...receipts, save } });
    expect(it.asked).toEqual([]);
  });
});

describe('A receipt that was cut short', () => {
  test('R5 after the provider was asked becomes unknown, and is never sent again', async () => {
    const dies = () => Promise.reject(new Error('The function died.'));
    const { give, asked, receipt, wait } = await receiptDesk({ outcomes: [dies] });
    await expect(give()).rejects.toThrow('died');
    await expect(give()).rejects.toThrow('at work');
    wait(3);
    await give();
    await give();
    expect((await receipt())?.delivery).toMatchObject({ state: 'unknown' });
    expect(asked).toHaveLength(1);
  });

  test('by a lost answer to its own write is sent all the same, once', async () => {
    const { give, dependencies, asked, receipt } = await receiptDesk();
    const { receipts } = dependencies;
    const save: typeof receipts.save = async (change) => {
      await receipts.save(change);
      throw new Error('TimeoutError');
    };
    await give({ receipts: { ...receipts, save } });
    expect(asked).toHaveLength(1);
    expect((await receipt())?.delivery).toMatchObject({ state: 'sent' });
  });

  test('before its write applied is tried again', async () => {
    const { give, dependencies, asked } = await receiptDesk();
    const save = () => Promise.reject(new Error('Throttled'));
    await expect(give({ receipts: { ...dependencies.receipts, save } })).rejects.toThrow('Throttled');
    expect(asked).toEqual([]);
    await give();
    expect(asked).toHaveLength(1);
  });

  test('by throttling is sent later, while it is still true', async () => {
    const { give, asked, receipt, wait } = await receiptDesk({ outcomes: [{ kind: 'throttled' }, SENT] });
    await expect(give()).rejects.toThrow('throttling');
    expect((await receipt())?.delivery).toEqual({ state: 'queued' });
    wait(2);
    await give();
    expect(asked.map(({ text }) => text)).toEqual([asked[0]?.text, asked[0]?.text]);
    expect((await receipt())?.delivery).toMatchObject({ state: 'sent' });
  });

  test('R5 by throttling and then by a lost answer to the writing of its attempt is sent all the same, once', async () => {
    const { give, dependencies, asked, receipt } = await receiptDesk({
      outcomes: [{ kind: 'throttled' }, SENT],
    });
    await expect(give()).rejects.toThrow('throttling');
    const { replies } = dependencies;
    const move: typeof replies.move = async (step) => {
      await replies.move(step);
      throw new Error('TimeoutError');
    };
    await give({ replies: { ...replies, move } });
    await give();
    expect(asked).toHaveLength(2);
    expect((await receipt())?.delivery).toMatchObject({ state: 'sent' });
  });

  test('R5 by throttling is sent by one of two that take it up at the same moment', async () => {
    const { give, asked } = await receiptDesk({ outcomes: [{ kind: 'throttled' }, SENT] });
    await expect(give()).rejects.toThrow('throttling');
    const both = await Promise.allSettled([give(), give()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked).toHaveLength(2);
  });

  test('by throttling is dropped once its promise has passed', async () => {
    const { give, asked, receipt, wait } = await receiptDesk({ outcomes: [{ kind: 'throttled' }] });
    await expect(give()).rejects.toThrow('throttling');
    wait(61);
    await give();
    expect(asked).toHaveLength(1);
    expect((await receipt())?.delivery).toMatchObject({ state: 'failed', reason: 'too-old' });
  });
});

describe('What the provider says', () => {
  test('of an opt-out is kept with the address', async () => {
    const { give, receipt, address } = await receiptDesk({ outcomes: [{ kind: 'opted-out' }] });
    await give();
    expect((await receipt())?.delivery).toMatchObject({ state: 'failed', reason: 'opted-out' });
    expect((await address())?.optedOutAt).toBe(NOW);
  });

  test('of an opt-out is told by its case, once, however often the receipt is taken up', async () => {
    const { give, event, table, receipt } = await receiptDesk({ outcomes: [{ kind: 'opted-out' }] });
    const version = (await readCase(table, event.caseId))?.case.version ?? 0;
    await give();
    await give();
    const stored = await readCase(table, event.caseId);
    const { interactionId } = (await receipt()) ?? {};
    const contactPointId = 'c0'.repeat(32);
    expect(stored?.outbox.events).toEqual([
      expect.objectContaining({ type: 'CustomerOptedOut', contactPointId, interactionId }),
    ]);
    expect(stored?.case).toMatchObject({ version: version + 1, state: 'open' });
  });

  test('of an opt-out is not told again of who opted out in this very moment', async () => {
    const it = await receiptDesk({ outcomes: [] });
    const stopped = { ...contactPoint(), receiptAt: NOW, optedOutAt: NOW };
    const refuses = async () => {
      await put(it.table, contactPointWrite(await it.address(), stopped));
      return { kind: 'opted-out' } as const;
    };
    await it.give({ senders: { sms: { prepare: async () => refuses } } });
    expect((await it.receipt())?.delivery).toMatchObject({ state: 'failed', reason: 'opted-out' });
    expect((await readCase(it.table, it.event.caseId))?.outbox.events).toEqual([]);
  });

  test('of a refusal ends the matter', async () => {
    const { give, receipt } = await receiptDesk({ outcomes: [{ kind: 'refused', reason: 'validation' }] });
    await give();
    await give();
    expect((await receipt())?.delivery).toMatchObject({ state: 'failed', reason: 'validation' });
  });

  test('without an answer is unknown', async () => {
    const { give, receipt } = await receiptDesk({ outcomes: [{ kind: 'unknown', error: 'TimeoutError' }] });
    await give();
    await give();
    expect((await receipt())?.delivery).toMatchObject({ state: 'unknown' });
  });
});

describe('What is heard', () => {
  const body = (name: string, detail: object) =>
    JSON.stringify({ source: 'throughline', 'detail-type': name, detail });

  test.each(['CaseOpened', 'CaseReopened', 'InteractionReceived'])('is %s', async (name) => {
    const { event } = await receiptDesk();
    expect(parseArrivalEvent(body(name, event))).toMatchObject({ caseId: CASE_ID });
  });

  test('is no other event', async () => {
    const { event } = await receiptDesk();
    expect(() => parseArrivalEvent(body('CaseRouted', event))).toThrow();
  });
});

test('SEC9 no line it logs says a number, an address or a word of the message', async () => {
  const { give, lines } = await receiptDesk({ interaction: { text: 'My secret is 4711.' } });
  await give();
  const said = JSON.stringify(lines);
  for (const secret of [THEIR_NUMBER, OUR_NUMBER, '4711', 'by Sun']) expect(said).not.toContain(secret);
});
