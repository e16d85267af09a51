import { describe, expect, test } from 'vitest';
import { parseMailEvent } from '../../../functions/record-email-delivery/delivery-event.ts';
import { dependenciesOf } from '../../../functions/record-email-delivery/dependencies.ts';
import { recordEmailDelivery } from '../../../functions/record-email-delivery/record-email-delivery.ts';
import type { Delivery } from '../../../shared/domain/interaction.ts';
import { readCase } from '../../../shared/stores/case-store.ts';
import { readContactPoint } from '../../../shared/stores/contact-point-store.ts';
import { readInteraction, readThread } from '../../../shared/stores/interaction-store.ts';
import { CUSTOMER_ID, claimedCase, NOW, reply } from '../../domain/builders.ts';
import { arrival, contactPoint, productTable } from '../product-table.ts';

const CASE_ID = `${CUSTOMER_ID}-1`;
const AT = '2026-11-22T12:00:02.000Z';
const ID = '0100-abc@eu-west-1.amazonses.com';
const TAGS = {
  caseId: [CASE_ID],
  interactionId: [reply().interactionId],
  interactionAt: [String(Date.parse(NOW))],
  'ses:configuration-set': ['throughline-dev'],
};
const SENT: Delivery = { state: 'sent', providerMessageId: ID, at: NOW };
const DELIVERED: Delivery = { ...SENT, state: 'delivered' };

/** What EventBridge puts into the queue: the examples of the SES guide, with our tags. */
function event(eventType: string, detail: object, mail: object = {}): string {
  return JSON.stringify({
    version: '0',
    source: 'aws.ses',
    region: 'eu-west-1',
    'detail-type': `Email ${eventType}`,
    detail: {
      eventType,
      mail: {
        timestamp: NOW,
        messageId: '0100-abc',
        source: 'support@example.com',
        destination: ['ann@example.org'],
        headersTruncated: false,
        tags: TAGS,
        ...mail,
      },
      ...detail,
    },
  });
}

const bounce = (bounceType: string, bounceSubType: string) =>
  event('Bounce', {
    bounce: {
      ...{ bounceType, bounceSubType, timestamp: AT, feedbackId: 'f' },
      bouncedRecipients: [{ emailAddress: 'ann@example.org', status: '5.1.1' }],
    },
  });
const delivery = event('Delivery', { delivery: { timestamp: AT, recipients: ['ann@example.org'] } });
const complaint = event('Complaint', {
  complaint: { timestamp: AT, complainedRecipients: [{ emailAddress: 'ann@example.org' }] },
});

async function recorder(state: Delivery) {
  const it = productTable();
  const { arrival: _, ...interaction } = arrival(1, {
    ...{ interactionId: reply().interactionId, at: NOW, direction: 'outbound', channel: 'email' },
    ...{ answers: 1, agent: 'agent-1', delivery: state },
  });
  const replied = { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 };
  await it.seed({
    cases: [claimedCase({ answered: 1, waitingSince: undefined, replied })],
    contactPoints: [contactPoint({ channel: 'email', address: 'ann@example.org' })],
    interactions: [interaction],
  });
  const dependencies = dependenciesOf(it.environment, it.outside);
  return {
    ...it,
    dependencies,
    hear: async (body: string) => recordEmailDelivery(parseMailEvent(body), dependencies),
    delivery: async () => (await readInteraction(it.table, interaction))?.delivery,
    point: () => readContactPoint(it.table, 'c0'.repeat(32)),
    stored: () => readCase(it.table, CASE_ID),
    thread: async () => (await readThread(it.table, CUSTOMER_ID, { limit: 10 })).interactions,
    reasons: () => it.lines.map(({ code, reason }) => [code, reason]),
  };
}

