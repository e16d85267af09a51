import { describe, expect, test } from 'vitest';
import type { ContactPoint } from '../../../shared/domain/contact-point.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { caseIdOfReplyToken, type TokenKeys } from '../../../shared/domain/tokens.ts';
import type { Mail } from '../../../shared/gateways/mail-gateway.ts';
import { emailSender } from '../../../shared/sending/email-sender.ts';
import { CUSTOMER_ID, NOW } from '../../domain/builders.ts';

const KEYS: TokenKeys = [{ id: 1, secret: 'a secret for this test, long enough' }];
const CASE_ID = `${CUSTOMER_ID}-7`;
const MAILBOX = 'support@example.com';
const REF = { interactionId: 'a'.repeat(32), interactionAt: '2026-11-22T11:00:00.000Z' };

const interaction = (overrides: Partial<Interaction>): Interaction => ({
  ...{ interactionId: 'b'.repeat(32), caseId: CASE_ID, customerId: CUSTOMER_ID, channel: 'email' },
  ...{
    direction: 'outbound',
    kind: 'message',
    at: NOW,
    recordedAt: NOW,
    text: 'Tomorrow.',
    account: MAILBOX,
  },
  ...overrides,
});

const theirs = (overrides: Partial<Interaction> = {}) =>
  interaction({
    ...{ interactionId: REF.interactionId, at: REF.interactionAt, direction: 'inbound' },
    ...{ subject: 'My order', text: 'Where is it?', providerMessageId: 'letter-1@example.org' },
    ...overrides,
  });

const ann: ContactPoint = {
  ...{ contactPointId: 'c0'.repeat(32), channel: 'email', address: 'ann@example.org' },
  ...{ owner: CUSTOMER_ID, head: CUSTOMER_ID, firstSeenAt: NOW },
};

/** The mail that an outbound interaction becomes, beside `answered` in the table. */
async function mailOf(
  overrides: Partial<Interaction>,
  answered?: Interaction,
  recipient = ann,
): Promise<Mail> {
  const sent: Mail[] = [];
  const asked: unknown[] = [];
  const sender = emailSender({
    mail: {
      send: async (mail) => {
        sent.push(mail);
        return { kind: 'sent', providerMessageId: 'x' };
      },
    },
    tokenKeys: { keys: async () => KEYS },
    readInteraction: async (ref) => {
      asked.push(ref);
      return answered;
    },
    senderName: 'Sunrise Bikes',
  });
  const outgoing = { interaction: { ...interaction(overrides), account: MAILBOX }, recipient };
  const context = { caseId: CASE_ID, interactionId: 'b'.repeat(32), interactionAt: NOW };
  const ask = await sender.prepare({ ...outgoing, context });
  expect(sent).toEqual([]);
  await ask();
  const [mail, ...others] = sent;
  if (!mail || others.length > 0) throw new Error('Not exactly one mail was sent.');
  if (answered)
    expect(asked).toEqual([
      { customerId: CUSTOMER_ID, at: answered.at, interactionId: answered.interactionId },
    ]);
  return mail;
}

describe('A reply by mail', () => {
  test('stands in the thread of the mail it answers, and its answer finds the case', async () => {
    const mail = await mailOf({ inReplyTo: REF }, theirs());
    expect(mail).toMatchObject({
      from: '"Sunrise Bikes" <support@example.com>',
      to: 'ann@example.org',
      subject: 'Re: My order',
      headers: { 'In-Reply-To': '<letter-1@example.org>', References: '<letter-1@example.org>' },
    });
    expect(mail.text).toMatch(/^Tomorrow\.\n\n.*ann@example\.org:\n> Where is it\?\n$/);
    const token = /^support\+([a-z2-7]+)@example\.com$/.exec(mail.replyTo)?.[1] ?? '';
    expect(caseIdOfReplyToken(KEYS, token)).toBe(CASE_ID);
    expect(mail).not.toHaveProperty('automatic');
  });

  test('names the mails that the one it answers refers to, the oldest first', async () => {
    const references = ['ours-1@amazonses.com', 'letter-0@example.org'];
    const mail = await mailOf({ inReplyTo: REF }, theirs({ references }));
    expect(mail.headers).toEqual({
      'In-Reply-To': '<letter-1@example.org>',
      References: '<letter-0@example.org> <ours-1@amazonses.com> <letter-1@example.org>',
    });
  });

  test.each([
    ['without a subject', theirs({ subject: '  ' })],
    ['that answers nothing that is stored', undefined],
    ['that answers a message of another channel', theirs({ channel: 'sms' })],
  ])('to a mail %s has the name of the company as its subject', async (_what, answered) => {
    expect((await mailOf({ inReplyTo: REF }, answered)).subject).toBe('Re: Sunrise Bikes');
  });

  test('to a message of another channel quotes and threads nothing', async () => {
    const mail = await mailOf({ inReplyTo: REF }, theirs({ channel: 'sms' }));
    expect([mail.headers, mail.text]).toEqual([{}, 'Tomorrow.\n']);
  });

  test('to a mail without an id of its own is sent outside of threads', async () => {
    const mail = await mailOf({ inReplyTo: REF }, theirs({ providerMessageId: `hash:${'0'.repeat(64)}` }));
    expect(mail.subject).toBe('Re: My order');
    expect(mail.headers).toEqual({});
  });

  test('to an unproven sender carries a token too: an agent decided to answer', async () => {
    const mail = await mailOf({ inReplyTo: REF }, theirs(), { ...ann, proof: 'unproven' });
    expect(mail.replyTo).toMatch(/^support\+/);
  });
});

describe('A mail that no person wrote', () => {
  test.each([
    ['receipt', 'auto-replied'],
    ['survey', 'auto-generated'],
  ] as const)('SEC5 of kind %s says so, has its own subject, and quotes nobody', async (kind, automatic) => {
    const mail = await mailOf({ kind, subject: 'We have your message', inReplyTo: REF }, theirs());
    expect(mail).toMatchObject({ automatic, subject: 'We have your message', text: 'Tomorrow.\n' });
    expect(mail.headers).toMatchObject({ 'In-Reply-To': '<letter-1@example.org>' });
    expect(mail.replyTo).toMatch(/^support\+/);
  });

  test('SEC2 gives an unproven sender no token of a case', async () => {
    const mail = await mailOf({ kind: 'receipt', inReplyTo: REF }, theirs({ references: ['a@x'] }), {
      ...ann,
      proof: 'unproven',
    });
    expect(mail.replyTo).toBe(MAILBOX);
    // Nor what a stranger refers to.
    expect(mail.headers).toEqual({
      'In-Reply-To': '<letter-1@example.org>',
      References: '<letter-1@example.org>',
    });
    expect(JSON.stringify({ ...mail, context: {} })).not.toContain(CUSTOMER_ID);
  });
});