describe('An event of SES', () => {
  test.each([
    ['delivered', delivery, { state: 'delivered', at: AT }],
    ['lost for good', bounce('Permanent', 'NoEmail'), { state: 'failed', reason: 'bounced-no-email' }],
    [
      'refused by us',
      bounce('Permanent', 'OnAccountSuppressionList'),
      { reason: 'bounced-on-account-suppression-list' },
    ],
    ['lost, as the mailbox is full', bounce('Transient', 'MailboxFull'), { reason: 'bounced-mailbox-full' }],
    ['rejected', event('Reject', { reject: { reason: 'Bad content' } }), { reason: 'rejected' }],
  ])('says that a mail was %s', async (_what, body, expected) => {
    const { hear, delivery: stored } = await recorder(SENT);
    await hear(body);
    expect(await stored()).toMatchObject(expected);
  });

  test.each([
    ['a bounce that may be a holiday note', bounce('Transient', 'General')],
    ['a bounce that nobody understands', bounce('Undetermined', 'Undetermined')],
    ['a delay', event('DeliveryDelay', { deliveryDelay: { timestamp: AT, delayType: 'MailboxFull' } })],
  ])('about %s is noted and proves no loss', async (_what, body) => {
    const { hear, delivery: stored, lines } = await recorder(SENT);
    await hear(body);
    expect(await stored()).toEqual(SENT);
    expect(lines).toEqual([expect.objectContaining({ code: 'TL4007' })]);
  });

  test('about a delay proves that a mail left of which nobody knew that', async () => {
    const { hear, delivery: stored } = await recorder({ state: 'unknown', attempt: 'a-1', at: NOW });
    await hear(event('DeliveryDelay', { deliveryDelay: { timestamp: AT } }));
    expect(await stored()).toMatchObject({ state: 'sent', providerMessageId: ID });
  });

  test('of a mail that comes back after it was delivered makes it lost, and the customer waits again', async () => {
    const { hear, delivery: now, stored } = await recorder(DELIVERED);
    await hear(bounce('Permanent', 'General'));
    await hear(bounce('Permanent', 'General'));
    await hear(delivery);
    expect(await now()).toMatchObject({ state: 'failed', reason: 'bounced-general' });
    expect((await stored())?.case).toMatchObject({ answered: 0, waitingSince: NOW });
  });

  test('of a mailbox that is gone marks it as unreachable, which is no opt-out', async () => {
    const { hear, point } = await recorder(SENT);
    await hear(bounce('Permanent', 'NoEmail'));
    expect(await point()).toMatchObject({ unreachableAt: AT });
    expect(await point()).not.toHaveProperty('optedOutAt');
  });

  test('of a mailbox that is full leaves it reachable', async () => {
    const { hear, point } = await recorder(SENT);
    await hear(bounce('Transient', 'MailboxFull'));
    expect(await point()).not.toHaveProperty('unreachableAt');
  });

  test.each([
    ['of a mail without our tags', event('Delivery', {}, { tags: {} }), 'not-ours'],
    ['that tells nothing of a delivery', event('Open', { open: {} }), 'no-report'],
  ])('%s is dropped with a log line', async (_what, body, reason) => {
    const { hear, reasons } = await recorder(SENT);
    await hear(body);
    expect(reasons()).toEqual([['TL4007', reason]]);
  });

  test.each([
    ['is no JSON', 'hello', 'The event of SES is not JSON.'],
    [
      'lacks its mail',
      JSON.stringify({ region: 'x', detail: { eventType: 'Bounce' } }),
      /look at detail\.mail/,
    ],
    [
      'has tags that cannot be ours',
      event('Delivery', {}, { tags: { ...TAGS, interactionAt: ['today'] } }),
      'The tags in the event of SES name no message of ours.',
    ],
    [
      'points to a message that is not there',
      event('Delivery', {}, { tags: { ...TAGS, interactionId: ['f'.repeat(32)] } }),
      'The delivery event points to a reply that does not exist.',
    ],
  ])('that %s is a dead letter with a reason, without an address in it', async (_what, body, reason) => {
    const { hear } = await recorder(SENT);
    const failure = await hear(body).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'PermanentFailure', message: expect.stringMatching(reason) });
    expect(String(failure)).not.toContain('@');
  });
});

describe('A complaint', () => {
  test('ends all mail to that address, stands on the thread, and is told once', async () => {
    const { hear, point, thread, stored, delivery: now } = await recorder(DELIVERED);
    await hear(complaint);
    await hear(complaint);
    expect(await now()).toEqual(DELIVERED);
    expect(await point()).toMatchObject({ optedOutAt: AT });
    const shown = (await thread()).filter(({ kind }) => kind === 'opt-out');
    expect(shown).toMatchObject([{ at: AT, direction: 'inbound', channel: 'email', caseId: CASE_ID }]);
    expect((await stored())?.outbox.events).toEqual([
      {
        type: 'CustomerOptedOut',
        contactPointId: 'c0'.repeat(32),
        interactionId: shown[0]?.interactionId,
        interactionAt: AT,
      },
    ]);
    expect((await stored())?.case.version).toBe(4);
  });

  test('is written although the case changes at the same moment', async () => {
    const { dependencies, point } = await recorder(DELIVERED);
    const save = dependencies.saveComplaint;
    let conflicts = 0;
    await recordEmailDelivery(parseMailEvent(complaint), {
      ...dependencies,
      saveComplaint: async (recorded, change) => {
        conflicts += 1;
        return conflicts === 1 ? 'conflict' : save(recorded, change);
      },
    });
    expect(await point()).toMatchObject({ optedOutAt: AT });
  });

  test('SEC9 leaves no address in a log line', async () => {
    const { hear, lines } = await recorder(SENT);
    for (const body of [delivery, complaint, bounce('Permanent', 'General')]) await hear(body);
    expect(lines.length).toBeGreaterThan(2);
    expect(JSON.stringify(lines)).not.toContain('@');
  });
});
